"""An edition's bundle: one zip that a stranger verifies with Python alone, or by dropping it on an offline page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from taizhang.journal import merkle
from taizhang.journal.body import Sealed, commitment
from taizhang.papers.contents import DEFINITIONS, ROWS
from taizhang.papers.editions import LEDGER, TEXT, Edition, form_of, path_in
from taizhang.papers.receivers import INSIDE, MANIFEST, PUBLIC
from taizhang.reports import verify_edition
from taizhang.reports.bundle import programs
from taizhang.reports.edition import Manifest
from taizhang.sealing.seal import FOLDER as SEALS
from taizhang.sealing.seal import last_kept
from taizhang.site.site import Site

# Bytes unpacked. Chosen: editions with all their rows stay far below; a zip made to fill the disk does not.
LARGEST = 1 << 30
PARTS = re.compile(r"[\w.\-]{1,120}\.(?:txt|json|md|docx|html|py)")


def bundle(site: Site, edition: Edition, receiver: str = INSIDE, form: Manifest | None = None) -> bytes:
    """The zip as a receiver is given it; see ``bundle/verify.py`` for what is checked with it.

    form: the receiver's, where the caller has it verified already (``form_of``); else it is verified here.

    Raises Refused: RPT-053 the files are not those that were frozen, RPT-075 nothing was frozen for that receiver.
    """
    manifest = form or form_of(edition, receiver)
    made, head = BytesIO(), site.journal.find(LEDGER, f"{edition.report}/{edition.period}/v{edition.version}")[0]
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name in (MANIFEST, *manifest.outputs):
            archive.write(path_in(edition.folder, receiver, name), name)
        if receiver == INSIDE:
            archive.write(edition.folder / TEXT, TEXT)
        if manifest.rows_root:
            _put_contents(archive, site, edition.folder, manifest, head.seq)
        else:  # frozen before rows were
            archive.writestr("entry.txt", site.journal.sealed(head.seq))
            archive.writestr("proof.txt", "".join(f"{one.hex()}\n" for one in site.journal.prove(head.seq)))
            archive.writestr("checkpoint.txt", str(site.journal.checkpoint()))
            archive.write(verify_edition.__file__, "verify_edition.py")
    return made.getvalue()


def _put_contents(archive: ZipFile, site: Site, folder: Path, manifest: Manifest, own: int) -> None:
    receiver = manifest.receiver or INSIDE
    point = last_kept(site.home / SEALS, site.journal.checkpoint(), own)
    shown = {name for name in manifest.ledgers if not site.catalogue.ledgers[name].declared.guarded}
    lines = BytesIO()
    for sealed in site.journal.stored():
        if sealed.seq > point.size:
            break
        ledger = _ledger(sealed)
        if sealed.seq == own or (receiver == INSIDE and sealed.seq < own and ledger in shown):
            parts: Iterable[bytes] = _opened(sealed)
        elif receiver == PUBLIC and ledger not in manifest.ledgers:
            parts = (merkle.leaf(sealed.header).hex().encode(),)
        else:
            parts = (sealed.header,)
        lines.write(b"\t".join(parts) + b"\n")
    for name in (DEFINITIONS, ROWS):
        archive.write(path_in(folder, receiver, name), name)
    archive.writestr("entries.txt", lines.getvalue())
    archive.writestr("checkpoint.txt", str(point))
    for name, content in programs().items():
        archive.writestr(name, (folder / name).read_bytes() if name in manifest.files else content)


def _ledger(sealed: Sealed) -> str:
    return sealed.header.split(b'"ledger":"', 1)[1].split(b'"', 1)[0].decode()


def _opened(sealed: Sealed) -> Iterator[bytes]:
    """Header, salt and body; the header alone of a body that was erased."""
    yield sealed.header
    if commitment(sealed.salt, sealed.body).encode() in sealed.header:
        yield sealed.salt.hex().encode()
        yield sealed.body
