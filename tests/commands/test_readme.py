"""Every command of both READMEs exists with its options, and those for the demonstration do what they say."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from taizhang.__main__ import app
from taizhang.commands.index import load

ROOT = Path(__file__).resolve().parents[2]
READMES = ("README.md", "README.zh-CN.md")


def commands(name: str) -> list[list[str]]:
    """The words of each ``taizhang`` command of a README, without its remark."""
    text = (ROOT / name).read_text(encoding="utf-8")
    found = re.findall(r"^    \.venv/bin/taizhang (.*?)(?:\s+#.*)?$", text, re.MULTILINE)
    return [shlex.split(one) for one in found]


def options(words: list[str]) -> set[str]:
    """The options of the command that the words name; the library's own classes differ between its versions."""
    command, words = load(words[0]), words[1:]
    while hasattr(command, "commands"):
        assert words[0] in command.commands, f"there is no command {words[0]}"
        command, words = command.commands[words[0]], words[1:]
    return {option for one in command.params for option in (*one.opts, *one.secondary_opts)}


@pytest.mark.parametrize("name", READMES)
def test_every_command_exists_and_takes_its_options(name: str) -> None:
    assert commands(name)
    for words in commands(name):
        given = {one.split("=")[0] for one in words if one.startswith("-")}
        assert given <= options(words), " ".join(words)


def test_both_readmes_show_the_same_commands() -> None:
    first, second = ([words[0] for words in commands(name)] for name in READMES)
    assert [one for one in first if one != "demo"] == second


def test_the_commands_after_the_demonstration_find_it_by_themselves() -> None:
    assert CliRunner().invoke(app, ["demo"]).exit_code == 0
    own = [words[0] for words in commands("README.md")].index("init")
    for words in commands("README.md")[1:own]:
        answer = CliRunner().invoke(app, words)
        assert answer.exit_code == 0, f"{' '.join(words)}: {answer.output}"
