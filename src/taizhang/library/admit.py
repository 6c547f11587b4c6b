"""Files taken in: gathered from folders and zips, kept by digest, read by children, written to the register in batches."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path, PurePosixPath

from taizhang.library import guard, office
from taizhang.library.model import Admission, Level
from taizhang.library.register import Entry, Register
from taizhang.library.workers import Children, Reading
from taizhang.terms.problem import Place, Problem

BATCH = 200
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Offered:
    """A file offered: where it is, and what its owner calls it."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class Stored:
    """A file copied into quarantine under its digest."""

    path: Path
    name: str
    digest: str
    size: int


class Intake:
    """Takes files into one library folder. ``level`` and ``unit`` are given to documents that do not say their own."""

    def __init__(self, folder: Path, register: Register, *, at: str, level: Level, unit: str) -> None:
        self.folder, self.register = folder, register
        self.at, self.level, self.unit = at, level, unit
        self.problems: list[Problem] = []
        self.admitted: list[int] = []
        self.known: list[int] = []

    def admit(self, paths: Iterable[Path], progress: Progress | None) -> Admission:
        """Every file of the paths; one that is refused does not hold up the others."""
        quarantine = self.folder / "quarantine"
        quarantine.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=quarantine) as name, Children() as children:
            room = Path(name)
            offered = list(self._gathered(paths, room))
            files, done = iter(offered), 0
            while batch := list(islice(files, BATCH)):
                self._batch(batch, room, children)
                done += len(batch)
                if progress:
                    progress(done, len(offered))
        return Admission(tuple(self.admitted), tuple(self.known), tuple(self.problems))

    def _gathered(self, paths: Iterable[Path], room: Path) -> Iterator[Offered]:
        for path in paths:
            if path.is_symlink() or not path.exists():
                self.problems.append(
                    Problem("LIB-018", "路径不存在，或是一个链接。", Place(file=str(path)), "请核对路径。")
                )
            elif path.is_dir():
                inside = sorted(each for each in path.rglob("*") if each.is_file() and not each.is_symlink())
                for each in inside:
                    if not each.name.startswith((".", "~$")):
                        yield from self._opened(Offered(each, str(each.relative_to(path))), room)
            else:
                yield from self._opened(Offered(path, path.name), room)

    def _opened(self, file: Offered, room: Path) -> Iterator[Offered]:
        """The file, or the files inside it when it is a zip; a zip in a zip is refused."""
        if PurePosixPath(file.name.lower()).suffix != ".zip":
            yield file
            return
        problem = guard.check(file.path, file.name)
        if problem:
            self.problems.append(problem)
            return
        inside = Path(tempfile.mkdtemp(dir=room))
        with zipfile.ZipFile(file.path) as archive:
            for number, member in enumerate(archive.infolist()):
                name = _member_name(member)
                if member.is_dir() or PurePosixPath(name).name.startswith((".", "~$")):
                    continue
                whole = f"{file.name}/{name}"
                if name.lower().endswith(".zip"):
                    self.problems.append(
                        Problem("LIB-008", "压缩包里还有压缩包。", Place(file=whole), "请解压后再交。")
                    )
                    continue
                target = inside / f"{number}{PurePosixPath(name.lower()).suffix}"
                if _unpacked(archive, member, target):
                    yield Offered(target, whole)
                else:
                    self.problems.append(
                        Problem("LIB-005", "压缩结构已损坏。", Place(file=whole), "请从原处重新取得文件。")
                    )

    def _batch(self, batch: list[Offered], room: Path, children: Children) -> None:
        stored = [kept for file in batch if (kept := self._stored(file, room))]
        here = self.register.known({file.digest for file in stored})
        fresh: dict[str, Stored] = {}
        for file in stored:
            if file.digest in here or file.digest in fresh:
                self._already(file, here.get(file.digest, 0))
            else:
                fresh[file.digest] = file
        files = list(fresh.values())
        readable = [self._readable(file, room) for file in files]
        read = children.read((each.path, each.name) for each in readable if isinstance(each, Offered))
        pairs = [
            (file, next(read) if isinstance(each, Offered) else each)
            for file, each in zip(files, readable, strict=True)
        ]
        self._write(pairs)

    def _stored(self, file: Offered, room: Path) -> Stored | None:
        problem = guard.check(file.path, file.name) if file.path.stat().st_size == 0 else None
        if file.path.stat().st_size > guard.LARGEST:
            problem = guard.check(file.path, file.name)
        if problem:
            self.problems.append(problem)
            return None
        digest, size = hashlib.sha256(), 0
        handle, name = tempfile.mkstemp(dir=room)
        with os.fdopen(handle, "wb") as target, file.path.open("rb") as source:
            while piece := source.read(1 << 20):
                digest.update(piece)
                size += len(piece)
                target.write(piece)
        return Stored(Path(name), file.name, digest.hexdigest(), size)

    def _readable(self, file: Stored, room: Path) -> Offered | Problem:
        """The file as a child can read it: old Word and WPS files are turned into .docx first."""
        if PurePosixPath(file.name.lower()).suffix not in guard.CONVERTIBLE:
            return Offered(file.path, file.name)
        problem = guard.check(file.path, file.name)
        if problem:
            return problem
        result = office.converted(file.path, file.name, Path(tempfile.mkdtemp(dir=room)))
        return (
            result
            if isinstance(result, Problem)
            else Offered(result, str(PurePosixPath(file.name).with_suffix(".docx")))
        )

    def _already(self, file: Stored, identity: int) -> None:
        file.path.unlink()
        if identity:
            self.known.append(identity)
        self.problems.append(
            Problem(
                "LIB-019", "同一个文件已在资料库中，没有重复收存。", Place(file=file.name),
                f"已有的编号是{identity}。" if identity else "与本批中另一个文件相同。", "warning",
            )
        )  # fmt: skip

    def _write(self, pairs: list[tuple[Stored, Reading | Problem]]) -> None:
        """Files first, then the register in one transaction: a document written down always has its file."""
        entries: list[Entry] = []
        for file, outcome in pairs:
            if isinstance(outcome, Problem):
                self.problems.append(outcome)
                file.path.unlink()
            else:
                entry = self._entry(file, outcome)
                if entry.meta.level != "confidential":
                    keep(self.folder, file)
                entries.append(entry)
        with self.register.writing() as db:
            for entry in entries:
                here = self.register.known([entry.digest]).get(entry.digest)
                identity = here or self.register.add(db, entry, self.at)
                (self.known if here else self.admitted).append(identity)

    def _entry(self, file: Stored, reading: Reading) -> Entry:
        meta = reading.meta
        level = meta.level if meta.level == "confidential" else self.level
        meta = replace(meta, level=level, unit=self.unit or meta.unit)
        confidential = level == "confidential"
        return Entry(
            file.digest, file.name, file.size, meta, "" if confidential else reading.body,
            None if confidential else reading.plain, frozenset() if confidential else reading.marks,
        )  # fmt: skip


def place_of(folder: Path, digest: str) -> Path:
    """Where the file of that digest is kept."""
    return folder / "files" / digest[:2] / digest[2:4] / digest


def keep(folder: Path, file: Stored) -> None:
    """Move a file from quarantine to its place, on the disk before it is named anywhere."""
    target = place_of(folder, file.digest)
    target.parent.mkdir(parents=True, exist_ok=True)
    with file.path.open("rb") as source:
        os.fsync(source.fileno())
    file.path.chmod(0o440)
    file.path.replace(target)


def _member_name(member: zipfile.ZipInfo) -> str:
    """The member's name; one not marked as UTF-8 was written in GB 18030 by Chinese Windows."""
    if member.flag_bits & 0x800:
        return member.filename
    with suppress(UnicodeError):
        return member.filename.encode("cp437").decode("gb18030")
    return member.filename


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path) -> bool:
    """Write one member out, never more of it than it declared; False when it is broken."""
    try:
        with archive.open(member) as source, target.open("wb") as file:
            shutil.copyfileobj(source, file, 1 << 20)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError, RuntimeError, ValueError):
        return False
    return True
