"""Two languages: texts are written in Chinese and looked up in ``english.tsv`` for those who asked for English."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.resources import files

from django.http import HttpRequest, HttpResponse

COOKIE = "language"
LANGUAGES = ("zh", "en")


@cache
def english() -> dict[str, str]:
    """Chinese text → English text."""
    table = (files("taizhang_site.rendering") / "english.tsv").read_text(encoding="utf-8")
    return dict(line.split("\t", 1) for line in table.splitlines() if "\t" in line and not line.startswith("#"))


def translate(text: str, language: str, /, **values: object) -> str:
    """The text in the language, with ``{name}`` places filled; a text without a translation stays Chinese."""
    chosen = english().get(text, text) if language == "en" else text
    return chosen.format(**values) if values else chosen


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
