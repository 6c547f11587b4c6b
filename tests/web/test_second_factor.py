"""Who must have a second factor reaches nothing without one; recovery codes; nothing changes in an old session."""

from __future__ import annotations

import math
import re
import time
from collections.abc import Iterator

import pytest
from django.test import Client

from taizhang.policy.posts import Post
from taizhang_site.accounts import own, totp
from taizhang_site.accounts.models import Account, RecoveryCode
from taizhang_site.accounts.recovery import renew_codes
from taizhang_site.house import DEMONSTRATION, site, today
from tests.web.people import BODY, PASSWORD, TOWN


@pytest.fixture
def strict(county: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A site that is no demonstration."""
    monkeypatch.delenv(DEMONSTRATION)


def newcomer(name: str, role: str, unit: str = BODY) -> Account:
    """An account that holds the post and has no second factor."""
    Account.objects.filter(name=name).delete()
    site().appoint(Post(name, unit, role), "安全员", today())
    return Account.objects.create(name=name, password=PASSWORD, must_change=False)


def entered(name: str) -> Client:
    client = Client()
    assert client.post("/login", {"name": name, "password": PASSWORD}).status_code == 302
    return client


def with_codes(client: Client) -> str:
    """Sets up codes; the secret."""
    page = client.get("/account/code").content.decode()
    assert 'class="qr"' in page
    assert " style=" not in page
    secret = re.findall(r'class="secret">([A-Z2-7]{32})<', page)[0]
    done = client.post("/account/code", {"code": totp.compute_code(secret, int(time.time()) // 30)})
    assert done.headers["location"] == "/account/recovery"
    return str(secret)


@pytest.fixture
def keeper(strict: None) -> Iterator[Account]:
    """A second security administrator, taken away afterwards."""
    yield newcomer("守门的", "security_admin")
    Account.objects.filter(name="守门的").delete()


def test_whoever_must_have_a_second_factor_reaches_only_its_page(keeper: Account) -> None:
    client = entered("守门的")
    for page in ("/", "/people", "/people/new", "/account"):
        assert client.get(page).headers["location"] == "/account/second", page
    page = client.get("/account/second").content.decode()
    assert "您的岗位须有第二因素" in page
    assert 'href="/people"' not in page
    assert client.post("/language", {"language": "zh", "next": "/account/second"}).status_code == 302
    secret = with_codes(client)
    assert client.get("/people").status_code == 200
    assert client.post("/account/second").status_code == 400, "the last one stays"
    again = entered_halfway("守门的")
    assert again.get("/people").headers["location"].startswith("/login")
    assert again.post("/login/code", {"code": totp.compute_code(secret, int(time.time()) // 30 + 1)}).status_code == 302
    assert again.get("/people").status_code == 200


def entered_halfway(name: str) -> Client:
    """A browser that has passed the password and not the second factor."""
    client = Client()
    assert client.post("/login", {"name": name, "password": PASSWORD}).status_code == 200
    return client


@pytest.mark.parametrize("role", ["system_admin", "audit_admin", "supervisor", "leader", "handler", "unit_head"])
def test_administrators_and_readers_of_guarded_rows_must_have_one(strict: None, role: str) -> None:
    newcomer(f"试{role}", role)
    assert entered(f"试{role}").get("/").headers["location"] == "/account/second"


@pytest.mark.parametrize("role", ["drafter", "reader"])
def test_others_may_do_without(strict: None, role: str) -> None:
    newcomer(f"试{role}", role, TOWN)
    assert entered(f"试{role}").get("/mine").status_code == 200


def test_a_demonstration_only_says_so(county: None) -> None:
    newcomer("示范员", "system_admin")
    page = entered("示范员").get("/account").content.decode()
    assert "演示站不强制" in page


def test_a_recovery_code_stands_in_once(keeper: Account) -> None:
    client = entered("守门的")
    with_codes(client)
    codes = re.findall(r'class="secret">([^<]+)<', client.post("/account/recovery").content.decode())
    assert len(codes) == 10
    assert not RecoveryCode.objects.filter(digest__in=codes).exists(), "kept by digest"
    assert entered_halfway("守门的").post("/login/code", {"code": codes[0].upper()}).status_code == 302
    assert entered_halfway("守门的").post("/login/code", {"code": codes[0]}).status_code == 403
    client.post("/account/recovery")
    assert entered_halfway("守门的").post("/login/code", {"code": codes[1]}).status_code == 403, "made anew: void"


def test_a_recovery_code_has_at_least_112_bits(keeper: Account) -> None:
    codes = [code.replace("-", "") for code in renew_codes(keeper)]
    letters = set("".join(codes))
    assert len(letters) == 30, "every letter comes, or the odds of that are one in a million"
    assert {len(code) for code in codes} == {25}
    assert 25 * math.log2(len(letters)) >= 112
    assert len(set(codes)) == len(codes)


def test_ways_of_signing_in_change_only_soon_after_signing_in(county: None, monkeypatch: pytest.MonkeyPatch) -> None:
    newcomer("久坐的", "reader")
    client = entered("久坐的")
    with_codes(client)
    later = time.time() + own.RECENT + 5
    monkeypatch.setattr("taizhang_site.accounts.own.time.time", lambda: later)
    for page in ("/account/second", "/account/code", "/account/recovery", "/account/passkeys"):
        answer = client.post(page, {"do": "add"})
        assert "ACC-015" in answer.content.decode(), page
    assert Account.objects.get(name="久坐的").totp
