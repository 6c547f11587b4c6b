"""The engines under measurement: the library itself, and what else one would pick."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Protocol

from benchmarks.library.others import Fts, Postgres, Whoosh
from benchmarks.library.questions import Question
from taizhang.library.library import Library
from taizhang.library.model import Filters, ReadableLevels
from taizhang.library.register import whole

TODAY, NOW = date(2026, 11, 1), datetime(2026, 11, 1, tzinfo=UTC)


class Engine(Protocol):
    """Takes in a folder of papers into a folder of its own and answers questions."""

    def load(self, papers: Path) -> int:
        """Take in every paper of the folder and make it searchable; answers their characters."""

    def ask(self, question: Question) -> tuple[list[int], int]:
        """The first ten and the number of all."""

    def size(self) -> int:
        """Bytes of the index without the texts, as far as the two can be told apart."""


class Ours:
    """The library. Besides the ids and the count it gives facets and marked passages, and holds to a scope."""

    def __init__(self, folder: Path) -> None:
        self.library = Library(folder)
        self.allowed = ReadableLevels.to(["溆水县信访局"])

    def load(self, papers: Path) -> int:
        """From files to searchable."""
        admitted = self.library.admit([papers], at=NOW, level="public").admitted
        return whole(
            self.library.register.db,
            "SELECT sum(length(CAST(body AS TEXT))) FROM texts WHERE document >= ?",
            admitted[0],
        )

    def ask(self, question: Question) -> tuple[list[int], int]:
        """A page of hits as the site shows it."""
        text = " ".join(f"“{piece}”" for piece in question.pieces)
        years = (question.year,) if question.year else ()
        found = self.library.search(text, allowed=self.allowed, today=TODAY, filters=Filters(years=years))
        return [hit.document.id for hit in found.hits], found.count

    def size(self) -> int:
        """Bytes of the index folder."""
        return sum(path.stat().st_size for path in (self.library.folder / "index").rglob("*") if path.is_file())


ENGINES: dict[str, Callable[[Path], Engine]] = {
    "taizhang": Ours,
    "fts5 spaced": lambda folder: Fts(folder, "unicode61"),
    "fts5 trigram": lambda folder: Fts(folder, "trigram"),
    "postgresql": Postgres,
    "whoosh": Whoosh,
}
