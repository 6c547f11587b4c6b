"""The list of commands: every line leads to its command, and listing them imports no engine."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import entry_points

import pytest

from taizhang.commands.index import BESIDE, COMMANDS, load

HEAVY = {"duckdb", "sqlglot", "rjieba", "tantivy", "pydantic", "docx", "django", "lxml"}


@pytest.mark.parametrize("name", sorted([*COMMANDS, *BESIDE]))
def test_every_line_of_the_list_leads_to_its_command(name: str) -> None:
    assert load(name).name == name


def test_what_the_site_brings_has_its_line() -> None:
    assert {point.name for point in entry_points(group="taizhang.commands")} == set(BESIDE)


def test_the_list_is_shown_without_importing_an_engine() -> None:
    script = (
        "import sys; from taizhang.__main__ import app; app(['--help'], standalone_mode=False); print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "fsck" in done.stdout
    assert not HEAVY & set(done.stdout.split())
