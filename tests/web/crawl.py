"""Follows links as each person would: which pages there are, where each can be seen, and which nobody can reach."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable
from html import unescape
from typing import NamedTuple
from urllib.parse import urlsplit

from django.test import Client
from django.urls import Resolver404, resolve

_HREF = re.compile(rb'(?:href|hx-get|hx-post|action|formaction|src)="(/[^"#]*)')
DEEPEST, EACH = 6, 1


class Found(NamedTuple):
    """A page: its name in the permission table, one address of it, who was there, the answer, whether it is whole."""

    name: str
    person: str
    address: str
    status: int
    whole: bool


def crawl(client: Client, person: str, start: Iterable[str] = ("/",)) -> list[Found]:
    """Every named page the person reaches by links, at most EACH addresses of each name."""
    waiting = deque((address, 0) for address in start)
    seen: set[str] = set()
    often: dict[str, int] = {}
    found = []
    while waiting:
        address, depth = waiting.popleft()
        name = name_of(address)
        if not name or address in seen or often.get(name, 0) >= EACH:
            continue
        seen.add(address)
        answer = client.get(address)
        answer.close()
        if answer.status_code in (301, 302):
            found.append(Found(name, person, address, 200, whole=False))
            waiting.append((answer.headers["location"], depth))
            continue
        often[name] = often.get(name, 0) + 1
        html = answer.headers.get("Content-Type", "").startswith("text/html") and not answer.streaming
        whole = (
            html and b"<html" in answer.content and "attachment" not in answer.headers.get("Content-Disposition", "")
        )
        found.append(Found(name, person, address, answer.status_code, whole))
        if whole and depth < DEEPEST:
            waiting.extend((unescape(href.decode()), depth + 1) for href in _HREF.findall(answer.content))
    return found


def name_of(address: str) -> str:
    """The page's name in the permission table, '' for what is no page."""
    try:
        return resolve(urlsplit(address).path).view_name or ""
    except Resolver404:
        return ""
