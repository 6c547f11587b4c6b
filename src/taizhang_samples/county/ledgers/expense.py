"""Write the three public expenses: quarters under items one year, items under quarters the other, 万元 and 元."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from random import Random

from taizhang_samples.county.book import Book, warning_entry
from taizhang_samples.county.crosstab import Box, Line, Table, bottom_of, heading_of, layout_tally, plant, top_of
from taizhang_samples.county.grid import Grid
from taizhang_samples.county.names import COUNTY, DEPARTMENTS, TOWNSHIPS
from taizhang_samples.county.numbers import TEN_THOUSAND, native, write_number
from taizhang_samples.county.pen import Pen
from taizhang_samples.county.plan import Warned
from taizhang_samples.county.record import Record, exact
from taizhang_samples.county.tables import ITEMS
from taizhang_samples.county.texts import write_place

_SPENDERS = DEPARTMENTS[:12]
_FAULTS = ("negative_number", "bad_number", "missing_required")
_WRONG_ROW, _WRONG_TOTAL = Decimal("1.8"), Decimal("30")

Budgets = dict[tuple[int, str], Decimal]
_ITEM_NAMES = {
    "公务接待费": ("公务接待费", "公务接待", "接待费"),
    "公务用车运行维护费": ("公务用车运行维护费", "公务用车运行费", "公车运行维护费"),
    "公务用车购置费": ("公务用车购置费", "公务用车购置", "公车购置费"),
    "因公出国（境）费": ("因公出国（境）费", "因公出国（境）", "因公出国(境)费用"),
}


def _keys(year: int) -> tuple[str, ...]:
    if year == 2025:
        spent = [f"i{item}q{quarter}" for item in range(4) for quarter in range(1, 5)]
    else:
        spent = [f"i{item}q{quarter}" for quarter in range(1, 5) for item in range(4)]
    return ("seq", "unit", "budget", *spent, "sum", "note")


def _headings(year: int, pen: Pen) -> tuple[list[str], list[str]]:
    names = [pen.pick(words) for words in _ITEM_NAMES.values()]
    quarters = [pen.pick((f"第{n}季度", f"{n}季度")) for n in "一二三四"]
    outer, inner = (names, quarters) if year == 2025 else (quarters, names)
    upper = ["序号", pen.pick(("单位名称", "预算单位", "填报单位")), pen.pick(("年初预算数", "全年预算", "预算安排"))]
    lower = ["", "", ""]
    for name in outer:
        upper += [name, "", "", ""]
        lower += inner
    return [*upper, pen.pick(("全年合计", "支出合计", "合计")), "备注"], [*lower, "", ""]


def _cents(rng: Random, low: int, high: int) -> Decimal:
    return Decimal(rng.randint(low, high)) / 100


def _lines(rng: Random, year: int, factor: Decimal, budgets: Budgets) -> list[Line]:
    lines = []
    for unit in (*_SPENDERS, *TOWNSHIPS):
        boxes = []
        for index, item in enumerate(ITEMS):
            for quarter in range(1, 5):
                rare = index >= 2 and rng.random() < 0.9
                wan = Decimal(0) if rare else _cents(rng, 20, (500, 1200, 1900, 600)[index])
                record: Record = {"year": year, "quarter": quarter, "unit": unit, "item": item, "wan": wan}
                label = f"{item}/Q{quarter}"
                boxes.append(Box(f"i{index}q{quarter}", unit, label, f"{unit}/{year}", wan * factor, record))
        spent = sum((Decimal(str(box.record["wan"])) for box in boxes), Decimal(0))
        budgets[year, unit] = spent + _cents(rng, 100, 2500)
        lines.append(Line(unit, boxes))
    return lines


def compose_expense(rng: Random, *, tidy: bool) -> tuple[Book, Budgets]:
    """Make the workbook of the three public expenses, a sheet a year; give the budgets in 万元 beside it."""
    book = Book(
        "expense",
        "12_三公经费支出统计表.xlsx",
        "xlsx",
        None,
        "一个单位一个科目一季度是一个数",
        ("unit", "budget", "quarter_cells"),
        [],
        [],
        [],
    )
    budgets: Budgets = {}
    for year, unit in ((2025, "元"), (2026, "万元")):
        _sheet(book, year, unit, rng, budgets, tidy=tidy)
    return book, budgets


def _sheet(book: Book, year: int, unit: str, rng: Random, budgets: Budgets, *, tidy: bool) -> None:
    factor = TEN_THOUSAND if unit == "元" else Decimal(1)
    keys = _keys(year)
    pen = Pen(rng, Counter(), typed=True)
    grid = Grid(f"{year}年", len(keys))
    shown = f"单位：{unit}" if year == 2026 else f"（金额单位：{unit}）"
    top_of(grid, f"{COUNTY}{year}年度“三公”经费支出情况表", f"填报单位：{COUNTY}财政部门　　　　　{shown}", pen)
    heading_of(grid, *_headings(year, pen))
    if year == 2026:
        grid.add(["甲", "乙", *range(1, len(keys) - 1)], "column_numbers")
    table = Table(grid, pen, keys, unit, tidy)
    lines = _lines(rng, year, factor, budgets)
    plant([box for line in lines for box in line.boxes], _FAULTS, rng, lambda box: box.amount > 0)
    spoiled = rng.choice([line for line in lines if not any(box.fault for box in line.boxes)])
    for turn, line in enumerate(lines, 1):
        if turn in (1, len(_SPENDERS) + 1):
            grid.add_line("一、县直单位" if turn == 1 else "二、乡镇（街道）", "subheading")
        line.row = grid.add([turn, write_place(line.name, "unit", pen, exactly=True)])
        budget = write_number(budgets[year, line.name] * factor, unit, pen)
        grid.put(line.row, table.place("budget"), budget)
        table.find_about(line.row, "budget")
        table.fill(line)
    warned = _totals(table, lines, spoiled, budgets, factor=factor, year=year)
    bottom_of(grid, f"本表以{unit}为单位，按支出所在季度填列。", pen)
    layout_tally(pen.tally, grid)
    pen.tally["layout:wrong_total"] += len(warned)
    book.grids.append(grid)
    book.sheets.append(table.entry(lines, year, {"money_unit": unit}))
    book.records += [(grid.name, row, record) for row, record in table.counted]
    book.rejected += table.rejected
    book.about += table.about
    book.warnings += map(warning_entry, warned)
    book.tally += pen.tally


def _totals(
    table: Table, lines: Sequence[Line], spoiled: Line, budgets: Budgets, *, factor: Decimal, year: int
) -> list[Warned]:
    """Write row sums and the total row, one of each wrong."""
    warned: list[Warned] = []
    spent = [key for key in table.keys if key.startswith("i")]
    for line in lines:
        right = sum((table.sums.get((line.row, key), Decimal(0)) for key in spent), Decimal(0))
        stated = right + _WRONG_ROW * factor if line is spoiled else right
        table.sums[line.row, "sum"] = right
        table.sums[line.row, "budget"] = budgets[year, line.name] * factor
        table.grid.put(line.row, table.place("sum"), native(stated))
        if stated != right:
            cell = table.cell(line.row, "sum")
            warned.append(Warned("row_total_mismatch", table.grid.name, cell, exact(stated), exact(right)))
    bottom = table.grid.add(["合计"], "total")
    for key in ("budget", *spent, "sum"):
        right = sum((table.sums.get((line.row, key), Decimal(0)) for line in lines), Decimal(0))
        stated = right + _WRONG_TOTAL * factor if key == "i1q3" else right
        table.grid.put(bottom, table.place(key), native(stated))
        if stated != right:
            cell = table.cell(bottom, key)
            warned.append(Warned("total_mismatch", table.grid.name, cell, exact(stated), exact(right)))
    return warned
