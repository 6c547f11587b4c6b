"""The entrance: strangers leave nothing behind, known browsers are never kept out, and a demonstration says what it is."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client

from taizhang.policy.posts import Actor, Post
from taizhang_site.accounts import second
from taizhang_site.accounts.devices import COOKIE
from taizhang_site.accounts.models import BrowserSession
from taizhang_site.headers import FIXED
from taizhang_site.house import cast_list, site
from taizhang_site.settings import PACKAGE
from tests.web.people import BODY, PASSWORD, PEOPLE
from tests.web.test_hostile import pages

SignedIn = Callable[[str], Client]
OFFICE = "10.9.9.9"


def fail(client: Client, times: int) -> int:
    """The last answer to so many wrong passwords for names nobody bears."""
    told = 0
    for number in range(times):
        told = client.post("/login", {"name": f"无此人{number}", "password": "不对"}).status_code
    return told


def test_a_stranger_behind_an_address_keeps_no_known_browser_of_it_out(counting: None) -> None:
    known = Client(REMOTE_ADDR=OFFICE)
    assert known.post("/login", {"name": "钱承办", "password": PASSWORD}).status_code == 302
    known.post("/logout")
    stranger = Client(REMOTE_ADDR=OFFICE)
    assert fail(stranger, 3) == 403
    assert fail(stranger, 1) == 429
    assert stranger.post("/login", {"name": "钱承办", "password": PASSWORD}).status_code == 429
    assert known.post("/login", {"name": "钱承办", "password": PASSWORD}).status_code == 302


def test_a_known_browser_that_fails_too_often_waits_itself_and_nobody_else_does(counting: None) -> None:
    known, other = Client(REMOTE_ADDR=OFFICE), Client(REMOTE_ADDR=OFFICE)
    for client, name in ((known, "钱承办"), (other, "赵督查")):
        assert client.post("/login", {"name": name, "password": PASSWORD}).status_code == 302
        client.post("/logout")
    assert fail(known, 3) == 403
    assert fail(known, 1) == 429
    assert other.post("/login", {"name": "赵督查", "password": PASSWORD}).status_code == 302


@pytest.mark.parametrize("forged", ["1", "1:abc:def", "²", "-1", "", "1:1tEsT1:AAAA", "\x00"])
def test_a_forged_word_of_a_browser_is_none(counting: None, forged: str) -> None:
    stranger = Client(REMOTE_ADDR=OFFICE)
    stranger.cookies[COOKIE] = forged
    assert fail(stranger, 3) == 403
    assert fail(stranger, 1) == 429
    assert fail(Client(REMOTE_ADDR=OFFICE), 1) == 429


def test_the_word_of_a_browser_is_for_the_server_alone_and_opens_nothing(county: None) -> None:
    client = Client()
    client.post("/login", {"name": "钱承办", "password": PASSWORD})
    word = client.cookies[COOKIE]
    assert (word["httponly"], word["samesite"]) == (True, "Strict")
    stranger = Client()
    stranger.cookies[COOKIE] = word.value
    assert stranger.get("/mine").status_code == 302


def test_whoever_only_looks_leaves_no_session(county: None) -> None:
    before, asked = BrowserSession.objects.count(), 0
    for _ in range(3):
        for path in ("/login", "/", "/mine", "/tour", "/health", "/first", "/nothing-here", "/static/none.css"):
            assert Client().get(path).status_code < 500
            asked += 1
    stranger = Client()
    stranger.get("/login")
    stranger.post("/language", {"language": "en", "next": "/login"})
    stranger.post("/login", {"name": "无此人", "password": "不对"})
    assert asked == 24
    assert BrowserSession.objects.count() == before


def test_a_form_needs_the_word_its_page_gave(county: None) -> None:
    client = Client(enforce_csrf_checks=True)
    page = client.get("/login").content.decode()
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    sent = {"name": "钱承办", "password": PASSWORD}
    cookie = client.cookies[settings.CSRF_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Strict")
    assert Client(enforce_csrf_checks=True).post("/login", {**sent, "csrfmiddlewaretoken": token}).status_code == 403
    assert client.post("/login", {**sent, "csrfmiddlewaretoken": token[::-1]}).status_code == 403
    assert client.post("/login", {**sent, "csrfmiddlewaretoken": token}).status_code == 302


@pytest.mark.parametrize("who", ["", *PEOPLE])
def test_every_page_of_a_demonstration_says_it_is_one(signed_in: SignedIn, who: str) -> None:
    client, seen = signed_in(who), 0
    for path in pages():
        answer = client.get(path)
        if answer.headers.get("Content-Type", "").startswith("text/html") and not answer.streaming:
            text = answer.content.decode()
            if "<body" in text:
                assert "演示站点：" in text, path
                seen += 1
    assert seen >= 3


def test_no_page_of_a_site_in_use_says_it_is_a_demonstration(signed_in: SignedIn) -> None:
    kept = cast_list().read_text("utf-8")
    cast_list().unlink()
    try:
        for path in ("/login", "/nothing-here"):
            assert "演示站点：" not in Client().get(path).content.decode()
    finally:
        cast_list().write_text(kept, "utf-8")


@pytest.mark.parametrize("who", ["", "赵督查", "审计员"])
def test_every_answer_bears_every_header(signed_in: SignedIn, who: str) -> None:
    client, seen = signed_in(who), set()
    for path in (*pages(), "/nothing-here", "/static/taizhang/site.css", "/static/none.css", "/matter/none-0"):
        for answer in (client.get(path), client.post(path), client.head(path), client.options(path)):
            assert {name: answer.headers.get(name) for name in FIXED} == FIXED, path
            assert path.startswith("/static/") or "no-store" in answer.headers["Cache-Control"], path
            assert "unsafe" not in answer.headers["Content-Security-Policy"]
            seen.add(answer.status_code)
            answer.close()
    assert {200, 404, 405} <= seen


def test_over_https_every_answer_asks_for_https_for_a_year(county: None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Strict-Transport-Security" not in Client().get("/login").headers
    monkeypatch.setattr(settings, "HTTPS", True)
    for path in ("/login", "/nothing-here", "/static/taizhang/site.css"):
        answer = Client().get(path)
        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains", path
        answer.close()


@pytest.mark.parametrize("who", ["", "赵督查"])
def test_trace_is_answered_by_no_page(signed_in: SignedIn, who: str) -> None:
    client = signed_in(who)
    for path in pages():
        for method in ("TRACE", "CONNECT", "PUT", "DELETE", "PATCH", "NONSENSE"):
            answer = client.generic(method, path)
            assert answer.status_code == 405, (method, path)
            assert method.encode() not in answer.content


def test_signing_out_has_the_browser_forget(county: None) -> None:
    client = Client()
    assert client.post("/login", {"name": "赵督查", "password": PASSWORD}).status_code == 302
    answer = client.post("/logout")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert client.get("/matters").headers["location"].startswith("/login")


def test_passwords_are_masked_may_be_pasted_and_every_page_has_the_way_out(signed_in: SignedIn) -> None:
    client = signed_in("赵督查")
    for path in ("/account/password", "/login"):
        page = (client if path != "/login" else Client()).get(path).content.decode()
        fields = re.findall(r'<input[^>]*name="(?:password|old|again)"[^>]*>', page)
        assert fields, path
        assert all('type="password"' in one and "autocomplete=" in one for one in fields), path
        assert "onpaste" not in page
    scripts = "".join(one.read_text("utf-8") for one in (PACKAGE / "static" / "taizhang").glob("*.js"))
    assert "password" not in scripts, "no script lays hands on a password"
    for path in pages():
        answer = client.get(path)
        if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
            page = answer.content.decode()
            assert path.startswith("/login") or "<html" not in page or 'action="/logout"' in page, path


@pytest.mark.parametrize(
    ("role", "everyone", "wanted"),
    [
        ("security_admin", False, True),
        ("supervisor", False, True),
        ("leader", False, True),
        ("handler", False, True),
        ("unit_head", False, True),
        ("drafter", False, False),
        ("reader", False, False),
        ("reader", True, True),
    ],
)
def test_who_reads_guarded_ledgers_and_whom_the_site_asks_needs_a_second_factor(
    county: None, monkeypatch: pytest.MonkeyPatch, role: str, everyone: bool, wanted: bool
) -> None:
    catalogue = site().catalogue
    body = catalogue.body.model_copy(update={"second_factor": "everyone" if everyone else "guarded"})
    monkeypatch.setattr(site(), "catalogue", dataclasses.replace(catalogue, body=body))
    assert second.is_wanted(Actor("甲", (Post("甲", BODY, role),))) == wanted
