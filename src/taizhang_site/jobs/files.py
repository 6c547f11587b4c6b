"""The files a job left, encrypted as soon as it has ended, and at hand for as long as somebody fetches one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from taizhang.terms.durable import replace_file
from taizhang.vault.site_key import wipe
from taizhang.vault.vault import memory_folder
from taizhang_site.house import site

BOXED = ".box"


def _bound(path: Path) -> str:
    """What the file is: of this folder, under this name."""
    return f"{path.parent.name}/{path.name}"


def encrypt_files(folder: Path) -> None:
    """Encrypts every file of a folder under the site's key, unless that is not at hand, and overwrites what stood there."""
    if site().vault.problem:
        return
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.is_file() and path.suffix != BOXED:
            replace_file(path.with_name(path.name + BOXED), site().vault.encrypt_bytes(path.read_bytes(), _bound(path)))
            wipe(path)


def has_file(folder: Path, name: str) -> bool:
    """Whether the folder holds this file, encrypted or not."""
    return bool(name) and ((folder / name).is_file() or (folder / (name + BOXED)).is_file())


@contextmanager
def at_hand(folder: Path, name: str) -> Iterator[Path | None]:
    """A path under which the file can be read for a while; None when there is none, or it does not open."""
    path, boxed = folder / name, folder / (name + BOXED)
    if not boxed.is_file() or site().vault.problem:
        yield path if name and path.is_file() else None
        return
    with TemporaryDirectory(prefix="taizhang-", dir=memory_folder()) as opened:
        (Path(opened) / name).write_bytes(site().vault.decrypt_bytes(boxed.read_bytes(), _bound(path)))
        yield Path(opened) / name
