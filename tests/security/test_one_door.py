"""Whoever asks comes through a desk: pages ask neither the open site nor the journal past the sight of a person."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import taizhang_site

PAGES = Path(taizhang_site.__file__).parent
PAST_THE_DOOR = re.compile(
    r"\bsite\(\)\.(?:compute|trace|refresh|act|register|change_set|import_files|admit)\b"
    r"|\.journal\.(?:append|page|walk|counts|heads|find|known)\("
    r"|\bEVERYTHING_SEEN\b"
)
KNOWN = {
    "demo.py": "makes the demonstration before anybody is let in",
    "accounts/chain.py": "anchors the trail of reading in the journal; no matter of a ledger",
    "matters/export_work.py": "asks which of the matters already told changed, to write the file anew",
}
"""Module → why it may. Anything else must ask the desk."""


def modules() -> list[Path]:
    """Every module of the site."""
    return sorted(PAGES.rglob("*.py"))


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PAGES)))
def test_a_page_asks_through_the_desk(path: Path) -> None:
    found = PAST_THE_DOOR.findall(path.read_text(encoding="utf-8"))
    assert bool(found) == (str(path.relative_to(PAGES)) in KNOWN), found


@pytest.mark.parametrize(
    ("line", "past"),
    [
        ("answers = site().compute(asks)", True),
        ("heads = desk.site.journal.walk(query)", True),
        ("HeadQuery(EVERYTHING_SEEN, day)", True),
        ("answers = desk.site.compute(asks)", False),
        ("desk.page(query)", False),
        ("site().catalogue.ledgers", False),
    ],
)
def test_the_pattern_finds_what_goes_past(line: str, past: bool) -> None:
    assert bool(PAST_THE_DOOR.search(line)) == past
