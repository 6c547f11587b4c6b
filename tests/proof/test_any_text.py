"""What holds for any text whatever: the rules end, spans lie inside their paragraphs, certain replacements mend."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taizhang.proof.content.engine import apply, proofread
from taizhang.proof.content.reading import Reading
from taizhang.proof.content.rule import PLAIN, Rule
from taizhang.proof.content.rules import RULES
from taizhang.proof.files.zones import TextLine, document
from taizhang.proof.model import Document

SIGNS = st.sampled_from(
    tuple(
        "一二三是要第其（）()《》“”、，。；：,.%％xX×*＊_0123456789〔〕[]年月日号件次人个家余约率达到为由上的等以市区县DQ\n\t 　党社委会在和与某…\ufffd\u200b<>&#"
    )
)
TEXTS = st.text(st.one_of(SIGNS, st.characters(codec="utf-8")), max_size=160)


def read(text: str) -> Document:
    """The text as a document."""
    return document("", [TextLine(line) for line in text.split("\n")])


@settings(max_examples=150, deadline=None, derandomize=True)
@given(TEXTS)
def test_any_text_is_read_to_its_end_and_every_span_lies_in_its_paragraph(text: str) -> None:
    checked = read(text)
    for one in proofread(checked):
        paragraph = checked.paragraphs[one.spot.paragraph - 1].text
        assert 0 <= one.spot.start <= one.spot.end <= len(paragraph)
        assert paragraph[one.spot.start : one.spot.end] == one.text
        assert one.message.endswith("。")


@settings(max_examples=60, deadline=None, derandomize=True)
@given(TEXTS)
def test_the_same_text_gives_the_same_findings(text: str) -> None:
    assert proofread(read(text)) == proofread(read(text))


MENDED = [(one, text) for one in RULES for text in one.examples.bad]


@pytest.mark.parametrize(("one", "text"), MENDED, ids=[f"{one.code}-{text[:12]}" for one, text in MENDED])
def test_a_certain_replacement_removes_its_finding(one: Rule, text: str) -> None:
    plain = text.replace("⟦", "").replace("⟧", "")
    reading = Reading(read(plain))
    found = list(apply(one, reading, one.examples.setting))
    if not found or any(finding.replacement is None for finding in found):
        return
    mended = plain
    for finding in sorted(found, key=lambda item: (item.spot.paragraph, item.spot.start), reverse=True):
        start = reading.starts[finding.spot.paragraph - 1] + finding.spot.start
        mended = mended[:start] + str(finding.replacement) + mended[start + len(finding.text) :]
    assert list(apply(one, Reading(read(mended)), one.examples.setting)) == []


def test_a_document_without_words_has_no_findings() -> None:
    assert proofread(read("\n\n")) == ()
    assert proofread(Document("", ()), PLAIN) == ()


@pytest.mark.parametrize(
    "sign",
    [
        "“",
        "（",
        "1,",
        "x.",
        "*",
        "D党",
        "一是",
        "。二是",
        "由1个增加",
        "1件其中2件",
        "<a ",
        "[a",
        "全市",
        "2025年13月",
        "社市",
    ],
)
def test_a_text_of_one_repeated_sign_is_read_in_reasonable_time(sign: str) -> None:
    """No rule takes time that grows with the square of the text."""
    seconds = [min(spent(sign * many), spent(sign * many)) for many in (1_000, 8_000)]
    assert seconds[1] < max(seconds[0], 0.02) * 40


def spent(text: str) -> float:
    """Seconds of the processor that reading the text takes; of two the less, which other work in the process does not touch."""
    checked = read(text)
    start = time.process_time()
    proofread(checked)
    return time.process_time() - start


@pytest.mark.parametrize(
    "text", ["《" * 20_000 + "》" * 20_000, "》" * 20_000 + "《" * 20_000, "《》" * 20_000, "#" * 20_000]
)
def test_twenty_thousand_marks_are_matched_in_one_walk(text: str) -> None:
    """The work grows with the text: eight times the marks take no more than twenty times as long."""
    part = text[: len(text) // 2][-2_500:] + text[len(text) // 2 :][:2_500]
    seconds = []
    for one in (part, text):
        checked = read(one)
        start = time.process_time()
        proofread(checked)
        seconds.append(time.process_time() - start)
    assert seconds[1] < max(seconds[0], 0.1) * 20
