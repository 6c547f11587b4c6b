"""Numbers are found by the words people have for them: groups with counts that open their rows, figures with what they say now."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from taizhang.boards.finding import find_groups, rank_figures
from taizhang_site.house import open_desk, site, today
from tests.web.pages import body
from tests.web.people import TOWN

SignedIn = Callable[[str], Client]


def count(**wanted: str) -> int:
    """How many hazards have these facts, by the plain fold; ``opened`` by its beginning."""
    rows = [head.facts for head in site().journal.heads("hazard")]
    return sum(all(str(one.get(key, "")).startswith(value) for key, value in wanted.items()) for one in rows)


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ("重大隐患", {"level": "重大"}),
        ("有多少重大的隐患？", {"level": "重大"}),
        ("隐患级别重大", {"level": "重大"}),
        ("重大", {"level": "重大"}),
        ("2025年重大隐患", {"level": "重大", "opened": "2025"}),
        ("2025年3月隐患", {"opened": "2025-03"}),
        (f"{TOWN}重大隐患", {"level": "重大", "township": TOWN}),
        ("安全隐患排查整治台账", {}),
    ],
)
def test_a_group_is_found_with_its_count_and_opens_its_rows(
    signed_in: SignedIn, asked: str, wanted: dict[str, str]
) -> None:
    page = body(signed_in("赵督查").get("/figures", {"q": asked, "period": "2026"}))
    found = re.search(r'<li><a href="(/matters\?ledger=hazard[^"]*)">([^<]*)</a> <strong>(\d+)</strong>', page)
    assert found, page
    assert int(found[3]) == count(**wanted)
    opened = body(signed_in("赵督查").get(found[1]))
    assert f"共 {count(**wanted)} 件" in opened


def test_what_nobody_wrote_finds_nothing_and_says_what_to_try(signed_in: SignedIn) -> None:
    page = body(signed_in("赵督查").get("/figures?q=吃饭"))
    assert "没有找到" in page


def test_figures_are_found_by_other_words_for_the_same_and_show_their_values(signed_in: SignedIn) -> None:
    desk = open_desk("赵督查")
    figures = desk.site.catalogue.figures
    titles = [figures[name].title for name in rank_figures(desk, figures, "隐患销号率")]
    assert "安全隐患办结率（同批）" in titles
    titles = [figures[name].title for name in rank_figures(desk, figures, "超期隐患")]
    assert "期末逾期未完成的安全隐患" in titles[:4]
    page = body(signed_in("赵督查").get("/figures?q=登记安全隐患&period=2026"))
    by_now = [
        head for head in site().journal.heads("hazard") if "2026" <= str(head.facts["opened"]) <= today().isoformat()
    ]
    assert f"登记安全隐患</a> <strong>{len(by_now)}</strong>" in page
    assert "hazard_opened</" not in page


def test_a_person_finds_no_more_than_he_sees(signed_in: SignedIn) -> None:
    (group,) = [one for one in find_groups(open_desk("钱承办"), "重大隐患") if one.ledger.name == "hazard"]
    assert group.count < count(level="重大")
    assert find_groups(open_desk("陈查阅"), "信访") == ()
    assert today()  # the demonstration's day, so that 今年 can be said


def test_no_page_of_figures_shows_an_internal_name(signed_in: SignedIn) -> None:
    for address in (
        "/figures?ledger=hazard",
        "/figures?q=隐患",
        "/definitions?ledger=hazard",
        "/definitions/hazard_opened",
    ):
        page = body(signed_in("赵督查").get(address))
        main = re.sub(r"<details.*?</details>", "", page.split("<main")[1], flags=re.S)
        seen = re.sub(r"<[^>]*>", " ", main)
        assert not re.search(r"\bhazard_\w+", seen), address
