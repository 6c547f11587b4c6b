"""What every command prints with: tables, problems, progress, JSON."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from taizhang.commands.exits import PROBLEMS, USAGE
from taizhang.site.site import Site
from taizhang.terms.period import Period
from taizhang.terms.problem import Problem, Refused
from taizhang.terms.progress import Progress as Report

DATABASE = "TAIZHANG_DATABASE"
out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)

HERE, DEMONSTRATION = Path("site"), Path("demo-site")


def _at_hand(home: Path) -> Path:
    """The site named, or the demonstration's where none was named and none but that is in this folder."""
    if home == HERE and not HERE.exists() and DEMONSTRATION.exists():
        err.print(f"当前文件夹没有 {HERE}，用的是演示站点 {DEMONSTRATION}。")
        return DEMONSTRATION
    return home


Home = Annotated[Path, typer.Option("--home", envvar="TAIZHANG_HOME", callback=_at_hand, help="站点文件夹。")]
AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON，供程序读取。")]
When = Annotated[
    str,
    typer.Option("--period", "-p", help="期间：2026、2026H1、2026Q2、2026-03、2026-W10 或 2026-01-01..2026-11-20。"),
]


def say(text: str = "") -> None:
    """One line of plain words."""
    out.print(escape(text))


def print_json(value: object) -> None:
    """The value as JSON on standard output, Chinese unescaped."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def table(
    title: str, columns: Sequence[str], rows: Iterable[Sequence[str]], numbers: frozenset[int] = frozenset()
) -> None:
    """A table; ``numbers`` are the columns set flush right."""
    grid = Table(title=title, title_justify="left", header_style="bold", show_lines=False, expand=False)
    for index, column in enumerate(columns):
        grid.add_column(column, justify="right" if index in numbers else "left", overflow="fold")
    for row in rows:
        grid.add_row(*(escape(cell) for cell in row))
    out.print(grid)


def list_problems(problems: Iterable[Problem]) -> None:
    """Every problem on its own line, on standard error."""
    for problem in problems:
        style = "yellow" if problem.level == "warning" else "red"
        err.print(f"[{style}]{escape(str(problem))}[/{style}]")


def stop(problems: Sequence[Problem]) -> NoReturn:
    """Lists the problems and ends with exit code 1."""
    list_problems(problems)
    raise typer.Exit(PROBLEMS)


@contextmanager
def open_site(home: Path) -> Iterator[Site]:
    """The site at ``home``, its journal in the database the environment names; what is refused ends the command."""
    try:
        with Site(home, os.environ.get(DATABASE, "")) as site:
            yield site
    except Refused as refused:
        stop(refused.problems)


@contextmanager
def progress() -> Iterator[Report]:
    """A progress bar on standard error while something takes its time; nothing when that is no terminal."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        task = bar.add_task("准备", total=None)

        def report(stage: str, done: int, total: int) -> None:
            bar.update(task, description=stage, completed=done, total=total or None)

        yield report


def period_of(text: str) -> Period:
    """The period typed, or the present year; a wrong one ends the command with exit code 2."""
    try:
        return Period.parse(text) if text else Period.year(date.today().year)
    except ValueError as error:
        err.print(f"[red]{escape(str(error))}[/red]")
        raise typer.Exit(USAGE) from error


def day_of(text: str) -> date:
    """The day typed, or today; a wrong one ends the command with exit code 2."""
    try:
        return date.fromisoformat(text) if text else date.today()
    except ValueError as error:
        err.print(f"[red]日期“{escape(text)}”写法不对，应为 2026-03-05。[/red]")
        raise typer.Exit(USAGE) from error
