"""Claims without support, units of measure, and what must not be in an open paper."""

from __future__ import annotations

import re
from collections.abc import Iterator

from taizhang.proof.content.reading import Reading
from taizhang.proof.content.rule import ALL, RUNNING, Examples, Hit, OfficeSettings, Reach, Rule, matches, rule
from taizhang.terms.sentence import sentence

_FIRST = re.compile(
    r"(?:全国|全省|全市|全州|全县|全区|全系统)[^，。；]{0,6}?(?:首创|首个|首家|首批|唯一|率先|第一(?=[，。；名位]))"
)
_CLAIM = re.compile(
    r"(?:全部|全面|如期|按期|均已?|100[%％])(?:完成|办结|整改到位|落实到位|销号|兑现|化解|达标)|零(?:事故|投诉|差错|违规|违纪|发生|上访|增长|容忍)|未发生(?:一起|任何)|没有(?:发生|出现)(?:一起|任何)"
    r"|(?:彻底|圆满|全面)(?:解决|完成|消除|化解)|(?:显著|明显|大幅|持续)(?:提升|改善|提高|下降|增强|好转)|首次|历史(?:最高|最好|性)|前所未有"
)
_DIGITS = re.compile(r"[\d一二三四五六七八九十百]")
_UNIT = re.compile(
    r"(?<=[\d万亿])(?P<a>平方|立方)(?![米公分厘毫千里根])|(?<=\d)(?P<b>KM|Km|kM|KG|Kg|kG|㎞2|km2|m2|M2|m3|mm2)(?![A-Za-z\d])|(?P<c>人/次|千瓦/(?:小)?时|户/次)|\d(?P<d>[万亿千百]亿万元|亿万元|万万元?|亿亿)|(?<=\d)(?P<e>公分|华里|市斤|市尺|平米)"
)
_RIGHT = {
    "平方": "平方米",
    "立方": "立方米",
    "KM": "km",
    "Km": "km",
    "kM": "km",
    "KG": "kg",
    "Kg": "kg",
    "kG": "kg",
    "㎞2": "km²",
    "km2": "km²",
    "m2": "m²",
    "M2": "m²",
    "m3": "m³",
    "mm2": "mm²",
    "人/次": "人次",
    "户/次": "户次",
    "千瓦/时": "千瓦时",
    "千瓦/小时": "千瓦时",
    "公分": "厘米",
    "平米": "平方米",
}
_PERSON = re.compile(
    r"(?<![\dA-Za-z])[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![\dA-Za-z])|(?<!\d)1[3-9]\d{9}(?!\d)"
)
_SECRET = re.compile(r"(?:绝密|机密|秘密)\s*(?P<s>[★*＊☆])")


@rule(
    "B20",
    "“首个、率先、第一”需依据",
    "info",
    "依据关：名次、首创应有凭据",
    gate="basis",
    examples=Examples(bad=("在⟦全省率先⟧完成。",), good=("按照全省统一部署完成。",)),
    reach=Reach("首率唯第", RUNNING),
)
def first_of_all(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """A claim to be first rests on a document from above."""
    for match in matches(reading, _FIRST):
        yield Hit(*match.span(), sentence("“{words}”需要凭据。", words=match[0]), "请附上级通报、文件等凭据。")


@rule(
    "C60",
    "断言没有数字支撑",
    "info",
    "内容关：断言应有数字",
    gate="content",
    examples=Examples(bad=("各项任务⟦全面完成⟧。",), good=("50项任务全面完成。",)),
    reach=Reach("全如按均0零未没彻圆显明大持首历前", RUNNING),
)
def bare_claim(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """全部, 零, 首次, 显著 stand beside the figures that bear them out, in the same sentence."""
    for match in matches(reading, _CLAIM):
        start, end = reading.sentence(match.start())
        if not _DIGITS.search(reading.text, max(start, match.start() - 40), min(end, match.end() + 40)):
            yield Hit(
                *match.span(), sentence("“{words}”附近没有数字。", words=match[0]), "请补上数字，或换成不作断言的说法。"
            )


@rule(
    "C19",
    "计量单位写法不对",
    "warn",
    "国家法定计量单位",
    examples=Examples(
        bad=("改造120万⟦平方⟧，长12⟦KM⟧，接待500⟦人/次⟧，用电3⟦千瓦/时⟧。", "投入0.2⟦亿万元⟧。"),
        good=("改造120万平方米，长12km，接待500人次，亿万人民。",),
    ),
    reach=Reach("平立KMkmk㎞/万亿公华市", ALL),
)
def unit_of_measure(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """Units are legal ones, written whole and in their own letters."""
    for match in matches(
        reading,
        _UNIT,
        "平方",
        "立方",
        "K",
        "k",
        "㎞",
        "m",
        "M",
        "/",
        "亿万",
        "万万",
        "亿亿",
        "公分",
        "华里",
        "市",
        "平米",
    ):
        name = match.lastgroup or "a"
        words = match[name]
        right = _RIGHT.get(words)
        suggestion = sentence("请改为“{right}”。", right=right) if right else "请核对单位。"
        yield Hit(
            *match.span(name),
            sentence("“{words}”不是规范的计量单位。", words=words),
            suggestion,
            right,
            "error" if name == "d" else None,
        )


@rule(
    "B06",
    "身份证号、手机号外露",
    "warn",
    "个人信息保护法第六条",
    gate="basis",
    examples=Examples(bad=("联系手机⟦13800001111⟧。",), good=("值班电话0871-63120000，编号20250101000123。",)),
    reach=Reach("1234567890", ALL, quoted=True),
)
def personal_number(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """Identity and mobile telephone numbers of persons stay out of papers."""
    for match in matches(reading, _PERSON):
        yield Hit(*match.span(), "正文里有个人号码。", "请删去或遮盖。")


@rule(
    "B07",
    "出现国家秘密标志",
    "block",
    "保守国家秘密法：涉密文件不得在非密系统处理",
    gate="basis",
    examples=Examples(bad=("⟦机密★⟧1年",), good=("工作秘密，注意保守秘密。",)),
    reach=Reach("★*＊☆", ALL, quoted=True),
)
def secrecy_mark(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """A paper with a mark of state secrets is not handled here at all."""
    for match in matches(reading, _SECRET):
        yield Hit(*match.span(), "出现国家秘密标志，不得在本系统处理。", "请立即停止，按保密规定线下处置。")


@rule(
    "F20",
    "密级与期限的分隔符不对",
    "error",
    "GB/T 9704—2012 7.2.2：用★",
    gate="format",
    examples=Examples(bad=("秘密⟦*⟧3年",), good=("秘密★3年",)),
    reach=Reach("*＊☆·", ALL),
)
def secrecy_separator(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """Between the grade of secrecy and its term stands ★."""
    for match in matches(reading, _SEPARATOR):
        yield Hit(match.start("s"), match.end("s"), "密级与期限之间应为“★”。", "请改为“★”。", "★")


_SEPARATOR = re.compile(r"(?:绝密|机密|秘密)\s*(?P<s>[*＊☆·])\s*\d+\s*(?:年|个月)")
RULES: tuple[Rule, ...] = (
    first_of_all,
    bare_claim,
    unit_of_measure,
    personal_number,
    secrecy_mark,
    secrecy_separator,
)
