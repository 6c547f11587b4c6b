"""What every command prints with: tables, problems, progress, JSON."""

from __future__ import annotations

import getpass
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
from taizhang.papers.workbench import Papers
from taizhang.policy.posts import ROLES, Actor
from taizhang.policy.rights import UNSEEN
from taizhang.site.desk import Desk
from taizhang.site.site import Site
from taizhang.terms.clock import current_day
from taizhang.terms.period import Period
from taizhang.terms.problem import Problem, Refused
from taizhang.terms.progress import Progress as Report
from taizhang.terms.sentence import sentence
from taizhang.vault.vault import without_tokens

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
InTheNameOf = Annotated[str, typer.Option("--actor", help="以谁的名义，默认为当前登录名。")]
AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON，供程序读取。")]
When = Annotated[
    str,
    typer.Option("--period", "-p", help="期间：2026、2026H1、2026Q2、2026-03、2026-W10 或 2026-01-01..2026-11-20。"),
]


def say(text: str = "") -> None:
    """One line of plain words."""
    out.print(escape(without_tokens(text)))


def print_json(value: object) -> None:
    """The value as JSON on standard output, Chinese unescaped."""
    sys.stdout.write(without_tokens(json.dumps(value, ensure_ascii=False, indent=1)) + "\n")


def table(
    title: str, columns: Sequence[str], rows: Iterable[Sequence[str]], numbers: frozenset[int] = frozenset()
) -> None:
    """A table; ``numbers`` are the columns set flush right."""
    grid = Table(title=title, title_justify="left", header_style="bold", show_lines=False, expand=False)
    for index, column in enumerate(columns):
        grid.add_column(column, justify="right" if index in numbers else "left", overflow="fold")
    for row in rows:
        grid.add_row(*(escape(without_tokens(cell)) for cell in row))
    out.print(grid)


def list_problems(problems: Iterable[Problem]) -> None:
    """Every problem on its own line, on standard error."""
    for problem in problems:
        style = "yellow" if problem.level == "warning" else "red"
        err.print(f"[{style}]{escape(without_tokens(str(problem)))}[/{style}]")


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
def open_desk(home: Path, name: str) -> Iterator[Desk]:
    """The desk of whoever is named, else of who is logged in at the server, at the site; in whose name is said first.

    Somebody on the roll has the posts and the sight of today, no more; another name works at the machine itself.
    """
    with open_site(home) as site:
        who, today = site.acting(name or getpass.getuser(), current_day()), current_day()
        err.print(escape(_in_whose_name(who)))
        yield Desk(site, who, today)


def _in_whose_name(who: Actor) -> str:
    """In whose name the command runs, and what that person's posts are."""
    if any(post.whole for post in who.posts):
        return f"以{who.name}的名义（不在岗位名册上，按服务器终端办理，全部单位）。"
    told = "、".join(f"{post.unit} {ROLES[post.role]}" for post in who.posts)
    return f"以{who.name}的名义（{told or '现在没有岗位'}）。"


def require_whole(desk: Desk) -> None:
    """Refused (POL-001) unless the person sees every ledger whole: what the command shows tells of all of them."""
    if not all(desk.whole(name) for name in desk.site.catalogue.ledgers if name not in UNSEEN):
        says = sentence("{name}现在的岗位看不到全部台账，不能在服务器上执行这个命令。", name=desk.actor.name)
        raise Refused(Problem("POL-001", says, hint="请在网页上办理，那里只列出看得到的；或由看得到全部台账的人执行。"))


@contextmanager
def open_whole_desk(home: Path, name: str) -> Iterator[Desk]:
    """The desk of whoever is named, who must see every ledger whole."""
    with open_desk(home, name) as desk:
        require_whole(desk)
        yield desk


@contextmanager
def open_paper_desk(home: Path, name: str) -> Iterator[Desk]:
    """The desk of whoever is named, who must see all units of some ledgers, as on the pages of papers."""
    with open_desk(home, name) as desk:
        if not Papers(desk).open:
            says = sentence("{name}现在的岗位只看部分单位，不能查看文稿。", name=desk.actor.name)
            raise Refused(Problem("POL-001", says, hint="文稿讲的是全部单位；请由岗位在本级的人查看。"))
        yield desk


@contextmanager
def progress() -> Iterator[Report]:
    """A progress bar on standard error while something takes its time; nothing when that is no terminal."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        task = bar.add_task("准备", total=None)

        def report(stage: str, done: int, total: int) -> None:
            bar.update(task, description=stage, completed=done, total=total or None)

        yield report


def period_of(text: str, on: str = "") -> Period:
    """The period typed, or the present year, as it is asked for on a day, today unless another is typed.

    A wrong one ends the command with exit code 2.
    """
    day = day_of(on)
    try:
        return (Period.parse(text) if text else Period.year(day.year)).as_of(day)
    except ValueError as error:
        err.print(f"[red]{escape(str(error))}[/red]")
        raise typer.Exit(USAGE) from error


def whole_period_of(text: str, on: str) -> Period:
    """The period typed, all of it, or as it is asked for on the day typed; the present year up to today when none is.

    Whoever types a period and no day is told where it has not ended: papers and boards count up to today.
    """
    window = period_of(text, on)
    if not text or on or window.until >= window.end:
        return window
    told = f"{window.key}到{window.end}才结束：这里按整个期间计，日期在今天以后的也算；"
    told += f"文稿和看板只数到今天，要一样的数请加 --on {window.until}。"
    err.print(escape(told))
    return Period(window.start, window.end)


def day_of(text: str) -> date:
    """The day typed, or today; a wrong one ends the command with exit code 2."""
    try:
        return date.fromisoformat(text) if text else current_day()
    except ValueError as error:
        err.print(f"[red]日期“{escape(text)}”写法不对，应为 2026-03-05。[/red]")
        raise typer.Exit(USAGE) from error
