"""Each step of the program a bundle carries: it says what it found, and names what does not fit."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from taizhang.journal.canonical import canonical as of_journal
from taizhang.journal.checkpoint import Checkpoint, read_checkpoint
from taizhang.journal.merkle import further, leaf, root_of
from tests.bundled import VERIFY
from tests.reports.bundle.handmade import Handmade, bodies, canonical, entry, rows, run

WHOLE = """1. 《述职》的3个文件与定稿时相同。
2. 10条流水合成封存点的树根，定稿登记为qinglan/journal第10条。
3. 3条记录没有增减遗漏，其中3条已由流水推得。
4. 2个指标值由记录按口径重算一致。
5. 文档2处印的数与定稿相同。
6. 真实性由1份外来凭据证明。
"""


def told(tmp_path: Path, **parts: Any) -> tuple[int, str]:
    """What the program says to a bundle with these parts and a checkpoint of then."""
    folder = Handmade(**parts).write(tmp_path / "b")
    return run(folder, str(tmp_path / "then.txt"))


def changed(place: int, /, **parts: Any) -> list[Any]:
    """The rows with one changed."""
    found = rows()
    found[place] = {**found[place], **parts}
    return [*found]


def test_a_good_bundle_passes_every_step_and_says_what_was_found(tmp_path: Path) -> None:
    assert told(tmp_path) == (0, WHOLE)


def test_what_the_manifest_says_of_itself_is_told(tmp_path: Path) -> None:
    assert "3个文件与定稿时相同；另有2行没有计入。" in told(tmp_path, manifest={"notice": "；另有2行没有计入"})[1]


@pytest.mark.parametrize("name", ["r.docx", "r.html", "definitions.json"])
def test_step_1_names_a_file_that_is_gone_or_another(tmp_path: Path, name: str) -> None:
    folder = Handmade().write(tmp_path / "b")
    kept = (folder / name).read_bytes()
    for change in ((folder / name).unlink, lambda: (folder / name).write_bytes(kept + b" ")):
        change()
        says = f"核验未通过：第1步（manifest.json）文件“{name}”缺失，或与定稿时不同。\n"
        assert run(folder, str(tmp_path / "then.txt")) == (1, says)


def rewrite(name: str, before: str, after: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        text = (folder / name).read_bytes().decode()
        assert before in text
        (folder / name).write_bytes(text.replace(before, after, 1).encode())

    return change


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (rewrite("entries.txt", '"amount":3', '"amount":4'), "第1条流水的正文与封面的承诺值不符"),
        (rewrite("entries.txt", '"ledger":"note"', '"ledger":"mote"'), "封面与封存点（条数或树根）不符"),
        (rewrite("entries.txt", "\t" + "0a" * 32, "\t" + "0A" * 32), "不是小写的十六进制"),
        (rewrite("checkpoint.txt", "\n10\n", "\n9\n"), "封面与封存点（条数或树根）不符"),
        (rewrite("checkpoint.txt", "\n10\n", "\n010\n"), "封存点checkpoint.txt的写法不对"),
        (rewrite("manifest.json", '"title":"述职"', '"title":"述廉"'), "没有一条流水登记过这份清单manifest.json"),
        (rewrite("manifest.json", '"root":"', '"root":"0'), "定稿时的树根与流水的封面不符"),
    ],
)
def test_step_2_names_what_was_changed(tmp_path: Path, change: Callable[[Path], None], says: str) -> None:
    folder = Handmade().write(tmp_path / "b")
    change(folder)
    code, said = run(folder, str(tmp_path / "then.txt"))
    assert (code, "第2步" in said, says in said) == (1, True, True), said


def test_only_an_entry_of_the_editions_ledger_after_its_numbers_registers_it(tmp_path: Path) -> None:
    """A text that anybody may enter in a ledger of his own registers nothing."""
    assert "没有一条流水登记过" in told(tmp_path, registering="note")[1]
    assert "定稿登记为qinglan/journal第12条" in told(tmp_path, after=3)[1]
    folder = Handmade().write(tmp_path / "early")
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert manifest["entries"] == 9


def test_a_leaf_stands_for_a_header_in_the_public_form_alone(tmp_path: Path) -> None:
    code, said = told(tmp_path, receiver="public", blind=frozenset({3}))
    assert (code, "；1条流水只有摘要，是否遗漏以定稿时冻结的记录为准" in said) == (0, True), said
    for form in ("superior", ""):
        code, said = told(tmp_path, receiver=form, blind=frozenset({3}))
        assert (code, "第2步" in said) == (1, True), said


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (changed(0, facts={"closed": "2026-03-05"}), "“case”的记录“D1”与它的流水不符：closed"),
        (changed(0, facts={"closed": None}), "“case”的记录“D1”与它的流水不符：closed"),
        (changed(0, completed="2026-03-02"), "“D1”与它的流水不符：报结日期"),
        (changed(1, discontinued="2026-03-03"), "“D2”与它的流水不符：终止日期"),
        (changed(1, discontinued=None), "“D2”与它的流水不符：终止日期"),
        (changed(2, number="D9"), "“D9”与它的流水不符：编号"),
        (changed(2, state="done"), "“D3”与它的流水不符：状态"),
        (changed(2, number="", state="done"), "的记录“c”与它的流水不符：编号、状态"),
        (changed(2, ledger="note"), "“note”的记录“D3”的流水属于别的台账"),
        (changed(0, entries=[1, 5, 4, 6]), "记录“a”的流水不齐"),
        (changed(0, matter="x"), "记录“x”的流水不齐"),
        (changed(0, entries=[1, 4, 5]), "与它的流水不符"),
        (changed(2, entries=[]), "的流水属于别的台账"),
        (rows()[:2], "有流水没有对应的记录：记录被漏去或多出"),
        ([*rows(), rows()[2]], "有流水没有对应的记录：记录被漏去或多出"),
    ],
)
def test_step_3_names_a_row_that_is_not_what_its_entries_make(tmp_path: Path, wrong: list[Any], says: str) -> None:
    """Whoever freezes may write what he likes: everything agrees with everything but the rows with their entries."""
    code, said = told(tmp_path, rows=wrong)
    assert (code, "第3步" in said, says in said) == (1, True, True), said


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (rewrite("rows.txt", '"D1"', '"D7"'), "的记录“D7”与定稿时不同"),
        (rewrite("rows.txt", "\n", "\r\n"), "与定稿时不同"),
        (lambda folder: rewrite("rows.txt", (text := (folder / "rows.txt").read_text("utf-8"))[:64], text[:64].upper())(folder), "不是小写"),
        (lambda folder: (folder / "rows.txt").write_text("".join(reversed((folder / "rows.txt").read_text("utf-8").splitlines(True))), "utf-8"), "记录有增减，或次序"),
    ],
)  # fmt: skip
def test_step_3_names_a_row_changed_afterwards(tmp_path: Path, change: Callable[[Path], None], says: str) -> None:
    folder = Handmade().write(tmp_path / "b")
    change(folder)
    code, said = run(folder, str(tmp_path / "then.txt"))
    assert (code, "第3步" in said, says in said) == (1, True, True), said


def test_rows_without_the_bodies_of_their_entries_stand_on_what_was_frozen(tmp_path: Path) -> None:
    wrong = changed(0, facts={"closed": "2026-03-05"})
    code, said = told(tmp_path, rows=wrong, receiver="superior", shut=frozenset(range(1, 10)))
    assert (code, "3条记录没有增减遗漏，其中0条已由流水推得" in said) == (0, True), said
    code, said = told(tmp_path, rows=[*rows()], receiver="superior", shut=frozenset({4}))
    assert (code, "其中2条已由流水推得" in said) == (0, True), said


def test_an_erased_row_leaves_its_numbers_untold_and_every_other_proof_as_it_was(tmp_path: Path) -> None:
    folder = Handmade().write(tmp_path / "b")
    path = folder / "rows.txt"
    lines = path.read_text("utf-8").splitlines()
    wrong = ("- 1 4 5  6", "-1 4 5 6", "- 01 4 5 6", "- 1 4 5")
    for stone, good in (("- 1 4 5 6", True), *((one, False) for one in wrong)):
        path.write_text("".join(f"{one}\n" for one in (f"{lines[0][:64]}\t{stone}", *lines[1:])), "utf-8")
        code, said = run(folder, str(tmp_path / "then.txt"))
        assert code == (0 if good else 1), (stone, said)
        assert ("0个指标值由记录按口径重算一致，2个的记录或口径不在包内，没有重算" in said) == good


def test_an_erased_row_of_one_ledger_leaves_the_numbers_of_another_told(tmp_path: Path) -> None:
    note = {"ledger": "note", "matter": "n", "number": "", "state": "open", "facts": {"text": "x"}, "entries": [3]}
    parts: dict[str, Any] = {"rows": [*rows(), note], "manifest": {"ledgers": ["case", "note"]}}
    assert told(tmp_path, **parts)[0] == 0
    path = tmp_path / "b" / "rows.txt"
    *lines, last = path.read_text("utf-8").splitlines()
    path.write_text("".join(f"{one}\n" for one in (*lines, f"{last[:64]}\t- 3")), "utf-8")
    assert "2个指标值由记录按口径重算一致。" in run(tmp_path / "b", str(tmp_path / "then.txt"))[1]


def test_what_was_merged_or_split_is_counted_in_what_stands_for_it(tmp_path: Path) -> None:
    told_of = bodies()
    for state in ("merged", "split"):
        told_of[8] = ("case", entry("c", 1, state, number="D3"))
        code, said = told(tmp_path, bodies=told_of, rows=changed(2, state=state, discontinued="2026-03-01"))
        assert (code, "重算为1，定稿为2" in said) == (1, True), said


CELL = {"id": "open@2026", "title": "未办结", "amount": "2", "words": []}


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ({"amount": "3"}, "“未办结”（open@2026）按口径由记录重算为2，定稿为3"),
        ({"amount": ""}, "重算为2，定稿为None"),
        ({"words": ["甲", "乙"]}, "重算为2，定稿为甲、乙"),
    ],
)
def test_step_4_names_a_number_that_is_not_what_its_definition_makes(
    tmp_path: Path, cell: dict[str, Any], says: str
) -> None:
    code, said = told(tmp_path, manifest={"cells": [{**CELL, **cell}]})
    assert (code, "第4步" in said, says in said) == (1, True, True), said


def test_words_are_told_instead_of_the_amount_of_a_number_that_has_them(tmp_path: Path) -> None:
    parts = Handmade().definitions
    parts["cells"]["open@2026"]["words"] = ["of", "case", ["is", True], "id"]
    assert "重算为a、b、c，定稿为2" in told(tmp_path, definitions=parts)[1]
    assert told(tmp_path, definitions=parts, manifest={"cells": [{**CELL, "words": ["a", "b", "c"]}]})[0] == 0


def test_a_number_whose_definition_is_not_given_is_counted_as_not_recomputed(tmp_path: Path) -> None:
    parts = Handmade().definitions
    parts["cells"]["open@2026"].update(amount=None, words=None)
    assert "1个指标值由记录按口径重算一致，1个的记录或口径不在包内，没有重算" in told(tmp_path, definitions=parts)[1]


def test_a_derived_column_is_made_before_numbers_and_read_like_any_other(tmp_path: Path) -> None:
    parts = Handmade().definitions
    parts["ledgers"]["case"] = [["end", ["or", "closed", "discontinued"]]]
    parts["cells"]["open@2026"]["amount"] = ["size", ["of", "case", ["==", "end", ["is", None]], ["is", 1]]]
    assert "重算为1，定稿为2" in told(tmp_path, definitions=parts)[1]
    assert told(tmp_path, definitions=parts, manifest={"cells": [{**CELL, "amount": "1"}]})[0] == 0


def test_a_field_that_a_definition_reads_stands_in_every_row_but_of_the_first_form(tmp_path: Path) -> None:
    """Else whoever freezes leaves a closing day out, and the matter counts as open."""
    wrong = changed(0, facts={})
    code, said = told(tmp_path, rows=wrong)
    assert (code, "第4步（definitions.json）'closed'" in said) == (1, True), said
    open_ = {"cells": [{**CELL, "amount": "3"}], "format": "taizhang-edition/1"}
    assert told(tmp_path, rows=wrong, manifest=open_)[0] == 0
    assert told(tmp_path, rows=wrong, manifest={**open_, "format": "taizhang-edition/2"})[0] == 1


@pytest.mark.parametrize("name", ["r.docx", "r.html"])
def test_step_5_names_the_document_that_prints_something_else(tmp_path: Path, name: str) -> None:
    folder = Handmade(manifest={"printed": [["open@2026", "3件"], ["claim:rate@2026", "过三成"]]}).write(tmp_path / "b")
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    whole = Handmade(manifest={"printed": manifest["printed"], "outputs": {name: ""}})
    code, said = run(whole.write(tmp_path / "b"), str(tmp_path / "then.txt"))
    assert (code, f"第5步（The .docx and .html）“{name}”里印的数与定稿清单不同" in said) == (1, True), said


def test_step_5_holds_the_tag_of_a_word_document_against_the_cell(tmp_path: Path) -> None:
    printed = {"printed": [["rate@2026", "2件"], ["claim:rate@2026", "过三成"]]}
    assert "“r.docx”里印的数" in told(tmp_path, manifest=printed)[1]


def test_step_6_wants_something_from_elsewhere_that_reaches_as_far_as_the_edition(tmp_path: Path) -> None:
    folder = Handmade(after=3).write(tmp_path / "b")
    alone = "只能说明包内自相一致，真实性未经证明：没有给出定稿以后的封存点，也没有公钥"
    assert run(folder)[1].endswith(f"（What came from elsewhere）{alone}。\n")
    headers = [line.split(b"\t")[0] for line in (folder / "entries.txt").read_bytes().split(b"\n")[:-1]]
    leaves = [leaf(one) for one in headers]
    early = tmp_path / "early.txt"
    point = read_checkpoint((tmp_path / "then.txt").read_text("utf-8"))
    for size, enough in ((11, False), (12, True)):
        early.write_text(str(Checkpoint(point.origin, size, root_of(leaves[:size]))), "utf-8")
        code, said = run(folder, str(early))
        assert code == (0 if enough else 1), said
        assert ("另有1份早于定稿，只证明它以前的流水没有改写" in said) != enough
    early.write_text(str(Checkpoint(point.origin, 11, root_of(leaves[:11]))), "utf-8")
    said = run(folder, str(early), str(tmp_path / "then.txt"))[1]
    assert said.endswith("6. 真实性由1份外来凭据证明，另有1份早于定稿，只证明它以前的流水没有改写。\n")
    later = [*leaves, bytes(32), bytes([1] * 32)]
    proof = "".join(f"{size} {root.hex()}\n" for size, root in further(later, 12))
    early.write_text(f"extension\n{proof}\n\n{Checkpoint(point.origin, 14, root_of(later))}", "utf-8")
    assert run(folder, str(early))[0] == 0


def test_the_folder_may_be_left_out_by_whoever_stands_in_it() -> None:
    """Then it is that of the program: the folder of the sources, where there is no manifest."""
    assert VERIFY.main() == 1


def test_canonical_is_what_the_journal_writes() -> None:
    assert canonical({"b": 1, "a": "甲"}).encode() == of_journal({"b": 1, "a": "甲"})
