"""``init``, ``check`` and ``fsck``: a site made, its declarations checked, its journal verified."""

from __future__ import annotations

from importlib.metadata import entry_points
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from taizhang.catalogue.declared import PROFILES
from taizhang.commands.exits import PROBLEMS, USAGE
from taizhang.commands.terminal import HERE, AsJson, Home, err, list_problems, open_site, print_json, say, stop
from taizhang.definitions.proposals import write_approved
from taizhang.library.library import Library
from taizhang.papers.editions import faults as edition_faults
from taizhang.papers.gates.approvals import faults as approval_faults
from taizhang.sealing.seal import FOLDER as SEALS
from taizhang.sealing.seal import against
from taizhang.site.private import exposed
from taizhang.site.site import Site
from taizhang.terms.problem import Problem, Refused, errors


def init(
    home: Annotated[Path, typer.Argument(help="站点文件夹，尚不存在。")] = HERE,
    name: Annotated[str, typer.Option("--name", help="本单位全称。")] = "本单位",
    profile: Annotated[str, typer.Option(help="机构类型：bureau、city、office；不写则全部启用。")] = "",
) -> None:
    """新建一个站点。"""
    if profile and profile not in PROFILES:
        err.print(f"[red]没有“{escape(profile)}”这一类机构，可用的有：{'、'.join(PROFILES)}。[/red]")
        raise typer.Exit(USAGE)
    try:
        site = Site.create(home, name, profile)
    except Refused as refused:
        stop(refused.problems)
    say(
        f"已在 {home} 新建“{site.catalogue.body.name}”的站点，带有 {len(site.catalogue.ledgers)} 类台账、"
        f"{len(site.catalogue.figures)} 个指标。"
    )
    say(f"下一步：taizhang import 台账文件… --home {home}")


def check(home: Home = HERE, as_json: AsJson = False) -> None:
    """检查声明：台账、指标、恒等式、报告模板。有错时逐条列出，退出码 1。"""
    problems = Site.examine(home)
    if as_json:
        print_json({"problems": [problem.as_dict() for problem in problems]})
    else:
        list_problems(problems)
        say("声明没有问题。" if not problems else f"共 {len(problems)} 处。")
    if errors(problems):
        raise typer.Exit(PROBLEMS)


def fsck(
    home: Home = HERE,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="由流水重建现状、列表、计数、检索和数据副本，再核对；流水只读不改。")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """核对流水，以及由它推算的一切：现状、列表、数据副本、定稿、批准、口径、资料库、访问留痕。"""
    with open_site(home) as site:
        if rebuild:
            site.journal.rebuild()
            site.remake()
        found = site.verify()
        others = [*site.altered(), *edition_faults(site), *approval_faults(home), *write_approved(site)]
        others += against(site.journal, [home / SEALS])[1]
    others += [*_shelved(home), *_joined(home), *exposed(home)]
    wrong = found.found + len(errors(others))
    if as_json:
        print_json(
            {
                "ok": not wrong,
                "entries": found.entries,
                "matters": found.matters,
                "files": found.blobs,
                "erased": found.erased,
                "root": found.root,
                "problems": [problem.as_dict() for problem in (*found.problems, *others)],
            }
        )
    else:
        list_problems((*found.problems, *others))
        if rebuild:
            say("现状、列表、计数、检索和数据副本已由流水重建。")
        if found.erased:
            say(f"其中 {found.erased} 件事项的内容已按批准销毁：密文打不开不算错。")
        say(f"流水 {found.entries} 条，事项 {found.matters} 件，文件 {found.blobs} 份，树根 {found.root[:16]}…")
        say("核对一致。" if not wrong else f"发现 {wrong} 处不一致。")
    if wrong:
        raise typer.Exit(PROBLEMS)


def _shelved(home: Path) -> tuple[Problem, ...]:
    """What is wrong with the library of a site that has one."""
    if not (home / "library" / "register.sqlite").is_file():
        return ()
    with Library(home / "library") as library:
        return library.fsck().problems


def _joined(home: Path) -> list[Problem]:
    """What other parts of the program find in a site: the trail of its pages."""
    return [problem for point in entry_points(group="taizhang.checks") for problem in point.load()(home)]
