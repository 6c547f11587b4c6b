"""The search index on the disk: disposable, stamped with the revision of the register it follows, rebuilt at need.

``current.json`` names the folder in use and the revision it holds, and is replaced whole. The index is committed
first and the stamp written after, so a stop between the two only means that the last changes are indexed again.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import tantivy

from taizhang.library.fields import FORM, fields_of, register_tokenizers, schema
from taizhang.library.register import Register

Progress = Callable[[int, int], None]
# Chosen: documents held in memory at once; an old machine has two cores.
BATCH, THREADS = 500, 2
_UNFIT = (OSError, ValueError, LookupError)
# Bytes for tantivy's writer. Chosen: all of a library at once, or the few documents of a day.
REBUILD_HEAP, SYNC_HEAP = 300_000_000, 60_000_000


@dataclass(frozen=True, slots=True)
class Stamp:
    """Which folder is in use, the revision it holds, the form of its fields, and whose it is."""

    folder: str
    revision: int
    form: int
    library: str


class Index:
    """The index of one register. Any number of processes may search; one at a time writes."""

    def __init__(self, folder: Path, register: Register) -> None:
        self.folder, self.register = folder, register
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._open: tuple[tuple[int, int], Stamp, tantivy.Index] | None = None

    @property
    def pending(self) -> int:
        """Changes of the register that the index does not hold yet."""
        stamp = self.stamp()
        return self.register.revision - (stamp.revision if stamp else 0)

    def stamp(self) -> Stamp | None:
        """What the index in use says of itself; None when it is missing, unreadable, or of another form."""
        try:
            stamp = Stamp(**json.loads((self.folder / "current.json").read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            return None
        fits = stamp.form == FORM and stamp.library == self.register.fact("library")
        return stamp if fits and (self.folder / stamp.folder / "meta.json").exists() else None

    def searcher(self) -> tuple[tantivy.Searcher, tantivy.Schema]:
        """A view of the newest commit; builds the index first when there is none fit to use."""
        try:
            return self._searcher()
        except _UNFIT:
            self._mend()
        return self._searcher()

    def sync(self, progress: Progress | None = None) -> int:
        """Bring the index up to the register and answer how many changes that took."""
        with self._writing():
            stamp = self.stamp()
            newest = self.register.revision
            if stamp is not None and stamp.revision == newest:
                return 0
            purged = int(self.register.fact("purged", "0"))
            if stamp is None or not stamp.revision or stamp.revision > newest or stamp.revision < purged:
                return self._rebuild(progress)
            try:
                index = tantivy.Index.open(str(self.folder / stamp.folder))
            except (OSError, ValueError):
                return self._rebuild(progress)
            return self._write(index, stamp, progress)

    def rebuild(self, progress: Progress | None = None) -> int:
        """Build the index anew beside the old one, then put it in its place."""
        with self._writing():
            return self._rebuild(progress)

    def _searcher(self) -> tuple[tantivy.Searcher, tantivy.Schema]:
        with self._lock:
            status = os.stat(self.folder / "current.json")
            version = (status.st_ino, status.st_mtime_ns)
            if self._open is None or self._open[0] != version:
                stamp = self.stamp()
                if stamp is None:
                    raise LookupError("no index")
                if self._open is not None and self._open[1].folder == stamp.folder:
                    self._open[2].reload()
                    self._open = (version, stamp, self._open[2])
                else:
                    self._open = None
                    self._open = (version, stamp, self._open_index(stamp))
            index = self._open[2]
            return index.searcher(), index.schema

    def _open_index(self, stamp: Stamp) -> tantivy.Index:
        index = tantivy.Index.open(str(self.folder / stamp.folder))
        index.config_reader("manual")
        index.reload()
        return index

    def _mend(self) -> None:
        """Build the index anew, unless another process has just done so."""
        with self._writing():
            stamp = self.stamp()
            try:
                if stamp is not None:
                    self._open_index(stamp)
                    return
            except _UNFIT:
                pass
            self._rebuild(None)

    def _rebuild(self, progress: Progress | None) -> int:
        old = [path for path in self.folder.iterdir() if path.name.isdigit()]
        name = f"{max((int(path.name) for path in old), default=0) + 1:06d}"
        (self.folder / name).mkdir()
        index = tantivy.Index(schema(), path=str(self.folder / name))
        done = self._write(index, Stamp(name, 0, FORM, self.register.fact("library")), progress)
        for path in old:
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink()
        return done

    def _write(self, index: tantivy.Index, stamp: Stamp, progress: Progress | None) -> int:
        fresh, first, last = stamp.revision == 0, stamp.revision, self.register.revision
        register_tokenizers(index)
        writer = index.writer(REBUILD_HEAP if fresh else SYNC_HEAP, THREADS if fresh else 1)
        at, done = first, 0
        while changes := self.register.changed_since(at, BATCH):
            for revision, document, plain in changes:
                if not fresh:
                    # Deleting by term takes the id for a signed number, finds nothing, and says nothing.
                    writer.delete_documents_by_query(tantivy.Query.term_query(index.schema, "id", document.id, "basic"))
                if document.meta.level != "confidential":
                    writer.add_document(fields_of(document, plain))
                at, done = revision, done + 1
            if progress:
                progress(done, max(done, last - first))
        writer.commit()
        writer.wait_merging_threads()
        self._put(Stamp(stamp.folder, at, FORM, stamp.library))
        return done

    def _put(self, stamp: Stamp) -> None:
        new = self.folder / "current.json.new"
        with new.open("w", encoding="utf-8") as file:
            json.dump(asdict(stamp), file)
            file.flush()
            os.fsync(file.fileno())
        new.replace(self.folder / "current.json")

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Hold the writer's lock, waiting for whoever has it; a process that dies lets it go."""
        with (self.folder / "writer.lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
