"""``coverage``: mechanisms served and slots bound, with what is missing and why."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from taizhang.catalogue.declared import PROFILES
from taizhang.catalogue.fronts import front_of
from taizhang.catalogue.load import examine
from taizhang.catalogue.resolved import Catalogue
from taizhang.commands.exits import PROBLEMS, USAGE
from taizhang.commands.index import every_name
from taizhang.commands.terminal import HERE, AsJson, Home, err, print_json, say, stop, table
from taizhang.papers.companions.texts import COMPANIONS
from taizhang.reports.catalogue_page import page
from taizhang.reports.coverage import WORDS, Coverage, CoverageTally, coverage
from taizhang.reports.sentences import Share
from taizhang.reports.template_standing import template_shares
from taizhang.shipped import CATALOGUE
from taizhang.terms.problem import errors

# Chosen: two screens of a terminal; ``--json`` gives the rest.
MOST_SHOWN = 60


def coverage_(
    home: Home = HERE,
    profile: Annotated[str, typer.Option(help="只看一类机构：bureau、city、office；不写则三类都看。")] = "",
    write_docs: Annotated[Path | None, typer.Option("--write-docs", help="把目录一览写到这个文件。")] = None,
    as_json: AsJson = False,
) -> None:
    """目录服务了多少项工作机制、绑定了多少处填充，还缺什么、为什么。有缺时退出码 1。"""
    if profile and profile not in PROFILES:
        err.print(f"[red]没有“{profile}”这一类机构，可用的有：{'、'.join(PROFILES)}。[/red]")
        raise typer.Exit(USAGE)
    if write_docs:
        whole = catalogues_of(home, ("", *PROFILES))
        write_docs.write_text(page(whole[""], whole, _runnable(whole)), encoding="utf-8")
        say(f"目录一览已写到 {write_docs}。")
        return
    catalogues = catalogues_of(home, (profile,) if profile else PROFILES)
    found = coverage(catalogues, _runnable(catalogues))
    standings = _standings(catalogues)
    if as_json:
        told = {name: {one.standing: one.count for one in told} for name, told in standings.items()}
        print_json({**as_plain(found), "standings": told})
    else:
        _show(found)
        for name, told_shares in standings.items():
            said = "，".join(f"{one.title}{one.percent}%" for one in told_shares)
            say(f"模板 {name} 每句话凭什么（按字数）：{said}。")
    if found.mechanisms.missing or found.slots.missing:
        raise typer.Exit(PROBLEMS)


def catalogues_of(home: Path, profiles: tuple[str, ...]) -> dict[str, Catalogue]:
    """The catalogue of each profile: the shipped one, and the site's own declarations when there is a site."""
    own = home / "catalogue"
    folders = (CATALOGUE, own) if own.is_dir() else (CATALOGUE,)
    found: dict[str, Catalogue] = {}
    for profile in profiles:
        catalogue, problems = examine(*folders, profile=profile)
        if catalogue is None or errors(problems):
            stop(problems)
        found[profile] = catalogue
    return found


def _runnable(catalogues: Mapping[str, Catalogue]) -> frozenset[str]:
    """Every command there is, and every paper that ``report`` can write."""
    papers = (*COMPANIONS, "compile", *(name for one in catalogues.values() for name in one.templates))
    return frozenset((*every_name(), *(f"report {name}" for name in papers)))


def as_plain(found: Coverage) -> dict[str, object]:
    """The coverage as plain values."""
    return {
        "mechanisms": _plain(found.mechanisms, "served", "by_family"),
        "slots": _plain(found.slots, "bound", "by_report"),
    }


def _standings(catalogues: Mapping[str, Catalogue]) -> dict[str, tuple[Share, ...]]:
    """The shares of characters by standing of each profile's own templates, every slot taken for filled."""
    return {
        name: template_shares(text, name)
        for profile, catalogue in catalogues.items()
        for name, text in catalogue.templates.items()
        if profile in front_of(text).profiles
    }


def _plain(tally: CoverageTally, done: str, by: str) -> dict[str, object]:
    return {
        done: tally.done,
        "total": tally.total,
        by: {group: {done: one, "total": total} for group, (one, total) in tally.by_group.items()},
        "missing": [
            {"id": lack.id, "title": lack.title, "degree": lack.degree, "why": lack.why} for lack in tally.missing
        ],
    }


def _show(found: Coverage) -> None:
    for tally, what, group in ((found.mechanisms, "工作机制", "类别"), (found.slots, "填充处", "报告")):
        rows = [(name, str(done), str(total)) for name, (done, total) in tally.by_group.items()]
        told = "，".join(f"{word}{tally.of(degree)}" for degree, word in WORDS.items() if tally.of(degree))
        table(
            f"{what} {tally.done}/{tally.total}{f'（{told}）' if told else ''}",
            (group, "已有", "总数"),
            rows,
            frozenset({1, 2}),
        )
        for lack in tally.missing[:MOST_SHOWN]:
            say(f"  {lack.id} {lack.title}（{WORDS[lack.degree]}）：{lack.why}。")
        if len(tally.missing) > MOST_SHOWN:
            say(f"  ……另有 {len(tally.missing) - MOST_SHOWN} 项，用 --json 查看全部。")
