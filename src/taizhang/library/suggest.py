"""What may have been meant when nothing was found: words that sound alike, or differ by one character."""

from __future__ import annotations

from collections.abc import Sequence

import tantivy
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from taizhang.library.query import Query
from taizhang.library.words import is_han, runs, sound

# Chosen: as many spellings as a line offers, of what may be one phrase, from the commonest words of titles.
MOST, LONGEST_RUN, WORDS_READ = 3, 24, 20_000


def suggestions(
    searcher: tantivy.Searcher, schema: tantivy.Schema, query: Query, gates: Sequence[tantivy.Query]
) -> tuple[str, ...]:
    """Up to three other spellings of the query, each word of which stands in a title the reader may see."""
    text = "".join(word.text for word in query.words if is_han(word.text))[:LONGEST_RUN]
    gate = tantivy.Query.boolean_query([(tantivy.Occur.Must, each) for each in gates]) if gates else None
    found: dict[str, int] = {}
    for run in runs(text):
        for candidate, count in [*_sounding(searcher, run, gate), *_one_off(searcher, run, gate)]:
            if candidate != run:
                found[candidate] = max(found.get(candidate, 0), count)
    return tuple(sorted(found, key=lambda each: (-len(each), -found[each], each))[:MOST])


def _sounding(searcher: tantivy.Searcher, run: str, gate: tantivy.Query | None) -> list[tuple[str, int]]:
    """Each stretch of the run that sounds like a word of a title, put right within the run."""
    out: list[tuple[str, int]] = []
    for start in range(len(run)):
        for end in range(start + 2, min(len(run), start + 8) + 1):
            piece = run[start:end]
            for term, count in searcher.terms_with_prefix("sounds", f"{sound(piece)}|", gate, 5):
                word = term.partition("|")[2]
                if word != piece:
                    out.append((run[:start] + word + run[end:], count))
    longest = max((len(_changed_places(run, each)) for each, _ in out), default=0)
    return [(each, count) for each, count in out if len(_changed_places(run, each)) == longest or len(out) <= MOST]


def _changed_places(before: str, after: str) -> list[int]:
    return [at for at, (old, new) in enumerate(zip(before, after, strict=False)) if old != new]


def _one_off(searcher: tantivy.Searcher, run: str, gate: tantivy.Query | None) -> list[tuple[str, int]]:
    """Words of titles one character away from the whole run, for runs of three characters and more."""
    if len(run) < 3:
        return []
    counts = {
        term.partition("|")[2]: count for term, count in searcher.terms_with_prefix("sounds", "", gate, WORDS_READ)
    }
    near = process.extract(run, list(counts), scorer=Levenshtein.distance, score_cutoff=1, limit=MOST)
    return [(word, counts[word]) for word, _, _ in near]
