"""Which part each field plays in a row: declared by its ``role``, else read from its name and its Chinese title.

What follows from the parts (a day before another, a part no greater than its whole) is checked for every ledger by
``matters.soundness``, so a ledger has the checks without writing any.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from taizhang.catalogue.model import FieldDeclaration, LedgerDeclaration, Role, Vocabulary

VERIFICATIONS = ("verify_1", "verify_2", "verify_3")
"""The levels of verification, as ``sets`` names them; each fills in the day of the review it is."""
_VERIFIED = re.compile(r"复核|复查|核验")
COUNTERS = frozenset("座处个件项起次人户家所条辆套栋间宗份篇场期台届轮")
_BY_NAME: Mapping[str, Role] = {
    "received": "before",
    "opened": "opened",
    "due": "due",
    "first_due": "due",
    "extended_to": "due",
    "done": "done",
    "closed": "closed",
    "verified": "closed",
    "since": "from",
    "until": "to",
}
_DATES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("period", re.compile(r"月份|^月末$|^季度末$|(?:数据|统计|填报)截止日")),
    ("due", re.compile(r"期限|时限|限期|到期日|届满|应.{1,4}日期|计划.{1,4}日期|截止日")),
    ("review", re.compile(r"复核|复查|验收|核验|审核")),
    ("from", re.compile(r"(?:开始|起始|有效期起|起)(?:日期|时间|日)?$")),
    ("to", re.compile(r"(?:结束|终止|有效期止|有效期至|截止|止)(?:日期|时间|日)?$")),
    ("closed", re.compile(r"(?:办结|销号|结案|完成|完工|竣工|归还|答复|摘牌|办毕|清退)(?:日期|时间|日)$")),
    (
        "opened",
        re.compile(
            r"(?:发现|登记|受理|收到|接收|交办|立项|下达|列入|申报|申请|签订|启动|开工|排查|检查|开展|举办|召开|走访"
            r"|接访）?|支付|反馈)(?:日期|时间|日)$"
        ),
    ),
)
# What is left to do of what was found or owed, and what was done of it, by the words of titles.
_REST = re.compile(r"^(?:尚未|未(?:还|清|整改|完成|办结|解决|化解|到位|支付|销号)|剩余|尚欠)")
_DONE_OF_FOUND = re.compile(r"整改|清退|解决|化解|退还")
# Pairs of words by which titles tell a part from its whole; over-fulfilment of a plan is no fault, so none is here.
_PARTS = (
    ("实到", "应到"),
    ("已退", "应退"),
    ("到账", "下达"),
    ("到位", "下达"),
    ("整改", "发现"),
    ("解决", "收集"),
    ("实退", "应退"),
)


@dataclass(frozen=True, slots=True)
class Part:
    """A number that may not exceed another of the same row. sure: declared, not read from the titles."""

    part: str
    whole: str
    sure: bool


@dataclass(frozen=True, slots=True)
class Span:
    """A period from one field to another; clock: the name of the least time it must last, '' for none."""

    start: str
    end: str
    clock: str = ""


@dataclass(frozen=True, slots=True)
class Roles:
    """The fields of a ledger by their part; ``chain`` are the days in the order they must come, steps and reviews as the
    ledger lists them.

    completes: parts that are the whole once a closed loop is closed, such as what was rectified of what was found; rests:
    what is left to do, nought by then. verified: act → the review whose day it is, one for each level of verification; with fewer reviews than levels the
    last levels have one. A review by others than who verify (受理, 实地检查, 货物验收) is none of them.
    """

    opened: str = ""
    closed: str = ""
    due: tuple[str, ...] = ()
    chain: tuple[str, ...] = ()
    reviews: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
    days: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    progress: tuple[str, ...] = ()
    fulfils: tuple[tuple[str, str], ...] = ()
    completes: tuple[tuple[str, str], ...] = ()
    rests: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    counted: tuple[tuple[str, str], ...] = ()
    facts: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    finished: frozenset[str] = frozenset()
    verified: Mapping[str, str] = field(default_factory=dict)

    @property
    def plays(self) -> bool:
        """Whether any field plays a part at all."""
        return bool(self.facts or self.spans or self.parts or self.counted or self.years)


def role_of(name: str, field: FieldDeclaration) -> Role:
    """The part of one field: as declared, else by its name, else by what its title says."""
    if field.role:
        return field.role
    if field.type == "date":
        if name in _BY_NAME:
            return _BY_NAME[name]
        if name.endswith("_from") or name.endswith("_to"):
            return "from" if name.endswith("_from") else "to"
        return next((role for role, pattern in _DATES if pattern.search(field.title)), "")
    if field.type in ("integer", "decimal"):
        if field.unit == "人次" or "人次" in field.title:
            return "times"
        if field.unit == "人" and "人数" in field.title:
            return "persons"
        if field.unit == "%" and re.search(r"进度|完成率|到位率", field.title):
            return "progress"
        if _REST.search(field.title):
            return "rest"
    return ""


def roles_of(declared: LedgerDeclaration, vocabularies: Mapping[str, Vocabulary]) -> Roles:
    """The parts of all fields of a ledger."""
    fields = declared.field
    by: dict[Role, list[str]] = {}
    for name, one in fields.items():
        by.setdefault(role_of(name, one), []).append(name)
    opened, closed = _one(by, "opened"), _one(by, "closed")
    reviews = tuple(by.get("review", ()))
    steps = [name for name in fields if name in {*by.get("step", ()), *by.get("done", ()), *reviews}]
    chain = (
        *by.get("before", ()),
        *([opened] if opened else []),
        *steps,
        *([closed] if closed else []),
        *by.get("after", ()),
    )
    status = fields.get(declared.status)
    words = vocabularies.get(status.choices) if status else None
    return Roles(
        opened,
        closed,
        tuple(by.get("due", ())),
        chain,
        reviews if closed else (),
        tuple(_spans(declared, by, opened)),
        tuple(by.get("days", ())),
        tuple(_parts(fields)),
        tuple(by.get("progress", ())),
        tuple((name, one.fulfils) for name, one in fields.items() if one.fulfils),
        tuple(_completes(declared, closed)),
        tuple(by.get("rest", ())),
        tuple(by.get("persons", ())),
        tuple(by.get("times", ())),
        tuple(_counted(fields)),
        tuple(dict.fromkeys((*chain, *by.get("from", ()), *by.get("period", ())))),
        tuple(name for name, one in fields.items() if _is_year(one)),
        tuple(by.get("period", ())),
        frozenset(words.done) if words else frozenset(),
        _verified(declared, reviews),
    )


def _verified(declared: LedgerDeclaration, reviews: tuple[str, ...]) -> dict[str, str]:
    """The level of verification each review of a closed loop is, counted from the last."""
    if declared.lifecycle != "closed_loop":
        return {}
    levels = [name for name in reviews if _VERIFIED.search(declared.field[name].title)][-len(VERIFICATIONS) :]
    return dict(zip(VERIFICATIONS[len(VERIFICATIONS) - len(levels) :], levels, strict=True))


def _is_year(field: FieldDeclaration) -> bool:
    """Whether a field says a year: by its type, or a whole number of years that is no length."""
    return field.type == "year" or (field.type == "integer" and field.unit == "年")


def _one(by: Mapping[Role, list[str]], role: Role) -> str:
    """The field of a part only one can play; the first where several look like it."""
    return next(iter(by.get(role, ())), "")


def _spans(declared: LedgerDeclaration, by: Mapping[Role, list[str]], opened: str) -> Iterator[Span]:
    """Each end with its start: the one named by ``of``, else of the same name, else the last start before it."""
    names = list(declared.field)
    starts = by.get("from", [])
    for end in by.get("to", ()):
        field = declared.field[end]
        before = [name for name in starts if names.index(name) < names.index(end)]
        same = end.removesuffix("_to") + "_from"
        start = field.of or (same if same in starts else before[-1] if before else opened)
        if start and start != end:
            yield Span(start, end, field.lasts)


def _parts(fields: Mapping[str, FieldDeclaration]) -> Iterator[Part]:
    numbers = {name: one for name, one in fields.items() if one.type in ("integer", "decimal")}
    for name, one in numbers.items():
        if one.part_of:
            yield from (Part(name, whole, True) for whole in one.wholes)
            continue
        for small, great in _PARTS:
            whole = next((other for other, field in numbers.items() if great in field.title and other != name), "")
            if small in one.title and great not in one.title and whole and numbers[whole].unit == one.unit:
                yield Part(name, whole, False)
                break


def _completes(declared: LedgerDeclaration, closed: str) -> Iterator[tuple[str, str]]:
    """What was done of what was found: all of it before a closed loop is struck off."""
    if closed and declared.lifecycle == "closed_loop":
        titles = {name: one.title for name, one in declared.field.items()}
        yield from ((one.part, one.whole) for one in _parts(declared.field) if _DONE_OF_FOUND.search(titles[one.part]))


def _counted(fields: Mapping[str, FieldDeclaration]) -> Iterator[tuple[str, str]]:
    """Numbers of whole things: by their declared unit, or by the field that tells it row by row."""
    for name, one in fields.items():
        if one.type != "decimal":
            continue
        if one.unit_in:
            yield name, one.unit_in
        elif one.unit in COUNTERS:
            yield name, ""
