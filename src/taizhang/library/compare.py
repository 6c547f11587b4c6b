"""Two versions of a document set side by side, paragraph by paragraph, with what changed inside each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from taizhang.library.model import LibraryDocument

Kind = Literal["same", "changed", "removed", "added"]
Span = tuple[int, int]
# Per cent. Chosen: with half of it gone a paragraph is another; a larger table of pairs would keep a reader waiting.
ALIKE, MOST_PAIRS = 50.0, 1_000_000


@dataclass(frozen=True, slots=True)
class AlignedRow:
    """One row of the comparison. ``old`` and ``new`` are paragraph numbers from 0, None on the side that lacks it.

    cut: [start, end) of the old paragraph that is gone. put: [start, end) of the new one that is new.
    """

    kind: Kind
    old: int | None
    new: int | None
    cut: tuple[Span, ...] = ()
    put: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two documents and the rows of their comparison."""

    old: LibraryDocument
    new: LibraryDocument
    rows: tuple[AlignedRow, ...]

    @property
    def changes(self) -> int:
        """How many rows are not the same on both sides."""
        return sum(row.kind != "same" for row in self.rows)


def compare(old: Sequence[str], new: Sequence[str]) -> tuple[AlignedRow, ...]:
    """The rows in reading order; every paragraph of both sides stands in exactly one row."""
    rows: list[AlignedRow] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            rows += [AlignedRow("same", a + step, c + step) for step in range(b - a)]
        else:
            rows += _between(old, new, (a, b), (c, d))
    return tuple(rows)


def _between(old: Sequence[str], new: Sequence[str], left: Span, right: Span) -> list[AlignedRow]:
    """Rows of a stretch that differs: paragraphs paired, in order, so that the sum of their likeness is greatest."""
    rows: list[AlignedRow] = []
    a, c = left[0], right[0]
    for old_at, new_at in _pair(old[slice(*left)], new[slice(*right)]):
        rows += [AlignedRow("removed", each, None) for each in range(a, left[0] + old_at)]
        rows += [AlignedRow("added", None, each) for each in range(c, right[0] + new_at)]
        a, c = left[0] + old_at, right[0] + new_at
        rows.append(_compare_rows(old, new, a, c))
        a, c = a + 1, c + 1
    rows += [AlignedRow("removed", each, None) for each in range(a, left[1])]
    return rows + [AlignedRow("added", None, each) for each in range(c, right[1])]


def _pair(old: Sequence[str], new: Sequence[str]) -> list[Span]:
    """The pairs of one best alignment; none at all of a stretch too long to align."""
    if not old or not new or len(old) * len(new) > MOST_PAIRS:
        return []
    likeness = [[fuzz.ratio(one, other, score_cutoff=ALIKE) for other in new] for one in old]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for a in reversed(range(len(old))):
        for c in reversed(range(len(new))):
            best[a][c] = max(best[a + 1][c], best[a][c + 1], likeness[a][c] + best[a + 1][c + 1])
    pairs: list[Span] = []
    a = c = 0
    while a < len(old) and c < len(new):
        if likeness[a][c] and best[a][c] == likeness[a][c] + best[a + 1][c + 1]:
            pairs.append((a, c))
            a, c = a + 1, c + 1
        elif best[a][c] == best[a + 1][c]:
            a += 1
        else:
            c += 1
    return pairs


def _compare_rows(old: Sequence[str], new: Sequence[str], a: int, c: int) -> AlignedRow:
    cut: list[Span] = []
    put: list[Span] = []
    for step in Indel.opcodes(old[a], new[c]):
        if step.tag in ("delete", "replace"):
            cut.append((step.src_start, step.src_end))
        if step.tag in ("insert", "replace"):
            put.append((step.dest_start, step.dest_end))
    return AlignedRow("changed", a, c, tuple(cut), tuple(put))
