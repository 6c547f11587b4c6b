"""Grand totals behind part totals, and totals of halves printed side by side: never records, both numbers told."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from taizhang.intake.changes import ChangeSet
from tests.intake.reading.test_shown import FUNDS, HEADS, PLAIN, imported

Row = list[object]


def _record(number: int, town: str, funds: float) -> Row:
    cells: Row = [*PLAIN]
    cells[0], cells[1], cells[FUNDS] = f"AQ-{number}", town, funds
    return cells


def _total(label: str, funds: float) -> Row:
    cells: Row = [None] * len(HEADS)
    cells[0], cells[FUNDS] = label, funds
    return cells


EAST = [_record(1, "东桥镇", 1.5), _record(2, "东桥镇", 2)]
WEST = [_record(3, "西岭镇", 3), _record(4, "西岭镇", 4)]


def _import(path: Path, *halves: list[Row]) -> ChangeSet:
    """A sheet of tables printed side by side, each with the headings."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("2026年")
        for n, rows in enumerate(halves):
            for at, row in enumerate([list(HEADS), *rows]):
                sheet.write_row(at, n * len(HEADS), row)
    return imported(path)


def _numbers(found: ChangeSet) -> list[object]:
    return [one.draft.facts["no"] for one in found.new]


def _told(found: ChangeSet) -> list[tuple[str, str]]:
    return [(one.place.cell, str(one.message)) for one in found.warnings if one.code == "INT-061"]


@pytest.mark.parametrize("label", ["总计", "合计", "全市总计"])
@pytest.mark.parametrize("stated", [11, 10.49, 21, 7, 99, 10.5])
def test_a_wrong_grand_total_behind_part_totals_is_told_with_both_numbers(
    label: str, stated: float, tmp_path: Path
) -> None:
    rows = [*EAST, _total("小计", 3.5), *WEST, _total("小计", 7), _total(label, stated)]
    found = _import(tmp_path / "台账.xlsx", rows)
    assert _numbers(found) == ["AQ-1", "AQ-2", "AQ-3", "AQ-4"]
    wrong = [] if stated == 10.5 else [("H8", f"表中合计为{stated}，按计入的各行应为10.5。")]
    assert (_told(found), len(found.refused)) == (wrong, 0)


@pytest.mark.parametrize("stated", [7, 99])
def test_totals_of_halves_side_by_side_are_no_records(stated: float, tmp_path: Path) -> None:
    left, right = [*EAST, _total("合计", 3.5)], [*WEST, _total("合计", stated)]
    found = _import(tmp_path / "台账.xlsx", left, right)
    assert _numbers(found) == ["AQ-1", "AQ-2", "AQ-3", "AQ-4"]
    wrong = [] if stated == 7 else [("Q4", "表中合计为99，按计入的各行应为7。")]
    assert (_told(found), len(found.refused)) == (wrong, 0)


def test_a_total_between_halves_is_no_record(tmp_path: Path) -> None:
    left = [EAST[0], _total("小计", 1.5), EAST[1], _total("小计", 2)]
    found = _import(tmp_path / "台账.xlsx", left, WEST)
    assert sorted(map(str, _numbers(found))) == ["AQ-1", "AQ-2", "AQ-3", "AQ-4"]
    assert (_told(found), len(found.refused)) == ([], 0)
