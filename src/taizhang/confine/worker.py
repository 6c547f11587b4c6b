"""The parent's side of a limited child: a line of JSON out, a line of JSON back; a dead child is replaced."""

from __future__ import annotations

import json
import os
import selectors
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Literal

import taizhang

# Seconds. Chosen above the processor time any child is granted, so that the clock ends only what hangs.
WAIT = 60.0
Silence = Literal["late", "died"]


class Worker:
    """One limited process that runs ``python -m module``; started at its first request."""

    def __init__(self, module: str, wait: float = WAIT) -> None:
        self._module = module
        self._wait = wait
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Worker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()

    def ask(self, request: object) -> dict[str, object] | Silence:
        """The answer; ``late`` or ``died`` when there is none, and the child is ended."""
        process = self._process or self._start()
        silence: Silence = "died"
        try:
            self._send(_number(process.stdin), json.dumps(request).encode() + b"\n")
            answer: dict[str, object] = json.loads(self._line(_number(process.stdout)))
            return answer
        except TimeoutError:
            silence = "late"
        except (OSError, ValueError):
            pass
        self.end()
        return silence

    def end(self) -> None:
        """Ends the process if there is one."""
        if self._process:
            self._process.kill()
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                with suppress(OSError):
                    if pipe:
                        pipe.close()
            self._process = None

    def _start(self) -> subprocess.Popen[bytes]:
        source = str(Path(taizhang.__file__).parent.parent)
        process = subprocess.Popen(
            [sys.executable, "-B", "-m", self._module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env={"PATH": os.defpath, "PYTHONPATH": source, "PYTHONIOENCODING": "utf-8", "LANG": "C.UTF-8"},
            start_new_session=True,
        )
        self._process = process
        return process

    @staticmethod
    def _send(target: int, line: bytes) -> None:
        while line:
            line = line[os.write(target, line) :]

    def _line(self, source: int) -> bytes:
        """The bytes up to a line's end, or to the end of what is sent. Raises TimeoutError."""
        parts: list[bytes] = []
        end = time.monotonic() + self._wait
        with selectors.DefaultSelector() as selector:
            selector.register(source, selectors.EVENT_READ)
            while not parts or not parts[-1].endswith(b"\n"):
                if not selector.select(max(0.0, end - time.monotonic())):
                    raise TimeoutError
                piece = os.read(source, 1 << 20)
                if not piece:
                    break
                parts.append(piece)
        return b"".join(parts)


def _number(pipe: IO[bytes] | None) -> int:
    if pipe is None:
        raise OSError("no pipe to the child process")
    return pipe.fileno()
