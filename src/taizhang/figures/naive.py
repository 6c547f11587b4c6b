"""The independent oracle: every figure folded over heads in plain Python, no SQL.

Deliberately written from the words of the definitions and not from the compiler, so that the two can disagree: what a
rule says is said once more in ``naive_rules``, and a test sees that neither imports what it checks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate

from taizhang.catalogue.predicate import Scalar
from taizhang.catalogue.resolved import Catalogue, Figure
from taizhang.catalogue.scored import ScoreItem
from taizhang.catalogue.values import row_of
from taizhang.figures.naive_rules import (
    ALONE,
    MID_YEAR,
    NO_BASE,
    NO_BELOW,
    NO_INPUT,
    NO_PARAMETER,
    NO_ROWS,
    NOT_REACHED,
    YEAR_OVER,
    fixed_late,
    half_up,
    holds,
    last_counted,
    mid_year,
    rate,
    told,
    year_change,
)
from taizhang.figures.value import Ask, Value
from taizhang.matters.entry import Head
from taizhang.terms.period import Period
from taizhang.terms.scope import Organisation

Row = Mapping[str, Scalar]


def answer(catalogue: Catalogue, heads: Iterable[Head], ask: Ask, organisation: Organisation) -> Value:
    """The value of one ask over all heads."""
    heads = tuple(heads)
    figure = catalogue.figures[ask.figure]

    def part(name: str, period: Period = ask.period) -> Value:
        return answer(catalogue, heads, Ask(name, period, ask.by, ask.member, ask.scope), organisation)

    if figure.composed:
        return _compose(figure, ask, part)
    if mid_year(figure, ask.period):
        return Value(figure, ask, None, reason=MID_YEAR)
    counted = [row for row in _rows(catalogue, heads, figure, ask, organisation) if _counts(figure, row, ask)]
    if ask.member and not any(_member(row, ask) for row in _rows(catalogue, heads, figure, ask, organisation)):
        return told(figure, ask, None)
    return told(figure, ask, _aggregate(figure, counted))


def _compose(figure: Figure, ask: Ask, part: Callable[..., Value]) -> Value:
    """A figure made of others, each kind told from its own words."""
    of, over = figure.declared.of, figure.declared.over
    match figure.kind:
        case "year_on_year":
            this, before = part(of[0]), part(of[0], ask.period.last_year())
            amount = year_change(figure, this, before)
            reason = "" if amount is not None else this.reason or before.reason or NO_BASE
            return Value(figure, ask, amount, this.amount, before.amount, reason=reason)
        case "highest":
            years = [part(of[0], ask.period.shift(-back)) for back in range(figure.declared.years)]
            known = [value.amount for value in years if value.amount is not None]
            if len(known) == 1 and len(years) > 1:
                return Value(figure, ask, None, reason=ALONE)
            return Value(figure, ask, max(known) if known else None, reason="" if known else years[0].reason or NO_ROWS)
        case "forecast":
            return _forecast(figure, ask, part)
        case "score":
            return _score(figure, ask, part)
        case "parameter":
            dated = sorted(
                (one for one in figure.declared.value if one.since <= ask.period.end), key=lambda one: one.since
            )
            valid = [one.amount for one in dated if not one.until or one.until >= ask.period.end]
            return Value(figure, ask, valid[-1] if valid else None, reason="" if valid else NO_PARAMETER)
    upper, lower = [part(name) for name in of], [part(name) for name in over]
    missing = [value.reason or NO_ROWS for value in (*upper, *lower) if value.amount is None]
    if missing:
        return Value(figure, ask, None, reason=missing[0])
    above, below = (sum((value.amount or Decimal(0) for value in side), Decimal(0)) for side in (upper, lower))
    if figure.kind == "total":
        return Value(figure, ask, above - below)
    if figure.kind == "quotient":
        scale = Fraction(figure.scale)
        exact = None if below == 0 else Fraction(above) * Fraction(figure.declared.factor) / Fraction(below) / scale
        amount = None if exact is None else half_up(exact, figure.decimals) * figure.scale
    else:
        amount = rate(Fraction(above), Fraction(below), figure.decimals)
    return Value(figure, ask, amount, above, below, reason="" if amount is not None else NO_BELOW)


def _score(figure: Figure, ask: Ask, part: Callable[..., Value]) -> Value:
    """Adds the lines up with fractions: role by role, capped, never below zero."""
    rule = figure.declared.score
    assert rule is not None
    if late := fixed_late(rule, ask):
        return Value(figure, ask, None, reason=late)
    sums = {"item": Fraction(rule.begin), "bonus": Fraction(0), "penalty": Fraction(0)}
    known = 0
    for item in rule.item:
        actual = part(item.figure)
        aim = part(item.against).amount if item.against else item.target
        needs = item.how in ("share", "met", "reverse")
        if actual.amount is None or (needs and not aim) or (item.against and aim is None):
            continue
        known += 1
        points = _points(item, Fraction(actual.amount) / Fraction(actual.figure.scale), Fraction(aim or 1))
        sums[item.role] += Fraction(half_up(points, figure.decimals)) if rule.by_item else points
    if not known:
        return Value(figure, ask, None, reason=NO_INPUT)
    for role, cap in (("bonus", rule.bonus_cap), ("penalty", rule.penalty_cap)):
        sums[role] = sums[role] if cap is None else min(sums[role], Fraction(cap))
    total = max(Fraction(0), sums["item"] + sums["bonus"] - sums["penalty"])
    note = "" if known == len(rule.item) else f"{len(rule.item)}项中{known}项有数"
    return Value(figure, ask, half_up(total, figure.decimals), note=note)


def _points(item: ScoreItem, actual: Fraction, aim: Fraction) -> Fraction:
    weight = Fraction(item.weight)
    if item.how == "met":
        return weight if actual >= aim else Fraction(0)
    if item.how == "reverse":
        return weight if actual <= aim else weight * aim / actual
    if item.how == "each":
        points = weight * max(actual, Fraction(0))
        return points if item.most is None else min(points, Fraction(item.most))
    most = Fraction(1 if item.most is None or item.how == "rate" else item.most)
    part = actual / 100 if item.how == "rate" else actual / aim
    return weight * max(Fraction(0), min(part, most))


def _forecast(figure: Figure, ask: Ask, part: Callable[..., Value]) -> Value:
    """Adds month to month until the plan is reached; then goes on at what a month brought so far."""
    end = last_counted(ask.period)
    values = []
    for month in range(1, end.month + 1):
        whole = Period.month(end.year, month)
        values.append(part(figure.declared.of[0], Period(whole.start, min(whole.end, end))))
    target = part(figure.declared.over[0], Period.year(end.year))
    missing = [value.reason or NO_ROWS for value in (*values, target) if value.amount is None]
    if missing:
        return Value(figure, ask, None, reason=missing[0])
    plan, sums = target.amount or Decimal(0), list(accumulate(value.amount or Decimal(0) for value in values))
    reached = [month for month, total in enumerate(sums, 1) if total >= plan]
    if reached:
        return Value(figure, ask, Decimal(reached[0]), sums[-1], plan)
    if end == date(end.year, 12, 31):
        return Value(figure, ask, None, sums[-1], plan, reason=YEAR_OVER)
    share = Fraction(end.day, Period.month(end.year, end.month).end.day)
    pace = Fraction(sums[-1]) / (end.month - 1 + share)
    for month in range(end.month, 13):
        if pace > 0 and pace * month >= Fraction(plan):
            return Value(figure, ask, Decimal(month), sums[-1], plan)
    return Value(figure, ask, None, sums[-1], plan, reason=NOT_REACHED)


def _rows(
    catalogue: Catalogue, heads: Iterable[Head], figure: Figure, ask: Ask, organisation: Organisation
) -> list[Row]:
    ledger = catalogue.ledgers[figure.ledger]
    inside = organisation.subtree(ask.scope.unit) if ask.scope.unit else None
    rows: list[Row] = []
    for head in heads:
        if head.ledger != figure.ledger or head.state in ("merged", "split"):  # counted in what stands for them
            continue
        if ledger.declared.registration.counts == "reviewed" and head.state in ("registered", "declined"):
            continue
        row: dict[str, Scalar] = {
            **row_of(ledger, head.facts),
            "id": head.matter,
            "number": head.number or None,
            "state": head.state or None,
            "discontinued": head.course.discontinued,
            "completed": head.course.completed,
        }
        if inside is None or (ledger.declared.unit and row[ledger.declared.unit] in inside):
            rows.append(row)
    return rows


def _member(row: Row, ask: Ask) -> bool:
    if not ask.by:
        return True
    value = row[ask.by]
    text = "" if value is None else ("true" if value else "false") if isinstance(value, bool) else str(value)
    return text == ask.member


def _counts(figure: Figure, row: Row, ask: Ask) -> bool:
    moved = ask.period.days.shift(figure.declared.shift)
    first, last = moved.start, moved.end
    if figure.basis in ("stock", "cumulative") and figure.declared.at == "start":
        last = moved.day_before
    if ask.period.until < last:  # nothing has happened after the day somebody asks
        last = ask.period.until
    if figure.basis == "cumulative":
        when = row[figure.declared.date]
        inside = isinstance(when, date) and when <= last
    elif figure.basis == "stock":
        opened, ends = row["opened"], (row["closed"], row["discontinued"])
        over = [day for day in ends if isinstance(day, date) and day <= last]
        inside = isinstance(opened, date) and opened <= last and not over
    else:
        day = row[figure.declared.date]
        inside = isinstance(day, date) and first <= day <= last
    days = {"start": first, "end": last}
    return inside and _member(row, ask) and holds(figure.where, row, days) and holds(figure.met, row, days)


def _aggregate(figure: Figure, rows: list[Row]) -> object:
    if figure.kind in ("flow", "cohort", "stock", "cumulative"):
        return Decimal(len(rows))
    filled = [row for row in rows if row[figure.declared.measure] is not None]
    values = [row[figure.declared.measure] for row in filled]
    numbers = [value for value in values if isinstance(value, Decimal)]
    match figure.kind:
        case "sum":
            return sum(numbers, Decimal(0))
        case "distinct":
            return Decimal(len(set(values)))
        case "average":
            return [sum(numbers, Decimal(0)), Decimal(len(numbers))]
        case "weighted":
            weight = figure.declared.weight
            pairs = [(row[figure.declared.measure], row[weight]) for row in filled if row[weight] is not None]
            both = [(one, by) for one, by in pairs if isinstance(one, Decimal) and isinstance(by, Decimal)]
            return [sum((one * by for one, by in both), Decimal(0)), sum((by for _, by in both), Decimal(0))]
        case "streak":
            return list(set(values))
        case "list":
            return _name_list(figure, filled)
        case "latest":
            return _latest(figure.declared.date or "opened", figure.declared.measure, filled)
    return sorted(values)[-1] if values else None  # type: ignore[type-var]


def _name_list(figure: Figure, rows: list[Row]) -> list[str]:
    """The names in order: of the text, or of the greatest amount that stands beside each."""
    names = sorted({str(row[figure.declared.measure]) for row in rows})
    if not figure.declared.order:
        return names
    greatest: dict[str, Decimal] = {}
    for row in rows:
        name, amount = str(row[figure.declared.measure]), row[figure.declared.order]
        if isinstance(amount, Decimal):
            greatest[name] = max(amount, greatest.get(name, amount))
    known = sorted((name for name in names if name in greatest), key=lambda name: -greatest[name])
    return [*known, *(name for name in names if name not in greatest)]


def _latest(order: str, measure: str, rows: list[Row]) -> Scalar:
    """The measure of the row with the last day; of several, of the one whose identity sorts last."""
    latest: tuple[date, str] | None = None
    answer: Scalar = None
    for row in rows:
        day = row[order]
        if isinstance(day, date) and (latest is None or (day, str(row["id"])) > latest):
            latest, answer = (day, str(row["id"])), row[measure]
    return answer
