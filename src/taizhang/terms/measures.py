"""Units of measure as offices write them: what they measure and how large they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from taizhang.terms.characters import narrow, squeeze
from taizhang.terms.unit_words import COUNTED, DIMENSIONS, PIECES

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
_KNOWN = {unit: (dimension, size) for dimension, units in DIMENSIONS.items() for unit, size in units.items()}
# Magnitudes as bank forms and older forms write them.
_AS_CAPITALS = str.maketrans("萬億仟佰拾", "万亿千百十")
_BY_LENGTH = tuple(sorted(MAGNITUDES, key=len, reverse=True))
# As accountants abbreviate them; M is a million to some and 米 to others.
_LATIN = {"k": "千", "w": "万", "thousand": "千", "million": "百万"}
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
_RATE = re.compile(r"(?P<whole>[^/]{1,6})/每?(?P<each>[^/]{1,4})")
_LABEL = re.compile(
    r"(?:units?:|currency:)|(?:计量|金额|货币|数量|计价|面积|长度|计算|经费|资金|统计)?单位(?:[:：为是]|$|(?=(?:人民币)?[十百千万亿]{0,2}元$))|金额[:：]|^以|^按"
)
_APART = re.compile(r"[、，,/;；|和及\s]+")
_PARTS = re.compile(r"[、，,/;；|:：或和及\s]+")
# What may part a heading's words from its unit, beside a bracket.
_MARKS = " \n\t/:_-—·|,。.;、*+~"
_MARK = r"[\s/:_\-—·|,。.;、*+~]"
_TRAILING = re.compile(
    rf"(?P<words>.*{_MARK.replace('[', '[^')}){_MARK}+(?P<unit>{_MARK.replace('[', '[^')}+)", re.DOTALL
)
_LEADING = re.compile(r"(?P<unit>(?:人民币)?[十百千万亿]{0,2}元)[\s:,。;、]+(?P<words>.+)", re.DOTALL)
_LABELLED = re.compile(
    rf"(?P<words>.+?){_MARK}+(?:计量|金额|货币|数量|计价|面积|长度|计算|统计)?单位[:：为是]?(?P<unit>[^\s:：为是]{{1,6}})"
)
_LABEL_LEFT = re.compile(rf"{_MARK}+(?:计量|金额|货币|数量|计价|面积|长度|计算|统计)?单位[为是]?$")
# A word for money in a heading that is no unit for certain: not 单元, 多元, 元旦, 公元, 元件.
_LOOSE = re.compile(r"(?<![单多公状纪二三])(?P<unit>(?:[百千]?万|[十百千亿])?元)(?![旦件素宵月年器气])")
# Chosen: a unit nobody knows is a word or two (角, 标准箱); longer words in a bracket are a remark.
LONGEST_UNKNOWN = 3
# A heading closed by 万元 without a bracket means it; by 元 alone only after a word for money (单元, 多元).
_GLUED = re.compile(r"(?P<words>.*?[^百千万亿十])(?P<unit>(?:[百千]?万|千|百|十?亿)元)")
_GLUED_MAGNITUDE = re.compile(r"(?P<words>.*(?:额|金|费|款|价|资))(?P<unit>[百千]?万|[十百千]?亿|千)")
_GLUED_YUAN = re.compile(r"(?P<words>.*(?:额|金|费|款|价|出|入|资|算|用))(?P<unit>元)")
_CURRENCY = frozenset(("人民币", "rmb", "cny"))
_UNIT_LINE = re.compile(
    r"(?P<meant>[^\s,;:、。()【】\[\]，；：（）]{0,12}?)"
    r"(?:(?<![报任管制送头办属位织表建设施工])单\s*位\s*[:：为]|\b(?i:units?|currency)\s*:)\s*"
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


def _plain(written: str) -> str:
    """The word as units are compared: without white space, in small letters, magnitudes in their usual signs."""
    return squeeze(written).lower().translate(_AS_CAPITALS)


@lru_cache(maxsize=1024)
def measure(written: str) -> Measure | None:
    """The unit a word names, however it is written (人民币万元, ￥, KM, 万人次); None when it names none."""
    words = _plain(written)
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
    if words in COUNTED:
        return Measure(words, Decimal(1), Decimal(1))
    for magnitude in _BY_LENGTH:
        if words.startswith(magnitude) and (inner := _sized(words[len(magnitude) :])):
            return Measure(inner.dimension, inner.size * MAGNITUDES[magnitude], inner.base)
    return None


def magnitude_of(written: str) -> Decimal | None:
    """What a magnitude counts, alone or before a unit: 亿, 万元, K; None where there is none."""
    words = _plain(written)
    words = _LATIN.get(words, words)
    return next((MAGNITUDES[one] for one in _BY_LENGTH if words.startswith(one)), None)


def is_magnitude(written: str) -> bool:
    """Whether a word is a magnitude and nothing else, as a heading states it: 亿, 千, K; not 十, which numbers headings."""
    words = _plain(written)
    return words in _LATIN or (words in MAGNITUDES and words != "十")


def in_full(stated: str, unit: str) -> str:
    """A stated unit with what a magnitude alone leaves out in a column of a field in ``unit``: 亿 is 亿元 or 亿人.

    Beside a field that measures anything but money it stays as it is, and is no unit.
    """
    field = measure(unit)
    if field is None or not is_magnitude(stated) or (is_dimension(field) and field.dimension != "money"):
        return stated
    words = _plain(stated)
    return f"{_LATIN.get(words, words)}{'元' if is_dimension(field) else field.dimension}"


def is_dimension(found: Measure) -> bool:
    """Whether it measures something, and does not only count pieces."""
    return found.dimension in DIMENSIONS


def factor(unit: str, into: str) -> Decimal | None:
    """What a number in ``unit`` is multiplied by to be in ``into``; None when they do not measure the same."""
    if unit == into:
        return Decimal(1)
    here, there = measure(unit), measure(into)
    return here.size / there.size if here and there and here.dimension == there.dimension else None


def kin(written: str) -> str:
    """The dimension a unit nobody knows seems to belong to (美元 is money); '' when it seems to be no unit."""
    words = squeeze(written).lower()
    if _FOREIGN.search(words) or words.endswith("yuan"):
        return "money"
    if rate := _rate_of(words):
        return rate
    return _KIN.get(words[-1:], "") if len(words) <= 4 else ""


def _rate_of(words: str) -> str:
    """What a price or a rate is of, as 元/处 is of money; '' for anything else, such as two units (处/元, 元/%)."""
    match = _RATE.fullmatch(words)
    whole, each = (measure(match["whole"]), measure(match["each"])) if match else (None, None)
    if whole is None or not is_dimension(whole) or whole.dimension == "share":
        return ""
    return "" if each and each.dimension in (whole.dimension, "share", "money") else whole.dimension


def parted(heading: str) -> tuple[str, str]:
    """A heading's words and the unit it states, '' for none: in any bracket, beside any mark that parts words, or glued on.

    A unit that is stated but not known is given as it is written, two that contradict each other joined: nobody may take
    another for it. A currency alone (（人民币）) is given as well: it says no magnitude, see ``is_currency``.
    """
    text = _in_one_word(narrow(heading))
    for bracket in reversed(list(_BRACKETS.finditer(text))):
        if unit := _stated(bracket["inside"]):
            return text[: bracket.start()] + text[bracket.end() :], unit
    if alone := _alone(text):
        return "", alone
    for pattern in (_TRAILING, _LEADING, _LABELLED, _GLUED, _GLUED_YUAN, _GLUED_MAGNITUDE):
        plain = text.strip(_MARKS) if pattern in (_TRAILING, _LEADING) else squeeze(text).strip(_MARKS)
        match = pattern.fullmatch(plain)
        if match and (unit := _beside_words(match["unit"], labelled=pattern is _LABELLED)):
            return _LABEL_LEFT.sub("", match["words"]), unit
    return text, ""


def is_currency(unit: str) -> bool:
    """Whether a stated unit only names the currency and leaves open whether its numbers are 元 or 万元."""
    return squeeze(unit).lower() in _CURRENCY


def pieces_in(heading: str) -> str:
    """What a heading says in brackets that it counts (户, 处), without saying that this is its unit; '' for nothing."""
    inside = (squeeze(one["inside"]) for one in _BRACKETS.finditer(narrow(heading)))
    return next((one for one in inside if one in PIECES), "")


def count_alike(stated: str, unit: str) -> bool:
    """Whether what is counted in one unit may be counted in another: 起 and 件, but neither 户 and 人 nor 处 and 公里."""
    field = measure(unit)
    if field is None or stated == field.dimension:
        return True
    if is_dimension(field):
        return False
    return field.dimension not in PIECES or not PIECES[field.dimension].isdisjoint(PIECES[stated])


def money_in(heading: str) -> str:
    """Words for money in a heading that states no unit, where they may be one (折合元数); '' without."""
    found = _LOOSE.search(squeeze(heading))
    return found["unit"] if found else ""


def _in_one_word(text: str) -> str:
    """A heading spread out over its cell (年 度, 金 额 元) as one word."""
    chunks = text.split()
    return "".join(chunks) if len(chunks) > 1 and all(len(one) == 1 for one in chunks) else text


def _alone(text: str) -> str:
    """The unit where the heading is nothing else."""
    if _LABEL.match(squeeze(text)):
        return squeeze(_stated(text))
    found = measure(text)
    return squeeze(text) if found and is_dimension(found) else ""


def _beside_words(written: str, *, labelled: bool) -> str:
    """The unit beside the words of a heading; '' when it is none. labelled: the heading says that it is one."""
    found = measure(written)
    known = found is not None and (is_dimension(found) or labelled)
    known = known or (is_magnitude(written) and squeeze(written).lower() not in _LATIN)
    return squeeze(written) if known or _FOREIGN.search(written.lower()) or is_currency(written) else ""


def _stated(inside: str) -> str:
    """The unit named in a bracket; one nobody knows when the bracket says it is one; two of a kind joined."""
    plain = squeeze(inside)
    words = _LABEL.sub("", plain)
    labelled, currency = words != plain, ""
    if is_magnitude(words) or _rate_of(words):
        return words
    found: dict[str, Measure | None] = {}
    parts: list[str] = _PARTS.split(words)
    for part in filter(None, parts):
        part = part.removesuffix("计") if labelled else part
        one = measure(part)
        if is_currency(part):
            currency = part
        elif (one and (is_dimension(one) or labelled or one.size > 1)) or _looks_like_unit(part, words, labelled):
            found[part] = one
    if not found:
        return currency or (words if labelled and 0 < len(words) <= LONGEST_UNKNOWN else "")
    first, kinds = next(iter(found)), {part: one.dimension if one else kin(part) for part, one in found.items()}
    alike = [part for part, kind in kinds.items() if kind == kinds[first]]
    return "、".join(alike) if len({(one.size if one else None) for one in map(found.get, alike)}) > 1 else first


def _looks_like_unit(part: str, words: str, labelled: bool) -> bool:
    return bool(_FOREIGN.search(part.lower())) or bool(kin(part) and (labelled or len(words) <= LONGEST_UNKNOWN))


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
        said = _ENDS.split(line["units"])[0].strip()
        for part in (said,) if _rate_of(squeeze(said)) else _APART.split(said):
            if part and (measure(part) or kin(part) or is_magnitude(part)):
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
