"""What a benchmark measured, as data: rounds, machine, versions, seed; written as JSON and read back unchanged."""

from __future__ import annotations

import json
import os
import platform
import statistics
import sys
from dataclasses import asdict, dataclass, field
from datetime import date
from importlib import metadata
from pathlib import Path
from typing import Any

LIBRARIES = ("duckdb", "apsw", "pandas", "polars", "openpyxl", "python-calamine", "docxtpl", "python-docx", "lxml")


@dataclass(frozen=True, slots=True)
class Measurement:
    """One way of doing the work. wall, processor: seconds of each round, all threads and children of it. peak: MiB of
    resident memory at most, None where the process also did other work. disk: bytes written. amount: of the table's unit,
    done in a round. missing: why it was not measured; everything else is then empty."""

    name: str
    ours: bool
    wall: tuple[float, ...] = ()
    processor: tuple[float, ...] = ()
    peak: float | None = None
    disk: int | None = None
    amount: int = 0
    missing: str = ""

    @property
    def median(self) -> float:
        """Processor seconds in the middle of all rounds."""
        return statistics.median(self.processor)


@dataclass(frozen=True, slots=True)
class Aim:
    """What was to be reached. found: as measured; most: the limit it must not exceed. reason: the profile's, when missed."""

    what: str
    found: float
    most: float
    unit: str = ""
    reason: str = ""

    @property
    def met(self) -> bool:
        """Whether the limit holds."""
        return self.found <= self.most


@dataclass(frozen=True, slots=True)
class Table:
    """Ways of doing one thing with the same data in one run. baseline: the one that ratios are to; unit: what an amount counts."""

    title: str
    unit: str
    baseline: str
    measurements: tuple[Measurement, ...]
    aims: tuple[Aim, ...] = ()
    note: str = ""

    def ratio(self, one: Measurement) -> float:
        """Its processor seconds over those of the baseline, medians."""
        return one.median / max(next(way for way in self.measurements if way.name == self.baseline).median, 1e-9)


@dataclass(frozen=True, slots=True)
class Result:
    """One run of one benchmark. command: reproduces it. said: what an older benchmark printed instead of tables."""

    name: str
    command: str
    size: int
    units: int
    seed: int
    day: str
    machine: str
    versions: dict[str, str]
    tables: tuple[Table, ...] = ()
    said: str = ""
    load: float = 0.0


@dataclass(frozen=True, slots=True)
class Given:
    """What a run is asked for: how many matters, of how many units, drawn from which seed, how often measured."""

    size: int = 20_000
    units: int = 200
    seed: int = 7
    rounds: int = 3
    options: dict[str, str] = field(default_factory=dict)


def machine() -> str:
    """Processor, cores, memory and system, as the machine tells of itself."""
    cores, memory = os.cpu_count() or 0, os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{_processor()}, {cores} cores, {memory:.0f} GiB, {platform.system()} {platform.machine()}"


def _processor() -> str:
    try:
        told = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor() or "processor unknown"
    return next((line.partition(":")[2].strip() for line in told if line.startswith("model name")), "processor unknown")


def versions() -> dict[str, str]:
    """Python and the libraries measured, those that are installed."""
    found = {"python": platform.python_version()}
    for name in LIBRARIES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


def result(name: str, given: Given, tables: tuple[Table, ...], said: str = "") -> Result:
    """The run as it happened here and today."""
    command = f"python -m benchmarks {name} --size {given.size} --units {given.units} --seed {given.seed}"
    load = round(os.getloadavg()[0], 1) if sys.platform != "win32" else 0.0
    return Result(
        name,
        command,
        given.size,
        given.units,
        given.seed,
        date.today().isoformat(),
        machine(),
        versions(),
        tables,
        said,
        load,
    )


def write(one: Result, folder: Path) -> Path:
    """Writes the run as JSON, keys in order, so that two runs can be compared line by line."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{one.name}.json"
    path.write_text(json.dumps(asdict(one), ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")
    return path


def read(path: Path) -> Result:
    """The run a file holds. Raises TypeError or KeyError where it is not of this shape."""
    told: dict[str, Any] = json.loads(path.read_text("utf-8"))
    tables = tuple(_table(one) for one in told.pop("tables"))
    return Result(**told, tables=tables)


def _table(told: dict[str, Any]) -> Table:
    ways, aims = told.pop("measurements"), told.pop("aims")
    return Table(
        **told,
        measurements=tuple(
            Measurement(**{**one, "wall": tuple(one["wall"]), "processor": tuple(one["processor"])}) for one in ways
        ),
        aims=tuple(Aim(**one) for one in aims),
    )
