"""Spark for a test run: whether this machine has it, and a stand-alone cluster on loopback."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import pytest

from taizhang.warehouse.spark import lacking

UP_WITHIN = 180.0
"""Seconds; Java takes its time to start on a machine that has other work."""


def require_spark() -> None:
    """Skips a test where PySpark or Java is missing, saying which."""
    if problem := lacking("local"):
        pytest.skip(f"{problem.message}{problem.hint}")


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[str]:
    """A master and its workers, one core each, every one a process of its own on loopback; the master's address."""
    found = find_spec("pyspark")
    assert found
    assert found.origin
    program, port = Path(found.origin).parent / "bin" / "spark-class", free_port()
    master = f"spark://127.0.0.1:{port}"
    common = ("--host", "127.0.0.1", "--webui-port", "0")
    commands: list[tuple[str, ...]] = [("master.Master", "--port", str(port), *common)]
    memory = ("--cores", "1", "--memory", "768m")
    commands += [
        ("worker.Worker", *memory, "--work-dir", str(folder / f"worker{n}"), *common, master) for n in range(workers)
    ]
    environment = {**os.environ, "SPARK_DAEMON_MEMORY": "256m", "SPARK_LOCAL_IP": "127.0.0.1"}
    started = []
    try:
        for place, (name, *options) in enumerate(commands):
            log = (folder / f"{place}.log").open("wb")
            command = [str(program), f"org.apache.spark.deploy.{name}", *options]
            started.append(subprocess.Popen(command, stdout=log, stderr=log, env=environment))
            log.close()
            await_line(folder / f"{place}.log", "registered with master" if place else "I have been elected leader")
        yield master
    finally:
        for one in reversed(started):
            one.terminate()
        for one in started:
            one.wait(timeout=60)


def await_line(log: Path, line: str) -> None:
    """Waits until a program has written the line into its log. Raises TimeoutError with what it did write."""
    last = time.monotonic() + UP_WITHIN
    while line not in (told := log.read_text(errors="replace")):
        if time.monotonic() > last:
            raise TimeoutError(told[-2000:])
        time.sleep(0.2)


def free_port() -> int:
    """A port of loopback nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
