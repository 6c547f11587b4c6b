"""Measure words and units: what stands after a number, and after which words one must have stood there."""

from __future__ import annotations

import tomllib
from pathlib import Path

_LISTS = tomllib.loads(Path(__file__).with_name("measures.toml").read_text("utf-8"))

NUMBER_BEFORE = frozenset(
    "0123456789０１２３４５６７８９.．,，%％‰几数多余百千万亿两双半一二三四五六七八九十零〇来整每各xX×*＊_＿○□)）]】〕/／～~—–-若单}"
)
UNITS: tuple[str, ...] = tuple(_LISTS["units"].split())
ALONE = frozenset(_LISTS["alone"].split())
PRONOUNS = frozenset(_LISTS["pronouns"].split())
COUNTING = frozenset(_LISTS["counting"].split())
TOTALS = frozenset(_LISTS["totals"].split())
PUNISHED = frozenset(_LISTS["punished"].split())
FREE = frozenset(_LISTS["free"].split())
COUNTED: dict[str, tuple[str, ...]] = {measure: tuple(words.split()) for measure, words in _LISTS["after"].items()}
FAMED: dict[str, tuple[str, ...]] = {measure: tuple(words.split()) for measure, words in _LISTS["famed"].items()}
COUNTED["名"] += COUNTED["人"]
NOT_COUNTED: dict[str, frozenset[str]] = {
    measure: frozenset(words.split()) for measure, words in _LISTS["not_counted"].items()
}
