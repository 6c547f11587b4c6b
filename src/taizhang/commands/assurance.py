"""``taizhang assurance``: what is promised of reliability and security, and on which tests each promise stands."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from importlib.metadata import entry_points
from pathlib import Path
from typing import Annotated

import typer

from taizhang.commands.exits import PROBLEMS
from taizhang.commands.results import RunOutcome, outcome_of, read_results
from taizhang.commands.standards import count_hows, standards, write_pages
from taizhang.commands.terminal import AsJson, print_json, say, stop, table
from taizhang.shipped import FOLDER
from taizhang.terms.problem import Refused

GOALS = FOLDER / "assurance" / "goals.toml"
MET, PARTLY, OPEN, BROKEN = "达到", "部分达到", "没有测试", "所写的测试不存在"
FAILED, NOT_RUN = "测试没有通过", "结果里没有这些测试"
_TEST = re.compile(r"^\s*(?:async )?def (test_\w+)\(", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise: what must hold, the tests that hold it, and whether they are the whole of it.

    counted: how many test functions these are. missing: those named that are not there.
    """

    key: str
    title: str
    passes: str
    tests: tuple[str, ...] = ()
    whole: bool = False
    counted: int = 0
    missing: tuple[str, ...] = ()
    outcome: RunOutcome | None = None

    @property
    def status(self) -> str:
        """What can be said of it: a name of a test that does not exist is worse than none, and so is one that failed."""
        if self.missing:
            return BROKEN
        if not self.tests:
            return OPEN
        if self.outcome and self.outcome.failed:
            return FAILED
        if self.outcome and not self.outcome.ran:
            return NOT_RUN
        return MET if self.whole else PARTLY


def goals(checkout: Path, declared: Path = GOALS) -> tuple[Promise, ...]:
    """All promises in their order, the tests counted where the project's own files are at hand."""
    rows = tomllib.loads(declared.read_text(encoding="utf-8"))["goal"]
    return tuple(_goal(key, row, checkout) for key, row in rows.items())


def _goal(key: str, row: dict[str, object], checkout: Path) -> Promise:
    named = row.get("tests", [])
    tests = tuple(map(str, named if isinstance(named, list) else ()))
    counts = {one: count(checkout, one) for one in tests}
    missing = tuple(one for one, found in counts.items() if not found)
    whole = row.get("whole") is True
    return Promise(key, str(row["title"]), str(row["pass"]), tests, whole, sum(counts.values()), missing)


def count(checkout: Path, test: str) -> int:
    """How many test functions ``folder``, ``file`` or ``file::function`` names; 0 when there is none."""
    place, _, name = test.partition("::")
    path = checkout / place
    files = sorted(path.rglob("test_*.py")) if path.is_dir() else [path] if path.is_file() else []
    found = [one for file in files for one in _TEST.findall(file.read_text(encoding="utf-8"))]
    return found.count(name) if name else len(found)


def checkout_here() -> Path | None:
    """The project's own folder with its tests, where the package runs from one."""
    here = FOLDER.parents[2]
    return here if (here / "tests").is_dir() else None


def assurance(
    tests: Annotated[Path | None, typer.Option(help="项目文件夹（内有 tests）；从安装包运行时指明。")] = None,
    matrix: Annotated[bool, typer.Option("--matrix", help="列出授权矩阵：每个页面各岗位能不能打开。")] = False,
    results: Annotated[
        list[Path] | None, typer.Option("--results", help="测试结果（pytest --junitxml 所写），可给几份。")
    ] = None,
    write_docs: Annotated[
        Path | None, typer.Option("--write-docs", help="把两项标准的逐行对照和失守表写进这个文件夹。")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """列出可靠性与安全的每一条目标、凭哪些测试、达到没有；写了而不存在、或没有通过的测试算错，退出码 1。"""
    if write_docs:
        for path in write_pages(write_docs):
            say(f"已写 {path}")
        return
    checkout = tests or checkout_here()
    if checkout is None:
        say("这里没有项目的 tests 文件夹，核对不了测试；请用 --tests 指明项目文件夹。")
        raise typer.Exit(PROBLEMS)
    found = goals(checkout)
    if results:
        try:
            ran = read_results(results)
        except Refused as refused:
            stop(refused.problems)
        found = tuple(replace(one, outcome=outcome_of(ran, one.tests)) for one in found)
    if as_json:
        print_json(
            [
                {"key": one.key, "title": one.title, "pass": one.passes, "status": one.status} | _more(one)
                for one in found
            ]
        )
    else:
        _show(found)
    if matrix:
        _show_matrix()
    if any(one.status in (BROKEN, FAILED) for one in found):
        raise typer.Exit(PROBLEMS)


def _more(one: Promise) -> dict[str, object]:
    told: dict[str, object] = {"tests": list(one.tests), "count": one.counted, "missing": list(one.missing)}
    if one.outcome:
        told |= {"ran": one.outcome.ran, "failed": one.outcome.failed, "on": one.outcome.day}
    return told


def _show(found: tuple[Promise, ...]) -> None:
    rows = [
        (
            one.key,
            one.title,
            one.passes,
            one.status,
            str((one.outcome.ran if one.outcome else one.counted) or ""),
            one.outcome.day if one.outcome else "",
            "\n".join(one.missing or one.tests),
        )
        for one in found
    ]
    table("目标与测试", ("号", "目标", "怎样算达到", "状态", "测试数", "运行日期", "测试"), rows, frozenset({4}))
    states = [one.status for one in found]
    told = "，".join(
        f"{word} {states.count(word)}" for word in (MET, PARTLY, OPEN, NOT_RUN, FAILED, BROKEN) if word in states
    )
    say(f"共 {len(found)} 条：{told}。")
    for standard in standards():
        say(f"{standard.title}：{len(standard.rows)} 条，{count_hows(standard)}。")


def _show_matrix() -> None:
    """The matrix of the packages that bring pages; a line where none does."""
    points = list(entry_points(group="taizhang.matrix"))
    for point in points:
        heading, rows = point.load()()
        table("授权矩阵", heading, rows)
    if not points:
        say("没有安装网站，没有授权矩阵。")
