"""A Word file read for proof, as its reader sees it; opened in a limited child process."""

from __future__ import annotations

from pathlib import Path

from taizhang.proof.files.plain import document_of
from taizhang.proof.files.worker import DocumentOpener, ask_once
from taizhang.proof.model import Document


def read_word(path: Path, desk: DocumentOpener | None = None) -> Document:
    """The document in a .docx. Raises Refused (PRF-101 to PRF-113). desk: one that is open already."""
    return document_of(ask_once(desk, "word", path, ".docx"))
