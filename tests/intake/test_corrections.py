"""What a person decides about a sheet beats what was recognised, for that sheet alone or for all with the same headings."""

from __future__ import annotations

from datetime import date

import pytest

from taizhang.catalogue.load import load
from taizhang.catalogue.resolved import Catalogue
from taizhang.intake.changes import ChangeSet, prepare
from taizhang.intake.corrections import Correction, Corrections
from taizhang.intake.looking import SheetChoices
from taizhang.intake.sheets import Cell, Sheet, Workbook
from taizhang.shipped import CATALOGUE
from taizhang.terms.scope import Organisation

HEADINGS = ("编号", "乡镇", "隐患内容", "隐患级别", "发现日期", "整改期限", "状态", "备注")
ROW: tuple[Cell, ...] = ("A-1", "溪口镇", "护栏松动", "一般", date(2026, 3, 1), date(2026, 4, 1), "办理中", "甲说")


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load(CATALOGUE)


def changes(catalogue: Catalogue, asked: SheetChoices, *names: str, headings: tuple[Cell, ...] = HEADINGS) -> ChangeSet:
    """The change set of a workbook with these sheets, each with a number of its own."""
    sheets = tuple(Sheet(name, False, (headings, (f"{name}-1", *ROW[1:]))) for name in names)
    book = Workbook("甲.xlsx", "0" * 64, 1, "xlsx", "", sheets)
    return prepare(catalogue, [book], lambda _: {}, Organisation(), asked=asked)


def test_columns_are_told_with_their_fit_and_why(catalogue: Catalogue) -> None:
    (found,) = changes(catalogue, SheetChoices(), "表一").sheets
    assert [one.field for one in found.columns] == [
        "no",
        "township",
        "text",
        "level",
        "opened",
        "due",
        "status",
        "note",
    ]
    assert {one.why for one in found.columns} == {"表头一致"}
    assert found.columns[4].letters == "E"
    assert found.columns[4].samples == ("2026-03-01",)


def test_a_correction_is_for_its_sheet_alone(catalogue: Catalogue) -> None:
    columns = {n: name for n, name in enumerate(("no", "township", "note", "level", "opened", "due", "status", "text"))}
    asked = SheetChoices(corrections=Corrections({("甲.xlsx", "表一"): Correction("hazard", columns)}))
    found = changes(catalogue, asked, "表一", "表二")
    first, second = (change.draft.facts for change in found.new)
    assert (first["text"], first["note"]) == ("甲说", "护栏松动")
    assert (second["text"], second["note"]) == ("护栏松动", "甲说")
    assert found.sheets[0].columns[2].why == "人工指定"
    assert [one.corrected for one in found.sheets] == [True, False]


def test_a_column_can_be_left_out_and_a_sheet_too(catalogue: Catalogue) -> None:
    asked = SheetChoices(
        corrections=Corrections(
            {("", "表一"): Correction("hazard", {7: ""}), ("甲.xlsx", "表二"): Correction(skip=True)}
        )
    )
    found = changes(catalogue, asked, "表一", "表二")
    (change,) = found.new
    assert "note" not in change.draft.facts or change.draft.facts["note"] is None
    assert found.sheets[1].passed == "按您的选择不导入"
    assert not found.problems


def test_what_is_kept_holds_for_the_same_headings_alone(catalogue: Catalogue) -> None:
    (known,) = changes(catalogue, SheetChoices(), "表一").sheets
    asked = SheetChoices(corrections=Corrections(kept={known.signature: Correction("hazard", {2: "note", 7: "text"})}))
    same = changes(catalogue, asked, "另一名")
    assert same.new[0].draft.facts["text"] == "甲说"
    assert (same.sheets[0].kept, same.sheets[0].corrected) == (True, True)
    other = changes(catalogue, asked, "表一", headings=(*HEADINGS[:7], "说明"))
    assert other.new[0].draft.facts["text"] == "护栏松动"
    assert not other.sheets[0].kept


def test_a_decision_about_what_is_no_more_declared_asks_nothing(catalogue: Catalogue) -> None:
    asked = SheetChoices(corrections=Corrections({("甲.xlsx", "表一"): Correction("gone", {2: "gone", 99: "note"})}))
    found = changes(catalogue, asked, "表一")
    assert len(found.new) == 1


def test_a_field_may_be_named_for_one_sheet(catalogue: Catalogue) -> None:
    found = changes(catalogue, SheetChoices(given={"表一!text": "备注", "note": "隐患内容"}), "表一", "表二")
    assert [change.draft.facts.get("text") for change in found.new] == ["甲说", None]


def test_a_sheet_like_no_ledger_tells_its_columns_for_a_person_to_decide(catalogue: Catalogue) -> None:
    found = changes(catalogue, SheetChoices(), "表一", headings=("子", "丑", "寅", "卯", "辰", "巳", "午", "未"))
    (sheet,) = found.sheets
    assert sheet.map is None
    assert [one.heading for one in sheet.columns] == ["子", "丑", "寅", "卯", "辰", "巳", "午", "未"]
    assert not any(one.samples for one in sheet.columns)
    columns = {n: one for n, one in enumerate(("no", "township", "text", "level", "opened", "due", "status", "note"))}
    asked = SheetChoices(corrections=Corrections(kept={sheet.signature: Correction("hazard", columns)}))
    again = changes(catalogue, asked, "表一", headings=("子", "丑", "寅", "卯", "辰", "巳", "午", "未"))
    assert again.new[0].draft.facts["text"] == "护栏松动"
