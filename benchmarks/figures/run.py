"""A report's worth of figures over many matters, beside one SQLite query a figure and docxtpl filling the same text."""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import apsw
from docx import Document
from docxtpl import DocxTemplate

from benchmarks.measure import measure, show
from taizhang.catalogue.load import load
from taizhang.figures.chosen import row_condition, window
from taizhang.figures.compute import compute
from taizhang.figures.value import Ask
from taizhang.matters.entry import Head
from taizhang.rendering.word import write_docx
from taizhang.reports.counting import counting
from taizhang.reports.draft import draft
from taizhang.shipped import CATALOGUE
from taizhang.terms.period import Period
from taizhang.terms.scope import Organisation
from taizhang.warehouse.duck import Warehouse
from taizhang.warehouse.projection import Projection
from taizhang.warehouse.sql import Printer

SHIPPED = load(CATALOGUE)
PERIODS = [Period.year(2025), Period.year(2026), *(Period.month(2026, month) for month in range(1, 13))]
COUNTS = ("flow", "cohort", "stock")


class Heads:
    """Many hazards as a journal would give them."""

    def __init__(self, count: int, units: int = 12) -> None:
        """units: how many there are, the first of them the largest: the n-th has a share of 1/n."""
        dice, first = random.Random(7), date(2024, 6, 1)
        names = [f"第{n}镇" for n in range(units)]
        shares = [1 / n for n in range(1, units + 1)]
        self.kept: list[Head] = []
        for seq in range(1, count + 1):
            opened = first + timedelta(days=dice.randrange(940))
            done = opened + timedelta(days=dice.randrange(90)) if dice.random() < 0.85 else None
            facts = {
                "no": f"AQ{seq:06d}",
                "township": dice.choices(names, shares)[0],
                "level": dice.choice(("一般", "重大")),
                "opened": opened.isoformat(),
                "due": (opened + timedelta(days=30)).isoformat(),
                "done": done.isoformat() if done else None,
                "closed": done.isoformat() if done else None,
                "status": "已完成" if done else "办理中",
            }
            self.kept.append(Head(f"m{seq}", "hazard", facts["no"], facts["township"], "in_progress", 1, seq, facts))

    def leaf(self, seq: int) -> bytes:
        """Nothing is held against it here."""
        return b"bench"

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

        def queried() -> dict[str, int]:
            database, found = apsw.Connection(str(plain)), {}
            for place, ask in enumerate(asks):
                figure = SHIPPED.figures[ask.figure]
                days = window(figure, ask.period)
                sql = Printer(SHIPPED.ledgers["hazard"].columns).condition(row_condition(figure), days)
                query = f"SELECT count(*) FROM hazard WHERE {sql.replace('DATE ', '')}"
                found[f"n{place}"] = int(str(database.execute(query).get))
            return found

        text, filled = Path(folder) / "ours.docx", Path(folder) / "theirs.docx"
        blank = skeleton(Path(folder) / "blank.docx", asks)

        def report() -> None:
            warehouse = Warehouse(replica)
            paper, problems = draft(SHIPPED, template(asks), Period.year(2026), counting(warehouse, Organisation()))
            assert not problems
            assert len(paper.cells) == len(asks)
            write_docx(paper, text)

        def docxtpl() -> None:
            document = DocxTemplate(blank)
            document.render(queried())
            document.save(filled)

        figured = [measure("taizhang, one scan", ours), measure("SQLite, one query a figure", queried)]
        reported = [
            measure("taizhang: figures, their rows, definitions, Word", report),
            measure("SQLite + docxtpl: figures alone, Word", docxtpl),
        ]
    print(f"\nProjection of {count:,} matters from nothing: {built:.2f} s")
    show(f"{len(asks)} figures over {count:,} matters", figured, len(asks), "figures")
    show(f"A report of {len(asks)} figures over {count:,} matters", reported, len(asks), "figures")
    return 0


def template(asks: list[Ask]) -> str:
    """The text of a report with a slot for every ask, twenty a paragraph."""
    slots = [
        f"{SHIPPED.figures[ask.figure].title}{{{{figure:{ask.figure}|period:{ask.period.key}|unit}}}}" for ask in asks
    ]
    lines = ["，".join(slots[start : start + 20]) + "。" for start in range(0, len(slots), 20)]
    return '+++\ntitle = "年度报告"\n+++\n\n' + "\n\n".join(lines) + "\n"


def skeleton(path: Path, asks: list[Ask]) -> Path:
    """The same text as a docxtpl template."""
    document = Document()
    document.add_heading("年度报告")
    for start in range(0, len(asks), 20):
        words = [
            f"{SHIPPED.figures[ask.figure].title}{{{{ n{start + place} }}}}{SHIPPED.figures[ask.figure].unit}"
            for place, ask in enumerate(asks[start : start + 20])
        ]
        document.add_paragraph("，".join(words) + "。")
    document.save(str(path))
    return path


def projected(warehouse: Warehouse, journal: Heads) -> float:
    """Seconds to project everything from nothing."""
    before = time.perf_counter()
    Projection(SHIPPED, warehouse).run(journal)
    return time.perf_counter() - before


if __name__ == "__main__":
    raise SystemExit(main(*map(int, sys.argv[1:])))
