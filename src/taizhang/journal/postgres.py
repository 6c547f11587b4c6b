"""The store in a PostgreSQL database through psycopg, in plain SQL; many processes may share it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import count
from threading import RLock, get_ident
from threading import enumerate as enumerate_threads

import psycopg
from psycopg import Connection
from psycopg.pq import TransactionStatus
from psycopg.rows import TupleRow

from taizhang.journal.postgres_tables import (
    BESIDE,
    DIALECT,
    ENTRIES,
    GRAMS,
    GUARDS,
    HEADS,
    IN_PLACE,
    LIST_TABLES,
    LISTS,
    MADE,
    SCHEMA_VERSION,
    SESSION,
    STANDING_GUARDS,
)
from taizhang.journal.preflight import postgres_problems
from taizhang.journal.sql_store import CHUNK, Row, SqlStore, busy, name_digest
from taizhang.lists.query import ListRow
from taizhang.lists.sql import Sql
from taizhang.lists.tables import Old
from taizhang.terms.problem import Place, Problem, Refused
from taizhang.terms.sentence import sentence


class PostgresStore(SqlStore):
    """Keeps the journal in the schema ``journal`` of a database, made when it is not there.

    url: as ``postgresql://user@host/database``; origin: the journal's name when it is made. Raises Refused
    when the server cannot be reached or its settings are not such that a commit is safe. One connection a
    thread; writers wait for one another on the row that holds the tree.
    """

    dialect, version = DIALECT, SCHEMA_VERSION

    def __init__(self, url: str, origin: str) -> None:
        super().__init__()
        self._url = url
        self._held: dict[int, Connection[TupleRow]] = {}
        self._lock, self._names = RLock(), count(1)
        try:
            connection = self._connection()
            if found := _setting_faults(connection):
                raise Refused(*found)
            self._prepare(connection, origin)
        except psycopg.OperationalError as error:
            raise Refused(_unreachable(error)) from error

    def _connection(self) -> Connection[TupleRow]:
        """This thread's connection: one that a thread no more alive has left, else a new one."""
        mine = get_ident()
        connection = self._held.get(mine)
        if connection is not None and not connection.closed:
            return connection
        with self._lock:
            alive = {thread.ident for thread in enumerate_threads()}
            left = [self._held.pop(ident) for ident in [*self._held] if ident == mine or ident not in alive]
            usable = [one for one in left if not one.closed]
            connection = (
                usable.pop() if usable else psycopg.connect(self._url, autocommit=True, application_name="taizhang")
            )
            for one in usable:
                one.close()
            self._held[mine] = connection
        if connection.info.transaction_status != TransactionStatus.IDLE:
            connection.rollback()
        connection.execute(SESSION)
        return connection

    def _prepare(self, connection: Connection[TupleRow], origin: str) -> None:
        """Makes the schema in a new database; two processes starting at once make it once."""
        with connection.transaction():
            connection.execute("SELECT pg_advisory_xact_lock(hashtext('taizhang.journal'))")
            if not _one(connection, "SELECT to_regclass('journal.tree') IS NOT NULL"):
                connection.execute(ENTRIES + HEADS + GRAMS + LISTS + MADE)
                values = (SCHEMA_VERSION, origin, name_digest(origin), 0, b"")
                connection.execute("INSERT INTO tree VALUES(1, %s, %s, %s, %s, %s)", values)
            elif not 0 < int(str(_one(connection, "SELECT version FROM tree"))) <= SCHEMA_VERSION:
                raise Refused(Problem("JRN-073", "数据库里的流水库不是本版本的。", hint="请用对应版本的程序打开。"))

    @contextmanager
    def write(self) -> Iterator[None]:
        """BEGIN … COMMIT with the tree's row locked; a fault while committing leaves the outcome unknown."""
        connection = self._connection()
        with connection.transaction():
            try:
                connection.execute("SELECT 1 FROM tree FOR UPDATE")
            except psycopg.errors.LockNotAvailable as error:
                raise Refused(busy()) from error
            yield

    def _all(self, sql: Sql) -> list[Row]:
        return self._connection().execute(*_adapt(sql)).fetchall()

    def _rows(self, sql: Sql) -> Iterator[Row]:
        """Held by the server, so that they are of one moment, and fetched by the chunk."""
        with self._connection().cursor(name=f"walk{next(self._names)}", withhold=True) as cursor:
            cursor.execute(*_adapt(sql))
            while rows := cursor.fetchmany(CHUNK):
                yield from rows

    def _many(self, text: str, rows: Iterable[Row]) -> None:
        with self._connection().cursor() as cursor:
            cursor.executemany(_adapt(Sql(text))[0], list(rows))

    def _put(self, table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
        with (
            self._connection().cursor() as cursor,
            cursor.copy(f"COPY {table}({', '.join(columns)}) FROM STDIN") as copy,
        ):
            for row in rows:
                copy.write_row(row)

    def _version_kept(self) -> int:
        return int(str(_one(self._connection(), "SELECT version FROM tree")))

    def _remake_derived(self) -> None:
        connection = self._connection()
        connection.execute(f"DROP TABLE IF EXISTS {', '.join((*LIST_TABLES, 'head'))}; {HEADS}{GRAMS}{LISTS}")
        connection.execute("UPDATE tree SET version = %s", (SCHEMA_VERSION,))

    @contextmanager
    def _refill(self) -> Iterator[None]:
        """New tables, put in the place of the old ones, which are read until then."""
        connection = self._connection()
        connection.execute(BESIDE)
        yield
        connection.execute(
            "SELECT setval(pg_get_serial_sequence('listed', 'id'), (SELECT COALESCE(MAX(id), 0) + 1 FROM listed))"
        )
        connection.execute(IN_PLACE)
        connection.execute("ANALYZE listed; ANALYZE party; ANALYZE head")

    def _index_text(self, rows: Iterable[ListRow], ids: Mapping[str, int], before: Mapping[str, Old]) -> None:
        """The index over ``grams`` follows by itself."""

    def _place(self) -> Place:
        return Place(file="PostgreSQL")

    def _guard_faults(self) -> Iterator[Problem]:
        """The server's settings, and the tables' triggers and constraints."""
        connection = self._connection()
        yield from _setting_faults(connection)
        standing_guards = {(str(table), str(name)) for table, name in connection.execute(STANDING_GUARDS)}
        for table, name in sorted(GUARDS - standing_guards):
            says = sentence("流水库表“{table}”的触发器或约束“{name}”缺失或被停用。", table=table, name=name)
            yield Problem("JRN-080", says, hint="有人绕过程序动过流水库，请用备份核对。")

    def close(self) -> None:
        """Closes every thread's connection."""
        with self._lock:
            for connection in self._held.values():
                connection.close()
            self._held.clear()


def _adapt(sql: Sql) -> tuple[str, tuple[str | int, ...]]:
    """A statement with psycopg's marks; letters compare as they do in SQLite, whatever their case, and heads are JSON."""
    text = sql.text.replace("%", "%%").replace("?", "%s").replace(" LIKE ", " ILIKE ")
    return text.replace("head.data ->", "head.data::json ->"), sql.values


def _one(connection: Connection[TupleRow], query: str, values: tuple[str | int, ...] = ()) -> object:
    row = connection.execute(query, values or None).fetchone()
    return row[0] if row else None


def _setting_faults(connection: Connection[TupleRow]) -> list[Problem]:
    def shown(name: str) -> str:
        return connection.info.parameter_status(name) or str(_one(connection, f"SHOW {name}"))

    return postgres_problems(shown)


def _unreachable(error: psycopg.Error) -> Problem:
    why = str(error).strip().split("\n")[0][:200]
    return Problem(
        "JRN-074",
        sentence("数据库连接不上：{why}。", why=why),
        hint="请检查 TAIZHANG_DATABASE 的地址、账号，以及数据库是否在运行。",
    )
