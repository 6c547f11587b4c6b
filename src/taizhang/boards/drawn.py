"""A board's sheet as one picture of A4 proportions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from taizhang.boards.sheet import GOALS, HALF, BoardSheet
from taizhang.charts.chart import Chart
from taizhang.charts.drawing import svg
from taizhang.charts.option import FONTS, INK, LINE, SOFT
from taizhang.charts.picture import paint_png
from taizhang.rendering.elements import legal
from taizhang.rendering.layout import em

# A4 (ISO 216) at 96 dots an inch, and a margin of a good centimetre.
WIDTH, HEIGHT, EDGE = 794, 1123, 40
_INNER = WIDTH - 2 * EDGE
# Chosen for A4: the smallest type still read on an office printer, about 8 points, and a line of it.
_ROW, _SMALL, _BODY, _TITLE = 19.0, 11.0, 12.0, 24.0
# Columns of one half: together half the width within the margins; a name has room for eleven characters.
_HALF = (118, 32, 32, 36, 76, 63)
# Columns of the targets: together the width within the margins.
_GOALS = (150, 92, 92, 60, 44, 276)
_HEAD = "#eef2f6"
_OPENING = re.compile(r'<svg width="(\d+)" height="(\d+)"')


def board_png(sheet: BoardSheet) -> bytes:
    """The sheet as PNG. Raises Refused as ``svg`` and ``painted`` do."""
    return paint_png(board_svg(sheet))


def board_svg(sheet: BoardSheet) -> str:
    """The sheet as SVG. Raises Refused as ``svg`` does."""
    paper = _Canvas()
    paper.words(sheet.title, WIDTH / 2, _TITLE, anchor="middle", weight="bold", room=18)
    paper.words(sheet.about, WIDTH / 2, _SMALL, anchor="middle", colour=SOFT, room=10)
    wide = _INNER - 84 * (len(sheet.tiles) - 1)
    paper.table(
        [[name for name, _ in sheet.tiles], [number for _, number in sheet.tiles]],
        [*[84] * (len(sheet.tiles) - 1), wide],
    )
    paper.y += 10
    paper.table(_halves(sheet), (*_HALF, *_HALF), left=(0, 6))
    paper.side_by_side([chart for chart in sheet.charts if not chart.empty])
    if sheet.goals:
        paper.head("目标进度")
        paper.table([GOALS, *sheet.goals], _GOALS, left=(0, 5))
    for title, lines in (("上次报告以来", sheet.moved), ("红灯事项", sheet.red)):
        if lines:
            paper.head(title)
            for line in lines:
                paper.words(line, EDGE, _BODY, room=5)
    return paper.svg()


def _halves(sheet: BoardSheet) -> list[tuple[str, ...]]:
    empty = ("",) * (1 + len(HALF))
    rows: list[tuple[str, ...]] = [("台账", *HALF, "单位", *HALF)]
    for place in range(max(len(sheet.ledgers), len(sheet.units))):
        sides = (side[place] if place < len(side) else empty for side in (sheet.ledgers, sheet.units))
        rows.append(tuple(text for side in sides for text in side))
    return rows


class _Canvas:
    """Puts things on the page one below the other; ``y`` is where the next one begins."""

    def __init__(self) -> None:
        self.y = float(EDGE)
        self._parts: list[str] = []

    def svg(self) -> str:
        """The page, as long as A4 or as what stands on it."""
        height = max(HEIGHT, round(self.y) + EDGE)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="{WIDTH}"'
            f' height="{height}" viewBox="0 0 {WIDTH} {height}" font-family="{FONTS}">'
            f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>{"".join(self._parts)}</svg>'
        )

    def words(
        self,
        text: str,
        x: float,
        size: float,
        *,
        anchor: str = "start",
        weight: str = "normal",
        colour: str = INK,
        room: float = 0,
    ) -> None:
        """A line of text; ``room`` stands below it."""
        self.y += size
        self._write(text, (x, self.y), size, anchor=anchor, weight=weight, colour=colour)
        self.y += room

    def head(self, text: str) -> None:
        """A heading."""
        self.y += 10
        self.words(text, EDGE, 14, weight="bold", room=7)

    def table(self, rows: Sequence[Sequence[str]], widths: Sequence[int], left: Sequence[int] = ()) -> None:
        """A table with a heading row; a cell that is too long takes lines of its own."""
        for number, row in enumerate(rows):
            cells = [_wrap(text, width - 8) for text, width in zip(row, widths, strict=True)]
            height = max(_ROW, max(len(cell) for cell in cells) * (_SMALL + 3) + 5)
            if not number:
                self._parts.append(
                    f'<rect x="{EDGE}" y="{self.y}" width="{sum(widths)}" height="{height}" fill="{_HEAD}"/>'
                )
            x = float(EDGE)
            for column, (lines, width) in enumerate(zip(cells, widths, strict=True)):
                near = column in left and number > 0
                self._cell(lines, (x, width, height), near=near, head=not number)
                x += width
            self.y += height

    def _cell(self, lines: Sequence[str], place: tuple[float, float, float], *, near: bool, head: bool) -> None:
        x, width, height = place
        self._parts.append(
            f'<rect x="{x}" y="{self.y}" width="{width}" height="{height}" fill="none" stroke="{LINE}"/>'
        )
        first = self.y + (height - len(lines) * (_SMALL + 3)) / 2 + _SMALL
        for number, line in enumerate(lines):
            at = x + 4 if near else x + width / 2
            weight = "bold" if head else "normal"
            self._write(
                line, (at, first + number * (_SMALL + 3)), _SMALL, anchor="start" if near else "middle", weight=weight
            )

    def side_by_side(self, charts: Sequence[Chart]) -> None:
        """Charts beside each other, each under its title."""
        if not charts:
            return
        self.y += 12
        width = _INNER / 2 - 8
        for number, chart in enumerate(charts):
            x = EDGE + number * (_INNER / 2 + 8)
            self._write(chart.title, (x + width / 2, self.y + _BODY), _BODY, anchor="middle", weight="bold")
            drawing = _OPENING.sub(
                lambda found, x=x: (
                    f'<svg x="{x}" y="{self.y + 18}" width="{width}" '  # type: ignore[misc]
                    f'height="{round(width * int(found[2]) / int(found[1]), 1)}"'
                ),
                svg(chart),
                count=1,
            )
            self._parts.append(drawing)
        self.y += 18 + max(width * chart.height / 640 for chart in charts) + 4

    def _write(
        self, text: str, at: tuple[float, float], size: float, *, anchor: str, weight: str = "normal", colour: str = INK
    ) -> None:
        x, y = at
        self._parts.append(
            f'<text x="{x}" y="{y}" font-size="{size}" text-anchor="{anchor}" font-weight="{weight}" fill="{colour}">'
            f"{escape(legal(text))}</text>"
        )


def _wrap(text: str, width: float) -> list[str]:
    """The text in lines of a width."""
    most, lines = width / _SMALL, [""]
    for character in text:
        if em(lines[-1] + character) > most:
            lines.append("")
        lines[-1] += character
    return lines
