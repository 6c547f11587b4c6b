"""What a changed definition does to the numbers of now: values, units, rows, identities and papers, nothing written.

Both catalogues are asked on the same rows, for a changed figure leaves tables as they are; so every number is exact
and every difference is the definition's alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from taizhang.catalogue.model import IdentityDeclaration
from taizhang.catalogue.resolve import digest
from taizhang.catalogue.resolved import Catalogue, Figure
from taizhang.figures.chosen import not_askable, row_condition, window
from taizhang.figures.compute import Answers, compute
from taizhang.figures.dictionary import ledgers_of, templates_printing
from taizhang.figures.identities import asks, breaches, unkept
from taizhang.figures.value import Ask, Value
from taizhang.terms.period import Period
from taizhang.terms.scope import Organisation
from taizhang.terms.sentence import chain
from taizhang.warehouse.engine import Engine
from taizhang.warehouse.sql import Bound, Printer, identifier

# Chosen: what somebody who decides on a definition looks through; the counts tell of all.
MOST_FIGURES, MOST_UNITS, MOST_ROWS = 60, 60, 50
TARGETS = ("share", "forecast", "score")


@dataclass(frozen=True, slots=True)
class Shift:
    """A value by the definition in force and by the one proposed; ``unit`` when it is one unit's."""

    before: Value
    after: Value
    unit: str = ""

    @property
    def moved(self) -> bool:
        """Whether the two are different numbers, or are printed otherwise."""
        return _plain(self.before) != _plain(self.after)

    @property
    def by(self) -> str:
        """By how much, exactly, with its sign; '' when one of them is no number."""
        if self.before.amount is None or self.after.amount is None:
            return ""
        return f"{self.after.amount - self.before.amount:+f}"

    @property
    def target(self) -> bool:
        """Whether it holds a number against a target."""
        return self.after.figure.kind in TARGETS


@dataclass(frozen=True, slots=True)
class RowChanges:
    """Rows that would come in and go out in a period: the first few as (matter, number), and how many in all."""

    period: Period
    come: tuple[tuple[str, str], ...]
    gone: tuple[tuple[str, str], ...]
    coming: int
    going: int


@dataclass(frozen=True, slots=True)
class Turned:
    """An identity that would begin to fail, or that would hold again: what it says in each case, '' while it holds."""

    key: str
    title: str
    period: Period
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Effect:
    """What would change.

    shifts: the figure itself and those made of it, this period and last year's. left: how many figures are not
    told because there are too many. units: where units differ; differing: how many there are in all, -1 when the
    ledgers behind it know no common unit. moved: rows by period, () for a figure made of others. templates: those
    that print a number that moves.
    """

    figure: str
    shifts: tuple[Shift, ...]
    left: int
    units: tuple[Shift, ...]
    differing: int
    moved: tuple[RowChanges, ...]
    identities: tuple[Turned, ...]
    templates: tuple[str, ...]

    @property
    def digest(self) -> str:
        """SHA-256, hex, of all that is told here; another number, another digest."""
        shifts = [(one.unit, _plain(one.before), _plain(one.after)) for one in (*self.shifts, *self.units)]
        rows = [(one.period.key, one.come, one.gone, one.coming, one.going) for one in self.moved]
        turned = [(one.key, one.period.key, one.before, one.after) for one in self.identities]
        return digest([self.figure, shifts, self.left, self.differing, rows, turned, list(self.templates)])

    @property
    def moving(self) -> tuple[Shift, ...]:
        """Those whose number changes."""
        return tuple(one for one in self.shifts if one.moved)


def effect(
    now: Catalogue, then: Catalogue, warehouse: Engine, organisation: Organisation, which: tuple[str, Period]
) -> Effect:
    """The effect of ``then`` instead of ``now`` on a figure in a period and the year before."""
    name, period = which
    periods = (period, period.last_year())
    names = dependents(now, then, name)
    column = unit_column(then, (now, then), name)
    held = (replace(now, identities=_identities(now, names)), replace(then, identities=_identities(then, names)))
    wanted = [Ask(one, when) for one in names[:MOST_FIGURES] for when in periods]
    grouped = [Ask(name, when, column) for when in periods if column]
    checked = [ask for when in periods for ask in asks(held[1], when)]
    old, new = (compute(one, warehouse, (*wanted, *grouped, *checked), organisation) for one in held)
    shifts = tuple(Shift(old.value(ask), new.value(ask)) for ask in wanted)
    units = [one for ask in grouped for one in _by_unit(old, new, ask) if one.moved]
    bare = unkept(now, warehouse)
    turned = [one for when in periods for one in _turned_identities(held, (old, new), when, bare)]
    moving = {one.after.figure.name for one in shifts if one.moved} | (
        {name} if now.figures[name].title != then.figures[name].title else set()
    )
    return Effect(
        name,
        shifts,
        len(names) - len(names[:MOST_FIGURES]),
        tuple(units[:MOST_UNITS]),
        len(units) if column else -1,
        tuple(_compare(now, then, warehouse, name, when) for when in periods) if not now.figures[name].composed else (),
        tuple(turned),
        templates_printing(then, moving),
    )


def dependents(now: Catalogue, then: Catalogue, name: str) -> list[str]:
    """The figure, then every figure made of it by either catalogue, nearest first."""
    found, queue = {name: None}, [name]
    while queue:
        part = queue.pop(0)
        for catalogue in (now, then):
            users = [key for key, one in catalogue.figures.items() if part in one.declared.made_of and key not in found]
            found.update(dict.fromkeys(users))
            queue += users
    return list(found)


def _identities(catalogue: Catalogue, names: Sequence[str]) -> Mapping[str, IdentityDeclaration]:
    touched = set(names)
    return {key: one for key, one in catalogue.identities.items() if touched & set(one.figures)}


def unit_column(then: Catalogue, catalogues: Sequence[Catalogue], name: str) -> str:
    """The one column that says the unit in every ledger behind a figure; '' when there is no such column."""
    ledgers = {ledger for one in catalogues for ledger in ledgers_of(one, name)}
    columns = {then.ledgers[one].declared.unit for one in ledgers}
    return columns.pop() if len(columns) == 1 else ""


def _by_unit(old: Answers, new: Answers, ask: Ask) -> Iterator[Shift]:
    members = {**old.groups(ask), **new.groups(ask)}
    for member in members:
        one = replace(ask, member=member)
        yield Shift(old.value(one), new.value(one), member or "（未填）")


def _compare(now: Catalogue, then: Catalogue, warehouse: Engine, name: str, period: Period) -> RowChanges:
    if not_askable(now.figures[name], period):
        return RowChanges(period, (), (), 0, 0)
    come, coming = _only(then, now, warehouse, name, period)
    gone, going = _only(now, then, warehouse, name, period)
    return RowChanges(period, come, gone, coming, going)


def _only(
    one: Catalogue, other: Catalogue, warehouse: Engine, name: str, period: Period
) -> tuple[tuple[tuple[str, str], ...], int]:
    """The rows that one catalogue counts and the other does not: the first few, and how many."""
    ledger = one.ledgers[one.figures[name].ledger]
    bound: list[Bound] = []
    printer = Printer(ledger.columns, bound)
    taken, left = (_condition(printer, each.figures[name], period) for each in (one, other))
    chosen = f"FROM {identifier(ledger.name)} WHERE ({taken}) IS TRUE AND ({left}) IS NOT TRUE"
    (number,) = warehouse.rows(f"SELECT count(*) {chosen}", bound)[0]
    rows = warehouse.rows(f'SELECT "id", "number" {chosen} ORDER BY 2, 1 LIMIT {MOST_ROWS}', bound)
    return tuple((str(matter), str(known or "")) for matter, known in rows), int(str(number))


def _condition(printer: Printer, figure: Figure, period: Period) -> str:
    return printer.condition(row_condition(figure), window(figure, period))


def _turned_identities(
    held: tuple[Catalogue, Catalogue], answers: tuple[Answers, Answers], period: Period, bare: frozenset[str]
) -> Iterator[Turned]:
    """Identities that fail by one of the two only, or with other numbers."""
    said: list[dict[str, str]] = []
    for catalogue, known in zip(held, answers, strict=True):
        found: dict[str, str] = {}
        for one in breaches(catalogue, known, period, unkept=bare):
            key = one.place.key.removeprefix("identity.")
            found[key] = chain((found[key], one.message)) if key in found else one.message
        said.append(found)
    for key in {**said[0], **said[1]}:
        before, after = said[0].get(key, ""), said[1].get(key, "")
        if before != after:
            yield Turned(key, held[1].identities[key].title, period, before, after)


def _plain(value: Value) -> list[str]:
    return [value.id, value.exact, value.text, value.figure.unit, value.reason]
