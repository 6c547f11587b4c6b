"""Attestations: a named person's word for a sentence no row, rule or document bears out, good for one year's papers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from taizhang.intake.identities import identity
from taizhang.matters.entry import RECORD, Entry, Intention
from taizhang.policy.proposals import SHORTEST_REASON
from taizhang.reports.assertions import assertions
from taizhang.reports.standing import Attested, words_of
from taizhang.site.site import Site
from taizhang.terms.problem import Problem, Refused
from taizhang.terms.sentence import sentence

LEDGER = "attestation"
# Chosen: fewer characters than four assert nothing.
LEAST_WORDS = 4


@dataclass(frozen=True, slots=True)
class Attestation:
    """Who answers for which words, of which year, and how he knows."""

    words: str
    year: int
    person: str
    note: str


def attest(site: Site, given: Attestation, *, actor: str, on: date) -> Entry:
    """Records an attestation. Refused (CMD-061) with everything that stands against it.

    The words are kept as ``words_of`` gives them: another word, or another year, wants another attestation.
    """
    if found := objections(site, given):
        raise Refused(*found)
    facts = {
        "year": str(given.year),
        "words": words_of(given.words),
        "person": given.person.strip(),
        "opened": on.isoformat(),
        "note": given.note.strip(),
    }
    key = (facts["year"], facts["words"], facts["person"])
    matter = identity(LEDGER, key)
    (entry,) = site.journal.append(
        (Intention(actor, f"attest:{matter}", LEDGER, RECORD, on, matter, number="/".join(key), facts=facts),)
    )
    return entry


def objections(site: Site, given: Attestation) -> tuple[Problem, ...]:
    """Everything that stands against an attestation."""
    words, found = words_of(given.words), []
    if LEDGER not in site.catalogue.ledgers:
        return (Problem("CMD-061", "本单位没有启用具名说明台账。", hint="请在目录里启用 attestation 台账。"),)
    if len(words) < LEAST_WORDS or not assertions(words):
        message = sentence("“{words}”没有断言事实，不需要说明。", words=words)
        found.append(Problem("CMD-061", message, hint="请照抄文稿里标为没有依据的那一句。"))
    if not given.person.strip():
        found.append(Problem("CMD-061", "没有写明由谁说明。", hint="请写明姓名或岗位。"))
    if len(given.note.strip()) < SHORTEST_REASON:
        hint = "请写明凭什么知道，如参加了会议、看过原件，不少于四个字。"
        found.append(Problem("CMD-061", "没有写明说明人凭什么知道。", hint=hint))
    return tuple(found)


def attested(site: Site, year: int) -> Mapping[str, Attested]:
    """The words attested for a year's papers, with the person and the day of the first who did."""
    if LEDGER not in site.catalogue.ledgers:
        return {}
    found: dict[str, Attested] = {}
    for head in site.journal.heads(LEDGER):
        facts = head.facts
        if str(facts.get("year")) == str(year):
            words = str(facts.get("words") or "")
            found.setdefault(words, Attested(str(facts.get("person") or ""), str(facts.get("opened") or "")))
    return found
