"""What each row of a sheet is: title, heading, record, sub-heading, total, note, signature or blank."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from taizhang.intake.headings import Heading, SynonymTable, is_unit_row, join_units, unit_in, unit_of_remark
from taizhang.intake.sheets import Cell, Sheet
from taizhang.intake.sums import group_rows, is_aside, is_part_total, is_total, names_nobody, sum_rows, totals_by_look
from taizhang.terms.characters import squeeze
from taizhang.terms.measures import is_currency, units_stated

RowKind = Literal["record", "subheading", "total", "aside", "note", "signature", "blank", "repeat_header"]
# Chosen with the sheets of the samples: headings are one to three rows deep, titles and notes above them few.
DEEPEST_HEADING, LATEST_HEADING = 3, 25
_NOTE = re.compile(r"注[:：1-9一]|备注[:：]|说明[:：]|填表说明|\d+[.、．]|[（(]\d+[)）]|※|\*")
_SIGNATURE = re.compile(
    r"填表人|填报人|制表人?[:：]|审核人?[:：]|审批人|单位负责人|分管领导[:：]|经办人[:：]|联系人[:：]|签字|盖章"
)
# Whoever fills in, heads and checks a table, each in a cell of its own below it: 填报单位（盖章）：, 领导签字：, 第1页.
_FOOTER = re.compile(
    r"[^:：]{0,6}(?:填报|填表|制表|审核|复核|审批|审定|负责|经办|联系|分管|主管|领导|签字|签章|盖章|报送)[^:：]{0,8}[:：]"
    r"|(?:日期|时间|电话)[:：]|第\d{1,4}页$|共\d{1,4}页$|第\d{1,4}页,?共\d{1,4}页$"
)
_NAME = re.compile(r"[\u3400-\u9fff·]{2,4}")
_DAY = re.compile(r"(?:20)?\d\d[-./年]\d{1,2}(?:[-./月]\d{1,2}日?|月)")
_STEMS = frozenset("甲乙丙丁戊")
_FIRST_OF_A_COUNT = _STEMS | {"1"}
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class HeadingRows:
    """Where a heading stands: ``top`` to ``bottom`` (zero-based, inclusive) and one heading a column."""

    top: int
    bottom: int
    headings: tuple[Heading, ...]


@dataclass(frozen=True, slots=True)
class RecordRow:
    """One row below the heading; ``context`` is the sub-heading it stands under, ``year`` the year one named.

    set_apart: no word says that it is a total, only how it looks. measured: the nearest line above, among the rows, that
    states a unit of measure for those below it: 二、第二批（单位：元）.
    """

    index: int
    kind: RowKind
    context: str = ""
    year: int | None = None
    set_apart: bool = False
    measured: str = ""


def candidates(sheet: Sheet, alike: SynonymTable, tops: Sequence[int]) -> list[HeadingRows]:
    """The places the heading might be, from the rows named: two words at least and no data, one to three deep.

    A row of units alone below a heading belongs to it.
    """
    found: list[HeadingRows] = []
    for top in tops:
        if not _wordy(sheet.rows[top]):
            continue
        for last in range(top, min(top + DEEPEST_HEADING, len(sheet.rows))):
            if last > top and not any(isinstance(cell, str) for cell in sheet.rows[last]):
                break
            bottom = _with_units(sheet, last)
            if not found or (found[-1].top, found[-1].bottom) != (top, bottom):
                found.append(HeadingRows(top, bottom, headings_of(sheet, top, bottom, alike)))
    return found


def _with_units(sheet: Sheet, bottom: int) -> int:
    """The last row of a heading with a row of units below it."""
    below = bottom + 1
    return below if below < len(sheet.rows) and is_unit_row(sheet.rows[below]) else bottom


def _wordy(row: tuple[Cell, ...]) -> bool:
    words = {cell for cell in row if isinstance(cell, str)}
    numbers = sum(1 for cell in row if isinstance(cell, Decimal | date | datetime))
    return len(words) >= 2 and numbers <= len(words) // 2


def headings_of(sheet: Sheet, top: int, bottom: int, alike: SynonymTable) -> tuple[Heading, ...]:
    """One heading a column, from the rows ``top`` to ``bottom``, group headings first."""
    covered = {
        (row, column): (first, left)
        for first, left, last, right in sheet.merged
        if first <= bottom and last >= top
        for row in range(max(first, top), min(last, bottom) + 1)
        for column in range(left, right + 1)
    }
    width = max((len(row) for row in sheet.rows[top : bottom + 1]), default=0)
    return tuple(_heading(sheet, (top, bottom), column, covered, alike) for column in range(width))


def _heading(
    sheet: Sheet,
    span: tuple[int, int],
    column: int,
    covered: dict[tuple[int, int], tuple[int, int]],
    alike: SynonymTable,
) -> Heading:
    parts: list[str] = []
    own = group = said = ""
    seen: set[tuple[int, int]] = set()
    for row in range(span[0], span[1] + 1):
        origin = covered.get((row, column), (row, column))
        if origin in seen:
            continue
        seen.add(origin)
        text = _text(sheet, *origin)
        if not text and row < span[1] and (row, column) not in covered and _text(sheet, span[1], column):
            text = _to_the_left(sheet, row, column, covered)
        if text:
            stated, alone = unit_in(text), _spans_one(sheet, origin, column)
            if remark := sheet.remark_at(*origin):
                stated = join_units(stated, unit_of_remark(remark))
            own, group = (_nearer(stated, own), group) if alone else (own, _nearer(stated, group))
            said += text if alone else ""
            parts.append(alike.key(text))
    return Heading(tuple(part for part in parts if part), own, group, said)


def _nearer(stated: str, above: str) -> str:
    """The unit of two heading rows, the nearer one's; a currency alone takes no magnitude away."""
    return above if not stated or (above and is_currency(stated)) else stated


def _spans_one(sheet: Sheet, origin: tuple[int, int], column: int) -> bool:
    """Whether the heading cell stands over this column alone."""
    return origin[1] == column and not any(
        (top, left) == origin and right > left for top, left, _, right in sheet.merged
    )


def _to_the_left(sheet: Sheet, row: int, column: int, covered: dict[tuple[int, int], tuple[int, int]]) -> str:
    """The group heading a column belongs to where the file has no merged cells (csv)."""
    if sheet.merged or covered:
        return ""
    return next((text for left in range(column - 1, -1, -1) if (text := _text(sheet, row, left))), "")


def _text(sheet: Sheet, row: int, column: int) -> str:
    cells = sheet.rows[row]
    cell = cells[column] if column < len(cells) else None
    return cell if isinstance(cell, str) else "" if cell is None else str(cell)


def rows_below(sheet: Sheet, heading: HeadingRows, sequence: int | None, alike: SynonymTable) -> list[RecordRow]:
    """What every row below the heading is. sequence: the column of running numbers, if there is one."""
    rows: list[RecordRow] = []
    context, year, ended, measured = "", None, False, ""
    for index in range(heading.bottom + 1, len(sheet.rows)):
        kind = _kind(sheet.rows[index], heading, sequence, alike)
        if ended and kind in ("subheading", "record"):
            kind = "note" if kind == "subheading" or _filled_cells(sheet.rows[index]) < 3 else kind
        measured = _line_of_units(sheet.rows[index], kind) or measured
        if kind == "subheading":
            context = next(str(cell) for cell in sheet.rows[index] if cell is not None)
            year = year_in(context) or year
        ended = ended or (kind == "total" and is_grand(sheet.rows[index]))
        rows.append(RecordRow(index, kind, context, year, measured=measured))
    nobody = _unnumbered_nobody(sheet, rows, sequence)
    rows = [replace(row, kind="aside") if row.index in nobody else row for row in rows]
    records = [row.index for row in rows if row.kind == "record"]
    looks = totals_by_look(sheet, records, sequence)
    others = [(index, sheet.rows[index]) for index in records if index not in looks]
    heads = group_rows(others, sequence)
    summing = heads | sum_rows([one for one in others if one[0] not in heads], sequence)
    rows = [replace(row, kind="aside") if row.index in summing else row for row in rows]
    return [replace(row, kind="total", set_apart=True) if row.index in looks else row for row in rows]


def _unnumbered_nobody(sheet: Sheet, rows: Sequence[RecordRow], sequence: int | None) -> set[int]:
    """Rows without a running number, where others have one, that are called after a year, a mean or a rate."""
    if sequence is None:
        return set()
    records = [row.index for row in rows if row.kind == "record"]
    without = {index for index in records if sequence >= len(sheet.rows[index]) or sheet.rows[index][sequence] is None}
    if len(without) == len(records):
        return set()
    named = {
        n: [squeeze(cell) for cell in sheet.rows[n] if cell is not None and isinstance(cell, str)] for n in without
    }
    return {index for index, words in named.items() if words and names_nobody(words[0])}


def _line_of_units(row: tuple[Cell, ...], kind: RowKind) -> str:
    """The words of a row that is no record and states a unit of measure; '' for any other."""
    if kind not in ("subheading", "note"):
        return ""
    words = next((cell for cell in row if isinstance(cell, str)), "")
    return words if any(units_stated(words)) else ""


def _kind(row: tuple[Cell, ...], heading: HeadingRows, sequence: int | None, alike: SynonymTable) -> RowKind:
    filled = [(column, cell) for column, cell in enumerate(row) if cell is not None]
    if not filled or (len(filled) == 1 and filled[0][0] == sequence and not _words(filled[0][1])):
        return "blank"
    named = [squeeze(cell) for _, cell in filled[:2] if isinstance(cell, str)]
    if any(map(is_total, named)):
        return "total"
    if len(filled) > 1 and _is_foot([cell for _, cell in filled]):
        return "signature"
    if len(filled) > 1 and any(map(is_aside, named)):
        return "aside"
    if _repeats(filled, heading, alike) or _numbers_columns(filled) or is_unit_row(row):
        return "repeat_header"
    column, first = filled[0]
    if not isinstance(first, str) or any(str(cell) != first for _, cell in filled):
        return "record"
    words = squeeze(first)
    if _SIGNATURE.search(words):
        return "signature"
    if _NOTE.match(words) or len(words) > 40:
        return "note"
    if column > 1:
        return "note" if any(units_stated(words)) else "record"
    return "subheading"


def _is_foot(cells: Sequence[Cell]) -> bool:
    """Whether a row is where a table is signed: 制表人： | 审核人： | 2026年11月5日, the names in cells of their own or not."""
    said = [squeeze(cell) if isinstance(cell, str) else "" for cell in cells]
    if not _FOOTER.match(said[0]):
        return False
    last = len(cells) - 1
    return all(
        _FOOTER.match(words)
        or (said[n].endswith(":") and _NAME.fullmatch(words))
        or (n + 1 == last and _is_day(cells[last]))
        for n, words in enumerate(said[1:])
    )


def _is_day(cell: Cell) -> bool:
    return isinstance(cell, date) or (isinstance(cell, str) and bool(_DAY.fullmatch(squeeze(cell))))


def _words(cell: Cell) -> bool:
    return isinstance(cell, str) and not squeeze(cell).isdigit()


def _repeats(filled: Sequence[tuple[int, Cell]], heading: HeadingRows, alike: SynonymTable) -> bool:
    """Whether the heading is written once more half-way: most cells say what stands above them."""
    column, cell = filled[0]
    if not isinstance(cell, str) or column >= len(heading.headings):
        return False
    if alike.key(cell) not in heading.headings[column].parts:
        return False
    same = sum(
        1
        for column, cell in filled
        if isinstance(cell, str)
        and column < len(heading.headings)
        and alike.key(cell) in heading.headings[column].parts
    )
    return len(filled) >= 2 and same * 2 > len(filled)


def _numbers_columns(filled: Sequence[tuple[int, Cell]]) -> bool:
    """Whether the row only numbers the columns: 甲 乙 1 2 3."""
    if squeeze(str(filled[0][1])) not in _FIRST_OF_A_COUNT:
        return False
    words = [squeeze(str(cell)) for _, cell in filled]
    stems = [word for word in words if word in _STEMS]
    numbers = [int(word) for word in words[len(stems) :] if word.isdigit()]
    counted = numbers == list(range(1, len(numbers) + 1))
    return len(words) >= 3 and len(stems) + len(numbers) == len(words) and counted and words[: len(stems)] == stems


def _filled_cells(row: tuple[Cell, ...]) -> int:
    return sum(1 for cell in row if cell is not None)


def is_grand(row: tuple[Cell, ...]) -> bool:
    """Whether a total row closes the table; 小计 only closes a part."""
    return not any(isinstance(cell, str) and is_part_total(squeeze(cell)) for cell in row)


def year_in(text: str) -> int | None:
    """The year a sheet's name, a title or a sub-heading names; None unless it names exactly one."""
    years = {int(year) for year in _YEAR.findall(squeeze(text))}
    return years.pop() if len(years) == 1 else None


def year_of_title(title: str) -> int | None:
    """The year the title names; lines that say when and by whom it was filled in do not count."""
    lines = (line for line in title.split("\n") if not re.search(r"日期|时间|截止|截至|填报|导出", line))
    return next((year for line in lines if (year := year_in(line))), None)


def is_closing(words: str) -> bool:
    """Whether words are a total, a note or a signature, which end a table and open none."""
    plain = squeeze(words)
    return bool(is_total(plain) or _NOTE.match(plain) or re.match(_SIGNATURE, plain))


def title_of(sheet: Sheet, heading: HeadingRows) -> str:
    """The words above the heading, rows joined with line breaks."""
    rows = ("".join(str(cell) for cell in row if cell is not None) for row in sheet.rows[: heading.top])
    return "\n".join(row for row in rows if row)
