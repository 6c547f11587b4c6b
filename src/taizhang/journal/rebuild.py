"""Derived tables made anew from the entries: after a change of their shape, and after changed declarations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import TypeVar

from taizhang.journal.body import Sealed, read_row
from taizhang.matters.entry import Head
from taizhang.matters.fold import fold

T = TypeVar("T")
Told = Callable[[str, int, int], None]
# Chosen: often enough to be seen moving, seldom enough to cost nothing.
TOLD_EVERY = 50_000


def ignore_progress(stage: str, done: int, total: int) -> None:
    """Tells nothing."""


def report_progress(stage: str, things: Iterable[T], total: int, told: Told) -> Iterator[T]:
    """The same things; ``told`` hears now and then how many have passed, never of a few."""
    for done, thing in enumerate(things):
        if done % TOLD_EVERY == 0 and done:
            told(stage, done, total)
        yield thing


def refold(entries: Iterable[Sealed]) -> Iterator[Head]:
    """Every matter's head, folded from its entries, which lie together and in their order."""
    for _, steps in groupby(entries, key=lambda sealed: sealed.matter):
        head: Head | None = None
        for sealed in steps:
            head = fold(head, read_row(sealed))
        assert head is not None
        yield head
