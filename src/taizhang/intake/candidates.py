"""What a word may mean: the values of its field ranked by synonyms elsewhere, characters in common, and what its rows say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from taizhang.catalogue.model import Vocabulary
from taizhang.catalogue.resolved import Catalogue, Ledger
from taizhang.intake.proposing import words as told
from taizhang.intake.waiting import HeldRow
from taizhang.terms.characters import squeeze
from taizhang.terms.scope import Organisation
from taizhang.terms.sentence import sentence

# What each kind of evidence adds. A day of completion in the rows is what happened; a word only says so.
ELSEWHERE, DATED, SAYS, SHARED = 3.0, 3.0, 2.0, 1.5
# Which of the rows have a day of completion for the word to mean that it is done (proposing.roles).
MEANS_DONE, MEANS_OPEN = 0.9, 0.1
# A candidate this strong, and this much before the next, is chosen beforehand; the person still presses.
LIKELY, AHEAD = 2.0, 0.5
# Chosen: the units offered first, before all others by name; of these none that shares less than a third of its characters.
MOST_UNITS, LEAST_ALIKE = 6, 0.3


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value a word may mean, and why."""

    value: str
    score: float
    why: tuple[str, ...]


def candidates(catalogue: Catalogue, ledger: Ledger, field: str, word: str, rows: Sequence[HeldRow]) -> list[Candidate]:
    """Every value of a choice, the likest first; of equals in declared order. rows: those in which the word stands."""
    vocabulary = catalogue.vocabularies[ledger.declared.field[field].choices]
    done = _share_done(ledger, rows) if field == ledger.declared.status else None
    found = []
    for value in vocabulary.values:
        evidence = [
            *_elsewhere(catalogue, word, value),
            *_says(vocabulary, word, value),
            *_dated(vocabulary, value, done),
        ]
        if (shared := _shared(vocabulary, word, value)) > 0:
            evidence.append((SHARED * shared, "字面相近"))
        found.append(Candidate(value, sum(score for score, _ in evidence), tuple(why for _, why in evidence)))
    return sorted(found, key=lambda one: -one.score)


def likely(ranked: Sequence[Candidate]) -> str:
    """The value chosen beforehand; '' where none stands out."""
    if not ranked or ranked[0].score < LIKELY:
        return ""
    return ranked[0].value if len(ranked) == 1 or ranked[0].score >= ranked[1].score + AHEAD else ""


def like_units(organisation: Organisation, word: str) -> list[Candidate]:
    """The registered units most like a name, the likest first."""
    found = [Candidate(name, _alike(word, name), ("字面相近",)) for name in organisation.units]
    return sorted((one for one in found if one.score > LEAST_ALIKE), key=lambda one: -one.score)[:MOST_UNITS]


def _elsewhere(catalogue: Catalogue, word: str, value: str) -> Iterator[tuple[float, str]]:
    """Another list has the word for the same value."""
    said = squeeze(word).lower()
    for other in catalogue.vocabularies.values():
        if said in (squeeze(way).lower() for way in other.values.get(value, ())):
            yield ELSEWHERE, sentence("“{title}”里是这个意思", title=other.title)
            return


def _says(vocabulary: Vocabulary, word: str, value: str) -> Iterator[tuple[float, str]]:
    """The word itself says that something is done, or is not."""
    if not vocabulary.done:
        return
    unfinished = bool(told.UNFINISHED.search(word))
    if unfinished and value not in vocabulary.done:
        yield SAYS, "字面说没有办完"
    elif not unfinished and told.FINISHED.search(word) and value in vocabulary.done:
        yield SAYS, "字面说已经办完"


def _dated(vocabulary: Vocabulary, value: str, done: float | None) -> Iterator[tuple[float, str]]:
    """The rows have a day of completion, or have none."""
    if done is None or not vocabulary.done:
        return
    if done >= MEANS_DONE and value in vocabulary.done:
        yield DATED, "这些行都有办结日期"
    elif done <= MEANS_OPEN and value not in vocabulary.done:
        yield DATED, "这些行没有办结日期"


def _share_done(ledger: Ledger, rows: Sequence[HeldRow]) -> float | None:
    """How many of the rows have the day on which such a matter ends; None where the ledger has none, or there are no rows."""
    fields = ledger.declared.field
    ends = next((name for name in ("closed", "done") if name in fields and fields[name].type == "date"), "")
    return sum(bool(one.row.draft.facts.get(ends)) for one in rows) / len(rows) if ends and rows else None


def _shared(vocabulary: Vocabulary, word: str, value: str) -> float:
    return max(_alike(word, way) for way in (value, *vocabulary.values[value]))


def _alike(one: str, other: str) -> float:
    """Characters in common over all there are, from 0 to 1."""
    here, there = set(squeeze(one)), set(squeeze(other))
    return len(here & there) / len(here | there) if here and there else 0.0
