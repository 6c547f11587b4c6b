"""Signing in: delay instead of lock-out, one-time codes by the standard, first run, posts that end."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
from django.test import Client

from taizhang_site.accounts import signing, totp
from taizhang_site.accounts.models import Account
from taizhang_site.gatekeeper import IDLE
from taizhang_site.house import site
from tests.web.people import BODY, PASSWORD

RFC = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


@pytest.mark.parametrize(
    ("moment", "code"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (2000000000, "279037"), (20000000000, "353130")],
)
def test_codes_are_those_of_rfc_6238(moment: int, code: str) -> None:
    assert totp.compute_code(RFC, moment // 30) == code
    assert totp.step_of(RFC, f" {code} ", moment + 29, 0) == moment // 30
    assert totp.step_of(RFC, code, moment + 90, 0) is None
    assert totp.step_of(RFC, code, moment, moment // 30) is None, "a code works once"


@pytest.fixture
def visitor(county: None) -> Account:
    """An account of its own, with a one-time password."""
    Account.objects.filter(name="来客").delete()
    return Account.objects.create(name="来客", password=PASSWORD)


def enter(client: Client, password: str, name: str = "来客") -> str:
    return str(client.post("/login", {"name": name, "password": password}).content.decode())


def test_wrong_attempts_delay_and_never_lock(visitor: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client()
    for _ in range(3):
        assert "ACC-001" in enter(client, "不对")
    assert "ACC-002" in enter(client, PASSWORD), "even the right password waits"
    now = time.time()
    monkeypatch.setattr("taizhang_site.accounts.signing.time.time", lambda: now + signing.LONGEST_DELAY + 1)
    assert client.post("/login", {"name": "来客", "password": PASSWORD}).status_code == 302
    visitor.refresh_from_db()
    assert visitor.failures == 0


def test_an_unknown_name_answers_as_a_wrong_password_does(visitor: Account) -> None:
    known, unknown = enter(Client(), "不对"), enter(Client(), "不对", "没有这个人")
    strip = re.compile(r'value="[^"]*"')
    assert strip.sub("", known) == strip.sub("", unknown)


def test_a_one_time_password_must_be_changed_before_anything_else(visitor: Account) -> None:
    client = Client()
    enter(client, PASSWORD)
    assert client.get("/account").headers["location"] == "/account/password"
    weak = client.post("/account/password", {"old": PASSWORD, "password": "abc", "again": "abd"})
    assert weak.status_code == 400
    assert {"ACC-003", "ACC-004"} <= set(re.findall(r"ACC-\d{3}", weak.content.decode()))
    new = "Herbst-im-Gebirge-26"
    assert client.post("/account/password", {"old": PASSWORD, "password": new, "again": new}).status_code == 302
    assert client.get("/account").status_code == 200
    assert "ACC-001" in enter(Client(), PASSWORD)


def test_who_set_up_codes_needs_one_and_each_works_once(visitor: Account) -> None:
    Account.objects.filter(pk=visitor.pk).update(totp=RFC, must_change=False)
    client = Client()
    assert "六位数" in enter(client, PASSWORD)
    assert client.get("/account").status_code == 302, "not in yet"
    assert client.post("/login/code", {"code": "000000"}).status_code == 403
    code = totp.compute_code(RFC, int(time.time()) // 30)
    assert client.post("/login/code", {"code": code}).headers["location"] == "/"
    assert client.get("/account").status_code == 200
    again = Client()
    enter(again, PASSWORD)
    assert again.post("/login/code", {"code": code}).status_code == 403


def test_codes_are_set_up_with_a_code_that_came_back(visitor: Account) -> None:
    Account.objects.filter(pk=visitor.pk).update(must_change=False)
    client = Client()
    enter(client, PASSWORD)
    page = client.get("/account/code").content.decode()
    secret = re.findall(r'class="secret">([A-Z2-7]{32})<', page)[0]
    assert client.post("/account/code", {"code": "000000"}).status_code == 400
    assert client.post("/account/code", {"code": totp.compute_code(secret, int(time.time()) // 30)}).status_code == 302
    visitor.refresh_from_db()
    assert visitor.totp == secret


def test_a_session_left_alone_ends(visitor: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    Account.objects.filter(pk=visitor.pk).update(must_change=False)
    client = Client()
    enter(client, PASSWORD)
    assert client.get("/account").status_code == 200
    now = time.time()
    monkeypatch.setattr("taizhang_site.gatekeeper.time.time", lambda: now + IDLE + 61)
    assert client.get("/account").headers["location"].startswith("/login")


def test_a_new_session_begins_at_sign_in_and_the_old_one_is_void(visitor: Account) -> None:
    client = Client()
    client.get("/login")
    client.post("/language", {"language": "zh", "next": "/"})
    before = client.cookies.get("session")
    enter(client, PASSWORD)
    assert before is None or client.cookies["session"].value != before.value
    assert client.cookies["session"]["httponly"]
    assert client.cookies["session"]["samesite"] == "Strict"


def test_forms_from_elsewhere_are_refused(visitor: Account) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post("/login", {"name": "来客", "password": PASSWORD}).status_code == 403


def test_the_first_code_makes_one_security_administrator_and_then_is_void(
    visitor: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = signing.renew_first_code()
    assert not signing.first_code_fits(code), "there are accounts"
    monkeypatch.setattr(Account.objects, "exists", lambda: False)
    assert signing.first_code_fits(f" {code} ")
    assert not signing.first_code_fits("T7-wrong")
    client = Client()
    form = {"name": "首任安全员", "password": "Herbst-im-Gebirge-26", "again": "Herbst-im-Gebirge-26", "code": "错的"}
    assert client.post("/first", form).status_code == 400
    assert client.post("/first", {**form, "code": code}).status_code == 302
    monkeypatch.undo()
    assert client.get("/people").status_code == 200
    assert not signing.first_code_path().exists()
    assert Client().get("/first").headers["location"] == "/login"


def test_a_new_person_gets_a_post_and_a_password_shown_once(signed_in: Callable[[str], Client]) -> None:
    admin = signed_in("安全员")
    wrong = admin.post("/people/new", {"name": "", "unit": BODY, "role": "reader"})
    assert wrong.status_code == 400
    made = admin.post("/people/new", {"name": "新来的", "unit": BODY, "role": "reader"}).content.decode()
    password = re.findall(r'class="secret">([^<]+)<', made)[0]
    client = Client()
    assert client.post("/login", {"name": "新来的", "password": password}).status_code == 302
    twice = admin.post("/people/new", {"name": "新来的", "unit": BODY, "role": "reader"})
    assert "ACC-009" in twice.content.decode()
    account = Account.objects.get(name="新来的")
    both = admin.post(f"/people/{account.pk}", {"do": "appoint", "unit": BODY, "role": "audit_admin"})
    assert "POL-002" in both.content.decode()


def test_whoever_leaves_a_post_is_out_at_once(signed_in: Callable[[str], Client]) -> None:
    admin, client = signed_in("安全员"), Client()
    made = admin.post("/people/new", {"name": "要走的", "unit": BODY, "role": "reader"}).content.decode()
    password = re.findall(r'class="secret">([^<]+)<', made)[0]
    Account.objects.filter(name="要走的").update(must_change=False)
    client.post("/login", {"name": "要走的", "password": password})
    assert client.get("/board").status_code == 200
    account = Account.objects.get(name="要走的")
    post = next(one for one in site().roll.posts() if one.person == "要走的")
    assert admin.post(f"/people/{account.pk}", {"do": "dismiss", "post": post.matter}).status_code == 302
    assert client.get("/board").headers["location"].startswith("/login")
    client.post("/login", {"name": "要走的", "password": password})
    assert client.get("/board").status_code == 404
    assert client.get("/account").status_code == 200


@pytest.mark.parametrize(
    "word", ["matters", "login", "x", "//elsewhere.example/", "http://elsewhere.example/", "javascript:1", ""]
)
def test_whoever_changes_the_language_or_signs_in_goes_to_an_address_of_this_site(word: str) -> None:
    client = Client()
    for answer in (
        client.post("/language", {"language": "en", "next": word}),
        client.post("/login", {"name": "赵督查", "password": PASSWORD, "next": word}),
    ):
        assert (answer.status_code, answer.headers["location"]) == (302, "/"), word
