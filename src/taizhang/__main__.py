"""The ``taizhang`` command."""

from __future__ import annotations

import sys

import apsw
import typer

from taizhang.commands.exits import UNKNOWN
from taizhang.commands.index import Commands

app = typer.Typer(
    name="taizhang",
    cls=Commands,
    help="台账：公共机构闭环台账与述职述廉报告，每个数都能打开到记录。",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)


@app.callback()
def _commands() -> None:
    """台账：公共机构闭环台账与述职述廉报告，每个数都能打开到记录。"""


def main() -> None:
    """Runs the command line; a machine's fault ends with exit code 3: the outcome is unknown, ask again."""
    try:
        app()
    except (apsw.Error, OSError) as error:
        said = f"机器或磁盘出错，结果未知，请稍后用同样的命令重试：{type(error).__name__} {error}"
        print(said, file=sys.stderr)
        sys.exit(UNKNOWN)


if __name__ == "__main__":
    main()
