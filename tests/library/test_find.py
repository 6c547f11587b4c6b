"""Searching over small libraries, held against reading every text: nothing is missed, nothing is made up."""

from __future__ import annotations

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from taizhang.library import find
from taizhang.library.library import Library
from taizhang.library.model import Filters
from taizhang.library.words import runs
from taizhang.terms.folding import fold
from tests.library.shelving import ALL, opened, put
from tests.library.times import TODAY

ALPHABET = "信访积案化解督查整改台账〇１2A，。《》𠮷"


def made_up(count: int, seed: int) -> list[tuple[str, str]]:
    """Short texts over few characters, so that every phrase stands in many and next to its look-alikes."""
    draw = random.Random(seed)
    return [
        (f"{number:03}.txt", "".join(draw.choices(ALPHABET, k=draw.randrange(20, 60))) + f"\n第{number}篇。")
        for number in range(count)
    ]


PAPERS = made_up(120, seed=5)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with opened(tmp_path_factory.mktemp("find"), *PAPERS) as made:
        yield made


def found(library: Library, query: str) -> set[str]:
    answer = library.search(query, allowed=ALL, today=TODAY, limit=1_000)
    assert not answer.problems, [str(each) for each in answer.problems]
    assert answer.relaxed or answer.count == len(answer.hits) or not answer.exact
    return set() if answer.relaxed else {hit.document.name for hit in answer.hits}


@pytest.mark.parametrize("length", [1, 2, 3, 4, 5])
def test_phrases_of_every_length_are_found_exactly(library: Library, length: int) -> None:
    draw = random.Random(length)
    tried = 0
    while tried < 25:
        text = draw.choice(PAPERS)[1]
        at = draw.randrange(len(text) - length)
        phrase = fold(text[at : at + length])
        if "\n" in phrase or not runs(phrase) or any(sign.isascii() for sign in phrase):
            continue
        tried += 1
        assert found(library, f"“{phrase}”") == {name for name, body in PAPERS if phrase in fold(body)}, phrase


def test_rare_characters_beyond_the_first_plane_are_found(library: Library) -> None:
    assert found(library, "“𠮷”") == {name for name, body in PAPERS if "𠮷" in body}


def test_numbers_in_a_phrase_are_whole_numbers(tmp_path: Path) -> None:
    papers = [("a.txt", "办结12件。"), ("b.txt", "办结126件，占12.5%。"), ("c.txt", "办结2件。")]
    with opened(tmp_path, *papers) as library:
        assert found(library, '"12"') == {"a.txt"}
        assert found(library, '"2件"') == {"c.txt"}
        assert found(library, "12.5%") == {"b.txt"}
        assert found(library, '"12.5%"') == {"b.txt"}


def test_pages_of_a_long_phrase_read_on_until_nothing_is_left(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    phrase = "信访积"
    right = {name for name, body in PAPERS if phrase in fold(body)} | {name for name, _ in PAPERS if phrase in name}
    monkeypatch.setattr(find, "READ_AT_ONCE", 3)
    seen: list[str] = []
    while True:
        page = library.search(f"“{phrase}”", allowed=ALL, today=TODAY, limit=2, offset=len(seen))
        assert page.count >= len(right)
        seen += [hit.document.name for hit in page.hits]
        if not page.hits:
            break
    assert len(seen) == len(set(seen))
    assert set(seen) == right


def test_excluding_and_either_hold_together(library: Library) -> None:
    def holding(word: str) -> set[str]:
        return {name for name, body in PAPERS if word in fold(body)}

    assert found(library, "“积案” -督查") == holding("积案") - holding("督查")
    assert found(library, "“积案” -“信访积”") == holding("积案") - holding("信访积")
    assert found(library, "积案|督查") == holding("积案") | holding("督查")
    assert found(library, "-信") == {name for name, _ in PAPERS} - holding("信")


def test_without_words_the_newest_come_first(tmp_path: Path) -> None:
    papers = [
        (f"{year}.txt", f"湉陂县信访局{year}年工作总结\n一切正常。\n湉陂县信访局\n{year}年1月5日")
        for year in (2019, 2024, 2021)
    ]
    with opened(tmp_path, *papers) as library:
        for query in ("", "类型:工作总结", "-没有的"):
            hits = library.search(query, allowed=ALL, today=TODAY).hits
            assert [hit.document.name for hit in hits] == ["2024.txt", "2021.txt", "2019.txt"]


def test_title_and_recency_and_standing_raise_a_hit(tmp_path: Path) -> None:
    body = "信访工作的要求如下，请各单位照办。\n湉陂县信访局\n{}年1月5日"
    papers = [
        ("body.txt", "湉陂县信访局关于值班的通知\n" + body.format(2024)),
        ("old.txt", "湉陂县信访局关于信访的通知\n" + body.format(2004)),
        ("new.txt", "湉陂县信访局关于信访的通知\n" + body.format(2024)),
        ("gone.txt", "本通知已废止\n湉陂县信访局关于信访的通知\n" + body.format(2024)),
    ]
    with opened(tmp_path, *papers) as library:
        names = [hit.document.name for hit in library.search("信访", allowed=ALL, today=TODAY).hits]
    assert names[0] == "new.txt"
    assert names.index("new.txt") < names.index("old.txt")
    assert names.index("new.txt") < names.index("gone.txt")


def test_facets_count_what_is_found_and_filters_narrow_it(tmp_path: Path) -> None:
    with opened(tmp_path) as library:
        for year, kind in ((2023, "通知"), (2024, "通知"), (2024, "报告")):
            put(library, [(f"{year}{kind}.txt", f"湉陂县信访局关于信访的{kind}\n正文。\n湉陂县信访局\n{year}年1月5日")])
        whole = library.search("信访", allowed=ALL, today=TODAY)
        assert {(one.name, one.value): one.count for one in whole.facets} == {
            ("kind", "通知"): 2,
            ("kind", "报告"): 1,
            ("issuer", "湉陂县信访局"): 3,
            ("year", "2024"): 2,
            ("year", "2023"): 1,
            ("level", "public"): 3,
            ("status", "in_force"): 3,
        }
        some = library.search("信访", allowed=ALL, today=TODAY, filters=Filters(kinds=("通知",), years=(2024,)))
        assert [hit.document.name for hit in some.hits] == ["2024通知.txt"]


def test_marks_stand_where_the_words_stand(library: Library) -> None:
    for hit in library.search("“积案”", allowed=ALL, today=TODAY, limit=50).hits:
        for passage in hit.passages:
            assert passage.text == hit.document.text[passage.start : passage.end]
            assert all(fold(passage.text[a:b]).replace("积案", "") == "" for a, b in passage.marks)
        view = library.view(hit.document.id, "“积案”", allowed=ALL, today=TODAY)
        assert view
        assert len(view.marks) == fold(hit.document.text).count("积案") or "积案积案" in fold(hit.document.text)
        assert "积案" in fold(view.document.paragraphs[view.first])


def test_many_threads_ask_one_library(library: Library) -> None:
    phrases = ["“信访”", "“积案化”", "督查", "“台账”"] * 5
    alone = [found(library, phrase) for phrase in phrases]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda phrase: found(library, phrase), phrases)) == alone
