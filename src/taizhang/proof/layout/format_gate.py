"""The format gate over a Word file: what its XML says, and what its printed pages show where LibreOffice prints them."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from taizhang.confine import office
from taizhang.proof.files.plain import findings_of
from taizhang.proof.files.worker import DocumentOpener, ask_once
from taizhang.proof.layout.profile import Profile, load_profile
from taizhang.proof.model import Finding


def examine_form(
    path: Path, profile: Profile | None = None, *, printed: bool = False, desk: DocumentOpener | None = None
) -> tuple[Finding, ...]:
    """What is wrong with the form of a .docx. Raises Refused (PRF-101 to PRF-113).

    profile: the standard's when None. printed: also measure the pages; silently left out without LibreOffice.
    """
    order = {"profile": (profile or load_profile()).model_dump(mode="json")}
    if printed:
        # Only what a child has read without harm is given to LibreOffice.
        ask_once(desk, "word", path, ".docx")
    folder: AbstractContextManager[str] = tempfile.TemporaryDirectory() if printed else nullcontext("")
    with folder as place:
        pdf = _print(path, Path(place)) if printed else None
        answer = ask_once(desk, "form", path, ".docx", pdf=str(pdf or ""), **order)
    return findings_of(answer["findings"])


def _print(path: Path, folder: Path) -> Path | None:
    source = folder / "source.docx"
    shutil.copyfile(path, source)
    return office.convert(source, "pdf", folder)
