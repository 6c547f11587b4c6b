"""Three invented reports, damaged as copies from the web are: what is marked in them is found, and little else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from taizhang.proof.content.engine import proofread
from taizhang.proof.files.zones import TextLine, document
from taizhang.proof.model import Document, Finding

FOLDER = Path(__file__).with_name("damaged")
MARK = re.compile(r"⟦(?P<kind>[a-z]+):(?P<words>.*?)⟧")
Label = tuple[int, int, int, str]


def labelled(path: Path) -> tuple[Document, list[Label]]:
    """The damaged text without its marks, and the paragraph, span and kind of each damage."""
    lines, labels = [], []
    for number, line in enumerate(path.read_text("utf-8").split("\n"), 1):
        plain, at = "", 0
        for match in MARK.finditer(line):
            plain += line[at : match.start()]
            labels.append((number, len(plain), len(plain) + len(match["words"]), match["kind"]))
            plain, at = plain + match["words"], match.end()
        lines.append(TextLine(plain + line[at:], number))
    return document(path.name, lines), labels


def overlaps(finding: Finding, label: Label, read: Document) -> bool:
    """Whether a finding lies on a label."""
    line = read.paragraphs[finding.spot.paragraph - 1].line
    return line == label[0] and finding.spot.start < label[2] and finding.spot.end > label[1]


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.txt")), ids=lambda path: path.stem)
def test_nearly_every_damage_is_found_and_nearly_nothing_else(path: Path) -> None:
    read, labels = labelled(path)
    findings = [one for one in proofread(read) if one.level != "info"]
    missed = [label for label in labels if not any(overlaps(one, label, read) for one in findings)]
    false = [one for one in findings if not any(overlaps(one, label, read) for label in labels)]
    assert len(missed) <= len(labels) * 0.05, missed
    assert len(false) <= len(findings) * 0.05, false


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.txt")), ids=lambda path: path.stem)
def test_every_mask_is_a_finding_of_its_own_with_its_exact_span(path: Path) -> None:
    read, labels = labelled(path)
    found = {
        (read.paragraphs[one.spot.paragraph - 1].line, one.spot.start, one.spot.end)
        for one in proofread(read)
        if one.rule == "C12"
    }
    assert found == {label[:3] for label in labels if label[3] == "mask"}


def test_papers_bound_in_one_file_are_read_each_by_its_own_title(tmp_path: Path) -> None:
    bound = tmp_path / "汇编.txt"
    bound.write_text(
        "\n".join((FOLDER / f"{name}.txt").read_text("utf-8") for name in ("bureau", "city", "office")), "utf-8"
    )
    read, labels = labelled(bound)
    findings = [one for one in proofread(read) if one.level != "info"]
    assert all(any(overlaps(one, label, read) for one in findings) for label in labels if label[3] in ("level", "rank"))
    assert not [one for one in findings if not any(overlaps(one, label, read) for label in labels)]
