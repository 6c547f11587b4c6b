"""The library of past documents in one folder: admit, search, open, look for reuse, rebuild."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from types import TracebackType

from taizhang.library.admit import Intake, place_of
from taizhang.library.faults import disk_faults
from taizhang.library.find import Answer, Finder
from taizhang.library.highlight import passages
from taizhang.library.index import Index
from taizhang.library.model import (
    LEVELS,
    STATUSES,
    VERBS,
    Admission,
    Allowed,
    Document,
    Filters,
    Found,
    Hit,
    Level,
    Metadata,
)
from taizhang.library.query import Query, parse
from taizhang.library.register import Register, whole
from taizhang.library.reuse import Reuse, Reused
from taizhang.library.suggest import suggestions
from taizhang.terms.problem import Place, Problem

Progress = Callable[[int, int], None]
MOST_AT_ONCE = 1_000


class Library(AbstractContextManager["Library"]):
    """One folder: ``register.sqlite`` and ``files/`` are the truth and want a backup, ``index/`` is rebuilt at need."""

    def __init__(self, folder: Path | str) -> None:
        self.folder = Path(folder).absolute()
        self.folder.mkdir(parents=True, exist_ok=True)
        with disk_faults(self.folder):
            self.register = Register(self.folder / "register.sqlite")
            if not self.register.fact("library"):
                with self.register.writing():
                    self.register.set_fact("library", self.register.fact("library") or uuid.uuid4().hex)
            self.index = Index(self.folder / "index", self.register)

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close this thread's connection to the register."""
        self.register.close()

    def admit(
        self,
        paths: Iterable[Path | str],
        *,
        at: datetime,
        level: Level = "internal",
        unit: str = "",
        progress: Progress | None = None,
    ) -> Admission:
        """Take in files, folders and zips, then index them. ``progress`` is told (files done, files in all).

        ``level`` and ``unit`` hold for documents that do not say their own. Raises ``Refused`` when the disk is
        full; what was admitted until then stays.
        """
        intake = Intake(self.folder, self.register, at=at.isoformat(timespec="seconds"), level=level, unit=unit)
        with disk_faults(self.folder):
            admission = intake.admit([Path(path) for path in paths], progress)
            if admission.admitted:
                self.index.sync()
        return replace(admission, problems=admission.problems + self._grouped(admission.admitted))

    def search(
        self,
        query: str,
        *,
        allowed: Allowed,
        today: date,
        filters: Filters | None = None,
        limit: int = 10,
        offset: int = 0,
    ) -> Found:
        """The documents that answer the query, among those allowed and nothing of any other, counts included."""
        asked = parse(query, today)
        if asked.problems:
            return Found(problems=asked.problems)
        limit, offset = max(0, min(limit, MOST_AT_ONCE)), max(0, offset)
        finder = Finder(*self.index.searcher(), self.register)
        gates = finder.gates(allowed, filters or Filters())
        answer = finder.find(asked, gates, limit, offset)
        relaxed = False
        other: tuple[str, ...] = ()
        if not answer.count and asked.words:
            loose = finder.relaxed(asked, gates, limit, offset)
            other = suggestions(finder.searcher, finder.schema, asked, gates)
            relaxed, answer = loose.count > 0, loose if loose.count else answer
        return Found(
            self._hits(answer, asked, allowed),
            answer.count,
            answer.exact,
            relaxed,
            finder.facets(answer.query) if answer.count else (),
            other,
            self.index.pending,
        )

    def document(self, identity: int, *, allowed: Allowed) -> Document | None:
        """The document with its text; None when there is none or it may not be seen, without telling which."""
        return self.register.document(identity, allowed)

    def documents(self, *, allowed: Allowed, filters: Filters | None = None) -> list[int]:
        """The ids of all documents that may be seen, confidential ones too where allowed, newest first."""
        return self.register.ids(allowed, filters)

    def file(self, identity: int, *, allowed: Allowed) -> Path | None:
        """The file as it was admitted; None for a confidential document, whose file is not kept here."""
        document = self.document(identity, allowed=allowed)
        path = place_of(self.folder, document.digest) if document else None
        return path if path and path.exists() else None

    def group(self, identity: int, *, allowed: Allowed) -> list[Document]:
        """The documents that are near-duplicates of this one, itself included, oldest first."""
        rows = self.register.db.execute(
            "SELECT id FROM documents WHERE kin = (SELECT kin FROM documents WHERE id = ?) ORDER BY id", (identity,)
        )
        return self.register.documents([int(row[0]) for row in rows], allowed)

    def describe(self, identity: int, meta: Metadata) -> tuple[Problem, ...]:
        """Replace what is known of a document by what a person says of it; problems when he may not."""
        problems = _wrong(meta)
        documents = self.register.documents([identity], Allowed.everything())
        if not documents:
            problems = (Problem("LIB-040", f"没有编号为{identity}的文件。", hint="请核对编号。"),)
        elif documents[0].meta.level == "confidential" and meta.level != "confidential":
            problems += (Problem("LIB-041", "保密件不能在这里降密。", hint="降密后请把原件重新收入资料库。"),)
        if problems:
            return problems
        with disk_faults(self.folder):
            self.register.change(identity, meta)
            if meta.level == "confidential":
                place_of(self.folder, documents[0].digest).unlink(missing_ok=True)
            self.index.sync()
        return ()

    def reuse(self, text: str | int, *, allowed: Allowed) -> tuple[Reused, ...]:
        """Where each paragraph of a text, or of a document, stood before, in other documents that may be seen."""
        finder = Finder(*self.index.searcher(), self.register)
        if isinstance(text, int):
            document = self.document(text, allowed=allowed)
            return Reuse(finder, allowed).of(document.text, {document.id}) if document else ()
        return Reuse(finder, allowed).of(text, set())

    def sync(self, progress: Progress | None = None) -> int:
        """Index what the register holds and the index does not yet; answers how many changes that was."""
        with disk_faults(self.folder):
            return self.index.sync(progress)

    def rebuild(self, progress: Progress | None = None) -> int:
        """Build the index anew from the register; answers how many documents that was."""
        with disk_faults(self.folder):
            return self.index.rebuild(progress)

    def _hits(self, answer: Answer, asked: Query, allowed: Allowed) -> tuple[Hit, ...]:
        ids = [identity for identity, _ in answer.page]
        documents = {each.id: each for each in self.register.documents(ids, allowed)}
        plains = self.register.plains(ids)
        return tuple(
            Hit(
                documents[identity],
                score,
                passages(documents[identity].text, plains.get(identity, documents[identity].text), asked.words),
            )
            for identity, score in answer.page
            if identity in documents
        )

    def _grouped(self, admitted: tuple[int, ...]) -> tuple[Problem, ...]:
        """A remark for each new document that joined a group: it is kept, and named beside its like."""
        out: list[Problem] = []
        for identity in admitted:
            kin = whole(self.register.db, "SELECT kin FROM documents WHERE id = ?", identity)
            if kin != identity:
                name = self.register.documents([identity], Allowed.everything())[0].name
                out.append(
                    Problem(
                        "LIB-042", f"与编号{kin}的文件大部分相同，已归为一组。", Place(file=name),
                        "两份都已收存；可以比较两份的不同。", "warning",
                    )
                )  # fmt: skip
        return tuple(out)


def _wrong(meta: Metadata) -> tuple[Problem, ...]:
    problems: list[Problem] = []
    for name, value, known in (("级别", meta.level, LEVELS), ("状态", meta.status, STATUSES)):
        if value not in known:
            problems.append(Problem("LIB-043", f"{name}“{value}”不在可用的值里。", hint=f"可用：{'、'.join(known)}。"))
    problems += [
        Problem("LIB-043", f"关系“{each.verb}”不在可用的值里。", hint=f"可用：{'、'.join(VERBS)}。")
        for each in meta.relations
        if each.verb not in VERBS
    ]
    if not meta.title.strip():
        problems.append(Problem("LIB-044", "标题不能为空。", hint="请填写文件的标题。"))
    return tuple(problems)
