"""What a reader may not see is not found, counted, suggested, compared, named or taken by him."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from taizhang.library.edit import describe
from taizhang.library.library import Library
from taizhang.library.model import Filters, Metadata, ReadableLevels, SearchResult
from taizhang.masking.rules import Rules
from taizhang.terms.problem import Refused
from tests.library.shelving import ALL, put
from tests.library.times import NOW, TODAY

MINE, OTHER = "湉陂县信访局", "沅塘县信访局"
READER = ReadableLevels.to([MINE])
PARAGRAPH = "全年受理来信来访一千二百件，按期答复率百分之百，对三年以上的积案逐案明确包案领导，限期化解。"


def paper(title: str, number: int) -> str:
    return f"{title}\n{PARAGRAPH}\n编号{number}的补充说明另文印发。"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """Document 1 is mine, 2 is public, 3 is another unit's, 4 is mine but sensitive."""
    with Library(tmp_path / "library") as made:
        put(made, [("1.txt", paper("信访工作报告", 1))], level="internal", unit=MINE)
        put(made, [("2.txt", paper("信访工作通报", 2))], level="public", unit=OTHER)
        put(made, [("3.txt", paper("信访秘闻总结", 3))], level="internal", unit=OTHER)
        put(made, [("4.txt", paper("信访敏感汇报", 4))], level="sensitive", unit=MINE)
        yield made


def ids(found: SearchResult) -> set[int]:
    assert found.count == len(found.hits), "the count tells of documents that are not shown"
    return {hit.document.id for hit in found.hits}


@pytest.mark.parametrize("query", ["信访", "积案", '"逐案明确包案领导"', "", "-不存在", "年:近99年 | 标题:信访"])
def test_a_search_finds_and_counts_what_may_be_seen_alone(library: Library, query: str) -> None:
    found = library.search(query, allowed=READER, today=TODAY)
    assert ids(found) <= {1, 2}
    assert sum(one.count for one in found.facets if one.name == "level") == found.count
    assert all(one.value != "sensitive" for one in found.facets)


def test_each_level_and_unit_opens_exactly_its_documents(library: Library) -> None:
    for allowed, seen in (
        (READER, {1, 2}),
        (ReadableLevels.to([]), {2}),
        (ReadableLevels.to([MINE], level="sensitive"), {1, 2, 4}),
        (ReadableLevels.to([MINE, OTHER]), {1, 2, 3}),
        (ALL, {1, 2, 3, 4}),
        (ReadableLevels({}), set()),
    ):
        assert ids(library.search("信访", allowed=allowed, today=TODAY)) == seen
        assert set(library.documents(allowed=allowed)) == seen


def test_filters_never_widen_what_may_be_seen(library: Library) -> None:
    filters = Filters(ids=(3, 4), levels=("internal", "sensitive"), units=(MINE, OTHER))
    assert library.search("信访", allowed=READER, today=TODAY, filters=filters).count == 0
    assert library.documents(allowed=READER, filters=filters) == []


def test_no_suggestion_comes_from_a_hidden_title(library: Library) -> None:
    assert "信访秘闻" in library.search("信访密闻", allowed=ALL, today=TODAY).suggestions[0]
    assert all("秘闻" not in each for each in library.search("信访密闻", allowed=READER, today=TODAY).suggestions)


def test_reuse_and_groups_name_nothing_hidden(library: Library) -> None:
    assert {source.document.id for one in library.reuse(1, allowed=READER) for source in one.sources} == {2}
    assert {source.document.id for one in library.reuse(1, allowed=ALL) for source in one.sources} == {2, 3, 4}
    assert {one.id for one in library.group(1, allowed=READER)} <= {1, 2}
    assert library.group(3, allowed=READER) == []
    pairs = library.alike(allowed=READER, filters=Filters())
    assert {side.id for one in pairs for side in (one.left, one.right)} <= {1, 2}


@pytest.mark.parametrize("identity", [3, 99])
def test_a_hidden_document_is_as_one_that_does_not_exist(library: Library, tmp_path: Path, identity: int) -> None:
    assert library.document(identity, allowed=READER) is None
    assert library.view(identity, "信访", allowed=READER, today=TODAY) is None
    assert library.original(identity, allowed=READER) is None
    attempts: tuple[Callable[[], object], ...] = (
        lambda: library.reuse(identity, allowed=READER),
        lambda: library.compare(1, identity, allowed=READER),
        lambda: library.insertion(identity, 0, allowed=READER, who="甲", at=NOW),
        lambda: library.release(identity, Rules(), allowed=READER, who="甲", at=NOW),
        lambda: library.describe(identity, Metadata("新标题"), allowed=READER, who="甲", at=NOW),
        lambda: library.shelves.put("一", [identity], allowed=READER),
        lambda: library.shelves.take_out("一", [identity], allowed=READER),
        lambda: library.shelves.download([1, identity], tmp_path / "x.zip", allowed=READER, who="甲", at=NOW),
    )
    for attempt in attempts:
        with pytest.raises(Refused) as fault:
            attempt()
        assert str(fault.value) == f"错误 LIB-040 没有编号为{identity}的文件。 请核对编号。"
    assert not (tmp_path / "x.zip").exists()
    assert library.log.entries() == []


def test_links_lead_both_ways_and_only_to_what_may_be_seen(library: Library) -> None:
    for identity, said in (
        (1, "落实：《信访工作通报》\n转发：《不在这里》\n落实：《信访秘闻总结》"),
        (3, "替代：《信访工作通报》"),
    ):
        meta, _ = describe(library.register.documents([identity], ALL)[0].meta, {"relations": said})
        library.describe(identity, meta, allowed=ALL, who="甲", at=NOW)

    def told(identity: int, allowed: ReadableLevels) -> list[tuple[str, int, bool]]:
        links = library.links(identity, allowed=allowed)
        return [(one.verb, one.document.id if one.document else 0, one.backward) for one in links]

    assert told(1, ALL) == [("implements", 2, False), ("forwards", 0, False), ("implements", 3, False)]
    assert told(1, READER) == [("implements", 2, False), ("forwards", 0, False), ("implements", 0, False)]
    assert told(2, ALL) == [("implements", 1, True), ("supersedes", 3, True)]
    assert told(2, READER) == [("implements", 1, True)]
    assert told(3, READER) == []


def test_collections_show_each_reader_his_part(library: Library) -> None:
    library.shelves.put("经验", [3, 1], allowed=ALL)
    library.shelves.put("秘密", [3], allowed=ALL)
    assert library.shelves.names(allowed=READER) == {"经验": 1}
    assert [one.id for one in library.shelves.on("经验", allowed=READER)] == [1]
    assert library.shelves.names(allowed=ALL) == {"秘密": 1, "经验": 2}


def test_taking_in_a_copy_of_a_hidden_file_names_no_number(library: Library, tmp_path: Path) -> None:
    (tmp_path / "copy.txt").write_text(paper("信访秘闻总结", 3), "utf-8")
    admission = library.admit([tmp_path / "copy.txt"], at=NOW, unit=MINE, allowed=READER)
    assert admission.known == ()
    assert [one.code for one in admission.problems] == ["LIB-019"]
    assert "3" not in admission.problems[0].hint


def test_a_raised_level_holds_at_once(library: Library) -> None:
    document = library.document(2, allowed=ALL)
    assert document
    library.describe(2, replace(document.meta, level="internal"), allowed=ALL, who="甲", at=NOW)
    assert ids(library.search("信访", allowed=READER, today=TODAY)) == {1}
    library.describe(2, replace(document.meta, level="internal", unit=MINE), allowed=ALL, who="甲", at=NOW)
    assert ids(library.search("信访", allowed=READER, today=TODAY)) == {1, 2}
    assert library.fsck().problems == ()
