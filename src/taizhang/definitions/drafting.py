"""A figure somebody asks for in words, as declarations: what is counted of which rows, by which day, how it is printed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from taizhang.catalogue.resolved import Catalogue, ColumnType, Ledger
from taizhang.definitions.narrowing import STOCK, Narrowed
from taizhang.definitions.proposals import Tables
from taizhang.figures.kinds import COUNTED
from taizhang.terms.problem import Place, Problem
from taizhang.terms.quantity import RoundingWord
from taizhang.terms.sentence import sentence

What = Literal["rows", "distinct", "sum", "average", "rate"]
WHATS: Mapping[What, str] = {
    "rows": "有多少条记录",
    "distinct": "某一栏有多少个不同的值",
    "sum": "某一栏的合计",
    "average": "某一栏的平均数",
    "rate": "占另一个指标的百分之几",
}
COMPARISONS: Mapping[str, str] = {"": "不另设", "difference": "增减数", "rate": "增减百分比", "points": "相差百分点"}
# The longest title of a shipped figure has 25 characters; amounts are kept to six places (``warehouse.sql.TYPES``).
TITLE, MOST_DECIMALS, MOST_UNIT = 40, 6, 8
NUMBERS = ("integer", "decimal")


@dataclass(frozen=True, slots=True)
class FigureDraft:
    """What somebody asks for: every part as typed, '' for what the product may choose.

    measure: a column; over: the figure a rate stands against; when: a column of dates, or STOCK; compare: also a
    figure that holds it against the year before.
    """

    ledger: str
    title: str
    what: str = "rows"
    measure: str = ""
    over: str = ""
    when: str = ""
    unit: str = ""
    decimals: str = ""
    word: str = ""
    compare: str = ""
    narrowed: Narrowed = field(default=Narrowed(()))


def measures(ledger: Ledger, what: str) -> tuple[ColumnType, ...]:
    """The columns that can be counted so: numbers for sums and means; for different values whatever rows are told by."""
    columns = [one for name, one in ledger.columns.items() if name not in ("id", "state")]
    if what in ("sum", "average"):
        return tuple(one for one in columns if one.type in NUMBERS)
    return tuple(one for one in columns if what == "distinct" and one.type not in (*NUMBERS, "flag"))


def denominators(catalogue: Catalogue, seen: Collection[str]) -> tuple[str, ...]:
    """The figures a rate can stand against, of those in sight: counts and sums."""
    return tuple(
        name for name, one in catalogue.figures.items() if name in seen and not one.composed and COUNTED[one.kind].adds
    )


def faults(
    catalogue: Catalogue, draft: FigureDraft, taken: Collection[str], over: Collection[str]
) -> Iterator[Problem]:
    """Everything wrong with a draft, each at its part. taken: titles that wait; over: figures a rate may stand against."""
    ledger = catalogue.ledgers[draft.ledger]
    yield from title_faults(catalogue, draft.title, taken)
    if draft.what not in get_args(What):
        yield _wrong("what", "没有选数什么。", "请从列出的几种里选一种。")
    known = {one.name for one in measures(ledger, draft.what)}
    if draft.what in ("distinct", "sum", "average") and draft.measure not in known:
        says = "没有选数哪一栏。" if not draft.measure else "所选的一栏不能这样数。"
        yield _wrong("measure", says, "合计和平均须选数值栏；不同的值须选文字、选项或单位栏。")
    if draft.what == "rate" and draft.over not in over:
        yield _wrong("over", "没有选占哪个指标的百分之几。", "请选一个您看得到的指标作分母。")
    yield from _faults_of_printing(draft)
    dates = {one.name for one in ledger.dates}
    if draft.when != STOCK and draft.when not in dates:
        yield _wrong("when", "没有选按哪个日期计入期间。", "这类台账没有日期栏的，请先在台账里加一栏日期。")
    yield from draft.narrowed.problems


def _faults_of_printing(draft: FigureDraft) -> Iterator[Problem]:
    if draft.decimals and not (
        draft.decimals.isascii() and draft.decimals.isdecimal() and int(draft.decimals) <= MOST_DECIMALS
    ):
        says = sentence("小数位数“{given}”不是0到{most}的整数。", given=draft.decimals[:10], most=MOST_DECIMALS)
        yield _wrong("decimals", says, "请写0到6，或留空。")
    if draft.word not in get_args(RoundingWord):
        yield _wrong("word", "没有这个概数词。", "请从列出的词里选一个。")
    if len(draft.unit) > MOST_UNIT:
        yield _wrong("unit", "计量单位太长。", "请写件、次、人、万元这样的短词。")
    if draft.compare not in COMPARISONS or (draft.compare == "points") != (
        draft.what == "rate" and draft.compare != ""
    ):
        yield _wrong(
            "compare", "这样数的指标不能这样与上年比。", "百分比与上年比相差百分点；其他的比增减数或增减百分比。"
        )


def title_faults(catalogue: Catalogue, title: str, taken: Collection[str]) -> Iterator[Problem]:
    """That a name is missing, too long, or some other figure's already."""
    badly = tuple(named_badly(title))
    yield from badly
    if badly:
        return
    if title in {one.title for one in catalogue.figures.values()}:
        says = sentence("已有名为“{title}”的指标。", title=title)
        yield Problem(
            "FIG-061", says, Place(key="title"), "要改它的，请在“口径”里打开它提出变更；要另立的，请换一个名称。"
        )
    elif title in taken:
        says = sentence("名为“{title}”的指标已经提出，正等待审定。", title=title)
        yield Problem("FIG-061", says, Place(key="title"), "请在“口径变更”里查看，或换一个名称。")


def named_badly(title: str) -> Iterator[Problem]:
    """That a name is missing, too long or unprintable."""
    if not title:
        yield Problem("FIG-060", "没有写名称。", Place(key="title"), "请写一个别人一看就懂的名称。")
    elif len(title) > TITLE or not title.isprintable() or any(mark in title for mark in "{}|<>"):
        says = sentence("名称超过{most}个字，或用了不能用的符号。", most=TITLE)
        yield Problem("FIG-060", says, Place(key="title"), "请缩短，不要用大括号、竖线和尖括号。")


def _wrong(part: str, says: str, hint: str) -> Problem:
    return Problem("FIG-063", says, Place(key=part), hint)


def name_of(kind: str, *parts: object) -> str:
    """A name for something declared on a page: no one reads it, the same parts give the same."""
    text = json.dumps(parts, ensure_ascii=False, default=str, separators=(",", ":"))
    return f"{kind}_{hashlib.sha256(text.encode()).hexdigest()[:12]}"


def declare(catalogue: Catalogue, draft: FigureDraft, name: str) -> Tables:
    """The declarations of a draft without faults: the figure last of those it is made of, then its comparison."""
    figures: dict[str, Mapping[str, object]] = {}
    if draft.what == "rate":
        part = f"{name}_part"
        figures[part] = _rows(catalogue, draft, f"{draft.title}（分子）", "rows") | {
            "unit": catalogue.ledgers[draft.ledger].declared.counter
        }
        figures[name] = {"title": draft.title, "kind": "ratio", "of": [part], "over": [draft.over]} | _printing(
            draft, unit=False
        )
    else:
        figures[name] = _rows(catalogue, draft, draft.title, draft.what) | _printing(draft, unit=True)
    if draft.compare:
        titles = {"difference": "比上年增减", "rate": "比上年增减率", "points": "比上年增减百分点"}
        title = f"{draft.title}{titles[draft.compare]}"
        figures[f"{name}_past"] = {"title": title, "kind": "year_on_year", "of": [name], "change": draft.compare}
    return {"figure": figures}


def _rows(catalogue: Catalogue, draft: FigureDraft, title: str, what: str) -> dict[str, object]:
    """A figure over the rows themselves."""
    counted: dict[str, object] = {"title": title, "ledger": draft.ledger}
    stock = draft.when == STOCK
    basis = STOCK if stock else "flow"
    if what == "rows":
        counted["kind"] = basis
    else:
        counted |= {"kind": what, "measure": draft.measure} | ({"basis": basis} if stock else {})
    if not stock:
        counted["date"] = draft.when
    if draft.narrowed.where:
        counted["where"] = draft.narrowed.where
    return counted


def _printing(draft: FigureDraft, *, unit: bool) -> dict[str, object]:
    found: dict[str, object] = {"unit": draft.unit} if unit and draft.unit else {}
    found |= {"decimals": int(draft.decimals)} if draft.decimals else {}
    return found | ({"word": draft.word} if draft.word else {})


def usual_unit(ledger: Ledger, what: str, measure: str) -> str:
    """The unit such a figure is counted in unless somebody says otherwise."""
    if what == "rows":
        return ledger.declared.counter
    if what == "distinct":
        return "个"
    return ledger.columns[measure].unit if what in ("sum", "average") and measure in ledger.columns else ""
