"""No rule of the text takes time that grows with the square of the text: every rule on its own examples, every sign.

Both sides are counted in processor time, eight times the text against one; the square would take sixty-four times as long.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from taizhang.proof.content.engine import apply, proofread
from taizhang.proof.content.reading import Reading
from taizhang.proof.content.rule import Rule
from taizhang.proof.content.rules import RULES
from tests.proof.test_any_text import read

SHORT, LONG = 2_000, 16_000
MOST, FLOOR = 24, 0.01
"""Eight times the text may take three times that, for what a busy machine adds; seconds below which nothing is told."""
SIGNS = sorted({sign for one in RULES for sign in one.reach.triggers or ()})


def is_bounded(cost: Callable[[int], float]) -> tuple[bool, float, float]:
    """Whether the cost of the long text stays within the bound; the shortest of two, when it does not at first."""
    for _ in range(2):
        short, long = cost(SHORT), cost(LONG)
        if long < max(short, FLOOR) * MOST:
            return True, short, long
    return False, short, long


@pytest.mark.parametrize("one", RULES, ids=lambda one: one.code)
def test_a_rule_takes_time_by_the_length_of_the_text(one: Rule) -> None:
    examples = sorted({example.replace("\n", "") for example in (*one.examples.bad, *one.examples.good)} - {""})

    for text in examples[:4]:

        def cost(length: int, text: str = text) -> float:
            reading = Reading(read((text * (length // len(text) + 1))[:length]))
            start = time.process_time()
            list(apply(one, reading, one.examples.setting))
            return time.process_time() - start

        bounded, short, long = is_bounded(cost)
        assert bounded, f"{text}: {short:.3f} s, {long:.3f} s"


@pytest.mark.parametrize("signs", [SIGNS[start::8] for start in range(8)], ids=lambda signs: signs[0])
def test_no_sign_repeated_costs_more_than_its_length(signs: list[str]) -> None:
    for sign in signs:

        def cost(length: int, sign: str = sign) -> float:
            document = read((sign * length)[: length // 4])
            start = time.process_time()
            proofread(document)
            return time.process_time() - start

        bounded, short, long = is_bounded(cost)
        assert bounded, f"{sign}: {short:.3f} s, {long:.3f} s"


def test_the_bound_sees_a_square() -> None:
    assert not is_bounded(lambda length: (length / SHORT) ** 2)[0]
    assert is_bounded(lambda length: 2.5 * length / SHORT)[0]
