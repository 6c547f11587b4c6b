"""A passage taken into a draft: its origin kept, its numbers turned into slots that must be filled anew.

A number of last year is never a fact of this year. ``{{?12}}`` says that 12 stood there and that nothing is known yet;
a report that still holds one is not finished.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from taizhang.library.model import LibraryDocument
from taizhang.masking.stated import Slot, numbers_in
from taizhang.terms.problem import Place, Problem, Refused
from taizhang.terms.sentence import sentence


@dataclass(frozen=True, slots=True)
class Insertion:
    """A passage for a draft. markdown: its text with slots, then a line of its origin. slots: what was emptied."""

    markdown: str
    origin: str
    slots: tuple[Slot, ...]


def insertion(document: LibraryDocument, first: int, last: int | None = None) -> Insertion:
    """The paragraphs from ``first`` to ``last`` (both from 0, both included) of a document, for a draft.

    Raises ``Refused`` when the document has no such paragraphs.
    """
    last = first if last is None else last
    paragraphs = document.paragraphs
    if not 0 <= first <= last < len(paragraphs):
        raise Refused(
            Problem(
                "LIB-064",
                sentence(
                    "文件只有{count}段，取不到第{number}到第{number2}段。",
                    count=len(paragraphs),
                    number=first + 1,
                    number2=last + 1,
                ),
                Place(file=document.name),
                "请核对段号。",
            )
        )
    emptied: list[str] = []
    slots: list[Slot] = []
    at = 0
    for paragraph in paragraphs[first : last + 1]:
        found = numbers_in(paragraph)
        slots += [Slot(slot.start + at, slot.end + at, slot.written) for slot in found]
        emptied.append(_empty(paragraph, found))
        at += len(paragraph) + 1
    origin = _origin(document, first, last)
    return Insertion("\n\n".join(emptied) + f"\n\n<!-- 出处：{origin} -->\n", origin, tuple(slots))


def _empty(text: str, slots: tuple[Slot, ...]) -> str:
    parts, at = [], 0
    for slot in slots:
        parts += [_escape(text[at : slot.start]), "{{?", slot.written, "}}"]
        at = slot.end
    return "".join([*parts, _escape(text[at:])])


def _escape(text: str) -> str:
    """Text that Markdown takes as text, and in which no slot of a template can hide."""
    return re.sub(r"([\\`*_{}\[\]<>#|])", r"\\\1", text)


def _origin(document: LibraryDocument, first: int, last: int) -> str:
    """Where the passage comes from, in words that cannot end the comment they stand in."""
    meta = document.meta
    where = f"第{first + 1}段" if first == last else f"第{first + 1}至{last + 1}段"
    parts = [meta.issuer, f"《{meta.title}》", f"（{meta.number}）" if meta.number else "", where]
    text = "".join(parts) + f"，资料库编号{document.id}，摘要{document.digest[:16]}"
    return re.sub(r"-{2,}|[<>{}]", " ", text)
