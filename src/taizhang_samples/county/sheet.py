"""Write one page of records into a grid, and say what a perfect reader finds in it."""

from collections import Counter
from dataclasses import dataclass, field
from random import Random

from taizhang_samples.county.faults import wrong_cell
from taizhang_samples.county.form import Heading, columns_of, write_heading
from taizhang_samples.county.grid import Cell, Grid, letter
from taizhang_samples.county.names import person
from taizhang_samples.county.numbers import is_about
from taizhang_samples.county.pen import Pen
from taizhang_samples.county.plan import REASONS, Page, Row, Warned
from taizhang_samples.county.record import Record, word
from taizhang_samples.county.texts import is_formula_like

Entry = dict[str, object]
"""One finding of the answers, as it stands in answers.json."""

LAYOUT_KINDS = frozenset(
    f"layout:{kind}"
    for kind in (
        "title",
        "unit_line",
        "attach",
        "blank",
        "header",
        "column_numbers",
        "subheading",
        "subtotal",
        "total",
        "note",
        "signature",
        "repeat_header",
        "merged_down",
        "hidden_sheet",
        "summary_sheet",
        "empty_sheet",
        "form_sheet",
        "repeated_row",
        "wrong_total",
        "hidden_copy",
    )
)


@dataclass(slots=True)
class Written:
    """A written sheet and its answers."""

    grid: Grid
    sheet: Entry
    counted: list[tuple[int, Record]] = field(default_factory=list)
    rejected: list[Entry] = field(default_factory=list)
    duplicates: list[Entry] = field(default_factory=list)
    about: list[Entry] = field(default_factory=list)
    literal: list[Entry] = field(default_factory=list)
    warnings: list[Warned] = field(default_factory=list)


def groups_of(page: Page) -> list[list[Row]]:
    """Give the page's rows in the groups in which they stand, in order of first appearance."""
    groups: dict[str, list[Row]] = {}
    for record in page.records:
        groups.setdefault(page.part(record) if page.part else "", []).append(Row(record))
    return list(groups.values())


def write_page(
    page: Page, groups: list[list[Row]], rng: Random, *, typed: bool, tidy: bool
) -> tuple[Written, Counter[str]]:
    """Write a page. ``tidy`` leaves the planted errors out, cell for cell the same elsewhere."""
    tally: Counter[str] = Counter()
    pen = Pen(rng, tally, typed, page.year)
    columns = columns_of(page.blocks)
    places = {column.key: index for index, column in enumerate(columns)}
    grid = Grid(page.name, len(columns))
    _write_top(grid, page, pen)
    heading = write_heading(page.blocks, pen, two_rows=page.two_rows)
    _add_heading(grid, heading, "header")
    if page.column_numbers:
        grid.add([*("甲", "乙")[: min(2, len(columns))], *range(1, len(columns) - 1)], "column_numbers")
    rows = [row for group in groups for row in group]
    for row in rows:
        _write_row(row, page, pen, tidy=tidy)
    _lay_rows(grid, page, groups, heading, pen)
    _write_bottom(grid, page, pen, len(rows))
    for _, kind in grid.kinds:
        tally[f"layout:{kind}"] += 1
    written = Written(grid, _sheet_entry(page, grid, rows, places))
    if page.finish:
        written.warnings = page.finish(grid, rows, places, rng)
        tally["layout:wrong_total"] += len(written.warnings)
    _find(written, page, rows, places, tally)
    return written, tally


def _write_top(grid: Grid, page: Page, pen: Pen) -> None:
    if pen.typed and pen.chance(0.3):
        grid.add_line(pen.pick(("附件2", "附表3", "附件：", "附件1-2")), "attach", merged=False)
    grid.add_line(page.title, "title", merged=pen.chance(0.85))
    if pen.typed and pen.chance(0.3):
        grid.add([], "blank")
    # A line that says what the amounts are in is never forgotten: without it nobody could tell.
    if pen.chance(0.92) or "元" in page.unit_line:
        grid.add_line(page.unit_line, "unit_line", merged=pen.chance(0.8))
    if pen.typed and pen.chance(0.12):
        grid.add([], "blank")


def _add_heading(grid: Grid, heading: Heading, kind: str) -> None:
    top = len(grid.rows) + 1
    for row in heading.rows:
        grid.add(list(row), kind)
        if kind == "header":
            grid.header_rows.append(len(grid.rows))
    for first, left, last, right in heading.merges:
        grid.merge(top + first, left, top + last, right)


def _write_row(row: Row, page: Page, pen: Pen, *, tidy: bool) -> None:
    if row.repeats is not None:
        row.cells = dict(row.repeats.cells)
        pen.note("layout:repeated_row")
        return
    pen.sober = row.sober
    row.cells = {column.key: column.write(row.record, pen) for column in columns_of(page.blocks)}
    if row.fault is not None:
        row.wrong = wrong_cell(row, row.fault, pen)
        if tidy:
            row.fault = None
        else:
            row.cells[row.fault.column] = row.wrong


def _lay_rows(grid: Grid, page: Page, groups: list[list[Row]], heading: Heading, pen: Pen) -> None:
    keys = [column.key for column in columns_of(page.blocks)]
    total = sum(map(len, groups))
    done, repeats = 0, page.repeat_heading
    for index, group in enumerate(groups):
        if page.subheading and page.part:
            text = page.subheading(page.part(group[0].record), len(group))
            grid.add_line(text, "subheading", merged=pen.chance(0.8))
        top = 0
        for row in group:
            if repeats and done >= total // 2 and (not page.merged or not top):
                _add_heading(grid, heading, "repeat_header")
                repeats = False
            if done and pen.chance(0.015):
                grid.add([], "blank")
            top = top or len(grid.rows) + 1
            done += 1
            row.cells["seq"] = str(done) if pen.typed and pen.chance(0.1) else done
            row.number = grid.add([row.cells[key] for key in keys])
        if page.merged:
            _merge_down(grid, keys.index(page.merged), top, pen)
        if page.subtotals:
            grid.add([pen.pick(("小计", "小 计", "小　计")), f"{len(group)}{page.counter}"], "subtotal")
        elif index + 1 < len(groups) and pen.chance(0.05):
            grid.add([], "blank")


def _merge_down(grid: Grid, column: int, top: int, pen: Pen) -> None:
    bottom = len(grid.rows)
    for row in range(top + 1, bottom + 1):
        grid.put(row, column, "")
    if bottom > top:
        grid.merge(top, column, bottom, column)
        pen.note("layout:merged_down")


def _write_bottom(grid: Grid, page: Page, pen: Pen, count: int) -> None:
    if pen.typed and pen.chance(0.15):
        grid.add([], "blank")
    if pen.chance(0.85) or page.finish:
        grid.add(
            [pen.pick(("合计", "合 计", "总计", "合　计")), f"{pen.pick(('', '共', '计'))}{count}{page.counter}"],
            "total",
        )
    for number, note in enumerate(page.notes):
        head = pen.pick(("注：", "备注：", "说明：", "填表说明：")) if number == 0 else f"{number + 1}."
        grid.add_line(head + note, "note", merged=pen.chance(0.7))
    names = [person(pen.rng) for _ in range(3)]
    line = pen.pick(
        (
            "填表人：{0}　　审核人：{1}　　单位负责人：{2}　　填报日期：2026年12月31日",
            "制表：{0}　　　　　　复核：{1}　　　　　　分管领导：{2}",
            "经办人：{0}　　科室负责人：{1}　　（盖章）　　2026年12月31日",
            "单位负责人（签字）：{2}　　统计负责人：{1}　　填报人：{0}",
        )
    )
    grid.add_line(line.format(*names), "signature", merged=pen.chance(0.8))


def _sheet_entry(page: Page, grid: Grid, rows: list[Row], places: dict[str, int]) -> Entry:
    entry: Entry = {
        "sheet": page.name,
        "header_rows": list(grid.header_rows),
        "first_row": min(row.number for row in rows),
        "last_row": max(row.number for row in rows),
        "columns": {key: letter(place) for key, place in places.items()},
    }
    if page.year is not None:
        entry["year"] = page.year
    return entry | dict(page.about)


def _shown(cell: Cell) -> str:
    return "" if cell is None else str(cell)


def _find(written: Written, page: Page, rows: list[Row], places: dict[str, int], tally: Counter[str]) -> None:
    for row in rows:
        if row.fault is not None:
            written.rejected.append(_rejection(page, row, places))
        elif row.repeats is not None:
            written.duplicates.append(
                {
                    "sheet": page.name,
                    "row": row.number,
                    "cell": f"{letter(places['no'])}{row.number}",
                    "number": word(row.record, "no"),
                    "same_as": {"sheet": page.name, "row": row.repeats.number},
                }
            )
        else:
            written.counted.append((row.number, row.record))
            _find_cells(written, page, row, places)


def _rejection(page: Page, row: Row, places: dict[str, int]) -> Entry:
    fault = row.fault
    assert fault is not None
    related = f"{letter(places[fault.related])}{row.number}" if fault.related else None
    if row.rival is not None:
        related = f"{letter(places['no'])}{row.rival.number}"
    return {
        "sheet": page.name,
        "row": row.number,
        "cell": f"{letter(places[fault.column])}{row.number}",
        "field": fault.column,
        "number": _shown(row.cells.get("no")) or None,
        "value": _shown(row.cells[fault.column]),
        "code": fault.code,
        "reason": REASONS[fault.code],
        "related_cell": related,
    }


def _find_cells(written: Written, page: Page, row: Row, places: dict[str, int]) -> None:
    for key, place in places.items():
        cell = written.grid.at(row.number, place)
        name = f"{letter(place)}{row.number}"
        if isinstance(cell, str) and is_about(cell):
            written.about.append({"sheet": page.name, "cell": name, "value": cell})
        elif key in ("remark", "note") and is_formula_like(cell):
            written.literal.append({"sheet": page.name, "cell": name, "text": cell})
