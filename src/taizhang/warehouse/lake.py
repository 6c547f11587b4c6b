"""A replica's tables as Parquet files by ledger and year, for engines that read files.

``manifest.json`` alone says which files count: an export writes the files of the years that changed, flushes them, and
then puts a new manifest in the place of the old one. Every matter is therefore read exactly once, whenever an export
stops: a file that no manifest names is nothing, and goes with the next export. Files of the manifest before stay until
then, for whoever still reads them.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import file_digest, sha256
from pathlib import Path
from typing import NamedTuple

from taizhang.catalogue.resolved import Catalogue, Ledger
from taizhang.terms.durable import flush, replace_file
from taizhang.terms.problem import Place, Problem, Refused
from taizhang.terms.progress import Progress, quiet
from taizhang.terms.sentence import sentence
from taizhang.warehouse.digest import TableDigest, partition_digests, table_digest
from taizhang.warehouse.duck import Warehouse
from taizhang.warehouse.projection import stamp_of, table_of
from taizhang.warehouse.sql import identifier, quoted

FORMAT = "taizhang-lake 1"
MANIFEST = "manifest.json"
NO_YEAR = 0
"""The year of rows without a day."""
_DATED = ("date", "year")


@dataclass(frozen=True, slots=True)
class LakeFile:
    """A file of one ledger and year: where it lies below the lake, the rows in it by digest, its bytes by SHA-256."""

    path: str
    year: int
    digest: TableDigest
    sha256: str


@dataclass(frozen=True, slots=True)
class LakeManifest:
    """Which files are the lake, how far into the journal they reach, and of what shape their tables are.

    size: the last entry they tell of; leaf: that entry's leaf in hexadecimal, which no other journal has there.
    """

    layout: str
    size: int
    leaf: str
    tables: Mapping[str, tuple[LakeFile, ...]]

    @property
    def files(self) -> tuple[LakeFile, ...]:
        """All files, by ledger and year."""
        return tuple(file for files in self.tables.values() for file in files)

    @property
    def rows(self) -> int:
        """Rows of all tables."""
        return sum(file.digest.rows for file in self.files)


class Exported(NamedTuple):
    """What an export left: the manifest, and how many of its files it had to write."""

    manifest: LakeManifest
    written: int


def year_of(ledger: Ledger) -> str:
    """The year a row is filed under, in SQL: of the day it was opened, else of its first day; 0 where it has none."""
    dated = [name for name, column in ledger.columns.items() if column.type in _DATED]
    first = next(
        (name for name in ("opened", *(one for one in dated if one in ledger.declared.field)) if name in dated), ""
    )
    return f"coalesce(year({identifier(first)}), {NO_YEAR})" if first else str(NO_YEAR)


def export(catalogue: Catalogue, replica: Warehouse, folder: Path, progress: Progress = quiet) -> Exported:
    """Brings the lake in ``folder`` up to the replica: files of years that changed are written anew, all others stay.

    The replica must be opened to write there (``Warehouse.writing_to``). Raises Refused (LAK-001) when the folder holds
    something else.
    """
    before = _known(folder)
    here = {file.path: file for file in before.files} if before else {}
    layout, size, leaf = stamp_of(replica)
    tables: dict[str, tuple[LakeFile, ...]] = {}
    written = 0
    for place, (name, ledger) in enumerate(catalogue.ledgers.items()):
        progress("导出数据湖", place, len(catalogue.ledgers))
        files = []
        for year, digest in partition_digests(replica, name, year_of(ledger)).items():
            path = _path(name, year, digest, ledger)
            kept = here.get(path)
            if kept is None or not (folder / path).is_file():
                kept = LakeFile(path, year, digest, _write(replica, ledger, year, folder / path))
                written += 1
            files.append(kept)
        tables[name] = tuple(files)
    manifest = LakeManifest(layout, size, leaf, tables)
    for ledger_name in tables:
        if (folder / ledger_name).is_dir():
            flush(folder / ledger_name)
    replace_file(folder / MANIFEST, _text(manifest))
    _sweep(folder, {file.path for file in (*manifest.files, *(before.files if before else ()))})
    return Exported(manifest, written)


def _path(table: str, year: int, digest: TableDigest, ledger: Ledger) -> str:
    """Named by what is in it and of what shape it is, so that no two contents have one name."""
    shape = "\n".join(f"{name} {kind}" for name, kind in table_of(ledger).items())
    told = sha256(f"{digest.rows} {digest.low} {digest.high}\n{shape}".encode()).hexdigest()
    return f"{table}/{year:04d}-{told[:32]}.parquet"


def _write(replica: Warehouse, ledger: Ledger, year: int, path: Path) -> str:
    """Writes the rows of one year, clustered by unit, and gives the file's SHA-256."""
    path.parent.mkdir(parents=True, exist_ok=True)
    incoming = path.with_name(f"{path.name}.incoming")
    columns = ", ".join(identifier(name) for name in table_of(ledger))
    order = ", ".join(identifier(name) for name in (ledger.declared.unit, "id") if name)
    rows = f"SELECT {columns} FROM {identifier(ledger.name)} WHERE {year_of(ledger)} = {year} ORDER BY {order}"
    replica.run(f"COPY ({rows}) TO {quoted(str(incoming))} (FORMAT parquet, COMPRESSION zstd)")
    flush(incoming)
    os.replace(incoming, path)
    return digest_of(path)


def digest_of(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _text(manifest: LakeManifest) -> bytes:
    return (json.dumps({"format": FORMAT, **asdict(manifest)}, ensure_ascii=False, indent=1) + "\n").encode()


def _sweep(folder: Path, named: set[str]) -> None:
    """Removes files of tables that neither this manifest nor the one before names."""
    for path in folder.glob("*/*.parquet*"):
        if path.relative_to(folder).as_posix() not in named:
            path.unlink(missing_ok=True)


def _known(folder: Path) -> LakeManifest | None:
    """The manifest of a lake; None for a folder with nothing in it."""
    if (folder / MANIFEST).is_file():
        return read_manifest(folder)
    if folder.is_dir() and any(not _left_over(path) for path in folder.iterdir()):
        says = sentence("“{folder}”里有别的内容，不是数据湖，没有导出。", folder=folder)
        raise Refused(Problem("LAK-001", says, hint="请指明一个空的或新的文件夹。"))
    folder.mkdir(parents=True, exist_ok=True)
    return None


def _left_over(path: Path) -> bool:
    """Whether a first export that stopped left this: a folder with nothing but files of tables."""
    return path.is_dir() and all(".parquet" in one.name for one in path.iterdir())


def read_manifest(folder: Path) -> LakeManifest:
    """The manifest of the lake in a folder. Raises Refused (LAK-002) when there is none that can be read."""
    try:
        told = json.loads((folder / MANIFEST).read_bytes())
        if told["format"] != FORMAT:
            raise ValueError(told["format"])
        tables = {
            str(name): tuple(
                LakeFile(one["path"], int(one["year"]), TableDigest(*map(int, one["digest"])), one["sha256"])
                for one in files
            )
            for name, files in told["tables"].items()
        }
        return LakeManifest(str(told["layout"]), int(told["size"]), str(told["leaf"]), tables)
    except (OSError, ValueError, KeyError, TypeError) as error:
        says = sentence("“{folder}”里没有可读的数据湖清单。", folder=folder)
        hint = "请用 taizhang lake export 重新导出；清单被改动过的，换一个新的文件夹。"
        raise Refused(Problem("LAK-002", says, Place(file=str(folder / MANIFEST)), hint)) from error


def faults(folder: Path, manifest: LakeManifest, tables: Sequence[str] = ()) -> Iterator[Problem]:
    """Every file of the lake, or of some of its tables, that is missing or not the one that was exported (LAK-003)."""
    for name, files in manifest.tables.items():
        for file in files if not tables or name in tables else ():
            path = folder / file.path
            if not path.is_file() or digest_of(path) != file.sha256:
                says = sentence("数据湖的文件“{path}”缺失或被改动过。", path=file.path)
                hint = "请删去这个文件，再用 taizhang lake export 重新导出，并查明是谁动过。"
                yield Problem("LAK-003", says, Place(file=str(path)), hint)


def unlike(catalogue: Catalogue, replica: Warehouse, manifest: LakeManifest) -> Iterator[Problem]:
    """Every table whose rows are not those of a replica at the same entry (LAK-004)."""
    for name, ledger in catalogue.ledgers.items():
        there = TableDigest()
        for file in manifest.tables.get(name, ()):
            there = there.plus(file.digest)
        if there != table_digest(replica, name):
            says = sentence("数据湖里“{title}”的各行与流水不符。", title=ledger.title)
            yield Problem("LAK-004", says, hint="请用 taizhang lake export 重新导出。")
