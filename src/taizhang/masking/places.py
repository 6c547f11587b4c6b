"""Where in a text stands what is personal by its form, what the rules keep, and which figures they hide."""

from __future__ import annotations

import re
from datetime import date

from taizhang.masking.rules import Rules
from taizhang.masking.stated import Slot, numbers_in
from taizhang.terms.document_numbers import DOCUMENT_NUMBER
from taizhang.terms.folding import fold

Span = tuple[int, int]
_IDENTITY = re.compile(r"(?<![0-9])[1-9][0-9]{16}[0-9xX](?![0-9])")
_PHONE = re.compile(r"(?<![0-9])(?:1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8})(?![0-9])")
_MAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
PERSONAL = (("身份证号", _IDENTITY, "〔身份证号〕"), ("电话", _PHONE, "〔电话〕"), ("邮箱", _MAIL, "〔邮箱〕"))
# Nothing shorter than a landline's number and without an @ is worth folding.
_MAY_TELL = re.compile(r"@|＠|[0-9０-９](?:[ \-·　]*[0-9０-９]){9}")
_PERSONAL_MASKS = re.compile("|".join(re.escape(fold(mask)) for _, _, mask in PERSONAL))

_LEAD = re.compile(r".*(?:依据|根据|按照|参照|执行|落实|贯彻|转发|印发|文号|见)")


def personal(plain: str) -> list[tuple[str, Span, str]]:
    """(kind, span, mask) of identity numbers, telephone numbers and mail addresses in a folded text."""
    return [(label, match.span(), mask) for label, pattern, mask in PERSONAL for match in pattern.finditer(plain)]


def identifies(text: str) -> bool:
    """Whether a text as written holds an identity number: eighteen digits with a birthday in them (GB 11643)."""
    return any(_is_identity(match[0]) for plain in _spellings(text) for match in _IDENTITY.finditer(plain))


def tells_person(text: str) -> bool:
    """Whether a text as written holds an identity number, a telephone number or a mail address, however it is spaced."""
    return identifies(text) or any(pattern.search(plain) for plain in _spellings(text) for pattern in (_PHONE, _MAIL))


def _spellings(text: str) -> tuple[str, ...]:
    """The folded text, and without the spaces and strokes people part long numbers by."""
    if not _MAY_TELL.search(text):
        return ()
    plain = fold(text)
    return plain, re.sub(r"(?<=[0-9])[ \-·]+(?=[0-9xX])", "", plain)


def _is_identity(number: str) -> bool:
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    return True


def find_kept(plain: str, rules: Rules) -> list[Span]:
    """Where in a folded text something stands that the rules keep, or a mask of something personal."""
    texts = sorted((fold(text) for text in rules.kept if text), key=len, reverse=True)
    spans = [match.span() for text in texts for match in re.finditer(re.escape(text), plain)]
    return spans + [match.span() for match in _PERSONAL_MASKS.finditer(plain)]


def figures(text: str, rules: Rules) -> list[Slot]:
    """The figures of a text that the rules hide; none when they hide no figures."""
    if not rules.figure_mask:
        return []
    public = [match.span() for figure in rules.figures_kept for match in re.finditer(re.escape(figure), text)]
    return [
        slot for slot in numbers_in(text) if not any(start <= slot.start and slot.end <= end for start, end in public)
    ]


def document_numbers(plain: str) -> list[Span]:
    """The document numbers of a folded text with the body that issued them, without the verb that leads up to them."""
    spans = []
    for match in DOCUMENT_NUMBER.finditer(plain):
        lead = _LEAD.match(match[1])
        start = match.start() + (lead.end() if lead else 0)
        if start < match.end(1):
            spans.append((start, match.end()))
    return spans
