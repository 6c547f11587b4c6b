"""What a bundle tells a superior and the public: the numbers that may be recomputed, and nothing beyond what they need."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner, Result

from taizhang.__main__ import app
from taizhang.journal import merkle
from taizhang.matters.entry import RECORD, Intention
from taizhang.papers.bundle import bundle
from taizhang.papers.editions import Edition, editions, faults, settle
from taizhang.papers.receivers import OUTSIDE, PUBLIC, SUPERIOR
from taizhang.site.site import Site
from taizhang.terms.problem import Refused
from tests.papers.test_bundle import verified
from tests.papers.test_editions import DAY, HEADINGS, YEAR
from tests.security.needles import found

TEXTS = (
    "修缮海棠渠针脚文字",
    "经办备注针脚文字",
    "佐证附件针脚",
    "梧桐来源针脚",
    "经办人针脚",
    "反映海棠问题针脚",
    "A0007针脚码",
)
PETITION = (
    "登记编号",
    "信访人代码",
    "信访渠道",
    "问题属地",
    "反映问题",
    "受理日期",
    "办理期限",
    "办结日期",
    "办理状态",
)
MEETING = (
    ("会议编号", "会议名称", "会议类型", "会议日期", "参会人数", "是否印发纪要"),
    *((f"H{n}", f"会议针脚名称{n}", "专题会议", f"2026-03-0{n}", "9", "否") for n in range(1, 7)),
)
TEMPLATE = (
    '+++\ntitle = "情况"\n+++\n\n全年交办{{figure:supervision_opened|unit}}，召开会议{{figure:meeting_meetings|unit}}，'
    "受理信访{{figure:petition_opened|unit}}，公示{{figure:bulletins|unit}}。\n"
)
OWN = """
[figure.both]
title = "督查件和信访件"
kind = "total"
of = ["supervision_opened", "petition_opened"]
unit = "件"
decimals = 0

[ledger.bulletin]
title = "公示栏登记"
noun = "公示"
counter = "条"
lifecycle = "activity"
level = "public"
key = ["no"]
field.no = { title = "编号", required = true }
field.text = { title = "内容" }
field.opened = { title = "公示日期", type = "date" }

[figure.bulletins]
title = "公示"
ledger = "bulletin"
kind = "flow"
date = "opened"
unit = "条"
"""


def book(path: Path, rows: Iterable[Sequence[object]]) -> Path:
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append(list(row))
    workbook.save(path)
    return path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office with eight supervised matters, six meetings and three petitions, full of words that no number needs."""
    folder = tmp_path_factory.mktemp("office")
    home = folder / "site"
    Site.create(home, "青岚县人民政府办公室", "office").close()
    (home / "catalogue" / "own.toml").write_text(OWN, encoding="utf-8")
    (home / "catalogue" / "templates" / "mini.md").write_text(TEMPLATE, encoding="utf-8")
    summed = TEMPLATE.replace("。\n", "，合计{{figure:both|unit}}。\n")
    (home / "catalogue" / "templates" / "summed.md").write_text(summed, encoding="utf-8")
    rows = [(f"D{n}", TEXTS[0], "批示件", "2026-03-02", "2026-03-20", "东桥镇", "", "未办结") for n in range(1, 9)]
    letters = [
        (f"信{n}", TEXTS[6], "来信", "东桥镇", TEXTS[5], "2026-05-06", "2026-07-05", "", "办理中") for n in range(1, 4)
    ]
    with Site(home) as site:
        for name, ledger, sheet in (
            ("梧桐来源针脚", "supervision", [HEADINGS, *rows]),
            ("会议", "meeting", MEETING),
            ("信访", "petition", [PETITION, *letters]),
        ):
            path = book(folder / f"{name}.xlsx", sheet)
            assert site.import_files([path], today=DAY, actor=TEXTS[4], ledger=ledger).applied, name
        evidence = site.keep_file(TEXTS[2].encode(), ("supervision",))
        (head, *_) = site.journal.heads("supervision")
        told = {"text": TEXTS[0]}
        site.journal.append(
            (
                Intention(
                    TEXTS[4],
                    "n",
                    "supervision",
                    "correct",
                    DAY,
                    head.matter,
                    note=TEXTS[1],
                    facts=told,
                    evidence=(evidence,),
                ),
                *(
                    Intention(
                        "甲",
                        f"b{n}",
                        "bulletin",
                        RECORD,
                        DAY,
                        number=f"G{n}",
                        facts={"no": f"G{n}", "text": TEXTS[0], "opened": "2026-04-01"},
                    )
                    for n in range(1, 10)
                ),
            )
        )
        for name in ("mini", "summed"):
            settle(site, name, YEAR, "主任", actor="甲", on=DAY)
    return home


def unpacked(home: Path, folder: Path, report: str, receiver: str) -> tuple[Path, str]:
    """A receiver's bundle unpacked, with the checkpoint of now beside it, and what ``verify.py`` says to it."""
    with Site(home) as site:
        edition = edition_of(site, report)
        zipfile.ZipFile(BytesIO(bundle(site, edition, receiver))).extractall(folder / receiver)
    (folder / "then.txt").write_text((folder / receiver / "checkpoint.txt").read_text("utf-8"), encoding="utf-8")
    code, said = verified(folder / receiver, "then.txt")
    assert code == 0, said
    return folder / receiver, said


def edition_of(site: Site, report: str) -> Edition:
    return next(one for one in editions(site) if one.report == report)


def cells_of(folder: Path) -> dict[str, dict[str, str]]:
    return {one["figure"]: one for one in json.loads((folder / "manifest.json").read_bytes())["cells"]}


def ledgers_of_rows(folder: Path) -> set[str]:
    lines = (folder / "rows.txt").read_text("utf-8").splitlines()
    return {json.loads(line.partition("\t")[2])["ledger"] for line in lines}


@pytest.mark.parametrize("report", ["mini", "summed"])
@pytest.mark.parametrize("receiver", OUTSIDE)
def test_no_word_that_no_number_needs_leaves_with_a_bundle(
    made: Path, tmp_path: Path, report: str, receiver: str
) -> None:
    """Facts no definition reads, notes, who acted, file names, evidence: none of them in any file, packed or not."""
    folder, _ = unpacked(made, tmp_path, report, receiver)
    assert found([folder], TEXTS) == []
    bodies = [line for line in (folder / "entries.txt").read_bytes().split(b"\n") if b"\t" in line]
    assert len(bodies) == 1, "the edition's own entry"
    assert not (folder / "text.md").exists()


def test_the_whole_bundle_holds_the_bodies_but_no_word_of_a_sensitive_ledger(made: Path, tmp_path: Path) -> None:
    """The control: the same needles are found where they may be, so the search can find them."""
    folder, said = unpacked(made, tmp_path, "mini", "inside")
    hits = " ".join(found([folder], TEXTS))
    assert all(one in hits for one in (TEXTS[0], TEXTS[1], TEXTS[3], TEXTS[4]))
    assert not any(one in hits for one in (TEXTS[5], TEXTS[6]))
    assert "不含" not in said
    assert ledgers_of_rows(folder) == {"supervision", "meeting", "petition", "bulletin"}


def test_a_superior_recomputes_what_is_internal_and_is_told_no_small_count(made: Path, tmp_path: Path) -> None:
    folder, said = unpacked(made, tmp_path, "mini", SUPERIOR)
    assert "3个指标值由记录按口径重算一致，1个的记录或口径不在包内" in said
    assert "本包给上级和邻近单位，不含：1个数的确切值、口径和记录、信访事项登记的记录、各条流水的正文" in said
    assert "只有摘要" not in said
    cells = cells_of(folder)
    assert (cells["supervision_opened"]["amount"], cells["petition_opened"]["amount"]) == ("8", "")
    assert all(not one["rows"] for one in cells.values())
    assert ledgers_of_rows(folder) == {"supervision", "meeting", "bulletin"}
    row = json.loads((folder / "rows.txt").read_text("utf-8").split("\n")[0].partition("\t")[2])
    assert set(row["facts"]) <= {"opened", "no", "date", "held"}, "the columns definitions read, and nothing else"


def test_rows_beside_which_a_small_count_could_be_worked_out_stay_away(made: Path, tmp_path: Path) -> None:
    """The sum of an internal and a sensitive ledger: whoever had the rows of the one would know the other's count."""
    folder, said = unpacked(made, tmp_path, "summed", SUPERIOR)
    assert ledgers_of_rows(folder) == {"meeting", "bulletin"}
    cells = cells_of(folder)
    assert [cells[one]["amount"] for one in ("supervision_opened", "petition_opened", "both")] == ["", "", ""]
    assert "3个数的确切值" in said


def test_the_public_is_given_public_ledgers_and_leaves_of_all_others(made: Path, tmp_path: Path) -> None:
    """How many entries a sensitive ledger has is not told either."""
    folder, said = unpacked(made, tmp_path, "mini", PUBLIC)
    assert ledgers_of_rows(folder) == {"bulletin"}
    assert "1个指标值由记录按口径重算一致，3个" in said
    assert "条流水只有摘要，是否遗漏以定稿时冻结的记录为准" in said
    lines = (folder / "entries.txt").read_text("utf-8").splitlines()
    shown = {json.loads(line.partition("\t")[0])["ledger"] for line in lines if line.startswith("{")}
    assert shown == {"bulletin", "edition"}
    for word in ("petition", "supervision"):
        assert word not in "".join(lines)


@pytest.mark.parametrize("receiver", OUTSIDE)
def test_what_a_form_leaves_out_cannot_be_changed_unnoticed(made: Path, tmp_path: Path, receiver: str) -> None:
    """Not by whoever passes it on, and not by claiming another receiver; the page's and the word file's bytes neither."""
    folder, _ = unpacked(made, tmp_path, "mini", receiver)
    whole = (folder / "manifest.json").read_text("utf-8")
    other = PUBLIC if receiver == SUPERIOR else SUPERIOR
    for wrong in (
        whole.replace(f'"receiver":"{receiver}"', f'"receiver":"{other}"'),
        whole.replace('["bodies",""],', ""),
        whole.replace(f'"receiver":"{receiver}",', ""),
    ):
        assert wrong != whole
        (folder / "manifest.json").write_text(wrong, "utf-8")
        code, said = verified(folder, "then.txt")
        assert (code, "第2步" in said) == (1, True), said


def test_a_leaf_in_the_place_of_a_header_is_taken_from_nobody_but_the_public_form(made: Path, tmp_path: Path) -> None:
    """Else an entry of a ledger could be hidden from a superior as one of another's."""
    folder, _ = unpacked(made, tmp_path, "mini", SUPERIOR)
    path = folder / "entries.txt"
    lines = path.read_bytes().split(b"\n")
    lines[0] = merkle.leaf(lines[0]).hex().encode()
    path.write_bytes(b"\n".join(lines))
    code, said = verified(folder, "then.txt")
    assert (code, "第2步" in said) == (1, True), said


def test_altered_forms_are_found_by_fsck(made: Path, tmp_path: Path) -> None:
    home = tmp_path / "site"
    shutil.copytree(made, home)
    with Site(home) as site:
        assert list(faults(site)) == []
        edition = edition_of(site, "mini")
        for name in ("superior-manifest.json", "public-rows.txt", "public-mini-2026.html"):
            path = edition.folder / name
            kept = path.read_bytes()
            path.write_bytes(kept[:-40] + b"x" + kept[-39:])
            assert [one.code for one in faults(site)] == ["RPT-053"], name
            path.write_bytes(kept)
        (edition.folder / "superior-rows.txt").unlink()
        assert [one.code for one in faults(site)] == ["RPT-053"]


def test_the_command_writes_a_form_and_says_what_is_not_in_it(made: Path, tmp_path: Path) -> None:
    def run(receiver: str) -> Result:
        given = ["-p", "2026", "--for", receiver, "-o", str(tmp_path / "b.zip"), "--home", str(made)]
        return CliRunner().invoke(app, ["editions", "bundle", "mini", *given])

    done = run("superior")
    assert done.exit_code == 0, done.output
    assert "信访事项登记的记录" in done.output.replace("\n", "")
    assert json.loads(zipfile.ZipFile(tmp_path / "b.zip").read("manifest.json"))["receiver"] == "superior"
    assert "只在本单位内使用" in run("inside").output.replace("\n", "")
    wrong = run("neighbour")
    assert (wrong.exit_code, "RPT-075" in wrong.output) == (1, True)


def test_an_edition_of_before_there_were_forms_says_that_it_stays_inside(made: Path) -> None:
    with Site(made) as site:
        old = replace(edition_of(site, "mini"), outside={})
        with pytest.raises(Refused) as refused:
            bundle(site, old, SUPERIOR)
        assert [one.code for one in refused.value.problems] == ["RPT-075"]
        assert bundle(site, old)
