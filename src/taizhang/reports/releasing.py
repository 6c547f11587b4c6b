"""A copy of a paper for release: every figure under one mask, names, places and units replaced by rules.

The mask has one width, so it tells neither digits nor decimals. Nothing is replaced by searching the whole text
for a character: rules name whole names, each replaced alike everywhere, and what is left is looked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from taizhang.masking.mask import Masking, Replaced, apply, pieces, report
from taizhang.masking.residue import residue
from taizhang.masking.rules import SHORTEST, MaskingRule, Rules, mask_of
from taizhang.reports.paper import Block, Claim, Number, Paper, Paragraph, Quoted, Run, Text, Unresolved
from taizhang.terms.problem import Problem
from taizhang.terms.scope import Unit

MASK = "×××"


@dataclass(frozen=True, slots=True)
class Released:
    """The copy, what was replaced in it, and what may still give something away."""

    paper: Paper
    replaced: tuple[Replaced, ...]
    residue: tuple[Problem, ...]


def release(paper: Paper, rules: Rules) -> Released:
    """The paper with every figure masked and every declared name replaced; it keeps no cells and no sources.

    A figure is masked wherever it came from: computed, quoted, missing, or typed by the drafter.
    """
    rules = replace(rules, figure_mask=rules.figure_mask or MASK)
    masked: list[tuple[str, tuple[Masking, ...]]] = []

    def words(text: str) -> str:
        found = pieces(text, rules)
        masked.append((text, found))
        return apply(text, found)

    def runs(given: Iterable[Run]) -> Iterator[Run]:
        for run in given:
            match run:
                case Text():
                    yield replace(run, text=words(run.text))
                case Claim():
                    yield Text(words(run.text))
                case Number() | Quoted() | Unresolved():
                    yield Text(rules.figure_mask + _unit(run))

    def block(one: Block) -> Block:
        if isinstance(one, Paragraph):
            return replace(one, runs=tuple(runs(one.runs)))
        rows = tuple(tuple(tuple(runs(cell)) for cell in row) for row in one.rows)
        return replace(one, heading=tuple(map(words, one.heading)), rows=rows, caption=words(one.caption))

    blocks = tuple(map(block, paper.blocks))
    copy = Paper(
        name=paper.name,
        title=words(paper.title),
        period=paper.period,
        blocks=blocks,
        addressee=words(paper.addressee),
        signature=tuple(map(words, paper.signature)),
        signed_on=paper.signed_on,
    )
    return Released(copy, report(masked), residue(_text(copy), rules))


def _unit(run: Number | Quoted | Unresolved) -> str:
    """What follows the digits of a printed number: its unit stays, its rounding word goes."""
    if isinstance(run, Unresolved):
        return ""
    tail = run.text.lstrip("0123456789.,，-－ ")
    return tail if tail != run.text else ""


def _text(paper: Paper) -> str:
    lines = [paper.title, paper.addressee, *paper.signature]
    for block in paper.blocks:
        if isinstance(block, Paragraph):
            lines.append(block.text)
        else:
            lines += ["".join(run.text for run in cell) for row in block.rows for cell in row]
    return "\n".join(lines)


def unit_rules(units: Iterable[Unit]) -> tuple[MaskingRule, ...]:
    """A rule for every unit of the organisation, in its order: 某单位甲, 某单位乙 …, the same wherever it stands."""
    made = []
    for number, unit in enumerate(units):
        texts = sorted(
            {text for text in (unit.name, *unit.aliases) if len(text) >= SHORTEST}, key=lambda one: (-len(one), one)
        )
        if texts:
            made.append(MaskingRule("unit", tuple(texts), mask_of("unit", number)))
    return tuple(made)
