"""The guide for offices lists every rule as it is."""

from __future__ import annotations

from pathlib import Path

from taizhang.proof.content.rules import table

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "proof.md"


def test_the_guide_holds_the_table_of_all_rules() -> None:
    assert table() in GUIDE.read_text("utf-8"), "write docs/proof.md anew from `taizhang proof rules`"
