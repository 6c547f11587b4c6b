"""Drawn papers kept for all processes of the site: drawn by a worker, they are read by whoever shows the page."""

from __future__ import annotations

import hashlib
import hmac
import pickle
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from taizhang.reports.paper import Paper
from taizhang.site.site import Site
from taizhang.terms.durable import replace_file
from taizhang.terms.period import Period
from taizhang.terms.problem import Problem

# Chosen: the papers of one body that are looked at; files on the disk, drawn anew at need.
KEPT = 20
# Bytes of HMAC-SHA-256.
SEAL = 32
Drawn = tuple[Paper, tuple[Problem, ...]]


def key_of(site: Site, name: str, period: Period, text: str, out_of_sight: Sequence[str]) -> str:
    """What a drawn paper depends on, as a digest: its text, the journal and the catalogue as they stand, and what the
    reader must not count."""
    parts = (
        name,
        period.stored,
        text,
        str(site.journal.size),
        site.catalogue.revision,
        *sorted(site.unseen),
        *out_of_sight,
    )
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def find_drawn(site: Site, key: str) -> Drawn | None:
    """The paper drawn under this key by any process; None when there is none, or one of another version."""
    path = _folder(site) / key
    with suppress(OSError, pickle.UnpicklingError, AttributeError, ImportError, EOFError, TypeError, ValueError):
        kept = path.read_bytes()
        if not hmac.compare_digest(kept[:SEAL], _seal(kept[SEAL:])):
            return None
        # Bytes this site sealed itself: whoever only writes into the folder, or brings a copy of it, runs nothing.
        found: Drawn = pickle.loads(kept[SEAL:])
        path.touch()
        return found
    return None


def keep_drawn(site: Site, key: str, drawn: Drawn) -> None:
    """Keeps a drawn paper, and only the last few; it can be drawn anew at any time."""
    folder = _folder(site)
    folder.mkdir(mode=0o700, exist_ok=True)
    drawing = pickle.dumps(drawn)
    replace_file(folder / key, _seal(drawing) + drawing)
    oldest = sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime)[:-KEPT]
    for path in oldest:
        path.unlink(missing_ok=True)


def _seal(drawing: bytes) -> bytes:
    """What only the site's key makes of the bytes (HMAC-SHA-256)."""
    return hmac.digest(settings.SECRET_KEY.encode(), b"drawn\0" + drawing, "sha256")


def _folder(site: Site) -> Path:
    return site.home / "drawn"
