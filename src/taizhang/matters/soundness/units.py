"""A unit that did not exist on the row's day, with the unit that took its place."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from taizhang.catalogue.predicate import Row
from taizhang.catalogue.resolved import Ledger
from taizhang.matters.soundness.days import day_of
from taizhang.matters.soundness.flaw import Flaw
from taizhang.terms.scope import Organisation, Unit


def units_stood_on_the_day(ledger: Ledger, row: Row, organisation: Organisation) -> Iterator[Flaw]:
    """Every unit of the row that was not yet or no longer there on the day the matter began."""
    level = ledger.declared.severity.get("unit", "warning")
    day = _day(ledger, row)
    if day is None or level == "none" or _tells_nothing(ledger, row):
        return
    for name, field in ledger.declared.field.items():
        if field.type not in ("unit", "units"):
            continue
        for written in str(row.get(name) or "").split("、"):
            unit = organisation.units.get(written)
            if unit is not None and not unit.stands_on(day):
                yield Flaw("unit", name, f"“{field.title}”写的“{written}”{_why(unit, day, organisation)}", level=level)


def _tells_nothing(ledger: Ledger, row: Row) -> bool:
    """Whether a row tells that a month or quarter had none: zeros stand in the columns of months before a unit was."""
    numbers = [row.get(name) for name, one in ledger.declared.field.items() if one.type in ("integer", "decimal")]
    return bool(ledger.roles.periods) and not any(numbers)


def _day(ledger: Ledger, row: Row) -> date | None:
    """The day the matter began: as its parts say, else the first day any field holds."""
    days = (day_of(row, name) for name, field in ledger.declared.field.items() if field.type == "date")
    return day_of(row, ledger.roles.opened) or next((day for day in days if day), None)


def _why(unit: Unit, day: date, organisation: Organisation) -> str:
    if unit.since and day < unit.since:
        return f"{unit.since}才设立，{day}还不存在"
    successor = successor_of(unit, organisation)
    taken = f"，由“{successor}”承接" if successor else "，单位名录没有写明承接单位"
    return f"已于{unit.until}撤销，{day}不再存在{taken}"


def successor_of(unit: Unit, organisation: Organisation) -> str:
    """The unit that took over: as the register names it, else one that bears the old name, else one set up the next day."""
    if unit.successor:
        return unit.successor
    others = [one for one in organisation.units.values() if one.name != unit.name]
    named = next((one.name for one in others if unit.name in one.aliases), "")
    next_day = unit.until + timedelta(days=1) if unit.until else None
    begun = [one.name for one in others if one.since and one.since == next_day and one.parent == unit.parent]
    return named or (begun[0] if len(begun) == 1 else "")
