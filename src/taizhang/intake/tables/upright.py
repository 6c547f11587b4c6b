"""Sheets laid out anew so that a record is a row: turned tables set upright, records of several lines joined.

Only what is certain is done: every line has to fit. Cells keep their addresses in the file (``Sheet.address``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from taizhang.intake.cells import blank, is_number, read_date
from taizhang.intake.layout import is_closing
from taizhang.intake.sheets import Cell, Joined, Sheet, Transposed, Workbook
from taizhang.intake.sums import is_total
from taizhang.intake.tables.heads import MOST_TITLE_WORDS
from taizhang.intake.tables.labels import is_label, says_heading
from taizhang.terms.characters import squeeze
from taizhang.terms.readings import NIL
from taizhang.terms.sentence import sentence

# Chosen: fewer items than three are no table; with one column beside its headings a sheet is a form.
FEWEST_ITEMS, FEWEST_RECORDS, FEWEST_KINDS, LATEST = 3, 2, 2, 12
# Chosen: most items end as headings do, hardly any record's name does; a line is of one kind when nine cells in ten are.
# A line or two may hold a word among days or numbers.
MOST_ITEMS, FEW_ACROSS, ONE_KIND, MOST_MIXED = 0.6, 0.25, 0.9, 0.25
# Records take two lines, seldom three; kinds of cells must tell the lines apart in so many columns.
LINES, TELLING = (2, 3), 2
# Any leap year: it is asked whether words are a day, not which.
_ANY_YEAR = 2000


def upright(workbook: Workbook) -> Workbook:
    """The workbook with each sheet laid out so that a record is a row, where it is certain how; its notes say so."""
    sheets = tuple(map(stand_upright, workbook.sheets))
    told = tuple(told_of_layout(one) for one, before in zip(sheets, workbook.sheets, strict=True) if one is not before)
    return replace(workbook, sheets=sheets, notes=(*workbook.notes, *told))


def told_of_layout(sheet: Sheet) -> str:
    """How a sheet that was laid out anew was read, a sentence."""
    if isinstance(sheet.origin, Joined):
        return sentence(
            "工作表“{sheet}”的一条记录占{lines}行，已按每{lines}行一条读入。",
            sheet=sheet.name,
            lines=sheet.origin.lines,
        )
    return sentence("工作表“{sheet}”是横排的：各项名称在第一列，已按一列一条读入。", sheet=sheet.name)


def stand_upright(sheet: Sheet) -> Sheet:
    """The sheet with a turned table set upright or lines of one record joined; as it is where neither is certain."""
    if sheet.hidden or sheet.origin or not sheet.rows:
        return sheet
    return _turned(sheet) or _joined(sheet) or sheet


@dataclass(frozen=True, slots=True)
class _Block:
    """Rows ``top`` to ``bottom`` and columns ``left`` to ``right``, both ends included."""

    top: int
    bottom: int
    left: int
    right: int


def _turned(sheet: Sheet) -> Sheet | None:
    block = _turned_block(sheet)
    if block is None:
        return None
    rows = [tuple(row) for row in sheet.rows[: block.top]]
    for column in range(block.left, block.right + 1):
        across = (_at(sheet, row, column) for row in range(block.top, block.bottom + 1))
        rows.append((*[None] * block.left, *across))
    width = max(map(len, rows))
    padded = tuple((*row, *[None] * (width - len(row))) for row in rows)
    origin = Transposed(block.top, block.left)
    remarks = tuple((*origin.here(row, column), text) for row, column, text in sheet.remarks)
    merged = tuple(one for one in sheet.merged if one[2] < block.top)
    return replace(
        sheet, rows=padded, merged=merged, bold=frozenset(), lined=frozenset(), remarks=remarks, origin=origin
    )


def _turned_block(sheet: Sheet) -> _Block | None:
    """Where a table stands whose first column holds the headings; None unless the sheet holds that table alone."""
    top = next((n for n, row in enumerate(sheet.rows[:LATEST]) if _distinct(row) > MOST_TITLE_WORDS - 1), None)
    if top is None or any(bottom > row >= top for row, _, bottom, _ in sheet.merged):
        return None
    left = next(n for n, cell in enumerate(sheet.rows[top]) if not blank(cell))
    bottom = top
    while bottom + 1 < len(sheet.rows) and _is_item(sheet, bottom + 1, left):
        bottom += 1
    rows = range(top, bottom + 1)
    right = max(n for row in rows for n, cell in enumerate(sheet.rows[row]) if not blank(cell))
    ends_here = all(_says_nothing_more(row) for row in sheet.rows[bottom + 1 :])
    apart = not any(bottom >= row >= top and last > first for row, first, _, last in sheet.merged)
    block = _Block(top, bottom, left, right)
    return block if ends_here and apart and _reads_downwards(sheet, block) else None


def _reads_downwards(sheet: Sheet, block: _Block) -> bool:
    """Whether the first column reads like headings, no row does, and each row is of one kind while its columns are not."""
    items = [_at(sheet, row, block.left) for row in range(block.top, block.bottom + 1)]
    across = [_at(sheet, block.top, column) for column in range(block.left + 1, block.right + 1)]
    if len(items) < FEWEST_ITEMS or len(across) < FEWEST_RECORDS or any(map(blank, across)):
        return False
    words = [squeeze(str(one)) for one in items]
    if len(set(words)) < len(words) or not all(map(is_label, items)) or any(map(is_total, words)):
        return False
    if sum(map(says_heading, items)) < MOST_ITEMS * len(items):
        return False
    if sum(map(says_heading, across)) > FEW_ACROSS * len(across) or not all(isinstance(one, str) for one in across):
        return False
    lines = [
        [_at(sheet, row, column) for column in range(block.left + 1, block.right + 1)]
        for row in range(block.top + 1, block.bottom + 1)
    ]
    kinds = [_kind_of(cells) for cells in lines]
    return kinds.count("") <= MOST_MIXED * len(lines) and len({*kinds} - {"none", ""}) >= FEWEST_KINDS


def _is_item(sheet: Sheet, row: int, left: int) -> bool:
    cells = sheet.rows[row]
    first = _at(sheet, row, left)
    says = any(not blank(cell) for cell in cells[left + 1 :]) or is_label(first)
    return says and isinstance(first, str) and not blank(first) and not _closes(cells)


def _says_nothing_more(row: Sequence[Cell]) -> bool:
    """Whether a row below a table is blank, a note or a signature."""
    filled = [cell for cell in row if not blank(cell)]
    return not filled or (_closes(row) and not is_total(squeeze(str(filled[0]))))


def _closes(row: Sequence[Cell]) -> bool:
    first = next((cell for cell in row if not blank(cell)), None)
    return isinstance(first, str) and is_closing(first)


def _joined(sheet: Sheet) -> Sheet | None:
    """The sheet with the lines of each record side by side; None where records are rows, or may be."""
    for lines in LINES:
        for top in range(min(LATEST, len(sheet.rows) - lines)):
            end = _end_of_lines(sheet, top, lines)
            if end:
                return _join(sheet, top, end, lines)
    return None


def _join(sheet: Sheet, top: int, end: int, lines: int) -> Sheet:
    headed = [(line, n) for line in range(lines) for n, cell in enumerate(sheet.rows[top + line]) if not blank(cell)]
    columns = tuple(sorted({*headed, *((0, n) for n in range(max(n for line, n in headed if not line) + 1))}))
    origin = Joined(top, end, lines, columns)
    width = max(len(columns), *map(len, sheet.rows))
    rows = [(*row, *[None] * (width - len(row))) for row in sheet.rows]
    for first in range(top, end, lines):
        said = [_at(sheet, first + line, column) for line, column in columns]
        rows[first] = (*said, *[None] * (width - len(said)))
        rows[first + 1 : first + lines] = [(None,) * width] * (lines - 1)
    remarks = tuple((*origin.here(row, column), text) for row, column, text in sheet.remarks)
    merged = tuple(one for one in sheet.merged if one[2] < top or one[0] >= end)
    return replace(sheet, rows=tuple(rows), merged=merged, remarks=remarks, origin=origin)


def _end_of_lines(sheet: Sheet, top: int, lines: int) -> int:
    """The row after the last record where a heading of so many lines begins at ``top``, each line with headings of its own; 0 if not."""
    if not _heads_lines(sheet, top, lines):
        return 0
    end = top + lines
    while end < len(sheet.rows) and any(not blank(cell) for cell in sheet.rows[end]) and not _closes(sheet.rows[end]):
        end += 1
    count, rest = divmod(end - top - lines, lines)
    if rest or count < FEWEST_RECORDS or not all(_after_records(row) for row in sheet.rows[end:]):
        return 0
    return end if _lines_differ(sheet, range(top + lines, end, lines), lines) else 0


def _after_records(row: Sequence[Cell]) -> bool:
    return all(map(blank, row)) or _closes(row)


def _heads_lines(sheet: Sheet, top: int, lines: int) -> bool:
    """Whether each of the rows holds two headings of its own and more, none of them over several columns."""
    if any(top <= first < top + lines and right > left for first, left, _, right in sheet.merged):
        return False
    if any(first < top <= last for first, _, last, _ in sheet.merged):
        return False
    said: list[str] = []
    for row in sheet.rows[top : top + lines]:
        filled = [cell for cell in row if not blank(cell)]
        if len(filled) < FEWEST_RECORDS or not all(map(is_label, filled)):
            return False
        said += [squeeze(str(cell)) for cell in filled]
    return len(set(said)) == len(said) and sum(map(says_heading, said)) >= MOST_ITEMS * len(said)


def _lines_differ(sheet: Sheet, firsts: range, lines: int) -> bool:
    """Whether the rows of a record are not of one make: cells merged over all of them, or kinds of their own in two columns.

    Cells stand below headings alone, and those of a line's column are of one kind.
    """
    top = firsts.start - lines
    width = max(map(len, sheet.rows))
    kinds = [
        [_kind_of([_at(sheet, first + line, column) for first in firsts]) for column in range(width)]
        for line in range(lines)
    ]
    for line, own in enumerate(kinds):
        headed = [not blank(_at(sheet, top + line, column)) for column in range(width)]
        if any(kind == "" for kind in own) or any(
            kind != "none" and not head for kind, head in zip(own, headed, strict=True)
        ):
            return False
    spans = {(first, column) for first, column, last, right in sheet.merged if last - first == lines - 1}
    covered = [all((first, column) in spans for first in (top, *firsts)) for column in range(width)]
    apart = sum(
        any(a != b and "none" not in (a, b) for a, b in pairwise(column)) for column in zip(*kinds, strict=True)
    )
    return any(covered) or apart >= TELLING


def _kind_of(cells: Sequence[Cell]) -> str:
    """What the cells of one line are: date, number or words; none where they say nothing, '' where they differ."""
    kinds = [_kind(cell) for cell in cells if not blank(cell) and squeeze(str(cell)) not in NIL]
    if not kinds:
        return "none"
    most = max(sorted(set(kinds)), key=kinds.count)
    return most if kinds.count(most) >= ONE_KIND * len(kinds) else ""


def _kind(cell: Cell) -> str:
    if isinstance(cell, date):
        return "date"
    if is_number(cell):
        return "number"
    return "date" if not read_date(cell, _ANY_YEAR).reason else "words"


def _distinct(row: Sequence[Cell]) -> int:
    return len({squeeze(str(cell)) for cell in row if not blank(cell)})


def _at(sheet: Sheet, row: int, column: int) -> Cell:
    cells = sheet.rows[row]
    return cells[column] if column < len(cells) else None
