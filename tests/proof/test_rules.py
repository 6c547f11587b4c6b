"""Every rule finds what its bad examples mark, exactly there, and is silent on its good ones."""

from __future__ import annotations

import importlib
import pkgutil

import pytest

import taizhang.proof.content
from taizhang.proof.content.engine import apply
from taizhang.proof.content.reading import Reading
from taizhang.proof.content.rule import Rule
from taizhang.proof.content.rules import RULES
from taizhang.proof.files.zones import TextLine, document

OPEN, CLOSE = "⟦", "⟧"


def marked(text: str) -> tuple[str, list[str]]:
    """The text without its marks, and the stretches that were marked."""
    plain, found, at = "", [], 0
    while (start := text.find(OPEN, at)) >= 0:
        end = text.index(CLOSE, start)
        plain += text[at:start]
        found.append(f"{len(plain)}:{text[start + 1 : end]}")
        plain += text[start + 1 : end]
        at = end + 1
    return plain + text[at:], found


def found(one: Rule, text: str) -> list[str]:
    """What the rule finds in the text, as offset and words."""
    reading = Reading(document("", [TextLine(line) for line in text.split("\n")]))
    findings = apply(one, reading, one.examples.setting)
    return sorted(
        (f"{reading.starts[item.spot.paragraph - 1] + item.spot.start}:{item.text}" for item in findings),
        key=lambda item: int(item.partition(":")[0]),
    )


BAD = [(one, text) for one in RULES for text in one.examples.bad]
GOOD = [(one, text) for one in RULES for text in one.examples.good]


@pytest.mark.parametrize(("one", "text"), BAD, ids=[f"{one.code}-{text[:12]}" for one, text in BAD])
def test_a_rule_finds_what_its_bad_example_marks(one: Rule, text: str) -> None:
    plain, expected = marked(text)
    assert found(one, plain) == expected


@pytest.mark.parametrize(("one", "text"), GOOD, ids=[f"{one.code}-{text[:12]}" for one, text in GOOD])
def test_a_rule_is_silent_on_its_good_example(one: Rule, text: str) -> None:
    assert found(one, text) == []


def test_no_rule_is_left_out_of_the_tuple() -> None:
    declared = {
        value.code: value
        for module in pkgutil.iter_modules(taizhang.proof.content.__path__)
        for value in vars(importlib.import_module(f"taizhang.proof.content.{module.name}")).values()
        if isinstance(value, Rule)
    }
    assert {one.code for one in RULES} == set(declared)


def test_every_rule_has_its_own_code_a_requirement_and_both_examples() -> None:
    assert len({one.code for one in RULES}) == len(RULES)
    for one in RULES:
        assert one.find.__doc__
        assert one.source
        assert one.examples.bad
        assert one.examples.good
