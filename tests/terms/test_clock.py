"""One clock and one zone: the day is that of +08:00, whatever zone the machine stands in and whoever asks."""

from __future__ import annotations

import ast
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import taizhang
import taizhang_site
from taizhang.commands.terminal import day_of, open_desk, period_of
from taizhang.site.site import Site
from taizhang.terms import clock

SOURCES = [Path(str(one.__file__)).parent for one in (taizhang, taizhang_site)]


@pytest.fixture
def in_utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine whose zone is UTC."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("now", "day"),
    [
        (datetime(2026, 12, 31, 15, 59, 59, tzinfo=UTC), date(2026, 12, 31)),
        (datetime(2026, 12, 31, 16, 0, tzinfo=UTC), date(2027, 1, 1)),
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), date(2027, 1, 1)),
    ],
)
@pytest.mark.usefixtures("in_utc")
def test_commands_and_the_site_have_one_day(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, now: datetime, day: date
) -> None:
    monkeypatch.setattr(clock, "current_time", lambda: now)
    Site.create(tmp_path / "site", "某县人民政府办公室", "office").close()
    with Site(tmp_path / "site") as site:
        assert clock.current_day() == site.day == day_of("") == day
        assert period_of("").start.year == day.year
    with open_desk(tmp_path / "site", "") as desk:
        assert desk.today == desk.site.day == day


def test_nobody_asks_the_machine_for_its_own_day() -> None:
    asked = []
    for path in (path for folder in SOURCES for path in folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                own = node.func.attr == "today" or (node.func.attr in ("now", "fromtimestamp") and not node.args)
                if own and ast.unparse(node.func.value) in ("date", "datetime", "dt.date", "dt.datetime"):
                    asked.append(f"{path}:{node.lineno}")
    assert asked == []
