"""The page about the format gate lists every rule with its level, strength and source as the profile has them."""

from __future__ import annotations

import re
from pathlib import Path

from taizhang.proof.layout.profile import STRENGTHS, load_profile
from taizhang.proof.model import LEVEL_NAMES

PAGE = Path(__file__).parents[3] / "docs" / "format.md"


def test_every_rule_of_form_stands_in_the_documentation_as_it_is() -> None:
    rows = dict(re.findall(r"^\| (L\d\d) \| (.*) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    profile = load_profile()
    assert rows == {
        rule: f"{one.title} | {LEVEL_NAMES[one.level]} | {STRENGTHS[one.strength]} | {one.source}"  # type: ignore[index]
        for rule, one in profile.rules.items()
    }
