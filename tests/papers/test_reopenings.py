"""A matter closed at a period's end and reopened after it is named with what the figures said then."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from taizhang.figures.value import Ask
from taizhang.matters.acts import Particulars, perform
from taizhang.papers.identities import contradictions
from taizhang.papers.reopenings import reopened_since
from taizhang.site.site import Site
from taizhang.terms.period import Period
from tests.papers.test_editions import book

CLOSED, REOPENED = date(2026, 3, 18), date(2026, 4, 10)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """An office with one matter struck off in March and reopened in April, and one that stayed struck off."""
    Site.create(tmp_path / "site", "青岚县人民政府办公室", "office").close()
    site = Site(tmp_path / "site")
    rows = [
        (f"D{n}", f"事项{n}", "批示件", "2026-02-02", "2026-03-20", "东桥镇", CLOSED.isoformat(), "已办结")
        for n in (1, 2)
    ]
    site.import_files([book(tmp_path / "督查.xlsx", *rows)], today=REOPENED, actor="甲", ledger="supervision")
    (head,) = site.journal.find("supervision", "D1")
    said = Particulars(note="反弹", due=date(2026, 5, 1), said={"cause": "反弹"})
    ledger = site.catalogue.ledgers["supervision"]
    site.journal.append([perform(ledger, head, "reopen", "乙", REOPENED, idem="again", given=said)])
    return site


def differences(site: Site, start: date, end: date) -> list[str]:
    """What is said of a period."""
    return [str(one.message) for one in reopened_since(site, Period(start, end))]


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        (date(2026, 1, 1), date(2026, 3, 17), None),  # not yet closed
        (date(2026, 1, 1), CLOSED, 1),
        (CLOSED, date(2026, 4, 9), 1),  # closed in the period, on its first day
        (date(2026, 3, 19), date(2026, 4, 9), 0),  # closed before it
        (date(2026, 1, 1), REOPENED, None),  # reopened in it
    ],
)
def test_it_is_named_from_its_closing_until_the_day_before_it_was_reopened(
    site: Site, start: date, end: date, told: int | None
) -> None:
    found = differences(site, start, end)
    if told is None:
        assert found == []
        return
    assert len(found) == 1
    assert f"有1件到{end}时已办结，以后恢复办理（D1）" in found[0]
    assert f"期末未办结少1件，当期办结多{told}件" in found[0]


def test_the_figure_and_its_warning_say_what_held_then(site: Site) -> None:
    period = Period(date(2026, 1, 1), date(2026, 3, 31))
    asks = [Ask(f"supervision_{name}", period) for name in ("open_end", "closed_flow")]
    answers = site.compute(asks)
    assert [answers.value(ask).amount for ask in asks] == [1, 1]
    warned = [one for one in contradictions(site, period) if one.code == "FIG-011"]
    assert [one.level for one in warned] == ["warning"]
