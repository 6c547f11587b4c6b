"""A cell put right takes the place of the file's, and the file's word is remembered."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

import pytest

from taizhang.intake.mending import Mended, Typed, as_typed, mend, note_of, place_of
from taizhang.intake.sheets import Cell, Sheet, Workbook


def workbook(*rows: tuple[Cell, ...]) -> Workbook:
    return Workbook("册.xlsx", "ab" * 32, 1, "xlsx", "", (Sheet("表", False, rows),))


@pytest.mark.parametrize(
    ("cell", "place"),
    [
        ("A1", (0, 0)),
        ("F18", (17, 5)),
        ("AA2", (1, 26)),
        ("A0", None),
        ("1A", None),
        ("", None),
        ("a1", None),
        ("A", None),
    ],
)
def test_an_address_names_its_place(cell: str, place: tuple[int, int] | None) -> None:
    assert place_of(cell) == place


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (True, "是"),
        (Decimal("104.5500"), "104.55"),
        (date(2026, 3, 5), "2026-03-05"),
        (datetime.combine(date(2026, 3, 5), time.min), "2026-03-05"),
        (datetime.combine(date(2026, 3, 5), time(9, 30)), "2026-03-05 09:30"),
        ("甲", "甲"),
    ],
)
def test_a_cell_is_shown_as_it_would_be_typed(cell: Cell, text: str) -> None:
    assert as_typed(cell) == text


def test_only_the_cells_named_change() -> None:
    book = workbook(("编号", "日期"), ("甲", "后天"), ("乙", "2026-03-05"))
    (made,), done = mend([book], {("册.xlsx", "表", "B2"): " 2026-03-06 ", ("册.xlsx", "别的", "B3"): "丙"})
    assert made.sheets[0].rows == (("编号", "日期"), ("甲", Typed("2026-03-06")), ("乙", "2026-03-05"))
    assert made.digest == book.digest
    assert done == (Mended("册.xlsx", "表", 2, "B2", "后天", "2026-03-06"),)
    assert note_of(done) == "导入时在页面改正：B2由“后天”改为“2026-03-06”。"


def test_a_cell_emptied_is_empty_and_one_that_is_nowhere_changes_nothing() -> None:
    book = workbook(("编号",), ("甲",))
    (made,), done = mend([book], {("册.xlsx", "表", "A2"): "", ("册.xlsx", "表", "B9"): "丙"})
    assert made.sheets[0].rows == (("编号",), (None,))
    assert len(done) == 1


def test_what_a_person_typed_is_never_taken_for_the_same_text_of_a_file() -> None:
    assert Typed("2036-01-01") != "2036-01-01"
    assert Typed("2036-01-01") == Typed("2036-01-01")
    assert len({Typed("甲"), "甲"}) == 2
