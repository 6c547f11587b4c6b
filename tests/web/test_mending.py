"""Refused rows are put right on the page of their import, cell by cell, and admitted with one press."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

from django.test import Client

from taizhang.intake.corrections import Corrections
from taizhang_site.house import site, today
from tests.web.people import OTHER
from tests.web.test_mapping import book, form, head, row, sent

SignedIn = Callable[[str], Client]
HEADINGS = ("编号", "乡镇", "隐患内容", "隐患级别", "发现日期", "整改期限", "状态", "备注")


def cells(text: str) -> dict[str, dict[str, str]]:
    """What the page offers to be typed anew: address → number of its input, its key, what stands there and why not."""
    found = {}
    for part in re.findall(r"<div( class=\"bad\")?><label for=\"m-(\d+)\">(.*?)</div>", text, re.DOTALL):
        key = unescape(re.search(r'name="m-key-\d+" value="([^"]+)"', part[2])[1])  # type: ignore[index]
        was = unescape(re.search(r'name="m-was-\d+" value="([^"]*)"', part[2])[1])  # type: ignore[index]
        why = re.search(r'class="wrong" id="why-\d+">(.*?)</p>', part[2])
        found[key.split("\t")[2]] = {"n": part[1], "key": key, "was": was, "why": why[1] if why else ""}
    return found


def typed(text: str, sure: tuple[str, ...] = (), **given: str) -> dict[str, str]:
    """The form as it is sent when these cells are typed anew; all the others go as they are."""
    told = form(text)
    for cell, one in cells(text).items():
        told |= {f"m-key-{one['n']}": one["key"], f"m-was-{one['n']}": one["was"]}
        told[f"m-{one['n']}"] = given.get(cell, one["was"])
        if cell in sure:
            told[f"m-sure-{one['n']}"] = "1"
    return told


def press(client: Client, do: str, told: dict[str, str]) -> str:
    """The page that follows."""
    return str(client.post("/import/apply", {**told, "do": do}, follow=True).content.decode())


def upload(client: Client, *rows: tuple[Any, ...]) -> str:
    return sent(client, book(*rows, headings=HEADINGS))


def test_one_press_admits_rows_put_right(signed_in: SignedIn) -> None:
    client = signed_in("赵督查")
    text = upload(client, row("GH-1"), row("GH-2", level="吓人"), row("GH-3", opened="后天"))
    found = cells(text)
    assert (found["D3"]["was"], found["E4"]["was"]) == ("吓人", "后天")
    assert found["D3"]["why"]
    assert found["E4"]["why"]
    assert not found["A3"]["why"]
    done = press(client, "mend_apply", typed(text, D3="重大", E4="2026-10-09"))
    assert "已写入 3 条流水" in done
    assert [head(f"GH-{n}").facts["opened"] for n in (1, 2, 3)] == ["2026-10-08", "2026-10-08", "2026-10-09"]
    (entry,) = site().journal.history(head("GH-2").matter)
    assert entry.intention.note == "导入时在页面改正：D3由“吓人”改为“重大”。"
    assert site().journal.history(head("GH-1").matter)[0].intention.note == ""
    assert entry.intention.source.row == 3


def test_what_is_still_wrong_comes_back_with_what_was_typed_and_nothing_is_written(signed_in: SignedIn) -> None:
    client = signed_in("赵督查")
    text = upload(client, row("GI-1"), row("GI-2", level="吓人"), row("GI-3", opened="后天"))
    again = press(client, "mend_apply", typed(text, D3="重大", E4="大后天"))
    assert head("GI-1") is None
    assert re.search(r"<strong>1</strong><span>驳回", again)
    assert cells(again)["E4"]["was"] == "大后天"
    assert "D3" not in cells(again)
    done = press(client, "mend_apply", typed(again, E4="2026-10-09"))
    assert "已写入 3 条流水" in done
    assert head("GI-2").facts["level"] == "重大"


def test_looked_at_again_first_it_is_admitted_as_seen(signed_in: SignedIn) -> None:
    client = signed_in("赵督查")
    again = press(client, "mend", typed(upload(client, row("GJ-1", level="吓人")), D2="重大"))
    assert re.search(r"<strong>1</strong><span>新增", again)
    assert head("GJ-1") is None
    assert "已写入 1 条流水" in press(client, "apply", form(again))


def test_a_far_year_waits_until_somebody_says_it_is_right(signed_in: SignedIn) -> None:
    client = signed_in("赵督查")
    rows = [row("GK-1", opened="1926-03-05"), row("GK-2", due="2036-12-08"), row("GK-3", due="2031-12-31")]
    text = upload(client, *rows)
    found = cells(text)
    assert {cell for cell, one in found.items() if one["why"]} == {"E2", "F3"}
    assert len(re.findall(r'name="m-sure-\d+"', text)) == 2
    done = press(client, "mend_apply", typed(text, sure=("F3",), E2="2026-03-05"))
    assert "已写入 3 条流水" in done
    assert (head("GK-1").facts["opened"], head("GK-2").facts["due"]) == ("2026-03-05", "2036-12-08")
    assert "F3的“2036-12-08”经核对无误" in site().journal.history(head("GK-2").matter)[0].intention.note


def test_rows_put_right_are_held_to_the_same_policy_as_any_import(tmp_path: Path) -> None:
    """Somebody of one town types another town's name: refused as if the file had said so."""
    path = tmp_path / "册.xlsx"
    path.write_bytes(book(row("GL-1", level="吓人"), headings=HEADINGS))
    cells = {("册.xlsx", "自己的表", "D2"): "重大"}

    def refused(name: str, **more: str) -> list[str]:
        typed = {**cells, **{("册.xlsx", "自己的表", cell): text for cell, text in more.items()}}
        by = site().roll.actor(name, today())
        found = site().change_set([path], by, corrections=Corrections(cells=typed)).changes
        return [one.at.cell for one in found.refused]

    assert refused("赵督查") == refused("赵督查", B2=OTHER) == []
    assert refused("钱承办", B2=OTHER) == ["B2"]


def test_what_others_wrote_meanwhile_is_seen_before_anything_is_written(signed_in: SignedIn) -> None:
    client = signed_in("赵督查")
    text = upload(client, row("GM-1"), row("GM-2", level="吓人"))
    other = signed_in("孙督查")
    press(other, "apply", form(upload(other, row("GM-1", note="别人先写"))))
    again = press(client, "mend_apply", typed(text, D3="重大"))
    assert "WEB-034" in again
    assert head("GM-2") is None


def test_forged_cells_change_nothing(signed_in: SignedIn) -> None:
    client = signed_in("赵督查")
    text = upload(client, row("GN-1"), row("GN-2", level="吓人"))
    told = {**form(text), "mended": '[["a","b"],7]', "m-key-0": "不在\t这里\tZZZ99999", "m-0": "甲", "m-was-0": "乙"}
    again = press(client, "mend", told)
    assert re.search(r"<strong>1</strong><span>待定", again)
    assert press(client, "mend", {**form(text), "mended": "{"})


def test_why_a_cell_is_refused_is_told_in_english_as_well(signed_in: SignedIn) -> None:
    client = signed_in("赵督查")
    client.post("/language", {"language": "en", "next": "/board"})
    found = cells(upload(client, row("GH-1", opened="2026-02-30"), row("GH-2", level="吓人")))
    assert found["E2"]["why"] == "there is no such date"
    assert found["D3"]["why"] == "the words are none of the choices agreed on"
