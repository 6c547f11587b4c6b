"""The verifier of a bundle: each step refuses what it is there to refuse, and every proof of every tree is followed."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from taizhang.journal.merkle import inclusion, leaf, root_of
from taizhang.reports.verify_edition import WrongError, check_numbers, inside, main, verify

SALT = b"ab" * 32
ORIGIN = "taizhang/某县"


@pytest.mark.parametrize("size", range(1, 10))
def test_a_proof_leads_from_its_leaf_to_the_root_and_from_no_other(size: int) -> None:
    leaves = [leaf(f"{n}".encode()) for n in range(size)]
    for at, one in enumerate(leaves):
        proof = list(inclusion(leaves, at))
        assert inside(one, at, size, proof) == root_of(leaves)
        for other in range(size):
            if other != at:
                assert not leads(leaves[other], at, size, proof, root_of(leaves))
        assert not leads(one, at, size, [*proof, one], root_of(leaves))
        if proof:
            assert not leads(one, at, size, proof[:-1], root_of(leaves))


def leads(one: bytes, at: int, size: int, proof: list[bytes], root: bytes) -> bool:
    try:
        return inside(one, at, size, proof) == root
    except WrongError:
        return False


def bundle(folder: Path, **changed: Any) -> Path:
    """A sound bundle of an edition that is the second of three entries, or one with something changed."""
    folder.mkdir(exist_ok=True)
    (folder / "a.docx").write_bytes(b"docx")
    (folder / "text.md").write_text("正文")
    manifest = {
        "title": "述职\n述廉报告",
        "outputs": {"a.docx": sha256(b"docx").hexdigest()},
        "template": sha256("正文".encode()).hexdigest(),
        "cells": [{"title": "件数", "rows": {"": ["甲1"]}}, {"title": "人数", "rows": {}}],
        "rows": {"甲1": "d"},
    } | changed.get("manifest", {})
    text = json.dumps(manifest, ensure_ascii=False)
    (folder / "manifest.json").write_text(text)
    body = json.dumps({"facts": {"digest": changed.get("digest", sha256(text.encode()).hexdigest())}}).encode()
    commits = changed.get("commits", sha256(b"\x02" + bytes.fromhex(SALT.decode()) + body).hexdigest())
    header = json.dumps({"c": commits, "seq": 2}).encode()
    leaves = [leaf(b"1"), leaf(header), leaf(b"3")]
    (folder / "entry.txt").write_bytes(b"\t".join((header, SALT, body)) + b"\n")
    (folder / "proof.txt").write_text("\n".join(one.hex() for one in inclusion(leaves, changed.get("at", 1))))
    (folder / "checkpoint.txt").write_text(f"{ORIGIN}\n3\n{b64encode(root_of(leaves)).decode()}\n\n")
    return folder


def test_a_sound_bundle_says_what_was_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = bundle(tmp_path / "b")
    point = (folder / "checkpoint.txt").read_text()
    assert verify(folder, [point, point + "— 甲 abc\n"]) == (
        f"核验通过：《述职述廉报告》2个文件、2个指标值与定稿时一致，定稿登记为{ORIGIN}第2条流水"
    )
    assert main([str(folder), str(folder / "checkpoint.txt")]) == 0
    assert capsys.readouterr().out.startswith("核验通过")


def lose(name: str) -> Callable[[Path], object]:
    return lambda folder: (folder / name).unlink()


def write(name: str, text: str) -> Callable[[Path], object]:
    return lambda folder: (folder / name).write_text(text)


@pytest.mark.parametrize(
    "change",
    [
        lose("a.docx"),
        write("a.docx", "other"),
        write("text.md", "别的"),
        lose("entry.txt"),
        write("entry.txt", "{}"),
        write("proof.txt", ""),
        write("proof.txt", "zz"),
        write("checkpoint.txt", f"{ORIGIN}\n3\nAAAA\n\n"),
        write("checkpoint.txt", f"{ORIGIN}\n4\nAAAA\n\n"),
        write("manifest.json", "[]"),
        lambda folder: bundle(folder, digest="0" * 64),
        lambda folder: bundle(folder, commits="0" * 64),
        lambda folder: bundle(folder, at=2),
        lambda folder: bundle(folder, manifest={"rows": {}}),
        lambda folder: bundle(folder, manifest={"template": ""}),
    ],
)
def test_each_step_refuses_what_it_is_for(
    tmp_path: Path, change: Callable[[Path], object], capsys: pytest.CaptureFixture[str]
) -> None:
    folder = bundle(tmp_path / "b")
    change(folder)
    assert main([str(folder)]) == 1
    assert capsys.readouterr().out.startswith("核验未通过：")


@pytest.mark.parametrize("place", [0, 1])
def test_any_checkpoint_kept_elsewhere_must_be_the_bundles(tmp_path: Path, place: int) -> None:
    folder = bundle(tmp_path / "b")
    point = (folder / "checkpoint.txt").read_text()
    for other in (point.replace("\n3\n", "\n4\n"), point.replace("某县", "别县"), point.replace("=", "A")):
        given = [point, point]
        given[place] = other
        with pytest.raises(WrongError, match="另存的封存点"):
            verify(folder, given)


def test_numbers_are_counted_and_a_row_out_of_the_list_is_found() -> None:
    one: dict[str, object] = {"title": "件数", "rows": {"of": ["甲1"], "over": ["甲1", "乙2"]}}
    assert check_numbers({"cells": [], "rows": {}}) == 0
    assert check_numbers({"cells": [one, one], "rows": {"甲1": "", "乙2": ""}}) == 2
    with pytest.raises(WrongError, match="件数"):
        check_numbers({"cells": [one], "rows": {"甲1": ""}})
