"""The store in one SQLite file through apsw: full synchronisation, guarded by triggers and a start-up gate."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from hashlib import sha256
from itertools import islice
from pathlib import Path
from threading import RLock, get_ident, local
from weakref import WeakSet

import apsw
import orjson

from taizhang.journal.body import Sealed
from taizhang.journal.head_rows import HeadRow, head_of, standing_of
from taizhang.journal.preflight import (
    BUSY_MILLISECONDS,
    SETTINGS,
    disk_problem,
    read_mounts,
    setting_problems,
    version_problem,
)
from taizhang.journal.rebuild import Told, ignore_progress, refold, report_progress
from taizhang.journal.store import Tree
from taizhang.lists.answers import Answering
from taizhang.lists.bigrams import grams, token
from taizhang.lists.field_filters import MOST_SIFTED
from taizhang.lists.query import By, Counts, HeadPage, HeadQuery, ListRow, Party
from taizhang.lists.sql import Manner, Sql, walk_of
from taizhang.lists.tables import (
    BEGUN,
    COLUMNS,
    INDEXES,
    OLD,
    PUT_MONTH,
    PUT_TALLY,
    ROLL,
    TABLES,
    WRONG_COUNTS,
    CountChanges,
    Old,
    row_of,
)
from taizhang.matters.entry import Head
from taizhang.terms.problem import Place, Problem, Refused

APPLICATION, SCHEMA_VERSION = 0x747A6A31, 7
ENTRIES = """
CREATE TABLE entry(
  seq INTEGER PRIMARY KEY, header BLOB NOT NULL, body BLOB NOT NULL, salt BLOB NOT NULL CHECK(length(salt) = 32),
  actor TEXT NOT NULL, idem TEXT NOT NULL, matter TEXT NOT NULL, mseq INTEGER NOT NULL,
  UNIQUE(matter, mseq), UNIQUE(actor, idem)) STRICT;
CREATE TABLE tree(
  one INTEGER PRIMARY KEY CHECK(one = 1), origin TEXT NOT NULL, named BLOB NOT NULL, size INTEGER NOT NULL,
  peaks BLOB NOT NULL) STRICT;
CREATE TRIGGER entry_never_changes BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'entries never change'); END;
CREATE TRIGGER entry_never_goes BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'entries are never removed'); END;
"""
_MADE = "".join(f"CREATE INDEX {name} ON {on};" for name, on in INDEXES.items())
DERIVED = f"""
CREATE TABLE head(
  seq INTEGER PRIMARY KEY REFERENCES entry(seq), matter TEXT NOT NULL UNIQUE, ledger TEXT NOT NULL,
  number TEXT NOT NULL, unit TEXT NOT NULL, state TEXT NOT NULL, mseq INTEGER NOT NULL,
  data TEXT NOT NULL) STRICT;
CREATE INDEX head_number ON head(number, ledger);
CREATE INDEX head_ledger ON head(ledger, seq);
{TABLES}{_MADE}
CREATE VIRTUAL TABLE search USING fts5(
  grams, content='', contentless_delete=1, detail=none, tokenize='ascii');
{BEGUN};"""
_DERIVED_TABLES = ("search", "tally", "monthly", "party", "listed", "listing", "head")
_FOUND = "SELECT rowid AS few_id FROM search WHERE search MATCH ?"
MANNER = Manner("+", _FOUND, True, lambda pieces: " AND ".join(map(token, pieces)))
_ENTRY = "SELECT seq, header, body, salt, actor, idem, matter, mseq FROM entry"
_HEAD = "SELECT seq, matter, ledger, number, unit, state, mseq, data FROM head"
_PUT_HEAD = """INSERT INTO head VALUES(?,?,?,?,?,?,?,?) ON CONFLICT(matter) DO UPDATE SET seq = excluded.seq,
  number = excluded.number, unit = excluded.unit, state = excluded.state,
  mseq = excluded.mseq, data = excluded.data"""
_PUT_ROW = f"""INSERT INTO listed({", ".join(COLUMNS)}) VALUES({", ".join("?" * len(COLUMNS))})
  ON CONFLICT(matter) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in COLUMNS if name != "matter")}"""
_INDEX = "INSERT INTO search(rowid, grams) VALUES(?, ?)"
_HASH, _CHUNK = 32, 500
_READ_ONLY = ("data_version", "user_version")
_REFUSED_AFTER_START = frozenset(
    getattr(apsw, name)
    for name in dir(apsw)
    if name.startswith(("SQLITE_CREATE_", "SQLITE_DROP_", "SQLITE_ALTER_", "SQLITE_ATTACH", "SQLITE_DETACH"))
)


class SQLiteStore:
    """Keeps the journal in the file ``path``, made when it is not there (with ``origin`` as its name).

    Raises Refused when SQLite, its settings, the disk or the file are not such that a commit is safe. One
    writer connection under a lock, one reading connection a thread.
    """

    def __init__(self, path: Path, origin: str) -> None:
        self._path = path
        self._lock = RLock()
        self._writing = 0
        self._local = local()
        self._readers: WeakSet[apsw.Connection] = WeakSet()
        gate = [version_problem(apsw.sqlite_lib_version()), disk_problem(path, read_mounts())]
        if found := [problem for problem in gate if problem]:
            raise Refused(*found)
        try:
            path.touch(0o600)
            self._writer = self._connect()
            self._prepare(origin)
        except (apsw.NotADBError, apsw.CorruptError, apsw.CantOpenError, OSError) as error:
            raise Refused(_unusable(path, str(error))) from error
        self._writer.authorizer = _authorise
        self._answering = Answering(self._all, MANNER)

    def _connect(self) -> apsw.Connection:
        connection = apsw.Connection(str(self._path), statementcachesize=50)
        connection.set_busy_timeout(BUSY_MILLISECONDS)
        for name, value in SETTINGS.items():
            connection.pragma(name, value)
        connection.pragma("cache_size", -65536)
        if found := setting_problems(connection.pragma):
            connection.close()
            raise Refused(*(problem.at(Place(file=str(self._path))) for problem in found))
        return connection

    def _prepare(self, origin: str) -> None:
        """Makes the tables of a new file; refuses a file that is something else."""
        with self.write():
            kind = (self._writer.pragma("application_id"), self._writer.pragma("user_version"))
            if kind == (0, 0) and not self._writer.execute("SELECT 1 FROM sqlite_schema").fetchone():
                self._writer.execute(ENTRIES + DERIVED)
                self._writer.execute("INSERT INTO tree VALUES(1, ?, ?, 0, x'')", (origin, _name_digest(origin)))
                self._writer.pragma("application_id", APPLICATION)
                self._writer.pragma("user_version", SCHEMA_VERSION)
            elif kind[0] != APPLICATION or not 0 < kind[1] <= SCHEMA_VERSION:
                raise Refused(_unusable(self._path, "不是本版本的流水库"))

    def renew(self, told: Told = ignore_progress) -> None:
        """Derived tables of an older version are made anew in this one's shape, heads folded from the entries."""
        if self._writer.pragma("user_version") == SCHEMA_VERSION:
            return
        writer = self._writer
        with self._lift_guards():
            for table in _DERIVED_TABLES:
                writer.execute(f"DROP TABLE IF EXISTS {table}")
            writer.execute(DERIVED)
            writer.pragma("user_version", SCHEMA_VERSION)
        rows = writer.execute(f"{_ENTRY} ORDER BY matter, mseq")
        steps = report_progress("由流水重算现状", map(Sealed._make, rows), self.tree().size, told)
        writer.executemany(_PUT_HEAD, map(standing_of, refold(steps)))

    @contextmanager
    def _lift_guards(self) -> Iterator[None]:
        """Lets this program itself, and nothing that a statement smuggles in, change the shape of derived tables."""
        self._writer.authorizer = None
        try:
            yield
        finally:
            self._writer.authorizer = _authorise

    def _all(self, sql: Sql) -> list[tuple[apsw.SQLiteValue, ...]]:
        return self._connection().execute(*sql).fetchall()

    def _connection(self) -> apsw.Connection:
        """The writer inside this thread's transaction, else this thread's reader."""
        if self._writing == get_ident():
            return self._writer
        reader: apsw.Connection | None = getattr(self._local, "reader", None)
        if reader is None:
            reader = self._connect()
            reader.pragma("query_only", 1)
            reader.authorizer = _authorise
            self._local.reader = reader
            self._readers.add(reader)
        return reader

    @contextmanager
    def write(self) -> Iterator[None]:
        """BEGIN IMMEDIATE … COMMIT; a fault while committing leaves the outcome unknown and is raised as it is."""
        with self._lock:
            try:
                self._writer.execute("BEGIN IMMEDIATE")
            except apsw.BusyError as error:
                says = "流水库正忙，这次没有写入。"
                raise Refused(Problem("JRN-061", says, hint="请稍后用同一个提交标识重试。")) from error
            self._writing = get_ident()
            try:
                yield
                self._writer.execute("COMMIT")
            except BaseException:
                if self._writer.in_transaction:
                    self._writer.execute("ROLLBACK")
                raise
            finally:
                self._writing = 0

    def tree(self) -> Tree:
        """Size and peaks."""
        origin, size, peaks = self._connection().execute("SELECT origin, size, peaks FROM tree").get
        return Tree(origin, size, tuple(peaks[n : n + _HASH] for n in range(0, len(peaks), _HASH)))

    def add(self, entries: Sequence[Sealed], heads: Collection[Head], rows: Collection[ListRow], tree: Tree) -> None:
        """Adds entries, heads and rows, each with one prepared statement."""
        writer = self._writer
        writer.executemany("INSERT INTO entry VALUES(?,?,?,?,?,?,?,?)", entries)
        writer.executemany(_PUT_HEAD, map(standing_of, sorted(heads, key=lambda head: head.seq)))
        self._list(sorted(rows, key=lambda row: row.seq))
        writer.execute("UPDATE tree SET size = ?, peaks = ?", (tree.size, b"".join(tree.peaks)))

    def _list(self, rows: Sequence[ListRow]) -> None:
        """Puts rows, their parties, counts and pieces of text; what a matter was bound to before is forgotten."""
        writer, matters = self._writer, json.dumps([row.matter for row in rows])
        old = f"SELECT {OLD} FROM listed WHERE matter IN (SELECT value FROM json_each(?))"
        before = {one.matter: one for one in map(Old._make, writer.execute(old, (matters,)))}
        tally = CountChanges(writer.execute("SELECT day FROM listing").get)
        tally.without(before.values())
        writer.executemany(_PUT_ROW, map(tally.columns_of_new, rows))
        there = "SELECT listed.matter, listed.id FROM json_each(?) JOIN listed ON listed.matter = value"
        ids: dict[str, int] = dict(writer.execute(there, (matters,)))
        writer.executemany("DELETE FROM party WHERE id = ?", ((one.id,) for one in before.values()))
        self._name(rows, ids)
        texts = {matter: (one.number, one.title) for matter, one in before.items()}
        changed = [row for row in rows if texts.get(row.matter) != (row.number, row.title)]
        writer.executemany(
            "DELETE FROM search WHERE rowid = ?", ((ids[row.matter],) for row in changed if row.matter in texts)
        )
        self._index(changed, ids)
        self._count(tally)

    def _name(self, rows: Iterable[ListRow], ids: Mapping[str, int]) -> None:
        bound = ((name, role, ids[row.matter]) for row in rows for role, name in row.parties)
        self._writer.executemany("INSERT INTO party VALUES(?, ?, ?)", bound)

    def _index(self, rows: Iterable[ListRow], ids: Mapping[str, int]) -> None:
        pieces = ((ids[row.matter], " ".join(map(token, sorted(grams(row.number, row.title))))) for row in rows)
        self._writer.executemany(_INDEX, pieces)

    def _count(self, tally: CountChanges) -> None:
        kinds, months = tally.changes()
        self._writer.executemany(PUT_TALLY, kinds)
        self._writer.executemany(PUT_MONTH, months)

    def known(self, matters: Collection[str]) -> dict[str, Head]:
        """The heads of those matters that exist."""
        query = f"{_HEAD} WHERE matter IN (SELECT value FROM json_each(?))"
        return {head.matter: head for head in self._heads(query, (json.dumps(list(matters)),))}

    def seen(self, ids: Collection[tuple[str, str]]) -> dict[tuple[str, str], Sealed]:
        """The entries already appended under these pairs."""
        query = f"{_ENTRY} JOIN json_each(?) ON actor = value ->> 0 AND idem = value ->> 1"
        query = query.replace("SELECT seq", "SELECT entry.seq")
        rows = self._connection().execute(query, (json.dumps(list(ids)),))
        return {(row[4], row[5]): Sealed._make(row) for row in rows}

    def entries(self, first: int = 1) -> Iterator[Sealed]:
        """Entries from ``first`` on."""
        return map(Sealed._make, self._connection().execute(f"{_ENTRY} WHERE seq >= ? ORDER BY seq", (first,)))

    def history(self, matter: str) -> list[Sealed]:
        """A matter's entries."""
        rows = self._connection().execute(f"{_ENTRY} WHERE matter = ? ORDER BY mseq", (matter,))
        return [Sealed._make(row) for row in rows]

    def heads(self, ledger: str | None, since: int) -> Iterator[Head]:
        """Heads by seq from one statement, so of one moment; ``seq`` is the rowid, so they lie in that order."""
        if ledger is None:
            return self._heads(f"{_HEAD} WHERE seq > ? ORDER BY seq", (since,))
        return self._heads(f"{_HEAD} WHERE ledger = ? AND seq > ? ORDER BY seq", (ledger, since))

    def find(self, ledger: str, number: str) -> list[Head]:
        """The matters with that number."""
        return list(self._heads(f"{_HEAD} WHERE number = ? AND ledger = ? ORDER BY seq", (number, ledger)))

    def page(self, query: HeadQuery) -> HeadPage:
        """One page in three statements, whatever the number of matters."""
        matters, total, looked = self._answering.page(query)
        heads = self.known(matters) if matters else {}
        shown = tuple(heads[matter] for matter in matters)
        return HeadPage(shown, min(total, query.page.most), total > query.page.most, looked >= MOST_SIFTED)

    def walk(self, query: HeadQuery) -> Iterator[Head]:
        """Every head asked for from one statement, so of one moment."""
        return self._heads(*walk_of(query, self._answering.manner(query)))

    def counts(self, query: HeadQuery, by: tuple[By, ...]) -> Counts:
        """How many in each group."""
        return self._answering.counts(query, by)

    def roll(self, day: str) -> None:
        """Lamps and counts of a later day, inside ``write``."""
        if self._writer.execute("SELECT day FROM listing").get < day:
            for text, days in ROLL:
                self._writer.execute(text, (day,) * days)

    def rows(self) -> Iterator[ListRow]:
        """Every row, its parties fetched with it."""
        parties = "(SELECT json_group_array(json_array(role, name)) FROM party WHERE party.id = listed.id)"
        query = f"SELECT {', '.join(COLUMNS[:-2])}, {parties} FROM listed ORDER BY id"
        for row in self._connection().execute(query):
            yield row_of(row[:-1], tuple(Party(*one) for one in json.loads(str(row[-1]))))

    def listed_under(self) -> str:
        """The revision kept beside the rows."""
        if self._connection().pragma("user_version") != SCHEMA_VERSION:
            return ""
        return str(self._connection().execute("SELECT revision FROM listing").get)

    def relist(self, revision: str, day: str, rows: Iterable[ListRow]) -> None:
        """Empties the tables and fills them without indexes, which are made at the end."""
        writer, tally = self._writer, CountChanges(day)
        writer.execute("INSERT INTO search(search) VALUES('delete-all')")
        for table in ("party", "listed", "tally", "monthly"):
            writer.execute(f"DELETE FROM {table}")
        writer.execute("UPDATE listing SET revision = ?, day = ?", (revision, day))
        with self._lift_guards():
            writer.execute("".join(f"DROP INDEX {name};" for name in INDEXES))
        walk, done = iter(rows), 0
        while chunk := list(islice(walk, _CHUNK)):
            ids = {row.matter: done + n for n, row in enumerate(chunk, 1)}
            done += len(chunk)
            columns = f"INSERT INTO listed(id, {', '.join(COLUMNS)}) VALUES(?{', ?' * len(COLUMNS)})"
            writer.executemany(columns, ((ids[row.matter], *tally.columns_of_new(row)) for row in chunk))
            self._name(chunk, ids)
            self._index(chunk, ids)
        self._count(tally)
        with self._lift_guards():
            writer.execute(_MADE)

    def _heads(self, query: str, bindings: tuple[str | int, ...]) -> Iterator[Head]:
        """Heads of a query, their JSON read by the chunk, which is twice as fast as one by one."""
        rows = self._connection().execute(query, bindings)
        while chunk := [HeadRow._make(row) for _, row in zip(range(_CHUNK), rows, strict=False)]:
            yield from map(head_of, chunk, orjson.loads("[" + ",".join(row.data for row in chunk) + "]"))

    def faults(self) -> list[Problem]:
        """What is wrong with settings, tables and triggers, and with the pages of the file."""
        place = Place(file=str(self._path))
        with closing(self._connect()) as connection:
            found = setting_problems(connection.pragma)
            with closing(apsw.Connection(":memory:")) as right:
                right.execute(ENTRIES + DERIVED)
                lost = _schema(right) - _schema(connection)
                more = _schema(connection) - _schema(right)
            for name in sorted({name for name, _ in lost | more}):
                says = f"流水库的表、索引或触发器“{name}”缺失或被改动。"
                found.append(Problem("JRN-080", says, hint="有人绕过程序动过流水库，请用备份核对。"))
            origin, named = connection.execute("SELECT origin, named FROM tree").get
            if _name_digest(origin) != named:
                says = "流水库的名称被改动。"
                found.append(Problem("JRN-080", says, hint="有人绕过程序动过流水库，请用备份核对。"))
            if connection.execute(WRONG_COUNTS).get:
                says = "列表的计数与列表不符。"
                found.append(Problem("JRN-088", says, hint="列表可以重建，请用备份核对。"))
            for (text,) in connection.execute("PRAGMA integrity_check(20)"):
                if text != "ok":
                    says = f"流水库文件有损坏：{text}。"
                    found.append(Problem("JRN-081", says, hint="请停止写入，用最近的备份恢复并核对。"))
        return [problem.at(place) for problem in found]

    def close(self) -> None:
        """Closes the writer and every reader."""
        for reader in list(self._readers):
            reader.close()
        self._local = local()
        self._writer.close()


def _name_digest(origin: str) -> bytes:
    """What the journal's name is checked by: nothing else in the file would tell that it was changed."""
    return sha256(origin.encode()).digest()


def _schema(connection: apsw.Connection) -> set[tuple[str, str]]:
    return {(str(name), str(sql)) for name, sql in connection.execute("SELECT name, sql FROM sqlite_schema")}


def _authorise(action: int, name: str | None = None, value: str | None = None, *_: str | None) -> int:
    """Refuses, once the store stands, whatever could change its shape or settings; the search asks for its version."""
    if action == apsw.SQLITE_PRAGMA:
        return apsw.SQLITE_OK if name in _READ_ONLY and value is None else apsw.SQLITE_DENY
    return apsw.SQLITE_DENY if action in _REFUSED_AFTER_START else apsw.SQLITE_OK


def _unusable(path: Path, why: str) -> Problem:
    return Problem("JRN-073", f"流水库文件不能打开：{why}。", Place(file=str(path)), "请检查文件，或用备份恢复。")
