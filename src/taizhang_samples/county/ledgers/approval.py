"""Write the monthly counts of the approval windows: formulas with saved values that pass over numbers typed as text."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from random import Random

from taizhang_samples.county.book import Book, warning_entry
from taizhang_samples.county.crosstab import Box, Line, Table, bottom_of, heading_of, layout_tally, plant, top_of
from taizhang_samples.county.grid import Cell, Formula, Grid, letter
from taizhang_samples.county.names import COUNTY
from taizhang_samples.county.pen import Pen
from taizhang_samples.county.plan import Warned
from taizhang_samples.county.record import Record

_WINDOWS = (
    "商事登记",
    "不动产交易",
    "养老保险",
    "医保经办",
    "户籍业务",
    "税费征收",
    "建设工程",
    "道路运输",
    "农机管理",
    "食品许可",
    "档案查询",
)
_MEASURES = (("accepted", ("受理", "受理件", "收件", "受理数")), ("closed", ("办结", "办结件", "办结数")))
_FAULTS = ("bad_number", "negative_number", "missing_required")


def _columns(year: int) -> tuple[str, ...]:
    """Give the column keys; the second year has a half-year sum between June and July."""
    months = [f"{measure}_{month}" for month in range(1, 13) for measure, _ in _MEASURES]
    if year == 2026:
        months[12:12] = ["half_accepted", "half_closed"]
    return ("seq", "window", *months, "sum_accepted", "sum_closed", "rate")


def _headings(keys: Sequence[str], year: int, pen: Pen) -> tuple[list[str], list[str]]:
    upper, lower = [], []
    for key in keys:
        head, _, tail = key.partition("_")
        names = dict(_MEASURES)
        if tail.isdigit():
            upper.append("" if head == "closed" else f"{tail}月{'份' if year == 2025 else ''}")
            lower.append(pen.pick(names[head]))
        elif head in ("sum", "half"):
            over = pen.pick(("全年合计", "累计", "年度合计")) if head == "sum" else "上半年小计"
            upper.append("" if tail == "closed" else over)
            lower.append(pen.pick(names[tail]))
        else:
            upper.append(
                {"seq": "序号", "window": pen.pick(("窗口名称", "办事窗口", "服务窗口")), "rate": "办结率"}[key]
            )
            lower.append("")
    return upper, lower


def _lines(rng: Random, year: int) -> list[Line]:
    lines = []
    for window in _WINDOWS:
        usual = rng.choice((60, 180, 900, 2400))
        boxes = []
        for month in range(1, 13):
            accepted = rng.randint(usual * 6 // 10, usual * 12 // 10)
            closed = accepted * rng.randint(90, 102) // 100
            for measure, value in (("accepted", accepted), ("closed", closed)):
                record: Record = {"year": year, "month": month, "window": window, "measure": measure, "value": value}
                number = f"{window}/{year}-{month:02}"
                boxes.append(Box(f"{measure}_{month}", window, measure, number, Decimal(value), record))
        lines.append(Line(window, boxes))
    return lines


def compose_approval(rng: Random, *, tidy: bool) -> Book:
    """Make the workbook of the approval windows, a sheet a year."""
    book = Book(
        "approval",
        "10_政务服务窗口办件月报.xlsx",
        "xlsx",
        None,
        "一个窗口一个月一项是一个数",
        ("window", "month_cells"),
        [],
        [],
        [],
    )
    for year in (2025, 2026):
        _sheet(book, year, rng, tidy=tidy)
    return book


def _sheet(book: Book, year: int, rng: Random, *, tidy: bool) -> None:
    keys = _columns(year)
    pen = Pen(rng, Counter(), typed=True, neat=0.9)
    grid = Grid(f"{year}年" if year == 2025 else "2026年月报", len(keys))
    top_of(
        grid,
        f"{COUNTY}政务服务中心{year}年各窗口办件统计表",
        f"填报单位：{COUNTY}政务服务中心　　　　　　单位：件",
        pen,
    )
    heading_of(grid, *_headings(keys, year, pen))
    table = Table(grid, pen, keys, "件", tidy)
    lines = _lines(rng, year)
    plant([box for line in lines for box in line.boxes], _FAULTS, rng, lambda box: box.amount > 0)
    for turn, line in enumerate(lines, 1):
        if turn == 8:
            grid.add([], "blank")
        ending = pen.pick(("", "", "窗口", " ", "　"))
        line.row = grid.add([turn if pen.chance(0.9) else str(turn), line.name + ending])
        table.fill(line)
    warned = _totals(table, lines, keys)
    bottom_of(grid, "办结件包括以前月份受理的。", pen)
    layout_tally(pen.tally, grid)
    pen.tally["layout:wrong_total"] += len(warned)
    book.grids.append(grid)
    book.sheets.append(table.entry(lines, year, {}))
    book.records += [(grid.name, row, record) for row, record in table.counted]
    book.rejected += table.rejected
    book.about += table.about
    book.warnings += map(warning_entry, warned)
    book.tally += pen.tally


def _typed(cell: Cell) -> int | float:
    """Give what a spreadsheet's SUM takes from a cell: text counts for nothing."""
    if isinstance(cell, Formula):
        return cell.value
    return cell if isinstance(cell, (int, float)) else 0


def _totals(table: Table, lines: Sequence[Line], keys: Sequence[str]) -> list[Warned]:
    warned: list[Warned] = []
    for line in lines:
        for head, months in (("half", range(1, 7)), ("sum", range(1, 13))):
            for measure, _ in _MEASURES:
                if f"{head}_{measure}" in keys:
                    parts = [f"{measure}_{month}" for month in months]
                    warned += _row_sum(table, line.row, f"{head}_{measure}", parts)
        _rate(table, line.row)
    bottom = table.grid.add(["合计"], "total")
    first, last = lines[0].row, lines[-1].row
    for key in keys[2:-1]:
        column = letter(table.place(key))
        stated = sum(_typed(table.grid.at(line.row, table.place(key))) for line in lines)
        right = sum((table.sums.get((line.row, key), Decimal(0)) for line in lines), Decimal(0))
        table.grid.put(bottom, table.place(key), Formula(f"=SUM({column}{first}:{column}{last})", stated))
        warned += _warn(table, bottom, key, stated, right)
    _rate(table, bottom)
    return warned


def _row_sum(table: Table, row: int, key: str, parts: Sequence[str]) -> list[Warned]:
    stated = sum(_typed(table.grid.at(row, table.place(part))) for part in parts)
    right = sum((table.sums.get((row, part), Decimal(0)) for part in parts), Decimal(0))
    table.sums[row, key] = right
    listed = ",".join(table.cell(row, part) for part in parts)
    table.grid.put(row, table.place(key), Formula(f"=SUM({listed})", stated))
    return _warn(table, row, key, stated, right)


def _warn(table: Table, row: int, key: str, stated: int | float, right: Decimal) -> list[Warned]:
    if stated == right:
        return []
    return [Warned("total_mismatch", table.grid.name, table.cell(row, key), str(stated), str(right))]


def _rate(table: Table, row: int) -> None:
    above, below = table.cell(row, "sum_closed"), table.cell(row, "sum_accepted")
    closed = _typed(table.grid.at(row, table.place("sum_closed")))
    accepted = _typed(table.grid.at(row, table.place("sum_accepted")))
    table.grid.put(row, table.place("rate"), Formula(f"={above}/{below}", closed / accepted))
