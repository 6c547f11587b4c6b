"""Pages of accounts: readable by everybody, and a few questions to the database however many people there are."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from taizhang.policy.posts import Post
from taizhang_site.accounts import access
from taizhang_site.accounts.models import Account
from taizhang_site.house import site, today
from tests.web.browser import Windows, chromium, listening, needs_chromium
from tests.web.people import BODY, TOWN

PAGES = {
    "安全员": (
        "/people",
        "/people/new",
        "/people/changes",
        "/people/1",
        "/account",
        "/account/second",
        "/account/code",
    ),
    "审计员": ("/trail", "/trail/entries", "/trail/review"),
    "系统员": ("/machine", "/account/password"),
}
MOST = 10


@pytest.fixture
def windows(county: None) -> Iterator[Windows]:
    """Browser windows before the site, at its name."""
    with listening() as address, chromium() as browser:
        yield Windows(browser, address.replace("127.0.0.1", "localhost"))


@needs_chromium
def test_no_page_of_accounts_breaks_a_rule_of_accessibility_or_is_wider_than_a_telephone(windows: Windows) -> None:
    found = {}
    for person, pages in PAGES.items():
        page = windows.of(person)
        for language in ("zh", "en"):
            page.context.add_cookies([{"name": "language", "value": language, "url": page.url}])
            for path in pages:
                page.set_viewport_size({"width": 390, "height": 844})
                page.goto(path)
                assert page.evaluate("document.documentElement.scrollWidth") <= 390, (path, language)
                page.set_viewport_size({"width": 1366, "height": 768})
                found[path, language] = [one["id"] for one in Axe().run(page).response["violations"]]
    assert {key: rules for key, rules in found.items() if rules} == {}
    assert windows.faults == []


@pytest.mark.parametrize("person", PAGES)
def test_pages_ask_few_questions_however_many_rows_there_are(signed_in: Callable[[str], Client], person: str) -> None:
    client = signed_in(person)

    def asked() -> dict[str, int]:
        counts = {}
        for path in PAGES[person]:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(path).status_code == 200, path
            counts[path] = len(queries)
        return counts

    before = asked()
    if not Account.objects.filter(name="众人0").exists():
        for number in range(20):
            account = Account(name=f"众人{number}")
            account.set_unusable_password()
            account.save()
            site().appoint(Post(account.name, TOWN if number % 2 else BODY, "reader"), "安全员", today())
            access.record_access(account.name, "read", "/matter/x")
    after = asked()
    assert {path: count for path, count in after.items() if count > MOST} == {}
    assert {path: (before[path], count) for path, count in after.items() if count > before[path]} == {}
