"""Pictures of kept files, made once in limited processes and remembered by digest; they can be thrown away."""

from __future__ import annotations

import base64
import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from taizhang.confine.office import convert, program
from taizhang.confine.packages import examine
from taizhang.confine.worker import Worker
from taizhang.viewing.plain_text import page_of

# Pixels. Chosen: three beside each other on a page; one that fills it.
THUMB, WHOLE = 360, 1280
PICTURES = ("png", "jpeg", "gif", "webp")
WORDS = ("docx", "doc", "wps")
# Bytes. Chosen: a folder that may be thrown away takes no more of a disk; what was dropped is drawn anew.
MOST_KEPT = 1024 * 1024 * 1024
# Seconds. Chosen: half of what a conversion may take elsewhere: somebody waits for the page.
OFFICE_WAIT = 60
_one_office = Lock()


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture ready to be shown: its bytes, and what the camera noted about the original.

    content is b'' when it cannot be drawn. taken: as the camera wrote it, '' when it did not.
    """

    content: bytes
    kind: str = "image/jpeg"
    taken: str = ""
    located: bool = False


NO_PICTURE = Picture(b"")


class Previews:
    """Pictures of the files of a site, kept in ``preview/`` under their digests."""

    def __init__(self, home: Path) -> None:
        self._folder = home / "preview"

    def picture(self, path: Path, digest: str, width: int) -> Picture:
        """A photograph or drawing at most so wide, upright and without what the camera noted."""
        kept = self._path(digest, f"{width}.jpg")
        noted = self._path(digest, "noted.json")
        if not (kept.exists() and noted.exists()):
            with Worker("taizhang.viewing.shrink") as worker:
                answer = worker.ask({"path": str(path), "width": width})
            if isinstance(answer, str) or not answer.get("jpeg"):
                return NO_PICTURE
            self._keep(kept, base64.b64decode(str(answer["jpeg"])))
            told = {"taken": answer["taken"], "located": answer["located"]}
            self._keep(noted, json.dumps(told).encode())
        told = json.loads(noted.read_bytes())
        return Picture(kept.read_bytes(), taken=str(told["taken"]), located=bool(told["located"]))

    def sheet(self, path: Path, digest: str, page: int, width: int = 0) -> Picture:
        """A page of a PDF; ``width`` 0 for one that can be read."""
        kept = self._path(digest, f"page{page}-{width}.png")
        if not kept.exists():
            content, _ = page_of(path, page, width)
            if not content:
                return NO_PICTURE
            self._keep(kept, content)
        return Picture(kept.read_bytes(), "image/png")

    def print_pdf(self, path: Path, digest: str, kind: str) -> Path | None:
        """A Word document as a PDF; None without LibreOffice, and for what it cannot or should not open."""
        kept = self._path(digest, "printed.pdf")
        if kept.exists():
            return kept
        if program() is None or (kind == "docx" and examine(path, office=True)):
            return None
        with _one_office, tempfile.TemporaryDirectory() as folder:
            source = Path(folder) / f"file.{kind}"
            source.write_bytes(path.read_bytes())
            made = convert(source, "pdf", Path(folder), OFFICE_WAIT)
            if made is None:
                return None
            self._keep(kept, made.read_bytes())
        return kept

    def _path(self, digest: str, name: str) -> Path:
        return self._folder / digest[:2] / f"{digest}-{name}"

    def _keep(self, path: Path, content: bytes) -> None:
        """Writes a file that another process may be reading; when there are too many, the oldest go."""
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}.part")
        part.write_bytes(content)
        part.replace(path)
        self._sweep()

    def _sweep(self) -> None:
        kept = [(one.stat().st_mtime, one.stat().st_size, one) for one in self._folder.glob("*/*") if one.is_file()]
        spare = sum(size for _, size, _ in kept) - MOST_KEPT
        for _, size, path in sorted(kept):
            if spare <= 0:
                return
            path.unlink(missing_ok=True)
            spare -= size
