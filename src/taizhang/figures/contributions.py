"""What each part adds to a change: members of a column, parts of a figure, rows that came and went."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from taizhang.catalogue.predicate import Scalar
from taizhang.catalogue.resolved import Figure
from taizhang.figures.apportion import Sides, apportion, mix_and_rate, slopes
from taizhang.figures.chosen import window
from taizhang.figures.split import Contribution, Split
from taizhang.figures.value import Trace, TracedRow, Value

UNSAID = "（未填）"
OPENED, ENTERED, CLOSED, LEFT = "期间新立", "内容变化后计入", "期间办结", "内容变化后不再计入"
DISCONTINUED = "期间终止"
STAYED, GONE, COME = "两期都计入", "不再出现", "新出现"

Groups = Sequence[Mapping[str, Value]]
Rows = Sequence[Mapping[str, Mapping[str, TracedRow]]]


def by_member(split: Split, groups: Groups, rows: Rows) -> list[Contribution]:
    """Of numbers that add up: each member's own change."""
    members = sorted({*groups[0], *groups[1]})
    sides = [[(one.get(member) or _none(split)) for one in groups] for member in members]
    scale = Fraction(split.now.figure.scale)
    exact = [(Fraction(last.amount or 0) - Fraction(first.amount or 0)) / scale for first, last in sides]
    shown = _apportioned(split, exact)
    return [
        _with_rows(Contribution(member or UNSAID, first.text, last.text, amount), rows, member)
        for member, (first, last), amount in zip(members, sides, shown, strict=True)
    ]


def by_rate(split: Split, groups: Groups, rows: Rows) -> list[Contribution]:
    """Of rates and means: what each member's weight and its own rate add."""
    first, last = ({member: _sides(value) for member, value in one.items()} for one in groups)
    effects = mix_and_rate(first, last)
    factor = _factor(split.now.figure)
    shown = _apportioned(split, [one * factor for both in effects.values() for one in both])
    found = []
    for n, member in enumerate(effects):
        mix, rate = shown[2 * n], shown[2 * n + 1]
        before, now = ((one.get(member) or _none(split)).text for one in groups)
        found.append(_with_rows(Contribution(member or UNSAID, before, now, mix + rate, mix, rate), rows, member))
    return found


def by_part(split: Split, traces: tuple[Trace, Trace]) -> list[Contribution]:
    """Of a total each part's change; of a quotient what its numerator and its denominator add."""
    figure, pairs = split.now.figure, list(zip(traces[0].parts, traces[1].parts, strict=True))
    values = [(first.value, last.value) for (_, first), (_, last) in pairs]
    above = len(pairs) - len(figure.declared.over)
    changes = [Fraction(last.amount or 0) - Fraction(first.amount or 0) for first, last in values]
    if figure.kind == "total":
        exact = [(one if n < above else -one) / Fraction(figure.scale) for n, one in enumerate(changes)]
    else:
        upper, lower = slopes(_sides(split.before), _sides(split.now))
        factor = _factor(figure)
        exact = [one * (upper if n < above else lower) * factor for n, one in enumerate(changes)]
    shown = _apportioned(split, exact)
    return [
        _compare_rows(Contribution(first.figure.title, first.text, last.text, amount), _by_id(one), _by_id(two))
        for (first, last), amount, ((_, one), (_, two)) in zip(values, shown, pairs, strict=True)
    ]


def by_flow(split: Split, traces: tuple[Trace, Trace]) -> list[Contribution]:
    """Rows that came, went and stayed; of what stands at an end, whether they were opened or closed meanwhile."""
    figure, (first, last) = split.now.figure, (_by_id(one) for one in traces)
    if figure.kind == "distinct":
        return _by_value(split, first, last)
    starts, ends = (window(figure, one.ask.period)["end"] for one in (split.before, split.now))
    found: dict[str, tuple[dict[str, TracedRow], dict[str, TracedRow]]] = {}
    for key in sorted({*first, *last}):
        row = last.get(key) or first[key]
        part = STAYED if key in first and key in last else _moved(row, key in last, figure, (starts, ends))
        one, two = found.setdefault(part, ({}, {}))
        if key in first:
            one[key] = first[key]
        if key in last:
            two[key] = last[key]
    exact = [(_measured(figure, two) - _measured(figure, one)) / Fraction(figure.scale) for one, two in found.values()]
    return [
        _compare_rows(Contribution(part, "", "", amount), *rows)
        for (part, rows), amount in zip(found.items(), _apportioned(split, exact), strict=True)
    ]


def _moved(row: TracedRow, counted: bool, figure: Figure, ends: tuple[date, date]) -> str:
    """What brought a row in or took it out between two ends."""
    columns = dict(row.columns)

    def between(column: str) -> bool:
        day = columns.get(column)
        return isinstance(day, date) and min(ends) < day <= max(ends)

    if counted:
        return OPENED if between(figure.declared.date if figure.basis == "cumulative" else "opened") else ENTERED
    if figure.basis == "cumulative":
        return CLOSED if between(figure.declared.date) else LEFT
    return CLOSED if between("closed") else DISCONTINUED if between("discontinued") else LEFT


def _by_value(split: Split, first: Mapping[str, TracedRow], last: Mapping[str, TracedRow]) -> list[Contribution]:
    """Of different values counted: those that are there only once, each with its rows."""
    before, now = ({row.measure for row in rows.values()} - {None} for rows in (first, last))
    found = []
    for part, only, sign in ((GONE, before - now, -1), (COME, now - before, 1)):
        one, two = ({key: row for key, row in rows.items() if row.measure in only} for rows in (first, last))
        if only:
            found.append(_compare_rows(Contribution(part, "", "", Decimal(sign * len(only))), one, two))
    return found


def _apportioned(split: Split, exact: Sequence[Fraction]) -> tuple[Decimal, ...]:
    return apportion(exact, split.change or Decimal(0), max(split.now.figure.decimals, 0))


def _none(split: Split) -> Value:
    """The value of a member that is not there."""
    return replace(split.now, amount=None, numerator=None, denominator=None, words=())


def _sides(value: Value) -> Sides:
    return value.numerator or Decimal(0), value.denominator or Decimal(0)


def _factor(figure: Figure) -> Fraction:
    """What the plain quotient is multiplied by to be in the unit printed."""
    if figure.kind in ("ratio", "share"):
        return Fraction(100)
    return (Fraction(figure.declared.factor) if figure.kind == "quotient" else Fraction(1)) / Fraction(figure.scale)


def _measured(figure: Figure, rows: Mapping[str, TracedRow]) -> Fraction:
    if figure.kind != "sum":
        return Fraction(len(rows))
    return sum((Fraction(row.measure) for row in rows.values() if isinstance(row.measure, Decimal)), Fraction(0))


def _by_id(found: Trace) -> dict[str, TracedRow]:
    """Every row behind a number, by matter; of a composed figure, of all its parts."""
    rows = {row.matter: row for row in found.rows}
    for _, part in found.parts:
        rows |= _by_id(part)
    return rows


def group_rows(column: str, found: Trace) -> dict[str, dict[str, TracedRow]]:
    """The rows behind a number by the column's members, as the engine prints them."""
    grouped: dict[str, dict[str, TracedRow]] = {}
    for key, row in _by_id(found).items():
        grouped.setdefault(_text(dict(row.columns)[column]), {})[key] = row
    return grouped


def _text(value: Scalar) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _with_rows(one: Contribution, rows: Rows, member: str) -> Contribution:
    return replace(_compare_rows(one, *(each.get(member, {}) for each in rows)), member=member)


def _compare_rows(one: Contribution, first: Mapping[str, TracedRow], last: Mapping[str, TracedRow]) -> Contribution:
    gone = tuple(row for key, row in first.items() if key not in last)
    come = tuple(row for key, row in last.items() if key not in first)
    return replace(one, gone=gone, come=come, stayed=len(last) - len(come))
