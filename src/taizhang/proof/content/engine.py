"""Runs the rules over a document: findings in the order of the text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from taizhang.proof.content.reading import Reading
from taizhang.proof.content.rule import PLAIN, Hit, OfficeSettings, Rule
from taizhang.proof.content.rules import RULES
from taizhang.proof.model import Document, Finding
from taizhang.terms.sentence import chain, sentence

# From so many places on one way of typing is a habit, not so many slips.
_HABIT = 6
# The rules of slips, the surest first: of those that doubt the same characters only the surest tells it.
_SLIPS = ("C18b", "C02", "C02b", "C18", "C18c", "C06", "C83", "C81", "C80", "C82")
# A word doubted so often is told once.
_AGAIN = 3


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
    return tuple(_told_once(_without_twins([found[key] for key in sorted(found)])))


def _without_twins(findings: Sequence[Finding]) -> list[Finding]:
    """One slip is told once: by the surest of the rules of slips that doubt its characters."""
    told: dict[tuple[int, int], Finding] = {}
    for one in sorted((one for one in findings if one.rule in _SLIPS), key=lambda one: _SLIPS.index(one.rule)):
        places = [(one.spot.paragraph, at) for at in range(one.spot.start, one.spot.end)]
        if told.keys().isdisjoint(places):
            told.update(dict.fromkeys(places, one))
    kept = set(map(id, told.values()))
    return [one for one in findings if one.rule not in _SLIPS or id(one) in kept]


def _told_once(findings: Sequence[Finding]) -> Iterator[Finding]:
    """A habit of typing is said at its first place with a count; its other places stay as hints, each with its mending."""
    counts = Counter(_habit(one) for one in findings)
    seen: set[tuple[str, str]] = set()
    for one in findings:
        habit = _habit(one)
        if not habit[0] or counts[habit] < (_AGAIN if habit[1] else _HABIT):
            yield one
        elif habit in seen:
            yield replace(one, level="info")
        else:
            seen.add(habit)
            yield replace(one, message=chain((one.message, sentence("全文共{count}处。", count=counts[habit]))))


def _habit(one: Finding) -> tuple[str, str]:
    """What a finding is another case of: a way of typing by its rule, a word by itself; neither for what is certain."""
    if one.level != "warn":
        return "", ""
    return one.rule, "" if one.gate == "format" else one.text


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
