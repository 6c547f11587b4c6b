"""Posts of power in the browser: proposed by one, confirmed by another; nothing before; the auditor sees all of it."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from taizhang.policy.posts import Post, appointment, dismissal
from taizhang_site.accounts.models import Access, Account
from taizhang_site.house import site, today
from tests.web.people import BODY, PASSWORD

SignedIn = Callable[[str], Client]


@pytest.fixture
def second_admin(alone: None) -> Iterator[Client]:
    """Another security administrator, gone afterwards."""
    name = f"安全员{uuid.uuid4().hex[:4]}"
    site().appoint(Post(name, BODY, "security_admin"), "安全员", today())
    account = Account.objects.create(name=name, password=PASSWORD, must_change=False)
    client = Client()
    client.post("/login", {"name": name, "password": PASSWORD})
    yield client
    post = next(one for one in site().roll.posts() if one.person == name)
    site().journal.append([dismissal(post, "安全员", today(), name)])
    account.delete()


@pytest.fixture(autouse=True)
def alone(signed_in: SignedIn) -> None:
    """One security administrator, whatever other tests made, so that the leader is the second person."""
    for post in site().roll.posts():
        if post.role == "security_admin" and post.person != "安全员" and post.held_on(today()):
            site().journal.append([dismissal(post, "安全员", today(), f"end {post.matter}")])


def waiting(person: str) -> str:
    """The identifier of the change that waits for the person."""
    return next(one.matter for one in site().roll.proposals() if one.post.person == person and one.state == "waiting")


def test_a_supervisor_is_made_by_two(signed_in: SignedIn) -> None:
    admin, leader = signed_in("安全员"), signed_in("李县长")
    assert "/people/changes" not in leader.get("/board").content.decode()
    made = admin.post("/people/new", {"name": "新督查", "unit": BODY, "role": "supervisor"}).content.decode()
    assert "另一个人确认" in made
    password = re.findall(r'class="secret">([^<]+)<', made)[0]
    Account.objects.filter(name="新督查").update(must_change=False)
    client = Client()
    client.post("/login", {"name": "新督查", "password": password})
    assert client.get("/board").status_code == 404, "no post yet"
    assert '/people/changes"' in leader.get("/board").content.decode()
    change = waiting("新督查")
    assert "等另一个人确认" not in admin.get("/people/changes").content.decode()
    assert admin.post("/people/changes", {"do": "confirm", "change": change}).status_code == 400
    assert leader.post("/people/changes", {"do": "decline", "change": change}).status_code == 400, "no reason given"
    assert leader.post("/people/changes", {"do": "confirm", "change": change}).status_code == 302
    client.post("/login", {"name": "新督查", "password": password})
    assert client.get("/board").status_code == 200
    noted = list(Access.objects.filter(place__contains="新督查").values_list("what", "who"))
    assert {("proposed", "安全员"), ("decided", "李县长")} <= set(noted)


def test_ending_it_takes_two_and_then_ends_at_once(signed_in: SignedIn, second_admin: Client) -> None:
    Account.objects.filter(name="要免的").delete()
    site().appoint(Post("要免的", BODY, "supervisor"), "安全员", today())
    account = Account.objects.create(name="要免的", password=PASSWORD, must_change=False)
    client = Client()
    client.post("/login", {"name": "要免的", "password": PASSWORD})
    post = next(one for one in site().roll.posts() if one.person == "要免的")
    admin = signed_in("安全员")
    assert admin.post(f"/people/{account.pk}", {"do": "dismiss", "post": post.matter}).status_code == 302
    assert client.get("/board").status_code == 200, "until it is confirmed"
    assert (
        signed_in("李县长").post("/people/changes", {"do": "confirm", "change": waiting("要免的")}).status_code == 400
    )
    assert second_admin.post("/people/changes", {"do": "confirm", "change": waiting("要免的")}).status_code == 302
    assert client.get("/board").headers["location"].startswith("/login")
    client.post("/login", {"name": "要免的", "password": PASSWORD})
    assert client.get("/board").status_code == 404


def test_a_change_is_withdrawn_or_declined_with_a_reason(signed_in: SignedIn, second_admin: Client) -> None:
    admin = signed_in("安全员")
    Account.objects.filter(name="待定的").delete()
    for decide, client in (("withdraw", admin), ("decline", second_admin)):
        site_account, _ = Account.objects.get_or_create(name="待定的", defaults={"password": "x"})
        answer = admin.post(f"/people/{site_account.pk}", {"do": "appoint", "unit": BODY, "role": "approver"})
        assert answer.status_code == 302
        again = admin.post(f"/people/{site_account.pk}", {"do": "appoint", "unit": BODY, "role": "approver"})
        assert "POL-017" in again.content.decode()
        sent = {"do": decide, "change": waiting("待定的"), "note": "编制未批"}
        assert client.post("/people/changes", sent).status_code == 302
    page = admin.get("/people/changes").content.decode()
    assert "编制未批" in page
    assert "已撤回" in page


def test_a_second_factor_is_taken_away_by_two_and_a_password_by_one(signed_in: SignedIn) -> None:
    admin = signed_in("安全员")
    Account.objects.filter(name="丢手机的").delete()
    account = Account.objects.create(name="丢手机的", password=PASSWORD, totp="A" * 32)
    page = admin.post(f"/people/{account.pk}", {"do": "reset"}).content.decode()
    assert 'class="secret"' in page
    account.refresh_from_db()
    assert account.totp, "a new password leaves the second factor"
    assert admin.post(f"/people/{account.pk}", {"do": "second"}).status_code == 302
    account.refresh_from_db()
    assert account.totp
    signed_in("周副县长").post("/people/changes", {"do": "confirm", "change": waiting("丢手机的")})
    account.refresh_from_db()
    assert account.totp == ""


def test_the_auditor_only_looks(signed_in: SignedIn) -> None:
    auditor = signed_in("审计员")
    assert auditor.get("/people/changes").status_code == 200
    assert auditor.post("/people/changes", {"do": "confirm", "change": "proposal-x"}).status_code == 400
    page = auditor.get("/trail/review").content.decode()
    assert "<form" not in page.split("<main")[1]
    assert "ACC-024" in page, "people of the tests have no second factor"


def test_a_term_that_ends_before_it_begins_is_refused(signed_in: SignedIn) -> None:
    sent = {"name": "倒着的", "unit": BODY, "role": "reader", "since": "2026-12-01", "until": "2026-11-01"}
    answer = signed_in("安全员").post("/people/new", sent)
    assert "ACC-017" in answer.content.decode()
    assert not Account.objects.filter(name="倒着的").exists()


def test_posts_that_clash_count_for_nothing_and_the_auditor_is_told(signed_in: SignedIn) -> None:
    Account.objects.filter(name="两头担").delete()
    Account.objects.create(name="两头担", password=PASSWORD, must_change=False)
    site().appoint(Post("两头担", BODY, "reader"), "安全员", today())
    site().journal.append([appointment(Post("两头担", BODY, "system_admin", today()), "外来程序", today())])
    client = Client()
    client.post("/login", {"name": "两头担", "password": PASSWORD})
    assert client.get("/mine").status_code == 404
    assert client.get("/machine").status_code == 404
    assert "暂停效力" in client.get("/account").content.decode()
    review = signed_in("审计员").get("/trail/review").content.decode()
    assert "两头担同时担任" in review
