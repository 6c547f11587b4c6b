"""What became of a letter: answered by which act, awaited, overdue, or passed by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from taizhang.matters.entry import Entry, Head

ANSWERS = frozenset({"report_progress", "report", "extend", "suspend"})
"""Acts of or for the handling unit that answer a letter, as the head folds them."""


@dataclass(frozen=True, slots=True)
class LetterAnswer:
    """How a letter stands on a day; by: the entry that answered it, None while none did."""

    state: Literal["answered", "late", "awaited", "overdue", "passed"]
    by: Entry | None = None


def answer(history: Sequence[Entry], sent: Entry, head: Head, day: date) -> LetterAnswer:
    """What became of the letter issued with the entry ``sent``.

    passed: the work began anew, ended, or another letter took its place before it was answered.
    """
    letter = sent.intention.letter
    if letter is None:
        raise ValueError("letter")
    for entry in history:
        if entry.mseq > sent.mseq and entry.intention.act in ANSWERS:
            return LetterAnswer("late" if entry.intention.on > letter.answer else "answered", entry)
        if entry.mseq > sent.mseq and (entry.intention.letter or entry.state != sent.state):
            return LetterAnswer("passed")
    if head.pressing.answer_by is None:
        return LetterAnswer("passed")
    return LetterAnswer("overdue" if letter.answer < day else "awaited")
