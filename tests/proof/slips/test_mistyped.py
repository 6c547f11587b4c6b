"""Words typed twice or in the wrong order are found; words that are doubled on purpose are not."""

from __future__ import annotations

import pytest

from taizhang.proof.content.engine import proofread
from taizhang.proof.content.rule import PLAIN, OfficeSettings
from taizhang.proof.files.zones import TextLine, document


def told(text: str, setting: OfficeSettings = PLAIN) -> list[tuple[str, str, str]]:
    """What the rule for mistyped words finds: the words, and what it says was meant."""
    found = proofread(document("", [TextLine(line) for line in text.split("\n")]), setting)
    return [(one.text, one.level, str(one.suggestion)) for one in found if one.rule == "C83"]


@pytest.mark.parametrize(
    ("wrong", "words", "meant"),
    [
        ("落实国有资产监督管理管理制度。", "管理管理", "管理"),
        ("加强应急急救援队伍建设。", "急急", "急"),
        ("进一步健全社保会障体系。", "保会", "会保"),
        ("推进行政审批制改度革。", "改度", "度改"),
    ],
)
def test_what_was_typed_wrong_is_told_with_what_was_meant(wrong: str, words: str, meant: str) -> None:
    assert told(wrong) == [(words, "error", f"疑为“{meant}”。")]


@pytest.mark.parametrize(
    "right",
    [
        "研究研究再定，常常走访，渐渐好转，件件有着落。",
        "社会保障、应急救援、监督管理。",
        "会保障，保会，急急。",
        "龘龘，𠮷𠮷，",
        "",
    ],
)
def test_what_is_doubled_on_purpose_or_has_nothing_around_it_is_left_alone(right: str) -> None:
    assert told(right) == []


def test_what_the_office_has_learnt_is_no_mistyping() -> None:
    assert told("健全社保会障体系。", OfficeSettings(learned=frozenset(("保会",)))) == []


def test_the_same_slip_is_told_by_one_rule() -> None:
    found = proofread(document("", [TextLine("健全社保会障体系，加强应急急救援队伍建设。")]))
    assert [one.rule for one in found if one.level != "info"] == ["C83", "C83"]
