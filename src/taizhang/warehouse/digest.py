"""A replica's tables held against what was put into them: how many rows, and a sum over their digests that rolls on.

The sum does not depend on the order of rows, so what changed can be taken out and put in: nobody counts a table anew.
What it must be is kept beside the file, not in it: whoever alters the file alone is found at the next opening. Whoever
alters both is found by ``Projection.altered``, which makes everything anew from the journal.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from taizhang.terms.durable import replace_file
from taizhang.warehouse.duck import Warehouse
from taizhang.warehouse.sql import identifier

# Sums stay within 64 bits, as the digests they add are.
_MODULUS = 1 << 64


class TableDigest(NamedTuple):
    """Rows of a table and the sums of both halves of their MD5, modulo 2^64."""

    rows: int = 0
    low: int = 0
    high: int = 0

    def plus(self, other: TableDigest, sign: int = 1) -> TableDigest:
        """The digest with the other's rows put in, or with sign -1 taken out."""
        low, high = ((one + sign * two) % _MODULUS for one, two in zip(self[1:], other[1:], strict=True))
        return TableDigest(self.rows + sign * other.rows, low, high)


Digests = Mapping[str, TableDigest]


def table_digest(warehouse: Warehouse, table: str, where: str = "TRUE") -> TableDigest:
    """The digest of the rows of a table that meet a condition."""
    (row,) = warehouse.rows(f"SELECT {_ADDED_UP} FROM {identifier(table)} AS counted WHERE {where}")
    return _told(row)


def partition_digests(warehouse: Warehouse, table: str, key: str) -> dict[int, TableDigest]:
    """The digest of the rows of each part of a table, told apart by a whole number; ``key`` is its SQL."""
    found = warehouse.rows(f"SELECT {key}, {_ADDED_UP} FROM {identifier(table)} AS counted GROUP BY 1 ORDER BY 1")
    return {int(str(part)): _told(row) for part, *row in found}


_ROW = "to_json(counted)::VARCHAR"
_ADDED_UP = "count(*), " + ", ".join(f"sum(md5_number_{half}({_ROW})::HUGEINT)" for half in ("lower", "upper"))


def _told(row: Sequence[object]) -> TableDigest:
    rows, low, high = (int(str(one or 0)) for one in row)
    return TableDigest(rows, low % _MODULUS, high % _MODULUS)


def beside(replica: Path) -> Path:
    """The file that says what the tables of a replica must add up to."""
    return replica.with_name(f"{replica.name}.digest")


def write_digests(replica: Path, stamp: str, digests: Digests) -> None:
    """Says what the tables must add up to. A crash before this leaves a replica that does not fit and is made anew."""
    tables = {name: list(one) for name, one in sorted(digests.items())}
    replace_file(beside(replica), json.dumps({"stamp": stamp, "tables": tables}).encode())


def read_digests(replica: Path, stamp: str) -> dict[str, TableDigest]:
    """What the tables must add up to; empty when nothing readable is said, or it is said of another stamp."""
    try:
        said = json.loads(beside(replica).read_bytes())
        fits = said["stamp"] == stamp
        return {str(name): TableDigest(*map(int, one)) for name, one in said["tables"].items()} if fits else {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}
