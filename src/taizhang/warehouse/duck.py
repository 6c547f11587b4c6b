"""The embedded engine: a DuckDB file that can be thrown away at any time."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb

from taizhang.warehouse.kept import KeptCounts
from taizhang.warehouse.sql import Bound, identifier, quoted
from taizhang.warehouse.turns import PATIENCE, open_in_turn

# Rows. Chosen: a batch of text in memory stays small beside the engine's own.
BATCH = 20_000
_IDENTIFIER = re.compile(r"[0-9a-z-]+")
# As many threads as the machine has cores, which is the engine's own choice; a quarter of its memory, or of what the
# group of processes is granted: the site, its workers and a command may each hold a replica open.
_SETTINGS = {"memory_limit": "25%"}
_SHUT = {"enable_external_access": "false"}


def discard(replica: Path) -> None:
    """Throws a replica's file away; it is made anew from the journal."""
    for path in (replica, replica.with_name(f"{replica.name}.wal")):
        path.unlink(missing_ok=True)


class Warehouse:
    """Tables of typed columns, one writer. ``path`` None keeps everything in memory."""

    def __init__(self, path: Path | None = None, patience: float = PATIENCE) -> None:
        """Opens or makes the replica; one that cannot be opened is thrown away, it holds nothing of its own.

        One that another process has open is waited for so many seconds and never thrown away. Raises Refused (FIG-067).
        """
        self._patience = patience
        self.path = path
        self.vouched = path is None
        """Whether this process made the tables itself, or has held them against what they must add up to."""
        self.distrusted = False
        """Whether tables were found here that do not add up, so that they were made anew; told once and put back."""
        self.kept = KeptCounts(self)
        """What was counted over the tables; whoever changes rows carries it on."""
        try:
            self._engine = self._open()
        except duckdb.Error:
            if path is None:
                raise
            discard(path)
            self._engine = self._open()

    def _open(self, writes_to: Path | None = None) -> duckdb.DuckDBPyConnection:
        settings = _SETTINGS if writes_to else {**_SETTINGS, **_SHUT}
        where = str(self.path) if self.path else ":memory:"
        engine = open_in_turn(lambda: duckdb.connect(where, config=dict(settings)), self._patience)
        if writes_to:
            # What may be written to can only be said of an open database, and only before the rest is shut.
            engine.execute(f"SET allowed_directories = [{quoted(str(writes_to.resolve()))}]")
            engine.execute("SET enable_external_access = false")
        engine.execute("SET lock_configuration = true")
        return engine

    @contextmanager
    def writing_to(self, folder: Path) -> Iterator[None]:
        """The same tables, opened anew so that files may be written below one folder until the block ends.

        What was held against the journal before is held anew, for the file was closed in between. Raises ValueError for
        tables in memory, which would be gone.
        """
        if self.path is None:
            raise ValueError("tables in memory cannot be opened anew")
        self.close()
        self._engine = self._open(folder)
        self.doubt()
        try:
            yield
        finally:
            self.close()
            self._engine = self._open()
            self.doubt()

    def close(self) -> None:
        """Lets go of the file."""
        self._engine.close()

    def rows(self, sql: str, bound: Sequence[Bound] = ()) -> list[tuple[object, ...]]:
        """All rows of a query; decimals and dates come back exact."""
        return self._engine.execute(sql, list(bound)).fetchall()

    def run(self, sql: str, bound: Sequence[Bound] = ()) -> None:
        """Runs a statement that answers nothing."""
        self._engine.execute(sql, list(bound))

    def doubt(self) -> None:
        """Has the tables added up once more before the next answer, and everything counted anew."""
        self.vouched = False
        self.kept.forget()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of it or nothing."""
        self._engine.execute("BEGIN")
        try:
            yield
        except BaseException:
            self._engine.execute("ROLLBACK")
            self.kept.forget()
            raise
        self._engine.execute("COMMIT")

    def insert(self, table: str, types: Mapping[str, str], columns: Mapping[str, Sequence[object]]) -> None:
        """Adds rows given as columns of JSON values; numbers and dates as text, so that nothing is a float.

        One JSON text a batch, taken apart by the engine: no file, no numpy, 100,000 rows of 15 columns in
        about a second.
        """
        names = list(types)
        shape = json.dumps({name: [kind] for name, kind in types.items()})
        listed = ", ".join(identifier(name) for name in names)
        parts = ", ".join(f"unnest(batch.{identifier(name)})" for name in names)
        sql = f"INSERT INTO {identifier(table)} ({listed}) SELECT {parts} FROM (SELECT from_json($1::JSON, '{shape}') AS batch)"
        count = len(columns[names[0]])
        for start in range(0, count, BATCH):
            batch = {name: columns[name][start : start + BATCH] for name in names}
            self._engine.execute(sql, [json.dumps(batch, ensure_ascii=False)])


class WithoutMatters(Warehouse):
    """A replica as somebody may count it: tables of some ledgers stand without some matters, the file is the same one.

    tables: those in which the matters may be. It shares the engine of ``whole``, writes nothing and closes nothing.
    """

    def __init__(self, whole: Warehouse, tables: Sequence[str], matters: Collection[str]) -> None:
        """matters: identifiers, lower-case letters, digits and hyphens by the journal's own rule."""
        self.path, self.vouched, self.distrusted = whole.path, whole.vouched, False
        self._engine = whole._engine
        self.kept = KeptCounts(self)
        listed = ", ".join(f"'{one}'" for one in sorted(matters) if _IDENTIFIER.fullmatch(one))
        views = (
            f'{identifier(table)} AS (SELECT rowid, * FROM main.{identifier(table)} WHERE "id" NOT IN ({listed}))'
            for table in tables
        )
        self._views = ", ".join(views) if listed else ""

    def rows(self, sql: str, bound: Sequence[Bound] = ()) -> list[tuple[object, ...]]:
        """All rows of a query, as if the matters were not there."""
        return super().rows(f"WITH {self._views} {sql}" if self._views else sql, bound)

    def close(self) -> None:
        """The file belongs to the whole replica."""
