"""Errors of every kind, planted by a seed in two clean invented papers, are found; the papers themselves have none."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks.proof.kinds import KINDS
from benchmarks.proof.planted import TEXTS, chunks, found, overlap, trials
from benchmarks.proof.planting import Kind

from taizhang.proof.content.engine import proofread
from taizhang.proof.files.read import read_document

CHUNKS = chunks(TEXTS)
EACH = 4


@pytest.mark.parametrize("path", sorted(TEXTS.glob("*.txt")), ids=lambda path: path.stem)
def test_a_clean_paper_has_no_finding_but_hints(path: Path) -> None:
    assert [one for one in proofread(read_document(path)) if one.level != "info"] == []


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_what_is_planted_is_found_by_the_rule_that_claims_it(kind: Kind) -> None:
    done = trials(kind, CHUNKS, EACH, seed=3)
    hits = [
        any(rule in kind.rules and overlap(span, start, end) for start, end, rule in found(bad))
        for _, bad, span in done
    ]
    assert sum(hits) >= len(hits) - 1
