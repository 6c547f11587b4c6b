"""The page of the catalogue is current, whole, and says what is unverified."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from taizhang.__main__ import app
from taizhang.catalogue.load import load
from taizhang.shipped import CATALOGUE

PAGE = Path(__file__).resolve().parents[2] / "docs" / "catalogue.md"


def test_the_page_is_what_the_command_writes_now(tmp_path: Path) -> None:
    written = tmp_path / "catalogue.md"
    told = CliRunner().invoke(app, ["coverage", "--home", str(tmp_path / "none"), "--write-docs", str(written)])
    assert told.exit_code == 0
    current = written.read_text(encoding="utf-8") == PAGE.read_text(encoding="utf-8")
    assert current, "the catalogue changed: taizhang coverage --home none --write-docs docs/catalogue.md"


def test_it_lists_every_mechanism_ledger_place_clock_and_identity() -> None:
    catalogue, text = load(CATALOGUE), PAGE.read_text(encoding="utf-8")
    for id_ in (*catalogue.measure.mechanisms, *catalogue.measure.slots):
        assert f"\n| {id_} |" in text, id_
    for name in (*catalogue.ledgers, *catalogue.clocks, *catalogue.identities):
        assert f"`{name}`" in text, name


def test_a_clock_nobody_has_read_in_full_is_marked_unverified_everywhere() -> None:
    catalogue, text = load(CATALOGUE), PAGE.read_text(encoding="utf-8")
    for name, clock in catalogue.clocks.items():
        (line,) = [line for line in text.splitlines() if f"（`{name}`）" in line and clock.source in line]
        assert ("未核" in line) == (clock.confidence != "V"), name
