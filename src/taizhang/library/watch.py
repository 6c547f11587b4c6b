"""A watched folder: which of its files have come to rest since they were last looked at."""

from __future__ import annotations

from pathlib import Path

from taizhang.library.offered import is_passing

State = tuple[int, int]


class Watch:
    """Looks at a folder again and again; a file is ripe when it is the same as at the look before."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._before: dict[Path, State] = {}
        self._taken: dict[Path, State] = {}

    def ripe(self, *, waiting: bool = True) -> list[Path]:
        """The files to take in now, each once unless it changes; ``waiting=False`` trusts that nobody is writing."""
        now = self._look()
        ready = [
            path
            for path, state in now.items()
            if self._taken.get(path) != state and (not waiting or self._before.get(path) == state)
        ]
        self._taken = {path: state for path, state in self._taken.items() if path in now} | {
            path: now[path] for path in ready
        }
        self._before = now
        return ready

    def _look(self) -> dict[Path, State]:
        found: dict[Path, State] = {}
        for path in sorted(self._folder.rglob("*")):
            try:
                status = path.lstat()
            except OSError:
                continue
            if path.is_file() and not path.is_symlink() and not is_passing(path.name):
                found[path] = (status.st_size, status.st_mtime_ns)
        return found
