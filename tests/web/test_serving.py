"""The real server with real workers: one that is killed is replaced, and Ctrl+C ends all of them and loses nothing."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.web.test_story import workbook

pytestmark = [pytest.mark.nightly, pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc")]
LOOK, PATIENCE = 0.1, 90.0
SITE = """
from datetime import date
from pathlib import Path
import sys
from taizhang.policy.posts import Post
from taizhang.site.site import Site
with Site.create(Path(sys.argv[1]), "沄翀县人民政府办公室", "office") as site:
    site.appoint(Post("赵督查", "沄翀县人民政府办公室", "supervisor"), "安全员", date(2026, 1, 1))
"""
ASKED = """INSERT INTO jobs_job(token, kind, subject, "by", args, upload, state, stage, done, total, worker, attempts,
  calls_off, asked_at, told, file, problems, posts, seen)
  VALUES(?, ?, '', '赵督查', ?, ?, 'waiting', '', 0, 0, '', 0, 0, ?, '{}', '', '[]', '[]', 0)"""


def until(holds: Callable[[], object], what: str) -> None:
    """Waits for a condition that another process brings about."""
    waited, timer = 0.0, threading.Event()
    while not holds():
        assert waited < PATIENCE, what
        timer.wait(LOOK)
        waited += LOOK


def children(process: int) -> list[int]:
    """The processes started by one."""
    told = [path.read_text("ascii").split() for path in Path(f"/proc/{process}/task").glob("*/children")]
    return [int(one) for line in told for one in line]


class Served:
    """A site that is being served."""

    def __init__(self, home: Path) -> None:
        self.home = home
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        command = [
            sys.executable,
            "-m",
            "taizhang",
            "serve",
            "--home",
            str(home),
            "--port",
            str(port),
            "--workers",
            "1",
        ]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True)
        assert self.process.stdout
        assert "网站已启动" in self.process.stdout.readline().decode()

    def ask(self, token: str, kind: str, args: dict[str, object], upload: str, at: str) -> None:
        """Puts a job into the queue as a page does."""
        with closing(sqlite3.connect(self.home / "site.sqlite", timeout=30)) as base, base:
            base.execute(ASKED, (token, kind, json.dumps(args), upload, at))

    def job(self, token: str) -> tuple[str, int]:
        """State and attempts."""
        with closing(sqlite3.connect(self.home / "site.sqlite", timeout=30)) as base:
            state, attempts = base.execute("SELECT state, attempts FROM jobs_job WHERE token = ?", (token,)).fetchone()
        return str(state), int(attempts)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """A new site being served, with one file handed in."""
    home = tmp_path / "site"
    subprocess.run([sys.executable, "-c", SITE, str(home)], check=True)
    files = home / "incoming" / "a" / "files"
    files.mkdir(parents=True)
    shutil.copy(workbook(tmp_path, "YH-2026-990"), files)
    one = Served(home)
    yield one
    with one.process:
        one.process.kill()


@pytest.mark.timeout(300)
def test_a_killed_worker_is_replaced_and_ctrl_c_ends_everything(served: Served) -> None:
    preview: dict[str, object] = {"ledger": "", "given": {}, "accept": True, "on": "2026-11-24", "seen": ""}
    served.ask("one", "import_preview", preview, "a", "2026-11-24 04:00:00")
    until(lambda: served.job("one")[0] == "done", "the first job is done")
    (worker,) = children(served.process.pid)
    os.kill(worker, signal.SIGKILL)
    served.ask("two", "import_preview", preview, "a", "2026-11-24 04:00:01")
    until(lambda: served.job("two")[0] == "done", "its follower does the next")
    (follower,) = children(served.process.pid)
    assert follower != worker
    os.killpg(served.process.pid, signal.SIGINT)
    assert served.process.wait(60) == 0
    assert not Path(f"/proc/{follower}").exists()


@pytest.mark.timeout(300)
def test_workers_end_when_their_server_is_killed(served: Served) -> None:
    until(lambda: children(served.process.pid), "a worker is started")
    (worker,) = children(served.process.pid)
    served.process.kill()
    until(lambda: not Path(f"/proc/{worker}").exists(), "the worker has gone")
