"""What papers say of themselves is read from where the standard puts it; what is not there stays empty."""

from __future__ import annotations

import pytest

from taizhang.library.metadata import is_state_secret, read_metadata

ISSUED = """湉陂县人民政府办公室文件
湉政办发〔2024〕15号
湉陂县人民政府办公室
关于印发《湉陂县政务公开工作实施方案》的
通知
各乡镇人民政府，县政府各部门：
为落实《沅塘市政务公开办法》，现印发给你们。《湉陂县公开细则》同时废止。
湉陂县人民政府办公室
2024年5月8日
（此件公开发布）"""


def test_a_paper_issued_by_the_standard_says_everything() -> None:
    meta = read_metadata(ISSUED, "x")
    assert meta.title == "湉陂县人民政府办公室关于印发《湉陂县政务公开工作实施方案》的通知"
    assert (meta.number, meta.issuer, meta.unit) == (
        "湉政办发〔2024〕15号",
        "湉陂县人民政府办公室",
        "湉陂县人民政府办公室",
    )
    assert (str(meta.day), meta.kind, meta.addressee) == ("2024-05-08", "通知", "各乡镇人民政府，县政府各部门")
    assert [(one.verb, one.target) for one in meta.relations] == [
        ("supersedes", "《湉陂县公开细则》"),
        ("implements", "《沅塘市政务公开办法》"),
    ]


@pytest.mark.parametrize(
    ("text", "title", "kind", "day"),
    [
        (
            "湉陂县公路局2024年度工作总结及2025年工作打算\n正文。\n湉陂县公路局\n二〇二四年十二月二十日",
            "湉陂县公路局2024年度工作总结及2025年工作打算",
            "工作总结",
            "2024-12-20",
        ),
        (
            "会 议 纪 要\n〔2024〕8号\n县政府第20次常务会议纪要\n2024年3月5日，县长主持召开会议。",
            "县政府第20次常务会议纪要",
            "会议纪要",
            "2024-03-05",
        ),
        ("在全县信访工作会议上的讲话\n（2024年2月1日）\n同志们：", "在全县信访工作会议上的讲话", "讲话", "2024-02-01"),
        (
            "湉陂县信访局关于第45号建议的答复\n代表：\n您提出的建议收悉。",
            "湉陂县信访局关于第45号建议的答复",
            "答复",
            "None",
        ),
        ("今天下雨。", "文件名", "", "None"),
    ],
)
def test_titles_kinds_and_days_of_freer_papers(text: str, title: str, kind: str, day: str) -> None:
    meta = read_metadata(text, "文件名")
    assert (meta.title, meta.kind, str(meta.day)) == (title, kind, day)


def test_a_number_without_its_body_stands_alone() -> None:
    assert read_metadata("会议纪要\n〔2024〕8号\n正文。", "x").number == "〔2024〕8号"
    assert read_metadata("关于甲的通知\n依据湉政办发〔2024〕8号，办理。", "x").number == ""


@pytest.mark.parametrize(
    ("line", "secret"),
    [
        ("机密★10年", True),
        ("绝 密", True),
        ("秘密☆", True),
        ("保守国家秘密的规定", False),
        ("秘密工作总结", False),
        ("工作秘密", False),
    ],
)
def test_marks_of_state_secrecy_are_known_by_their_form(line: str, secret: bool) -> None:
    assert is_state_secret(f"{line}\n关于甲的通知\n正文。") is secret
