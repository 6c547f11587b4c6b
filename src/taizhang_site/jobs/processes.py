"""Worker processes of this machine, started by whoever serves the site and started again when they die."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Seconds. Chosen: enough to give back what a worker does; one that dies sooner than half a minute dies of the same.
PATIENCE, SOON = 15.0, 30.0


class Workers:
    """Worker processes of this machine; one that dies is started again."""

    def __init__(self, home: Path, number: int) -> None:
        self._home, self._ended = home, threading.Event()
        self._started: dict[str, float] = {}
        self._young: frozenset[str] = frozenset()
        self._processes = {str(place): self._start(str(place)) for place in range(1, number + 1)}
        self._watch = threading.Thread(target=self._revive_dead, daemon=True)
        self._watch.start()

    def _start(self, place: str) -> subprocess.Popen[bytes]:
        command = [
            sys.executable,
            "-m",
            "taizhang_site.working",
            "--home",
            str(self._home),
            "--place",
            place,
            "--attached",
        ]
        self._started[place] = time.monotonic()
        return subprocess.Popen(command, stdin=subprocess.PIPE)

    def _revive_dead(self) -> None:
        """Starts dead ones again: at once, but not more often than every half minute when they die young."""
        while not self._ended.wait(1.0):
            for place, process in self._processes.items():
                age = time.monotonic() - self._started[place]
                if process.poll() is not None and (age > SOON or place not in self._young):
                    self._young = self._young - {place} if age > SOON else self._young | {place}
                    self._processes[place] = self._start(place)

    def end(self) -> None:
        """Lets each give back what it does, and ends those that take too long."""
        self._ended.set()
        self._watch.join()
        for process in self._processes.values():
            if process.stdin:
                process.stdin.close()
        for process in self._processes.values():
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@contextmanager
def run_workers(home: Path, number: int) -> Iterator[None]:
    """Workers while the block runs."""
    workers = Workers(home, number)
    try:
        yield
    finally:
        workers.end()
