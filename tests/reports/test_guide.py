"""The guide for drafters says what is so: each example prints what stands beside it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from taizhang.catalogue.dossier import BUILT_IN_TEXTS
from taizhang.reports.draft import draft
from taizhang.reports.paper import Paragraph
from taizhang.reports.template import KEYS
from tests.reports.county import YEAR, Fake, catalogue, page
from tests.reports.test_draft import AMOUNTS

GUIDE = (Path(__file__).parents[2] / "docs" / "templates.md").read_text(encoding="utf-8")
EXAMPLES = [
    (slot.replace("\\|", "|"), printed.strip())
    for slot, printed in re.findall(r"^\| `(\{\{[^`]+\}\})` \| ([^|]+) \|", GUIDE, re.MULTILINE)
]


@pytest.mark.parametrize(("slot", "printed"), EXAMPLES)
def test_an_example_prints_what_the_guide_says(slot: str, printed: str) -> None:
    paper, problems = draft(catalogue(), page(slot), YEAR, Fake(AMOUNTS))
    (block,) = paper.blocks
    assert isinstance(block, Paragraph)
    assert (block.text, problems) == (printed, ())


def test_every_kind_text_and_key_is_in_the_guide() -> None:
    assert len(EXAMPLES) > 20
    assert {slot[2:].split(":")[0] for slot, _ in EXAMPLES} == {"figure", "change", "claim", "text"}
    assert all(f"{{{{text:{name}}}}}" in GUIDE for name in BUILT_IN_TEXTS)
    assert all(f"`{key}`" in GUIDE for key in KEYS)
