"""A journal that a clock once ran ahead of: shut, recovered by two persons, and in order ever after."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from taizhang.journal.clock import RECOVERY
from taizhang.matters.entry import RECORD, Intention
from taizhang.site.recovery import FILE, ask, confirm
from taizhang.site.site import Site
from taizhang.terms.problem import Refused

NOON = datetime(2026, 11, 24, 4, tzinfo=UTC)
YEAR = timedelta(days=365)
WHY = "时钟曾被拨快一年"


class Clock:
    """A clock that can be turned."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def site(tmp_path: Path, clock: Clock) -> Iterator[Site]:
    """An office with one entry made while the clock stood a year ahead; it is right again."""
    Site.create(tmp_path / "site", "青岚县人民政府办公室", "office").close()
    with Site(tmp_path / "site", clock=clock) as opened:
        clock.now = NOON + YEAR
        write(opened, "a")
        clock.now = NOON
        yield opened


def write(site: Site, name: str) -> datetime:
    """The time of a new entry."""
    return site.journal.append((Intention("甲", name, "note", RECORD, site.day, number=name, facts={"no": name}),))[
        0
    ].at


def refused(call: object) -> str:
    with pytest.raises(Refused) as found:
        call()  # type: ignore[operator]
    (problem,) = found.value.problems
    return problem.code


def test_two_persons_open_it_again_and_entries_go_on_in_order(site: Site, clock: Clock) -> None:
    assert refused(lambda: write(site, "b")) == "JRN-060"
    assert site.journal.ahead() == NOON + YEAR
    ask(site, "王值班", WHY)
    assert refused(lambda: write(site, "b")) == "JRN-060", "asked for is not yet confirmed"
    entry = confirm(site, "李主任")
    assert entry.intention.facts["asked_by"] == "王值班"
    assert (entry.intention.actor, entry.intention.facts["reason"]) == ("李主任", WHY)
    assert not (site.home / FILE).exists()
    assert site.journal.ahead() is None
    assert write(site, "b") == NOON + YEAR
    clock.now = NOON + YEAR + timedelta(seconds=1)
    assert write(site, "c") == clock.now, "the clock has caught up"
    assert site.journal.fsck().ok


def test_it_stays_open_when_the_site_is_opened_again_and_shuts_at_another_jump(site: Site, clock: Clock) -> None:
    ask(site, "王值班", WHY)
    confirm(site, "李主任")
    site.close()
    with Site(site.home, clock=clock) as again:
        write(again, "b")
        clock.now = NOON + 2 * YEAR
        write(again, "c")
        clock.now = NOON
        assert refused(lambda: write(again, "d")) == "JRN-060", "one word does not excuse every jump to come"
        ask(again, "王值班", WHY)
        confirm(again, "李主任")
        write(again, "d")
        assert len(list(again.journal.heads(RECOVERY))) == 2
        assert again.journal.fsck().ok


def test_one_person_alone_nobody_nameless_and_nothing_unasked(site: Site) -> None:
    assert refused(lambda: confirm(site, "李主任")) == "CMD-047"
    assert refused(lambda: ask(site, "", WHY)) == "CMD-046"
    assert refused(lambda: ask(site, "王值班", "拨快了")) == "CMD-046"
    ask(site, "王值班", WHY)
    assert refused(lambda: confirm(site, "王值班")) == "CMD-047"
    assert refused(lambda: confirm(site, " ")) == "CMD-047"
    (site.home / FILE).write_text("{", "utf-8")
    assert refused(lambda: confirm(site, "李主任")) == "CMD-047"


def test_a_journal_that_is_not_ahead_needs_no_recovery(site: Site, clock: Clock) -> None:
    clock.now = NOON + YEAR - timedelta(minutes=5)
    assert site.journal.ahead() is None, "five minutes are forgiven"
    assert refused(lambda: ask(site, "王值班", WHY)) == "CMD-045"
    clock.now -= timedelta(seconds=1)
    ask(site, "王值班", WHY)
    clock.now = NOON + YEAR
    assert refused(lambda: confirm(site, "李主任")) == "CMD-045"
