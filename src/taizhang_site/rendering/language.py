"""Two languages: texts are written in Chinese and looked up for those who asked for English.

``english.tsv`` has the texts of pages, ``sentences.tsv`` the templates of the sentences that the core makes,
``rule_titles.tsv`` what the rules of the gates are called. All are keyed by the Chinese template, as message catalogues
of gettext are, and looked up by it alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from importlib.resources import files

from django.http import HttpRequest, HttpResponse

from taizhang.terms.sentence import CHAIN, Sentence
from taizhang_site.rendering.ways import on_page

COOKIE = "language"
LANGUAGES = ("zh", "en")
_MARKS = {"、": ", ", "，": ", ", "；": "; ", "": " "}


@cache
def english() -> dict[str, str]:
    """Chinese template → English template, of texts, of sentences and of titles of rules."""
    return {**_table("sentences.tsv"), **_table("rule_titles.tsv"), **_table("english.tsv")}


def _table(name: str) -> dict[str, str]:
    table = (files("taizhang_site.rendering") / name).read_text(encoding="utf-8")
    return dict(line.split("\t", 1) for line in table.splitlines() if "\t" in line and not line.startswith("#"))


def translate(text: str, language: str, /, **values: object) -> str:
    """The text in the language, with ``{name}`` places filled; a text without a translation stays Chinese."""
    chosen = english().get(text, text) if language == "en" else text
    return chosen.format(**values) if values else chosen


def translate_sentence(text: str, language: str) -> str:
    """A sentence the core made, as a page says it, in the language; words it is filled with are translated where there is a twin."""
    text = on_page(text)
    if language != "en" or not text:
        return text
    if not isinstance(text, Sentence):
        return _translate_words(text)
    if text.template == CHAIN:
        parts, mark = text.values["parts"], str(text.values["mark"])
        return _MARKS.get(mark, mark).join(translate_sentence(part, language) for part in parts)  # type: ignore[attr-defined]
    form = english().get(text.template)
    if form is None:
        return text
    return form.format_map({name: _translate_value(value, language) for name, value in text.values.items()})


def _translate_value(value: object, language: str) -> str:
    return translate_sentence(value, language) if isinstance(value, str) else str(value)


def _translate_words(text: str) -> str:
    """A text that is in the table, or several set down together: sentences one after another, words with 、."""
    if text in english():
        return english()[text]
    for mark, join in (("。", " "), ("、", ", ")):
        parts = [part for part in re.split(f"(?<={mark})", text) if part]
        if len(parts) > 1:
            return join.join(_translate_words(part if mark == "。" else part.rstrip(mark)) for part in parts)
    return text


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
