"""``lake``: the ledgers as Parquet files for a cluster, and whether they are what the journal says."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from taizhang.commands.exits import PROBLEMS
from taizhang.commands.terminal import (
    HERE,
    AsJson,
    Home,
    InTheNameOf,
    list_problems,
    open_whole_desk,
    print_json,
    progress,
    say,
)
from taizhang.site.lake import export_lake, lake_faults
from taizhang.terms.problem import errors

lake = typer.Typer(help="数据湖：把各台账导出为 Parquet 文件，供集群计算。", no_args_is_help=True)
Folder = Annotated[Path, typer.Argument(help="数据湖的文件夹；集群的每台机器都要读得到。")]


@lake.command("export")
def export(folder: Folder, home: Home = HERE, actor: InTheNameOf = "", as_json: AsJson = False) -> None:
    """导出到流水的最后一条：按台账、年份分文件，只重写有变动的年份；中途停下，原有的照旧可读。"""
    with open_whole_desk(home, actor) as desk, progress() as report:
        manifest, written = export_lake(desk.site, folder, report)
    if as_json:
        print_json(
            {
                "size": manifest.size,
                "leaf": manifest.leaf,
                "rows": manifest.rows,
                "files": len(manifest.files),
                "written": written,
            }
        )
        return
    say(
        f"数据湖已到流水第 {manifest.size} 条：{manifest.rows} 行，{len(manifest.files)} 个文件，这次写了 {written} 个。"
    )


@lake.command("check")
def check(folder: Folder, home: Home = HERE, actor: InTheNameOf = "", as_json: AsJson = False) -> None:
    """核对数据湖：逐个文件的摘要，是不是这个站点的流水，各行与流水是否一致；有不符退出码 1。"""
    with open_whole_desk(home, actor) as desk:
        manifest, found = lake_faults(desk.site, folder)
        behind = desk.site.journal.size - manifest.size
    if as_json:
        print_json(
            {"ok": not found, "size": manifest.size, "behind": behind, "problems": [one.as_dict() for one in found]}
        )
    else:
        list_problems(found)
        say(f"数据湖到流水第 {manifest.size} 条，后面还有 {behind} 条。{'核对一致。' if not found else ''}")
    if errors(found):
        raise typer.Exit(PROBLEMS)
