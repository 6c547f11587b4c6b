"""A document made to the standard has no fault of form; one planted deviation is told once, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from taizhang.proof.layout.gate import examine_layout
from taizhang.proof.layout.measure import Measured
from taizhang.proof.layout.profile import Profile, load_profile
from taizhang.proof.model import Finding
from taizhang.proof.word.package import Package
from taizhang.proof.word.walk import PackageParagraphs
from taizhang.terms.problem import Refused
from tests.proof.layout.official import official

PLANTED: list[tuple[str, str, dict[str, str]]] = [
    ("L01", "纸张为216×279毫米，应为210×297毫米。", {"paper": '<w:pgSz w:w="12240" w:h="15840"/>'}),
    (
        "L02",
        "页边距不合：上边距25.4毫米（应为37）。",
        {"margins": '<w:pgMar w:top="1440" w:right="1474" w:bottom="1984" w:left="1588"/>'},
    ),
    ("L04", "正文字体为宋体，应为仿宋。共7段。", {"body font": "宋体"}),
    (
        "L05",
        "正文字号为14磅，应为16磅（3号）。共7段。",
        {"body size": "28", "body indent": '<w:ind w:firstLineChars="200"/>'},
    ),
    ("L06", "行距约22.0磅，应为28至30磅。共7段。", {"spacing": '<w:spacing w:line="440" w:lineRule="exact"/>'}),
    ("L06", "行距约43.4磅，应为28至30磅。共7段。", {"spacing": '<w:spacing w:line="360" w:lineRule="auto"/>'}),
    ("L07", "段首空0.0字，应空二字。共7段。", {"body indent": ""}),
    ("L07", "回行左空2.0字，应顶格。共7段。", {"body indent": '<w:ind w:leftChars="200" w:left="640"/>'}),
    ("L08", "标题字体为黑体，应为小标宋。", {"title font": "黑体"}),
    ("L09", "标题字号为18磅，应为22磅（2号）。", {"title size": "36"}),
    ("L10", "标题没有居中。", {"title align": ""}),
    ("L11", "主送机关没有顶格。", {"addressee indent": '<w:ind w:firstLineChars="200"/>'}),
    ("L11", "主送机关后用了半角冒号，应为全角冒号。", {"addressee": "县政府各部门:"}),
    ("L12", "第一层标题字体为仿宋_GB2312，应为黑体。共2段。", {"first font": "仿宋_GB2312"}),
    ("L12", "第二层标题字体为黑体，应为楷体。共2段。", {"second font": "黑体"}),
    ("L13", "第一层标题字号为18磅，应为16磅（3号）。共2段。", {"heading size": "36"}),
    ("L14", "没有页码。", {"footers": ""}),
    ("L14", "页码写作“- 1 -”，数字左右应各有一条一字线。", {"dash": "-"}),
    ("L15", "单页码和双页码没有分列左右。", {"even": ""}),
    ("L15", "双页码没有居左。", {"even place": '<w:jc w:val="center"/>'}),
    ("L16", "页码为10.5磅，应为14磅（4号）。共2段。", {"number size": "21"}),
    ("L17", "版记字号为16磅，应为14磅（4号）。共2段。", {"imprint size": "32"}),
    (
        "L19",
        "成文日期“二〇二六年三月五日”用了汉字数字，应用阿拉伯数字。",
        {"date": "二〇二六年三月五日", "date place": '<w:ind w:right="640"/><w:jc w:val="right"/>'},
    ),
    ("L19", "成文日期“2026年03月05日”的月、日编了虚位。", {"date": "2026年03月05日"}),
    ("L20", "署名右空0.0字、日期右空3.5字，两种编排都不合。", {"signature place": '<w:jc w:val="right"/>'}),
    ("L20", "成文日期在署名之上，应在署名之下。", {"signature": "2026年3月5日", "date": "沄翀县人民政府办公室"}),
    ("L21", "附件名称“附件：1.督查事项清单。”后加了标点。", {"annex": "附件：1.督查事项清单。"}),
    ("L21", "附件说明与正文之间没有空一行。", {"annex gap": ""}),
    ("L22", "第1个表有25行，首行没有设为重复标题行。", {"heading row": ""}),
    ("L23", "文字颜色为#C00000，应为黑色。共7段。", {"body colour": "C00000"}),
    ("L24", "标题与主送机关之间没有空一行。", {"gap": ""}),
    ("L28", "“抄送”后用了半角冒号，应为全角冒号。", {"copies": "抄送:县委办公室。"}),
    ("L28", "抄送机关的最后没有标句号。", {"copies": "抄送：县委办公室"}),
    ("L30", "用了“（此页无正文）”，应调整行距、字距，使署名与正文同页。", {"last": "（此页无正文）"}),
    ("L25", "用了替代字体：FandolFang代仿宋。", {"body font": "FandolFang"}),
]


def _found(content: bytes, profile: Profile | None = None) -> list[Finding]:
    return list(examine_layout(Measured(PackageParagraphs(Package(content))), profile or load_profile()))


def test_a_document_made_by_hand_to_the_standard_has_no_fault() -> None:
    assert _found(official()) == []


@pytest.mark.parametrize(
    ("rule", "message", "wrong"), PLANTED, ids=[f"{rule} {message}" for rule, message, _ in PLANTED]
)
def test_one_planted_deviation_is_told_once_and_nothing_else(rule: str, message: str, wrong: dict[str, str]) -> None:
    assert [(one.rule, one.message) for one in _found(official(wrong))] == [(rule, message)]


@pytest.mark.parametrize(
    "right",
    [
        {"body font": "仿宋", "first font": "simhei", "second font": "KaiTi;Kai"},
        {"body size": "31"},
        {"spacing": '<w:spacing w:line="240" w:lineRule="auto"/>'},
        {"spacing": '<w:spacing w:line="560" w:lineRule="exact"/>'},
        {"date place": '<w:ind w:right="1280"/><w:jc w:val="right"/>'},
        {"margins": '<w:pgMar w:top="2120" w:right="1500" w:bottom="1960" w:left="1560"/>'},
    ],
)
def test_what_the_standard_allows_is_let_pass(right: dict[str, str]) -> None:
    assert _found(official(right)) == []


def test_every_rule_of_the_profile_can_fire_and_says_its_source() -> None:
    profile = load_profile()
    planted = {rule for rule, _, _ in PLANTED}
    # L03 and L29 are told from printed pages, L18 needs an imprint in a table; L26 and L27 have a test of their own.
    assert set(profile.rules) - planted == {"L03", "L18", "L26", "L27", "L29"}
    assert all("（标准）" in profile.source(rule) or "（通行做法）" in profile.source(rule) for rule in profile.rules)


def test_a_body_may_deviate_when_it_says_where_that_is_ordered(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(
        'name = "沄翀县"\n[[deviation]]\nrule = "L06"\nsource = "沄政办发〔2025〕3号"\nset = { "grid.spacing" = [20.0, 30.0] }\n',
        encoding="utf-8",
    )
    profile = load_profile(path)
    assert profile.source("L06") == "沄政办发〔2025〕3号（本单位规定）"
    assert _found(official({"spacing": '<w:spacing w:line="440" w:lineRule="exact"/>'}), profile) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('[[deviation]]\nrule = "L06"\n', "PRF-202"),
        ('[[deviation]]\nrule = "L99"\nsource = "x"\n', "PRF-202"),
        ('[[deviation]]\nrule = "L06"\nsource = "x"\nset = { "grid.colour" = 1 }\n', "PRF-202"),
        ('[[deviation]]\nrule = "L06"\nsource = "x"\nlevel = "loud"\n', "PRF-203"),
        ("[[deviation", "PRF-201"),
    ],
)
def test_a_profile_that_is_wrong_says_what(tmp_path: Path, text: str, code: str) -> None:
    path = tmp_path / "own.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        load_profile(path)
    assert [one.code for one in refused.value.problems] == [code]
