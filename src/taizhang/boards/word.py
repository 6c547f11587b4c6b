"""A board's sheet as a Word document of one A4 page: numbers as text, charts as pictures with their words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from taizhang.boards.sheet import GOALS, HALF, BoardSheet
from taizhang.charts.chart import Chart
from taizhang.rendering.blocks import styled_paragraph
from taizhang.rendering.elements import Element, make_run, val, w
from taizhang.rendering.layout import HEI, PAGE_HEIGHT, PAGE_WIDTH, XIAOBIAOSONG
from taizhang.rendering.pictures import Pictures
from taizhang.rendering.styles import face, size_elements
from taizhang.rendering.word import docx_of
from taizhang.reports.paper import Paper
from taizhang.terms.period import Period

_EDGE = 964  # 17 mm
_WIDTH = PAGE_WIDTH - 2 * _EDGE
# Columns of one half in twips: together half the width within the margins; a name has room for eleven characters.
_HALF = (1760, 460, 460, 500, 980, 829)
# Columns of the targets in twips; the last takes what the others leave.
_GOALS = (1850, 1180, 1180, 860, 700, _WIDTH - 5770)
# Chosen for one A4 page: a row of 12.75 points; type of 7.5 and 9 points, in half points.
_ROW, _SMALL, _BODY = 255, 15, 18
# Chosen, in twips: four points below the line under the title.
_TITLE_ROOM = 80


def board_docx(sheet: BoardSheet, period: Period) -> bytes:
    """The whole .docx file; the same sheet gives the same bytes."""
    pictures = Pictures()
    paper = Paper("board", sheet.title, period, ())
    return docx_of(paper, list(_body(sheet, pictures)), pictures, section=_page())


def _page() -> Element:
    """A4 with narrow margins and no page number: there is one page."""
    margins: dict[str, str | int] = {
        "top": 850,
        "right": _EDGE,
        "bottom": 700,
        "left": _EDGE,
        "header": 400,
        "footer": 400,
        "gutter": 0,
    }
    return w("sectPr", None, w("pgSz", {"w": PAGE_WIDTH, "h": PAGE_HEIGHT}), w("pgMar", margins))


def _body(sheet: BoardSheet, pictures: Pictures) -> Iterator[Element]:
    yield _line(sheet.title, 36, face_=face(XIAOBIAOSONG), align="center")
    yield _line(sheet.about, _SMALL, align="center", after=_TITLE_ROOM)
    yield _table([[name for name, _ in sheet.tiles], [number for _, number in sheet.tiles]], _even(len(sheet.tiles)))
    yield _gap()
    yield from _halves(sheet)
    yield from _charts(sheet.charts, pictures)
    if sheet.goals:
        yield _head("目标进度")
        yield _table([GOALS, *sheet.goals], _GOALS, left=(0, 5), exact=False)
    if sheet.moved:
        yield _head("上次报告以来")
        yield from (_line(text, _BODY) for text in sheet.moved)
    if sheet.red:
        yield _head("红灯事项")
        yield from (_line(text, _BODY) for text in sheet.red)
    yield _gap()


def _halves(sheet: BoardSheet) -> Iterator[Element]:
    """Ledgers at the left, units at the right, in one table."""
    empty = ("",) * (1 + len(HALF))
    count = max(len(sheet.ledgers), len(sheet.units))
    rows: list[tuple[str, ...]] = [("台账", *HALF, "单位", *HALF)]
    for place in range(count):
        left = sheet.ledgers[place] if place < len(sheet.ledgers) else empty
        right = sheet.units[place] if place < len(sheet.units) else empty
        rows.append((*left, *right))
    yield _table(rows, (*_HALF, *_HALF), left=(0, 6))


def _charts(charts: Sequence[Chart], pictures: Pictures) -> Iterator[Element]:
    """The charts side by side; nothing where they cannot be drawn, their numbers stand above."""
    width = _WIDTH // 2
    drawn = [pictures.chart(chart, width - 120) for chart in charts if not chart.empty]
    cells = []
    for shown, chart in zip(drawn, (one for one in charts if not one.empty), strict=True):
        if shown is not None:
            picture = _small("Picture")
            picture.append(shown)
            cells.append([_line(chart.title, _BODY, face_=face(HEI), align="center"), picture])
    if cells:
        yield _gap()
        row = w(
            "tr",
            None,
            *(w("tc", None, w("tcPr", None, w("tcW", {"w": width, "type": "dxa"})), *cell) for cell in cells),
        )
        yield w("tbl", None, _properties("TableNormal", [width] * len(cells)), _grid([width] * len(cells)), row)


def _table(
    rows: Sequence[Sequence[str]], widths: Sequence[int], left: Sequence[int] = (), *, exact: bool = True
) -> Element:
    """A table with a heading row; columns named in ``left`` are set from the left, the others in the middle."""
    made = w("tbl", None, _properties("TableGrid", widths), _grid(widths))
    for number, row in enumerate(rows):
        height = w("trHeight", {"val": _ROW, "hRule": "exact" if exact else "atLeast"})
        cells = [
            _cell(text, width, head=not number, align="left" if column in left and number else "center")
            for column, (text, width) in enumerate(zip(row, widths, strict=True))
        ]
        head = [val("tblHeader", 1)] if not number else []
        made.append(w("tr", None, w("trPr", None, val("cantSplit", 1), height, *head), *cells))
    return made


def _properties(style: str, widths: Sequence[int]) -> Element:
    margins = w(
        "tblCellMar",
        None,
        *(
            w(side, {"w": wide, "type": "dxa"})
            for side, wide in (("top", 0), ("left", 50), ("bottom", 0), ("right", 50))
        ),
    )
    return w(
        "tblPr",
        None,
        val("tblStyle", style),
        w("tblW", {"w": sum(widths), "type": "dxa"}),
        val("jc", "center"),
        w("tblLayout", {"type": "fixed"}),
        margins,
    )


def _grid(widths: Sequence[int]) -> Element:
    return w("tblGrid", None, *(w("gridCol", {"w": width}) for width in widths))


def _even(columns: int) -> list[int]:
    """Equal columns, the last one wide enough for a rate with both sides."""
    last = 2000
    each = (_WIDTH - last) // (columns - 1)
    return [*[each] * (columns - 1), _WIDTH - each * (columns - 1)]


def _cell(text: str, width: int, *, head: bool, align: str) -> Element:
    paragraph = _line(text, _SMALL, face_=face(HEI) if head else None, align=align)
    return w("tc", None, w("tcPr", None, w("tcW", {"w": width, "type": "dxa"}), val("vAlign", "center")), paragraph)


def _head(text: str) -> Element:
    return _line(text, 21, face_=face(HEI), before=90)


def _gap() -> Element:
    """A line of almost no height: Word wants a paragraph between tables and after the last."""
    return _small("TableText", line=80)


def _line(
    text: str, halves: int, *, face_: Element | None = None, align: str = "left", before: int = 0, after: int = 0
) -> Element:
    made = _small("TableText", before=before, after=after)
    made[0].append(val("jc", align))
    fonts = [face_] if face_ is not None else []
    made.append(make_run(text, *fonts, *size_elements(halves)))
    return made


def _small(style: str, *, before: int = 0, after: int = 0, line: int = 0) -> Element:
    """A paragraph of a style, set solid."""
    made = styled_paragraph(style)
    height: dict[str, str | int] = {"line": line, "lineRule": "exact"} if line else {"line": 240, "lineRule": "auto"}
    made[0].append(w("spacing", {"before": before, "after": after, **height}))
    return made
