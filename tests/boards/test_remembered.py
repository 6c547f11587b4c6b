"""An answer is kept for those who see the same, until anything is entered."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from taizhang.boards.remembered import KEPT, Remembered
from tests.boards.office import EAST, WEST, desk, founded, repair


def test_an_answer_is_made_once_for_all_who_see_the_same_and_anew_after_an_entry(tmp_path: Path) -> None:
    with founded(tmp_path / "site") as site:
        kept, made = Remembered(), []

        def make() -> int:
            made.append(1)
            return len(made)

        assert [kept.get(desk(site), "targets", make) for _ in range(3)] == [1, 1, 1]
        assert kept.get(desk(site, "handler", EAST), "targets", make) == 2
        assert kept.get(desk(site, "handler", WEST), "targets", make) == 3
        assert kept.get(desk(site, day=date(2026, 7, 3)), "targets", make) == 4
        assert kept.get(desk(site), "movement", make) == 5
        site.journal.append([repair("X8", EAST, "2026-06-01", "2026-08-01", "", 1, 0)])
        assert kept.get(desk(site), "targets", make) == 6


def test_no_more_than_a_few_are_kept(tmp_path: Path) -> None:
    with founded(tmp_path / "site") as site:
        kept = Remembered()
        for number in range(KEPT + 1):
            kept.get(desk(site), number, lambda: 0)
        assert kept.get(desk(site), 0, lambda: 1) == 1
        assert kept.get(desk(site), KEPT, lambda: 1) == 0
