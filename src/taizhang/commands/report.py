"""``report``: the paper drafted and written, checked anew, released or bound with others."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from taizhang.commands.exits import PROBLEMS
from taizhang.commands.terminal import (
    HERE,
    AsJson,
    Home,
    InTheNameOf,
    When,
    list_problems,
    open_whole_desk,
    period_of,
    print_json,
    progress,
    say,
    table,
)
from taizhang.papers.report import ReleaseCopy, Report, own_rules, recheck, release_copy, volume
from taizhang.papers.report import report as draft
from taizhang.reports.period_words import ahead_of
from taizhang.site.site import Site
from taizhang.terms.clock import current_day
from taizhang.terms.period import Period
from taizhang.terms.problem import errors


def report(
    name: Annotated[str, typer.Argument(help="报告模板名，例如 county。")] = "county",
    home: Home = HERE,
    period: When = "",
    week: Annotated[str, typer.Option(help="周通报的周，例如 2026-W10。")] = "",
    month: Annotated[str, typer.Option(help="月小结的月，例如 2026-03。")] = "",
    half: Annotated[str, typer.Option(help="半年评议的半年，例如 2026H1。")] = "",
    from_: Annotated[
        list[Path] | None, typer.Option("--from", help="汇编（compile）：一个单位的站点，可重复。")
    ] = None,
    template: Annotated[str, typer.Option(help="汇编（compile）：各单位用哪个模板，默认各自的述职述廉报告。")] = "",
    internal: Annotated[bool, typer.Option("--internal", help="内部版：涉密台账的小数不隐去，不得外送。")] = False,
    release: Annotated[
        bool, typer.Option("--release", help="另写一份公开样本：数字一律遮盖，名称按规则替换。")
    ] = False,
    check: Annotated[
        Path | None, typer.Option(help="不写文稿，只把这份改过的 .docx 与按台账起草的文稿逐处核对。")
    ] = None,
    rules: Annotated[Path | None, typer.Option(help="公开样本的脱敏规则（TOML），默认取站点的 release.toml。")] = None,
    actor: InTheNameOf = "",
    as_json: AsJson = False,
) -> None:
    """起草报告：Word 公文与可点开每个数的离线网页；未能落实的数逐条列出，退出码 1。

    除模板外还有 bulletin 周通报、summary 月小结、review 半年评议、problems 问题清单、targets 年度目标、compile 汇编。
    """
    window = period_of(week or month or half or period)
    if name == "compile":
        _compile(from_ or [home], template, window, actor, as_json=as_json)
        return
    with open_whole_desk(home, actor) as desk:
        if check:
            _check(desk.site, name, check, window, internal=internal, as_json=as_json)
            return
        with progress() as told:
            made = draft(desk.site, name, window, internal=internal, progress=told)
        copy = release_copy(desk.site, made, own_rules(home, rules)) if release else None
        _tell(made, copy, as_json=as_json)
        if errors(made.problems):
            raise typer.Exit(PROBLEMS)


def _check(site: Site, name: str, path: Path, period: Period, *, internal: bool, as_json: bool) -> None:
    """What in an edited document no longer agrees with the ledgers."""
    found = recheck(site, name, period, path, internal=internal)
    if as_json:
        print_json({"problems": [problem.as_dict() for problem in found]})
    else:
        list_problems(found)
        say(f"“{path.name}”与台账核对：{len(errors(found))} 处不符。")
    if errors(found):
        raise typer.Exit(PROBLEMS)


def _compile(homes: list[Path], template: str, window: Period, actor: str, *, as_json: bool) -> None:
    """The reports of several sites in one volume, written into the first site's folder."""
    with ExitStack() as stack:
        sites = [stack.enter_context(open_whole_desk(one, actor)).site for one in homes]
        into = homes[0] / "out" / f"compile-{window.key}.docx"
        into.parent.mkdir(exist_ok=True)
        with progress() as told:
            made = volume(sites, template, window, into, told)
        if as_json:
            problems = [problem.as_dict() for problem in made.problems]
            print_json(
                {"docx": str(made.docx), "reports": [paper.title for paper in made.papers], "problems": problems}
            )
        else:
            list_problems(made.problems)
            say(f"汇编 {len(made.papers)} 篇，{len(errors(made.problems))} 处问题：{made.docx}")
        if errors(made.problems):
            raise typer.Exit(PROBLEMS)


def show(made: Report) -> None:
    """Where the documents are and what is wrong with them."""
    list_problems(made.problems)
    if ahead := ahead_of(made.paper.period, current_day()):
        say(ahead)
    say(f"《{made.paper.title}》有出处的数 {made.paper.sourced} 处，问题 {len(errors(made.problems))} 处。")
    if made.withheld:
        kept = made.paper.sourced - made.printed.sourced
        say(f"其中涉密台账的数 {kept} 处小于5或可推出小数，已在外送文稿中隐去（内部版用 --internal）。")
    say(f"Word 文档：{made.docx}")
    say(f"离线网页：{made.html}（点开任何一个数可看口径与每一行记录）")
    if made.draft.parent.name == "drafts":
        say(f"文稿（可改文字，重新起草不丢）：{made.draft}")


def _tell(made: Report, copy: ReleaseCopy | None, *, as_json: bool) -> None:
    if as_json:
        print_json({**_plain(made), "release": copy and _plain_release(copy)})
        return
    show(made)
    if copy:
        _show_release(copy)


def _plain(made: Report) -> dict[str, object]:
    return {
        "docx": str(made.docx),
        "html": str(made.html),
        "draft": str(made.draft),
        "sourced": made.paper.sourced,
        "cells": len(made.paper.cells),
        "withheld": list(made.withheld),
        "problems": [problem.as_dict() for problem in made.problems],
    }


def _plain_release(copy: ReleaseCopy) -> dict[str, object]:
    return {
        "docx": str(copy.docx),
        "html": str(copy.html),
        "replaced": [asdict(one) for one in copy.replaced],
        "residue": [problem.as_dict() for problem in copy.residue],
    }


def _show_release(copy: ReleaseCopy) -> None:
    """What a release copy hides, and what should be looked at once more."""
    list_problems(copy.residue)
    rows = [(one.kind, one.before, one.after, str(one.count)) for one in copy.replaced if one.kind != "数字"]
    table("公开样本替换了什么", ("类别", "原文", "替换为", "处"), rows, numbers=frozenset({3}))
    say(f"公开样本：{copy.docx}、{copy.html}，余留可疑 {len(copy.residue)} 处。")
