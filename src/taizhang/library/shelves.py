"""Collections of documents that people put together, and copies taken out with a record of who took them."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from taizhang.library.access import AccessLog
from taizhang.library.model import LibraryDocument, ReadableLevels
from taizhang.library.originals import Originals
from taizhang.library.register import Register
from taizhang.terms.problem import Problem, Refused
from taizhang.terms.sentence import sentence

# Characters. Chosen: a line of the page; half of what Windows takes for a whole path.
LONGEST_NAME, LONGEST_FILE_NAME = 60, 120
_UNFIT = re.compile(r"[\x00-\x1f\\/:*?\"<>|]+")


class Shelves:
    """Collections and downloads of one library. Every reading is held to what the reader may see."""

    def __init__(self, register: Register, originals: Originals, log: AccessLog) -> None:
        self._register, self._originals, self._log = register, originals, log

    def names(self, *, allowed: ReadableLevels) -> dict[str, int]:
        """The collections that hold something to be seen, by name, each with the number of what is to be seen."""
        rows = self._register.db.execute("SELECT name, document FROM shelves ORDER BY name, place")
        held = [(str(name), int(document)) for name, document in rows]
        seen = {each.id for each in self._register.documents(list({document for _, document in held}), allowed)}
        counts: dict[str, int] = {}
        for name, document in held:
            if document in seen:
                counts[name] = counts.get(name, 0) + 1
        return counts

    def put(self, name: str, ids: Sequence[int], *, allowed: ReadableLevels) -> None:
        """Add documents to a collection, which begins with its first one. Raises ``Refused``: nothing is added then."""
        name = name.strip()
        if not 0 < len(name) <= LONGEST_NAME:
            raise Refused(
                Problem(
                    "LIB-060",
                    sentence("专辑的名称应为1到{longest_name}字。", longest_name=LONGEST_NAME),
                    hint="请改短名称。",
                )
            )
        self._refuse_unseen(ids, allowed)
        with self._register.writing() as db:
            for identity in ids:
                db.execute(
                    "INSERT OR IGNORE INTO shelves SELECT ?, ?, coalesce(max(place), 0) + 1 FROM shelves WHERE name = ?",
                    (name, identity, name),
                )

    def take_out(self, name: str, ids: Sequence[int], *, allowed: ReadableLevels) -> None:
        """Remove documents from a collection; the documents themselves stay in the library."""
        self._refuse_unseen(ids, allowed)
        with self._register.writing() as db:
            db.executemany("DELETE FROM shelves WHERE name = ? AND document = ?", ((name, each) for each in ids))

    def on(self, name: str, *, allowed: ReadableLevels) -> list[LibraryDocument]:
        """The documents of a collection that may be seen, in the order they were put there."""
        rows = self._register.db.execute("SELECT document FROM shelves WHERE name = ? ORDER BY place", (name,))
        return self._register.documents([int(row[0]) for row in rows], allowed)

    def download(self, ids: Sequence[int], target: Path, *, allowed: ReadableLevels, who: str, at: datetime) -> int:
        """Write the files as they were admitted into a zip and record each; answers how many.

        All or nothing: raises ``Refused`` when a document is not to be seen, or its file is not kept here.
        """
        ids = list(dict.fromkeys(ids))
        documents = self._refuse_unseen(ids, allowed)
        missing = [each.id for each in documents if not self._originals.place(each.digest).exists()]
        if missing:
            hint = "保密件的原件不在此保管；其他请从备份恢复。"
            raise Refused(
                *(
                    Problem("LIB-062", sentence("编号{each}的原件不在资料库中。", each=each), hint=hint)
                    for each in missing
                )
            )
        self._log.record(ids, who=who, act="下载", at=at)
        taken: set[str] = set()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for document in documents:
                archive.write(self._originals.place(document.digest), _member(document, taken))
        return len(ids)

    def _refuse_unseen(self, ids: Sequence[int], allowed: ReadableLevels) -> list[LibraryDocument]:
        documents = self._register.documents(ids, allowed)
        unseen = [each for each in ids if each not in {document.id for document in documents}]
        if unseen:
            raise Refused(
                *(
                    Problem("LIB-040", sentence("没有编号为{identity}的文件。", identity=each), hint="请核对编号。")
                    for each in unseen
                )
            )
        return documents


def _member(document: LibraryDocument, taken: set[str]) -> str:
    """A name for the document inside a zip: its own file name, with its id when another has it already."""
    name = _UNFIT.sub("_", document.name.rsplit("/", 1)[-1]).strip(". ") or str(document.id)
    stem, dot, suffix = name.rpartition(".")
    stem, suffix = (stem[:LONGEST_FILE_NAME], f".{suffix}") if dot else (name[:LONGEST_FILE_NAME], "")
    name = stem + suffix if stem + suffix not in taken else f"{stem}-{document.id}{suffix}"
    taken.add(name)
    return name
