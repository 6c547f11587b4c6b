"""Printed lines become the paragraphs they were written as."""

from __future__ import annotations

from taizhang.library.extract import rejoin_lines


def test_full_lines_go_on_and_short_ones_end_a_paragraph() -> None:
    printed = [
        "湉陂县信访局关于开展信访积案化解专项行动的通知",
        "为推动信访积案清零，县信访局决定在全县开展信访积案化解专项行动，各单位要逐案建",
        "立台账 126 件，化解率 93.7%，对重复上访的要请律师参与评议，能够通过诉讼途径解",
        "决的引导走法律途径。",
        "一、摸清底数。",
        "",
        "湉陂县信访局",
    ]
    assert rejoin_lines(printed) == [
        printed[0],
        "为推动信访积案清零，县信访局决定在全县开展信访积案化解专项行动，各单位要逐案建立台账126件，化解率93.7%，"
        "对重复上访的要请律师参与评议，能够通过诉讼途径解决的引导走法律途径。",
        "一、摸清底数。",
        "湉陂县信访局",
    ]


def test_spaces_between_western_words_stay() -> None:
    assert rejoin_lines(["low income households"]) == ["low income households"]
