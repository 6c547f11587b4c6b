"""An import on the page that would change numbers already filed: named beforehand, written only with a reason."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.template.loader import render_to_string

from taizhang.policy.posts import at_the_machine
from taizhang.site.desk import Desk
from taizhang.site.site import Site
from taizhang_site import uploads
from taizhang_site.jobs.kind import JobOrder
from taizhang_site.jobs.models import problems_from
from taizhang_site.matters import import_work
from tests.papers.test_editions import FIRST, SECOND, book
from tests.papers.test_restated import NOON, THIRD, TODAY
from tests.papers.test_restated import filled as filled


@pytest.fixture
def site(filled: Path, tmp_path: Path) -> Iterator[Site]:
    """The office with its filed edition, at noon."""
    shutil.copytree(filled, tmp_path / "site")
    with Site(tmp_path / "site", clock=lambda: NOON) as opened:
        yield opened


def order(site: Site, folder: Path, monkeypatch: pytest.MonkeyPatch, **args: Any) -> JobOrder:
    """The job of importing a workbook that brings one matter more into the year that was filed."""
    monkeypatch.setattr(uploads, "INCOMING", folder / "incoming")
    files, out = folder / "incoming" / "t" / "files", folder / "out"
    files.mkdir(parents=True, exist_ok=True)
    out.mkdir(exist_ok=True)
    if not list(files.iterdir()):
        book(files / "补.xlsx", FIRST, SECOND, THIRD)
    desk = Desk(site, at_the_machine("乙"), TODAY)
    given = {"accept": False, "on": TODAY.isoformat(), "seen": "", "sheets": {}, **args}
    return JobOrder(desk, given, "t", out, lambda stage, done, total: None)


def test_filed_numbers_are_named_and_a_reason_is_asked(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = import_work.preview(order(site, tmp_path, monkeypatch)).told
    (problem,) = problems_from(told["filed"])
    assert problem.code == "RPT-080"
    assert "这会改变1份已定稿文稿里的3个数" in problem.message
    assert told["ready"]
    size = site.journal.size
    refused = import_work.apply(order(site, tmp_path, monkeypatch, seen=told["seen"])).told
    assert "entries" not in refused
    assert site.journal.size == size
    assert refused["ready"], "the button stays: only the reason is wanting"
    done = import_work.apply(order(site, tmp_path, monkeypatch, seen=told["seen"], reason="年前漏报")).told
    assert done["entries"] == 1
    (third,) = site.journal.find("supervision", "D3")
    assert site.journal.history(third.matter)[0].intention.note == "年前漏报"


def test_the_page_shows_what_would_change_and_has_room_for_the_reason(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = import_work.preview(order(site, tmp_path, monkeypatch)).told
    page = render_to_string("matters/changes.html", {**told, "filed": problems_from(told["filed"]), "reason": "漏报"})
    assert "这会改变1份已定稿文稿里的3个数" in page
    assert '<textarea name="reason" rows="2" maxlength="500">漏报</textarea>' in page
    assert 'name="reason"' not in render_to_string("matters/changes.html", {**told, "filed": []})
