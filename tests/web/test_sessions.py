"""Sessions: identifiers kept by digest, a list of one's own, an end by the clock, by its owner and with a post."""

from __future__ import annotations

import time

import pytest
from django.core.management import call_command
from django.test import Client

from taizhang_site.accounts.models import Account, BrowserSession
from taizhang_site.accounts.sessions import ABSOLUTE, device_of
from tests.web.people import PASSWORD

CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36"


@pytest.fixture
def roamer(county: None) -> Account:
    """Somebody who signs in from several machines."""
    Account.objects.filter(name="走动的").delete()
    return Account.objects.create(name="走动的", password=PASSWORD, must_change=False)


def entered(agent: str = CHROME) -> Client:
    client = Client(HTTP_USER_AGENT=agent)
    assert client.post("/login", {"name": "走动的", "password": PASSWORD}).status_code == 302
    return client


def test_what_lies_in_the_database_opens_no_session(roamer: Account) -> None:
    client = entered()
    key = client.cookies["session"].value
    (kept,) = BrowserSession.objects.filter(account=roamer.pk)
    assert key not in (kept.session_key, kept.session_data)
    thief = Client()
    thief.cookies["session"] = kept.session_key
    assert thief.get("/account").headers["location"].startswith("/login")
    assert client.get("/account").status_code == 200


def test_a_person_sees_the_sessions_and_ends_one_or_all_others(roamer: Account) -> None:
    here, there = entered(), entered("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Mobile Safari/604.1")
    page = here.get("/account").content.decode()
    assert "Chrome · Windows" in page
    assert "Safari · iPhone" in page
    other = BrowserSession.objects.get(account=roamer.pk, device="Safari · iPhone")
    assert here.post("/account/sessions", {"one": other.session_key}).status_code == 302
    assert there.get("/account").status_code == 302
    again = entered()
    here.post("/account/sessions")
    assert again.get("/account").status_code == 302
    assert here.get("/account").status_code == 200


def test_nobody_ends_the_session_of_another(roamer: Account) -> None:
    client = entered()
    Account.objects.filter(name="旁人").delete()
    Account.objects.create(name="旁人", password=PASSWORD, must_change=False)
    other = Client()
    other.post("/login", {"name": "旁人", "password": PASSWORD})
    other.post("/account/sessions", {"one": BrowserSession.objects.get(account=roamer.pk).session_key})
    assert client.get("/account").status_code == 200


def test_a_busy_session_ends_after_twelve_hours_all_the_same(roamer: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    client, now = entered(), time.time()
    for passed in range(600, ABSOLUTE, 1500):
        monkeypatch.setattr("taizhang_site.gatekeeper.time.time", lambda at=now + passed: at)
        assert client.get("/account").status_code == 200, passed
    monkeypatch.setattr("taizhang_site.gatekeeper.time.time", lambda: now + ABSOLUTE + 60)
    assert client.get("/account").headers["location"].startswith("/login")


def test_a_new_password_ends_the_sessions_elsewhere(roamer: Account) -> None:
    here, there = entered(), entered()
    new = "Herbst-im-Gebirge-27"
    assert here.post("/account/password", {"old": PASSWORD, "password": new, "again": new}).status_code == 302
    assert here.get("/account").status_code == 200
    assert there.get("/account").status_code == 302


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("", ""),
        ("curl/8", ""),
        (CHROME + " Edg/130.0", "Edge · Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Firefox/130.0", "Firefox · Linux"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/120 Mobile MicroMessenger/8.0", "微信 · Android"),
    ],
)
def test_a_browser_is_told_in_a_few_words(agent: str, name: str) -> None:
    assert device_of(agent) == name


def test_the_tables_are_those_of_the_models(county: None) -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
