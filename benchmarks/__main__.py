"""Runs benchmarks: ``python -m benchmarks [NAME …] [--size MATTERS] [--units N] [--seed N] [--rounds N]``.

Each writes what it measured to build/bench/NAME.json; ``python -m benchmarks.page`` makes docs/benchmarks.md of these.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from benchmarks.results import Given, Measurement, Result, Table, result, write

FOLDER = Path("build/bench")
TABLES = {
    "startup": "benchmarks.startup:run",
    "figures": "benchmarks.figures.many:run",
    "papers": "benchmarks.figures.papers:run",
    "import": "benchmarks.intake.run:run",
    "append": "benchmarks.journal.append:run",
    "charts": "benchmarks.charts.run:run",
}
"""Benchmarks that answer tables: name → the function that is asked."""
PRINTED = {
    "library": ("benchmarks.library.run", "--characters", "3000000"),
    "proof-clean": ("benchmarks.proof.clean",),
    "proof-planted": ("benchmarks.proof.planted",),
    "proof-altered": ("benchmarks.proof.altered",),
    "proof-speed": ("benchmarks.proof.speed",),
    "proof-word": ("benchmarks.proof.word_file",),
    "site-processor": ("benchmarks.site.processor",),
}
"""Benchmarks with scales of their own, each in a process of its own: what they print is kept as they print it."""
NAMES = (*TABLES, *PRINTED)


def main(words: list[str]) -> int:
    """Runs what is named, everything by default; 1 when one of them failed."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    asked.add_argument("name", nargs="*", help=f"{', '.join(NAMES)}; all of them when none is named")
    usual = Given()
    for word, least in (("size", usual.size), ("units", usual.units), ("seed", usual.seed), ("rounds", usual.rounds)):
        asked.add_argument(f"--{word}", type=int, default=least)
    asked.add_argument("--into", type=Path, default=FOLDER)
    told = asked.parse_args(words)
    if unknown := [name for name in told.name if name not in NAMES]:
        asked.error(f"no benchmark is called {', '.join(unknown)}; there are {', '.join(NAMES)}")
    given, failed = Given(told.size, told.units, told.seed, told.rounds), []
    for name in told.name or NAMES:
        print(f"{name} …", end="", flush=True)
        started = time.monotonic()
        try:
            path = write(run(name, given), told.into)
        except (AssertionError, subprocess.CalledProcessError) as error:
            failed.append(name)
            print(f" failed after {time.monotonic() - started:.0f} s: {error}", flush=True)
            continue
        print(f" {time.monotonic() - started:.0f} s → {path}", flush=True)
    return 1 if failed else 0


def run(name: str, given: Given) -> Result:
    """One benchmark. Raises AssertionError where numbers that should be the same are not."""
    if name in PRINTED:
        return _printed(name, given)
    module, _, function = TABLES[name].partition(":")
    measured: Callable[[Given], tuple[Table, ...]] = getattr(import_module(module), function)
    return result(name, given, measured(given))


def _printed(name: str, given: Given) -> Result:
    """One that prints: its lines, and the processor time and wall clock of all of it."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run([sys.executable, "-m", *PRINTED[name]], check=True, capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    whole = Measurement("all of it", True, (time.perf_counter() - started,), (used,), amount=1)
    return result(name, given, (Table("The whole run", "runs", whole.name, (whole,)),), done.stdout.strip())


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
