"""A copy for release: what the rules name is masked, each always alike, in one pass; then what is left is looked for.

The pass reads the text once from left to right and takes the longest declared text at each place. So no replacement
ever sees the product of another one, and nothing shorter than two characters is ever replaced: that is how a global
replace of one character turned whole reports into nonsense.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from taizhang.library.fold import folded
from taizhang.library.insertion import numbers_in
from taizhang.library.query import NUMBER
from taizhang.library.rules import Rule, Rules
from taizhang.terms.problem import Place, Problem

_ID = re.compile(r"(?<![0-9])[1-9][0-9]{16}[0-9xX](?![0-9])")
_PHONE = re.compile(r"(?<![0-9])(?:1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8})(?![0-9])")
_MAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_PERSONAL = (("身份证号", _ID, "〔身份证号〕"), ("电话", _PHONE, "〔电话〕"), ("邮箱", _MAIL, "〔邮箱〕"))
_FIXED = re.compile(r"〔身份证号〕|〔电话〕|〔邮箱〕")


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


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int
    kind: str
    mask: str


def mask(text: str, rules: Rules) -> Masked:
    """The text with everything the rules name masked. ID numbers, telephone numbers and addresses always are."""
    plain = folded(text)
    pieces = _chosen([*_kept(plain, rules), *_personal(plain), *_named(plain, rules), *_figures(text, rules)])
    parts: list[str] = []
    counts: Counter[tuple[str, str, str]] = Counter()
    at = 0
    for piece in pieces:
        if piece.kind != "keep":
            parts += [text[at : piece.start], piece.mask]
            counts[piece.kind, text[piece.start : piece.end], piece.mask] += 1
            at = piece.end
    copy = "".join([*parts, text[at:]])
    replaced = tuple(Replaced(*key, count) for key, count in sorted(counts.items()))
    return Masked(copy, replaced, residue(copy, rules))


def residue(copy: str, rules: Rules) -> tuple[Problem, ...]:
    """What in a copy still gives something away: declared texts, their beginnings, figures, personal numbers."""
    plain = folded(copy)
    kept = [(piece.start, piece.end) for piece in _kept(plain, rules)]
    found: list[Problem] = []
    for kind, start, end in _left(copy, plain, rules):
        if any(a <= start and end <= b for a, b in kept):
            continue
        paragraph = plain.count("\n", 0, start)
        first = plain.rfind("\n", 0, start) + 1
        found.append(
            Problem(
                "LIB-056", f"第{paragraph + 1}段还留有{kind}“{copy[start:end]}”。",
                Place(paragraph=paragraph + 1, span=(start - first, end - first)),
                "请补充规则，或人工核对后处理。", "warning",
            )
        )  # fmt: skip
    return tuple(found)


def _left(copy: str, plain: str, rules: Rules) -> list[tuple[str, int, int]]:
    out: list[tuple[str, int, int]] = []
    masks = [match.span() for rule in rules.rules for match in re.finditer(re.escape(folded(rule.mask)), plain)]
    for rule in rules.rules:
        for part in _parts(rule):
            for match in re.finditer(re.escape(part), plain):
                inside = any(a <= match.start() and match.end() <= b for a, b in masks)
                covered = any(a <= match.start() and match.end() <= b for _, a, b in out)
                if not inside and not covered:
                    out.append((_label(rule.kind), *match.span()))
    for label, pattern, _ in _PERSONAL:
        out += [(label, *match.span()) for match in pattern.finditer(plain)]
    out += [("数字", piece.start, piece.end) for piece in _figures(copy, rules)]
    if any(rule.kind != "name" for rule in rules.rules):
        out += [("文号", *match.span()) for match in NUMBER.finditer(plain) if match[1]]
    return sorted(out, key=lambda each: each[1:])


def _parts(rule: Rule) -> list[str]:
    """The declared spellings, and of names of three characters and more their beginning: 湉陂 of 湉陂县."""
    whole = [folded(text) for text in rule.texts]
    short = [text[:2] for text in whole if rule.kind in ("place", "unit") and len(text) >= 3]
    given = [text[1:] for text in whole if rule.kind == "name" and len(text) == 3]
    return sorted({*whole, *short, *given}, key=len, reverse=True)


def _chosen(pieces: list[_Piece]) -> list[_Piece]:
    """Pieces that do not overlap: what is kept goes first, then the one that begins first, then the longest."""
    kept = [piece for piece in pieces if piece.kind == "keep"]
    rest = [
        piece for piece in pieces
        if piece.kind != "keep" and not any(each.start < piece.end and piece.start < each.end for each in kept)
    ]  # fmt: skip
    chosen: list[_Piece] = []
    for piece in sorted(rest, key=lambda each: (each.start, each.start - each.end)):
        if not chosen or piece.start >= chosen[-1].end:
            chosen.append(piece)
    return chosen


def _kept(plain: str, rules: Rules) -> list[_Piece]:
    texts = sorted((folded(text) for text in rules.kept if text), key=len, reverse=True)
    return [_Piece(*match.span(), "keep", "") for text in texts for match in re.finditer(re.escape(text), plain)] + [
        _Piece(*match.span(), "keep", "") for match in _FIXED.finditer(plain)
    ]


def _personal(plain: str) -> list[_Piece]:
    return [
        _Piece(*match.span(), label, mask) for label, pattern, mask in _PERSONAL for match in pattern.finditer(plain)
    ]


def _named(plain: str, rules: Rules) -> list[_Piece]:
    masks = {folded(text): rule for rule in rules.rules for text in rule.texts}
    if not masks:
        return []
    pattern = re.compile("|".join(map(re.escape, sorted(masks, key=len, reverse=True))))
    return [
        _Piece(*match.span(), _label(masks[match[0]].kind), masks[match[0]].mask) for match in pattern.finditer(plain)
    ]


def _figures(text: str, rules: Rules) -> list[_Piece]:
    if not rules.figure_mask:
        return []
    kept = [match.span() for figure in rules.figures_kept for match in re.finditer(re.escape(figure), text)]
    return [
        _Piece(slot.start, slot.end, "数字", rules.figure_mask)
        for slot in numbers_in(text)
        if not any(a <= slot.start and slot.end <= b for a, b in kept)
    ]


def _label(kind: str) -> str:
    return {"name": "姓名", "place": "地名", "unit": "单位"}[kind]
