"""``move``: the journal from the file in the site's folder to a database, or back."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from taizhang.commands.terminal import DATABASE, HERE, Home, say, stop
from taizhang.site.moving import move as carry
from taizhang.terms.problem import Refused


def move(
    to: Annotated[str, typer.Option(help="移到哪里：postgresql://用户@主机/库名；写作 file 则移回站点文件夹。")],
    home: Home = HERE,
) -> None:
    """把流水移到另一种数据库（或移回），逐字节相同；先停下网站和后台程序。原来的不删除。"""
    target = "" if to == "file" else to
    try:
        point = carry(home, os.environ.get(DATABASE, ""), target)
    except Refused as refused:
        stop(refused.problems)
    say(f"已移动 {point.size} 条流水，前后导出逐字节相同，树根 {point.root.hex()[:16]}…")
    say(f"今后请设置环境变量 {DATABASE}={target}" if target else f"今后请去掉环境变量 {DATABASE}。")
