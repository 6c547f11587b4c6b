"""The code on paper: whatever slip somebody makes copying it is told as a slip, and nothing else is taken for a code."""

from __future__ import annotations

from random import Random

import pytest

from taizhang.reports.paper_code import CHECKS, DIGITS, code_of, looks_like_code, png_of, read_code, svg_of
from taizhang.terms.problem import Refused

CODE = code_of("mini", "2026", 32, "ab" * 32, "r1")


def test_it_changes_with_everything_it_is_over() -> None:
    others = [
        code_of("minj", "2026", 32, "ab" * 32, "r1"),
        code_of("mini", "2025", 32, "ab" * 32, "r1"),
        code_of("mini", "2026", 33, "ab" * 32, "r1"),
        code_of("mini", "2026", 32, "ac" * 32, "r1"),
        code_of("mini", "2026", 32, "ab" * 32, "r2"),
    ]
    assert len({CODE, *others}) == 6
    assert [len(one) for one in CODE.split("-")] == [5, 5, 5, 5, 5, 2]


def test_it_is_read_however_it_was_typed() -> None:
    typed = CODE.replace("1", "l").replace("0", "o").lower().replace("-", " ")
    assert read_code(typed) == CODE
    assert looks_like_code(typed)
    for other in ("bundle.zip", "0123456789abcdef", "", "x" * 64):
        assert not looks_like_code(other)


def test_every_wrong_character_and_every_two_neighbours_exchanged_are_a_slip() -> None:
    plain, tried = CODE.replace("-", ""), 0
    for at in range(len(plain)):
        for one in CHECKS if at == len(plain) - 1 else DIGITS:
            if one != plain[at]:
                tried += 1
                refused(plain[:at] + one + plain[at + 1 :])
    for at in range(len(plain) - 1):
        if plain[at] != plain[at + 1]:
            tried += 1
            refused(plain[:at] + plain[at + 1] + plain[at] + plain[at + 2 :])
    for text in (plain[:-1], plain + "0", ""):
        refused(text)
    assert tried > 26 * 31


def test_of_ten_thousand_random_texts_none_is_this_code() -> None:
    random, accepted = Random(7), 0
    for _ in range(10_000):
        text = "".join(random.choice(DIGITS) for _ in range(26)) + random.choice(CHECKS)
        try:
            accepted += 1
            assert read_code(text) != CODE
        except Refused:
            accepted -= 1
    assert 150 < accepted < 400, "one in 37 has a fitting check character, and is still another code"


def refused(text: str) -> None:
    with pytest.raises(Refused):
        read_code(text)


def test_its_pictures_are_pictures() -> None:
    assert png_of(CODE).startswith(b"\x89PNG")
    assert svg_of(CODE).startswith("<svg")
