"""Points, quotation marks, widths and spaces in Chinese text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from taizhang.proof.content.reading import Reading
from taizhang.proof.content.rule import ALL, RUNNING, Examples, Hit, OfficeSettings, Reach, Rule, matches, rule
from taizhang.terms.sentence import sentence

_H = "\u4e00-\u9fff"
_FULL = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", ".": "。"}
_HALF_POINT = re.compile(
    rf"[{_H}”》）](?P<p>[,;:!?])(?=[ \u3000]*[{_H}“《（\n]|[ \u3000]*$)|[{_H}](?P<q>\.)(?=[{_H}\n]|$)", re.MULTILINE
)
_HALF_BRACKET = re.compile(rf"(?<=[{_H}])\([^()\n]{{1,40}}\)|\([{_H}][^()\n]{{0,40}}\)")
_FULL_SIGN = re.compile(r"[０-９Ａ-Ｚａ-ｚ％＋－＝]+")
_REPEATED = re.compile(r"\.\.\.+|。。+|，，+|；；+|：：+|！！+|？？+|…………*|…(?<!……)(?:…?等|(?!…))|等……")
_MARKS_LISTED = re.compile(r"(?<=》)、(?=《)|(?<=”)、(?=“)|(?<=’)、(?=‘)")
_NESTED = re.compile(r"《[^《》〈〉\n]*(?P<i>《[^《》\n]*》)[^《》\n]*》")
_STRAIGHT = re.compile(rf"(?<=[{_H}，。；：、（])\"|\"(?=[{_H}，。；：、）])|(?<=[{_H}])'(?=[{_H}])")
_FIRST = re.compile(
    r"(?:^|(?<=[。；：\n]))(?:首先|其次|再次|最后|第[一二三四五六七八九十]{1,3})(?P<p>、)(?!第?[一二三四五六七八九十])",
    re.MULTILINE,
)
_SPACE = re.compile(
    rf"(?<=[{_H}，。；：、）”》])[ \u3000\u00a0]+(?=[{_H}（“《])|(?<=[{_H}])[ \u3000\u00a0]+(?=[，。；：、）”》])"
)
_RANGE = re.compile(
    r"(?<![A-Za-z\d/—.\-])\d+(?:\.\d+)?(?:%|万|亿|元|万元|日|天|件)?[ ]*(?P<r>[-~])[ ]*\d+(?:\.\d+)?(?:%|万|亿|元|万元|日|天|件|个|名|项|年)"
)
_SHORT_RANGE = re.compile(r"(?<![\d.])\d+(?:\.\d+)?\s*[～~—–-]+\s*\d+(?:\.\d+)?(?:%|万元|亿元|万|亿)")
_ATTACHMENT = re.compile(
    r"^\s*(?:附件[：:])?\s*\d{1,2}[.．]\s*[^。；，\n]{2,40}(?:方案|清单|台账|表|报告|办法|细则|意见|名单|汇总)(?P<p>[。；，;,])\s*$",
    re.MULTILINE,
)
_POINT_START = re.compile(r"(?<=\n)[ \u3000]*(?P<p>[，。；：、！？）”》])")
_HAN_PERCENT = re.compile(r"[一二三四五六七八九十百零〇]+[%％]")
_LETTER_DIGIT = re.compile(r"(?<=\d)[lIO](?=[\d.万亿%])|(?<=[\d.])[lO](?=[万亿%件人个])")


@rule(
    "F05",
    "汉字间用了半角标点",
    "warn",
    "GB/T 15834：中文用全角标点",
    gate="format",
    examples=Examples(
        bad=("各单位⟦:⟧现将有关事项通知如下", "按时报送⟦,⟧逾期通报⟦.⟧"),
        good=("时间为9:30，地点另行通知，比例1:500。", "GB/T 9704.1、www.a.cn。"),
    ),
    reach=Reach(",;:!?.", ALL, quoted=True),
)
def half_width_point(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """Between Chinese characters points are of full width."""
    for match in matches(reading, _HALF_POINT):
        name = "p" if match["p"] else "q"
        right = _FULL[match[name]]
        yield Hit(
            *match.span(name),
            sentence("汉字后用了半角“{mark}”。", mark=match[name]),
            sentence("请改为“{right}”。", right=right),
            right,
        )


@rule(
    "F06",
    "中文里用了半角括号",
    "warn",
    "GB/T 15834：中文用全角括号",
    gate="format",
    examples=Examples(
        bad=(
            "市发展改革委⟦(牵头单位)⟧负责。",
            "《规划⟦(草案)⟧》",
        ),
        good=("市发展改革委（牵头单位）负责。", "f(x)取值。"),
    ),
    reach=Reach("(", ALL, quoted=True),
)
def half_width_bracket(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """Brackets around or after Chinese are of full width."""
    for match in matches(reading, _HALF_BRACKET):
        right = f"（{match[0][1:-1]}）"
        yield Hit(*match.span(), "用了半角括号。", sentence("请改为“{right}”。", right=right), right)


@rule(
    "F07",
    "全角数字或字母",
    "info",
    "GB/T 15835：阿拉伯数字用半角",
    gate="format",
    examples=Examples(bad=("完成⟦１２⟧项。",), good=("完成12项。",)),
    reach=Reach(zones=ALL, quoted=True),
)
def full_width_sign(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """Figures and Latin letters are of half width."""
    for match in matches(reading, _FULL_SIGN):
        right = "".join(chr(ord(sign) - 0xFEE0) for sign in match[0])
        yield Hit(
            *match.span(),
            sentence("“{words}”是全角。", words=match[0]),
            sentence("请改为“{right}”。", right=right),
            right,
        )


@rule(
    "F11",
    "数值区间用了半角连接号",
    "warn",
    "GB/T 15834：用—或～",
    gate="format",
    examples=Examples(bad=("需要3⟦-⟧5天，增长5%⟦~⟧8%。",), good=("需要3～5天，电话0871-6312345，见第3—5页。",)),
    reach=Reach("-~", RUNNING),
)
def half_width_range(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """Ranges are written with ～ or —."""
    for match in matches(reading, _RANGE):
        yield Hit(
            *match.span("r"),
            sentence("区间“{words}”用了半角“{mark}”。", words=match[0], mark=match["r"]),
            "请改为“～”或“—”。",
            "～",
        )


@rule(
    "F12",
    "区间前项漏了单位",
    "warn",
    "GB/T 15835：前后项的单位都要写",
    gate="format",
    examples=Examples(bad=("增幅为⟦15～30%⟧，投资⟦13—17万元⟧。",), good=("增幅为15%～30%，13万元—17万元，第3—5页。",)),
    reach=Reach("～~—–-", RUNNING),
)
def range_without_unit(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """Both ends of a range carry %, 万 or 亿."""
    for match in matches(reading, _SHORT_RANGE):
        yield Hit(*match.span(), sentence("区间“{words}”前项漏了单位。", words=match[0]), "请把单位写全。")


@rule(
    "F13",
    "省略号、标点重复",
    "warn",
    "GB/T 15834：省略号六点；点号不重复",
    gate="format",
    examples=Examples(
        bad=("包括人员、经费⟦...⟧等。", "工作完成⟦。。⟧", "内容待定⟦…⟧"), good=("包括人员、经费等，待续……",)
    ),
    reach=Reach(".。，；：！？…", ALL, quoted=True),
)
def repeated_point(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """A point stands once, an ellipsis has six dots and no 等 beside it."""
    for match in matches(reading, _REPEATED):
        right = match[0][0] if match[0][0] in "。，；：！？" else None
        yield Hit(*match.span(), sentence("“{words}”重复或不规范。", words=match[0]), "请改用规范的标点。", right)


@rule(
    "F14",
    "书名号、引号之间用了顿号",
    "info",
    "GB/T 15834",
    gate="format",
    examples=Examples(
        bad=("学习《条例》⟦、⟧《办法》。",), good=("学习《条例》《办法》，《条例》（2022年）、《办法》（2023年）。",)
    ),
    reach=Reach("、", RUNNING),
)
def point_between_marks(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """Titles and quotations that follow one another need no 、."""
    for match in matches(reading, _MARKS_LISTED):
        yield Hit(*match.span(), "书名号或引号之间通常不用顿号。", "可删去。")


@rule(
    "F15",
    "书名号嵌套没有用单书名号",
    "warn",
    "GB/T 15834",
    gate="format",
    examples=Examples(bad=("《关于贯彻⟦《信访工作条例》⟧的通知》",), good=("《关于贯彻〈信访工作条例〉的通知》",)),
    reach=Reach("《", ALL, quoted=True),
)
def nested_title(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """A title within a title stands in 〈 〉."""
    for match in matches(reading, _NESTED):
        right = f"〈{match['i'][1:-1]}〉"
        yield Hit(*match.span("i"), "书名号里的书名号应为单书名号。", sentence("请改为“{right}”。", right=right), right)


@rule(
    "F16",
    "中文里用了直引号",
    "warn",
    "GB/T 15834",
    gate="format",
    examples=Examples(bad=('落实⟦"⟧一岗双责⟦"⟧。',), good=("落实“一岗双责”。",)),
    reach=Reach("\"'", ALL),
)
def straight_quotes(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """Quotation marks in Chinese are “ ” and ‘ ’."""
    for match in matches(reading, _STRAIGHT):
        yield Hit(*match.span(), "用了直引号。", "请改为“ ”。")


@rule(
    "F17",
    "“首先、第一”后用了顿号",
    "warn",
    "GB/T 15834：次序语后用逗号",
    gate="format",
    examples=Examples(
        bad=("首先⟦、⟧加强领导。", "第一⟦、⟧压实责任。"), good=("首先，加强领导。", "第一、第二季度均达标。")
    ),
    reach=Reach("、", RUNNING),
)
def point_after_order(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """After 首先, 第一 stands a comma."""
    for match in matches(reading, _FIRST):
        yield Hit(*match.span("p"), "次序语后用了顿号。", "请改为逗号。", "，")


@rule(
    "F18",
    "附件名称后有标点",
    "error",
    "GB/T 9704—2012 7.3.4",
    gate="format",
    examples=Examples(
        bad=("附件：1.整改任务清单⟦。⟧",), good=("附件：1.整改任务清单", "1.整改任务清单已印发，请落实。")
    ),
    reach=Reach("附.．", frozenset({"attachment"})),
)
def attachment_point(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """The name of an attachment ends without a point."""
    for match in matches(reading, _ATTACHMENT):
        yield Hit(*match.span("p"), "附件名称后不加标点。", "请删去。", "")


@rule(
    "F19",
    "汉字间有空格",
    "info",
    "GB/T 9704：正文不空格",
    gate="format",
    examples=Examples(bad=("认真⟦ ⟧落实。", "工作⟦　⟧，成效。"), good=("认真落实。", "　　认真落实。")),
    reach=Reach(" \u3000\u00a0", RUNNING),
)
def stray_space(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """Chinese is written without spaces."""
    for match in matches(reading, _SPACE):
        yield Hit(*match.span(), "汉字间多了空格。", "请删去空格。", "")


@rule(
    "F22",
    "点号在行首",
    "warn",
    "GB/T 15834：点号不居行首",
    gate="format",
    examples=Examples(bad=("抓好落实\n⟦。⟧下一步再抓。",), good=("抓好落实。\n下一步再抓。",)),
    reach=Reach("，。；：、！？）”》", RUNNING, quoted=True),
)
def point_at_start(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """No paragraph begins with a point or a closing mark."""
    for match in matches(reading, _POINT_START):
        before = reading.text[match.start() - 2 : match.start() - 1]
        if match["p"] in "，。；：、！？" or before in "。！？；":
            yield Hit(
                *match.span("p"),
                sentence("一段的开头是“{mark}”。", mark=match["p"]),
                "请与上一段合并，或删去。",
                level="info",
            )


@rule(
    "F23",
    "汉字数字与%连用，字母混入数字",
    "warn",
    "GB/T 15835：%前用阿拉伯数字",
    gate="format",
    examples=Examples(bad=("增长⟦五十%⟧。", "资金25⟦l⟧亿元。"), good=("增长50%，百分之五十。",)),
    reach=Reach("%％lIO"),
)
def mixed_number(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """% follows Arabic figures, and l, I, O are no figures."""
    for match in matches(reading, _HAN_PERCENT):
        yield Hit(*match.span(), sentence("“{words}”里汉字数字与%连用。", words=match[0]), "请统一为阿拉伯数字。")
    for match in matches(reading, _LETTER_DIGIT):
        yield Hit(*match.span(), sentence("数字里混入了字母“{words}”。", words=match[0]), "请改为数字。")


RULES: tuple[Rule, ...] = (
    half_width_point,
    half_width_bracket,
    full_width_sign,
    half_width_range,
    range_without_unit,
    repeated_point,
    point_between_marks,
    nested_title,
    straight_quotes,
    point_after_order,
    attachment_point,
    stray_space,
    point_at_start,
    mixed_number,
)
