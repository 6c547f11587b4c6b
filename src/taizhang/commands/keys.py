"""``keys``: where the site's key lies, moved, copied apart, fetched back, purged of what was destroyed since."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, NoReturn

import typer

from taizhang.commands.terminal import HERE, Home, open_site, say, stop
from taizhang.terms.problem import Refused
from taizhang.vault.keeping import backup_keys, purge, restore_keys
from taizhang.vault.site_key import FOLDER, key_file, move_site_key

keys = typer.Typer(help="密钥：存放的位置、移到别的磁盘、另行备份、取回。", no_args_is_help=True)


@keys.command("show")
def show(home: Home = HERE) -> None:
    """密钥在哪里，能不能用，有多少把，销毁了多少把；密钥本身不显示。"""
    with open_site(home) as site:
        vault = site.vault
        if vault.problem:
            stop([vault.problem])
        say(f"站点密钥：{key_file(home)}")
        say(f"数据密钥 {vault.count()} 把，已销毁 {len(vault.erased())} 把，算法 {site.catalogue.body.cipher}。")
        if key_file(home).parent.resolve() == (home / FOLDER).resolve():
            say("站点密钥与站点在同一个文件夹：拿到这块磁盘的人两样都有。请用 taizhang keys move 移到另一块磁盘。")


@keys.command("move")
def move(
    to: Annotated[Path, typer.Argument(help="新的文件，例如另一块磁盘上的 site.key。")], home: Home = HERE
) -> None:
    """把站点密钥移到别处；原处的文件覆写后删除。"""
    try:
        say(f"站点密钥已移到 {move_site_key(home, to)}。网站正在运行的，请重新启动。")
    except Refused as refused:
        _stop(refused)


@keys.command("backup")
def backup(
    folder: Annotated[Path, typer.Argument(help="新的文件夹，不要与站点备份放在一起。")], home: Home = HERE
) -> None:
    """另行备份密钥：没有密钥，站点备份里的保密和敏感内容读不出。"""
    try:
        count = backup_keys(home, folder)
    except Refused as refused:
        _stop(refused)
    say(f"已备份 {count} 把密钥到 {folder}。保存不超过35天；每次批准销毁之后请执行 taizhang keys purge {folder}")


@keys.command("restore")
def restore(
    folder: Annotated[Path, typer.Argument(help="密钥备份的文件夹。")],
    erased: Annotated[
        list[Path] | None, typer.Option("--erased", help="知道后来销毁了什么的密钥文件夹，可重复。")
    ] = None,
    home: Home = HERE,
) -> None:
    """为恢复的站点取回密钥；流水或 --erased 里已销毁的，不会回来。"""
    try:
        restore_keys(home, folder, erased or ())
    except Refused as refused:
        _stop(refused)
    with open_site(home) as site:
        site.journal.checkpoint()
        say(f"已取回 {site.vault.count()} 把密钥，{len(site.vault.erased())} 把已销毁的没有取回。")


@keys.command("purge")
def purge_(folder: Annotated[Path, typer.Argument(help="密钥备份的文件夹。")], home: Home = HERE) -> None:
    """从密钥备份里销毁本站点已销毁的密钥。"""
    try:
        say(f"已从 {folder} 销毁 {purge(folder, [home / FOLDER])} 把密钥。")
    except Refused as refused:
        _stop(refused)


def _stop(refused: Refused) -> NoReturn:
    stop(refused.problems)
