"""The labelled queries: exact phrases are all found and nothing else is; questions are answered among the first ten."""

from __future__ import annotations

import pytest

from taizhang.library.library import Library
from taizhang.library.model import ReadableLevels
from taizhang.terms.folding import fold
from tests.library.labelled import PHRASES, QUESTIONS, read
from tests.library.shelf_texts import PAPERS
from tests.library.times import TODAY

ALL = ReadableLevels.everything()
RECALL_AT_TEN, FIRST_RIGHT = 0.99, 0.9


def ask(library: Library, query: str, limit: int = 50) -> list[str]:
    """The papers found, best first, by the names of their files."""
    found = library.search(query, allowed=ALL, today=TODAY, limit=limit)
    assert not found.problems, (query, [str(problem) for problem in found.problems])
    return [] if found.relaxed else [hit.document.name.removesuffix(".txt") for hit in found.hits]


def test_there_are_two_hundred_queries() -> None:
    assert len({query for query, _ in read(PHRASES) + read(QUESTIONS)}) >= 200


@pytest.mark.parametrize(("query", "papers"), read(PHRASES))
def test_a_phrase_finds_every_paper_that_holds_it_and_no_other(county: Library, query: str, papers: set[str]) -> None:
    needle = fold(query.strip('"'))
    assert {name.removesuffix(".txt") for name, text in PAPERS if needle in fold(text)} == papers, "the label is wrong"
    assert set(ask(county, query)) == papers


def test_the_questions_are_answered_among_the_first_ten(county: Library, capsys: pytest.CaptureFixture[str]) -> None:
    recalls, first, missed = [], [], []
    for query, papers in read(QUESTIONS):
        found = county.search(query, allowed=ALL, today=TODAY, limit=10)
        names = [hit.document.name.removesuffix(".txt") for hit in found.hits]
        if papers:
            recalls.append(len(papers & set(names)) / len(papers))
            first.append(bool(names) and names[0] in papers)
            if recalls[-1] < 1 or not first[-1]:
                missed.append((query, names[:4]))
    recall, right = sum(recalls) / len(recalls), sum(first) / len(first)
    with capsys.disabled():
        print(f"\nrecall@10 {recall:.3f}, first hit right {right:.3f} over {len(recalls)} questions")
    assert recall >= RECALL_AT_TEN, missed
    assert right >= FIRST_RIGHT, missed
