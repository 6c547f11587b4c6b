"""A real browser before a real server: one window a person."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect, sync_playwright
from waitress.server import create_server

from tests.web.people import PASSWORD

T = TypeVar("T")
CHROMIUM = Path("/usr/bin/chromium")
CUT_OFF = "net::ERR_ABORTED"
"""What Chromium says of a request whose page has gone elsewhere."""
HTMX_NETWORK = ("htmx:afterRequest", "htmx:sendError", "htmx:sendAbort")
"""What htmx 2 writes to the console for a request without an answer, as a preview that saving cuts off; an answer that is an
error is another event."""
LANGUAGES = {"en": "English", "zh-CN": "中文"}
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
needs_chromium = pytest.mark.skipif(
    not CHROMIUM.exists(), reason="Chromium is not installed (apt-get install chromium)"
)


@contextmanager
def listening() -> Iterator[str]:
    """The site on a free port of this machine."""
    from taizhang_site.wsgi import application

    server = create_server(application, host="127.0.0.1", port=0, threads=4, ident=None)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.close()
        thread.join(5)


def aside(call: Callable[[], T]) -> T:
    """What the call gives in a thread of its own: the browser's own loop keeps Django from its database."""
    from django.db import connections

    def alone() -> T:
        try:
            return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(alone).result()


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless browser."""
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


def speak(page: Page, language: str) -> None:
    """Switches the page to a language of the site by the button that leads there, and waits until it is that page again."""
    page.get_by_role("button", name=LANGUAGES[language]).click()
    expect(page.locator("html")).to_have_attribute("lang", language)
    page.wait_for_load_state()


class Windows:
    """One window for each person, signed in when first asked for; every fault in a page fails the test."""

    def __init__(self, browser: Browser, address: str) -> None:
        self._browser = browser
        self._address = address
        self._pages: dict[str, Page] = {}
        self.faults: list[str] = []

    def of(self, person: str, path: str = "") -> Page:
        """The person's window, at a page of the site when one is named."""
        if person not in self._pages:
            page = self._browser.new_context(base_url=self._address, viewport={"width": 1366, "height": 768}).new_page()
            page.on("pageerror", lambda error: self.faults.append(f"{person}: {error}"))
            page.on("console", self._console)
            page.on("requestfailed", self._failed)
            page.goto("/login")
            page.fill("input[name=name]", person)
            page.fill("input[name=password]", PASSWORD)
            page.click("button.primary")
            page.wait_for_url(lambda url: "/login" not in url)
            self._pages[person] = page
        if path:
            self._pages[person].goto(path)
        return self._pages[person]

    def _console(self, message: ConsoleMessage) -> None:
        """An error of the console is a fault, but for what the network reports: that is judged by ``_failed``."""
        network = ("Failed to load resource", *HTMX_NETWORK)
        if message.type == "error" and not any(one in message.text for one in network):
            self.faults.append(message.text)

    def _failed(self, request: Request) -> None:
        """A request that got no answer is a fault, unless a navigation cut it off."""
        if request.failure != CUT_OFF:
            self.faults.append(f"{request.method} {request.url}: {request.failure}")
