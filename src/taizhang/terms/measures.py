"""Units of measure as offices write them: what they measure and how large they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from taizhang.terms.characters import narrow, squeeze

# The steps in which amounts are written, as in GB/T 15835-2011.
MAGNITUDES = {
    "十": Decimal(10),
    "百": Decimal(100),
    "千": Decimal(1000),
    "万": Decimal(10_000),
    "十万": Decimal(100_000),
    "百万": Decimal(1_000_000),
    "千万": Decimal(10_000_000),
    "亿": Decimal(100_000_000),
    "十亿": Decimal(1_000_000_000),
    "百亿": Decimal(10_000_000_000),
    "千亿": Decimal(100_000_000_000),
    "万亿": Decimal(1_000_000_000_000),
}
# Factors: 中华人民共和国法定计量单位 (1984); an 亩 is 1/15 of a 公顷.
_DIMENSIONS: dict[str, dict[str, Decimal]] = {
    "money": dict.fromkeys(("元", "圆", "块", "块钱", "元整"), Decimal(1)),
    "length": {
        **dict.fromkeys(("米", "m", "延米", "延长米"), Decimal(1)),
        **dict.fromkeys(("公里", "千米", "km"), Decimal(1000)),
        "里": Decimal(500),
        "华里": Decimal(500),
        "厘米": Decimal("0.01"),
        "毫米": Decimal("0.001"),
    },
    "area": {
        **dict.fromkeys(("平方米", "平米", "㎡", "m2", "m²"), Decimal(1)),
        "亩": Decimal(2000) / 3,
        **dict.fromkeys(("公顷", "ha"), Decimal(10_000)),
        **dict.fromkeys(("平方公里", "平方千米", "km2", "km²", "㎢"), Decimal(1_000_000)),
    },
    "weight": {
        **dict.fromkeys(("公斤", "千克", "kg"), Decimal(1)),
        "克": Decimal("0.001"),
        "斤": Decimal("0.5"),
        **dict.fromkeys(("吨", "t"), Decimal(1000)),
    },
    "volume": {
        **dict.fromkeys(("升", "公升", "l"), Decimal(1)),
        "毫升": Decimal("0.001"),
        **dict.fromkeys(("立方米", "立方", "m3", "m³", "方"), Decimal(1000)),
    },
    "energy": dict.fromkeys(("千瓦时", "度", "kwh"), Decimal(1)),
    "share": {"%": Decimal(1), "百分点": Decimal(1), "个百分点": Decimal(1), "‰": Decimal("0.1")},
}
_KNOWN = {unit: (dimension, size) for dimension, units in _DIMENSIONS.items() for unit, size in units.items()}
_COUNTED = frozenset(
    [
        "人",
        "件",
        "个",
        "名",
        "次",
        "起",
        "户",
        "分",
        "条",
        "项",
        "处",
        "份",
        "篇",
        "场",
        "期",
        "本",
        "台",
        "辆",
        "家",
        "所",
        "座",
        "套",
        "宗",
        "字",
        "页",
        "张",
        "幅",
        "天",
        "届",
        "类",
        "轮",
        "卷",
        "号",
        "间",
        "栋",
        "幢",
        "株",
        "棵",
        "头",
        "只",
        "批",
        "位",
        "级",
        "人次",
        "件次",
        "批次",
        "场次",
        "户次",
        "台次",
        "车次",
        "家次",
        "班次",
        "小时",
        "工日",
    ]
)
_BY_LENGTH = tuple(sorted(MAGNITUDES, key=len, reverse=True))
_RENMINBI = re.compile(r"人民币|rmb|cny|[￥¥]")
_FOREIGN = re.compile(
    r"[$€£]|us[d$]|hk[d$]|eur|gbp|jpy|(?:美|港|日|欧|澳|加|韩|新|台)(?:元|币|刀)|美金|欧元|英镑|卢布|外币"
)
# What the last sign of a unit nobody knows says it measures; the words before it may be anything.
_KIN = {"元": "money", "圆": "money", "币": "money", "镑": "money", "金": "money", "米": "length", "里": "length"}
_KIN |= {"亩": "area", "顷": "area", "吨": "weight", "克": "weight", "斤": "weight", "升": "volume", "％": "share"}
_BRACKETS = re.compile(
    r"[(【\[［〔〖<〈《{「『﹝](?P<inside>[^()【】\[\]［］〔〕〖〗<>〈〉《》{}「」『』﹝﹞]{1,24})[)】\]］〕〗>〉》}」』﹞]"
)
_LABEL = re.compile(r"(?:计量|金额|货币|数量|计价|面积|长度|计算|经费|资金|统计)?单位(?:[:：为是]|$)|金额[:：]|^以|^按")
_APART = re.compile(r"[、，,/;；|和及\s]+")
_TRAILING = re.compile(r"(?P<words>.*[^\s/:_\-—－·|｜])[\s/:：_\-—－·|｜]+(?P<unit>[^\s/:：_\-—－·|｜]+)", re.DOTALL)
# A heading closed by 万元 without a bracket means it; by 元 alone only after a word for money (单元, 多元).
_GLUED = re.compile(r"(?P<words>.*?[^百千万亿十])(?P<unit>(?:[百千]?万|千|百|十?亿)元)")
_GLUED_YUAN = re.compile(r"(?P<words>.*(?:额|金|费|款|价|出|入|资|算|用))(?P<unit>元)")
_CURRENCY = frozenset(("人民币", "rmb", "cny"))
_UNIT_LINE = re.compile(
    r"(?P<meant>[^\s,;:、。()【】\[\]，；：（）]{0,12}?)"
    r"(?<![报任管制送头办属位织表建设施工])单\s*位\s*[:：为]\s*"
    r"(?P<units>[^\n。)】\]]{1,30}?)(?=[^\s,;:、。()，；：]{0,12}单\s*位\s*[:：为]|[\n。)】\]]|$)"
)
# Words before a unit that mean the table, not one of its columns.
_WHOLE_TABLE = re.compile(
    r"(?:注|说明|备注|本表|表中|表内|以上|上述|其余|其他|其它)?(?:各项|各栏|所有|全部)?"
    r"(?:金额|数据|数字|计量|货币|数量|计价|统计|人民币)?(?:均|的|单位)*"
)
_JOINED = re.compile(r"(人民币)[\s:：(（]+")
_BY = re.compile(
    r"(?P<meant>[^\s,;:、。()，；：（）]{0,12}?)(?:均?以|均?按|均为|单位为)(?P<unit>[人民币十百千万亿]*元)(?:为单位|计|填列|填报)?"
)
_ENDS = re.compile(r"截|填|日期|导出|制表|[(（]")


@dataclass(frozen=True, slots=True)
class Measure:
    """What a unit measures, its size and that of the unit without its magnitude, both in the dimension's smallest.

    万元 measures money, is 10,000 large and stands on 元, which is 1; 万人 counts 人.
    """

    dimension: str
    size: Decimal
    base: Decimal


@lru_cache(maxsize=1024)
def measure(written: str) -> Measure | None:
    """The unit a word names, however it is written (人民币万元, ￥, KM, 万人次); None when it names none."""
    words = squeeze(written).lower()
    if _FOREIGN.search(words):
        return None
    bare = _RENMINBI.sub("", words).strip("()")
    if bare != words:
        bare = f"{bare}元" if not bare or bare in MAGNITUDES else bare
        found = _sized(bare)
        return found if found and found.dimension == "money" else None
    return _sized(words)


def _sized(words: str) -> Measure | None:
    if words in _KNOWN:
        dimension, size = _KNOWN[words]
        return Measure(dimension, size, size)
    if words in _COUNTED:
        return Measure(words, Decimal(1), Decimal(1))
    for magnitude in _BY_LENGTH:
        if words.startswith(magnitude) and (inner := _sized(words[len(magnitude) :])):
            return Measure(inner.dimension, inner.size * MAGNITUDES[magnitude], inner.base)
    return None


def is_dimension(found: Measure) -> bool:
    """Whether it measures something, and does not only count pieces."""
    return found.dimension in _DIMENSIONS


def factor(unit: str, into: str) -> Decimal | None:
    """What a number in ``unit`` is multiplied by to be in ``into``; None when they do not measure the same."""
    if unit == into:
        return Decimal(1)
    here, there = measure(unit), measure(into)
    return here.size / there.size if here and there and here.dimension == there.dimension else None


def kin(written: str) -> str:
    """The dimension a unit nobody knows seems to belong to (美元 is money); '' when it seems to be no unit."""
    words = squeeze(written).lower()
    if _FOREIGN.search(words):
        return "money"
    return _KIN.get(words[-1:], "") if len(words) <= 4 else ""


def parted(heading: str) -> tuple[str, str]:
    """A heading's words and the unit it states, '' for none: in any bracket, after a space or stroke, or glued on.

    A unit that is stated but not known is given as it is written: nobody may take another for it.
    """
    text = narrow(heading)
    for bracket in reversed(list(_BRACKETS.finditer(text))):
        if unit := _stated(bracket["inside"]):
            return text[: bracket.start()] + text[bracket.end() :], unit
    alone = (
        _stated(text) if _LABEL.match(squeeze(text)) else text if (one := measure(text)) and is_dimension(one) else ""
    )
    if alone:
        return "", squeeze(alone)
    for pattern in (_TRAILING, _GLUED, _GLUED_YUAN):
        match = pattern.fullmatch(text.rstrip() if pattern is _TRAILING else squeeze(text))
        if match and (
            ((one := measure(match["unit"])) and is_dimension(one)) or _FOREIGN.search(match["unit"].lower())
        ):
            return match["words"], squeeze(match["unit"])
    return text, ""


def _stated(inside: str) -> str:
    """The first unit named in a bracket; one nobody knows when the bracket says it is one."""
    words = _LABEL.sub("", squeeze(inside))
    if words.lower() in _CURRENCY:
        return ""
    labelled = words != squeeze(inside)
    parts: list[str] = _APART.split(words)
    for part in filter(None, parts):
        part = part.removesuffix("计") if labelled else part
        found = measure(part)
        if found and (is_dimension(found) or labelled or found.size > 1):
            return part
        if _FOREIGN.search(part.lower()) or (kin(part) and (labelled or len(words) <= 3)):
            return part
    return ""


@dataclass(frozen=True, slots=True)
class StatedUnit:
    """A unit a line beside a table states; meant: the words that say which columns it is for, '' for the table."""

    unit: str
    meant: str = ""


def units_stated(text: str) -> Iterator[StatedUnit]:
    """Every unit a line beside a table states: 单位：公里、万元; 单位：元，下达金额单位：万元; 金额均以元计.

    Also those nobody knows, when they stand where a unit must stand and look like one.
    """
    narrowed = _JOINED.sub(r"\1", narrow(text))
    for line in _UNIT_LINE.finditer(narrowed):
        for part in _APART.split(_ENDS.split(line["units"])[0]):
            if part and (measure(part) or kin(part)):
                yield StatedUnit(squeeze(part), _meant(line["meant"]))
    for found in _BY.finditer(squeeze(text)):
        yield StatedUnit(found["unit"], _meant(found["meant"]))
    for bracket in _BRACKETS.finditer(narrowed):
        one = "" if _LABEL.search(bracket["inside"]) else _stated(bracket["inside"])
        if one and one.lower() not in _CURRENCY:
            yield StatedUnit(one)


def _meant(words: str) -> str:
    plain = squeeze(words)
    return "" if _WHOLE_TABLE.fullmatch(plain) else plain
