"""The tool that breaks rules: what it breaks, that it notices, and a nightly sample of every room."""

from __future__ import annotations

import os
from datetime import date

import pytest

from tests.mutation.mutants import mutants
from tests.mutation.run import ROOT, chosen_mutants, reasons, survives, targets, unbroken

SAMPLE = 40


def broken(source: str) -> list[str]:
    return [one.key.partition(" | ")[2] for one in mutants(source)]


@pytest.mark.parametrize(
    ("source", "after"),
    [
        ("a = b > 1", ["b > 1 → b >= 1", "1 → 2", "1 → 0"]),
        ("a = b <= c < d", ["b <= c < d → b < c < d", "b <= c < d → b <= c <= d"]),
        ("a = b and c", ["b and c → b or c"]),
        ("def f(): return a == b", ["return a == b → return not a == b", "a == b → a != b"]),
        ("def f(): return [a]", ["return [a] → return None"]),
        ("def f(n: int = 3) -> 'x': return", ["3 → 4", "3 → 2"]),
        ("a = f'{b > 1}'", []),
        ("a = True, 'x', None", []),
    ],
)
def test_what_is_broken(source: str, after: list[str]) -> None:
    assert broken(source) == after


def test_every_mutant_is_the_module_with_one_line_changed() -> None:
    source = "a = 1\nb = 2\n"
    assert [one.source for one in mutants(source)] == ["a = 2\nb = 2", "a = 0\nb = 2", "a = 1\nb = 3", "a = 1\nb = 1"]


def test_known_survivors_are_still_there_and_have_a_reason() -> None:
    there = {one.name: {mutant.key for mutant in mutants(one.path.read_text(encoding="utf-8"))} for one in targets()}
    for module, known in reasons().items():
        assert not known.keys() - there[module], f"{module}: gone, so no survivor any more"
        assert all(len(why) > 10 for why in known.values())


@pytest.mark.nightly
@pytest.mark.timeout(6000)
def test_of_a_fresh_sample_nineteen_of_twenty_are_noticed() -> None:
    os.chdir(ROOT)
    tried = chosen_mutants((), SAMPLE, date.today().toordinal())
    right = tried[0][0]
    assert survives(right, unbroken(right)), "fails on the right module"
    alive = [f"{target.name}:{mutant.line}: {mutant.key}" for target, mutant in tried if survives(target, mutant)]
    assert len(alive) * 20 <= len(tried), alive
