"""A chart as a value: what is drawn, from which numbers, and where each of them leads."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

Kind = Literal["columns", "bars", "lines"]
Colour = Literal["accent", "earlier", "red", "yellow", "blue", "green", "grey"]
# Chosen: two charts beside each other on a page 1366 pixels wide.
WIDTH = 640
# Chosen: columns about two to five; a line a bar, with room for the legend and the axis.
_COLUMN_HEIGHT, _BAR_HEIGHT, _AROUND_BARS = 260, 26, 76
_PATH = re.compile(r"/(?![/\\])[^\x00-\x20\\]*")


def inside(address: str) -> bool:
    """Whether an address is a path of the same site, and can lead nowhere else."""
    return _PATH.fullmatch(address) is not None


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """One number: ``text`` as printed, ``href`` the path that opens its rows; value None leaves a gap.

    Raises ValueError for an address outside the site.
    """

    value: Decimal | int | None
    text: str = ""
    href: str = ""

    def __post_init__(self) -> None:
        if self.href and not inside(self.href):
            raise ValueError(f"a chart opens paths of its own site only, not {self.href!r}")

    @property
    def words(self) -> str:
        """The number as read; '' for a gap without words."""
        return self.text or ("" if self.value is None else str(self.value))


@dataclass(frozen=True, slots=True)
class Series:
    """Points of one colour, one for each category."""

    name: str
    points: tuple[ChartPoint, ...]
    colour: Colour = "accent"


@dataclass(frozen=True, slots=True)
class ReferenceLine:
    """A line across the chart at a value, with its words: the pace of the year, a bound."""

    value: Decimal
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Columns stand, bars lie; ``stacked`` puts series upon one another. unit: of all its numbers.

    Raises ValueError when a series has not one point for each category.
    """

    title: str
    kind: Kind
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    unit: str = ""
    stacked: bool = False
    mark: ReferenceLine | None = None

    def __post_init__(self) -> None:
        if any(len(one.points) != len(self.categories) for one in self.series):
            raise ValueError("a series has one point for each category")

    @property
    def height(self) -> int:
        """How high it is drawn: bars need a line each."""
        return _AROUND_BARS + _BAR_HEIGHT * len(self.categories) if self.kind == "bars" else _COLUMN_HEIGHT

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw."""
        return all(not point.value for one in self.series for point in one.points)

    @property
    def rows(self) -> Iterator[tuple[str, tuple[ChartPoint, ...]]]:
        """The same numbers as a table: each category with its points."""
        for place, category in enumerate(self.categories):
            yield category, tuple(one.points[place] for one in self.series)

    @property
    def words(self) -> str:
        """The whole chart as one text, for whoever cannot see it."""
        told = (
            f"{category} " + "，".join(self._format(one, place) for one in self.series if one.points[place].words)
            for place, category in enumerate(self.categories)
            if any(one.points[place].words for one in self.series)
        )
        return f"{self.title}：{'；'.join(told)}"

    def _format(self, one: Series, place: int) -> str:
        name = f"{one.name} " if len(self.series) > 1 else ""
        return f"{name}{one.points[place].words}{self.unit}"

    def translate(self, say: Callable[[str], str]) -> Chart:
        """The chart in another language: ``say`` tells each text."""
        series = tuple(replace(one, name=say(one.name)) for one in self.series)
        mark = replace(self.mark, text=say(self.mark.text)) if self.mark else None
        categories = tuple(say(one) for one in self.categories)
        return replace(
            self, title=say(self.title), categories=categories, series=series, mark=mark, unit=say(self.unit)
        )
