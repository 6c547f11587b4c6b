"""How long others must wait for an import: the seconds it holds the journal's lock, and what it does before.

Run: python -m benchmarks.journal.waiting [rows]
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.journal.append import rows
from taizhang.catalogue.load import load
from taizhang.journal.journal import Journal
from taizhang.shipped import CATALOGUE


@dataclass(frozen=True, slots=True)
class Waited:
    """Seconds of wall clock and of processor: of the whole append, and within its lock."""

    rows: int
    seconds: float
    processor: float
    locked: float
    locked_processor: float


def waited(count: int) -> Waited:
    """An import of so many rows appended to a new journal of the shipped ledgers."""
    intentions = rows(count)
    declared = load(CATALOGUE)
    with TemporaryDirectory() as folder:
        journal = Journal.open(Path(folder), declared.ledgers, clocks=declared.clocks, revision=declared.layout)
        held: list[tuple[float, float]] = []
        journal._store.write = _watched(journal._store.write, held)  # type: ignore[method-assign]
        start, used = time.perf_counter(), time.process_time()
        journal.append(intentions)
        seconds, processor = time.perf_counter() - start, time.process_time() - used
        journal.close()
    return Waited(count, seconds, processor, max(one for one, _ in held), max(one for _, one in held))


def _watched(write: object, held: list[tuple[float, float]]) -> object:
    @contextmanager
    def locked() -> Iterator[None]:
        with write():  # type: ignore[operator]
            start, used = time.perf_counter(), time.process_time()
            yield
        held.append((time.perf_counter() - start, time.process_time() - used))

    return locked


def main(count: int = 20_000) -> int:
    """Prints what was measured."""
    one = waited(count)
    print(
        f"{one.rows:,} rows: {one.seconds:.2f} s ({one.processor:.2f} s of processor), "
        f"{one.locked:.2f} s ({one.locked_processor:.2f} s of processor) of them while others wait"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main(*map(int, sys.argv[1:])))
