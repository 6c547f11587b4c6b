"""Past text used again: taken with its origin and without its facts, put together, given out, compared."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taizhang.library.compare import compare
from taizhang.library.edit import describe
from taizhang.library.library import Library
from taizhang.library.model import Metadata, Relation
from taizhang.masking.rules import read_rules
from taizhang.terms.problem import Refused
from tests.library.shelving import ALL, opened, put
from tests.library.times import NOW, TODAY

PAPER = """湉陂县信访局2024年工作总结
湉信发〔2024〕31号
全年受理来信来访1,203件，办结率99.5%，比上年下降百分之十二点三；依据湉政办发〔2023〕15号，三重一大事项一律上会。
第三条 {{figure:x}} 与 <!-- 注 --> 应当*照写*。
湉陂县信访局
2024年12月30日"""


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with opened(tmp_path, ("总结.txt", PAPER), ("通报.txt", "湉陂县信访局通报\n甲。")) as made:
        yield made


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def test_a_passage_comes_with_its_origin_and_without_its_facts(library: Library) -> None:
    taken = library.insertion(1, 2, allowed=ALL, who="甲", at=NOW)
    assert taken.markdown.startswith("全年受理来信来访{{?1,203}}件，办结率{{?99.5}}%，比上年下降{{?百分之十二点三}}；")
    assert "湉政办发〔2023〕15号，三重一大事项一律上会。" in taken.markdown
    assert [slot.written for slot in taken.slots] == ["1,203", "99.5", "百分之十二点三"]
    assert "《湉陂县信访局2024年工作总结》（湉信发〔2024〕31号）第3段，资料库编号1" in taken.origin
    assert [(one.who, one.act, one.document) for one in library.log.entries()] == [("甲", "引用", 1)]


def test_nothing_in_a_passage_becomes_a_slot_or_ends_a_comment(library: Library) -> None:
    taken = library.insertion(1, 3, 5, allowed=ALL, who="甲", at=NOW)
    assert "\\{\\{figure:x\\}\\}" in taken.markdown
    assert "\\<!-- 注 --\\>" in taken.markdown
    assert taken.markdown.count("<!--") - taken.markdown.count("\\<!--") == 1
    assert taken.origin.count("第4至6段") == 1


@pytest.mark.parametrize(("first", "last"), [(6, None), (-1, None), (3, 2), (0, 6)])
def test_paragraphs_that_are_not_there_are_refused(library: Library, first: int, last: int | None) -> None:
    with pytest.raises(Refused) as refused:
        library.insertion(1, first, last, allowed=ALL, who="甲", at=NOW)
    assert codes(refused) == ["LIB-064"]
    assert library.log.entries() == []


def test_a_download_is_a_zip_of_the_originals_and_stands_in_the_log(library: Library, tmp_path: Path) -> None:
    (tmp_path / "另").mkdir()
    (tmp_path / "另" / "总结.txt").write_text("另一份总结\n乙。", "utf-8")
    library.admit([tmp_path / "另" / "总结.txt"], at=NOW)
    assert library.shelves.download([1, 3, 1], tmp_path / "x.zip", allowed=ALL, who="乙", at=NOW) == 2
    with zipfile.ZipFile(tmp_path / "x.zip") as archive:
        assert archive.namelist() == ["总结.txt", "总结-3.txt"]
        assert archive.read("总结.txt").decode() == PAPER
    assert {(one.who, one.act, one.document) for one in library.log.entries()} == {("乙", "下载", 1), ("乙", "下载", 3)}


def test_nobody_takes_anything_without_a_name(library: Library, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        library.shelves.download([1], tmp_path / "x.zip", allowed=ALL, who=" ", at=NOW)
    assert codes(refused) == ["LIB-063"]
    assert not (tmp_path / "x.zip").exists()


def test_what_is_not_kept_cannot_be_downloaded(library: Library, tmp_path: Path) -> None:
    put(library, [("s.txt", "工作秘密\n湉陂县信访局通知\n丙。")])
    with pytest.raises(Refused) as refused:
        library.shelves.download([1, 3], tmp_path / "x.zip", allowed=ALL, who="乙", at=NOW)
    assert codes(refused) == ["LIB-062"]
    assert library.log.entries() == []


def test_a_collection_keeps_its_order_and_gives_back(library: Library) -> None:
    library.shelves.put("经验", [2], allowed=ALL)
    library.shelves.put(" 经验 ", [1, 2], allowed=ALL)
    assert [one.id for one in library.shelves.on("经验", allowed=ALL)] == [2, 1]
    library.shelves.take_out("经验", [2], allowed=ALL)
    assert library.shelves.names(allowed=ALL) == {"经验": 1}
    for name in ("", "长" * 61):
        with pytest.raises(Refused) as refused:
            library.shelves.put(name, [1], allowed=ALL)
        assert codes(refused) == ["LIB-060"]


def test_what_a_person_says_of_a_document_is_kept_and_found(library: Library) -> None:
    document = library.document(1, allowed=ALL)
    assert document
    said = {
        "title": "全年信访情况",
        "number": "湉信发〔2025〕1号",
        "day": "2025-01-03",
        "kind": "报告",
        "status": "已废止",
        "level": "公开",
        "unit": "湉陂县",
        "relations": "落实：《信访条例》\n替代=湉信发〔2023〕9号",
    }
    meta, problems = describe(document.meta, said)
    assert not problems
    library.describe(1, meta, allowed=ALL, who="丁", at=NOW)
    changed = library.document(1, allowed=ALL)
    assert changed
    assert changed.meta == meta
    assert meta.relations == (Relation("implements", "《信访条例》"), Relation("supersedes", "湉信发〔2023〕9号"))
    for query in ("标题:全年信访情况", "文号:湉信发〔2025〕1号", "年:2025", "类型:报告", "状态:已废止", "单位:湉陂县"):
        assert [hit.document.id for hit in library.search(query, allowed=ALL, today=TODAY).hits] == [1], query
    assert library.search("文号:湉信发〔2024〕31号", allowed=ALL, today=TODAY).count == 0
    assert [(one.who, one.act) for one in library.log.entries(1)] == [("丁", "修改")]


def test_words_that_mean_nothing_are_all_told() -> None:
    _, problems = describe(Metadata("x"), {"day": "昨天", "level": "绝密", "status": "有效", "relations": "抄送：甲"})
    assert sorted(problem.code for problem in problems) == ["LIB-043", "LIB-043", "LIB-043", "LIB-048"]


def test_an_empty_title_and_a_lowered_secret_are_refused(library: Library) -> None:
    put(library, [("s.txt", "工作秘密\n湉陂县信访局通知\n丙。")])
    secret = library.document(3, allowed=ALL)
    assert secret
    with pytest.raises(Refused) as refused:
        library.describe(3, replace(secret.meta, title=" ", level="public"), allowed=ALL, who="丁", at=NOW)
    assert codes(refused) == ["LIB-044", "LIB-041"]


def test_a_release_copy_is_masked_and_stands_in_the_log(library: Library) -> None:
    rules = read_rules('[[place]]\ntext = "湉陂县"\n[figures]\n[numbers]')
    copy = library.release(1, rules, allowed=ALL, who="戊", at=NOW)
    assert "湉陂" not in copy.text
    assert "来信来访×××件" in copy.text
    assert [one.act for one in library.log.entries(1)] == ["脱敏"]


def test_two_versions_are_compared_paragraph_by_paragraph(library: Library) -> None:
    put(library, [("总结（修订）.txt", PAPER.replace("1,203", "1,311").replace("第三条", "第四条") + "\n附件")])
    found = library.compare(1, 3, allowed=ALL)
    kinds = [row.kind for row in found.rows]
    assert kinds == ["same", "same", "changed", "changed", "same", "same", "added"]
    row = found.rows[2]
    assert "".join(found.old.paragraphs[2][slice(*span)] for span in row.cut) in ("1,203", "203", "20")
    assert found.changes == 3


_TEXTS = st.lists(st.text("甲乙丙。12", min_size=1, max_size=12), max_size=8)


@settings(deadline=None)
@given(_TEXTS, _TEXTS)
def test_every_paragraph_stands_in_exactly_one_row(old: list[str], new: list[str]) -> None:
    rows = compare(old, new)
    assert [row.old for row in rows if row.old is not None] == list(range(len(old)))
    assert [row.new for row in rows if row.new is not None] == list(range(len(new)))
    for row in rows:
        if row.old is not None and row.new is not None:
            left = _without(old[row.old], row.cut)
            assert left == _without(new[row.new], row.put)
            assert (row.kind == "same") == (old[row.old] == new[row.new])


def _without(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    return "".join(sign for at, sign in enumerate(text) if not any(a <= at < b for a, b in spans))
