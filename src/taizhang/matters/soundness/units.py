"""A unit that did not exist on the row's day or in its month, quarter or year, with the unit that took its place."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from taizhang.catalogue.predicate import Row
from taizhang.catalogue.resolved import Ledger
from taizhang.matters.soundness.days import day_of
from taizhang.matters.soundness.flaw import Flaw
from taizhang.terms.period import Period
from taizhang.terms.scope import Organisation, Unit


def units_stood_on_the_day(ledger: Ledger, row: Row, organisation: Organisation) -> Iterator[Flaw]:
    """Every unit of the row that was not yet or no longer there when the matter began, or at no day of the month, quarter
    or year the row tells of."""
    level = ledger.declared.severity.get("unit", "warning")
    told = _told(ledger, row)
    if told is None or level == "none" or _tells_nothing(ledger, row):
        return
    for name, field in ledger.declared.field.items():
        if field.type not in ("unit", "units"):
            continue
        for written in str(row.get(name) or "").split("、"):
            unit = organisation.units.get(written)
            if unit is not None and not unit.stands_within(told.start, told.end):
                yield Flaw("unit", name, f"“{field.title}”写的“{written}”{_why(unit, told, organisation)}", level=level)


def _tells_nothing(ledger: Ledger, row: Row) -> bool:
    """Whether a row tells that a month, quarter or year had none: zeros stand in the columns of months before a unit was."""
    numbers = [row.get(name) for name, one in ledger.declared.field.items() if one.type in ("integer", "decimal")]
    return not ledger.roles.opened and not any(numbers)


def _told(ledger: Ledger, row: Row) -> Period | None:
    """The day the matter began, else the month, quarter or year the row tells of; None where it tells no day."""
    fields, roles = ledger.declared.field, ledger.roles
    if day := day_of(row, roles.opened):
        return Period(day, day)
    for name in roles.periods:
        if day := day_of(row, name):
            return Period.around(day, fields[name].axis or "month")
    days = (day_of(row, name) for name, field in fields.items() if field.type == "date")
    if day := next((day for day in days if day), None):
        return Period(day, day)
    years = (row.get(name) for name in roles.years)
    year = next((value for value in years if isinstance(value, date | Decimal)), None)
    return None if year is None else Period.year(year.year if isinstance(year, date) else int(year))


def _why(unit: Unit, told: Period, organisation: Organisation) -> str:
    when = f"{told.start}" if told.start == told.end else f"{told.start}至{told.end}"
    if unit.since and told.end < unit.since:
        return f"{unit.since}才设立，{when}还不存在"
    successor = successor_of(unit, organisation)
    taken = f"，由“{successor}”承接" if successor else "，单位名录没有写明承接单位"
    return f"已于{unit.until}撤销，{when}不再存在{taken}"


def successor_of(unit: Unit, organisation: Organisation) -> str:
    """The unit that took over: as the register names it, else one that bears the old name, else one set up the next day."""
    if unit.successor:
        return unit.successor
    others = [one for one in organisation.units.values() if one.name != unit.name]
    named = next((one.name for one in others if unit.name in one.aliases), "")
    next_day = unit.until + timedelta(days=1) if unit.until else None
    begun = [one.name for one in others if one.since and one.since == next_day and one.parent == unit.parent]
    return named or (begun[0] if len(begun) == 1 else "")
