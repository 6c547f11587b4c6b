"""The guide says what is so: every command, every way of asking and every rule in it works."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from taizhang.commands.library.app import library
from taizhang.library.query import parse
from taizhang.masking.mask import mask
from taizhang.masking.rules import read_rules
from tests.library.times import TODAY

GUIDE = (Path(__file__).parents[2] / "docs" / "library.md").read_text("utf-8")
ASKED = re.findall(r"^\| (`.+?`) \|", GUIDE, re.MULTILINE)


def test_every_command_of_the_guide_is_there_and_every_one_that_is_there_is_in_it() -> None:
    told = set(re.findall(r"taizhang library ([a-z]+)", GUIDE))
    assert told == {str(each.name) for each in library.registered_commands}


@pytest.mark.parametrize("cell", ASKED)
def test_every_way_of_asking_is_understood(cell: str) -> None:
    for text in re.findall(r"`(.+?)`", cell):
        query = parse(text.replace("\\|", "|"), TODAY)
        assert query.clauses
        assert not query.problems


def test_the_rules_of_the_guide_hide_what_they_name() -> None:
    (block,) = re.findall(r"```toml\n(.+?)```", GUIDE, re.DOTALL)
    copy = mask("2024年，湉陂县信访局甄守拙办结3件，湉陂豆腐获奖。", read_rules(block))
    assert copy.text == "2024年，某单位甲某人甲办结×××件，湉陂豆腐获奖。"
    assert copy.residue == ()
