"""Each paragraph is told its part of the document: by what it says first, by its look where that is not enough."""

from __future__ import annotations

from datetime import date

import pytest

from taizhang.proof.parts import StyledParagraph, date_of, parts


def _zones(*lines: StyledParagraph | str) -> list[str]:
    return [part.zone for part in parts([StyledParagraph(one) if isinstance(one, str) else one for one in lines])]


def test_a_whole_notice_with_annexes_and_imprint() -> None:
    assert _zones(
        "000001",
        "特急",
        "沄翀县人民政府文件",
        "沄政发〔2026〕3号",
        StyledParagraph("沄翀县人民政府", centred=True, size=22),
        StyledParagraph("关于开展督查的通知", centred=True, size=22),
        "各乡镇人民政府：",
        "现将事项通知如下。",
        "一、明确责任",
        "（一）建立台账。各单位按月报送。",
        "附件：1.清单",
        "2.报送表",
        "沄翀县人民政府",
        "2026年3月5日",
        "（联系人：督查室）",
        "附件1",
        StyledParagraph("督查事项清单", centred=True),
        "1.按月报送。",
        StyledParagraph("抄送：县委办公室。", kind="table"),
        StyledParagraph("沄翀县人民政府办公室 2026年3月5日印发", kind="table"),
        StyledParagraph("— 1 —", kind="footer"),
    ) == [
        "letterhead",
        "letterhead",
        "letterhead",
        "letterhead",
        "title",
        "title",
        "addressee",
        "body",
        "heading",
        "body",
        "attachment",
        "attachment",
        "signature",
        "signature",
        "signature",
        "attachment",
        "title",
        "body",
        "imprint",
        "imprint",
        "footer",
    ]


def test_a_speech_keeps_day_and_speaker_with_its_title() -> None:
    title, day, who = (
        StyledParagraph(text, centred=True, size=size)
        for text, size in (("在督查会议上的讲话", 22), ("（2026年1月10日）", 16), ("甲某", 16))
    )
    assert _zones(title, day, who, "同志们：", "今天会议的任务是部署工作。") == [
        "title",
        "title",
        "title",
        "addressee",
        "body",
    ]


def test_a_text_without_title_or_signature_is_all_body() -> None:
    assert _zones("按照要求，现将情况说明如下。", "一是抓部署。", "二是抓问效。") == ["body", "body", "body"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026年3月5日", date(2026, 3, 5)),
        ("二〇二六年三月五日", date(2026, 3, 5)),
        ("　2026 年 12 月 31 日", date(2026, 12, 31)),
        ("2026年2月30日", None),
        ("截至2026年3月5日", None),
    ],
)
def test_a_line_of_nothing_but_a_day_is_read_as_one(text: str, day: date | None) -> None:
    assert date_of(text) == day
