"""One piece of work in a process of its own: seconds and peak memory."""

from __future__ import annotations

import multiprocessing
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.results import Measurement


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds of wall clock and of processor, and the peak of resident memory in MiB, children included."""

    name: str
    seconds: float
    peak: float
    processor: float = 0.0


def measure(name: str, work: Callable[[], object]) -> Measured:
    """Runs ``work`` in a forked process of its own and tells what it took."""
    queue: multiprocessing.Queue[tuple[float, float, float]] = multiprocessing.get_context("fork").Queue()

    def run() -> None:
        before = time.perf_counter()
        work()
        seconds = time.perf_counter() - before
        used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        processor = sum(one.ru_utime + one.ru_stime for one in used)
        queue.put((seconds, sum(one.ru_maxrss for one in used) / 1024, processor))

    process = multiprocessing.get_context("fork").Process(target=run)
    process.start()
    seconds, peak, processor = queue.get()
    process.join()
    return Measured(name, seconds, peak, processor)


def show(title: str, results: list[Measured], amount: int, unit: str) -> None:
    """A table with ratios to the first result."""
    print(f"\n{title}")
    first = results[0]
    for one in results:
        rate = amount / one.seconds
        print(
            f"  {one.name:<44}{one.seconds:9.2f} s  ×{one.seconds / first.seconds:6.2f}"
            f"  {rate:12,.0f} {unit}/s  {one.peak:7.0f} MiB  ×{one.peak / first.peak:5.2f}"
        )


def timed(name: str, work: Callable[[], object], rounds: int, *, ours: bool, amount: int) -> Measurement:
    """Does the work so often in this process; memory is not told, which also holds everybody else's data."""
    wall, processor = [], []
    for _ in range(rounds):
        clock, used = time.perf_counter(), time.process_time()
        work()
        wall.append(time.perf_counter() - clock)
        processor.append(time.process_time() - used)
    return Measurement(name, ours, tuple(wall), tuple(processor), amount=amount)


def apart(name: str, work: Callable[[], object], rounds: int, *, ours: bool, amount: int) -> Measurement:
    """Does the work so often, each time in a process of its own, whose peak of memory is told."""
    found = [measure(name, work) for _ in range(rounds)]
    wall, processor = tuple(one.seconds for one in found), tuple(one.processor for one in found)
    return Measurement(name, ours, wall, processor, max(one.peak for one in found), amount=amount)
