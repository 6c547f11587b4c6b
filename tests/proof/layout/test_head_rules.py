"""A letterhead and an attachment's label as the standard wants them, and each planted deviation told once."""

from __future__ import annotations

import pytest

from taizhang.proof.layout.gate import examine_layout
from taizhang.proof.layout.measure import Measured
from taizhang.proof.layout.profile import load_profile
from taizhang.proof.word.package import Package
from taizhang.proof.word.reading import document
from taizhang.proof.word.walk import PackageParagraphs
from tests.proof.word.build import docx

_CENTRED, _FIRST = '<w:jc w:val="center"/>', '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
_RIGHT = {
    "urgency": "黑体",
    "mark": "FF0000",
    "mark align": _CENTRED,
    "number": "仿宋_GB2312",
    "label": "黑体",
    "label at": "",
}


def _walk(wrong: dict[str, str]) -> PackageParagraphs:
    v = _RIGHT | wrong

    def para(text: str, looks: str = "", font: str = "仿宋_GB2312", size: int = 32, colour: str = "auto") -> str:
        run = f'<w:rFonts w:eastAsia="{font}"/><w:color w:val="{colour}"/><w:sz w:val="{size}"/>'
        return f"<w:p><w:pPr>{looks}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>{text}</w:t></w:r></w:p>"

    title, line = "方正小标宋简体", '<w:spacing w:line="579" w:lineRule="exact"/>'
    return PackageParagraphs(
        Package(
            docx(
                "".join(
                    (
                        para("特急", font=v["urgency"]),
                        para("沄翀县人民政府文件", v["mark align"], title, 60, v["mark"]),
                        para("沄政发〔2026〕3号", _CENTRED, v["number"]),
                        para("关于开展专项督查的通知", _CENTRED + '<w:spacing w:after="579"/>', title, 44),
                        para("各乡镇人民政府：", line),
                        para("现将有关事项通知如下。", line + _FIRST),
                        para("附件1", v["label at"], v["label"]),
                        para("督查事项清单", _CENTRED, title, 44),
                        para("1.各单位按月报送办理情况。", line + _FIRST),
                    )
                )
            )
        )
    )


def test_a_style_all_text_stands_on_is_told_once() -> None:
    looks = '<w:spacing w:line="579" w:lineRule="exact"/>' + _FIRST
    run = '<w:rFonts w:eastAsia="宋体"/><w:sz w:val="30"/>'
    texts = [
        "沄政发〔2026〕3号",
        "关于开展专项督查的通知",
        *[f"第{n}件事项按月报送办理情况。" for n in "一二三四"],
        "附件1",
    ]
    body = "".join(
        f"<w:p><w:pPr>{looks}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>{text}</w:t></w:r></w:p>" for text in texts
    )
    told = [one.rule for one in examine_layout(Measured(PackageParagraphs(Package(docx(body)))), load_profile())]
    assert (told.count("L04"), told.count("L05"), told.count("L26")) == (1, 1, 0)


def _told(walk: PackageParagraphs) -> list[str]:
    # This file has no section, so the page is not measured.
    return [
        one.message for one in examine_layout(Measured(walk), load_profile()) if one.rule not in ("L01", "L02", "L14")
    ]


def test_letterhead_title_and_attachment_are_told_apart_and_right() -> None:
    walk = _walk({})
    assert [one.zone for one in document(walk, "a.docx").paragraphs] == [
        "letterhead",
        "letterhead",
        "letterhead",
        "title",
        "addressee",
        "body",
        "attachment",
        "title",
        "body",
    ]
    assert _told(walk) == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"urgency": "仿宋_GB2312"}, "密级、紧急程度字体为仿宋_GB2312，应为黑体。"),
        ({"mark": "000000"}, "发文机关标志不是红色。"),
        ({"mark align": ""}, "发文机关标志没有居中。"),
        ({"number": "黑体"}, "发文字号字体为黑体，应为仿宋。"),
        ({"label": "仿宋_GB2312"}, "“附件”二字字体为仿宋_GB2312，应为黑体。"),
        ({"label at": _FIRST}, "“附件”二字没有顶格。"),
    ],
)
def test_one_planted_deviation_is_told_once(wrong: dict[str, str], said: str) -> None:
    assert _told(_walk(wrong)) == [said]
