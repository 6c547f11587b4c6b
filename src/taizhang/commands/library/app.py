"""The commands of ``taizhang library`` under their names."""

from __future__ import annotations

import typer

from taizhang.commands.library.finding import alike, compare, reuse, search, show
from taizhang.commands.library.keeping import add, edit, fsck, learn, log, rebuild, sync, watch
from taizhang.commands.library.using import collect, insert, release, zip_

library = typer.Typer(help="资料库：收存、查找、查重、比对、引用、脱敏往年文件。", no_args_is_help=True)
for command, name in (
    (add, "add"),
    (search, "search"),
    (show, "show"),
    (edit, "edit"),
    (watch, "watch"),
    (compare, "compare"),
    (reuse, "reuse"),
    (alike, "alike"),
    (insert, "insert"),
    (collect, "collect"),
    (zip_, "zip"),
    (release, "release"),
    (log, "log"),
    (sync, "sync"),
    (rebuild, "rebuild"),
    (learn, "learn"),
    (fsck, "fsck"),
):
    library.command(name)(command)
