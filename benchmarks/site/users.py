"""Fifty people at their browsers: they sign in once, then ask for one page after another with pauses between."""

from __future__ import annotations

import http.client
import random
import re
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode

PASSWORD = "T7-abcde-fghij-kmnpq"
SITE_PORT, ADMIN_PORT = 8431, 8432
SEARCHED = quote("边坡裂缝第77处")


@dataclass(frozen=True, slots=True)
class Side:
    """A server under test. pages: kind → address, '' for a matter seen in a list before. mark: stands on each page."""

    name: str
    port: int
    login: str
    named: str
    mark: str
    link: str
    pages: Mapping[str, str]


SITE = Side(
    "taizhang",
    SITE_PORT,
    "/login",
    "name",
    'class="brand"',
    r'href="(/matter/[a-z0-9-]+)"',
    {
        "list": "/matters?ledger=hazard",
        "list, red": "/matters?ledger=hazard&lamp=red",
        "list, page 9": "/matters?ledger=hazard&start=400",
        "search, text": f"/matters?ledger=hazard&q={SEARCHED}",
        "search, number": "/matters?ledger=hazard&q=YH0004321",
        "matter": "",
        "board": "/board",
        "my work": "/mine",
    },
)
ADMIN = Side(
    "Django admin",
    ADMIN_PORT,
    "/admin/login/",
    "username",
    'id="site-name"',
    r'href="(/admin/admin/listed/\d+/change/[^"]*)"',
    {
        "list": "/admin/admin/listed/?ledger__exact=hazard",
        "list, red": "/admin/admin/listed/?ledger__exact=hazard&lamp__exact=red",
        "list, page 9": "/admin/admin/listed/?ledger__exact=hazard&p=9",
        "search, text": f"/admin/admin/listed/?q={SEARCHED}",
        "search, number": "/admin/admin/listed/?q=YH0004321",
        "matter": "",
    },
)


class Browser:
    """Keeps its cookies; ``who`` signs in by the common password."""

    def __init__(self, side: Side, who: str) -> None:
        self.side, self.who, self.matters = side, who, [""]
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, body: str = "") -> str:
        """The page as text."""
        connection = http.client.HTTPConnection("127.0.0.1", self.side.port, timeout=300)
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": f"http://127.0.0.1:{self.side.port}",
        }
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, content = value.split(";")[0].partition("=")
                self.cookies[key] = content
        connection.close()
        return text

    def sign_in(self) -> None:
        """Signs in."""
        found = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.ask("GET", self.side.login))
        given = {"csrfmiddlewaretoken": found[-1], self.side.named: self.who, "password": PASSWORD, "next": "/"}
        self.ask("POST", self.side.login, urlencode(given))

    def open(self, kind: str) -> float:
        """Asks for a page of that kind; the seconds it took."""
        path = self.side.pages[kind] or random.choice(self.matters) or self.side.pages["list"]
        started = time.perf_counter()
        page = self.ask("GET", path)
        took = time.perf_counter() - started
        assert self.side.mark in page, (path, page[:500])
        self.matters = re.findall(self.side.link, page) or self.matters
        return took


def ready(side: Side) -> None:
    """Waits until the server answers."""
    for _ in range(600):
        try:
            Browser(side, "").ask("GET", "/health")
            return
        except OSError:
            time.sleep(0.3)
    raise SystemExit(f"{side.name} did not start")


def together(browsers: list[Browser], seconds: float, pause: float, note: Callable[[str, float], None]) -> None:
    """All at once for so long, each asking for a page every ``pause`` seconds on average."""

    def one(browser: Browser) -> None:
        chance, end = random.Random(browser.who), time.monotonic() + seconds
        time.sleep(chance.random() * pause)
        while time.monotonic() < end:
            kind = chance.choice([*browser.side.pages])
            note(kind, browser.open(kind))
            time.sleep(chance.expovariate(1 / pause) if pause else 0)

    threads = [threading.Thread(target=one, args=(browser,), daemon=True) for browser in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
