"""How far long work is: told step by step to whoever asked for it, who may answer by calling the work off."""

from __future__ import annotations

from collections.abc import Callable

# Chosen: often enough to be seen moving, seldom enough to cost nothing.
EVERY = 200
Progress = Callable[[str, int, int], None]
"""Is told what is being done, how much of it is done and how much there is in all (0 when nobody knows).

May raise ``Cancelled``: the work stops there and leaves nothing.
"""


class Cancelled(Exception):
    """Whoever asked for the work called it off."""


def quiet(stage: str, done: int, total: int) -> None:
    """Shows no progress."""


def do_nothing() -> None:
    """Does nothing."""


class Tally:
    """Counts what is done of one stage and tells so now and then, so that a loop may call it for each thing."""

    __slots__ = ("_progress", "_stage", "_total", "done")

    def __init__(self, progress: Progress, stage: str, total: int) -> None:
        self._progress, self._stage, self._total = progress, stage, total
        self.done = 0
        progress(stage, 0, total)

    def one(self) -> None:
        """One more is done."""
        self.done += 1
        if self.done % EVERY == 0:
            self._progress(self._stage, self.done, self._total)

    def end(self) -> None:
        """All are done."""
        self._progress(self._stage, self.done, self._total)
