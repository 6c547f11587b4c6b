"""Which rows of an .xlsx are set apart: in bold type, or below a thicker line (ECMA-376 part 1, 18.8)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from taizhang.intake.sheets import column_of

_THICK = frozenset(("medium", "thick", "double", "mediumDashed", "mediumDashDot", "mediumDashDotDot", "slantDashDot"))


@dataclass(frozen=True, slots=True)
class Emphasis:
    """The styles of cells in bold type, with a thicker line above, with one below, and with a line through their words."""

    bold: frozenset[str] = frozenset()
    above: frozenset[str] = frozenset()
    below: frozenset[str] = frozenset()
    struck: frozenset[str] = frozenset()

    def rows(self, data: bytes) -> tuple[list[tuple[int, int]], list[int]]:
        """Of a sheet's part: rows with how many cells are bold, and rows below a thicker line, zero-based."""
        bold = Counter(_rows_of(data, self.bold))
        lined = {*_rows_of(data, self.above), *(row + 1 for row in _rows_of(data, self.below))}
        return sorted(bold.items()), sorted(lined)

    def struck_cells(self, data: bytes) -> Iterable[tuple[int, int]]:
        """Of a sheet's part: the cells with a line through their words, as zero-based row and column."""
        return ((row, column) for row, column in _cells_of(data, self.struck))


def emphasis_of(styles: etree._Element | None) -> Emphasis:
    """The emphasis the styles of a workbook give to cells."""
    if styles is None:
        return Emphasis()
    fonts = list(styles.iterfind("{*}fonts/{*}font"))
    borders = list(styles.iterfind("{*}borders/{*}border"))
    above = [_is_thick(border, "top") for border in borders]
    below = [_is_thick(border, "bottom") for border in borders]
    cells = list(styles.iterfind("{*}cellXfs/{*}xf"))
    return Emphasis(
        _with(cells, "fontId", [_has(font, "b") for font in fonts]),
        _with(cells, "borderId", above),
        _with(cells, "borderId", below),
        _with(cells, "fontId", [_has(font, "strike") for font in fonts]),
    )


def _with(cells: Iterable[etree._Element], key: str, marked: list[bool]) -> frozenset[str]:
    numbers = ((str(n), str(one.get(key) or "0")) for n, one in enumerate(cells))
    return frozenset(n for n, at in numbers if at.isdigit() and int(at) < len(marked) and marked[int(at)])


def _has(font: etree._Element, kind: str) -> bool:
    mark = font.find(f"{{*}}{kind}")
    return mark is not None and mark.get("val") not in ("0", "false")


def _is_thick(border: etree._Element, side: str) -> bool:
    line = border.find(f"{{*}}{side}")
    return line is not None and line.get("style") in _THICK


def _rows_of(data: bytes, styles: frozenset[str]) -> Iterable[int]:
    return (row for row, _ in _cells_of(data, styles))


def _cells_of(data: bytes, styles: frozenset[str]) -> Iterable[tuple[int, int]]:
    """Zero-based row and column of the cells that bear one of the styles and name their place."""
    if not styles:
        return ()
    of_style = "|".join(sorted(styles)).encode()
    cell = re.compile(rb'<(?:\w+:)?c\s(?=[^>]*\bs="(?:' + of_style + rb')")[^>]*\br="([A-Z]{1,3})(\d+)"')
    return ((int(match[2]) - 1, column_of(match[1].decode("ascii"))) for match in cell.finditer(data))
