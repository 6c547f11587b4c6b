"""A site in one consistent cut, while others write: databases first, then the files their rows name.

What is derived (replica, index, documents drafted) stays behind; it is made anew. A copy with ``cp`` is none: of a
database that is written to it is torn or lacks the last entries.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path

import apsw

from taizhang.journal.checkpoint import Checkpoint
from taizhang.journal.journal import Journal
from taizhang.journal.open_store import FILE
from taizhang.journal.sqlite import SQLiteStore
from taizhang.sealing.seal import FOLDER, against, reread
from taizhang.terms.durable import flush, replace_file
from taizhang.terms.problem import Place, Problem, Refused
from taizhang.vault.keeping import restore_keys
from taizhang.vault.site_key import leave_out

LIST = "backup.json"
_DERIVED = (".duckdb", ".duckdb.wal", ".digest", "-wal", "-shm", ".lock", ".incoming")
_LEFT = ("out", "library/index", "keys")


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup: where, the journal's checkpoint in it, how many files."""

    folder: Path
    point: Checkpoint
    files: int


def backup(home: Path, folder: Path) -> Backup:
    """Copies a site into a new folder, verified before it gets its name.

    Raises Refused: CMD-042 the folder exists or the journal lies in a database server; CMD-043 what was copied is not sound.
    """
    if folder.exists() or not (home / FILE).is_file():
        says = "备份的文件夹已经存在。" if folder.exists() else "这个站点的流水不在文件里，不能这样备份。"
        hint = "请换一个新的文件夹名；流水存放在 PostgreSQL 的，用 pg_dump 备份数据库。"
        raise Refused(Problem("CMD-042", says, Place(file=str(folder)), hint))
    incoming = folder.with_name(f"{folder.name}.incoming")
    shutil.rmtree(incoming, ignore_errors=True)
    incoming.mkdir(parents=True)
    try:
        databases = sorted(home.rglob("*.sqlite"), key=lambda path: (path.name != FILE, str(path)))
        for path in databases:
            _copy_database(path, incoming / path.relative_to(home))
        for path in _files(home):
            place = incoming / path.relative_to(home)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, place)
            flush(place)
        leave_out(incoming)
        point = _point(incoming)
        digests = {
            str(path.relative_to(incoming)): _digest(path) for path in sorted(incoming.rglob("*")) if path.is_file()
        }
        replace_file(incoming / LIST, json.dumps({"checkpoint": str(point), "files": digests}).encode())
        if wrong := verify_backup(incoming):
            raise Refused(*wrong)
        incoming.rename(folder)
        flush(folder.parent)
    finally:
        shutil.rmtree(incoming, ignore_errors=True)
    return Backup(folder, point, len(digests))


def verify_backup(folder: Path) -> tuple[Problem, ...]:
    """Everything wrong with a backup (CMD-043): files missing, changed or added, the journal in it unsound or another."""

    def wrong(says: str, path: Path) -> Problem:
        return Problem("CMD-043", says, Place(file=str(path)), "请不要用这份备份恢复；改用另一份，并查明原因。")

    try:
        said = json.loads((folder / LIST).read_bytes())
        files, told = dict(said["files"]), str(said["checkpoint"])
    except (OSError, ValueError, KeyError, TypeError):
        return (wrong("备份没有清单，或清单读不出来。", folder / LIST),)
    there = {str(path.relative_to(folder)): path for path in folder.rglob("*") if path.is_file() and path.name != LIST}
    found = [wrong("备份里缺少这个文件。", folder / name) for name in sorted(files.keys() - there.keys())]
    found += [wrong("备份里多出这个文件。", there[name]) for name in sorted(there.keys() - files.keys())]
    same = sorted(files.keys() & there.keys())
    found += [wrong("备份里的文件与备份时不同。", there[name]) for name in same if _digest(there[name]) != files[name]]
    if found:
        return tuple(found)
    try:
        if str(_point(folder)) != told:
            found.append(wrong("备份里的流水与清单上的封存点不符。", folder / FILE))
    except (Refused, apsw.Error) as error:
        found.append(wrong(f"备份里的流水打不开或不自洽：{type(error).__name__}。", folder / FILE))
    return tuple(found)


def restore(
    folder: Path, home: Path, seals: tuple[Path, ...] = (), *, keys: Path | None = None, erased: tuple[Path, ...] = ()
) -> Backup:
    """Puts a sound backup in the place of a site that is not there.

    seals: folders with checkpoints kept elsewhere. keys: a folder of keys; without it nothing encrypted can be read. erased:
    folders of keys that know of later destructions, which are done to these too. Raises Refused: CMD-042 something is there, CMD-043 the backup is not
    sound, SEA-005 it is behind a checkpoint or another history.
    """
    if home.exists() and any(home.iterdir()):
        raise Refused(Problem("CMD-042", "恢复到的文件夹不是空的。", Place(file=str(home)), "请换一个新的文件夹。"))
    if wrong := verify_backup(folder):
        raise Refused(*wrong)
    with _opened(folder) as journal:
        point, behind = journal.checkpoint(), against(journal, [folder / FOLDER, *seals])[1]
    if behind:
        raise Refused(*behind)
    incoming = home.with_name(f"{home.name}.incoming")
    shutil.rmtree(incoming, ignore_errors=True)
    shutil.copytree(folder, incoming, ignore=shutil.ignore_patterns(LIST))
    if keys:
        restore_keys(incoming, keys, erased)
    for path in incoming.rglob("*"):
        flush(path)
    if home.exists():
        home.rmdir()
    incoming.rename(home)
    flush(home.parent)
    return Backup(home, point, sum(1 for path in home.rglob("*") if path.is_file()))


def _files(home: Path) -> Iterator[Path]:
    """The files that are truth and lie in no database."""
    for path in sorted(home.rglob("*")):
        name = path.relative_to(home).as_posix()
        left = any(name == one or name.startswith(f"{one}/") for one in _LEFT)
        if path.is_file() and not left and not path.name.endswith((".sqlite", *_DERIVED)):
            yield path


def _copy_database(path: Path, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    with closing(apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE)) as connection:
        connection.set_busy_timeout(15_000)
        connection.execute("VACUUM INTO ?", (str(place),))
    flush(place)


def _opened(folder: Path) -> closing[Journal]:
    return closing(Journal(SQLiteStore(folder / FILE, "")))


def _point(folder: Path) -> Checkpoint:
    """The checkpoint of the journal in a folder, every entry read again; the file is left as it was."""
    with _opened(folder) as journal:
        return reread(journal)[0]


def _digest(path: Path) -> str:
    with path.open("rb") as read:
        return file_digest(read, "sha256").hexdigest()
