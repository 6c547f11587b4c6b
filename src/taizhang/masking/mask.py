"""Text masked in one pass: what the rules name, each always alike, and what may still give something away.

The pass reads the text once from left to right and takes the longest declared text at each place. So no replacement
ever sees the product of another one, and nothing shorter than two characters is ever replaced: that is how a global
replace of one character turned whole reports into nonsense.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from taizhang.masking.places import document_numbers, figures, find_kept, personal
from taizhang.masking.residue import residue
from taizhang.masking.rules import LABELS, Rules
from taizhang.terms.folding import fold
from taizhang.terms.problem import Problem


@dataclass(frozen=True, slots=True)
class Masking:
    """A piece of a text to be masked: [start, end), what kind of thing stands there, and what shall stand instead."""

    start: int
    end: int
    kind: str
    mask: str


@dataclass(frozen=True, slots=True)
class Replaced:
    """One line of the report: kind, what stood there, what stands there now, and how often."""

    kind: str
    before: str
    after: str
    count: int


@dataclass(frozen=True, slots=True)
class Masked:
    """The copy, what was replaced in it, and what may still give something away."""

    text: str
    replaced: tuple[Replaced, ...]
    residue: tuple[Problem, ...]


def mask(text: str, rules: Rules) -> Masked:
    """The text with everything the rules name masked. ID numbers, telephone numbers and addresses always are."""
    found = pieces(text, rules)
    copy = apply(text, found)
    return Masked(copy, report([(text, found)]), residue(copy, rules))


def pieces(text: str, rules: Rules) -> tuple[Masking, ...]:
    """What is to be masked in the text, from left to right, never overlapping: for copies that keep a structure."""
    plain = fold(text)
    candidates = [
        *(Masking(*span, label, mask) for label, span, mask in personal(plain)),
        *_mask_named(plain, rules),
        *(Masking(*span, "文号", rules.number_mask) for span in document_numbers(plain) if rules.number_mask),
        *(Masking(slot.start, slot.end, "数字", rules.figure_mask) for slot in figures(text, rules)),
    ]
    still = find_kept(plain, rules)
    chosen: list[Masking] = []
    for piece in sorted(candidates, key=lambda each: (each.start, each.start - each.end)):
        free = not chosen or piece.start >= chosen[-1].end
        if free and not any(start < piece.end and piece.start < end for start, end in still):
            chosen.append(piece)
    return tuple(chosen)


def apply(text: str, found: Sequence[Masking]) -> str:
    """The text with the pieces replaced by their masks."""
    parts, at = [], 0
    for piece in found:
        parts += [text[at : piece.start], piece.mask]
        at = piece.end
    return "".join([*parts, text[at:]])


def report(masked: Iterable[tuple[str, Sequence[Masking]]]) -> tuple[Replaced, ...]:
    """What was replaced by what and how often, over one or more texts with their pieces."""
    counts = Counter((each.kind, text[each.start : each.end], each.mask) for text, found in masked for each in found)
    return tuple(Replaced(*key, count) for key, count in sorted(counts.items()))


def _mask_named(plain: str, rules: Rules) -> list[Masking]:
    masks = {fold(text): rule for rule in rules.rules for text in rule.texts}
    if not masks:
        return []
    pattern = re.compile("|".join(map(re.escape, sorted(masks, key=len, reverse=True))))
    return [
        Masking(*match.span(), LABELS[masks[match[0]].kind], masks[match[0]].mask) for match in pattern.finditer(plain)
    ]
