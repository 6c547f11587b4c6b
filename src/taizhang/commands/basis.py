"""``basis``: the shelf of statutes and documents an office keeps, and documents held against it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from taizhang.commands.exits import PROBLEMS, USAGE
from taizhang.commands.terminal import HERE, AsJson, Home, day_of, err, list_problems, print_json, say, stop, table
from taizhang.proof.basis.gate import examine_citations
from taizhang.proof.basis.shelf import add, load_shelf
from taizhang.proof.files.read import read_document
from taizhang.proof.telling import line, plain
from taizhang.terms.problem import Refused

basis = typer.Typer(help="依据库：收存法规制度，核对文稿引用。", no_args_is_help=True)
Paths = Annotated[list[Path], typer.Argument(metavar="PATH…", help="法规制度的文件或文件夹：.md .txt .docx。")]


@basis.command("add")
def add_(
    paths: Paths,
    home: Home = HERE,
    replaces: Annotated[
        list[str] | None, typer.Option("--replaces", help="这一份替代了哪一份（标题），可写几次。")
    ] = None,
) -> None:
    """收入依据库：标题、版本日期、施行日期、条款。同一版本再收一次即替换。"""
    if replaces and (len(paths) != 1 or paths[0].is_dir()):
        err.print("[red]--replaces 只能用于一份文件。[/red]")
        raise typer.Exit(USAGE)
    added, problems = add(home / "basis", paths, replaces or ())
    for one in added:
        ended = f"，替代{'、'.join(f'《{title}》' for title in one.replaces)}" if one.replaces else ""
        say(f"已收《{one.title}》{one.version}，{one.since}起施行，{len(one.articles)}条{ended}")
    list_problems(problems)
    if problems:
        raise typer.Exit(PROBLEMS)


@basis.command("list")
def list_(home: Home = HERE, as_json: AsJson = False) -> None:
    """列出依据库。"""
    try:
        shelf = load_shelf(home / "basis")
    except Refused as refused:
        stop(refused.problems)
    if as_json:
        print_json(
            {
                "authorities": [
                    {
                        "title": one.title,
                        "day": str(one.day),
                        "since": str(one.since),
                        "number": one.number,
                        "articles": len(one.articles),
                        "replaces": list(one.replaces),
                        "file": one.file,
                    }
                    for one in shelf
                ]
            }
        )
        return
    rows = [(one.title, str(one.day), str(one.since), one.number, str(len(one.articles))) for one in shelf]
    table("依据库", ("标题", "版本", "施行", "文号", "条数"), rows, frozenset({4}))


@basis.command("check")
def check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="要查的文稿。")],
    home: Home = HERE,
    on: Annotated[str, typer.Option("--on", help="文稿没有成文日期时，按哪一天有效的版本核对；默认今天。")] = "",
    as_json: AsJson = False,
) -> None:
    """依据关：所引法规制度是否在库、条款是否存在、引文是否一致、当日是否有效。有错误时退出码 1。"""
    day = day_of(on)
    try:
        shelf = load_shelf(home / "basis")
        found = [(path, one) for path in files for one in examine_citations(read_document(path), shelf, day)]
    except Refused as refused:
        stop(refused.problems)
    if as_json:
        print_json({"findings": [plain(one, str(path)) for path, one in found]})
    else:
        for path, one in found:
            say(f"{path}：{line(one)}")
        say(_summary(len(shelf), len(found), day))
    if any(one.level in ("block", "error") for _, one in found):
        raise typer.Exit(PROBLEMS)


def _summary(kept: int, found: int, day: date) -> str:
    if not kept:
        return "依据库还是空的：请先用 taizhang basis add 收入法规制度。"
    return f"依据库 {kept} 份；没有成文日期的文稿按 {day} 核对；疑点 {found} 处。"
