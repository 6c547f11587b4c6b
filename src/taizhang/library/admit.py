"""Files taken in: kept by digest, read by limited children, written to the register a batch at a time."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path, PurePosixPath

from taizhang.confine.limits import LARGEST_FILE
from taizhang.library import guard, office
from taizhang.library.model import AdmissionReport, Level, ReadableLevels
from taizhang.library.offered import Offered, gather
from taizhang.library.originals import Originals
from taizhang.library.register import Register, RegisterEntry
from taizhang.library.workers import Children, ExtractedFile
from taizhang.terms.problem import Place, Problem
from taizhang.terms.sentence import sentence

# Chosen: so many are on the disk in one commit; for a dozen files a second child is not worth its start.
BATCH, FEW = 500, 12
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Stored:
    """A file copied into quarantine, with the digest of its bytes."""

    path: Path
    name: str
    digest: str
    size: int


@dataclass(frozen=True, slots=True)
class Marking:
    """What is given to documents that do not say it themselves, and when and for whom they are taken in.

    allowed: what the one who takes them in may see; nothing else is named to him as like or the same.
    """

    at: str
    level: Level
    unit: str
    allowed: ReadableLevels


class Intake:
    """Takes files into one library folder."""

    def __init__(self, folder: Path, register: Register, marking: Marking) -> None:
        self.folder, self.register, self.marking = folder, register, marking
        self.originals = Originals(folder)
        self.problems: list[Problem] = []
        self.admitted: list[int] = []
        self.known: list[int] = []

    def admit(self, paths: Iterable[Path], progress: Progress | None) -> AdmissionReport:
        """Every file of the paths; one that is refused does not hold up the others.

        While the children read one batch, the next one is copied into quarantine.
        """
        quarantine = self.folder / "quarantine"
        quarantine.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=quarantine) as name:
            room = Path(name)
            offered = self._offer(paths, room)
            with Children(1 if len(offered) <= FEW else 2) as children:
                self._take(offered, room, children, progress)
        return AdmissionReport(tuple(self.admitted), tuple(self.known), tuple(self.problems))

    def _take(self, offered: list[Offered], room: Path, children: Children, progress: Progress | None) -> None:
        files, done, before = iter(offered), 0, 0
        reading: Iterator[tuple[Stored, ExtractedFile | Problem]] = iter(())
        while done < len(offered):
            batch = list(islice(files, BATCH))
            following = self._begin(batch, room, children)
            self._write(list(reading))
            done, before, reading = done + before, len(batch), following
            if progress and done:
                progress(done, len(offered))

    def _offer(self, paths: Iterable[Path], room: Path) -> list[Offered]:
        offered: list[Offered] = []
        for each in gather(paths, room):
            if isinstance(each, Problem):
                self.problems.append(each)
            else:
                offered.append(each)
        return offered

    def _begin(
        self, batch: list[Offered], room: Path, children: Children
    ) -> Iterator[tuple[Stored, ExtractedFile | Problem]]:
        """The files of a batch that are not here yet, each with what the children are reading from it."""
        stored = [kept for file in batch if (kept := self._store(file, room))]
        here = self.register.known_ids({file.digest for file in stored})
        fresh: dict[str, Stored] = {}
        for file in stored:
            if file.digest in here or file.digest in fresh:
                self._drop_known(file, here.get(file.digest, 0))
            else:
                fresh[file.digest] = file
        files = list(fresh.values())
        readable = [_readable(file, room) for file in files]
        read = children.read([(each.path, each.name) for each in readable if isinstance(each, Offered)])
        return (
            (file, next(read) if isinstance(each, Offered) else each)
            for file, each in zip(files, readable, strict=True)
        )

    def _store(self, file: Offered, room: Path) -> Stored | None:
        try:
            source = file.path.open("rb")
            size = os.fstat(source.fileno()).st_size
        except OSError:
            hint = "请关闭正在使用它的程序，或核对权限。"
            self.problems.append(Problem("LIB-030", "文件打不开。", Place(file=file.name), hint))
            return None
        problem = guard.check(file.path, file.name) if not 0 < size <= LARGEST_FILE else None
        if problem:
            source.close()
            self.problems.append(problem)
            return None
        digest, size = hashlib.sha256(), 0
        handle, name = tempfile.mkstemp(dir=room)
        with source, os.fdopen(handle, "wb") as target:
            while piece := source.read(1 << 20):
                digest.update(piece)
                size += len(piece)
                target.write(piece)
        return Stored(Path(name), file.name, digest.hexdigest(), size)

    def _drop_known(self, file: Stored, identity: int) -> None:
        file.path.unlink(missing_ok=True)
        seen = bool(identity and self.register.documents([identity], self.marking.allowed))
        if seen:
            self.known.append(identity)
        hint = (
            sentence("已有的编号是{identity}。", identity=identity)
            if seen
            else "请与资料库管理员核对。"
            if identity
            else "与本批中另一个文件相同。"
        )
        self.problems.append(
            Problem("LIB-019", "同一个文件已在资料库中，没有重复收存。", Place(file=file.name), hint, "warning")
        )

    def _write(self, pairs: list[tuple[Stored, ExtractedFile | Problem]]) -> None:
        """Files first, then the register in one transaction: a document written down always has its file."""
        entries: list[tuple[Stored, RegisterEntry]] = []
        for file, outcome in pairs:
            if isinstance(outcome, Problem):
                self.problems.append(outcome)
                file.path.unlink()
            else:
                entries.append((file, self._entry(file, outcome)))
                if outcome.unread:
                    hint = "检索和引用不到里面的字；要用请另存为文字。"
                    self.problems.append(Problem("LIB-028", outcome.unread, Place(file=file.name), hint, "warning"))
        if not entries:
            return
        self.originals.keep((file.path, file.digest) for file, entry in entries if entry.meta.level != "confidential")
        with self.register.writing() as db:
            here = self.register.known_ids([entry.digest for _, entry in entries])
            new = [self.register.add(db, entry, self.marking.at) for _, entry in entries if entry.digest not in here]
        self.admitted += new
        for file, entry in entries:
            if entry.digest in here:
                self._drop_known(file, here[entry.digest])

    def _entry(self, file: Stored, reading: ExtractedFile) -> RegisterEntry:
        meta, marking = reading.meta, self.marking
        level = meta.level if meta.level == "confidential" else marking.level
        meta = replace(meta, level=level, unit=marking.unit or meta.unit)
        confidential = level == "confidential"
        return RegisterEntry(
            file.digest,
            file.name,
            file.size,
            meta,
            "" if confidential else reading.body,
            None if confidential else reading.plain,
            frozenset() if confidential else reading.marks,
        )


def _readable(file: Stored, room: Path) -> Offered | Problem:
    """The file as a child can read it: old Word and WPS files are turned into .docx first."""
    if PurePosixPath(file.name.lower()).suffix not in guard.CONVERTIBLE:
        return Offered(file.path, file.name)
    problem = guard.check(file.path, file.name)
    if problem:
        return problem
    result = office.convert(file.path, file.name, Path(tempfile.mkdtemp(dir=room)))
    return (
        result if isinstance(result, Problem) else Offered(result, str(PurePosixPath(file.name).with_suffix(".docx")))
    )
