"""What else one would pick: SQLite FTS5 over spaced characters and over trigrams, Whoosh-Reloaded, PostgreSQL."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import apsw
import psycopg

from benchmarks.library.questions import Question

_HAN = re.compile(r"([\u3400-\u9fff])")


def texts(papers: Path, most: int = 0) -> Iterator[tuple[str, int]]:
    """(text, year) of the papers of a folder, in the order of their names; no more characters than ``most``."""
    written = 0
    for path in sorted(papers.rglob("*.txt")):
        text = path.read_text("utf-8")
        yield text, int(path.name[:4])
        written += len(text)
        if most and written >= most:
            return


def spaced(text: str) -> str:
    """The text with a space around each Chinese character, so that each is a word."""
    return _HAN.sub(r" \1 ", text)


class Fts:
    """SQLite FTS5 without a copy of the text; ``tokenizer`` is ``unicode61`` over spaced characters or ``trigram``."""

    def __init__(self, folder: Path, tokenizer: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.file, self.spaced = folder / "fts.sqlite", tokenizer == "unicode61"
        self.db = apsw.Connection(str(self.file))
        self.db.execute("PRAGMA journal_mode=WAL").fetchall()
        self.db.execute(
            "CREATE VIRTUAL TABLE IF NOT EXISTS papers USING fts5(body, year UNINDEXED, content='', "
            f"contentless_unindexed=1, tokenize='{tokenizer}')"
        ).fetchall()

    def load(self, papers: Path) -> int:
        """Take the papers in; answers their characters."""
        first = int(self.db.execute("SELECT count(*) FROM papers_docsize").fetchone()[0])
        characters = 0
        with self.db:
            for number, (text, year) in enumerate(texts(papers)):
                body = spaced(text) if self.spaced else text
                self.db.execute("INSERT INTO papers (rowid, body, year) VALUES (?, ?, ?)", (first + number, body, year))
                characters += len(text)
        return characters

    def ask(self, question: Question) -> tuple[list[int], int]:
        """The first ten by rank and the number of all."""
        if not self.spaced and min(map(len, question.pieces)) < 3:
            raise LookupError("trigrams need three characters")
        pieces = (spaced(piece).strip() if self.spaced else piece for piece in question.pieces)
        match = " AND ".join(f'"{piece}"' for piece in pieces)
        where, values = ("papers MATCH ?", [match])
        if question.year:
            where, values = f"{where} AND year = ?", [match, question.year]
        rows = self.db.execute(f"SELECT rowid FROM papers WHERE {where} ORDER BY rank LIMIT 10", values)
        ids = [int(row[0]) for row in rows]
        return ids, int(self.db.execute(f"SELECT count(*) FROM papers WHERE {where}", values).fetchone()[0])

    def size(self) -> int:
        """Bytes of the file."""
        return self.file.stat().st_size


class Whoosh:
    """Whoosh-Reloaded with each character a word; so slow to ask that it is given a part of the papers only."""

    MOST = 5_000_000

    def __init__(self, folder: Path) -> None:
        from whoosh import fields, index
        from whoosh.analysis import RegexTokenizer

        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        analyzer = RegexTokenizer(r"[\u3400-\u9fff]|[A-Za-z]+|[0-9]+")
        schema = fields.Schema(body=fields.TEXT(analyzer=analyzer), year=fields.NUMERIC(int), id=fields.STORED())
        self.index = index.open_dir(folder) if index.exists_in(folder) else index.create_in(folder, schema)

    def load(self, papers: Path) -> int:
        """Take the papers in; answers their characters."""
        writer = self.index.writer(procs=2, limitmb=256, multisegment=True)
        first, characters = self.index.doc_count(), 0
        for number, (text, year) in enumerate(texts(papers, self.MOST)):
            writer.add_document(body=text, year=year, id=first + number)
            characters += len(text)
        writer.commit()
        return characters

    def ask(self, question: Question) -> tuple[list[int], int]:
        """The first ten by rank and the number of all."""
        from whoosh.query import And, NumericRange, Phrase, Term

        parts = [Phrase("body", list(piece)) if len(piece) > 1 else Term("body", piece) for piece in question.pieces]
        if question.year:
            parts.append(NumericRange("year", question.year, question.year))
        with self.index.searcher() as searcher:
            found = searcher.search(And(parts), limit=10)
            return [int(hit["id"]) for hit in found], len(found)

    def size(self) -> int:
        """Bytes of the folder."""
        return sum(path.stat().st_size for path in self.folder.iterdir())


class Postgres:
    """PostgreSQL with each character a word of ``to_tsvector('simple')`` and a GIN index; a server of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        fresh = not (folder / "data").exists()
        folder.mkdir(parents=True, exist_ok=True)
        programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
        if not programs:
            raise LookupError("no PostgreSQL on this machine")
        self.programs = programs[-1]
        if fresh:
            self._run("initdb", "-D", str(folder / "data"), "-A", "trust", "-U", "bench", "-E", "UTF8", "--locale=C")
        options = f"-k {folder} -c listen_addresses='' -c shared_buffers=256MB -c maintenance_work_mem=256MB"
        self._run("pg_ctl", "-D", str(folder / "data"), "-w", "-l", str(folder / "log"), "-o", options, "start")
        self.db = psycopg.connect(host=str(folder), user="bench", dbname="postgres", autocommit=True)
        self.db.execute("CREATE TABLE IF NOT EXISTS papers (id serial PRIMARY KEY, year int, body tsvector)")

    def load(self, papers: Path) -> int:
        """Take the papers in; answers their characters."""
        characters = 0
        with self.db.cursor() as cursor:
            cursor.execute("CREATE TEMP TABLE raw (year int, body text)")
            with cursor.copy("COPY raw (year, body) FROM STDIN") as copy:
                for text, year in texts(papers):
                    copy.write_row((year, spaced(text)))
                    characters += len(text)
            cursor.execute("INSERT INTO papers (year, body) SELECT year, to_tsvector('simple', body) FROM raw")
            cursor.execute("DROP TABLE raw")
            cursor.execute("CREATE INDEX IF NOT EXISTS by_body ON papers USING gin (body)")
            cursor.execute("ANALYZE papers")
        return characters

    def ask(self, question: Question) -> tuple[list[int], int]:
        """The first ten by rank and the number of all."""
        match = " & ".join("(" + " <-> ".join(piece) + ")" for piece in question.pieces)
        where = "body @@ to_tsquery('simple', %s)" + (f" AND year = {question.year}" if question.year else "")
        rows = self.db.execute(
            f"SELECT id, count(*) OVER () FROM papers WHERE {where} ORDER BY ts_rank(body, to_tsquery('simple', %s)) DESC LIMIT 10",
            (match, match),
        ).fetchall()
        return [int(row[0]) for row in rows], int(rows[0][1]) if rows else 0

    def size(self) -> int:
        """Bytes of the table of vectors and its index."""
        row = self.db.execute("SELECT pg_total_relation_size('papers')").fetchone()
        return int(row[0]) if row else 0

    def close(self) -> None:
        """Stop the server."""
        self.db.close()
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", "fast", "-w", "stop")
        time.sleep(0.1)

    def _run(self, program: str, *arguments: str) -> None:
        """A program of PostgreSQL, which does not run as root."""
        user = (
            ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
            if Path("/root").is_dir() and _root()
            else []
        )
        if user:
            shutil.chown(self.folder, "postgres")
        subprocess.run([*user, str(self.programs / program), *arguments], check=True, stdout=subprocess.DEVNULL)


def _root() -> bool:
    import os

    return os.geteuid() == 0
