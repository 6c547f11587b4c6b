"""What in a masked copy still gives something away: declared texts, parts of them, figures, personal numbers."""

from __future__ import annotations

import re

from taizhang.masking.places import document_numbers, figures, find_kept, personal
from taizhang.masking.rules import LABELS, MaskingRule, Rules
from taizhang.terms.folding import fold
from taizhang.terms.problem import Place, Problem
from taizhang.terms.sentence import sentence

Left = tuple[str, int, int]


def residue(copy: str, rules: Rules) -> tuple[Problem, ...]:
    """A warning for each place of the copy, by paragraph and span; empty when nothing is left."""
    plain = fold(copy)
    still = find_kept(plain, rules)
    found: list[Problem] = []
    for kind, start, end in _find_left(copy, plain, rules):
        if any(a <= start and end <= b for a, b in still):
            continue
        paragraph = plain.count("\n", 0, start)
        first = plain.rfind("\n", 0, start) + 1
        found.append(
            Problem(
                "MSK-010",
                sentence("第{number}段还留有{kind}“{copy}”。", number=paragraph + 1, kind=kind, copy=copy[start:end]),
                Place(paragraph=paragraph + 1, span=(start - first, end - first)),
                "请补充规则，或人工核对后处理。",
                "warning",
            )
        )
    return tuple(found)


def _find_left(copy: str, plain: str, rules: Rules) -> list[Left]:
    found = _find_names_left(plain, rules)
    found += [(label, *span) for label, span, _ in personal(plain)]
    found += [("数字", slot.start, slot.end) for slot in figures(copy, rules)]
    if rules.number_mask or any(rule.kind != "name" for rule in rules.rules):
        masked = fold(rules.number_mask)
        found += [("文号", start, end) for start, end in document_numbers(plain) if plain[start:end] != masked]
    return sorted(found, key=lambda each: each[1:])


def _find_names_left(plain: str, rules: Rules) -> list[Left]:
    """Declared texts and their telling parts, unless a mask that was put there holds the same characters."""
    masks = [match.span() for rule in rules.rules for match in re.finditer(re.escape(fold(rule.mask)), plain)]
    found: list[Left] = []
    for rule in rules.rules:
        for part in _parts(rule):
            for match in re.finditer(re.escape(part), plain):
                inside = any(start <= match.start() and match.end() <= end for start, end in masks)
                covered = any(start <= match.start() and match.end() <= end for _, start, end in found)
                if not inside and not covered:
                    found.append((LABELS[rule.kind], *match.span()))
    return found


def _parts(rule: MaskingRule) -> list[str]:
    """The declared spellings, of places and units their beginning (湉陂 of 湉陂县), of persons the given name."""
    whole = [fold(text) for text in rule.texts]
    short = [text[:2] for text in whole if rule.kind in ("place", "unit") and len(text) >= 3]
    given = [text[1:] for text in whole if rule.kind == "name" and len(text) == 3]
    return sorted({*whole, *short, *given}, key=len, reverse=True)
