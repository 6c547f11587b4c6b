"""Amounts taken in a wrong unit are found afterwards: by their workbook read again, and by the ledger's others."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from taizhang.casework.amount_audit import audit_amounts
from taizhang.matters.entry import CORRECT, Intention
from taizhang.site.site import Site

HEAD = "编号,乡镇,场所,隐患内容,隐患级别,发现日期,整改期限,状态,整改资金（万元）"


def _site(folder: Path, amounts: list[str]) -> Site:
    """A site whose hazards cost these amounts (万元), imported from one workbook."""
    book = folder / "隐患.csv"
    rows = [
        f"E-{n},东桥镇,{n}号店,通道堵塞{n},一般,2026-09-01,2026-12-15,办理中,{one}" for n, one in enumerate(amounts)
    ]
    book.write_text("\n".join((HEAD, *rows)) + "\n", encoding="utf-8")
    site = Site.create(folder / "site", name="云岭县")
    found = site.change_set([book])
    assert not found.obstacles
    site.admit(site.plan_intentions(found.changes, "管理员", date(2026, 9, 2)), [book])
    return site


def _codes(site: Site) -> list[tuple[str, str]]:
    return [(one.code, one.place.matter) for one in audit_amounts(site).problems]


def test_amounts_of_one_magnitude_are_in_no_doubt(tmp_path: Path) -> None:
    with _site(tmp_path, ["3", "35", "0.5", "120", "9.8", "4"]) as site:
        found = audit_amounts(site)
        assert (found.matters, found.workbooks, found.problems) == (6, 1, ())


def _put(site: Site, number: str, amount: str) -> None:
    """The amount as an earlier reader would have kept it."""
    head = next(one for one in site.journal.heads("hazard") if one.number == number)
    asked = Intention(
        "管理员",
        f"put:{number}:{amount}",
        "hazard",
        CORRECT,
        date(2026, 9, 3),
        head.matter,
        head.mseq,
        facts={"funds": amount},
        note="旧版读法",
    )
    site.journal.append([asked])


def test_an_amount_its_workbook_says_in_another_unit_is_named_with_its_cell(tmp_path: Path) -> None:
    with _site(tmp_path, ["3", "35", "0.5"]) as site:
        _put(site, "E-1", "350000")
        (one,) = audit_amounts(site).problems
        assert (one.code, one.place.matter, one.place.file, one.place.cell) == ("INT-082", "E-1", "隐患.csv", "A3")
        assert "350000万元" in one.message
        assert "35万元" in one.message


def test_an_amount_that_was_corrected_to_another_number_is_in_no_doubt(tmp_path: Path) -> None:
    with _site(tmp_path, ["3", "35", "0.5"]) as site:
        _put(site, "E-1", "36")
        assert not audit_amounts(site).problems


def test_an_amount_ten_thousand_times_the_middle_is_out_of_line_and_one_just_below_is_not(tmp_path: Path) -> None:
    with _site(tmp_path, ["1", "1", "1", "1", "9999", "10000"]) as site:
        assert _codes(site) == [("INT-083", "E-5")]


def test_a_ten_thousandth_of_the_middle_is_out_of_line_and_a_few_amounts_have_no_middle(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    with _site(tmp_path / "a", ["10000", "10000", "10000", "10000", "1"]) as site:
        assert _codes(site) == [("INT-083", "E-4")]
    with _site(tmp_path / "b", ["10000", "10000", "10000", "1"]) as site:
        assert not _codes(site)


def test_nothing_is_changed_by_looking(tmp_path: Path) -> None:
    with _site(tmp_path, ["3", "35", "0.5"]) as site:
        _put(site, "E-1", "350000")
        before = site.journal.size
        audit_amounts(site)
        assert site.journal.size == before
