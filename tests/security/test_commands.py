"""Every command has its door: what reads or writes matters runs in the name of a person, and says so."""

from __future__ import annotations

import ast
import inspect
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from typer.testing import CliRunner

from taizhang.__main__ import app
from taizhang.commands import index
from taizhang.commands.terminal import require_whole
from taizhang.policy.posts import Post
from taizhang.site.site import Site
from tests.security.invented import ACCUSED, BODY, EAST, desk

NAMED = "a person's desk"
MACHINE = "the machine: the site's files as a whole, no matter of a ledger is told"
PAPER = "a document at its gates, decided by name"
TWO = "two persons by name, one who asks and another who approves"
NONE = "no site"
DOORS = {
    "act": NAMED,
    "amounts": NAMED,
    "appraise": NAMED,
    "assess": NAMED,
    "assurance": NONE,
    "attest": NAMED,
    "audit": MACHINE,
    "backup": MACHINE,
    "basis": PAPER,
    "check": MACHINE,
    "clock": TWO,
    "coverage": MACHINE,
    "demo": MACHINE,
    "editions": PAPER,
    "editions accept": NAMED,
    "editions bundle": NAMED,
    "editions compare": NAMED,
    "editions freeze": NAMED,
    "editions list": NAMED,
    "editions tidy": MACHINE,
    "emergency": MACHINE,
    "erase": NONE,
    "erase approve": TWO,
    "erase ask": TWO,
    "erase list": MACHINE,
    "erase reject": TWO,
    "figures": NAMED,
    "format": PAPER,
    "fsck": MACHINE,
    "gates": NAMED,
    "import": NAMED,
    "init": MACHINE,
    "keys": NONE,
    "keys backup": MACHINE,
    "keys move": MACHINE,
    "keys purge": MACHINE,
    "keys restore": MACHINE,
    "keys show": MACHINE,
    "lake": NONE,
    "lake check": NAMED,
    "lake export": NAMED,
    "ledger": NONE,
    "ledger from": NAMED,
    "library": PAPER,
    "matters": NONE,
    "matters list": NAMED,
    "matters show": NAMED,
    "move": MACHINE,
    "names": NONE,
    "names list": NAMED,
    "names match": NAMED,
    "notify": MACHINE,
    "proof": PAPER,
    "recurring": NAMED,
    "report": NAMED,
    "restate": NAMED,
    "restore": MACHINE,
    "seal": MACHINE,
    "serve": MACHINE,
    "trace": NAMED,
    "verify": PAPER,
    "verify-backup": MACHINE,
    "waive": NAMED,
    "why": NAMED,
    "witness": NONE,
    "words": NAMED,
    "work": MACHINE,
    "zero": NAMED,
}
"""Command → its door. A new command stands here or fails the test; those inside ``library``, ``basis``, ``proof`` and
``witness`` have their group's."""
GROUPS = ("library", "basis", "proof", "witness")


@cache
def commands() -> dict[str, object]:
    """Every command by its full name, groups of one door as one."""
    found = {}
    for name in index.every_name():
        if name.partition(" ")[0] in GROUPS and " " in name:
            continue
        command = index.load(name.split()[0])
        for part in name.split()[1:]:
            command = command.commands[part]
        found[name] = command
    return found


def test_every_command_has_a_door() -> None:
    assert set(commands()) == set(DOORS)


@pytest.mark.parametrize("name", sorted(name for name, door in DOORS.items() if door == NAMED))
def test_what_tells_or_writes_matters_is_run_in_somebodys_name(name: str) -> None:
    command = commands()[name]
    assert "--actor" in {option for one in command.params for option in one.opts}  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", sorted(name for name, door in DOORS.items() if door == TWO))
def test_what_takes_two_asks_for_a_name(name: str) -> None:
    assert "--by" in {option for one in commands()[name].params for option in one.opts}  # type: ignore[attr-defined]


def test_the_commands_of_matters_open_no_site_but_at_a_desk() -> None:
    """Wherever a command's module opens the site itself, none of its commands is run in a person's name but by a desk."""
    wrong = []
    for name, door in DOORS.items():
        if door != NAMED or name.split()[0] not in index.COMMANDS:
            continue
        callback = inspect.unwrap(commands()[name].callback)  # type: ignore[attr-defined]
        module = ast.parse(Path(inspect.getfile(callback)).read_text("utf-8"))
        body = next(one for one in ast.walk(module) if getattr(one, "name", "") == callback.__name__)
        called = {getattr(one.func, "id", "") for one in ast.walk(body) if isinstance(one, ast.Call)}
        if "open_site" in called or not called & {
            "open_desk",
            "open_whole_desk",
            "open_paper_desk",
            "_desk_to_ask",
            "_compile",
            "_walk",
        }:
            wrong.append(name)
    assert wrong == []


@pytest.mark.parametrize("who", [ACCUSED, "县督查", "东山督查", "东山承办", "陌生人"])
def test_a_matter_is_shown_to_whoever_sees_it(home: Path, who: str) -> None:
    with Site(home) as site:
        sees = who == "陌生人" or desk(site, who).ledgers.get("grievance") is not None
        sees = sees and (who == "陌生人" or desk(site, who).page(desk(site, who).query()).total > 0)
    shown = CliRunner().invoke(app, ["matters", "show", "FY-1", "--home", str(home), "--actor", who])
    free = CliRunner().invoke(app, ["matters", "show", "FY-9", "--home", str(home), "--actor", who])
    assert f"以{who}的名义" in shown.stderr
    if who == ACCUSED:
        assert shown.output.replace("FY-1", "FY-9") == free.output
        assert shown.exit_code == free.exit_code == 1
    else:
        assert (shown.exit_code == 0) == (who in ("县督查", "东山督查", "东山承办", "陌生人"))
    assert sees or shown.exit_code == 1


@pytest.mark.parametrize(
    "command",
    [
        ("figures",),
        ("trace", "hazard_opened"),
        ("report", "county"),
        ("editions", "compare", "county"),
        ("zero", "hazard", "--month", "2026-03", "--person", "甲"),
        ("waive", "no_such", "--reason", "没有理由", "--person", "甲"),
        ("appraise", "county", "--group", "考核组", "--comment", "意见意见"),
        ("attest", "一句话", "--year", "2026", "--person", "甲", "--note", "凭据凭据"),
    ],
)
@pytest.mark.parametrize("who", ["东山督查", "撰稿人"])
def test_what_tells_of_the_whole_body_is_for_whoever_sees_it_whole(
    home: Path, command: tuple[str, ...], who: str
) -> None:
    with Site(home) as site:
        before = site.journal.size
    answer = CliRunner().invoke(app, [*command, "--home", str(home), "--actor", who])
    assert answer.exit_code == 1
    assert "POL-001" in answer.stderr
    with Site(home) as site:
        assert site.journal.size == before


def test_the_accused_is_counted_to_without_what_is_said_of_him_on_the_command_line_too(home: Path) -> None:
    told = {}
    for who in (ACCUSED, "县督查"):
        asked = ["figures", "grievance_opened", "--home", str(home), "-p", "2026", "--actor", who, "--json"]
        told[who] = CliRunner().invoke(app, asked).stdout
    assert '"text": "1"' in told["县督查"]
    assert '"text": "1"' not in told[ACCUSED]


def test_a_signature_needs_the_post_and_a_stranger_at_the_machine_is_named(home: Path) -> None:
    with Site(home) as site:
        site.appoint(Post("查阅人", EAST, "reader"), "安全员", date(2026, 6, 1))
        require_whole(desk(site, "县督查"))
    asked = ["gates", "county", "-p", "2026", "--home", str(home), "--sign", "basis", "--by", "查阅人"]
    answer = CliRunner().invoke(app, asked)
    assert answer.exit_code == 1
    assert "RPT-058" in answer.stderr
    assert BODY


@pytest.mark.parametrize("command", [("gates", "county"), ("editions", "list")])
@pytest.mark.parametrize(
    ("who", "reads"), [("撰稿人", True), ("审核人", True), ("东山督查", False), ("东山承办", False)]
)
def test_papers_are_for_whoever_reads_them_on_the_pages(
    home: Path, command: tuple[str, ...], who: str, reads: bool
) -> None:
    answer = CliRunner().invoke(app, [*command, "--home", str(home), "--actor", who])
    assert f"以{who}的名义" in answer.stderr
    assert ("POL-001" in answer.stderr) is not reads
