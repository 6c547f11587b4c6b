"""Passkeys in a real browser with a virtual authenticator: made, named, used alone and after the password, removed."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from urllib.parse import parse_qs

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client, RequestFactory, override_settings
from playwright.sync_api import CDPSession, Page

from taizhang_site.accounts import passkeys
from taizhang_site.accounts.models import Access, Account, BrowserSession, Passkey
from tests.web.browser import aside, chromium, listening, needs_chromium
from tests.web.people import PASSWORD

NAME = "持钥人"


@pytest.fixture
def holder(county: None) -> Account:
    """Somebody with a password and nothing else."""
    Account.objects.filter(name=NAME).delete()
    return Account.objects.create(name=NAME, password=PASSWORD, must_change=False)


class Keyring:
    """A window before the site whose machine holds an authenticator."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.cdp: CDPSession = page.context.new_cdp_session(page)
        self.cdp.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        self.id = self.cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]

    def verified(self, yes: bool) -> None:
        """Whether the person shows a finger, a face or a PIN."""
        self.cdp.send("WebAuthn.setUserVerified", {"authenticatorId": self.id, "isUserVerified": yes})

    def enter(self) -> None:
        """Signs in with name and password."""
        self.page.goto("/login")
        self.page.fill("input[name=name]", NAME)
        self.page.fill("input[name=password]", PASSWORD)
        self.page.click("form:has(input[name=password]) button")

    def leave(self) -> None:
        """Signs out."""
        self.page.goto("/account")
        self.page.click("form[action='/logout'] button")

    def register(self, name: str) -> None:
        """Registers a key under the name."""
        self.page.goto("/account/second")
        self.page.fill("form[data-passkey] input[name=name]", name)
        self.page.click("form[data-passkey] button")


@pytest.fixture
def ring(holder: Account) -> Iterator[Keyring]:
    """The window, at the site by its name: browsers give keys to names, not to addresses."""
    with listening() as address, chromium() as browser:
        context = browser.new_context(base_url=address.replace("127.0.0.1", "localhost"))
        faults: list[str] = []
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        yield Keyring(page)
        assert faults == []


def keys(holder: Account) -> list[Passkey]:
    """The person's keys."""
    return aside(lambda: list(Passkey.objects.filter(account=holder)))


@needs_chromium
def test_a_passkey_is_made_used_alone_and_after_the_password_and_removed(ring: Keyring, holder: Account) -> None:
    page = ring.page
    ring.enter()
    ring.register("办公室电脑")
    page.wait_for_url("**/account/recovery")
    page.click("button.primary")
    codes = page.locator("ol.codes code").all_inner_texts()
    assert len(set(codes)) == 10
    page.goto("/account/second")
    assert page.input_value("ul.keys input[name=name]") == "办公室电脑"
    for language in ("zh", "en"):
        page.context.add_cookies([{"name": "language", "value": language, "url": page.url}])
        page.reload()
        assert not Axe().run(page).response["violations"], language
    page.context.clear_cookies(name="language")
    ring.register("又一次")
    page.locator("[data-told]:not(:empty)").wait_for()
    assert len(keys(holder)) == 1, "the device is known already"

    ring.leave()
    page.click("form[data-passkey] button")
    page.wait_for_url(lambda url: "/login" not in url)
    assert page.locator("header .who").inner_text().count(NAME) == 1

    ring.leave()
    ring.enter()
    page.locator("form[data-passkey] button").wait_for()
    assert page.goto("/account") is not None
    assert "/login" in page.url, "the password alone is not enough"
    ring.enter()
    page.click("form[data-passkey] button")
    page.wait_for_url(lambda url: "/login" not in url)
    (key,) = keys(holder)
    assert key.count == 3
    assert key.used_at

    ring.leave()
    aside(lambda: Passkey.objects.filter(pk=key.pk).update(count=99))
    page.click("form[data-passkey] button")
    page.get_by_text("ACC-014").wait_for()
    assert aside(lambda: Access.objects.filter(what="copied_key").exists())
    aside(lambda: Passkey.objects.filter(pk=key.pk).update(count=4))
    ring.verified(False)
    page.click("form[data-passkey] button")
    page.locator("[data-told]:not(:empty)").wait_for()

    ring.enter()
    page.fill("form[action='/login/code'] input[name=code]", codes[0])
    page.click("form[action='/login/code'] button")
    page.goto("/account/second")
    page.click("ul.keys button[value=remove]")
    page.wait_for_url("**/account/second")
    assert keys(holder) == []


@needs_chromium
def test_an_answer_serves_once_and_only_the_browser_that_asked(ring: Keyring, holder: Account) -> None:
    page = ring.page
    ring.enter()
    ring.register("钥匙")
    page.wait_for_url("**/account/recovery")
    ring.leave()
    page.route("**/login/passkey", lambda route: route.fulfill(body="kept back"))
    with page.expect_request("**/login/passkey") as caught:
        page.click("form[data-passkey] button")
    answer = parse_qs(caught.value.post_data or "")["credential"][0]
    cookie = next(one for one in page.context.cookies() if one["name"] == settings.CSRF_COOKIE_NAME)
    assert "session" not in {one["name"] for one in page.context.cookies()}, "nobody has signed in yet"
    host = caught.value.url.split("/")[2]

    def sent(word: str, to: str = host, credential: str = answer) -> int:
        client = Client(headers={"host": to})
        client.cookies[settings.CSRF_COOKIE_NAME] = word
        return aside(lambda: int(client.post("/login/passkey", {"credential": credential}).status_code))

    assert sent("") == 403, "a browser that asked nothing"
    assert sent(cookie["value"], to="localhost:1") == 403, "another origin"
    assert sent(cookie["value"]) == 302
    assert sent(cookie["value"]) == 403, "the challenge is used up"
    page.unroute("**/login/passkey")
    page.goto("/login")
    page.click("form[data-passkey] button")
    page.wait_for_url(lambda url: "/login" not in url)


@pytest.mark.parametrize(
    "given",
    [
        "",
        "nonsense",
        "[]",
        "{}",
        '{"rawId": 3}',
        '{"rawId":"AAAA","id":"AAAA","type":"x","response":{}}',
        '{"rawId":"AAAA","response":{"clientDataJSON":"e30","authenticatorData":"AA","signature":"AA"}}',
        "9" * 70000,
    ],
)
def test_whatever_is_sent_in_place_of_an_answer_is_refused(holder: Account, given: str) -> None:
    client = Client(headers={"host": "localhost"})
    client.get("/login")
    answer = client.post("/login/passkey", {"credential": given})
    assert answer.status_code == 403
    assert "ACC-013" in answer.content.decode()
    client.post("/login", {"name": NAME, "password": PASSWORD})
    client.get("/account/second")
    made = client.post("/account/passkeys", {"do": "add", "credential": given})
    assert made.status_code == 400
    assert "ACC-011" in made.content.decode()


@pytest.mark.parametrize(
    ("host", "secure", "says"),
    [
        ("localhost:8000", False, ""),
        ("taizhang.localhost", False, ""),
        ("tz.example.gov", True, ""),
        ("tz.example.gov", False, "HTTPS"),
        ("127.0.0.1:8000", False, "IP"),
        ("10.1.2.3", True, "IP"),
        ("[::1]:8000", True, "IP"),
    ],
)
def test_keys_are_offered_over_an_encrypted_connection_to_a_name_only(host: str, secure: bool, says: str) -> None:
    request = RequestFactory().get("/", secure=secure, headers={"host": host})
    with override_settings(ALLOWED_HOSTS=["*"]):
        told = passkeys.why_not_offered(request)
    assert says in told
    assert bool(told) == bool(says)


def test_where_keys_are_not_offered_a_sentence_says_why(holder: Account) -> None:
    client = Client(headers={"host": "10.1.2.3"})
    with override_settings(ALLOWED_HOSTS=["*"]):
        assert "data-passkey" not in client.get("/login").content.decode()
        client.post("/login", {"name": NAME, "password": PASSWORD})
        page = client.get("/account/second").content.decode()
    assert "IP" in page
    assert "data-passkey" not in page


def test_nobody_touches_the_key_of_another(holder: Account) -> None:
    other = Account.objects.get(name="赵督查")
    key = Passkey.objects.create(account=other, name="他的", key="f" * 64, data=b"", relying="localhost")
    client = Client()
    client.post("/login", {"name": NAME, "password": PASSWORD})
    assert client.post("/account/passkeys", {"do": "remove", "key": key.pk}).status_code == 404
    assert re.match("他的", Passkey.objects.get(pk=key.pk).name)
    key.delete()


def test_whoever_is_offered_a_key_leaves_no_session(county: None) -> None:
    before = BrowserSession.objects.count()
    for _ in range(3):
        client = Client(headers={"host": "localhost"})
        assert "data-passkey" in client.get("/login").content.decode()
        assert client.post("/login/passkey", {"credential": "{}"}).status_code == 403
    assert BrowserSession.objects.count() == before


def test_a_challenge_is_the_sites_own_and_good_for_ten_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    request = RequestFactory().get("/", headers={"host": "localhost"})
    given = passkeys._own_challenge(request)
    passkeys._spend_challenge(request, given)
    for wrong in (b"", given[::-1], given[:-1], bytes([given[0] ^ 1]) + given[1:]):
        with pytest.raises(ValueError, match="challenge"):
            passkeys._spend_challenge(request, wrong)
    now = time.time()
    for later, good in ((passkeys.FRESH - 1, True), (passkeys.FRESH + 1, False)):
        monkeypatch.setattr(time, "time", lambda later=later: now + later)
        if good:
            passkeys._spend_challenge(request, given)
        else:
            with pytest.raises(ValueError, match="challenge"):
                passkeys._spend_challenge(request, given)
