"""Content controls: the tag that leads from a place in a Word document back to its cell."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Literal

from taizhang.rendering.elements import Element, legal, val, w
from taizhang.reports.paper import Claim, Number, Quoted, Unresolved

Kind = Literal["number", "claim", "quote", "gap"]
Sourced = Number | Claim | Quoted | Unresolved
PREFIXES: dict[Kind, str] = {"number": "", "claim": "claim:", "quote": "quote:", "gap": "gap:"}
# Word calls a file damaged whose w:tag or w:alias is longer.
LONGEST = 64
GAP = "▢"
CODE = "code:"
"""What the tag of a frozen paper's own code begins with: a control that is no source."""


def kind_of(run: Sourced) -> Kind:
    """Which kind of control the run becomes."""
    match run:
        case Number():
            return "number"
        case Claim():
            return "claim"
        case Quoted():
            return "quote"
    return "gap"


def tag_of(run: Sourced) -> str:
    """The tag of the run: prefix and cell id, of a quotation its source, of a gap its reason; at most 64 characters.

    A longer one is cut and ends in ``~`` and 16 hexadecimal digits of its SHA-256.
    """
    match run:
        case Number(_, key) | Claim(_, key):
            pass
        case Quoted(_, source):
            key = source
        case Unresolved(_, reason):
            key = reason
    return _short(PREFIXES[kind_of(run)] + legal(key))


def words_in_control(run: Sourced) -> str:
    """The words in the control: a gap is led by ▢, so that it is never read as a number."""
    text = f"{GAP}{run.text}" if isinstance(run, Unresolved) else run.text
    return legal(text)


def kind_of_tag(tag: str) -> Kind:
    """The kind a tag names; without a known prefix it is a number's."""
    return next((kind for kind, prefix in PREFIXES.items() if prefix and tag.startswith(prefix)), "number")


def control(number: int, tag: str, title: str, content: Iterable[Element]) -> Element:
    """An inline content control; ``number`` is unique in the document, ``title`` is shown when it is selected."""
    properties = w("sdtPr", None, val("alias", _truncate(title)), val("tag", tag), val("id", number))
    return w("sdt", None, properties, w("sdtContent", None, *content))


def _short(tag: str) -> str:
    if len(tag) <= LONGEST:
        return tag
    return f"{tag[: LONGEST - 17]}~{hashlib.sha256(tag.encode()).hexdigest()[:16]}"


def _truncate(title: str) -> str:
    text = legal(title).replace("\n", " ")
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
