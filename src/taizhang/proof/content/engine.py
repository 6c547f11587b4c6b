"""Runs the rules over a document: findings in the order of the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from taizhang.proof.content.reading import Reading
from taizhang.proof.content.rule import PLAIN, Hit, OfficeSettings, Rule
from taizhang.proof.content.rules import RULES
from taizhang.proof.model import Document, Finding


def proofread(
    document: Document, setting: OfficeSettings = PLAIN, rules: Sequence[Rule] = RULES
) -> tuple[Finding, ...]:
    """What the rules find in the text of a document, by paragraph and span, each once."""
    reading = Reading(document)
    if not document.paragraphs:
        return ()
    found = {
        (finding.spot.paragraph, finding.spot.start, finding.spot.end, finding.rule): finding
        for one in rules
        for finding in apply(one, reading, setting)
    }
    return tuple(found[key] for key in sorted(found))


def apply(one: Rule, reading: Reading, setting: OfficeSettings) -> Iterator[Finding]:
    """The findings of one rule, inside its zones and outside quotations unless it reads those too."""
    reach = one.reach
    if reach.triggers and reading.signs.isdisjoint(reach.triggers):
        return
    for hit in one.find(reading, setting):
        zone = reading.paragraph_at(hit.start).zone
        if zone in reach.zones and (reach.quoted or not reading.is_quoted(hit.start, hit.end)):
            yield _finding(one, reading, hit)


def _finding(one: Rule, reading: Reading, hit: Hit) -> Finding:
    return Finding(
        rule=one.code,
        gate=one.gate,
        level=hit.level or one.level,
        spot=reading.spot(hit.start, hit.end),
        text=reading.text[hit.start : hit.end].partition("\n")[0],
        message=hit.message,
        source=one.source,
        suggestion=hit.suggestion,
        replacement=hit.replacement,
    )
