"""What a rule of the text found is said in the language a page is read in; only the words of the paper stay as they are."""

from __future__ import annotations

import re

import pytest

from taizhang.proof.content.engine import apply
from taizhang.proof.content.reading import Reading
from taizhang.proof.content.rule import Rule
from taizhang.proof.content.rules import RULES
from taizhang.proof.files.zones import TextLine, document
from taizhang_site.rendering.language import translate_sentence

# Words of the paper, titles, and what the law calls things, stand in quotation marks or brackets of titles.
_QUOTED = re.compile(r"“[^”]*”|《[^》]*》|〔〕")
_HAN = re.compile("[\u4e00-\u9fff]")


@pytest.mark.parametrize("one", RULES, ids=lambda one: one.code)
def test_a_finding_is_said_in_english(one: Rule) -> None:
    for bad in one.examples.bad:
        text = bad.replace("⟦", "").replace("⟧", "")
        read = document("", [TextLine(line) for line in text.split("\n")])
        found = list(apply(one, Reading(read), one.examples.setting))
        assert found
        for said in (part for finding in found for part in (finding.message, finding.suggestion)):
            left = _HAN.findall(_QUOTED.sub("", translate_sentence(said, "en")))
            assert "".join(left) in text, said
