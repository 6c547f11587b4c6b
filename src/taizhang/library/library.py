"""The library of past documents in one folder: everything a page or a command does with it, held to what one may see."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from types import TracebackType

from taizhang.library.access import AccessLog
from taizhang.library.admit import Intake, Marking
from taizhang.library.compare import Comparison, compare
from taizhang.library.edit import wrong
from taizhang.library.faults import disk_faults
from taizhang.library.find import Finder
from taizhang.library.fsck import Health, examine
from taizhang.library.highlight import passages, spans_of
from taizhang.library.index import Index
from taizhang.library.insertion import Insertion, insertion
from taizhang.library.links import Link, links
from taizhang.library.meaning import Meaning
from taizhang.library.model import (
    AdmissionReport,
    Filters,
    Level,
    LibraryDocument,
    Metadata,
    ReadableLevels,
    SearchHit,
    SearchResult,
    View,
)
from taizhang.library.originals import Originals
from taizhang.library.query import parse
from taizhang.library.register import Register
from taizhang.library.reuse import Reuse, Reused, SimilarDocuments, alike
from taizhang.library.search import search
from taizhang.library.shelves import Shelves
from taizhang.masking.mask import Masked, mask
from taizhang.masking.rules import Rules
from taizhang.terms.folding import fold
from taizhang.terms.problem import Place, Problem, Refused
from taizhang.terms.sentence import sentence

Progress = Callable[[int, int], None]
# Chosen: beyond, a reader narrows down; every paper against every other grows with their square.
MOST_AT_ONCE, MOST_SIDE_BY_SIDE = 1_000, 2_000


class Library(AbstractContextManager["Library"]):
    """One folder: ``register.sqlite`` and ``files/`` are the truth and want a backup, ``index/`` is rebuilt at need.

    ``allowed`` is what the reader may see. It is part of every query, so that nothing else is found, counted,
    compared or named; a document he may not see does not exist for him.
    """

    def __init__(self, folder: Path | str) -> None:
        self.folder = Path(folder).absolute()
        with disk_faults(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            self.register = Register(self.folder / "register.sqlite")
            if not self.register.fact("library"):
                with self.register.writing():
                    self.register.set_fact("library", self.register.fact("library") or uuid.uuid4().hex)
            self.index = Index(self.folder / "index", self.register)
        self.originals = Originals(self.folder)
        self.log = AccessLog(self.register)
        self.meaning = Meaning(self.folder, self.register)
        self.shelves = Shelves(self.register, self.originals, self.log)

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
        allowed: ReadableLevels | None = None,
        progress: Progress | None = None,
    ) -> AdmissionReport:
        """Take in files, folders and zips, then index them. ``progress`` is told (files done, files in all).

        level, unit: of documents that do not say their own. allowed: what the one who hands them in may see, None
        for everything. Raises ``Refused`` when the disk is full; what was admitted until then stays.
        """
        allowed = allowed or ReadableLevels.everything()
        marking = Marking(at.isoformat(timespec="seconds"), level, unit, allowed)
        with disk_faults(self.folder):
            admission = Intake(self.folder, self.register, marking).admit([Path(path) for path in paths], progress)
            if admission.admitted:
                self.index.sync()
        return replace(admission, problems=admission.problems + self._remark_on_joined(admission.admitted, allowed))

    def search(
        self,
        query: str,
        *,
        allowed: ReadableLevels,
        today: date,
        filters: Filters | None = None,
        limit: int = 10,
        offset: int = 0,
    ) -> SearchResult:
        """The documents that answer the query, with counts, facets and passages."""
        asked = parse(query, today)
        if asked.problems:
            return SearchResult(problems=asked.problems)
        limit, offset = max(0, min(limit, MOST_AT_ONCE)), max(0, offset)
        found = search(self._finder(), asked, allowed, filters or Filters(), (limit, offset))
        return replace(found, pending=self.index.pending)

    def nearest(
        self, text: str, *, allowed: ReadableLevels, filters: Filters | None = None, limit: int = 10
    ) -> tuple[SearchHit, ...]:
        """The documents nearest in meaning. Raises ``Refused`` where the extra is not installed."""
        found = self.meaning.nearest(text, allowed, filters or Filters(), max(0, min(limit, MOST_AT_ONCE)))
        documents = {each.id: each for each in self.register.documents([identity for identity, _ in found], allowed)}
        return tuple(
            SearchHit(documents[identity], likeness, passages(documents[identity].text, "", ()))
            for identity, likeness in found
            if identity in documents
        )

    def view(self, identity: int, query: str, *, allowed: ReadableLevels, today: date) -> View | None:
        """The document with every place of its text that the query marks; None when there is none to be seen."""
        document = self.document(identity, allowed=allowed)
        if document is None:
            return None
        asked = parse(query, today)
        spans = spans_of(fold(document.text), asked.words) if not asked.problems else []
        return View(document, tuple(spans))

    def document(self, identity: int, *, allowed: ReadableLevels) -> LibraryDocument | None:
        """The document with its text; None when there is none or it may not be seen, without telling which."""
        return self.register.document(identity, allowed)

    def documents(self, *, allowed: ReadableLevels, filters: Filters | None = None) -> list[int]:
        """The ids of all documents that may be seen, confidential ones too where allowed, newest first."""
        return self.register.ids(allowed, filters)

    def named(self, title: str, number: str, *, allowed: ReadableLevels) -> list[int]:
        """The ids of the documents of that title or document number that may be seen, newest first."""
        found = self.register.find_named(title, number)
        seen = {one.id for one in self.register.documents(found, allowed)}
        return [identity for identity in found if identity in seen]

    def original(self, identity: int, *, allowed: ReadableLevels) -> Path | None:
        """The file as it was admitted; None for a confidential document, whose file is not kept here."""
        document = self.document(identity, allowed=allowed)
        path = self.originals.place(document.digest) if document else None
        return path if path and path.exists() else None

    def group(self, identity: int, *, allowed: ReadableLevels) -> list[LibraryDocument]:
        """The document and its near-duplicates and versions, oldest first."""
        document = self.document(identity, allowed=allowed)
        return self.register.documents(self.register.kin(document.group), allowed) if document else []

    def links(self, identity: int, *, allowed: ReadableLevels) -> tuple[Link, ...]:
        """What the document adopts, implements, forwards and supersedes, and which documents say so of it."""
        document = self.document(identity, allowed=allowed)
        return links(self.register, document, allowed) if document else ()

    def describe(self, identity: int, meta: Metadata, *, allowed: ReadableLevels, who: str, at: datetime) -> None:
        """Replace what is known of a document by what a person says of it. Raises ``Refused`` when he may not.

        Raising it to confidential takes its text, file and index entries away for ever.
        """
        document = self._require_visible(identity, allowed)
        problems = wrong(document, meta)
        if problems:
            raise Refused(*problems)
        with disk_faults(self.folder):
            self.log.record([identity], who=who, act="修改", at=at)
            self.register.change(identity, meta)
            if meta.level == "confidential":
                self.originals.remove(document.digest)
                self.meaning.forget(identity)
            self.index.sync()

    def reuse(self, text: str | int, *, allowed: ReadableLevels) -> tuple[Reused, ...]:
        """Where each paragraph of a text, or of a document, stood before, in other documents that may be seen."""
        if isinstance(text, int):
            document = self._require_visible(text, allowed)
            return Reuse(self._finder(), allowed).of(document.text, {document.id})
        return Reuse(self._finder(), allowed).of(text, set())

    def alike(
        self, *, allowed: ReadableLevels, filters: Filters, progress: Progress | None = None
    ) -> tuple[SimilarDocuments, ...]:
        """Papers of different units that repeat each other, two by two with their passages, most alike first.

        progress: is told (documents compared, documents in all).
        Raises ``Refused`` when the filters leave too many papers to be set side by side.
        """
        ids = self.register.ids(allowed, filters)
        if len(ids) > MOST_SIDE_BY_SIDE:
            message = sentence(
                "要比对的有{count}篇，超过{most_side_by_side}篇。", count=len(ids), most_side_by_side=MOST_SIDE_BY_SIDE
            )
            raise Refused(Problem("LIB-047", message, hint="请用类型、年份或单位缩小范围。"))
        return alike(self._finder(), allowed, ids, progress)

    def compare(self, old: int, new: int, *, allowed: ReadableLevels) -> Comparison:
        """Two versions side by side. Raises ``Refused`` when one of them is not to be seen."""
        left, right = self._require_visible(old, allowed), self._require_visible(new, allowed)
        return Comparison(left, right, compare(left.paragraphs, right.paragraphs))

    def insertion(
        self, identity: int, first: int, last: int | None = None, *, allowed: ReadableLevels, who: str, at: datetime
    ) -> Insertion:
        """Paragraphs of a document for a draft, numbers emptied, origin kept; the taking is recorded.

        Raises ``Refused`` when there are no such paragraphs to be seen.
        """
        taken = insertion(self._require_visible(identity, allowed), first, last)
        self.log.record([identity], who=who, act="引用", at=at)
        return taken

    def release(self, identity: int, rules: Rules, *, allowed: ReadableLevels, who: str, at: datetime) -> Masked:
        """A copy of a document with everything masked that the rules name; the making is recorded."""
        copy = mask(self._require_visible(identity, allowed).text, rules)
        self.log.record([identity], who=who, act="脱敏", at=at)
        return copy

    def sync(self, progress: Progress | None = None) -> int:
        """Index what the register holds and the index does not yet; answers how many changes that was."""
        with disk_faults(self.folder):
            return self.index.sync(progress)

    def rebuild(self, progress: Progress | None = None) -> int:
        """Build the index anew from the register; answers how many documents that was."""
        with disk_faults(self.folder):
            return self.index.rebuild(progress)

    def fsck(self, progress: Progress | None = None) -> Health:
        """What is wrong with the register, the kept files and the index; every file is read."""
        return examine(self.register, self.originals, self.index, progress)

    def _finder(self) -> Finder:
        return Finder(*self.index.searcher(), self.register)

    def _require_visible(self, identity: int, allowed: ReadableLevels) -> LibraryDocument:
        document = self.document(identity, allowed=allowed)
        if document is None:
            raise Refused(
                Problem("LIB-040", sentence("没有编号为{identity}的文件。", identity=identity), hint="请核对编号。")
            )
        return document

    def _remark_on_joined(self, admitted: tuple[int, ...], allowed: ReadableLevels) -> tuple[Problem, ...]:
        """A remark for each new document that joined a group: it is kept, and named beside its like."""
        remarks: list[Problem] = []
        for identity, kin in self.register.find_joined(admitted):
            if self.register.documents([kin], allowed):
                name = self.register.documents([identity], ReadableLevels.everything())[0].name
                message = sentence("与编号{kin}的文件大部分相同，已归为一组。", kin=kin)
                hint = "两份都已收存；可以比较两份的不同。"
                remarks.append(Problem("LIB-042", message, Place(file=name), hint, "warning"))
        return tuple(remarks)
