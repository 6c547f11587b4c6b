"""``library add``, ``watch``, ``edit``, ``sync``, ``rebuild``, ``fsck`` and ``log``: the library filled and kept in order."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from taizhang.commands.exits import PROBLEMS
from taizhang.commands.library.answers import Who, now, open_library, person, reader, wrong
from taizhang.commands.library.finding import Number
from taizhang.commands.terminal import HERE, AsJson, Home, list_problems, print_json, progress, say, stop, table
from taizhang.terms.problem import Problem, errors
from taizhang.terms.sentence import sentence

if TYPE_CHECKING:
    from taizhang.library.library import Library
    from taizhang.library.model import AdmissionReport, Level

# Chosen: half a screen of a terminal, so that the sum below stays in sight.
MOST_REMARKS = 20
LevelName = Annotated[str, typer.Option("--level", help="没有标明级别的文件按哪一级收：公开 内部 敏感 保密件。")]
UnitName = Annotated[str, typer.Option("--unit", help="这些文件是哪个单位的；不写则以发文机关为准。")]


def add(
    paths: Annotated[list[Path], typer.Argument(help="文件、文件夹、zip，可以一次给多个。")],
    home: Home = HERE,
    level: LevelName = "内部",
    unit: UnitName = "",
    as_json: AsJson = False,
) -> None:
    """收存文件：.docx .doc .wps .pdf .txt .md .html .xlsx 和 zip；收不了的逐个说明原因。"""
    wanted = _level(level)
    with open_library(home) as library:
        with progress() as report:
            admission = library.admit(
                paths, at=now(), level=wanted, unit=unit, progress=lambda done, total: report("收存", done, total)
            )
        if as_json:
            print_json(_plain(admission))
        else:
            _tell(admission)
        if errors(admission.problems):
            raise typer.Exit(PROBLEMS)


def watch(
    folder: Annotated[Path, typer.Argument(help="要看守的文件夹。")],
    home: Home = HERE,
    level: LevelName = "内部",
    unit: UnitName = "",
    every: Annotated[float, typer.Option(help="每隔几秒看一次；文件两次看来都没有变才收。")] = 10.0,
    once: Annotated[bool, typer.Option("--once", help="只看一次，把现有的收进来就结束。")] = False,
) -> None:
    """看守一个文件夹：放进去的文件自动收存，Ctrl-C 结束。"""
    from taizhang.library.watch import Watch

    wanted, watched = _level(level), Watch(folder)
    if not folder.is_dir():
        wrong(f"没有文件夹“{folder}”。")
    with open_library(home) as library:
        if once:
            _take(library, watched.ripe(waiting=False), wanted, unit)
            return
        say(f"正在看守 {folder}，每 {every:g} 秒看一次。")
        try:
            while True:
                _take(library, watched.ripe(), wanted, unit)
                time.sleep(every)
        except KeyboardInterrupt:
            say("看守结束。")


def _take(library: Library, paths: list[Path], level: Level, unit: str) -> None:
    """Takes in what is ripe; that a file is here already is nothing to tell, for it stays in the folder."""
    if paths:
        admission = library.admit(paths, at=now(), level=level, unit=unit)
        told = tuple(problem for problem in admission.problems if problem.code != "LIB-019")
        if admission.admitted or told:
            _tell(replace(admission, problems=told))


def _tell(admission: AdmissionReport) -> None:
    remarks = [problem for problem in admission.problems if problem.level == "warning"]
    list_problems(errors(admission.problems))
    list_problems(remarks[:MOST_REMARKS])
    if len(remarks) > MOST_REMARKS:
        say(f"……另有 {len(remarks) - MOST_REMARKS} 条提示，用 --json 查看全部。")
    refused = len(errors(admission.problems))
    say(f"新收 {len(admission.admitted)} 份，已有 {len(admission.known)} 份，没有收 {refused} 份。")


def _plain(admission: AdmissionReport) -> dict[str, object]:
    return {
        "admitted": list(admission.admitted),
        "known": list(admission.known),
        "problems": [problem.as_dict() for problem in admission.problems],
    }


def _level(label: str) -> Level:
    from taizhang.library.model import LEVELS

    found = [level for level, name in LEVELS.items() if label in (level, name)]
    if not found:
        wrong(f"没有“{label}”这一级，可用：{'、'.join(LEVELS.values())}。")
    return found[0]


def edit(
    identity: Number,
    home: Home = HERE,
    title: Annotated[str | None, typer.Option(help="标题。")] = None,
    issuer: Annotated[str | None, typer.Option(help="发文机关。")] = None,
    number: Annotated[str | None, typer.Option(help="发文字号。")] = None,
    day: Annotated[str | None, typer.Option("--date", help="成文日期，2026-03-05；空着为不详。")] = None,
    kind: Annotated[str | None, typer.Option(help="文种。")] = None,
    addressee: Annotated[str | None, typer.Option(help="主送机关。")] = None,
    level: Annotated[str | None, typer.Option(help="公开 内部 敏感 保密件。改为保密件即清除正文，不能恢复。")] = None,
    status: Annotated[str | None, typer.Option(help="现行 已被替代 已废止。")] = None,
    unit: Annotated[str | None, typer.Option(help="所属单位。")] = None,
    relation: Annotated[
        list[str] | None, typer.Option(help="采纳：…… 落实：…… 转发：…… 替代：……，可重复；给出即全部重写。")
    ] = None,
    who: Who = "",
) -> None:
    """修改一份文件的信息；只改写出来的几项，修改记入取用日志。"""
    from taizhang.library.edit import describe

    allowed = reader("", "内部")
    stated = {
        "title": title,
        "issuer": issuer,
        "number": number,
        "day": day,
        "kind": kind,
        "addressee": addressee,
        "level": level,
        "status": status,
        "unit": unit,
        "relations": "\n".join(relation) if relation is not None else None,
    }
    with open_library(home) as library:
        document = library.document(identity, allowed=allowed) or stop([_unknown(identity)])
        meta, problems = describe(document.meta, {name: said for name, said in stated.items() if said is not None})
        if problems:
            stop(problems)
        library.describe(identity, meta, allowed=allowed, who=person(who), at=now())
        say(f"已修改 #{identity}。")


def sync(home: Home = HERE) -> None:
    """把还没有编入索引的变更编进去。"""
    with open_library(home) as library, progress() as report:
        done = library.sync(lambda count, total: report("编索引", count, total))
    say(f"编入 {done} 处变更。")


def rebuild(home: Home = HERE) -> None:
    """从登记册重建整个索引；重建期间照常可查。"""
    with open_library(home) as library, progress() as report:
        done = library.rebuild(lambda count, total: report("编索引", count, total))
    say(f"索引已重建，共 {done} 份文件。")


def learn(home: Home = HERE) -> None:
    """按意思查找之前，先算出每份文件的意思；要装扩展 taizhang[semantic]。"""
    with open_library(home) as library, progress() as report:
        done = library.meaning.learn(lambda count, total: report("理解", count, total))
    say(f"算出 {done} 份文件的意思。")


def fsck(home: Home = HERE, as_json: AsJson = False) -> None:
    """核对资料库：数据库、每一份原件、索引。"""
    with open_library(home) as library:
        with progress() as report:
            health = library.fsck(lambda count, total: report("核对", count, total))
        if as_json:
            print_json(
                {
                    "documents": health.documents,
                    "indexed": health.indexed,
                    "problems": [problem.as_dict() for problem in health.problems],
                }
            )
        else:
            list_problems(health.problems)
            say(f"文件 {health.documents} 份，编入索引 {health.indexed} 份，发现 {len(health.problems)} 处问题。")
        if errors(health.problems):
            raise typer.Exit(PROBLEMS)


def log(
    identity: Annotated[int, typer.Argument(metavar="[ID]", help="文件编号；不写为全部。")] = 0,
    home: Home = HERE,
    as_json: AsJson = False,
) -> None:
    """取用日志：谁在什么时候下载、引用、修改、脱敏了哪份文件。"""
    with open_library(home) as library:
        lines = library.log.entries(identity)
        if as_json:
            print_json([{"at": one.at, "who": one.who, "act": one.act, "document": one.document} for one in lines])
        else:
            table(
                "取用日志",
                ("时间", "取用人", "做了什么", "文件"),
                [(one.at, one.who, one.act, f"#{one.document}") for one in lines],
            )


def _unknown(identity: int) -> Problem:
    return Problem("LIB-040", sentence("没有编号为{identity}的文件。", identity=identity), hint="请核对编号。")
