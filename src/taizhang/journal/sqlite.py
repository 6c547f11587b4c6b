"""The store in one SQLite file through apsw: full synchronisation, guarded by triggers and a start-up gate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from threading import RLock, get_ident, local
from weakref import WeakSet

import apsw

from taizhang.journal.preflight import (
    BUSY_MILLISECONDS,
    SETTINGS,
    disk_problem,
    read_mounts,
    setting_problems,
    version_problem,
)
from taizhang.journal.sql_store import REMADE, Dialect, Row, SqlStore, busy, name_digest
from taizhang.journal.sqlite_search import count_unfound
from taizhang.lists.bigrams import grams, token
from taizhang.lists.query import ListRow
from taizhang.lists.sql import Manner, Sql
from taizhang.lists.tables import BEGUN, INDEXES, TABLES, Old
from taizhang.terms.problem import Place, Problem, Refused
from taizhang.terms.sentence import sentence

# “tzj1” in ASCII, by which the file names itself; one more version with each change of the derived tables.
APPLICATION, SCHEMA_VERSION = 0x747A6A31, 10
TREE = """
CREATE TABLE tree(
  one INTEGER PRIMARY KEY CHECK(one = 1), origin TEXT NOT NULL, named BLOB NOT NULL, size INTEGER NOT NULL,
  peaks BLOB NOT NULL) STRICT;
"""
ENTRIES = f"""
CREATE TABLE entry(
  seq INTEGER PRIMARY KEY, header BLOB NOT NULL, body BLOB NOT NULL, salt BLOB NOT NULL CHECK(length(salt) = 32),
  actor TEXT NOT NULL, idem TEXT NOT NULL, matter TEXT NOT NULL, mseq INTEGER NOT NULL,
  UNIQUE(matter, mseq), UNIQUE(actor, idem)) STRICT;{TREE}CREATE TRIGGER entry_never_changes BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'entries never change'); END;
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
DIALECT = Dialect(
    manner=Manner("+", _FOUND, True, lambda pieces: " AND ".join(map(token, pieces))),
    among="IN (SELECT value FROM json_each(?))",
    seen="JOIN json_each(?) ON actor = value ->> 0 AND idem = value ->> 1",
    parties="(SELECT json_group_array(json_array(role, name)) FROM party WHERE party.id = listed.id)",
)
_INDEX = "INSERT INTO search(rowid, grams) VALUES(?, ?)"
_READ_ONLY = ("data_version", "user_version")
_REFUSED_AFTER_START = frozenset(
    getattr(apsw, name)
    for name in dir(apsw)
    if name.startswith(("SQLITE_CREATE_", "SQLITE_DROP_", "SQLITE_ALTER_", "SQLITE_ATTACH", "SQLITE_DETACH"))
)


class SQLiteStore(SqlStore):
    """Keeps the journal in the file ``path``, made when it is not there (with ``origin`` as its name).

    Raises Refused when SQLite, its settings, the disk or the file are not such that a commit is safe. One
    writer connection under a lock, one reading connection a thread.
    """

    dialect, version = DIALECT, SCHEMA_VERSION

    def __init__(self, path: Path, origin: str) -> None:
        super().__init__()
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
                self._writer.execute("INSERT INTO tree VALUES(1, ?, ?, 0, x'')", (origin, name_digest(origin)))
                self._writer.pragma("application_id", APPLICATION)
                self._writer.pragma("user_version", SCHEMA_VERSION)
            elif kind[0] != APPLICATION or not 0 < kind[1] <= SCHEMA_VERSION:
                raise Refused(_unusable(self._path, "不是本版本的流水库"))

    @contextmanager
    def _lift_guards(self) -> Iterator[None]:
        """Lets this program itself, and nothing that a statement smuggles in, change the shape of derived tables."""
        self._writer.authorizer = None
        try:
            yield
        finally:
            self._writer.authorizer = _authorise

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
                raise Refused(busy()) from error
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

    def _all(self, sql: Sql) -> list[Row]:
        return self._connection().execute(*sql).fetchall()

    def _rows(self, sql: Sql) -> Iterator[Row]:
        """The statement begins with the first row that is wanted: until then no table is held."""
        yield from self._connection().execute(*sql)

    def _many(self, text: str, rows: Iterable[Row]) -> None:
        self._writer.executemany(text, rows)

    def _put(self, table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
        marks = ", ".join("?" * len(columns))
        self._writer.executemany(f"INSERT INTO {table}({', '.join(columns)}) VALUES({marks})", rows)

    def _version_kept(self) -> int:
        return int(self._connection().pragma("user_version"))

    def _remake_derived(self) -> None:
        with self._lift_guards():
            for table in _DERIVED_TABLES:
                self._writer.execute(f"DROP TABLE IF EXISTS {table}")
            self._writer.execute(DERIVED)
            self._guard_name()
            self._writer.pragma("user_version", SCHEMA_VERSION)

    def _guard_name(self) -> None:
        """Gives a journal of the first versions the digest of its name, which their files did not keep."""
        if any(column == "named" for _, column, *_ in self._writer.execute("PRAGMA table_info(tree)")):
            return
        ((origin, size, peaks),) = self._writer.execute("SELECT origin, size, peaks FROM tree")
        self._writer.execute("DROP TABLE tree")
        self._writer.execute(TREE)
        self._writer.execute("INSERT INTO tree VALUES(1, ?, ?, ?, ?)", (origin, name_digest(origin), size, peaks))

    @contextmanager
    def _refill(self) -> Iterator[None]:
        """The tables emptied, and their indexes gone until they are full."""
        self._writer.execute("INSERT INTO search(search) VALUES('delete-all')")
        for table in ("party", "listed", "tally", "monthly"):
            self._writer.execute(f"DELETE FROM {table}")
        with self._lift_guards():
            self._writer.execute("".join(f"DROP INDEX {name};" for name in INDEXES))
        yield
        with self._lift_guards():
            self._writer.execute(_MADE)

    def _index_text(self, rows: Iterable[ListRow], ids: Mapping[str, int], before: Mapping[str, Old]) -> None:
        changed = [row for row in rows if _text_of(before.get(row.matter)) != (row.number, row.title)]
        gone = ((ids[row.matter],) for row in changed if row.matter in before)
        self._writer.executemany("DELETE FROM search WHERE rowid = ?", gone)
        pieces = ((ids[row.matter], " ".join(map(token, sorted(grams(row.number, row.title))))) for row in changed)
        self._writer.executemany(_INDEX, pieces)

    def _place(self) -> Place:
        return Place(file=str(self._path))

    def _guard_faults(self) -> Iterator[Problem]:
        """Settings, tables, indexes and triggers, and the pages of the file."""
        with closing(self._connect()) as connection:
            yield from setting_problems(connection.pragma)
            with closing(apsw.Connection(":memory:")) as right:
                right.execute(ENTRIES + DERIVED)
                differ = _schema(right) ^ _schema(connection)
            for name in sorted({name for name, _ in differ}):
                says = sentence("流水库的表、索引或触发器“{name}”缺失或被改动。", name=name)
                yield Problem("JRN-080", says, hint="有人绕过程序动过流水库，请用备份核对。")
            if wrong := count_unfound(connection):
                yield Problem(
                    "JRN-088", sentence("列表的检索表与列表不符：{wrong}个字词对不上。", wrong=wrong), hint=REMADE
                )
            for (text,) in connection.execute("PRAGMA integrity_check(20)"):
                if text != "ok":
                    says = sentence("流水库文件有损坏：{text}。", text=text)
                    yield Problem("JRN-081", says, hint="请停止写入，用最近的备份恢复并核对。")

    def close(self) -> None:
        """Closes the writer and every reader."""
        for reader in list(self._readers):
            reader.close()
        self._local = local()
        self._writer.close()


def _text_of(row: Old | None) -> tuple[str, str] | None:
    return (row.number, row.title) if row else None


def _schema(connection: apsw.Connection) -> set[tuple[str, str]]:
    return {(str(name), str(sql)) for name, sql in connection.execute("SELECT name, sql FROM sqlite_schema")}


def _authorise(action: int, name: str | None = None, value: str | None = None, *_: str | None) -> int:
    """Refuses, once the store stands, whatever could change its shape or settings; the search asks for its version."""
    if action == apsw.SQLITE_PRAGMA:
        return apsw.SQLITE_OK if name in _READ_ONLY and value is None else apsw.SQLITE_DENY
    return apsw.SQLITE_DENY if action in _REFUSED_AFTER_START else apsw.SQLITE_OK


def _unusable(path: Path, why: str) -> Problem:
    return Problem(
        "JRN-073", sentence("流水库文件不能打开：{why}。", why=why), Place(file=str(path)), "请检查文件，或用备份恢复。"
    )
