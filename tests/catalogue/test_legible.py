"""Figures and conditions over columns of guarded ledgers that are kept encrypted are refused, each at its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from taizhang.catalogue.load import examine, load
from taizhang.catalogue.predicate import compared, parse
from taizhang.journal.guard import GuardedWords
from taizhang.shipped import CATALOGUE

HEAD = """
[vocabulary.way]
title = "方式"
[vocabulary.way.values]
"来访" = []
"来信" = []

[ledger.visit]
title = "来访台账"
noun = "来访"
counter = "次"
lifecycle = "activity"
level = "{level}"
key = ["no"]
[ledger.visit.field]
no = {{ title = "编号", required = true, headings = ["编号"] }}
opened = {{ title = "登记日期", type = "date", headings = ["登记日期"] }}
topic = {{ title = "事由", headings = ["事由"]{more} }}
way = {{ title = "方式", type = "choice", choices = "way", headings = ["方式"] }}
about = {{ title = "被反映人", about = true, group = true, headings = ["被反映人"] }}
persons = {{ title = "人数", type = "integer", unit = "人", headings = ["人数"] }}
[ledger.visit.derive]
later = {{ title = "事由二", first = ["topic"], when = "persons > 1" }}

[figure.asked]
title = "所问"
ledger = "visit"
date = "opened"
"""


def codes(folder: Path, asked: str, *, level: str = "sensitive", more: str = "") -> list[tuple[str, int]]:
    """The problems of this figure, each with its line counted from the figure's own."""
    text = HEAD.format(level=level, more=more)
    (folder / "a.toml").write_text(text + asked + "\n", encoding="utf-8")
    found = examine(folder)[1]
    return [(one.code, one.place.line - text.count("\n")) for one in found]


@pytest.mark.parametrize("kind", ["latest", "maximum", "list", "streak"])
@pytest.mark.parametrize("column", ["topic", "later", "number", "about"])
def test_a_figure_that_prints_an_encrypted_column_is_refused_at_its_measure(
    tmp_path: Path, kind: str, column: str
) -> None:
    asked = f'kind = "{kind}"\nmeasure = "{column}"'
    assert codes(tmp_path, asked) == [("CAT-041", 2)]
    assert codes(tmp_path, asked, level="internal") == []


@pytest.mark.parametrize("kind", ["latest", "maximum", "list"])
def test_a_column_kept_for_grouping_a_choice_and_a_number_are_printed(tmp_path: Path, kind: str) -> None:
    assert codes(tmp_path, f'kind = "{kind}"\nmeasure = "topic"', more=", group = true") == []
    assert codes(tmp_path, f'kind = "{kind}"\nmeasure = "way"') == []
    assert codes(tmp_path, f'kind = "{kind}"\nmeasure = "persons"') == []


def test_what_only_counts_takes_tokens_as_well_as_words(tmp_path: Path) -> None:
    assert codes(tmp_path, 'kind = "distinct"\nmeasure = "topic"') == []


@pytest.mark.parametrize(
    "condition",
    ["topic = '甲'", "NOT (topic <> '甲')", "persons > 1 OR topic IN ('甲', '乙')", "'甲' < later", "topic = about"],
)
def test_a_condition_that_compares_an_encrypted_column_is_refused(tmp_path: Path, condition: str) -> None:
    found = codes(tmp_path, f'kind = "flow"\nwhere = "{condition}"')
    assert {*found} == {("CAT-041", 2)}
    assert {*codes(tmp_path, f'kind = "cohort"\nmet = "{condition}"')} == {("CAT-041", 2)}
    assert codes(tmp_path, f'kind = "flow"\nwhere = "{condition}"', level="internal") == []


def test_a_condition_may_ask_whether_there_is_anything(tmp_path: Path) -> None:
    assert codes(tmp_path, 'kind = "flow"\nwhere = "topic IS NOT NULL AND way = \'来访\' AND persons > 1"') == []


def test_a_derived_column_is_asked_as_figures_are_and_a_refusal_is_asked_of_words(tmp_path: Path) -> None:
    door = '[[ledger.visit.refuse]]\nname = "door"\nwhen = "topic = \'甲\'"\ncell = "topic"\nrelated = "topic"\nbecause = "不收"'
    assert codes(tmp_path, 'kind = "flow"\n' + door) == []
    derived = '[ledger.visit.derive.first_one]\ntitle = "甲"\nfirst = ["way"]\nwhen = "topic = \'甲\'"'
    assert [code for code, _ in codes(tmp_path, 'kind = "flow"\n' + derived)] == ["CAT-041"]


def test_what_is_compared_leaves_out_what_is_only_asked_to_be_there() -> None:
    assert compared(parse("a IS NULL AND (b = 'x' OR NOT c IN ('y')) AND d > e")) == ("b", "c", "d", "e")


def test_the_check_and_the_journal_agree_on_what_is_hidden() -> None:
    """Every text the guard would encrypt is one the check knows, in every shipped ledger."""
    ledgers = [*load(CATALOGUE, profile="").ledgers.values()]
    guarded = [one for one in ledgers if one.declared.guarded]
    assert guarded
    for one in guarded:
        words = GuardedWords.of(one)
        told = {name for name, field in one.declared.field.items() if field.type == "text" and words.hides(name, "某")}
        assert told <= one.declared.encrypted
    assert not [one for one in ledgers if not one.declared.guarded and one.declared.encrypted]
