"""All figures of many ledgers for all units and two years, one unit's figures, and a board against the year before.

Beside them on the same rows: one scan a ledger written by hand in DuckDB, and one query a figure in DuckDB, SQLite, pandas
and polars. Numbers of ours are held against the hand-written scan's in the run itself.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from benchmarks.data import YEARS, Matters
from benchmarks.figures.rivals import CASE, FILTER, ByHand, InFrames, InSqlite
from benchmarks.measure import timed
from benchmarks.results import Aim, Given, Measurement, Table
from taizhang.catalogue.load import load
from taizhang.catalogue.resolved import Catalogue
from taizhang.figures.compute import Answers, compute
from taizhang.figures.kinds import COUNTED
from taizhang.figures.value import Ask
from taizhang.figures.yearly import change
from taizhang.shipped import CATALOGUE
from taizhang.terms.period import Period
from taizhang.terms.scope import Organisation, Scope
from taizhang.warehouse.duck import Warehouse
from taizhang.warehouse.projection import Projection

SHIPPED = load(CATALOGUE)
PERIODS = tuple(Period.year(year) for year in YEARS)
LEDGERS, ONE_UNIT = 20, 240
"""The aims are told of so many ledgers, and of so many figures of one unit."""


def of_ledgers(catalogue: Catalogue) -> dict[str, list[str]]:
    """The ledgers with the most figures that count or add up rows of units, each with these figures."""
    found: dict[str, list[str]] = {}
    for name, one in catalogue.figures.items():
        if not one.composed and COUNTED[one.kind].adds and one.declared.grain != "year":
            found.setdefault(one.ledger, []).append(name)
    kept = [name for name in found if catalogue.ledgers[name].declared.unit]
    return {name: found[name] for name in sorted(kept, key=lambda one: (-len(found[one]), one))[:LEDGERS]}


class Yard:
    """The matters in a replica, asked in several ways."""

    def __init__(self, folder: Path, given: Given) -> None:
        self.figures = of_ledgers(SHIPPED)
        self.journal = Matters(SHIPPED, list(self.figures), given.size, given.units, given.seed)
        self.warehouse, self.folder = Warehouse(folder / "replica.duckdb"), folder
        self.unit = self.journal.units[len(self.journal.units) // 2]
        self.asks = [Ask(name, period) for names in self.figures.values() for period in PERIODS for name in names]
        self.organisation = Organisation()

    def project(self) -> None:
        """Brings the replica up to the last entry."""
        Projection(SHIPPED, self.warehouse).run(self.journal)

    def enter(self) -> None:
        """One entry more, taken in."""
        self.journal.enter()
        self.project()

    def by_units(self) -> list[Ask]:
        """Every figure and year by the unit of its ledger."""
        ledgers = SHIPPED.ledgers
        return [replace(one, by=ledgers[SHIPPED.figures[one.figure].ledger].declared.unit) for one in self.asks]

    def all_units(self, *, anew: bool = False, values: bool = False) -> list[dict[str, Decimal | None]]:
        """Ours for all units. anew: nothing is known from before. values: told with figure and ask."""
        answers = self._computed(asks := self.by_units(), anew=anew)
        if values:
            return [{unit: one.amount for unit, one in answers.groups(ask).items()} for ask in asks]
        return [answers.amounts(ask) for ask in asks]

    def one_unit(self, *, anew: bool = False) -> list[Decimal | None]:
        """Ours for one unit."""
        asks = [replace(one, scope=Scope(self.unit)) for one in self.asks[:ONE_UNIT]]
        answers = self._computed(asks, anew=anew)
        return [answers.value(ask).amount for ask in asks]

    def board(self, *, anew: bool = False) -> list[dict[str, Decimal | None]]:
        """Each figure of the first ledger against the year before, by unit."""
        first = [one for one in self.by_units() if SHIPPED.figures[one.figure].ledger == next(iter(self.figures))]
        answers = self._computed(first, anew=anew)
        return [
            {
                unit: change(one, before[unit], "difference")
                for unit, one in answers.groups(ask).items()
                if unit in before
            }
            for ask in first
            if ask.period == PERIODS[1]
            for before in [answers.groups(replace(ask, period=PERIODS[0]))]
        ]

    def _computed(self, asks: list[Ask], *, anew: bool) -> Answers:
        if anew:
            self.warehouse.kept.forget()
        return compute(SHIPPED, self.warehouse, asks, self.organisation)


def run(given: Given) -> tuple[Table, ...]:
    """The three tables, and how the replica came about."""
    with tempfile.TemporaryDirectory() as folder:
        yard = Yard(Path(folder), given)
        built = timed("taizhang, replica from nothing", yard.project, 1, ours=True, amount=given.size)
        disk = sum(path.stat().st_size for path in Path(folder).iterdir())
        tables = (
            *_measured(yard, given),
            Table("The replica made from nothing", "matters", built.name, (replace(built, disk=disk),)),
        )
        yard.warehouse.close()
        return tables


def _measured(yard: Yard, given: Given) -> Iterator[Table]:
    hand, rounds = ByHand(SHIPPED, yard.warehouse, yard.asks), given.rounds
    assert yard.all_units(anew=True) == hand.amounts(CASE), "a number of ours is not the hand-written scan's"

    def ways(amount: int, *works: tuple[str, Callable[[], object]]) -> Iterator[Measurement]:
        for name, work in works:
            yield timed(name, work, rounds, ours=name.startswith("taizhang"), amount=amount)

    scan = "DuckDB, one scan a ledger by hand (CASE)"
    numbers = len(yard.asks) * given.units
    every = [
        *ways(
            numbers,
            (scan, lambda: hand.scan(CASE)),
            ("DuckDB, one scan a ledger by hand (FILTER)", lambda: hand.scan(FILTER)),
            ("DuckDB, one query a figure", hand.each),
            ("taizhang, nothing known before", lambda: yard.all_units(anew=True)),
            ("taizhang, counted before", yard.all_units),
            ("taizhang, counted before, told with figure and ask", lambda: yard.all_units(values=True)),
        ),
        *_elsewhere(yard, numbers, rounds),
    ]
    kept, cold, least = (
        next(one for one in every if one.name == name)
        for name in ("taizhang, counted before", "taizhang, nothing known before", scan)
    )
    yield Table(
        f"{len(yard.asks)} figures of {len(yard.figures)} ledgers and two years for all {given.units:,} units",
        "numbers",
        scan,
        tuple(every),
        (
            Aim("counted before, of the scan by hand", kept.median / least.median, 0.2, "×", KEPT),
            Aim("nothing known before, of the scan by hand", cold.median / least.median, 1.1, "×", COLD),
        ),
    )
    yard.all_units()
    one = tuple(
        ways(
            ONE_UNIT,
            ("DuckDB, the unit's rows scanned by hand", lambda: hand.scan(CASE, yard.unit, ONE_UNIT)),
            ("taizhang, nothing known before", lambda: yard.one_unit(anew=True)),
            ("taizhang, counted before", yard.one_unit),
            ("taizhang, after one new entry, taking it in included", lambda: (yard.enter(), yard.one_unit())),
        )
    )
    aims = (Aim("counted before", one[2].median, 0.05, "s"), Aim("after one new entry", one[3].median, 0.1, "s", ENTRY))
    yield Table(f"{ONE_UNIT} figures of one unit", "numbers", one[0].name, one, aims)
    yard.board()
    board = tuple(
        ways(
            len(yard.board()) * given.units,
            ("DuckDB, one scan by hand", lambda: hand.scan(CASE, ledgers=1)),
            ("taizhang, nothing known before", lambda: yard.board(anew=True)),
            ("taizhang, counted before", yard.board),
        )
    )
    yield Table("A board of one ledger by unit against the year before", "numbers", board[0].name, board)
    assert yard.all_units(anew=True) == hand.amounts(CASE), "after the entries a number is not the hand-written scan's"


KEPT = "What is known costs the same however many rows there are, a scan does not: the fewer rows a unit has, the nearer both come."
COLD = "Beside the scan itself: the SQL and key of every aggregate, and a dictionary entry for every number."
ENTRY = "Some thirty statements to the engine, each of which it plans, and two durable writes; the counts move in a tenth of it."


def _elsewhere(yard: Yard, numbers: int, rounds: int) -> Iterator[Measurement]:
    """One query a figure in engines that are no engine of ours, their rows loaded before."""
    sqlite = InSqlite(SHIPPED, yard.warehouse, yard.asks, yard.folder / "plain.sqlite")
    yield timed("SQLite, one query a figure", sqlite.each, rounds, ours=False, amount=numbers)
    for engine in ("pandas", "polars"):
        frames = InFrames(SHIPPED, yard.warehouse, yard.asks, engine)
        name = f"{engine}, one expression a figure"
        if frames.missing:
            yield Measurement(name, False, missing=frames.missing)
        else:
            assert frames.counts() == ByHand(SHIPPED, yard.warehouse, yard.asks).counts(), engine
            yield timed(name, frames.each, rounds, ours=False, amount=numbers)
