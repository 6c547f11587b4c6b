"""The command ``taizhang work``: one worker in a process of its own, by hand or for whoever serves the site."""

from __future__ import annotations

import os
import signal
import sys
import threading
from pathlib import Path
from typing import Annotated

import typer

from taizhang_site.server import require_site_folder, set_up_django


def work(
    home: Annotated[Path, typer.Option("--home", envvar="TAIZHANG_HOME", help="站点文件夹。")] = Path("site"),
    place: Annotated[str, typer.Option(help="本进程的名称，同一站点的几个工作程序各用一个。")] = "1",
    attached: Annotated[bool, typer.Option("--attached", hidden=True)] = False,
) -> None:
    """另开一个后台工作程序：做导入、导出、起草。taizhang serve 已自带，任务多时可在别的终端再开。"""
    require_site_folder(home)
    os.environ["TAIZHANG_REPLICA"] = f"replica-work-{place}.duckdb"
    set_up_django(home)
    from taizhang_site.house import site
    from taizhang_site.jobs.kinds import KINDS
    from taizhang_site.jobs.worker import JobWorker

    worker = JobWorker(KINDS)
    signal.signal(signal.SIGTERM, lambda *_: worker.stop.set())
    signal.signal(signal.SIGINT, signal.SIG_IGN if attached else lambda *_: worker.stop.set())
    if attached:
        threading.Thread(target=_watch_parent, args=(worker.stop,), daemon=True).start()
    else:
        typer.echo("后台工作程序已启动（按 Ctrl+C 停止，正在做的会留给下一个）。")
    worker.run()
    site().close()


def _watch_parent(stop: threading.Event) -> None:
    """Stops when whoever started this process is gone: its end of the pipe closes."""
    sys.stdin.buffer.read()
    stop.set()


if __name__ == "__main__":
    typer.run(work)
