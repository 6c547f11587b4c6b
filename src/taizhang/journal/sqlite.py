"""The store in one SQLite file through apsw: full synchronisation, guarded by triggers and a start-up gate."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path
from threading import RLock, get_ident, local
from weakref import WeakSet

import apsw
import orjson

from taizhang.journal.body import Sealed
from taizhang.journal.entry import Head
from taizhang.journal.gate import (
    BUSY_MILLISECONDS,
    SETTINGS,
    disk_problem,
    mounted,
    setting_problems,
    version_problem,
)
from taizhang.journal.listing import By, Counts, HeadPage, HeadQuery, Listed, Party
from taizhang.journal.listsql import COLUMNS, INDEXES, TABLES, count_of, counts_of, page_of, walk_of
from taizhang.journal.sifting import MOST_SIFTED
from taizhang.journal.standing import Standing, head_of, standing
from taizhang.journal.store import Tree
from taizhang.terms.problem import Place, Problem, Refused

APPLICATION, SCHEMA_VERSION = 0x747A6A31, 4
SCHEMA = f"""
CREATE TABLE entry(
  seq INTEGER PRIMARY KEY, header BLOB NOT NULL, body BLOB NOT NULL, salt BLOB NOT NULL CHECK(length(salt) = 32),
  actor TEXT NOT NULL, idem TEXT NOT NULL, matter TEXT NOT NULL, mseq INTEGER NOT NULL,
  UNIQUE(matter, mseq), UNIQUE(actor, idem)) STRICT;
CREATE TABLE head(
  seq INTEGER PRIMARY KEY REFERENCES entry(seq), matter TEXT NOT NULL UNIQUE, ledger TEXT NOT NULL,
  number TEXT NOT NULL, unit TEXT NOT NULL, state TEXT NOT NULL, round INTEGER NOT NULL, mseq INTEGER NOT NULL,
  data TEXT NOT NULL) STRICT;
CREATE INDEX head_number ON head(number, ledger);
CREATE INDEX head_ledger ON head(ledger, seq);
CREATE TABLE tree(
  one INTEGER PRIMARY KEY CHECK(one = 1), origin TEXT NOT NULL, named BLOB NOT NULL, size INTEGER NOT NULL,
  peaks BLOB NOT NULL) STRICT;
CREATE TRIGGER entry_never_changes BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'entries never change'); END;
CREATE TRIGGER entry_never_goes BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'entries are never removed'); END;
{TABLES}{INDEXES}"""
_ENTRY = "SELECT seq, header, body, salt, actor, idem, matter, mseq FROM entry"
_HEAD = "SELECT seq, matter, ledger, number, unit, state, round, mseq, data FROM head"
_PUT_HEAD = """INSERT INTO head VALUES(?,?,?,?,?,?,?,?,?) ON CONFLICT(matter) DO UPDATE SET seq = excluded.seq,
  number = excluded.number, unit = excluded.unit, state = excluded.state, round = excluded.round,
  mseq = excluded.mseq, data = excluded.data"""
_PUT_ROW = f"""INSERT INTO listed({", ".join(COLUMNS)}) VALUES({", ".join("?" * len(COLUMNS))})
  ON CONFLICT(matter) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in COLUMNS if name != "matter")}"""
_HASH, _CHUNK = 32, 500
_REFUSED_AFTER_START = frozenset(
    getattr(apsw, name)
    for name in dir(apsw)
    if name.startswith(("SQLITE_CREATE_", "SQLITE_DROP_", "SQLITE_ALTER_", "SQLITE_ATTACH", "SQLITE_DETACH"))
) | {apsw.SQLITE_PRAGMA}


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
        gate = [version_problem(apsw.sqlite_lib_version()), disk_problem(path, mounted())]
        if found := [problem for problem in gate if problem]:
            raise Refused(*found)
        try:
            path.touch(0o600)
            self._writer = self._connect()
            self._prepare(origin)
        except (apsw.NotADBError, apsw.CorruptError, apsw.CantOpenError, OSError) as error:
            raise Refused(_unusable(path, str(error))) from error
        self._writer.authorizer = _authorise

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
                self._writer.execute(SCHEMA)
                self._writer.execute("INSERT INTO tree VALUES(1, ?, ?, 0, x'')", (origin, _named(origin)))
                self._writer.pragma("application_id", APPLICATION)
                self._writer.pragma("user_version", SCHEMA_VERSION)
            elif kind == (APPLICATION, SCHEMA_VERSION - 1):
                # Rows for lists are derived: older ones are thrown away, and made anew when the journal is opened.
                self._writer.execute("DROP TABLE party; DROP TABLE listed; DROP TABLE listing")
                self._writer.execute(TABLES + INDEXES)
                self._writer.pragma("user_version", SCHEMA_VERSION)
            elif kind != (APPLICATION, SCHEMA_VERSION):
                raise Refused(_unusable(self._path, "不是本版本的流水库"))

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

    def add(self, entries: Sequence[Sealed], heads: Collection[Head], rows: Collection[Listed], tree: Tree) -> None:
        """Adds entries, heads and rows, each with one prepared statement."""
        writer = self._writer
        writer.executemany("INSERT INTO entry VALUES(?,?,?,?,?,?,?,?)", entries)
        writer.executemany(_PUT_HEAD, map(standing, sorted(heads, key=lambda head: head.seq)))
        self._list(sorted(rows, key=lambda row: row.seq))
        writer.execute("UPDATE tree SET size = ?, peaks = ?", (tree.size, b"".join(tree.peaks)))

    def _list(self, rows: Sequence[Listed]) -> None:
        """Puts rows and their parties; what a matter was bound to before is forgotten."""
        writer = self._writer
        writer.executemany(_PUT_ROW, (row[:-1] for row in rows))
        matters = json.dumps([row.matter for row in rows])
        there = "SELECT listed.id, listed.matter FROM json_each(?) JOIN listed ON listed.matter = value"
        ids = {matter: key for key, matter in writer.execute(there, (matters,))}
        writer.executemany("DELETE FROM party WHERE id = ?", ((key,) for key in ids.values()))
        bound = ((name, role, ids[row.matter]) for row in rows for role, name in row.parties)
        writer.executemany("INSERT INTO party VALUES(?, ?, ?)", bound)

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
        connection = self._connection()
        count, page = count_of(query), page_of(query)
        total, looked = connection.execute(*count).get
        matters = [matter for (matter,) in connection.execute(*page)] if total and query.size else []
        heads = self.known(matters)
        shown = tuple(heads[matter] for matter in matters)
        return HeadPage(shown, min(total, query.most), total > query.most, looked >= MOST_SIFTED)

    def walk(self, query: HeadQuery) -> Iterator[Head]:
        """Every head asked for from one statement, so of one moment."""
        return self._heads(*walk_of(query))

    def counts(self, query: HeadQuery, by: tuple[By, ...]) -> Counts:
        """How many in each group."""
        return {
            tuple(map(str, row[:-1])): int(str(row[-1])) for row in self._connection().execute(*counts_of(query, by))
        }

    def rows(self) -> Iterator[Listed]:
        """Every row, its parties fetched with it."""
        parties = "(SELECT json_group_array(json_array(role, name)) FROM party WHERE party.id = listed.id)"
        query = f"SELECT {', '.join(COLUMNS)}, {parties} FROM listed ORDER BY id"
        for row in self._connection().execute(query):
            yield Listed._make((*row[:-1], tuple(Party(*one) for one in json.loads(str(row[-1])))))

    def listed_under(self) -> str:
        """The revision kept beside the rows."""
        row = self._connection().execute("SELECT revision FROM listing").fetchone()
        return str(row[0]) if row else ""

    def relist(self, revision: str, rows: Iterable[Listed]) -> None:
        """Empties the tables and fills them by the chunk."""
        for table in ("party", "listed", "listing"):
            self._writer.execute(f"DELETE FROM {table}")
        walk = iter(rows)
        while chunk := [row for _, row in zip(range(_CHUNK), walk, strict=False)]:
            self._list(chunk)
        self._writer.execute("INSERT INTO listing VALUES(1, ?)", (revision,))

    def _heads(self, query: str, bindings: tuple[str | int, ...]) -> Iterator[Head]:
        """Heads of a query, their JSON read by the chunk, which is twice as fast as one by one."""
        rows = self._connection().execute(query, bindings)
        while chunk := [Standing._make(row) for _, row in zip(range(_CHUNK), rows, strict=False)]:
            yield from map(head_of, chunk, orjson.loads("[" + ",".join(row.data for row in chunk) + "]"))

    def faults(self) -> list[Problem]:
        """What is wrong with settings, tables and triggers, and with the pages of the file."""
        place = Place(file=str(self._path))
        with closing(self._connect()) as connection:
            found = setting_problems(connection.pragma)
            with closing(apsw.Connection(":memory:")) as right:
                right.execute(SCHEMA)
                lost = _schema(right) - _schema(connection)
                more = _schema(connection) - _schema(right)
            for name in sorted({name for name, _ in lost | more}):
                says = f"流水库的表、索引或触发器“{name}”缺失或被改动。"
                found.append(Problem("JRN-080", says, hint="有人绕过程序动过流水库，请用备份核对。"))
            origin, named = connection.execute("SELECT origin, named FROM tree").get
            if _named(origin) != named:
                says = "流水库的名称被改动。"
                found.append(Problem("JRN-080", says, hint="有人绕过程序动过流水库，请用备份核对。"))
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


def _named(origin: str) -> bytes:
    """What the journal's name is checked by: nothing else in the file would tell that it was changed."""
    return sha256(origin.encode()).digest()


def _schema(connection: apsw.Connection) -> set[tuple[str, str]]:
    return {(str(name), str(sql)) for name, sql in connection.execute("SELECT name, sql FROM sqlite_schema")}


def _authorise(action: int, *_: str | None) -> int:
    """Refuses, once the store stands, whatever could change its shape or settings."""
    return apsw.SQLITE_DENY if action in _REFUSED_AFTER_START else apsw.SQLITE_OK


def _unusable(path: Path, why: str) -> Problem:
    return Problem("JRN-073", f"流水库文件不能打开：{why}。", Place(file=str(path)), "请检查文件，或用备份恢复。")
