"""The figures of a ledger for all its units and for one: ``python -m benchmarks.figures.units [MATTERS] [UNITS]``.

Beside it in the same process and on the same file: one scan written by hand with all aggregates and all units, as an
analyst writes it (FILTER) and as it is fastest (CASE), and one query a figure. Every number of ours is held against the
hand-written ones. Seconds are of the processor, so that other work on the machine weighs little.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from benchmarks.figures.run import COUNTS, SHIPPED, Heads
from taizhang.figures.chosen import row_condition, window
from taizhang.figures.compute import Answers, compute
from taizhang.figures.value import Ask
from taizhang.terms.period import Period
from taizhang.terms.scope import Organisation, Scope
from taizhang.warehouse.duck import Warehouse
from taizhang.warehouse.projection import Projection
from taizhang.warehouse.sql import Bound, Printer, identifier

PERIODS = [Period.year(2025), Period.year(2026), *(Period.month(2026, month) for month in range(1, 13))]
ROUNDS = 3
"""Odd, so that the median is a measurement."""


class Bench:
    """One ledger of many matters, asked in several ways."""

    def __init__(self, replica: Path, count: int, units: int) -> None:
        self.journal = Heads(count, units)
        self.warehouse = Warehouse(replica)
        self.project()
        names = [name for name, one in SHIPPED.figures.items() if one.ledger == "hazard" and one.kind in COUNTS]
        self.asks = [Ask(name, period) for period in PERIODS for name in names]
        self.unit = f"第{units // 2}镇"

    def project(self) -> None:
        """Brings the replica up to the last entry."""
        Projection(SHIPPED, self.warehouse).run(self.journal)

    def enter(self) -> None:
        """One matter more is closed."""
        last = self.journal.kept[-1]
        self.journal.kept.append(replace(last, seq=last.seq + 1, facts={**last.facts, "closed": "2026-11-02"}))

    def compute(self, *, by: str = "", unit: str = "", anew: bool = True) -> Answers:
        """Ours; anew: nothing is known from before."""
        if anew:
            self.warehouse.kept.forget()
        asks = [replace(ask, by=by, scope=Scope(unit)) for ask in self.asks]
        answers = compute(SHIPPED, self.warehouse, asks, Organisation())
        for ask in asks:
            _ = answers.groups(ask) if by else answers.value(ask)
        return answers

    def by_hand(self, spelling: str) -> dict[str, tuple[object, ...]]:
        """One scan of all aggregates by unit."""
        bound: list[Bound] = []
        columns = ", ".join(spelling.format(self._condition(ask, bound)) for ask in self.asks)
        unit = identifier("township")
        rows = self.warehouse.rows(f'SELECT {unit}, {columns} FROM "hazard" GROUP BY {unit}', bound)
        return {str(name): tuple(numbers) for name, *numbers in rows}

    def each(self) -> None:
        """One query a figure, by unit."""
        for ask in self.asks:
            bound: list[Bound] = []
            condition, unit = self._condition(ask, bound), identifier("township")
            self.warehouse.rows(f'SELECT {unit}, count(*) FROM "hazard" WHERE {condition} GROUP BY {unit}', bound)

    def _condition(self, ask: Ask, bound: list[Bound]) -> str:
        figure = SHIPPED.figures[ask.figure]
        printer = Printer(SHIPPED.ledgers["hazard"].columns, bound)
        return printer.condition(row_condition(figure), window(figure, ask.period))

    def check(self) -> None:
        """Raises AssertionError where a number of ours is not the hand-written one."""
        right, answers = self.by_hand(FILTER), self.compute(by="township", anew=False)
        for place, ask in enumerate(self.asks):
            ours = {unit: value.amount for unit, value in answers.groups(replace(ask, by="township")).items()}
            assert ours == {unit: numbers[place] for unit, numbers in right.items()}, ask.figure


FILTER = "count(*) FILTER (WHERE {})"
CASE = "count(CASE WHEN {} THEN 1 END)"


def timed(work: Callable[[], object]) -> float:
    """Processor seconds of the work, all threads together."""
    before = time.process_time()
    work()
    return time.process_time() - before


def main(count: int = 300_000, units: int = 1000) -> int:
    """All ways in turn, as often as ROUNDS; least, median and most, and the ratio to the analyst's scan."""
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder) / "r.duckdb", count, units)
        ways: dict[str, Callable[[], object]] = {
            "by hand, one scan with FILTER, all units": lambda: bench.by_hand(FILTER),
            "by hand, one scan with CASE, all units": lambda: bench.by_hand(CASE),
            "one query a figure, all units": bench.each,
            "taizhang, all units, nothing known": lambda: bench.compute(by="township"),
            "taizhang, all units, once more": lambda: bench.compute(by="township", anew=False),
            "taizhang, taking in one new entry": lambda: (bench.enter(), bench.project()),
            "taizhang, all units after it": lambda: bench.compute(by="township", anew=False),
            "taizhang, one unit, all units known": lambda: bench.compute(unit=bench.unit, anew=False),
            "taizhang, one unit, nothing known": lambda: bench.compute(unit=bench.unit),
            "taizhang, one unit, once more": lambda: bench.compute(unit=bench.unit, anew=False),
        }
        found: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(ROUNDS):
            for name, work in ways.items():
                found[name].append(timed(work))
            bench.compute(by="township")
            bench.enter()
            bench.project()
            bench.check()
    print(
        f"\n{len(bench.asks)} figures of {count:,} matters in {units:,} units: processor seconds, least / median / most"
    )
    first = statistics.median(next(iter(found.values())))
    for name, seconds in found.items():
        middle = statistics.median(seconds)
        print(f"  {name:<44}{min(seconds):8.3f}{middle:8.3f}{max(seconds):8.3f} s  ×{middle / first:6.3f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(*map(int, sys.argv[1:])))
