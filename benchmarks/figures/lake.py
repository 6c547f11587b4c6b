"""A lake and Spark beside the embedded replica: seconds of an export, of the next one, and of one ledger's figures.

Run: python -m benchmarks.figures.lake [matters] [engine]
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.figures.yard import PERIODS, TREE, Ledgers, catalogue
from tests.figures.yards import many_heads

from taizhang.catalogue.resolved import Catalogue
from taizhang.figures.compute import compute
from taizhang.figures.value import Ask
from taizhang.warehouse.duck import Warehouse
from taizhang.warehouse.engine import Engine
from taizhang.warehouse.lake import export, read_manifest
from taizhang.warehouse.projection import Projection
from taizhang.warehouse.spark import Spark, open_session


@dataclass(slots=True)
class LakeMeasured:
    """Seconds of wall clock by step, the lake's bytes, and whether both engines gave the same values."""

    matters: int
    engine: str
    seconds: dict[str, float] = field(default_factory=dict)
    size: int = 0
    equal: bool = False

    @contextmanager
    def timed(self, step: str) -> Iterator[None]:
        """Keeps how long a step takes."""
        start = time.perf_counter()
        yield
        self.seconds[step] = round(time.perf_counter() - start, 3)


def measured(matters: int, engine: str = "local[2]", seed: int = 7) -> LakeMeasured:
    """One ledger of so many matters, every kind of figure in four periods, whole and by unit."""
    told, declared = LakeMeasured(matters, engine), catalogue()
    heads = many_heads(random.Random(seed), matters)
    asks = [Ask(name, when, by) for name in declared.figures for when in PERIODS for by in ("", "unit")]
    with TemporaryDirectory() as folder:
        lake, replica = Path(folder) / "lake", Warehouse(Path(folder) / "replica.duckdb")
        with told.timed("projection"):
            Projection(declared, replica).run(Ledgers(heads))
        with replica.writing_to(lake):
            for step in ("export", "export, nothing changed"):
                with told.timed(step):
                    export(declared, replica, lake)
        told.size = sum(one.stat().st_size for one in lake.glob("*/*.parquet"))
        here = _counted(told, "figures, DuckDB", declared, lambda: replica, asks)
        with told.timed("Spark session"):
            session = open_session(engine)
        spark = Spark(session, declared, {lake: read_manifest(lake)})
        there = _counted(told, "figures, Spark", declared, lambda: spark, asks)
        told.equal = here == there
        spark.close()
        replica.close()
    return told


def _counted(
    told: LakeMeasured, step: str, declared: Catalogue, engine: Callable[[], Engine], asks: list[Ask]
) -> list[object]:
    with told.timed(step):
        answers = compute(declared, engine(), asks, TREE)
    return [answers.groups(ask) if ask.by else answers.value(ask) for ask in asks]


def main(matters: str = "100000", engine: str = "local[2]") -> int:
    """Prints what was measured."""
    one = measured(int(matters), engine)
    print(f"{one.matters:,} matters on {one.engine}: {one.size:,} bytes; equal: {one.equal}")
    for step, seconds in one.seconds.items():
        print(f"  {step:<28}{seconds:9.2f} s")
    return 0 if one.equal else 1


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
