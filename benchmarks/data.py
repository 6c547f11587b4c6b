"""Matters of many ledgers as bodies have them, made one after another: any number of them without holding any.

Skewed: the n-th unit has a share of 1/n; one in five begins in December and one in eight in June, as reports fall due.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import accumulate, chain

from taizhang.catalogue.resolved import Catalogue, ColumnType, Ledger
from taizhang.catalogue.values import Stored
from taizhang.matters.entry import Head

YEARS = (2025, 2026)
# Chosen after the sample years: what must be told of a year is entered before its reports.
_MONTHS = (6, 4, 7, 7, 7, 12, 6, 6, 7, 7, 11, 20)
# Chosen: nine in ten fields of a row say something, and one matter in seven is still open.
FILLED, FINISHED = 0.9, 6 / 7


class Matters:
    """So many matters spread evenly over ledgers, as a journal would give them; the same for the same seed."""

    def __init__(self, catalogue: Catalogue, ledgers: list[str], size: int, units: int, seed: int = 7) -> None:
        self.catalogue, self.size, self.seed = catalogue, size, seed
        self.ledgers = [catalogue.ledgers[name] for name in ledgers]
        self.units = [f"第{n:05}单位" for n in range(units)]
        self._shares = list(accumulate(1 / n for n in range(1, units + 1)))
        self.more: list[Head] = []
        """Entered later."""

    def leaf(self, seq: int) -> bytes:
        """Nothing is held against it here."""
        return b"bench"

    def heads(self, ledger: str | None = None, since: int = 0) -> Iterator[Head]:
        """Heads after a cursor, of one ledger or all."""
        every = chain(self._made() if since < self.size else (), self.more)
        return (one for one in every if one.seq > since and ledger in (None, one.ledger))

    def _made(self) -> Iterator[Head]:
        dice = random.Random(self.seed)
        for seq in range(1, self.size + 1):
            yield self._head(seq, self.ledgers[(seq - 1) % len(self.ledgers)], dice)

    def enter(self) -> Head:
        """One matter more in the first ledger, of the middle unit."""
        dice, ledger = random.Random(self.seed + len(self.more) + 1), self.ledgers[0]
        made = self._head(self.size + len(self.more) + 1, ledger, dice)
        unit = {ledger.declared.unit: self.units[len(self.units) // 2]} if ledger.declared.unit else {}
        self.more.append(replace(made, facts={**made.facts, **unit}))
        return self.more[-1]

    def _head(self, seq: int, ledger: Ledger, dice: random.Random) -> Head:
        year = YEARS[dice.random() < 0.55]
        opened = date(year, dice.choices(range(1, 13), _MONTHS)[0], dice.randint(1, 28))
        finished = dice.random() < FINISHED
        closed = opened + timedelta(days=dice.randrange(90))
        unit = dice.choices(self.units, cum_weights=self._shares)[0]
        facts: dict[str, Stored] = {
            name: self._value(ledger.columns[name], opened, dice)
            for name in ledger.declared.field
            if dice.random() < FILLED
        }
        told: Mapping[str, Stored] = {
            ledger.declared.unit: unit,
            "opened": opened.isoformat(),
            "closed": closed.isoformat() if finished else None,
        }
        facts.update({name: value for name, value in told.items() if name in ledger.declared.field})
        number = f"{ledger.name}-{seq:08}"
        return Head(f"m{seq:08}", ledger.name, number, unit, "struck_off" if finished else "in_progress", 1, seq, facts)

    def _value(self, column: ColumnType, opened: date, dice: random.Random) -> Stored:
        match column.type:
            case "date":
                return (opened + timedelta(days=dice.randrange(60))).isoformat()
            case "year":
                return str(opened.year)
            case "integer":
                return str(dice.randrange(200))
            case "decimal":
                return f"{dice.randrange(10_000_000) / 100:.2f}"
            case "flag":
                return dice.random() < 0.3
            case "choice":
                words = sorted(self.catalogue.vocabularies[column.choices].values) if column.choices else ()
                return dice.choice(words) if words else None
            case "units":
                return [dice.choice(self.units)]
            case "unit":
                return dice.choice(self.units)
        return f"{column.title}{dice.randrange(1000)}"
