"""Every text of a page can be read in English, and none is translated in vain."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from django.test import Client

import taizhang_site
from taizhang.figures.dictionary import KINDS
from taizhang.journal.lamps import COLOURS
from taizhang.journal.lifecycles import LIFECYCLES
from taizhang.journal.words import ACTS, STATES
from taizhang.policy.posts import ROLES
from taizhang_site.boards.charts import TEXTS
from taizhang_site.rendering.language import english, translate
from taizhang_site.tour.stops import STOPS

SITE = Path(taizhang_site.__file__).parent
_TAG = re.compile(r"""\{%\s*t\s+(?:"([^"]*)"|'([^']*)')""")
_CALL = re.compile(r"""(?:translate\(|Column\("\w+",|\("\w+",|"\w+":)\s*"([^"]*[\u4e00-\u9fff][^"]*)"[,)}]""")


def texts() -> set[str]:
    """Every text that a template or a view shows, and the words of the core."""
    found = {a or b for path in SITE.rglob("*.html") for a, b in _TAG.findall(path.read_text(encoding="utf-8"))}
    for path in (
        "rendering/surroundings.py",
        "matters/lists.py",
        "matters/asked.py",
        "matters/fields.py",
        "matters/pages.py",
        "matters/importing.py",
        "definitions/pages.py",
    ):
        found |= set(_CALL.findall((SITE / path).read_text(encoding="utf-8")))
    for words in (ROLES, ACTS, STATES, COLOURS, KINDS):
        found |= set(words.values())
    found |= {text for stop in STOPS for text in (stop.title, stop.look, stop.tries)}
    found |= set(TEXTS)
    for one in LIFECYCLES.values():
        found |= set(one.labels.values()) | {row.title for row in one.rows if row.title}
        found |= {need.label for row in one.rows for need in row.needs}
    return found


def test_every_text_has_an_english_twin() -> None:
    assert sorted(texts() - set(english())) == []


def test_places_in_a_text_are_the_same_in_both_languages() -> None:
    for chinese, text in english().items():
        assert sorted(re.findall(r"\{\w+\}", chinese)) == sorted(re.findall(r"\{\w+\}", text)), chinese


def test_places_are_filled() -> None:
    assert translate("第 {n} 轮", "en", n=2) == "round 2"
    assert translate("第 {n} 轮", "zh", n=2) == "第 2 轮"


def test_the_switch_is_remembered(signed_in: Callable[[str], Client]) -> None:
    client = signed_in("陈查阅")
    assert "领导看板" in client.get("/board").content.decode()
    answer = client.post("/language", {"language": "en", "next": "/board"})
    assert answer.headers["location"] == "/board"
    page = client.get("/board")
    assert "<h1>Board</h1>" in page.content.decode()
    assert page.headers["Content-Language"] == "en"
    client.post("/language", {"language": "zh", "next": "//elsewhere.example/"})
    assert client.post("/language", {"language": "zh", "next": "//elsewhere.example/"}).headers["location"] == "/"
