"""Opening a file that another process has open: it is waited for, and after a while that is said."""

from __future__ import annotations

import time
from collections.abc import Callable

import duckdb

from taizhang.terms.problem import Problem, Refused

# Seconds. Chosen: longer than the figures of a whole county take, shorter than anybody watches a still terminal.
PATIENCE, PAUSE = 60.0, 0.2
# The engine has one writer a file; how it says that another process is the one, on Unix and on Windows.
_TAKEN = ("Conflicting lock", "used by another process")


def open_in_turn(
    connect: Callable[[], duckdb.DuckDBPyConnection], patience: float = PATIENCE
) -> duckdb.DuckDBPyConnection:
    """What ``connect`` gives once no other process has the file. Raises Refused (FIG-067) after ``patience`` seconds."""
    until = time.monotonic() + patience
    while True:
        try:
            return connect()
        except duckdb.IOException as error:
            if not any(words in str(error) for words in _TAKEN):
                raise
            if time.monotonic() >= until:
                says = "另一个命令或程序正在用这个文件夹算指标，等了一会儿仍没有用完。"
                raise Refused(
                    Problem("FIG-067", says, hint="请等它算完再试；网站开着时，请在网页上看指标。")
                ) from error
            time.sleep(PAUSE)
