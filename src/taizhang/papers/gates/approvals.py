"""Approvals by name, each bound to the words approved and to the approval before it; never changed, never removed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from taizhang.proof.records import append
from taizhang.terms.problem import Place, Problem, Refused

NAME = "approvals.jsonl"


@dataclass(frozen=True, slots=True)
class Approval:
    """One approval: of which words (their digest, and that of each paragraph), by whom, on which day.

    waived: keys of the findings others answer for. previous: digest of the line before it in the file. gate: the one
    gate somebody signed, '' for the approval of the whole.
    """

    document: str
    digest: str
    paragraphs: tuple[str, ...]
    by: str
    on: str
    waived: tuple[str, ...]
    previous: str
    gate: str = ""


def approvals(folder: Path, document: str) -> tuple[Approval, ...]:
    """Approvals and signatures of a document, oldest first. Raises Refused (PRF-404) when the file was tampered with."""
    return tuple(one for one in _all(folder / NAME) if one.document == document)


def record(
    folder: Path,
    document: str,
    digest: str,
    paragraphs: tuple[str, ...],
    *,
    by: str,
    on: date,
    waived: tuple[str, ...],
    gate: str = "",
) -> Approval:
    """Adds an approval, or the signature of one gate; on disk when it returns. Raises Refused (PRF-404) when those before it were tampered with."""
    path = folder / NAME
    _all(path)
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    given = Approval(document, digest, paragraphs, by, on.isoformat(), waived, _hash(lines[-1]) if lines else "", gate)
    append(path, [asdict(given)])
    return given


def faults(home: Path) -> Iterator[Problem]:
    """What is wrong with the files of approvals anywhere in a site (PRF-404)."""
    for path in sorted(home.rglob(NAME)):
        try:
            _all(path)
        except Refused as refused:
            yield from refused.problems


def _all(path: Path) -> list[Approval]:
    if not path.is_file():
        return []
    found: list[Approval] = []
    before = ""
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        try:
            plain = json.loads(line)
            one = Approval(**{**plain, "paragraphs": tuple(plain["paragraphs"]), "waived": tuple(plain["waived"])})
        except (ValueError, TypeError, KeyError):
            one = None
        if one is None or one.previous != before:
            message = "批准记录被改动过，或有一行读不出来。"
            raise Refused(Problem("PRF-404", message, Place(file=str(path), line=number), "请从备份恢复这个文件。"))
        found.append(one)
        before = _hash(line)
    return found


def _hash(line: str) -> str:
    return hashlib.sha256(line.encode()).hexdigest()
