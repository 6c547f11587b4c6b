"""Charts drawn as plain SVG shapes: no script, no style attribute, every bar a link to its rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 640, 200, 40, 28, 12


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar with its place, its number and the list it opens."""

    x: float
    y: float
    width: float
    height: float
    number: int
    label: str
    href: str
    series: str
    middle: float


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars over months, grid lines with their numbers, and the months below."""

    bars: tuple[Bar, ...]
    lines: tuple[tuple[float, int], ...]
    labels: tuple[tuple[float, str], ...]
    series: tuple[str, str]
    width: int = WIDTH
    height: int = HEIGHT
    base: int = HEIGHT - BOTTOM
    left: int = LEFT


def monthly(months: Mapping[str, int], today: date, opens: Callable[[str], str]) -> Chart:
    """Twelve months of last year beside those of this year."""
    this, last = str(today.year), str(today.year - 1)
    most = ceiling(max((months.get(f"{year}-{n:02}", 0) for year in (this, last) for n in range(1, 13)), default=0))
    slot = (WIDTH - LEFT) / 12
    room = HEIGHT - BOTTOM - TOP
    bars = []
    for n in range(1, 13):
        for turn, year in enumerate((last, this)):
            key = f"{year}-{n:02}"
            number = months.get(key, 0)
            height = round(room * number / most, 1)
            x = round(LEFT + slot * (n - 1) + 5 + turn * (slot / 2 - 4), 1)
            width = round(slot / 2 - 6, 1)
            y = HEIGHT - BOTTOM - height
            bars.append(Bar(x, y, width, height, number, key, opens(key), "this" if turn else "last", x + width / 2))
    lines = tuple((round(HEIGHT - BOTTOM - room * part / 4, 1), most * part // 4) for part in range(1, 5))
    labels = tuple((round(LEFT + slot * (n - 0.5), 1), f"{n}月") for n in range(1, 13))
    return Chart(tuple(bars), lines, labels, (last, this))


def ceiling(number: int) -> int:
    """The next round number that four grid lines divide: 4, 8, 20, 40, 80, 200 …"""
    step = 1
    while True:
        for round_ in (4, 8, 20):
            if round_ * step >= number:
                return round_ * step
        step *= 10
