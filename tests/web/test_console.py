"""At the machine: the nightly check, and what two persons do when the second one cannot sign in."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
import typer
from django.db import connections
from django.test import RequestFactory

from taizhang.policy.posts import Post, dismissal
from taizhang_site.accounts import access, chain, limits
from taizhang_site.accounts.console import audit, emergency
from taizhang_site.accounts.models import Access, Account, Attempts
from taizhang_site.house import site, today
from tests.web.conftest import HOME
from tests.web.people import BODY, PASSWORD

MANY = 12


@pytest.fixture
def locked_out(county: None) -> Account:
    """The only security administrator, whose telephone is gone."""
    for post in site().roll.posts():
        if post.role == "security_admin" and post.held_on(today()) and post.person != "安全员":
            site().journal.append([dismissal(post, "安全员", today(), f"gone {post.matter}")])
    Account.objects.filter(name="进不来的").delete()
    site().appoint(Post("进不来的", BODY, "handler"), "安全员", today())
    return Account.objects.create(name="进不来的", password=PASSWORD, totp="A" * 32, must_change=False)


def number(said: str) -> str:
    return str(re.findall(r"proposal-[0-9a-f]+", said)[0])


def test_a_lost_second_factor_is_reset_at_the_machine_by_two(
    locked_out: Account, capsys: pytest.CaptureFixture[str]
) -> None:
    emergency(by="值班甲", reset="进不来的", home=HOME)
    asked = number(capsys.readouterr().out)
    locked_out.refresh_from_db()
    assert locked_out.totp, "nothing before the second person"
    with pytest.raises(typer.Exit):
        emergency(by="值班甲", confirm=asked, home=HOME)
    assert "POL-019" in capsys.readouterr().err
    emergency(by="值班乙", home=HOME)
    assert asked in capsys.readouterr().out
    emergency(by="值班乙", confirm=asked, home=HOME)
    password = re.findall("T7-[a-z0-9-]+", capsys.readouterr().out)[0]
    locked_out.refresh_from_db()
    assert locked_out.totp == ""
    assert locked_out.check_password(password)
    assert Access.objects.filter(what="alarm", place__contains="值班").count() == 2


def test_whoever_has_no_account_cannot_be_reset(county: None, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit):
        emergency(by="值班甲", reset="没有这个人", home=HOME)
    assert "ACC-019" in capsys.readouterr().err


def test_the_nightly_check_lists_what_is_wrong_and_says_so_by_its_exit_code(
    county: None, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(typer.Exit) as ended:
        audit(HOME)
    assert ended.value.exit_code == 1
    said = capsys.readouterr()
    assert "ACC-024" in said.err
    assert "访问留痕" in said.out


def test_several_at_once_make_one_chain_and_one_count(county: None) -> None:
    Attempts.objects.filter(pk="login:10.8.8.8").delete()
    request = RequestFactory().get("/", REMOTE_ADDR="10.8.8.8")

    def work(person: int) -> None:
        try:
            for turn in range(MANY):
                access.record_access(f"同时{person}", "read", f"/matter/{turn}")
                limits.count_attempts(request, "login")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    assert chain.verify_chain(site()).problems == ()
    assert Access.objects.filter(who__startswith="同时").count() == 4 * MANY
    assert Attempts.objects.get(pk="login:10.8.8.8").count == 4 * MANY
