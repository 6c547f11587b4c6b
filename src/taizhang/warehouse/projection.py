"""Follows the journal: heads changed since the cursor become rows of one typed table a ledger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from taizhang.catalogue.resolved import Catalogue, Ledger
from taizhang.matters.entry import Head
from taizhang.matters.words import POINTERS
from taizhang.terms.progress import Progress, Tally, quiet
from taizhang.warehouse.duck import Warehouse
from taizhang.warehouse.sql import TYPES, Printer, identifier

SOURCE = {"source_file": "VARCHAR", "source_sheet": "VARCHAR", "source_row": "VARCHAR", "source_cell": "VARCHAR"}
_STAMP = '"projection"'


class HeadSource(Protocol):
    """What a projection follows: a journal."""

    def leaf(self, seq: int) -> bytes:
        """The tree's leaf of entry ``seq``; b'' when there is no such entry."""
        ...

    def heads(self, ledger: str | None = None, since: int = 0) -> Iterator[Head]:
        """Heads whose last entry came after ``since``, by seq."""
        ...


def table_of(ledger: Ledger) -> dict[str, str]:
    """The columns of a ledger's table with their SQL types, derived columns last."""
    return {**{name: TYPES[column.type] for name, column in ledger.columns.items()}, **SOURCE}


class Projection:
    """Keeps a warehouse's tables equal to the heads of a journal.

    The stamp (catalogue layout, last entry followed, its leaf) is written in the transaction that writes the
    rows. A replica of another catalogue, or of a journal that is no continuation of the one followed, is rebuilt
    from nothing: no two journals have the same leaf at the same place, for each is salted by chance.
    """

    def __init__(self, catalogue: Catalogue, warehouse: Warehouse) -> None:
        self.catalogue, self.warehouse = catalogue, warehouse

    def run(self, journal: HeadSource, progress: Progress = quiet) -> int:
        """Takes over what changed; how many matters that were."""
        cursor = self._cursor(journal)
        by_ledger: dict[str, list[Head]] = {}
        reached, tally = cursor, Tally(progress, "读取变动", 0)
        for head in journal.heads(since=cursor):
            reached = head.seq
            tally.one()
            if head.ledger in self.catalogue.ledgers:
                by_ledger.setdefault(head.ledger, []).append(head)
        if cursor and cursor == reached:
            return 0
        with self.warehouse.transaction():
            if cursor == 0:
                self._build()
            for place, (name, heads) in enumerate(by_ledger.items()):
                progress("更新数据副本", place, len(by_ledger))
                self._write(self.catalogue.ledgers[name], heads, fresh=cursor == 0)
            self.warehouse.run(f"DELETE FROM {_STAMP}")
            values = [self.catalogue.layout, str(reached), journal.leaf(reached).hex()]
            self.warehouse.run(f"INSERT INTO {_STAMP} VALUES ($1, $2, $3)", values)
        return sum(len(heads) for heads in by_ledger.values())

    def _cursor(self, journal: HeadSource) -> int:
        """How far the replica is; 0 when there is none that fits this catalogue and this journal."""
        known = self.warehouse.rows(
            "SELECT column_name FROM information_schema.columns WHERE table_name = 'projection' AND column_name = 'leaf'"
        )
        stamp = self.warehouse.rows(f"SELECT revision, size, leaf FROM {_STAMP}") if known else []
        if not stamp or stamp[0][0] != self.catalogue.layout:
            return 0
        size = int(str(stamp[0][1]))
        return size if size and stamp[0][2] == journal.leaf(size).hex() else 0

    def _build(self) -> None:
        names = self.warehouse.rows("SELECT table_name FROM information_schema.tables WHERE table_schema = 'main'")
        for (name,) in names:
            self.warehouse.run(f"DROP TABLE {identifier(str(name))}")
        self.warehouse.run(f"CREATE TABLE {_STAMP} (revision VARCHAR, size VARCHAR, leaf VARCHAR)")
        for ledger in self.catalogue.ledgers.values():
            columns = ", ".join(f"{identifier(name)} {kind}" for name, kind in table_of(ledger).items())
            self.warehouse.run(f"CREATE TABLE {identifier(ledger.name)} ({columns})")

    def _write(self, ledger: Ledger, heads: Sequence[Head], *, fresh: bool) -> None:
        table = identifier(ledger.name)
        if not fresh:
            ids = [head.matter for head in heads]
            self.warehouse.run("CREATE OR REPLACE TEMP TABLE changed (id VARCHAR)")
            self.warehouse.insert("changed", {"id": "VARCHAR"}, {"id": ids})
            self.warehouse.run(f'DELETE FROM {table} WHERE "id" IN (SELECT id FROM changed)')
        types = {name: kind for name, kind in table_of(ledger).items() if name not in ledger.declared.derive}
        self.warehouse.insert(ledger.name, types, columns_of(ledger, [head for head in heads if counted(head)]))
        for sql in derived_sql(ledger):
            self.warehouse.run(sql if fresh else f'{sql} WHERE "id" IN (SELECT id FROM changed)')


def counted(head: Head) -> bool:
    """Whether the matter counts by itself: one merged or split is counted in those that stand for it."""
    return head.state not in POINTERS


def columns_of(ledger: Ledger, heads: Sequence[Head]) -> dict[str, list[object]]:
    """The heads as columns of JSON values: standard columns, fields and sources."""
    columns: dict[str, list[object]] = {
        "id": [head.matter for head in heads],
        "number": [head.number for head in heads],
        "state": [head.state for head in heads],
        "source_file": [head.source.digest for head in heads],
        "source_sheet": [head.source.sheet for head in heads],
        "source_row": [str(head.source.row or "") for head in heads],
        "source_cell": [head.source.cell for head in heads],
    }
    for name, field in ledger.declared.field.items():
        values: list[object] = [head.facts.get(name) for head in heads]
        if field.type == "year":
            values = [None if value in (None, "") else f"{value}-01-01" for value in values]
        elif field.type == "units":
            values = ["、".join(value) if isinstance(value, list) else value for value in values]
        elif field.type == "flag":
            values = [None if value is None else bool(value) for value in values]
        columns[name] = [None if value == "" else value for value in values]
    return columns


def derived_sql(ledger: Ledger) -> list[str]:
    """One UPDATE a derived column, in their order: each may only read fields, as its check demands."""
    printer = Printer(ledger.columns)
    sql = []
    for column in ledger.derived:
        first = ", ".join(identifier(name) for name in column.first)
        value = f"CASE WHEN {printer.condition(column.when)} THEN coalesce({first}, NULL) END"
        sql.append(f"UPDATE {identifier(ledger.name)} SET {identifier(column.name)} = {value}")
    return sql
