"""Two languages: texts are written in Chinese and looked up for those who asked for English.

``english.tsv`` has the texts of pages, ``sentences.tsv`` the sentences that the core makes with something filled in.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache
from importlib.resources import files
from itertools import count

from django.http import HttpRequest, HttpResponse

COOKIE = "language"
LANGUAGES = ("zh", "en")


@cache
def english() -> dict[str, str]:
    """Chinese text → English text."""
    return _table("english.tsv")


def _table(name: str) -> dict[str, str]:
    table = (files("taizhang_site.rendering") / name).read_text(encoding="utf-8")
    return dict(line.split("\t", 1) for line in table.splitlines() if "\t" in line and not line.startswith("#"))


def translate(text: str, language: str, /, **values: object) -> str:
    """The text in the language, with ``{name}`` places filled; a text without a translation stays Chinese."""
    chosen = english().get(text, text) if language == "en" else text
    return chosen.format(**values) if values else chosen


@cache
def sentences() -> tuple[tuple[re.Pattern[str], str], ...]:
    """What recognises a sentence of the core, and its English form; those with most words of their own first."""
    pairs = sorted(_table("sentences.tsv").items(), key=lambda one: (-len(one[0]), one[0]))
    return tuple((re.compile("(.*?)".join(map(re.escape, text.split("{}"))), re.DOTALL), said) for text, said in pairs)


@lru_cache(4096)
def translate_sentence(text: str, language: str) -> str:
    """A sentence the core made, in the language; what it filled in is translated where it can be."""
    if language != "en" or not text:
        return text
    if text in english():
        return english()[text]
    for pattern, form in sentences():
        found = pattern.fullmatch(text)
        if found:
            return _fill(form, [translate_sentence(part, language) for part in found.groups()])
    for mark, join in (("。", " "), ("、", ", ")):
        parts = [part for part in re.split(f"(?<={mark})", text) if part]
        if len(parts) > 1:
            return join.join(
                translate_sentence(part if mark == "。" else part.rstrip(mark), language) for part in parts
            )
    return text


def _fill(form: str, parts: list[str]) -> str:
    """The form with its places filled: {} in order, or {0}, {1} …; other braces stay."""
    order = count()
    return re.sub(r"\{(\d*)\}", lambda place: parts[int(place[1] or next(order))], form)


class LanguageMiddleware:
    """Puts the chosen language on the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(COOKIE, "zh")
        request.language = chosen if chosen in LANGUAGES else "zh"
        response = self.get_response(request)
        response.headers["Content-Language"] = "en" if request.language == "en" else "zh-CN"
        return response
