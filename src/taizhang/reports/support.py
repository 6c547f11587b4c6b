"""Whether "nothing" is said by anybody: a zero, and a claim that none is left, need rows or reports of zero.

An empty ledger proves nothing. A zero stands when the ledger has rows in the window, so that it was kept; a claim of
none stands when there was something it could have been said of. Where neither is so, somebody must have reported zero
for every month (零报告).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal as Only

from taizhang.catalogue.model import FigureDeclaration, Kind
from taizhang.catalogue.predicate import ALWAYS, ColumnRef, Compare, Every, Literal, OneOf, Predicate, parse
from taizhang.catalogue.resolve import digest
from taizhang.catalogue.resolved import Catalogue, Figure, Ledger
from taizhang.figures.kinds import composed
from taizhang.figures.value import Ask
from taizhang.reports.numbers import Numbers
from taizhang.reports.slots import ChangeSlot, ClaimSlot, CountedSlot
from taizhang.terms.period import Period

ZERO, MONTH = "zero_report", "month"
_LIVE, _KIND, _REPORTS, _DAYS = "__live", "__kind", "__zeros", "__days"


@dataclass(frozen=True, slots=True)
class Nothing:
    """Nothing that nobody said: the figure it was read from, its ledger, and what is lacking, in words."""

    figure: Figure
    ledger: Ledger
    lacking: str


def with_populations(catalogue: Catalogue, slots: Iterable[CountedSlot]) -> Catalogue:
    """The catalogue with the counts that tell whether a ledger of the slots' figures was kept."""
    figures = dict(catalogue.figures)
    for slot in slots:
        for leaf in leaves(catalogue, slot.figure):
            for one in _populations(catalogue, leaf, claimed=isinstance(slot, ClaimSlot)):
                figures[one.name] = one
    return replace(catalogue, figures=figures)


def leaves(catalogue: Catalogue, name: str) -> Iterator[Figure]:
    """The figures over rows that a figure is made of; none for a name that is no figure."""
    figure = catalogue.figures.get(name)
    if figure is None:
        return
    if not figure.composed:
        yield figure
    for part in figure.declared.made_of:
        yield from leaves(catalogue, part)


def asks_about(catalogue: Catalogue, ask: Ask) -> tuple[Ask, ...]:
    """What must be counted beside an ask to know whether its zeros stand for anything."""
    return tuple(dict.fromkeys(_about(catalogue, ask)))


def _about(catalogue: Catalogue, ask: Ask) -> Iterator[Ask]:
    figure = catalogue.figures[ask.figure]
    yield ask
    for name in figure.declared.among:
        if name in catalogue.figures:
            yield replace(ask, figure=name)
    if figure.composed:
        for name, period in composed(figure).parts(figure, ask.period):
            yield from _about(catalogue, replace(ask, figure=name, period=period))
        return
    for suffix in (_LIVE, _KIND, _REPORTS, _DAYS):
        if (name := beside(figure, suffix)) in catalogue.figures:
            yield _whole(ask, name)


def _whole(ask: Ask, name: str) -> Ask:
    return Ask(name, ask.period, scope=ask.scope)


class Support:
    """Asks the numbers of a batch whether the nothing they tell of was told by somebody."""

    def __init__(self, catalogue: Catalogue, numbers: Numbers) -> None:
        self.catalogue, self.numbers = catalogue, numbers

    def lacks(self, slot: CountedSlot, ask: Ask) -> Nothing | None:
        """What a slot's nothing lacks; None when it tells of something, or of a nothing that stands."""
        if isinstance(slot, ClaimSlot) and slot.sign in ("=", "<=") and slot.bound == 0:
            return self._none(ask)
        if isinstance(slot, ChangeSlot) and (sides := self._parts(ask)):
            return self._zero(sides[0])
        return self._zero(ask)

    def _zero(self, ask: Ask) -> Nothing | None:
        """A zero stands on a ledger that has rows in the window."""
        figure = self.catalogue.figures[ask.figure]
        value = self.numbers.value(ask)
        if value.amount is None or value.amount != 0 or value.words:
            return None
        if figure.composed:
            found = (self._zero(one) for one in self._parts(ask))
            return next((one for one in found if one), None) if figure.kind in ("total", "highest") else None
        return None if self._count(ask, _LIVE) else self._reported(figure, ask, "没有一条记录")

    def _none(self, ask: Ask) -> Nothing | None:
        """A claim of none stands where there was something of which it could have been said."""
        figure = self.catalogue.figures[ask.figure]
        value = self.numbers.value(ask)
        if value.amount is None or value.amount != 0:
            return None
        for name in figure.declared.among:
            if name in self.catalogue.figures and not self.numbers.value(replace(ask, figure=name)).amount:
                return self._reported(self.catalogue.figures[name], ask, f"“{self.catalogue.figures[name].title}”为零")
        if figure.composed:
            return self._none_of_parts(figure, ask)
        if figure.declared.among and figure.basis != "cumulative":
            return None
        if self._count(ask, _KIND):
            return None
        if figure.basis == "cumulative":
            return Nothing(figure, self.catalogue.ledgers[figure.ledger], "没有更早的记录可比")
        return self._reported(figure, ask, "没有一条可以这样说的记录")

    def _none_of_parts(self, figure: Figure, ask: Ask) -> Nothing | None:
        first = self._parts(ask)[0] if self._parts(ask) else None
        if first is None:
            return None
        if figure.kind == "total" and figure.declared.over and not self.numbers.value(first).amount:
            whole = self.catalogue.figures[first.figure]
            leaf = next(leaves(self.catalogue, whole.name), None)
            return Nothing(whole, self.catalogue.ledgers[leaf.ledger], f"“{whole.title}”为零") if leaf else None
        if figure.kind == "total" and not figure.declared.over:
            return next((one for one in map(self._none, self._parts(ask)) if one), None)
        return None

    def _parts(self, ask: Ask) -> list[Ask]:
        figure = self.catalogue.figures[ask.figure]
        return [replace(ask, figure=name, period=period) for name, period in composed(figure).parts(figure, ask.period)]

    def _count(self, ask: Ask, suffix: str) -> bool:
        name = beside(self.catalogue.figures[ask.figure], suffix)
        return name in self.catalogue.figures and bool(self.numbers.value(_whole(ask, name)).amount)

    def _reported(self, figure: Figure, ask: Ask, lacking: str) -> Nothing | None:
        """What is lacking, unless zero was reported for every month of the window that has no row."""
        leaf = next(leaves(self.catalogue, figure.name), None)
        if leaf is None:
            return None
        told = self._words(ask, leaf, _REPORTS)
        days = {text[:7] for text in self._words(ask, leaf, _DAYS)}
        silent = [month for month in _months(ask.period) if month not in days and not self._told(told, month, ask)]
        if not silent:
            return None
        ledger = self.catalogue.ledgers[leaf.ledger]
        missing = f"{silent[0]}等{len(silent)}个月" if len(silent) > 1 else silent[0]
        return Nothing(figure, ledger, f"{lacking}，{missing}也没有零报告")

    def _words(self, ask: Ask, leaf: Figure, suffix: str) -> tuple[str, ...]:
        name = beside(leaf, suffix)
        return self.numbers.value(_whole(ask, name)).words if name in self.catalogue.figures else ()

    def _told(self, reports: tuple[str, ...], month: str, ask: Ask) -> bool:
        """Whether the month was reported by the body, by the unit asked for, or by every unit it then had."""
        by = {text.rpartition("/")[2] for text in reports if f"/{month}" in text}
        if by & {self.catalogue.body.name, self.catalogue.body.short, ask.scope.unit} - {""}:
            return True
        units = self.numbers.units(date.fromisoformat(f"{month}-01"), ask.scope)
        return bool(units) and set(units) <= by


def _months(period: Period) -> list[str]:
    first, last = period.start.year * 12 + period.start.month - 1, period.end.year * 12 + period.end.month - 1
    return [f"{n // 12}-{n % 12 + 1:02}" for n in range(first, last + 1)]


def beside(figure: Figure, suffix: str) -> str:
    """The name of a count beside a figure; figures of one ledger that look at the same days share that of its rows."""
    if suffix != _LIVE:
        return figure.name + suffix
    return f"{figure.ledger}{suffix}_{_dated(figure) or 'stock'}_{figure.basis}_{figure.declared.shift}{figure.declared.at}"


def _dated(figure: Figure) -> str:
    return figure.declared.date if figure.basis != "stock" else ""


def _day_of(ledger: Ledger, figure: Figure) -> str:
    """The column that tells in which month the ledger has rows."""
    dated = _dated(figure)
    return dated if dated and ledger.columns[dated].type == "date" else "opened" if "opened" in ledger.columns else ""


def _populations(catalogue: Catalogue, figure: Figure, *, claimed: bool) -> Iterator[Figure]:
    """The counts beside a figure over rows: rows alive in its window, rows dated in it, those of its kind."""
    ledger, dated = catalogue.ledgers[figure.ledger], _dated(figure)
    lives = {"opened", "closed"} <= ledger.columns.keys()
    kept = [(dated, "cumulative" if figure.basis == "cumulative" else "flow")] if dated else []
    if figure.basis != "cumulative" and lives:
        kept += [("opened", "flow")] if dated != "opened" else []
        kept.append(("", "start"))
    yield from _counted(figure, beside(figure, _LIVE), kept, ALWAYS)
    if claimed:
        told = figure.where if figure.basis == "stock" else _kind(ledger, figure.where)
        kind = ALWAYS if figure.basis == "cumulative" else _measured(figure, told)
        yield from _counted(figure, beside(figure, _KIND), kept if figure.basis == "stock" else kept[:1], kind)
    if ZERO in catalogue.ledgers:
        about = OneOf(ColumnRef("about"), (Literal(ledger.title), Literal(figure.title)))
        listed = FigureDeclaration(title="零报告", kind="list", ledger=ZERO, date=MONTH, measure="number")
        yield _made(figure, beside(figure, _REPORTS), listed, about)
    if day := _day_of(ledger, figure):
        days = FigureDeclaration(title="有记录的日期", kind="list", ledger=ledger.name, date=day, measure=day)
        yield _made(figure, beside(figure, _DAYS), days, _kind(ledger, figure.where))


def _measured(figure: Figure, where: Predicate) -> Predicate:
    """Of a sum, only rows that state the number: an empty cell is no zero."""
    if figure.kind != "sum":
        return where
    stated = parse(f"{figure.declared.measure} is not null")
    return stated if where == ALWAYS else Every((where, stated))


def _kind(ledger: Ledger, where: Predicate) -> Predicate:
    """Of a condition what says which kind of matter is meant, without how it came out."""
    told = where.parts if isinstance(where, Every) else (where,)
    kept = tuple(one for one in told if _names_a_kind(ledger, one))
    return Every(kept) if kept else ALWAYS


def _names_a_kind(ledger: Ledger, one: Predicate) -> bool:
    column = (
        one.left if isinstance(one, Compare) and one.sign == "=" else one.operand if isinstance(one, OneOf) else None
    )
    if not isinstance(column, ColumnRef) or column.name == ledger.declared.status:
        return False
    return ledger.columns[column.name].type == "choice"


def _counted(figure: Figure, name: str, days: list[tuple[str, str]], where: Predicate) -> Iterator[Figure]:
    """A total of counts, one for each column of days."""
    names = []
    for place, (day, how) in enumerate(days):
        kind: Kind = "stock" if how == "start" else "cumulative" if how == "cumulative" else "flow"
        at: Only["start", "end"] = (
            "start" if how == "start" or (how == "cumulative" and figure.declared.at == "start") else "end"
        )
        declared = FigureDeclaration(
            title=figure.title, kind=kind, ledger=figure.ledger, date=day, at=at, shift=figure.declared.shift
        )
        names.append(f"{name}_{place}")
        yield _made(figure, names[-1], declared, where)
    if names:
        yield _made(figure, name, FigureDeclaration(title=figure.title, kind="total", of=tuple(names)), ALWAYS)


def _made(figure: Figure, name: str, declared: FigureDeclaration, where: Predicate) -> Figure:
    hashed = digest({"beside": figure.hash, "as": name})
    return Figure(name, declared, declared.ledger, where, ALWAYS, "", 0, hashed, "day" if _DAYS in name else "")
