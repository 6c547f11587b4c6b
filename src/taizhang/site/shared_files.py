"""Files that several matters share: what of them goes with one matter that is destroyed, and what stays for the others.

Evidence that another matter names as well is that matter's content and stays. A workbook tells of many matters in one
file: it goes whole, and what it says of the others is kept as a workbook of its own, every row where it stood.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from taizhang.intake.reading.files import read
from taizhang.intake.rest_book import KeptRows, write_rest
from taizhang.intake.sheets import Sheet, Workbook
from taizhang.intake.tables.upright import upright
from taizhang.matters.entry import Entry, Source
from taizhang.terms.characters import squeeze
from taizhang.terms.problem import Refused
from taizhang.vault.vault import memory_folder

if TYPE_CHECKING:
    from taizhang.site.site import Site


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """What becomes of the files. destroyed: digests of those that go. rests: of a workbook the digest of what stays of it."""

    destroyed: tuple[str, ...] = ()
    rests: tuple[tuple[str, str], ...] = ()


@dataclass
class SharedFiles:
    """The files of one matter at a site. rests: what earlier destructions left of workbooks, by their first digest.

    evidence: files of this matter that others name. named: by digest of a workbook and by its sheet, as entries keep
    its name, the rows that others were read from.
    """

    site: Site
    matter: str
    rests: Mapping[str, str]
    evidence: set[str] = field(init=False, default_factory=set)
    named: dict[str, dict[str, set[int]]] = field(init=False, default_factory=lambda: defaultdict(dict))

    def settle(self) -> FileOutcome:
        """Keeps what stays of each workbook, and says which files go; nothing is destroyed yet."""
        self._look_at_others()
        gone = [one for one in sorted(self._given) if one not in self.evidence]
        rests = []
        for digest in sorted({*self._books, *self._of_ledger}):
            current = self.rests.get(digest, digest)
            rest = self._rest(digest, current)
            if rest is None:
                continue
            gone.append(current)
            if rest:
                rests.append((digest, rest))
        return FileOutcome(tuple(dict.fromkeys(gone)), tuple(rests))

    @cached_property
    def _own(self) -> tuple[Entry, ...]:
        return self.site.journal.history(self.matter)

    @cached_property
    def _given(self) -> frozenset[str]:
        return frozenset(digest for entry in self._own for digest in entry.intention.evidence)

    @cached_property
    def _books(self) -> frozenset[str]:
        """The workbooks its own entries were read from."""
        return frozenset(source.digest for source in self._sources if source.digest)

    @cached_property
    def _sources(self) -> tuple[Source, ...]:
        return tuple(entry.intention.source for entry in self._own)

    @cached_property
    def _numbers(self) -> frozenset[str]:
        return frozenset(squeeze(part) for one in self._own for part in one.intention.number.split("/") if part)

    @cached_property
    def _of_ledger(self) -> frozenset[str]:
        """Workbooks of the same ledger: a row that changed nothing was read from some of them and no entry says so."""
        ledger = self._own[0].intention.ledger
        kept = self.site.journal.kept_entries()
        return frozenset(
            one.intention.source.digest
            for one in kept
            if one.intention.ledger == ledger and one.intention.source.digest
        )

    def _look_at_others(self) -> None:
        """What entries of other matters, whose content is not destroyed, name of these files."""
        vault = self.site.vault
        for entry in self.site.journal.kept_entries():
            if entry.matter == self.matter or vault.is_erased("matter", entry.matter):
                continue
            self.evidence.update(self._given.intersection(entry.intention.evidence))
            source = entry.intention.source
            if source.digest:
                self.named[source.digest].setdefault(source.sheet, set()).add(source.row)

    def _rest(self, digest: str, current: str) -> str | None:
        """The digest of what stays of a workbook, '' when nothing does; None when it says nothing of the matter."""
        with self.site.blobs.at_hand(current) as path:
            if path is None:  # destroyed before, or never kept
                return "" if digest in self._books and self.site.blobs.has(current) else None
            try:
                book = upright(read(path))
            except Refused:  # cannot be taken apart: it goes whole
                return "" if digest in self._books else None
        if digest not in self._books and not any(self._tells(row) for sheet in book.sheets for row in sheet.rows):
            return None
        return self._keep(book, self.named.get(digest, {}))

    def _keep(self, book: Workbook, named: Mapping[str, Collection[int]]) -> str:
        kept = [(sheet, self._kept(sheet, named)) for sheet in book.sheets]
        if not any(one.rows for _, one in kept):
            return ""
        with TemporaryDirectory(prefix="taizhang-", dir=memory_folder()) as folder:
            path = Path(folder) / "rest.xlsx"
            write_rest(path, kept)
            return self.site.keep_file(path, [self._own[0].intention.ledger])

    def _kept(self, sheet: Sheet, named: Mapping[str, Collection[int]]) -> KeptRows:
        """Rows other matters were read from, the heading above them, and no cell this one was read from."""
        rows = {row for name in (sheet.name, self.site.vault.token(sheet.name)) for row in named.get(name, ())}
        if not rows:
            return KeptRows(frozenset(), frozenset())
        own = {source.row for source in self._sources if source.sheet == sheet.name} - rows
        above = {row for row in range(1, min(rows)) if row not in own and not self._tells(sheet.rows[row - 1])}
        cells = {source.cell for source in self._sources if source.sheet == sheet.name and source.row in rows}
        return KeptRows(frozenset(rows | above), frozenset(cells - {""}))

    def _tells(self, row: Iterable[object]) -> bool:
        """Whether a row says the matter's number."""
        return any(squeeze(str(cell)) in self._numbers for cell in row if cell is not None)
