"""Somebody else vouches: an identity provider step by step and whenever it lies, a directory and whatever is typed."""

from __future__ import annotations

import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from joserfc.jwk import OctKey, RSAKey

from taizhang_site.accounts import directory as ldap
from taizhang_site.accounts import elsewhere, provider
from taizhang_site.accounts.directory import Unreachable, vouches
from taizhang_site.accounts.elsewhere import Directory, Elsewhere, Provider, read_elsewhere
from taizhang_site.accounts.models import Access, Account, Attempts
from tests.web.certificate import self_signed
from tests.web.identity import CLIENT, SECRET, Identity
from tests.web.identity import provider as identity_provider
from tests.web.people import PASSWORD

NAME = "外来的"
ldap3 = ldap.library()


@pytest.fixture
def guest(county: None) -> Iterator[Account]:
    """An account for one identity, without a password of its own."""
    Account.objects.filter(name=NAME).delete()
    Attempts.objects.all().delete()
    account = Account.objects.create(name=NAME, password=PASSWORD, must_change=False, outside="u-1001")
    account.set_unusable_password()
    account.save()
    yield account
    account.delete()
    Attempts.objects.all().delete()


@pytest.fixture
def identity(guest: Account, monkeypatch: pytest.MonkeyPatch) -> Iterator[Identity]:
    """The provider, set up at the site."""
    with identity_provider() as running:
        known = Elsewhere(Provider("市统一认证", running.issuer, CLIENT, SECRET))
        for module in ("views", "provider", "signing", "people"):
            monkeypatch.setattr(f"taizhang_site.accounts.{module}.elsewhere", lambda: known)
        provider._known.clear()
        yield running


def back(identity: Identity, client: Client, change: Callable[[str], str] = str) -> Any:
    """The browser's whole way to the provider and back."""
    asked = client.get("/login/provider?next=/mine")
    assert asked.status_code == 302
    stop = client.get(change(identity.authorized(asked.headers["location"])))
    page = stop.content.decode()
    onward = re.findall(r'content="0;url=([^"]+)"', page)[0].replace("&amp;", "&")
    return client.get(onward)


def test_who_the_provider_vouches_for_is_in(identity: Identity) -> None:
    client = Client()
    assert "市统一认证" in client.get("/login").content.decode()
    answer = back(identity, client)
    assert answer.headers["location"] == "/mine"
    assert NAME in client.get("/account").content.decode()


def test_the_stop_on_the_way_back_needs_no_cookie_and_runs_nothing(identity: Identity) -> None:
    answer = Client().get("/login/provider/back", {"code": '"><script>', "state": "s", "more": "x"})
    page = answer.content.decode()
    assert "<script" not in page
    assert "more" not in page
    assert 'content="0;url=/login/provider/done?code=%22%3E%3Cscript%3E&amp;state=s"' in page


def test_a_second_factor_is_still_asked_for_unless_the_provider_is_known_to(
    identity: Identity, guest: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    Account.objects.filter(pk=guest.pk).update(totp="A" * 32)
    assert "六位数" in back(identity, Client()).content.decode()
    known = Elsewhere(Provider("市统一认证", identity.issuer, CLIENT, SECRET, second_factor=True))
    monkeypatch.setattr("taizhang_site.accounts.provider.elsewhere", lambda: known)
    assert back(identity, Client()).status_code == 302


def test_an_identity_without_an_account_is_told_so_and_gets_none(identity: Identity) -> None:
    identity.person, many = "u-2002", Account.objects.count()
    answer = back(identity, Client())
    assert "ACC-033" in answer.content.decode()
    assert Account.objects.count() == many


def test_a_closed_account_stays_closed(identity: Identity, guest: Account) -> None:
    Account.objects.filter(pk=guest.pk).update(active=False)
    assert "ACC-033" in back(identity, Client()).content.decode()


@pytest.mark.parametrize(
    "lie",
    [
        {"iss": "http://elsewhere.example"},
        {"aud": "another"},
        {"aud": [CLIENT, "another"], "azp": "another"},
        {"nonce": "of another session"},
        {"exp": 1000},
        {"sub": None},
        {"sub": 7},
        {"iat": None},
    ],
)
def test_a_token_that_says_what_does_not_hold_is_refused(identity: Identity, lie: dict[str, object]) -> None:
    identity.lie = lie
    client = Client()
    assert "ACC-032" in back(identity, client).content.decode()
    assert client.get("/account").status_code == 302


def test_a_token_signed_by_another_or_by_the_public_key_as_a_secret_is_refused(identity: Identity) -> None:
    identity.key = RSAKey.generate_key(2048, {"kid": "one"})
    assert "ACC-032" in back(identity, Client()).content.decode()
    identity.key = OctKey.import_key("0123456789abcdef0123456789abcdef", {"kid": "one"})  # type: ignore[assignment]
    identity.algorithm = "HS256"
    assert "ACC-032" in back(identity, Client()).content.decode()


@pytest.mark.parametrize(
    "change",
    [
        lambda address: address.replace("state=", "state=x"),
        lambda address: re.sub("iss=[^&]*", "iss=http%3A%2F%2Felsewhere.example", address),
        lambda address: re.sub("code=[^&]*", "code=made-up", address),
        lambda address: re.sub("code=[^&]*", "error=access_denied", address),
    ],
)
def test_an_answer_to_another_question_is_refused(identity: Identity, change: Callable[[str], str]) -> None:
    assert "ACC-032" in back(identity, Client(), change).content.decode()


def test_an_answer_serves_once_and_only_its_own_browser(identity: Identity) -> None:
    client = Client()
    asked = client.get("/login/provider").headers["location"]
    address = identity.authorized(asked).replace("/back", "/done")
    assert "ACC-032" in Client().get(address).content.decode(), "another browser"
    assert client.get(address).status_code == 302
    client.post("/logout")
    assert "ACC-032" in client.get(address).content.decode()


def test_a_provider_that_says_another_issuer_or_does_not_answer_is_told(
    identity: Identity, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(identity, "discovery", lambda: {"issuer": "http://elsewhere.example"})
    assert "ACC-032" in Client().get("/login/provider").content.decode()


def test_the_security_administrator_links_an_identity_and_the_password_is_void(
    identity: Identity, guest: Account, signed_in: Callable[[str], Client]
) -> None:
    admin = signed_in("安全员")
    Account.objects.filter(name="要连的").delete()
    account = Account.objects.create(name="要连的", password=PASSWORD)
    assert "统一认证标识" in admin.get(f"/people/{account.pk}").content.decode()
    taken = admin.post(f"/people/{account.pk}", {"do": "link", "outside": "u-1001"})
    assert "ACC-035" in taken.content.decode()
    assert admin.post(f"/people/{account.pk}", {"do": "link", "outside": "u-3003"}).status_code == 302
    assert Client().post("/login", {"name": "要连的", "password": PASSWORD}).status_code == 403
    identity.person = "u-3003"
    client = Client()
    back(identity, client)
    assert "要连的" in client.get("/account").content.decode()
    assert Access.objects.filter(place__contains="要连的: u-3003").exists()


PEOPLE = Directory("ldaps://ldap.example", "ou=people,dc=example")


@pytest.fixture
def served(guest: Account, monkeypatch: pytest.MonkeyPatch) -> Callable[[Directory, str, str], Any]:
    """A directory of two people kept in memory."""

    def connect(directory: Directory, user: str, password: str) -> Any:
        server = ldap3.Server("fake", get_info=ldap3.NONE)
        made = ldap3.Connection(server, user=user or None, password=password or None, client_strategy=ldap3.MOCK_SYNC)
        for name, secret in (("u-1001", "Kennwort-1"), ("u-1002", "Kennwort-2")):
            made.strategy.add_entry(
                f"uid={name},ou=people,dc=example",
                {"uid": name, "userPassword": secret, "objectClass": "person", "sn": name},
            )
        return made if made.bind() else None

    monkeypatch.setattr(ldap, "connection", connect)
    known = Elsewhere(directory=PEOPLE)
    for module in ("views", "signing"):
        monkeypatch.setattr(f"taizhang_site.accounts.{module}.elsewhere", lambda: known)
    return connect


@pytest.mark.parametrize(
    ("name", "password", "good"),
    [
        ("u-1001", "Kennwort-1", True),
        ("u-1001", "Kennwort-2", False),
        ("u-1001", "", False),
        ("u-*", "Kennwort-1", False),
        ("*", "Kennwort-1", False),
        ("u-1001)(uid=*", "Kennwort-1", False),
        ("nobody", "Kennwort-1", False),
        ("", "Kennwort-1", False),
    ],
)
def test_the_directory_takes_the_password_of_exactly_one_person(
    served: object, name: str, password: str, good: bool
) -> None:
    assert vouches(PEOPLE, name, password) == good


def test_a_person_of_the_directory_signs_in_with_that_password_and_it_is_not_kept(
    served: object, guest: Account
) -> None:
    assert Client().post("/login", {"name": NAME, "password": "不对"}).status_code == 403
    assert Client().post("/login", {"name": NAME, "password": "Kennwort-1"}).status_code == 302
    guest.refresh_from_db()
    assert not guest.has_usable_password()
    assert Client().post("/login", {"name": "赵督查", "password": PASSWORD}).status_code == 302, "others as before"


def test_a_directory_that_does_not_answer_is_told_and_counts_as_no_failure(
    guest: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> Any:
        raise OSError

    monkeypatch.setattr(ldap, "connection", away)
    monkeypatch.setattr("taizhang_site.accounts.signing.elsewhere", lambda: Elsewhere(directory=PEOPLE))
    answer = Client().post("/login", {"name": NAME, "password": "Kennwort-1"})
    assert "ACC-034" in answer.content.decode()
    guest.refresh_from_db()
    assert guest.failures == 0


def test_nothing_is_said_to_a_directory_whose_certificate_nobody_vouches_for(tmp_path: Path) -> None:
    """A server with a certificate of its own making hears no password."""
    heard = b""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*self_signed(tmp_path, "localhost"))
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            nonlocal heard
            plain, _ = listener.accept()
            try:
                with plain, context.wrap_socket(plain, server_side=True) as talk:
                    heard = talk.recv(100)
            except OSError:
                pass

        thread = threading.Thread(target=serve)
        thread.start()
        strange = Directory(
            f"ldaps://127.0.0.1:{listener.getsockname()[1]}", "dc=example", bind="cn=site", password="geheim"
        )
        with pytest.raises(Unreachable):
            vouches(strange, "u-1001", "Kennwort-1")
        thread.join(10)
    assert heard == b""


GOOD = '[oidc]\nissuer = "https://id.example"\nclient_id = "taizhang"\n[ldap]\nserver = "ldaps://ldap.example"\nbase = "dc=example"\n'


def test_a_file_sets_both_up(tmp_path: Path) -> None:
    (tmp_path / "sign-in.toml").write_text(GOOD, encoding="utf-8")
    found = read_elsewhere(tmp_path / "sign-in.toml", {"TAIZHANG_OIDC_SECRET": "s", "TAIZHANG_LDAP_PASSWORD": "p"})
    assert found.problems == ()
    assert found.provider == Provider("统一身份认证", "https://id.example", "taizhang", "s")
    assert found.directory == Directory("ldaps://ldap.example", "dc=example", password="p")
    assert read_elsewhere(tmp_path / "none.toml", {}) == Elsewhere()


@pytest.mark.parametrize(
    ("told", "codes"),
    [
        ("[oidc", ["ACC-030"]),
        ("[saml]\n", ["ACC-030"]),
        ("oidc = 3\n", ["ACC-030"]),
        ("[oidc]\nissuer = 3\nverify = false\n", ["ACC-030", "ACC-030"]),
        ('[oidc]\nissuer = "http://id.example"\n', ["ACC-030", "ACC-030", "ACC-030"]),
        ('[ldap]\nserver = "ldap://ldap.example"\nbase = "dc=x"\nfilter = "(uid=*)"\n', ["ACC-030", "ACC-030"]),
        ('[ldap]\nserver = "ldap://ldap.example"\nbase = "dc=x"\nstart_tls = true\n', []),
    ],
)
def test_everything_wrong_with_the_file_is_said_at_once(tmp_path: Path, told: str, codes: list[str]) -> None:
    (tmp_path / "sign-in.toml").write_text(told, encoding="utf-8")
    assert [one.code for one in read_elsewhere(tmp_path / "sign-in.toml", {}).problems] == codes


def test_a_library_that_is_not_installed_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(elsewhere, "find_spec", lambda name: None)
    (tmp_path / "sign-in.toml").write_text(GOOD, encoding="utf-8")
    found = read_elsewhere(tmp_path / "sign-in.toml", {"TAIZHANG_OIDC_SECRET": "s"}).problems
    assert [one.code for one in found] == ["ACC-031", "ACC-031"]
    assert "taizhang[ldap]" in found[1].hint
