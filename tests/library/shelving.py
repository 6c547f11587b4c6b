"""Small libraries made for one test: papers as (file name, text), taken in with one call."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from taizhang.library.library import Library
from taizhang.library.model import AdmissionReport, Level, ReadableLevels
from tests.library.times import NOW

ALL = ReadableLevels.everything()


def put(
    library: Library, papers: Iterable[tuple[str, str]], *, level: Level = "public", unit: str = ""
) -> AdmissionReport:
    """Writes the papers as files and takes them in."""
    folder = library.folder.parent / f"papers-{len(list(library.folder.parent.iterdir()))}"
    folder.mkdir()
    for name, text in papers:
        (folder / name).write_text(text, "utf-8")
    return library.admit([folder], at=NOW, level=level, unit=unit)


def opened(folder: Path, *papers: tuple[str, str], level: Level = "public", unit: str = "") -> Library:
    """A library in the folder with the papers."""
    library = Library(folder / "library")
    if papers:
        put(library, papers, level=level, unit=unit)
    return library
