"""The ``taizhang`` command."""

from __future__ import annotations

import sys
from importlib.metadata import entry_points

import apsw
import typer

from taizhang.commands.appraising import appraise
from taizhang.commands.assessing import assess
from taizhang.commands.basis import basis
from taizhang.commands.coverage import coverage_
from taizhang.commands.demo import demo
from taizhang.commands.editing import editions
from taizhang.commands.figures import figures, trace
from taizhang.commands.form import format_
from taizhang.commands.gating import gates
from taizhang.commands.importing import import_
from taizhang.commands.library.app import library
from taizhang.commands.matters import act, matters
from taizhang.commands.notifying import notify
from taizhang.commands.proofing import proof
from taizhang.commands.report import report
from taizhang.commands.sites import check, fsck, init
from taizhang.commands.terminal import UNKNOWN, err
from taizhang.commands.waiving import waive_

app = typer.Typer(
    name="taizhang",
    help="台账：公共机构闭环台账与述职述廉报告，每个数都能打开到记录。",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
for command, name in (
    (init, "init"),
    (check, "check"),
    (import_, "import"),
    (act, "act"),
    (figures, "figures"),
    (trace, "trace"),
    (report, "report"),
    (fsck, "fsck"),
    (demo, "demo"),
    (coverage_, "coverage"),
    (waive_, "waive"),
    (format_, "format"),
    (gates, "gates"),
    (assess, "assess"),
    (appraise, "appraise"),
    (notify, "notify"),
):
    app.command(name)(command)
app.add_typer(matters, name="matters")
app.add_typer(editions, name="editions")
for point in entry_points(group="taizhang.commands"):
    app.command(point.name)(point.load())
app.add_typer(library, name="library")
app.add_typer(proof, name="proof")
app.add_typer(basis, name="basis")


def main() -> None:
    """Runs the command line; a machine's fault ends with exit code 3: the outcome is unknown, ask again."""
    try:
        app()
    except (apsw.Error, OSError) as error:
        err.print(f"[red]机器或磁盘出错，结果未知，请稍后用同样的命令重试：{type(error).__name__} {error}[/red]")
        sys.exit(UNKNOWN)


if __name__ == "__main__":
    main()
