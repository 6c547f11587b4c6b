"""Collections of documents that people put together, and copies taken out with a record of who took them."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from taizhang.library.library import Library
from taizhang.library.model import Allowed, Document
from taizhang.terms.problem import Place, Problem, Refused

LONGEST_NAME = 60
_UNFIT = re.compile(r"[\x00-\x1f\\/:*?\"<>|]+")


@dataclass(frozen=True, slots=True)
class Access:
    """One line of the access log: when, who, what was done with which document."""

    at: str
    who: str
    act: str
    document: int


class Shelves:
    """Collections and downloads of one library. Every reading is held to what the reader may see."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def names(self) -> list[str]:
        """The collections, by name."""
        return [
            str(row[0]) for row in self._library.register.db.execute("SELECT DISTINCT name FROM shelves ORDER BY 1")
        ]

    def put(self, name: str, ids: Sequence[int], *, allowed: Allowed) -> tuple[Problem, ...]:
        """Add documents to a collection, which begins with its first document; nothing is added on a problem."""
        name = name.strip()
        if not name or len(name) > LONGEST_NAME:
            return (Problem("LIB-060", f"专辑的名称应为1到{LONGEST_NAME}字。", hint="请改短名称。"),)
        problems = self._unseen(ids, allowed)
        if problems:
            return problems
        with self._library.register.writing() as db:
            for identity in ids:
                db.execute(
                    "INSERT OR IGNORE INTO shelves SELECT ?, ?, coalesce(max(place), 0) + 1 FROM shelves WHERE name = ?",
                    (name, identity, name),
                )
        return ()

    def take_out(self, name: str, ids: Sequence[int]) -> None:
        """Remove documents from a collection; the documents themselves stay in the library."""
        with self._library.register.writing() as db:
            db.executemany("DELETE FROM shelves WHERE name = ? AND document = ?", ((name, each) for each in ids))

    def on(self, name: str, *, allowed: Allowed) -> list[Document]:
        """The documents of a collection that may be seen, in the order they were put there."""
        rows = self._library.register.db.execute("SELECT document FROM shelves WHERE name = ? ORDER BY place", (name,))
        return self._library.register.documents([int(row[0]) for row in rows], allowed)

    def download(self, ids: Sequence[int], target: Path, *, allowed: Allowed, who: str, at: datetime) -> int:
        """Write the files as they were admitted into a zip and record each; answers how many.

        All or nothing: raises ``Refused`` when a document is not there, may not be seen, or is not kept here.
        """
        ids = list(dict.fromkeys(ids))
        problems = list(self._unseen(ids, allowed))
        files = [(identity, self._library.file(identity, allowed=allowed)) for identity in ids] if not problems else []
        problems += [
            Problem("LIB-062", f"编号{identity}的原件不在资料库中。", hint="保密件的原件不在此保管；其他请从备份恢复。")
            for identity, path in files
            if path is None
        ]
        if problems:
            raise Refused(*problems)
        taken: set[str] = set()
        self._record(ids, who, "下载", at)
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for document, (_, path) in zip(self._library.register.documents(ids, allowed), files, strict=True):
                if path:
                    archive.write(path, _member(document, taken))
        return len(ids)

    def record(self, ids: Sequence[int], *, who: str, act: str, at: datetime) -> None:
        """Write into the access log that somebody opened, printed or copied the documents."""
        self._record(ids, who, act, at)

    def accesses(self, identity: int = 0) -> list[Access]:
        """The access log, newest first; of one document when its id is given."""
        rows = self._library.register.db.execute(
            "SELECT at, who, act, document FROM accesses WHERE ? IN (0, document) ORDER BY id DESC", (identity,)
        )
        return [Access(str(at), str(who), str(act), int(document)) for at, who, act, document in rows]

    def _record(self, ids: Sequence[int], who: str, act: str, at: datetime) -> None:
        if not who.strip():
            raise Refused(Problem("LIB-063", "没有写明由谁取用。", hint="请写明取用人。"))
        when = at.isoformat(timespec="seconds")
        with self._library.register.writing() as db:
            db.executemany(
                "INSERT INTO accesses (at, who, act, document) VALUES (?, ?, ?, ?)",
                ((when, who, act, each) for each in ids),
            )

    def _unseen(self, ids: Sequence[int], allowed: Allowed) -> tuple[Problem, ...]:
        seen = {document.id for document in self._library.register.documents(ids, allowed)}
        return tuple(
            Problem("LIB-061", f"没有编号为{identity}的文件。", Place(), "请核对编号。")
            for identity in ids
            if identity not in seen
        )


def _member(document: Document, taken: set[str]) -> str:
    """A name for the document inside a zip: its own file name, with its id when another has it already."""
    name = _UNFIT.sub("_", document.name.rsplit("/", 1)[-1]).strip(". ") or str(document.id)
    if name in taken:
        stem, dot, suffix = name.rpartition(".")
        name = f"{stem}-{document.id}{dot}{suffix}" if dot else f"{name}-{document.id}"
    taken.add(name)
    return name
