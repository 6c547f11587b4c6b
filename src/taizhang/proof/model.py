"""What the gates read and what they say: a text in paragraphs, and findings at places in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Gate = Literal["basis", "content", "format"]
Level = Literal["block", "error", "warn", "info"]
Zone = Literal[
    "letterhead", "title", "addressee", "heading", "body", "table", "attachment", "signature", "imprint", "footer"
]
GATES: tuple[Gate, ...] = ("basis", "content", "format")
GATE_NAMES: dict[Gate, str] = {"basis": "依据", "content": "内容", "format": "格式"}
LEVEL_NAMES: dict[Level, str] = {"block": "阻断", "error": "错误", "warn": "提醒", "info": "提示"}


@dataclass(frozen=True, slots=True)
class DocumentParagraph:
    """One paragraph as a reader sees it.

    number: counted from 1 through the whole document, table cells included. zone: the part of the document it
    belongs to. level: heading level 1–4, 0 when it is none. page: printed page from 1, 0 when unknown.
    cell: row and column from 1 in a table, (0, 0) outside one. line: of a text file from 1, 0 elsewhere.
    """

    number: int
    text: str
    zone: Zone = "body"
    level: int = 0
    page: int = 0
    cell: tuple[int, int] = (0, 0)
    line: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """A document read for proof: its paragraphs in order, and the day it speaks from (None: not known).

    unread: a sentence that names what in it was not read, '' for nothing.
    """

    file: str
    paragraphs: tuple[DocumentParagraph, ...]
    dated: date | None = None
    unread: str = ""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a finding is: paragraph from 1 (0: the whole document), half-open span of characters, page (0: unknown)."""

    paragraph: int = 0
    start: int = 0
    end: int = 0
    page: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule found at one place.

    rule: the rule's stable code. text: the very words. message: one whole Chinese sentence that says what is
    wrong here. source: the requirement the rule rests on. suggestion: what to do. replacement: the certain
    replacement of ``text``; None when a person must decide.
    """

    rule: str
    gate: Gate
    level: Level
    spot: Spot
    text: str
    message: str
    source: str = ""
    suggestion: str = ""
    replacement: str | None = field(default=None)
