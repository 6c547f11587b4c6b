"""What a document cites exists, stands in the article named, in those words, and was in force on its day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from taizhang.proof.basis.gate import examine_citations
from taizhang.proof.basis.shelf import Shelf, add, load_shelf
from taizhang.proof.model import Document, DocumentParagraph, Finding
from taizhang.terms.problem import Refused

OLD = """# 沄翀县督查办法

2019年3月1日 沄翀县人民政府公布

第一条 为了规范督查工作，制定本办法。

第二条 督查事项应当在十五日内反馈。

第三条 本办法自2019年4月1日起施行。2012年5月6日公布的《沄翀县督办规定》同时废止。
"""
NEW = """# 沄翀县督查办法

2019年3月1日 沄翀县人民政府公布
2025年6月1日 沄翀县人民政府修订

## 第一章 总则

第一条 为了规范督查工作，推动政策落实，制定本办法。

第二条 督查事项应当在十日内反馈。

逾期的，应当说明原因：

（一）等待上级批复的；

（二）不可抗力的。

第二条之一 督查不得增加基层负担。

## 第二章 附则

第三条 本办法自2025年8月1日起施行。
"""
NOTICE = "关于开展专项督查的通知\n\n沄政办发〔2026〕3号\n\n各乡镇要按照沄政办发〔2025〕9号文件要求，在每月五日前报送进展情况。\n\n沄翀县人民政府办公室\n2026年1月8日\n"


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    folder = tmp_path_factory.mktemp("basis")
    for name, text in (
        ("督查办法(2019-03-01).md", OLD),
        ("督查办法(2025-06-01).md", NEW),
        ("通知(2026-01-08).txt", NOTICE),
    ):
        (folder / name).write_text(text, encoding="utf-8")
    added, problems = add(folder / "shelf", [folder])
    assert (len(added), problems) == (3, [])
    return load_shelf(folder / "shelf")


def _found(shelf: Shelf, text: str, day: date | None = date(2026, 3, 5)) -> list[Finding]:
    return list(examine_citations(Document("a.txt", (DocumentParagraph(1, text),), day), shelf, date(2026, 3, 5)))


def test_versions_know_when_they_are_in_force_and_what_they_end(shelf: Shelf) -> None:
    old, new = shelf.versions("《沄翀县督查办法》")
    assert (old.since, new.since, len(new.articles)) == (date(2019, 4, 1), date(2025, 8, 1), 4)
    assert new.articles["2"][:2] == ("督查事项应当在十日内反馈。", "逾期的，应当说明原因：")
    assert shelf.in_force("沄翀县督查办法", date(2025, 7, 31)) == old
    ended = shelf.ended_by("沄翀县督办规定", date(2020, 1, 1))
    assert ended is not None
    assert ended.title == "沄翀县督查办法"


@pytest.mark.parametrize(
    "text",
    [
        "根据《沄翀县督查办法》第二条第二款、第二条之一的规定办理。",
        "《沄翀县督查办法》第二条规定：“督查事项应当在十日内反馈”。",
        "《沄翀县督查办法》要求“督查事项应当……说明原因”。",
        "《沄翀县督查办法》（以下简称《办法》）第三条、《办法》第一条明确“推动政策落实，制定本办法”。",
        "按照《关于开展专项督查的通知》（沄政办发〔2026〕3号）要求，每月报送进展。",
        "落实沄翀县人民政府办公室印发的《关于开展专项督查的通知》（沄政办发〔2026〕3号）。",
        "组织学习《半月谈》，开展“督查事项回头看”。",
    ],
)
def test_what_is_cited_rightly_is_answered_with_silence(shelf: Shelf, text: str) -> None:
    assert _found(shelf, text) == []


@pytest.mark.parametrize(
    ("text", "rule", "words", "said"),
    [
        ("根据《沄翀县督查办法》第十条办理。", "B11", "第十条", "共4条，没有第十条"),
        ("根据《沄翀县督查办法》第二条第三款办理。", "B11", "第二条第三款", "只有2款，没有第3款"),
        ("根据《沄翀县督查办法》第一条、第九条办理。", "B11", "第九条", "没有第九条"),
        ("《沄翀县督查办法》第二条规定“督查事项应当在二十日内反馈”。", "B12", "督查事项应当在二十日内反馈", "文字不符"),
        (
            "《沄翀县督查办法》第一条规定“督查不得增加基层负担”。",
            "B12",
            "督查不得增加基层负担",
            "引文在《沄翀县督查办法》第二条之一",
        ),
        (
            "《沄翀县督查办法》第二条规定“督查事项应当在十五日内反馈”。",
            "B13",
            "督查事项应当在十五日内反馈",
            "2019年3月1日版的文字",
        ),
        ("根据《沄翀县督办规定》办理。", "B13", "《沄翀县督办规定》", "已被《沄翀县督查办法》替代"),
        (
            "根据《沄翀县督查办法》（2019年版）第一条办理。",
            "B13",
            "《沄翀县督查办法》（2019年版）",
            "有效的是2025年6月1日版",
        ),
        ("根据《沄翀县保密办法》办理。", "B10", "《沄翀县保密办法》", "依据库里没有"),
        ("按照《关于开展专项督查的通知》要求办理。", "B01", "《关于开展专项督查的通知》", "有名无号"),
        (
            "落实湉水市人民政府印发的《关于开展专项督查的通知》（沄政办发〔2026〕3号）。",
            "B16",
            "湉水市人民政府印发的《关于开展专项督查的通知》（沄政办发〔2026〕3号）",
            "由沄翀县人民政府办公室制发",
        ),
        (
            "按照《关于开展专项督查的通知》（沄政办发〔2026〕5号）办理。",
            "B15",
            "《关于开展专项督查的通知》（沄政办发〔2026〕5号）",
            "文号是沄政办发〔2026〕3号",
        ),
    ],
)
def test_each_wrong_citation_is_told_once_at_its_words(
    shelf: Shelf, text: str, rule: str, words: str, said: str
) -> None:
    (finding,) = _found(shelf, text)
    assert (finding.rule, finding.text, finding.gate) == (rule, words, "basis")
    assert said in finding.message
    assert text[finding.spot.start : finding.spot.end] == words


def test_the_documents_own_day_decides_which_version_counts(shelf: Shelf) -> None:
    text = "《沄翀县督查办法》第二条规定“督查事项应当在十五日内反馈”。"
    assert _found(shelf, text, date(2025, 7, 1)) == []
    assert [one.rule for one in _found(shelf, text, date(2019, 3, 15))] == ["B14"]


def test_an_empty_shelf_says_nothing() -> None:
    assert _found(Shelf(), "根据《沄翀县保密办法》第一条规定“应当做好保密工作”。") == []


def test_what_tells_no_day_or_is_not_there_is_not_added(tmp_path: Path) -> None:
    (tmp_path / "无日期.md").write_text("# 某办法\n\n第一条 略。\n", encoding="utf-8")
    added, problems = add(tmp_path / "shelf", [tmp_path / "无日期.md", tmp_path / "没有.md"])
    assert (added, [one.code for one in problems]) == ([], ["PRF-303", "PRF-302"])


def test_a_damaged_record_is_named_and_not_left_out_in_silence(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("{", encoding="utf-8")
    with pytest.raises(Refused, match="PRF-301"):
        load_shelf(tmp_path)
