"""Documents and findings as plain values, to pass between processes and into files, and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from taizhang.proof.model import Document, DocumentParagraph, Finding, Spot
from taizhang.terms.sentence import from_plain, plain


def plain_document(document: Document) -> dict[str, object]:
    """The document in plain values."""
    day = document.dated.isoformat() if document.dated else ""
    return asdict(document) | {"dated": day, "unread": plain(document.unread)}


def document_of(told: Mapping[str, Any]) -> Document:
    """The document of ``plain_document``."""
    paragraphs = tuple(DocumentParagraph(**{**one, "cell": tuple(one["cell"])}) for one in told["paragraphs"])
    day = date.fromisoformat(told["dated"]) if told["dated"] else None
    return Document(told["file"], paragraphs, day, from_plain(told.get("unread", "")))


def plain_findings(findings: Sequence[Finding]) -> list[dict[str, object]]:
    """The findings in plain values."""
    return [asdict(finding) for finding in findings]


def findings_of(plain: Sequence[Mapping[str, Any]]) -> tuple[Finding, ...]:
    """The findings of ``plain_findings``."""
    return tuple(Finding(**{**one, "spot": Spot(**one["spot"])}) for one in plain)
