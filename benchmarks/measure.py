"""One piece of work in a process of its own: seconds and peak memory."""

from __future__ import annotations

import multiprocessing
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds of wall clock and the peak of resident memory in MiB, children included."""

    name: str
    seconds: float
    peak: float


def measure(name: str, work: Callable[[], object]) -> Measured:
    """Runs ``work`` in a forked process of its own and tells what it took."""
    queue: multiprocessing.Queue[tuple[float, float]] = multiprocessing.get_context("fork").Queue()

    def run() -> None:
        before = time.perf_counter()
        work()
        seconds = time.perf_counter() - before
        own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        queue.put((seconds, (own + children) / 1024))

    process = multiprocessing.get_context("fork").Process(target=run)
    process.start()
    seconds, peak = queue.get()
    process.join()
    return Measured(name, seconds, peak)


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
