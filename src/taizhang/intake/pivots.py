"""Wide tables: what a column's heading says of the axes month, quarter or choice."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from taizhang.catalogue.choices import ways_of
from taizhang.catalogue.resolved import Catalogue, Ledger
from taizhang.intake.headings import Heading, SynonymTable
from taizhang.terms.period import month_end

Axes = Mapping[str, int | str]
_MONTH = re.compile(r"(\d{1,2})月(?:份)?")
_QUARTER = re.compile(r"第?([一二三四1234])季度?|[Qq]([1-4])")
# The months of a year as numerals.
_HAN_MONTH = {f"{han}月": n for n, han in enumerate("一二三四五六七八九十", 1)} | {"十一月": 11, "十二月": 12}


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis of a wide table: the field it fills, what its headings say, and the words of a choice."""

    field: str
    kind: str
    ways: Mapping[str, str]


def axes_of(catalogue: Catalogue, ledger: Ledger, alike: SynonymTable) -> tuple[Axis, ...]:
    """The axes of the ledger that a wide table's cells go to."""
    return tuple(
        Axis(name, declared.axis, _ways(catalogue, declared.choices, alike) if declared.axis == "choice" else {})
        for name, declared in ledger.declared.field.items()
        if declared.axis
    )


def _ways(catalogue: Catalogue, choices: str, alike: SynonymTable) -> dict[str, str]:
    return {alike.key(way): value for way, value in ways_of(catalogue.vocabularies[choices]).items()}


def read_axes(heading: Heading, axes: tuple[Axis, ...]) -> dict[str, int | str]:
    """What the heading says, by field: month or quarter as a number, a choice as its value."""
    found: dict[str, int | str] = {}
    for axis in axes:
        for part in heading.parts:
            value = _read_axis(axis, part)
            if value:
                found[axis.field] = value
                break
    return found


def _read_axis(axis: Axis, part: str) -> int | str:
    if axis.kind == "month":
        if match := _MONTH.fullmatch(part):
            return int(match[1]) if 1 <= int(match[1]) <= 12 else 0
        return _HAN_MONTH.get(part.removesuffix("份"), 0)
    if axis.kind == "quarter":
        match = _QUARTER.fullmatch(part)
        number = (match[1] or match[2]) if match else ""
        return "一二三四".find(number) + 1 or int(number) if number else 0
    return axis.ways.get(part, "")


def period_end(kind: str, year: int, number: int) -> date:
    """The last day of a month or quarter."""
    return month_end(year, number if kind == "month" else number * 3)
