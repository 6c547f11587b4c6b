"""A copy of a Word file with findings as native comments and certain replacements as tracked changes."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from taizhang.proof.files.plain import plain_findings
from taizhang.proof.files.worker import DocumentOpener, ask_once
from taizhang.proof.model import Finding


def mark_word(
    path: Path, findings: Sequence[Finding], on: datetime | None = None, desk: DocumentOpener | None = None
) -> bytes:
    """The marked copy; the file at ``path`` is not touched. Raises Refused (PRF-101 to PRF-113).

    Each finding is a comment on its words; where it has a replacement, the words are struck out and the
    replacement inserted after them. on: the moment written to the marks, None for none. The same file,
    findings and moment give the same bytes.
    """
    moment = on.strftime("%Y-%m-%dT%H:%M:%SZ") if on else ""
    answer = ask_once(desk, "mark", path, ".docx", findings=plain_findings(findings), on=moment)
    return base64.b64decode(answer["file"])
