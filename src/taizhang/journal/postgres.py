"""The store in a PostgreSQL database through psycopg, in plain SQL; many processes may share it."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import sha256
from itertools import count, islice
from threading import RLock, get_ident
from threading import enumerate as enumerate_threads

import psycopg
from psycopg import Connection, Cursor
from psycopg.pq import TransactionStatus
from psycopg.rows import TupleRow

from taizhang.journal.body import Sealed
from taizhang.journal.head_rows import HeadRow, head_of, standing_of
from taizhang.journal.postgres_tables import (
    BESIDE,
    ENTRIES,
    GRAMS,
    GUARDS,
    HEADS,
    IN_PLACE,
    LIST_TABLES,
    LISTS,
    MADE,
    MANNER,
    SCHEMA_VERSION,
    SESSION,
    STANDING_GUARDS,
)
from taizhang.journal.preflight import postgres_problems
from taizhang.journal.rebuild import Told, ignore_progress, refold, report_progress
from taizhang.journal.store import Tree
from taizhang.lists.answers import Answering
from taizhang.lists.field_filters import MOST_SIFTED
from taizhang.lists.query import By, Counts, HeadPage, HeadQuery, ListRow, Party
from taizhang.lists.sql import Sql, walk_of
from taizhang.lists.tables import COLUMNS, OLD, PUT_MONTH, PUT_TALLY, ROLL, WRONG_COUNTS, CountChanges, Old, row_of
from taizhang.matters.entry import Head
from taizhang.terms.problem import Place, Problem, Refused

_ENTRY = "SELECT seq, header, body, salt, actor, idem, matter, mseq FROM entry"
_HEAD = "SELECT seq, matter, ledger, number, unit, state, mseq, data FROM head"
_PUT_HEAD = """INSERT INTO head VALUES(%s,%s,%s,%s,%s,%s,%s,%s) ON CONFLICT(matter) DO UPDATE SET
  seq = excluded.seq, number = excluded.number, unit = excluded.unit, state = excluded.state,
  mseq = excluded.mseq, data = excluded.data"""
_PUT_ROW = f"""INSERT INTO listed({", ".join(COLUMNS)}) VALUES({", ".join(["%s"] * len(COLUMNS))})
  ON CONFLICT(matter) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in COLUMNS if name != "matter")}"""
_HASH, _CHUNK = 32, 500


class PostgresStore:
    """Keeps the journal in the schema ``journal`` of a database, made when it is not there.

    url: as ``postgresql://user@host/database``; origin: the journal's name when it is made. Raises Refused
    when the server cannot be reached or its settings are not such that a commit is safe. One connection a
    thread; writers wait for one another on the row that holds the tree.
    """

    def __init__(self, url: str, origin: str) -> None:
        self._url = url
        self._held: dict[int, Connection[TupleRow]] = {}
        self._lock, self._names = RLock(), count(1)
        self._answering = Answering(self._all, MANNER)
        try:
            connection = self._connection()
            if found := postgres_problems(
                lambda name: connection.info.parameter_status(name) or _describe_address(connection, name)
            ):
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
                named = sha256(origin.encode()).digest()
                values = (SCHEMA_VERSION, origin, named, 0, b"")
                connection.execute("INSERT INTO tree VALUES(1, %s, %s, %s, %s, %s)", values)
            elif not 0 < int(str(_one(connection, "SELECT version FROM tree"))) <= SCHEMA_VERSION:
                raise Refused(Problem("JRN-073", "数据库里的流水库不是本版本的。", hint="请用对应版本的程序打开。"))

    def renew(self, told: Told = ignore_progress) -> None:
        """Derived tables of an older version are made anew in this one's shape, heads folded from the entries."""
        connection = self._connection()
        if _one(connection, "SELECT version FROM tree") == SCHEMA_VERSION:
            return
        connection.execute(f"DROP TABLE IF EXISTS {', '.join((*LIST_TABLES, 'head'))}; {HEADS}{GRAMS}{LISTS}")
        connection.execute("UPDATE tree SET version = %s", (SCHEMA_VERSION,))
        rows = (row for rows in self._walk(f"{_ENTRY} ORDER BY matter, mseq", ()) for row in rows)
        steps = report_progress("由流水重算现状", map(Sealed._make, rows), self.tree().size, told)
        walk = refold(steps)
        with connection.cursor() as cursor:
            while heads := list(islice(walk, _CHUNK)):
                cursor.executemany(_PUT_HEAD, list(map(standing_of, heads)))

    def _all(self, sql: Sql) -> list[TupleRow]:
        return self._connection().execute(*_adapt(sql)).fetchall()

    @contextmanager
    def write(self) -> Iterator[None]:
        """BEGIN … COMMIT with the tree's row locked; a fault while committing leaves the outcome unknown."""
        connection = self._connection()
        with connection.transaction():
            try:
                connection.execute("SELECT 1 FROM tree FOR UPDATE")
            except psycopg.errors.LockNotAvailable as error:
                says = "流水库正忙，这次没有写入。"
                raise Refused(Problem("JRN-061", says, hint="请稍后用同一个提交标识重试。")) from error
            yield

    def tree(self) -> Tree:
        """Size and peaks."""
        row = self._connection().execute("SELECT origin, size, peaks FROM tree").fetchone()
        assert row is not None
        origin, size, peaks = row
        return Tree(origin, size, tuple(peaks[n : n + _HASH] for n in range(0, len(peaks), _HASH)))

    def add(self, entries: Sequence[Sealed], heads: Collection[Head], rows: Collection[ListRow], tree: Tree) -> None:
        """Adds entries by COPY, heads and rows in pipelines."""
        connection = self._connection()
        with connection.cursor() as cursor:
            with cursor.copy("COPY entry(seq, header, body, salt, actor, idem, matter, mseq) FROM STDIN") as copy:
                for entry in entries:
                    copy.write_row(entry)
            cursor.executemany(_PUT_HEAD, map(standing_of, sorted(heads, key=lambda head: head.seq)))
            self._list(sorted(rows, key=lambda row: row.seq))
            cursor.execute("UPDATE tree SET size = %s, peaks = %s", (tree.size, b"".join(tree.peaks)))

    def _list(self, rows: Sequence[ListRow]) -> None:
        """Puts rows, their parties and counts; what a matter was bound to before is forgotten."""
        matters = [row.matter for row in rows]
        with self._connection().cursor() as cursor:
            cursor.execute(f"SELECT {OLD} FROM listed WHERE matter = ANY(%s)", (matters,))
            before = list(map(Old._make, cursor.fetchall()))
            tally = CountChanges(self._day())
            tally.without(before)
            cursor.executemany(_PUT_ROW, list(map(tally.columns_of_new, rows)))
            cursor.execute("SELECT matter, id FROM listed WHERE matter = ANY(%s)", (matters,))
            ids: dict[str, int] = dict(cursor.fetchall())
            cursor.execute("DELETE FROM party WHERE id = ANY(%s)", ([one.id for one in before],))
            self._name(cursor, rows, ids)
            self._count(cursor, tally)

    def _day(self) -> str:
        return str(_one(self._connection(), "SELECT day FROM listing"))

    def _name(self, cursor: Cursor[TupleRow], rows: Iterable[ListRow], ids: Mapping[str, int]) -> None:
        with cursor.copy("COPY party(name, role, id) FROM STDIN") as copy:
            for row in rows:
                for role, name in row.parties:
                    copy.write_row((name, role, ids[row.matter]))

    def _count(self, cursor: Cursor[TupleRow], tally: CountChanges) -> None:
        kinds, months = tally.changes()
        cursor.executemany(PUT_TALLY.replace("?", "%s"), kinds)
        cursor.executemany(PUT_MONTH.replace("?", "%s"), months)

    def known(self, matters: Collection[str]) -> dict[str, Head]:
        """The heads of those matters that exist."""
        rows = self._connection().execute(f"{_HEAD} WHERE matter = ANY(%s)", (list(matters),))
        return {head.matter: head for head in _heads(rows.fetchall())}

    def seen(self, ids: Collection[tuple[str, str]]) -> dict[tuple[str, str], Sealed]:
        """The entries already appended under these pairs."""
        asked = ([actor for actor, _ in ids], [idem for _, idem in ids])
        query = f"{_ENTRY} WHERE (actor, idem) IN (SELECT * FROM unnest(%s::text[], %s::text[]))"
        return {(row[4], row[5]): Sealed._make(row) for row in self._connection().execute(query, asked)}

    def entries(self, first: int = 1) -> Iterator[Sealed]:
        """Entries from ``first`` on."""
        for rows in self._walk(f"{_ENTRY} WHERE seq >= %s ORDER BY seq", (first,)):
            yield from map(Sealed._make, rows)

    def history(self, matter: str) -> list[Sealed]:
        """A matter's entries."""
        rows = self._connection().execute(f"{_ENTRY} WHERE matter = %s ORDER BY mseq", (matter,))
        return [Sealed._make(row) for row in rows]

    def heads(self, ledger: str | None, since: int) -> Iterator[Head]:
        """Heads by seq, of the moment the walk begins."""
        if ledger is None:
            walk = self._walk(f"{_HEAD} WHERE seq > %s ORDER BY seq", (since,))
        else:
            walk = self._walk(f"{_HEAD} WHERE ledger = %s AND seq > %s ORDER BY seq", (ledger, since))
        for rows in walk:
            yield from _heads(rows)

    def find(self, ledger: str, number: str) -> list[Head]:
        """The matters with that number."""
        query = f"{_HEAD} WHERE number = %s AND ledger = %s ORDER BY seq"
        return list(_heads(self._connection().execute(query, (number, ledger)).fetchall()))

    def page(self, query: HeadQuery) -> HeadPage:
        """One page in three statements, whatever the number of matters."""
        matters, total, looked = self._answering.page(query)
        heads = self.known(matters) if matters else {}
        shown = tuple(heads[matter] for matter in matters)
        return HeadPage(shown, min(total, query.page.most), total > query.page.most, looked >= MOST_SIFTED)

    def walk(self, query: HeadQuery) -> Iterator[Head]:
        """Every head asked for, of the moment the walk begins."""
        for rows in self._walk(*_adapt(walk_of(query, self._answering.manner(query)))):
            yield from _heads(rows)

    def counts(self, query: HeadQuery, by: tuple[By, ...]) -> Counts:
        """How many in each group."""
        return self._answering.counts(query, by)

    def roll(self, day: str) -> None:
        """Lamps and counts of a later day, inside ``write``."""
        if self._day() < day:
            for text, days in ROLL:
                self._connection().execute(*_adapt(Sql(text, (day,) * days)))

    def rows(self) -> Iterator[ListRow]:
        """Every row, its parties fetched with it."""
        parties = "(SELECT array_agg(ARRAY[role, name]) FROM party WHERE party.id = listed.id)"
        for rows in self._walk(f"SELECT {', '.join(COLUMNS[:-2])}, {parties} FROM listed ORDER BY id", ()):
            for row in rows:
                yield row_of(row[:-1], tuple(Party(*one) for one in row[-1] or ()))

    def listed_under(self) -> str:
        """The revision kept beside the rows."""
        connection = self._connection()
        if _one(connection, "SELECT version FROM tree") != SCHEMA_VERSION:
            return ""
        return str(_one(connection, "SELECT revision FROM listing"))

    def relist(self, revision: str, day: str, rows: Iterable[ListRow]) -> None:
        """Fills new tables by COPY and puts them in the place of the old ones, which are read until then."""
        connection, tally = self._connection(), CountChanges(day)
        walk, ids = iter(rows), count(1)
        connection.execute(BESIDE)
        with connection.cursor() as cursor:
            while chunk := list(islice(walk, _CHUNK)):
                known = {row.matter: key for row, key in zip(chunk, ids, strict=False)}
                with cursor.copy(f"COPY listed(id, {', '.join(COLUMNS)}) FROM STDIN") as copy:
                    for row in chunk:
                        copy.write_row((known[row.matter], *tally.columns_of_new(row)))
                self._name(cursor, chunk, known)
            self._count(cursor, tally)
            cursor.execute("UPDATE listing SET revision = %s, day = %s", (revision, day))
            cursor.execute("SELECT setval(pg_get_serial_sequence('listed', 'id'), %s)", (next(ids),))
            cursor.execute(IN_PLACE)
            cursor.execute("ANALYZE listed; ANALYZE party; ANALYZE head")

    def _walk(self, query: str, values: tuple[str | int, ...]) -> Iterator[list[TupleRow]]:
        """The rows of one statement by the chunk, held by the server so that they are of one moment."""
        with self._connection().cursor(name=f"walk{next(self._names)}", withhold=True) as cursor:
            cursor.execute(query, values)
            while rows := cursor.fetchmany(_CHUNK):
                yield rows

    def faults(self) -> list[Problem]:
        """What is wrong with the server's settings, and with the tables' triggers and constraints."""
        connection = self._connection()
        found = postgres_problems(
            lambda name: connection.info.parameter_status(name) or _describe_address(connection, name)
        )
        standing_guards = {(str(table), str(name)) for table, name in connection.execute(STANDING_GUARDS)}
        for table, name in sorted(GUARDS - standing_guards):
            says = f"流水库表“{table}”的触发器或约束“{name}”缺失或被停用。"
            found.append(Problem("JRN-080", says, hint="有人绕过程序动过流水库，请用备份核对。"))
        if _one(connection, WRONG_COUNTS):
            found.append(Problem("JRN-088", "列表的计数与列表不符。", hint="列表可以重建，请用备份核对。"))
        if _one(connection, "SELECT sha256(convert_to(origin, 'UTF8')) <> named FROM tree"):
            found.append(Problem("JRN-080", "流水库的名称被改动。", hint="有人绕过程序动过流水库，请用备份核对。"))
        return [problem.at(Place(file="PostgreSQL")) for problem in found]

    def close(self) -> None:
        """Closes every thread's connection."""
        with self._lock:
            for connection in self._held.values():
                connection.close()
            self._held.clear()


def _heads(rows: Sequence[TupleRow]) -> Iterator[Head]:
    standings = list(map(HeadRow._make, rows))
    return map(head_of, standings, json.loads("[" + ",".join(row.data for row in standings) + "]"))


def _adapt(sql: Sql) -> tuple[str, tuple[str | int, ...]]:
    """A statement with psycopg's marks; letters compare as they do in SQLite, whatever their case, and heads are JSON."""
    text = sql.text.replace("%", "%%").replace("?", "%s").replace(" LIKE ", " ILIKE ")
    return text.replace("head.data ->", "head.data::json ->"), sql.values


def _one(connection: Connection[TupleRow], query: str, values: tuple[str | int, ...] = ()) -> object:
    row = connection.execute(query, values or None).fetchone()
    return row[0] if row else None


def _describe_address(connection: Connection[TupleRow], name: str) -> str:
    return str(_one(connection, f"SHOW {name}"))


def _unreachable(error: psycopg.Error) -> Problem:
    why = str(error).strip().split("\n")[0][:200]
    return Problem(
        "JRN-074", f"数据库连接不上：{why}。", hint="请检查 TAIZHANG_DATABASE 的地址、账号，以及数据库是否在运行。"
    )
