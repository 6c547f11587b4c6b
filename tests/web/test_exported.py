"""A list taken away, edited offline and brought back: only what was edited changes, and a key cannot be edited by chance."""

from __future__ import annotations

import csv
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.test import Client

from taizhang.lists.query import EVERYTHING_SEEN, Filter, HeadQuery, Page
from taizhang.matters.acts import Particulars
from taizhang_site.accounts.models import Account
from taizhang_site.house import desk_of, site, today
from tests.web.people import OTHER


@pytest.fixture(scope="module")
def moved(county: None, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The number of a matter that acts have moved beyond what its row tells."""
    query = HeadQuery(
        EVERYTHING_SEEN,
        today(),
        filter=Filter(ledgers=("hazard",), units=(OTHER,), states=("in_progress",)),
        page=Page(size=1),
    )
    (head,) = site().journal.page(query).heads
    desk = desk_of(Account.objects.get(name="赵督查"))
    given = Particulars(note="督办件，补记", facts={"note": "=HYPERLINK(1)"})
    desk.act(desk.opened(head), "correct", today(), "exported-1", given)
    found = site().journal.head(head.matter)
    assert found
    paper = tmp_path_factory.mktemp("papers") / "依据.txt"
    paper.write_text("汛期暂停施工。", "utf-8")
    given = Particulars(note="等待汛期过后", evidence=(site().blobs.put(paper),))
    desk.act(desk.opened(found), "suspend", today(), "exported-2", given)
    return head.number


def taken(client: Client, address: str, **what: str) -> bytes:
    answer: Any = client.post(f"/matters/export?{address}", what, follow=True)
    content = b"".join(answer.streaming_content)
    answer.close()
    return content


def sheet_of(content: bytes) -> Any:
    return openpyxl.load_workbook(BytesIO(content)).active


@pytest.fixture
def client(signed_in: Callable[[str], Client]) -> Client:
    return signed_in("赵督查")


def test_an_edited_export_changes_the_edited_rows_alone_even_where_acts_moved_them(
    client: Client, moved: str, tmp_path: Path
) -> None:
    sheet = sheet_of(taken(client, f"ledger=hazard&unit={OTHER}"))
    titles = {cell.value: cell.column for cell in sheet[1]}
    row = next(one for one in range(2, sheet.max_row + 1) if sheet.cell(one, titles["编号"]).value == moved)
    assert (sheet.cell(row, titles["备注"]).value, sheet.cell(row, titles["备注"]).data_type) == ("=HYPERLINK(1)", "s")
    sheet.cell(row, titles["隐患内容"]).value = "离线改过的内容"
    path = tmp_path / "改过.xlsx"
    sheet.parent.save(path)
    done = site().import_files([path], today=today(), actor="赵督查")
    assert done.applied, done.obstacles
    assert [[name for name, _, _ in change.fields] for change in done.changes.changed] == [["text"]]
    (after,) = site().journal.find("hazard", moved)
    assert (after.facts["text"], after.state) == ("离线改过的内容", "suspended")


def test_keys_are_protected_and_everything_else_is_open(client: Client) -> None:
    sheet = sheet_of(taken(client, f"ledger=hazard&unit={OTHER}"))
    assert sheet.protection.sheet
    assert not sheet.protection.password
    assert sheet["A2"].protection.locked
    assert not sheet["B2"].protection.locked
    assert sheet.freeze_panes == "B2"
    assert sheet.data_validations.dataValidation
    template = sheet_of(client.get("/matters/template/hazard").content)
    assert not template.protection.sheet


def test_the_columns_shown_go_out_with_those_needed_to_come_back(client: Client, tmp_path: Path) -> None:
    content = taken(client, f"ledger=hazard&unit={OTHER}&column=number&column=f-note", what="shown")
    titles = [cell.value for cell in sheet_of(content)[1]]
    assert "备注" in titles
    assert "整改措施" not in titles
    assert titles[0] == "编号"
    path = tmp_path / "几栏.xlsx"
    path.write_bytes(content)
    changes = site().change_set([path]).changes
    assert (len(changes.new), len(changes.changed), len(changes.refused)) == (0, 0, 0)
    assert changes.unchanged > 10


def test_a_list_goes_out_as_text_without_formulas(client: Client, moved: str) -> None:
    text = taken(client, f"ledger=hazard&unit={OTHER}", what="csv").decode("utf-8-sig")
    rows = {row["编号"]: row for row in csv.DictReader(text.splitlines())}
    assert rows[moved]["备注"] == "'=HYPERLINK(1)"
