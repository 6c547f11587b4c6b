"""Many matters of the small catalogue, with gaps, by a seed."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from taizhang.catalogue.values import Stored
from taizhang.matters.entry import Head
from tests.figures.yard import head

FIRST = date(2024, 10, 1)
UNITS = (None, "东乡", "西镇", "东村", "别处")


def many_heads(chance: Random, count: int) -> list[Head]:
    """As many matters, every field of each there or not."""
    return [head(seq, _facts(chance, seq)) for seq in range(1, count + 1)]


def _facts(chance: Random, seq: int) -> dict[str, Stored]:
    days = ("opened", "first_due", "extended", "done", "discontinued", "completed")
    return {
        "no": f"Z{chance.randrange(max(1, seq)):03d}",
        "unit": chance.choice(UNITS),
        "grade": chance.choice((None, "一般", "重大")),
        **{name: _day(chance) for name in days},
        "struck": chance.choice((None, True, False)),
        "persons": chance.choice((None, *map(str, range(10)))),
        "money": chance.choice((None, f"{chance.randrange(-5, 1000)}.{chance.randrange(100):02d}")),
        "year": chance.choice((None, "2025", "2026")),
    }


def _day(chance: Random) -> str | None:
    return chance.choice((None, (FIRST + timedelta(days=chance.randrange(900))).isoformat()))
