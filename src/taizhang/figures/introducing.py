"""What figures and identities that are new would say of the numbers of now: their values, units, rows and breaches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from taizhang.catalogue.resolved import Catalogue
from taizhang.figures.compute import Answers, compute
from taizhang.figures.effect import MOST_ROWS, MOST_UNITS, Effect, RowChanges, Shift, Turned, unit_column
from taizhang.figures.identities import asks, breaches, unkept
from taizhang.figures.trace import Tracer
from taizhang.figures.value import Ask, Value
from taizhang.terms.period import Period
from taizhang.terms.scope import Organisation
from taizhang.terms.sentence import chain
from taizhang.warehouse.engine import Engine

NEW = "此前没有这个指标。"


@dataclass(frozen=True, slots=True)
class Introduced:
    """Names of what is new. main: the one a proposal is named after; figures: new ones, it among them, or () of an identity."""

    main: str
    figures: tuple[str, ...]
    identities: tuple[str, ...]


def introduction(
    then: Catalogue, warehouse: Engine, organisation: Organisation, what: Introduced, period: Period
) -> Effect:
    """What is new as ``then`` declares it, in a period and the year before: nothing that was there moves by it."""
    periods = (period, period.last_year())
    declared = replace(then, identities={key: then.identities[key] for key in what.identities})
    sides = tuple(dict.fromkeys(name for key in what.identities for name in then.identities[key].figures))
    wanted = [Ask(name, when) for name in (*what.figures, *sides) for when in periods]
    column = unit_column(then, (then,), what.main) if what.figures else ""
    grouped = [Ask(what.main, when, column) for when in periods if column]
    checked = [ask for when in periods for ask in asks(declared, when)]
    answers = compute(then, warehouse, (*wanted, *grouped, *checked), organisation)
    new = set(what.figures)
    shifts = tuple(_shift(answers.value(ask), new=ask.figure in new) for ask in wanted)
    units = [
        _shift(one, new=True, unit=member or "（未填）")
        for ask in grouped
        for member, one in answers.groups(ask).items()
    ]
    tracer, bare = Tracer(then, warehouse, answers, organisation), unkept(then, warehouse)
    counts = next((name for name in what.figures if not then.figures[name].composed), "")
    return Effect(
        what.main,
        shifts,
        0,
        tuple(units[:MOST_UNITS]),
        len(units) if column else -1,
        tuple(_rows(tracer, counts, when) for when in periods) if counts else (),
        tuple(one for when in periods for one in _breaches(declared, answers, when, bare)),
        (),
    )


def _shift(value: Value, *, new: bool, unit: str = "") -> Shift:
    return Shift(replace(value, amount=None, words=(), reason=NEW) if new else value, value, unit)


def _rows(tracer: Tracer, name: str, period: Period) -> RowChanges:
    found = tracer.trace(Ask(name, period)).rows
    return RowChanges(period, tuple((row.matter, row.number) for row in found[:MOST_ROWS]), (), len(found), 0)


def _breaches(
    declared: Catalogue, answers: Answers, period: Period, bare: Sequence[str] | frozenset[str]
) -> Iterator[Turned]:
    said: dict[str, list[str]] = {}
    for one in breaches(declared, answers, period, unkept=bare):
        said.setdefault(one.place.key.removeprefix("identity."), []).append(one.message)
    for key, messages in said.items():
        yield Turned(key, declared.identities[key].title, period, "", chain(messages))
