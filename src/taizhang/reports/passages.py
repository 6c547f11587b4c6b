"""The blocks of a template before filling: words, slots and gaps in passages and tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from taizhang.reports.paper import Drawn
from taizhang.reports.slots import Slot


@dataclass(frozen=True, slots=True)
class Words:
    """Plain words of the drafter."""

    text: str
    bold: bool = False
    line: int = 0


@dataclass(frozen=True, slots=True)
class Gap:
    """A slot that could not be read; it is never printed as if it were right."""

    text: str
    reason: str
    line: int = 0


Part = Words | Gap | Slot


@dataclass(frozen=True, slots=True)
class ParagraphSource:
    """A paragraph before filling. level, lead: as ``Paragraph.level`` and ``Paragraph.heading`` count them."""

    parts: tuple[Part, ...]
    kind: Literal["heading", "body", "item"] = "body"
    level: int = 0
    lead: int = 0
    line: int = 0


@dataclass(frozen=True, slots=True)
class TableSource:
    """A table before filling; drawn: as ``Table.drawn``."""

    heading: tuple[str, ...]
    rows: tuple[tuple[tuple[Part, ...], ...], ...]
    caption: str = ""
    line: int = 0
    drawn: Drawn = ""


def words_of(parts: tuple[Part, ...]) -> str:
    """The plain words of the parts, slots left out."""
    return "".join(part.text for part in parts if isinstance(part, Words))
