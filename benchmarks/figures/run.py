"""A report's worth of figures over many matters: one scan beside one SQLite query a figure."""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import apsw

from benchmarks.measure import measure, show
from taizhang.catalogue.load import load
from taizhang.figures.chosen import rows_chosen, window
from taizhang.figures.compute import compute
from taizhang.figures.value import Ask
from taizhang.journal.entry import Head
from taizhang.projection.projection import Projection
from taizhang.shipped import CATALOGUE
from taizhang.terms.period import Period
from taizhang.terms.scope import Organisation
from taizhang.warehouse.duck import Warehouse
from taizhang.warehouse.sql import Printer

SHIPPED = load(CATALOGUE)
PERIODS = [Period.year(2025), Period.year(2026), *(Period.month(2026, month) for month in range(1, 13))]
COUNTS = ("flow", "cohort", "stock")


class Heads:
    """Many hazards as a journal would give them."""

    def __init__(self, count: int) -> None:
        dice, first = random.Random(7), date(2024, 6, 1)
        self.size, self.root, self.kept = count, b"bench", []
        for seq in range(1, count + 1):
            opened = first + timedelta(days=dice.randrange(940))
            done = opened + timedelta(days=dice.randrange(90)) if dice.random() < 0.85 else None
            facts = {
                "no": f"AQ{seq:06d}", "township": f"第{dice.randrange(12)}镇", "level": dice.choice(("一般", "重大")),
                "opened": opened.isoformat(), "due": (opened + timedelta(days=30)).isoformat(),
                "done": done.isoformat() if done else None, "closed": done.isoformat() if done else None,
                "status": "已完成" if done else "办理中",
            }  # fmt: skip
            self.kept.append(Head(f"m{seq}", "hazard", facts["no"], facts["township"], "in_progress", 1, 1, seq, facts))

    def heads(self, ledger: str | None = None, since: int = 0) -> Iterator[Head]:
        """Heads after a cursor."""
        return iter(self.kept[since:])


def main(count: int = 100_000, figures: int = 200) -> int:
    """``figures`` asks over ``count`` matters, the replica and the SQLite table already made."""
    journal = Heads(count)
    names = [name for name, one in SHIPPED.figures.items() if one.ledger == "hazard" and one.kind in COUNTS]
    asks = [Ask(name, period) for period in PERIODS for name in names][:figures]
    with tempfile.TemporaryDirectory() as folder:
        replica, plain = Path(folder) / "r.duckdb", Path(folder) / "p.sqlite"
        made = Warehouse(replica)
        built = projected(made, journal)
        made.close()
        columns = ["township", "level", "opened", "due", "done", "closed", "review1", "review2", "review3", "status"]
        table = apsw.Connection(str(plain))
        table.execute(f"CREATE TABLE hazard ({', '.join(columns)})")
        with table:
            rows = (tuple(head.facts.get(name) for name in columns) for head in journal.kept)
            table.executemany(f"INSERT INTO hazard VALUES ({', '.join('?' * len(columns))})", rows)
        table.close()

        def ours() -> None:
            warehouse = Warehouse(replica)
            answers = compute(SHIPPED, warehouse, asks, Organisation())
            assert all(answers.value(ask).amount is not None for ask in asks)

        def theirs() -> None:
            database = apsw.Connection(str(plain))
            for ask in asks:
                figure = SHIPPED.figures[ask.figure]
                days = window(figure, ask.period)
                sql = Printer(SHIPPED.ledgers["hazard"].columns).condition(rows_chosen(figure), days)
                database.execute(f"SELECT count(*) FROM hazard WHERE {sql.replace('DATE ', '')}").fetchone()

        results = [measure("taizhang, one scan", ours), measure("SQLite, one query a figure", theirs)]
    print(f"\nProjection of {count:,} matters from nothing: {built:.2f} s")
    show(f"{len(asks)} figures over {count:,} matters", results, len(asks), "figures")
    return 0


def projected(warehouse: Warehouse, journal: Heads) -> float:
    """Seconds to project everything from nothing."""
    before = time.perf_counter()
    Projection(SHIPPED, warehouse).run(journal)
    return time.perf_counter() - before


if __name__ == "__main__":
    raise SystemExit(main(*map(int, sys.argv[1:])))
