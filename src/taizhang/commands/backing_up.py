"""``backup``, ``verify-backup`` and ``restore``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from taizhang.commands.terminal import HERE, Home, say, stop
from taizhang.site.backup import backup as make
from taizhang.site.backup import restore as put_back
from taizhang.site.backup import verify_backup as faults_of
from taizhang.terms.problem import Refused


def backup(folder: Annotated[Path, typer.Argument(help="新的文件夹，尚不存在。")], home: Home = HERE) -> None:
    """备份站点：别人照常写入也取得同一时刻的流水、材料、定稿、批准、账户库；核对无误才算数。"""
    try:
        made = make(home, folder)
    except Refused as refused:
        stop(refused.problems)
    say(f"已备份 {made.files} 个文件，流水 {made.point.size} 条，树根 {made.point.root.hex()[:16]}…：{made.folder}")
    say("备份不含密钥：请用 taizhang keys backup 把密钥备份到另一处，否则恢复后保密和敏感内容读不出。")


def verify_backup(folder: Annotated[Path, typer.Argument(help="备份的文件夹。")]) -> None:
    """核对一份备份：逐个文件，逐条流水；有任何不符退出码 1。"""
    if wrong := faults_of(folder):
        stop(wrong)
    say("备份完好。")


def restore(
    folder: Annotated[Path, typer.Argument(help="备份的文件夹。")],
    home: Annotated[Path, typer.Argument(help="恢复到的文件夹，须是空的。")],
    seals: Annotated[list[Path] | None, typer.Option("--seals", help="另存封存点的文件夹，可重复。")] = None,
    keys: Annotated[Path | None, typer.Option("--keys", help="密钥备份的文件夹；不写则保密和敏感内容读不出。")] = None,
    erased: Annotated[
        list[Path] | None, typer.Option("--erased", help="知道后来销毁了什么的密钥文件夹，可重复。")
    ] = None,
) -> None:
    """恢复站点：先核对备份，再与另存的封存点核对；备份比封存点旧的说明缺什么，不恢复。"""
    try:
        made = put_back(folder, home, tuple(seals or ()), keys=keys, erased=tuple(erased or ()))
    except Refused as refused:
        stop(refused.problems)
    say(f"已恢复到 {made.folder}，流水 {made.point.size} 条。请接着执行 taizhang fsck。")
