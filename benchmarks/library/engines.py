"""The engines under measurement: the library itself, and SQLite FTS5 with spaced characters and with trigrams."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Protocol

import apsw

from benchmarks.library.questions import Question
from taizhang.library.library import Library
from taizhang.library.model import Allowed, Filters

TODAY = date(2026, 11, 1)
_HAN = re.compile(r"([\u3400-\u9fff])")


class Engine(Protocol):
    """Loads a folder of papers into a folder of its own and answers questions with (first ids, count)."""

    def load(self, papers: Path) -> None:
        """Take in every paper of the folder that is not there yet, and make it searchable."""

    def ask(self, question: Question) -> tuple[list[int], int]:
        """The first ten and the number of all."""

    def size(self) -> int:
        """Bytes of the index without the texts, as far as the two can be told apart."""


class Ours:
    """The library. Besides the ids and the count it gives facets, marked passages, and holds to a scope."""

    def __init__(self, folder: Path) -> None:
        self.library = Library(folder)
        self.allowed = Allowed.to(["溆水县信访局"])

    def load(self, papers: Path) -> None:
        self.library.admit([papers], at=datetime(2026, 11, 1, tzinfo=UTC), level="public")

    def ask(self, question: Question) -> tuple[list[int], int]:
        text = " ".join(f"“{piece}”" for piece in question.pieces)
        years = (question.year,) if question.year else ()
        found = self.library.search(text, allowed=self.allowed, today=TODAY, filters=Filters(years=years))
        return [hit.document.id for hit in found.hits], found.count

    def size(self) -> int:
        return sum(path.stat().st_size for path in (self.library.folder / "index").rglob("*") if path.is_file())


class Fts:
    """SQLite FTS5 without a copy of the text; ``tokenizer`` is ``unicode61`` over spaced characters or ``trigram``."""

    def __init__(self, folder: Path, tokenizer: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.file, self.spaced = folder / "fts.sqlite", tokenizer == "unicode61"
        self.db = apsw.Connection(str(self.file))
        self.db.execute("PRAGMA journal_mode=WAL").fetchall()
        self.db.execute(
            f"CREATE VIRTUAL TABLE IF NOT EXISTS papers USING fts5(body, year UNINDEXED, content='', contentless_unindexed=1, tokenize='{tokenizer}')"
        ).fetchall()
        self.loaded = int(self.db.execute("SELECT count(*) FROM papers_docsize").fetchone()[0])

    def load(self, papers: Path) -> None:
        files = sorted(papers.rglob("*.txt"))
        with self.db:
            self.db.executemany(
                "INSERT INTO papers (rowid, body, year) VALUES (?, ?, ?)",
                (
                    (self.loaded + number, self._body(path.read_text("utf-8")), int(path.name[:4]))
                    for number, path in enumerate(files)
                ),
            )
        self.loaded += len(files)

    def ask(self, question: Question) -> tuple[list[int], int]:
        match = " AND ".join('"' + self._body(piece).strip() + '"' for piece in question.pieces)
        where, values = (
            ("papers MATCH ? AND year = ?", (match, question.year)) if question.year else ("papers MATCH ?", (match,))
        )
        if not self.spaced and min(map(len, question.pieces)) < 3:
            raise LookupError("trigrams need three characters")
        ids = [
            int(row[0])
            for row in self.db.execute(f"SELECT rowid FROM papers WHERE {where} ORDER BY rank LIMIT 10", values)
        ]
        return ids, int(self.db.execute(f"SELECT count(*) FROM papers WHERE {where}", values).fetchone()[0])

    def size(self) -> int:
        return self.file.stat().st_size

    def _body(self, text: str) -> str:
        return _HAN.sub(r" \1 ", text) if self.spaced else text


def engine(name: str, folder: Path) -> Engine:
    """The engine of that name."""
    if name == "taizhang":
        return Ours(folder)
    return Fts(folder, {"fts5 spaced": "unicode61", "fts5 trigram": "trigram"}[name])
