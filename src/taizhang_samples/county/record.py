"""Hold clean records and read typed facts out of them: the truth that the files are written from."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias

Fact: TypeAlias = str | bool | int | Decimal | date | tuple[str, ...] | tuple[date, ...] | tuple[Decimal, ...] | None
Record: TypeAlias = Mapping[str, Fact]
CellValue: TypeAlias = str | int | float | date | datetime | None

# The first day of the county's two years.
FIRST_DAY = date(2025, 1, 1)
HANDED_IN = date(2026, 12, 31)
"""Nothing happens after the day on which the offices handed their workbooks in."""


def day(record: Record, key: str) -> date | None:
    """Give the date under ``key``, None when there is none."""
    fact = record.get(key)
    return fact if isinstance(fact, date) else None


def days(record: Record, key: str) -> tuple[date, ...]:
    """Give the dates listed under ``key``."""
    fact = record.get(key)
    return tuple(item for item in fact if isinstance(item, date)) if isinstance(fact, tuple) else ()


def amounts(record: Record, key: str) -> tuple[Decimal, ...]:
    """Give the amounts listed under ``key``."""
    fact = record.get(key)
    return tuple(item for item in fact if isinstance(item, Decimal)) if isinstance(fact, tuple) else ()


def words(record: Record, key: str) -> tuple[str, ...]:
    """Give the words listed under ``key``."""
    fact = record.get(key)
    return tuple(item for item in fact if isinstance(item, str)) if isinstance(fact, tuple) else ()


def word(record: Record, key: str) -> str:
    """Give the text under ``key``, empty when there is none."""
    fact = record.get(key)
    return fact if isinstance(fact, str) else ""


def amount(record: Record, key: str) -> Decimal:
    """Give the number under ``key`` exactly; a number that is not there counts as zero."""
    fact = record.get(key)
    if isinstance(fact, (int, Decimal)) and not isinstance(fact, bool):
        return Decimal(fact)
    return Decimal(0)


def exact(number: Decimal) -> str:
    """Write a decimal with the digits it has and no more: ``35``, ``9.85``."""
    if number == number.to_integral_value():
        return str(number.to_integral_value())
    return format(number.normalize(), "f")


def opened_year(record: Record) -> int:
    """Give the year in which a matter was opened; every clean record has it."""
    opened = day(record, "opened")
    if opened is None:
        raise ValueError(f"record {word(record, 'no')} has no opening day")
    return opened.year
