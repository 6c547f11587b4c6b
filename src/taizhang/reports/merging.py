"""Two texts made from the same one, line by line: what each changed, what goes together, what does not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Stretch = Literal["same", "theirs", "mine", "both", "conflict"]


@dataclass(frozen=True, slots=True)
class MergeHunk:
    """A stretch of lines in the three texts. kind: who changed it; ``both`` the same way, ``conflict`` differently."""

    kind: Stretch
    base: tuple[str, ...]
    theirs: tuple[str, ...]
    mine: tuple[str, ...]

    @property
    def merged(self) -> tuple[str, ...]:
        """The lines of the merged text; of a conflict theirs, then mine."""
        if self.kind == "conflict":
            return (*self.theirs, *self.mine)
        return self.mine if self.kind == "mine" else self.theirs


@dataclass(frozen=True, slots=True)
class Merged:
    """The stretches in order."""

    pieces: tuple[MergeHunk, ...]

    @property
    def text(self) -> str:
        """The merged text."""
        return "\n".join(line for piece in self.pieces for line in piece.merged)

    @property
    def conflicts(self) -> int:
        """How many stretches both changed, differently."""
        return sum(piece.kind == "conflict" for piece in self.pieces)


def merge(base: str, theirs: str, mine: str) -> Merged:
    """The three texts in stretches: what neither touched, what one changed, what both did."""
    old, one, two = (text.split("\n") for text in (base, theirs, mine))
    return Merged(tuple(_pieces(old, one, two)))


def _pieces(old: Sequence[str], one: Sequence[str], two: Sequence[str]) -> Iterator[MergeHunk]:
    to_one, to_two = _kept_lines(old, one), _kept_lines(old, two)
    a = b = c = 0
    anchors = [line for line in range(len(old)) if line in to_one and line in to_two]
    run: list[str] = []
    for line in [*anchors, len(old)]:
        there, here = to_one.get(line, len(one)), to_two.get(line, len(two))
        if (a, b, c) != (line, there, here):
            if run:
                yield MergeHunk("same", tuple(run), tuple(run), tuple(run))
                run = []
            yield _piece(tuple(old[a:line]), tuple(one[b:there]), tuple(two[c:here]))
        if line < len(old):
            run.append(old[line])
        a, b, c = line + 1, there + 1, here + 1
    if run:
        yield MergeHunk("same", tuple(run), tuple(run), tuple(run))


def _piece(old: tuple[str, ...], one: tuple[str, ...], two: tuple[str, ...]) -> MergeHunk:
    kind: Stretch = "both" if one == two else "mine" if one == old else "theirs" if two == old else "conflict"
    return MergeHunk(kind, old, one, two)


def _kept_lines(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Lines of the old text that stand unchanged in the new one, each with its place there."""
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return {block.a + step: block.b + step for block in blocks for step in range(block.size)}
