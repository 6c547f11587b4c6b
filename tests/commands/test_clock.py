"""``taizhang clock``: says where the journal stands, and opens it again by two persons, on the command line."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from taizhang.__main__ import app
from taizhang.matters.entry import RECORD, Intention
from taizhang.site.site import Site
from taizhang.terms.problem import Refused

REASON = "时钟曾被拨快"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An office whose journal has an entry of four hundred days hence."""
    home = tmp_path / "site"
    Site.create(home, "青岚县人民政府办公室", "office").close()
    with Site(home, clock=lambda: datetime.now(UTC) + timedelta(days=400)) as site:
        write(site, "a")
    return home


def write(site: Site, name: str) -> None:
    day = date(2026, 12, 31)
    site.journal.append((Intention("甲", name, "note", RECORD, day, number=name, facts={"no": name}),))


def run(home: Path, *words: str) -> Result:
    return CliRunner().invoke(app, ["clock", "--home", str(home), *words])


def test_a_journal_ahead_of_the_clock_is_opened_by_two_persons(home: Path) -> None:
    assert "流水走在时钟前面" in run(home).output
    with Site(home) as site, pytest.raises(Refused):
        write(site, "b")
    asked = run(home, "--by", "甲", "--reason", REASON)
    assert (asked.exit_code, "已记下" in asked.output) == (0, True), asked.output
    same = run(home, "--confirm", "甲")
    assert (same.exit_code, "CMD-047" in same.output) == (1, True), same.output
    done = run(home, "--confirm", "乙")
    assert (done.exit_code, "已记入第2条流水" in done.output) == (0, True), done.output
    with Site(home) as site:
        write(site, "b")
        assert site.journal.size == 3
        assert site.journal.fsck().problems == ()


def test_nobody_confirms_what_nobody_asked_and_a_reason_is_wanted(home: Path) -> None:
    assert "CMD-047" in run(home, "--confirm", "乙").output
    for words in (("--by", "甲"), ("--reason", REASON), ("--by", "甲", "--reason", "快")):
        done = run(home, *words)
        assert (done.exit_code, "CMD-046" in done.output) == (1, True), done.output


def test_a_journal_that_fits_the_clock_says_so_and_takes_no_recovery(tmp_path: Path) -> None:
    home = tmp_path / "site"
    Site.create(home, "青岚县人民政府办公室", "office").close()
    assert "可以写入" in run(home).output
    refused = run(home, "--by", "甲", "--reason", REASON)
    assert (refused.exit_code, "CMD-045" in refused.output) == (1, True), refused.output
