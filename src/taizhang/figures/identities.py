"""Identities between figures and within rows, checked on every computation; a breach names both sides and the rows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from taizhang.catalogue.model import IdentityDeclaration, Relation
from taizhang.catalogue.predicate import Not, parse
from taizhang.catalogue.resolved import Catalogue, Ledger
from taizhang.figures.compute import Answers
from taizhang.figures.value import Ask, Trace, Value
from taizhang.terms.period import Period
from taizhang.terms.problem import Place, Problem
from taizhang.terms.quantity import format_plain, round_half_up
from taizhang.terms.scope import EVERYTHING, Scope
from taizhang.terms.sentence import sentence
from taizhang.warehouse.engine import Engine
from taizhang.warehouse.sql import Bound, Printer, identifier

# Chosen: as many numbers of matters as one sentence names.
MOST_ROWS = 5
_SIGNS: dict[Relation, str] = {
    "=": "应等于",
    "<=": "应不大于",
    "<": "应小于",
    ">=": "应不小于",
    ">": "应大于",
    "full_needs_none": "为100%时应为零的是",
    "both_or_neither": "应同时有或同时没有的是",
}
_STANDS: dict[Relation, Callable[[Decimal, Decimal], bool]] = {
    "=": lambda left, right: left == right,
    "<=": lambda left, right: left <= right,
    "<": lambda left, right: left < right,
    ">=": lambda left, right: left >= right,
    ">": lambda left, right: left > right,
    "full_needs_none": lambda left, right: left != 100 or right == 0,
    "both_or_neither": lambda left, right: (left > 0) == (right > 0),
}
Look = Callable[[Ask], Trace]
Compute = Callable[[Sequence[Ask]], Answers]


@dataclass(frozen=True, slots=True)
class Waiver:
    """Somebody who answers for a breach, and why."""

    person: str
    reason: str


Waivers = Mapping[tuple[str, str], Waiver]
"""By identity and period's key."""


@dataclass(frozen=True, slots=True)
class Untold:
    """An identity of which a period does not tell whether it holds, and why.

    figures: those without a number. ledgers: those without a row to look at. Neither: the period is not one it is asked of.
    """

    key: str
    figures: tuple[str, ...] = ()
    ledgers: tuple[str, ...] = ()


def asks(catalogue: Catalogue, period: Period, scope: Scope = EVERYTHING) -> tuple[Ask, ...]:
    """What has to be computed to check every identity in a period."""
    wanted = (ask for one in catalogue.identities.values() for side in _asks_of(one, period, scope) for ask in side)
    return tuple(dict.fromkeys(wanted))


def _asks_of(identity: IdentityDeclaration, period: Period, scope: Scope) -> tuple[list[Ask], list[Ask]]:
    """What each side asks: on the right also what ``earlier`` was a year before."""
    left, right, earlier = (
        [Ask(name, when, identity.by, scope=scope) for name in names]
        for names, when in ((identity.left, period), (identity.right, period), (identity.earlier, period.last_year()))
    )
    return left, [*right, *earlier]


def breaches(
    catalogue: Catalogue,
    answers: Answers,
    period: Period,
    scope: Scope = EVERYTHING,
    *,
    look: Look | None = None,
    waivers: Waivers | None = None,
    unkept: Collection[str] = (),
) -> Iterator[Problem]:
    """Every identity between figures that does not hold (FIG-010), naming both sides with their numbers.

    look: gives the rows behind a number, to name those that make the difference. A breach that somebody
    answers for is a warning that names them. Identities without a value are left, and those that hold one
    ledger against another that the body does not keep (``unkept``: without any row).
    """
    for key, identity in catalogue.identities.items():
        if (
            identity.of_rows
            or (identity.yearly and not period.begins_a_year)
            or _bare_ledgers(catalogue, identity, unkept)
        ):
            continue
        for left, right in _sides(identity, answers, period, scope):
            if any(value.amount is None for value in (*left, *right)):
                continue
            one, two = _sum(left), _sum(right) + (identity.bound or Decimal(0))
            if not _STANDS[identity.relation](one, two):
                told = _describe_side(left, one, period)
                told += f"，{_SIGNS[identity.relation]}{_describe_side(right, two, period, identity.bound)}"
                named = _name_rows(look, left, right) if look else ""
                yield _problem(key, identity, period, f"{told}。{named}", waivers or {})


def _days(period: Period) -> dict[str, date]:
    """What ``start`` and ``end`` stand for in the conditions of an identity."""
    return {"start": period.start, "end": period.last}


def rows_that_break(
    catalogue: Catalogue, warehouse: Engine, period: Period, waivers: Waivers | None = None
) -> Iterator[Problem]:
    """Every identity within rows that some row does not keep (FIG-010), with the numbers of the rows."""
    for key, identity in catalogue.identities.items():
        if not identity.of_rows or identity.figure_in:
            continue
        ledger = catalogue.ledgers[identity.ledger]
        bound: list[Bound] = []
        printer = Printer(ledger.columns, bound)
        days = _days(period)
        wrong = [printer.condition(Not(parse(identity.must)), days)] if identity.must else []
        if identity.sum:
            parts = "+".join(f"coalesce({identifier(name)}, 0)" for name in identity.sum)
            wrong.append(f"{parts} <> {identifier(identity.total)}")
        where = printer.condition(parse(identity.where), days)
        query = f'SELECT "number" FROM {identifier(ledger.name)} WHERE ({" OR ".join(wrong)}) AND {where} ORDER BY 1'
        numbers = [str(number or "") for (number,) in warehouse.rows(query, bound)]
        if numbers:
            listed = f"{ledger.title}有{len(numbers)}条不符。{_rows(numbers)}"
            yield _problem(key, identity, period, listed, waivers or {})


def told_twice(
    catalogue: Catalogue, warehouse: Engine, period: Period, compute: Compute, waivers: Waivers | None = None
) -> Iterator[Problem]:
    """Every number typed into a row that is not what the figure named beside it counts (FIG-010).

    Both sides are named, with the row, the amount between them and the rows behind the figure's ledger; a typed number
    stands only under the name and reason of somebody who answers for it. A row that names no figure of the catalogue is
    left: there is nothing to hold it against.
    """
    for key, identity in catalogue.identities.items():
        if not identity.figure_in or (identity.yearly and not period.whole_years):
            continue
        found = _typed(catalogue, warehouse, period, identity)
        answers = compute([ask for _, _, ask in found])
        for number, typed, ask in found:
            told = _difference(catalogue.ledgers[identity.ledger], identity, number, typed, answers.value(ask))
            if told:
                yield _problem(key, identity, period, told, waivers or {})


def _typed(
    catalogue: Catalogue, warehouse: Engine, period: Period, identity: IdentityDeclaration
) -> list[tuple[str, Decimal, Ask]]:
    """The rows that name a figure: their number, what is typed in them, and the figure's question."""
    ledger = catalogue.ledgers[identity.ledger]
    bound: list[Bound] = []
    days = _days(period)
    where = Printer(ledger.columns, bound).condition(parse(identity.where), days)
    columns = ", ".join(identifier(name) for name in ("number", identity.told, identity.figure_in))
    query = f"SELECT {columns} FROM {identifier(ledger.name)} WHERE {where} ORDER BY 1"
    return [
        (str(number or ""), Decimal(str(typed)), Ask(str(name), period))
        for number, typed, name in warehouse.rows(query, bound)
        if typed is not None and name in catalogue.figures
    ]


def _difference(ledger: Ledger, identity: IdentityDeclaration, number: str, typed: Decimal, value: Value) -> str:
    """Both sides of a number told twice and what lies between them; '' where they agree or there is no such number."""
    figure = value.figure
    if value.amount is None or value.words:
        return ""
    counted = round_half_up(value.amount if figure.rate else value.amount / figure.scale, figure.decimals)
    if round_half_up(typed, figure.decimals) == counted:
        return ""
    return sentence(
        "{ledger}“{number}”的“{field}”写的是{typed}，指标“{figure}”算得{counted}{unit}，相差{apart}。",
        ledger=ledger.title,
        number=number,
        field=ledger.declared.field[identity.told].title,
        typed=format_plain(typed),
        figure=figure.title,
        counted=format_plain(counted),
        unit=figure.unit,
        apart=format_plain(abs(typed - counted)),
    )


def untold(
    catalogue: Catalogue, warehouse: Engine, period: Period, compute: Compute, answers: Answers
) -> Iterator[Untold]:
    """Every identity of which it cannot be said whether it holds in the period: something of it has no number, or no
    row. One with groups is told only when every group has its numbers.

    answers: those of ``asks`` for the body.
    """
    bare = unkept(catalogue, warehouse)
    for key, identity in catalogue.identities.items():
        if identity.yearly and not (period.whole_years if identity.figure_in else period.begins_a_year):
            yield Untold(key)
        elif identity.figure_in:
            found = _typed(catalogue, warehouse, period, identity)
            known = compute([ask for _, _, ask in found])
            without = {ask.figure for _, _, ask in found if (value := known.value(ask)).amount is None or value.words}
            if without or not found:
                yield Untold(key, tuple(sorted(without)), () if found else (identity.ledger,))
        elif identity.of_rows:
            if not _has_rows(catalogue.ledgers[identity.ledger], warehouse, period, identity.where):
                yield Untold(key, ledgers=(identity.ledger,))
        elif empty := _bare_ledgers(catalogue, identity, bare):
            yield Untold(key, ledgers=empty)
        else:
            yield from _without_number(key, identity, answers, period)


def _without_number(key: str, identity: IdentityDeclaration, answers: Answers, period: Period) -> Iterator[Untold]:
    sides = [(*left, *right) for left, right in _sides(identity, answers, period, EVERYTHING)]
    without = {value.ask.figure for values in sides for value in values if value.amount is None}
    if without or not sides:
        yield Untold(key, tuple(name for name in dict.fromkeys(identity.figures) if name in without or not sides))


def _has_rows(ledger: Ledger, warehouse: Engine, period: Period, where: str) -> bool:
    bound: list[Bound] = []
    meets = Printer(ledger.columns, bound).condition(parse(where), _days(period))
    return bool(list(warehouse.rows(f"SELECT 1 FROM {identifier(ledger.name)} WHERE {meets} LIMIT 1", bound)))


def describe_identity(catalogue: Catalogue, identity: IdentityDeclaration) -> str:
    """What an identity between figures asks, as a sentence."""
    one, two = (
        "＋".join(f"“{catalogue.figures[name].title}”" for name in names) for names in (identity.left, identity.right)
    )
    return sentence("{one}{sign}{two}，每期都核对。", one=one, sign=_SIGNS[identity.relation], two=two)


def unkept(catalogue: Catalogue, warehouse: Engine) -> frozenset[str]:
    """The ledgers without any row."""
    counts = " UNION ALL ".join(f"SELECT '{name}', count(*) FROM {identifier(name)}" for name in catalogue.ledgers)
    return frozenset(str(name) for name, number in warehouse.rows(counts) if not number)


def _bare_ledgers(catalogue: Catalogue, identity: IdentityDeclaration, unkept: Collection[str]) -> tuple[str, ...]:
    """The ledgers of each side that stands on ledgers without rows alone; a side of dated numbers stands on none."""
    sides = (identity.left, (*identity.right, *identity.earlier))
    stands = [{ledger for name in side for ledger in _ledgers(catalogue, name)} for side in sides]
    return tuple(sorted({ledger for one in stands if one.issubset(unkept) for ledger in one}))


def _ledgers(catalogue: Catalogue, name: str) -> Iterator[str]:
    figure = catalogue.figures[name]
    if figure.ledger:
        yield figure.ledger
    for part in figure.declared.made_of:
        yield from _ledgers(catalogue, part)


def _sides(
    identity: IdentityDeclaration, answers: Answers, period: Period, scope: Scope
) -> Iterator[tuple[list[Value], list[Value]]]:
    """The values of both sides, once, or once for each group."""
    left, right = _asks_of(identity, period, scope)
    members = {member for ask in (*left, *right) for member in answers.groups(ask)} if identity.by else {""}
    for member in sorted(members):
        yield (
            [answers.value(replace(ask, member=member)) for ask in left],
            [answers.value(replace(ask, member=member)) for ask in right],
        )


def _sum(values: Sequence[Value]) -> Decimal:
    return sum((value.amount or Decimal(0) for value in values), Decimal(0))


def _describe_side(values: Sequence[Value], total: Decimal, period: Period, bound: Decimal | None = None) -> str:
    """A side in words: each figure with its number, and what they come to."""
    parts = [f"{_name(value, period)}{format_plain(value.amount or Decimal(0))}" for value in values]
    parts += [format_plain(bound)] if bound is not None else []
    return f"{'＋'.join(parts)}＝{format_plain(total)}" if len(parts) > 1 or bound is None else parts[0]


def _name(value: Value, period: Period) -> str:
    """A figure's title with its group, and whether it is last year's."""
    group = f"（{value.ask.member or '未填'}）" if value.ask.by else ""
    return f"{value.figure.title}{group}{'（上年）' if value.ask.period != period else ''}"


def _name_rows(look: Look, left: Sequence[Value], right: Sequence[Value]) -> str:
    """The rows counted on one side only; where there are none, those of both sides."""
    one, two = ({row for value in side for row in _leaf_rows(look(value.ask))} for side in (left, right))
    return _rows([number for _, number in sorted((one ^ two) or (one | two))])


def _leaf_rows(trace: Trace) -> Iterator[tuple[str, str]]:
    for row in trace.rows:
        yield row.matter, row.number
    for _, part in trace.parts:
        yield from _leaf_rows(part)


def _rows(numbers: Sequence[str]) -> str:
    if not numbers:
        return ""
    more = sentence("等{count}条", count=len(numbers)) if len(numbers) > MOST_ROWS else ""
    return sentence(
        "相关记录：{names}{more}。",
        names="、".join(sorted(number or "（无编号）" for number in numbers)[:MOST_ROWS]),
        more=more,
    )


def _problem(key: str, identity: IdentityDeclaration, period: Period, told: str, waivers: Waivers) -> Problem:
    says = "{period}期间“{identity}”不成立：{told}"
    message = sentence(says, period=period.key, identity=identity.title, told=told)
    place, waiver = Place(key=f"identity.{key}"), waivers.get((key, period.key))
    if waiver:
        answered = sentence(
            "{message}已由{person}说明：{reason}。",
            message=message,
            person=waiver.person,
            reason=waiver.reason.rstrip("。"),
        )
        return Problem("FIG-010", answered, place, level="warning")
    hint = "请用 taizhang trace 打开两边的记录，改正有误的事项；确有原因的，用 taizhang waive 具名说明。"
    return Problem("FIG-010", message, place, hint, identity.level)
