"""Rules that would do harm are refused, all at once, before anything is replaced."""

from __future__ import annotations

import pytest

from taizhang.masking.rules import Rules, read_rules
from taizhang.terms.problem import Refused


def codes(text: str) -> list[str]:
    with pytest.raises(Refused) as refused:
        read_rules(text, "rules.toml")
    return [problem.code for problem in refused.value.problems]


def test_a_single_character_is_never_replaced_everywhere() -> None:
    assert codes('[[place]]\ntext = "县"\nmask = "市"') == ["MSK-004"]


def test_every_fault_of_the_rules_is_named() -> None:
    text = """
    odd = 1
    [[place]]
    text = "湉陂县"
    mask = "某湉陂县"
    [[unit]]
    text = "湉陂县"
    [[name]]
    texts = "x"
    [figures]
    mask = "3位"
    width = 2
    """
    assert sorted(codes(text)) == ["MSK-002", "MSK-002", "MSK-002", "MSK-005", "MSK-006"]


def test_digits_in_a_mask_are_refused() -> None:
    assert codes('[figures]\nmask = "0"\n[numbers]\nmask = "某〔2024〕号"') == ["MSK-003", "MSK-003"]


def test_broken_toml_is_refused() -> None:
    assert codes("[[place") == ["MSK-001"]


def test_a_mask_in_full_width_or_traditional_still_counts_as_the_text() -> None:
    assert codes('[[unit]]\ntext = "檔案局"\nmask = "某档案局"') == ["MSK-005"]


def test_each_thing_gets_a_letter_of_its_own() -> None:
    names = "".join(f'[[name]]\ntext = "甲乙{number}"\n' for number in range(23))
    masks = [rule.mask for rule in read_rules(names).rules]
    assert masks[0] == "某人甲"
    assert masks[10] == "某人甲甲"
    assert len(set(masks)) == 23


def test_tables_that_are_absent_hide_nothing() -> None:
    assert read_rules("") == Rules()
    assert read_rules("[figures]\n[numbers]") == Rules(figure_mask="×××", number_mask="某文号")
