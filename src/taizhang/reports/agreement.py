"""Whether what serves a mechanism or fills a place agrees with it in kind, and what is missing where it does not.

A ledger serves a mechanism by its lifecycle, the parts its fields play, its clock and what its matters are about; a
figure fills a place by its kind, unit, window, ledger and level. Both are read from declarations, never from names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from taizhang.catalogue.dossier import MechanismDeclaration, SlotDeclaration
from taizhang.catalogue.fields import FieldDeclaration
from taizhang.catalogue.model import Kind, Lifecycle
from taizhang.catalogue.resolved import Catalogue, Figure, Ledger

LIFECYCLES: Mapping[str, frozenset[Lifecycle]] = {
    "closed_loop": frozenset(("closed_loop",)),
    "plan": frozenset(("closed_loop", "progress")),
    "progress": frozenset(("progress", "closed_loop")),
    "document": frozenset(("document", "closed_loop")),
    "activity": frozenset(("activity", "progress", "closed_loop")),
    "register": frozenset(("activity", "progress", "document", "closed_loop")),
    "rule": frozenset(("progress", "closed_loop", "document")),
    "report": frozenset(),
    "library": frozenset(),
}
# What a mechanism of a family may stand on beside a ledger: a rule on its dated text, the library on its commands.
ALONE: Mapping[str, frozenset[str]] = {
    "rule": frozenset(("制度", "功能")),
    "report": frozenset(("模板", "功能")),
    "library": frozenset(("功能",)),
    "closed_loop": frozenset(("功能",)),
}
MONEY = frozenset(("元", "万元", "亿元"))
AREAS, LENGTHS = frozenset(("平方米", "万平方米", "亩", "公顷")), frozenset(("公里", "里", "米"))
_Check = Callable[[Ledger], bool]


def _typed(*types: str) -> Callable[[FieldDeclaration], bool]:
    return lambda field: field.type in types


def _any(test: Callable[[FieldDeclaration], bool]) -> _Check:
    return lambda ledger: any(test(field) for field in ledger.declared.field.values())


def _titled(words: tuple[str, ...], *types: str) -> _Check:
    return _any(lambda field: field.type in types and any(word in field.title for word in words))


def _measured(units: frozenset[str]) -> _Check:
    return _any(lambda field: field.type == "decimal" and (field.unit in units or bool(field.unit_in)))


def _spans(ledger: Ledger) -> bool:
    roles, years = ledger.roles, {"from_year", "to_year"}
    return bool(roles.spans or (roles.opened and (roles.closed or roles.due)) or years <= {*ledger.declared.field})


def _verified(ledger: Ledger) -> bool:
    """Another person than who did it says that it is done: a closed loop asks for it, a review records it."""
    return ledger.declared.lifecycle == "closed_loop" or bool(ledger.roles.reviews)


def _keeps_to_limits(ledger: Ledger) -> bool:
    """Whether a time limit is data: of a clock, not typed row by row."""
    fields = ledger.declared.field.values()
    return bool(ledger.declared.clock or ledger.declared.windows) or any(one.at_most for one in fields)


_QUOTED = re.compile(r"'([^']+)'")

NEEDS: Mapping[str, tuple[str, _Check]] = {
    "unit": ("承办单位", _any(_typed("unit", "units"))),
    "due": ("期限", lambda ledger: bool(ledger.roles.due) or bool(ledger.declared.clock)),
    "closed": ("办结日期", lambda ledger: bool(ledger.roles.closed)),
    "verify": ("另一人核验", _verified),
    "people": ("人数", _any(lambda field: field.type == "integer" and field.unit in ("人", "人次", "名"))),
    "score": ("得分", _titled(("得分", "评分", "分值", "积分"), "integer", "decimal")),
    "rank": ("名次", _titled(("名次", "位次", "排名", "排位"), "integer")),
    "edition": ("届次", _any(lambda field: field.unit == "届")),
    "problems": ("问题数", _titled(("问题", "隐患", "差错", "违规"), "integer")),
    "money": ("金额", _any(lambda field: field.type == "decimal" and field.unit in MONEY)),
    "span": ("起止日期", _spans),
    "share": ("进度", lambda ledger: bool(ledger.roles.progress or ledger.roles.fulfils)),
    "target": ("目标值", _titled(("目标值", "任务量", "目标"), "decimal", "integer")),
    "area": ("面积", _measured(AREAS)),
    "length": ("里程", _measured(LENGTHS)),
    "document": ("文号", _titled(("文号", "文件号", "期号", "编号", "登记号"), "text", "integer")),
    "limit": ("以数据记的时限", _keeps_to_limits),
    "day": ("日期", _any(_typed("date"))),
}


def missing(catalogue: Catalogue, mechanism: MechanismDeclaration, ledger: Ledger, where: str) -> Iterator[str]:
    """What a ledger lacks to serve a mechanism with the matters that meet ``where``; the lifecycle first."""
    allowed = LIFECYCLES.get(mechanism.family)
    if allowed is not None and ledger.declared.lifecycle not in allowed:
        yield "流程不合"
    said = f"{ledger.title}{ledger.declared.noun}{where}"
    if mechanism.about and not any(word in said for word in mechanism.about):
        yield f"记的不是“{'、'.join(mechanism.about)}”"
    for need in mechanism.needs:
        title, has = NEEDS[need]
        if not any(has(one) for one in _with_its_cells(catalogue, ledger)):
            yield f"没有{title}"
    if mechanism.clock == "limit" and not _runs(catalogue, ledger):
        yield "时限没有以数据运行"
    if mechanism.clock == "frequency" and not _recurs(catalogue, ledger, where):
        yield "没有“每月（季、年）几次”的时限"


def _with_its_cells(catalogue: Catalogue, ledger: Ledger) -> Iterator[Ledger]:
    """The ledger, the one its wide table fills, and the one whose wide table fills it."""
    yield ledger
    if ledger.declared.pivot:
        yield catalogue.ledgers[ledger.declared.pivot.into]
    yield from (
        one for one in catalogue.ledgers.values() if one.declared.pivot and one.declared.pivot.into == ledger.name
    )


def _runs(catalogue: Catalogue, ledger: Ledger) -> bool:
    """Whether any time limit runs in the ledger as data."""
    own = bool(ledger.declared.clock or ledger.declared.windows or ledger.clocks)
    return own or any(ledger.name in one.ledgers and not one.every for one in catalogue.clocks.values())


def _recurs(catalogue: Catalogue, ledger: Ledger, where: str) -> bool:
    """Whether a clock asks for so many of these matters, or of some kind of them, in every period."""
    return any(
        one.every and ledger.name in one.ledgers and _picks_of(one.where, where) for one in catalogue.clocks.values()
    )


def _picks_of(some: str, where: str) -> bool:
    """Whether a condition picks of the matters another picks: the same, or fewer of the kinds it names."""
    return not some or not where or some == where or set(_QUOTED.findall(some)) < set(_QUOTED.findall(where))


COUNTS: frozenset[Kind] = frozenset(("flow", "cohort", "stock", "distinct", "cumulative", "sum", "total", "maximum"))
KINDS: Mapping[str, frozenset[Kind]] = {
    "count": COUNTS | {"quotient"},
    "sum": frozenset(("sum", "total", "flow", "maximum", "cumulative")),
    "amount": frozenset(("sum", "total", "parameter", "maximum")),
    "rate": frozenset(("ratio", "share", "weighted", "highest", "latest", "maximum")),
    "share_of_target": frozenset(("share",)),
    "yoy_change": frozenset(("year_on_year",)),
    "average": frozenset(("average", "quotient", "weighted")),
    "date": frozenset(("maximum", "latest", "forecast", "parameter")),
    "text": frozenset(("latest", "list")),
    "rank_or_title": frozenset(("latest", "ordinal", "streak", "flow", "list", "cumulative")),
}
TEXTUAL: frozenset[Kind] = frozenset(("latest", "list", "ordinal", "streak", "forecast", "parameter"))
WINDOWS = {"flow": "in", "cohort": "in", "stock": "at", "cumulative": "through"}


def disagreements(catalogue: Catalogue, slot: SlotDeclaration, figure: Figure) -> Iterator[str]:
    """In what a figure does not agree with the place it is bound to."""
    if figure.kind not in KINDS.get(slot.type, frozenset((figure.kind,))):
        yield "计数方法不合"
    if slot.unit and figure.kind not in TEXTUAL and figure.unit not in (slot.unit, *slot.also):
        yield f"计量单位不是{slot.unit}"
    if slot.window and window_of(catalogue, figure) not in ("dated", slot.window):
        yield "统计时段不合"
    ledgers = frozenset(leaves(catalogue, figure))
    if slot.mechanism and ledgers and not ledgers & _serving(catalogue, slot.mechanism):
        yield "不是从这项工作的台账里数出来的"
    if slot.level and slot.level not in _said(catalogue, figure):
        yield f"没有限定为{slot.level}"


def window_of(catalogue: Catalogue, figure: Figure) -> str:
    """Which rows it takes by time: those in the period, at its end, through all years, of the next; dated: none."""
    if figure.declared.shift > 0:
        return "next"
    if not figure.composed:
        return WINDOWS[figure.basis]
    parts = figure.declared.made_of
    return window_of(catalogue, catalogue.figures[parts[0]]) if parts else "dated"


def leaves(catalogue: Catalogue, figure: Figure) -> Iterator[str]:
    """The ledgers a figure is counted from."""
    if figure.ledger:
        yield figure.ledger
    for name in figure.declared.made_of:
        yield from leaves(catalogue, catalogue.figures[name])


def _serving(catalogue: Catalogue, mechanism: str) -> frozenset[str]:
    """The ledgers of a mechanism, with those their wide tables fill; what serves no ledger is counted anywhere."""
    found = {name for name, one in catalogue.ledgers.items() if mechanism in one.declared.serves}
    found |= {one.declared.pivot.into for name in found if (one := catalogue.ledgers[name]).declared.pivot}
    return frozenset(found or catalogue.ledgers)


def _said(catalogue: Catalogue, figure: Figure) -> str:
    """What a figure and those it is made of say: titles and conditions."""
    parts = (catalogue.figures[name] for name in figure.declared.made_of)
    return f"{figure.title}{figure.declared.where}{figure.declared.met}" + "".join(
        _said(catalogue, one) for one in parts
    )
