"""The files that are offered: gathered from folders and zips, each with the name its owner knows it by."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from taizhang.library import guard
from taizhang.terms.problem import Place, Problem


@dataclass(frozen=True, slots=True)
class Offered:
    """A file offered: where it is, and what its owner calls it."""

    path: Path
    name: str


def gather(paths: Iterable[Path], room: Path) -> Iterator[Offered | Problem]:
    """The files of the paths, in order; ``room`` is a folder for what is unpacked. A link is never followed."""
    for path in paths:
        if path.is_symlink() or not path.exists():
            yield Problem("LIB-018", "路径不存在，或是一个链接。", Place(file=str(path)), "请核对路径。")
        elif path.is_dir():
            inside = sorted(each for each in path.rglob("*") if each.is_file() and not each.is_symlink())
            for each in inside:
                if not is_passing(each.name):
                    yield from _open(Offered(each, str(each.relative_to(path))), room)
        else:
            yield from _open(Offered(path, path.name), room)


def is_passing(name: str) -> bool:
    """Whether a name is that of a hidden file or of a lock that office programs leave beside an open one."""
    return PurePosixPath(name).name.startswith((".", "~$"))


def _open(file: Offered, room: Path) -> Iterator[Offered | Problem]:
    """The file, or the files inside it when it is a zip; a zip in a zip is refused."""
    if PurePosixPath(file.name.lower()).suffix != ".zip":
        yield file
        return
    problem = guard.check(file.path, file.name)
    if problem:
        yield problem
        return
    inside = Path(tempfile.mkdtemp(dir=room))
    with zipfile.ZipFile(file.path) as archive:
        for number, member in enumerate(archive.infolist()):
            name = _member_name(member)
            if not member.is_dir() and not is_passing(name):
                yield _unpack(archive, member, f"{file.name}/{name}", inside / str(number))


def _unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, target: Path) -> Offered | Problem:
    """One member written out, never more of it than it declared."""
    if name.lower().endswith(".zip"):
        return Problem("LIB-008", "压缩包里还有压缩包。", Place(file=name), "请解压后再交。")
    try:
        with archive.open(member) as source, target.open("wb") as file:
            shutil.copyfileobj(source, file, 1 << 20)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError, RuntimeError, ValueError):
        return Problem("LIB-005", "压缩结构已损坏。", Place(file=name), "请从原处重新取得文件。")
    return Offered(target, name)


def _member_name(member: zipfile.ZipInfo) -> str:
    """The member's name; one not marked as UTF-8 was written in GB 18030 by Chinese Windows."""
    if member.flag_bits & 0x800:
        return member.filename
    with suppress(UnicodeError):
        return member.filename.encode("cp437").decode("gb18030")
    return member.filename
