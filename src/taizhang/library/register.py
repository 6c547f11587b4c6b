"""The register of documents in one SQLite file: the truth from which everything else of the library is rebuilt."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import apsw

from taizhang.library.model import Filters, Level, LibraryDocument, Metadata, ReadableLevels, Relation, Verb
from taizhang.library.sentences import marks, sketch

_TABLES = """
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS documents (
  id INTEGER PRIMARY KEY, digest TEXT NOT NULL UNIQUE, name TEXT NOT NULL, size INTEGER NOT NULL,
  admitted TEXT NOT NULL, kin INTEGER NOT NULL, revision INTEGER NOT NULL,
  title TEXT NOT NULL, issuer TEXT NOT NULL, number TEXT NOT NULL, day TEXT NOT NULL, kind TEXT NOT NULL,
  addressee TEXT NOT NULL, level TEXT NOT NULL, status TEXT NOT NULL, unit TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS by_revision ON documents (revision);
CREATE INDEX IF NOT EXISTS by_kin ON documents (kin);
CREATE INDEX IF NOT EXISTS by_title ON documents (title);
CREATE INDEX IF NOT EXISTS by_number ON documents (number);
CREATE TABLE IF NOT EXISTS relations (document INTEGER NOT NULL REFERENCES documents, place INTEGER NOT NULL,
  verb TEXT NOT NULL, target TEXT NOT NULL, PRIMARY KEY (document, place)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS by_target ON relations (target);
CREATE TABLE IF NOT EXISTS texts (document INTEGER PRIMARY KEY REFERENCES documents, body BLOB NOT NULL, plain BLOB);
CREATE TABLE IF NOT EXISTS sketches (mark INTEGER NOT NULL, document INTEGER NOT NULL,
  PRIMARY KEY (mark, document)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS shelves (name TEXT NOT NULL, document INTEGER NOT NULL REFERENCES documents,
  place INTEGER NOT NULL, PRIMARY KEY (name, document)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS accesses (id INTEGER PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, act TEXT NOT NULL,
  document INTEGER NOT NULL);
"""
# Chosen: FULL so that what is told as kept is kept; a checkpoint every 32 MB, a map that costs address space alone.
_SETTINGS = (
    "page_size=8192",
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",
    "wal_autocheckpoint=4000",
    f"mmap_size={1 << 30}",
)
_COLUMNS = "id, digest, name, size, admitted, kin, title, issuer, number, day, kind, addressee, level, status, unit"
_GIVEN = "(SELECT value FROM json_each(?))"
# Chosen: a sentence of so many documents is a formula and tells no kinship; the nearest few are then compared in full.
COMMON_SENTENCE, NEAREST = 50, 5


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """A document ready to be written.

    plain: the body with folded letters, None when nothing folds. marks: those of its sentences.
    """

    digest: str
    name: str
    size: int
    meta: Metadata
    body: str
    plain: str | None
    marks: frozenset[int]


class Register:
    """Reads and writes the register; each thread works through a connection of its own."""

    def __init__(self, file: Path) -> None:
        self._file, self._local = file, threading.local()
        for _ in self.db.execute(_TABLES):
            pass

    @property
    def db(self) -> apsw.Connection:
        """This thread's connection; a commit is on the disk when it returns."""
        if not hasattr(self._local, "db"):
            db = apsw.Connection(str(self._file))
            db.set_busy_timeout(60_000)
            for setting in _SETTINGS:
                db.execute(f"PRAGMA {setting}").fetchall()
            self._local.db = db
        connection: apsw.Connection = self._local.db
        return connection

    def close(self) -> None:
        """Close this thread's connection."""
        if hasattr(self._local, "db"):
            self._local.db.close()
            del self._local.db

    @contextmanager
    def writing(self) -> Iterator[apsw.Connection]:
        """A transaction that holds the write lock from its first statement."""
        db = self.db
        db.execute("BEGIN IMMEDIATE")
        try:
            yield db
        except BaseException:
            if db.in_transaction:
                db.execute("ROLLBACK")
            raise
        try:
            db.execute("COMMIT")
        except BaseException:
            if db.in_transaction:
                db.execute("ROLLBACK")
            raise

    def fact(self, name: str, default: str = "") -> str:
        """A fact about the library as a whole."""
        row = self.db.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else default

    def set_fact(self, name: str, value: str) -> None:
        """Write a fact; inside a transaction of the caller or alone."""
        self.db.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))

    @property
    def revision(self) -> int:
        """The number of the last change: each document carries the number of its own last change."""
        return whole(self.db, "SELECT coalesce(max(revision), 0) FROM documents")

    def known_ids(self, digests: Iterable[str]) -> dict[str, int]:
        """The ids of the files that are already here, by digest."""
        found = {}
        for digest in digests:
            row = self.db.execute("SELECT id FROM documents WHERE digest = ?", (digest,)).fetchone()
            if row:
                found[digest] = int(row[0])
        return found

    def add(self, db: apsw.Connection, entry: RegisterEntry, admitted: str) -> int:
        """Write a new document inside ``writing()``; its group is that of the document most of it stands in."""
        identity = whole(db, "SELECT coalesce(max(id), 0) + 1 FROM documents")
        kin = _kin(db, entry.marks) or identity
        db.execute(
            f"INSERT INTO documents ({_COLUMNS}, revision) VALUES ({', '.join('?' * 16)})",
            (identity, entry.digest, entry.name, entry.size, admitted, kin, *_row(entry.meta), self.revision + 1),
        )
        self._relate(db, identity, entry.meta.relations)
        if entry.meta.level != "confidential":
            db.execute(
                "INSERT INTO texts VALUES (?, ?, ?)",
                (identity, entry.body.encode(), entry.plain.encode() if entry.plain is not None else None),
            )
            db.executemany("INSERT INTO sketches VALUES (?, ?)", ((mark, identity) for mark in sketch(entry.marks)))
        return identity

    def change(self, identity: int, meta: Metadata) -> None:
        """Replace what is known of a document. Raising it to confidential removes its text and marks for ever."""
        with self.writing() as db:
            db.execute(
                "UPDATE documents SET title = ?, issuer = ?, number = ?, day = ?, kind = ?, addressee = ?, level = ?, "
                "status = ?, unit = ?, revision = ? WHERE id = ?",
                (*_row(meta), self.revision + 1, identity),
            )
            db.execute("DELETE FROM relations WHERE document = ?", (identity,))
            self._relate(db, identity, meta.relations)
            if meta.level == "confidential":
                self._purge(db, identity)
        if meta.level == "confidential":
            self.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def _purge(self, db: apsw.Connection, identity: int) -> None:
        row = db.execute("SELECT body FROM texts WHERE document = ?", (identity,)).fetchone()
        lowest = sketch(marks(row[0].decode())) if row else ()
        db.executemany("DELETE FROM sketches WHERE mark = ? AND document = ?", ((mark, identity) for mark in lowest))
        db.execute("DELETE FROM texts WHERE document = ?", (identity,))
        self.set_fact("purged", str(self.revision))

    def document(self, identity: int, allowed: ReadableLevels) -> LibraryDocument | None:
        """The document with its text, or None when there is none or it may not be seen."""
        found = self.documents([identity], allowed)
        return found[0] if found else None

    def documents(self, ids: Sequence[int], allowed: ReadableLevels) -> list[LibraryDocument]:
        """Those of the documents that may be seen, with their texts, in the order of the ids."""
        rows = self.db.execute(
            f"SELECT {_COLUMNS}, body FROM documents LEFT JOIN texts ON document = id WHERE id IN {_GIVEN}",
            (json.dumps(list(ids)),),
        )
        related = self._relations(ids)
        found = {row[0]: _document(row, related.get(row[0], ())) for row in rows}
        return [found[each] for each in ids if each in found and allowed.admits(found[each].meta)]

    def plain_bytes(self, ids: Sequence[int]) -> Iterator[tuple[int, bytes]]:
        """(id, text with folded letters in UTF-8) of those of the documents that have a text."""
        rows: Iterator[tuple[int, bytes]] = self.db.execute(
            f"SELECT document, coalesce(plain, body) FROM texts WHERE document IN {_GIVEN}", (json.dumps(sorted(ids)),)
        )
        return rows

    def titles(self, ids: Sequence[int]) -> list[tuple[int, str]]:
        """(id, title) of the documents."""
        rows = self.db.execute(f"SELECT id, title FROM documents WHERE id IN {_GIVEN}", (json.dumps(sorted(ids)),))
        return [(int(identity), str(title)) for identity, title in rows]

    def find_named(self, title: str, number: str) -> list[int]:
        """The documents of that title or that document number, newest first."""
        rows = self.db.execute(
            "SELECT id FROM documents WHERE title = ? OR (number = ? AND number <> '') ORDER BY day DESC, id DESC",
            (title, number),
        )
        return [int(row[0]) for row in rows]

    def naming(self, targets: Sequence[str]) -> list[tuple[int, Verb, str]]:
        """(document, verb, target) of the relations that name one of the targets."""
        rows = self.db.execute(
            f"SELECT document, verb, target FROM relations WHERE target IN {_GIVEN} ORDER BY document, place",
            (json.dumps(list(targets)),),
        )
        return [(int(identity), verb, str(target)) for identity, verb, target in rows]

    def ids(self, allowed: ReadableLevels, filters: Filters | None = None) -> list[int]:
        """The documents that may be seen, newest first, narrowed by the filters."""
        condition, values = _visible(allowed)
        narrow, more = _filter_sql(filters or Filters())
        rows = self.db.execute(
            f"SELECT id FROM documents WHERE {condition} AND {narrow} ORDER BY day DESC, id DESC", values + more
        )
        return [int(row[0]) for row in rows]

    def kin(self, group: int) -> list[int]:
        """The documents of a group, oldest first."""
        rows = self.db.execute("SELECT id FROM documents WHERE kin = ? ORDER BY id", (group,))
        return [int(row[0]) for row in rows]

    def find_joined(self, ids: Sequence[int]) -> list[tuple[int, int]]:
        """(document, group) of those of the documents that joined the group of another one."""
        rows = self.db.execute(
            f"SELECT id, kin FROM documents WHERE id IN {_GIVEN} AND id <> kin ORDER BY id",
            (json.dumps(list(ids)),),
        )
        return [(int(identity), int(kin)) for identity, kin in rows]

    def revisions(self) -> list[tuple[int, int]]:
        """(id, number of its last change) of every document that has a text."""
        rows = self.db.execute("SELECT id, revision FROM documents JOIN texts ON document = id ORDER BY id")
        return [(int(identity), int(revision)) for identity, revision in rows]

    def all_documents(self) -> list[tuple[int, str, str, str, bool]]:
        """(id, name, digest, level, whether its text is here) of every document."""
        rows = self.db.execute(
            "SELECT id, name, digest, level, document IS NOT NULL FROM documents LEFT JOIN texts ON document = id "
            "ORDER BY id"
        )
        return [
            (int(identity), str(name), str(digest), str(level), bool(text))
            for identity, name, digest, level, text in rows
        ]

    def damage(self) -> list[str]:
        """What SQLite finds wrong with the file itself."""
        return [str(row[0]) for row in self.db.execute("PRAGMA quick_check") if row[0] != "ok"]

    def changed_since(self, revision: int, most: int) -> list[tuple[int, LibraryDocument, bytes | None]]:
        """(revision, document with text, folded text if it differs) of the next changes, oldest first."""
        rows = self.db.execute(
            f"SELECT {_COLUMNS}, body, plain, revision FROM documents LEFT JOIN texts ON document = id "
            "WHERE revision > ? ORDER BY revision LIMIT ?",
            (revision, most),
        )
        return [(int(row[17]), _document(row, ()), row[16]) for row in rows]

    def _relate(self, db: apsw.Connection, identity: int, relations: Sequence[Relation]) -> None:
        db.executemany(
            "INSERT INTO relations VALUES (?, ?, ?, ?)",
            ((identity, place, each.verb, each.target) for place, each in enumerate(relations)),
        )

    def _relations(self, ids: Sequence[int]) -> dict[int, tuple[Relation, ...]]:
        found: dict[int, tuple[Relation, ...]] = {}
        rows = self.db.execute(
            f"SELECT document, verb, target FROM relations WHERE document IN {_GIVEN} ORDER BY document, place",
            (json.dumps(list(ids)),),
        )
        for identity, verb, target in rows:
            found[identity] = (*found.get(identity, ()), Relation(verb, target))
        return found


def whole(db: apsw.Connection, statement: str, *values: str | int) -> int:
    """The whole number that a statement answers; 0 when it answers nothing."""
    row = db.execute(statement, values).fetchone()
    return int(row[0]) if row else 0


def _kin(db: apsw.Connection, found: frozenset[int]) -> int:
    """The group of the document that shares three fifths of its sentences with these; 0 when none does.

    Documents so alike share about five of the twelve marks of their sketches; one that shares two is read.
    """
    lowest, shared = sketch(found), Counter[int]()
    for mark in lowest:
        rows = db.execute(f"SELECT document FROM sketches WHERE mark = ? LIMIT {COMMON_SENTENCE}", (mark,))
        shared.update(int(row[0]) for row in rows)
    near = sorted(
        (document for document, count in shared.items() if count >= 2 or count == len(lowest)),
        key=lambda each: (-shared[each], each),
    )
    for document in near[:NEAREST]:
        body = db.execute("SELECT body FROM texts WHERE document = ?", (document,)).fetchone()
        other = marks(body[0].decode()) if body else frozenset()
        if 5 * len(found & other) >= 3 * max(len(found), len(other)):
            return whole(db, "SELECT kin FROM documents WHERE id = ?", document)
    return 0


def _row(meta: Metadata) -> tuple[str, ...]:
    day = meta.day.isoformat() if meta.day else ""
    known = (meta.title, meta.issuer, meta.number, day, meta.kind, meta.addressee, meta.level, meta.status, meta.unit)
    return tuple(map(str, known))


def _document(row: tuple[apsw.SQLiteValue, ...], relations: tuple[Relation, ...]) -> LibraryDocument:
    identity, digest, name, size, admitted, kin, *described = row[:15]
    title, issuer, number, day, kind, addressee, level, status, unit = described
    meta = Metadata(
        str(title),
        str(issuer),
        str(number),
        date.fromisoformat(str(day)) if day else None,
        str(kind),
        str(addressee),
        level,  # type: ignore[arg-type]  # written from Metadata alone
        status,  # type: ignore[arg-type]
        str(unit),
        relations,
    )
    body = row[15]
    text = body.decode() if isinstance(body, bytes) else ""
    return LibraryDocument(
        int(str(identity)), str(digest), str(name), int(str(size)), str(admitted), int(str(kin)), meta, text
    )


def _visible(allowed: ReadableLevels) -> tuple[str, tuple[str, ...]]:
    parts: list[str] = []
    values: list[str] = []
    level: Level
    for level, units in allowed.units.items():
        if units is None:
            parts.append("level = ?")
            values.append(level)
        elif units:
            parts.append(f"(level = ? AND unit IN ({', '.join('?' * len(units))}))")
            values += [level, *sorted(units)]
    return f"({' OR '.join(parts)})" if parts else "0", tuple(values)


def _filter_sql(filters: Filters) -> tuple[str, tuple[str | int, ...]]:
    parts = ["1"]
    values: list[str | int] = []
    for column, wanted in (
        ("kind", filters.kinds),
        ("issuer", filters.issuers),
        ("CAST(substr(day, 1, 4) AS INTEGER)", filters.years),
        ("level", filters.levels),
        ("status", filters.statuses),
        ("unit", filters.units),
        ("id", filters.ids),
    ):
        if wanted:
            parts.append(f"{column} IN ({', '.join('?' * len(wanted))})")
            values += wanted
    return " AND ".join(parts), tuple(values)
