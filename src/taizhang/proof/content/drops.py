"""Figures that were dropped: a unit, an ordinal or a bound with its number gone, told by the words around it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from taizhang.proof.content.measures import NUMBER_BEFORE, UNITS
from taizhang.proof.content.reading import Reading
from taizhang.proof.content.rule import ALL, Examples, Hit, OfficeSettings, Reach, Rule, matches, rule
from taizhang.terms.sentence import sentence


def _tails(units: tuple[str, ...]) -> str:
    """A pattern for the rest of each unit after its first sign, which a lookbehind re-reads: a scan stays a set of signs."""
    ordered = sorted(units, key=len, reverse=True)
    return "|".join(f"(?<={re.escape(unit[0])}){re.escape(unit[1:])}" for unit in ordered)


_LACKS = "请补上数字。"
_SOURCE = "内容关：量词、单位前应有数字"
_NOT_NUMBER = f"[^{re.escape(''.join(sorted(NUMBER_BEFORE)))}]"
_CLOSE = frozenset("，。；、）)：！？\n,;")
_PERCENT = re.compile(r"[%％‰](?<=[^\d０-９.．xX×*＊_＿)）\]】〕几%％‰—–~～\-/\\}][%％‰])(?![A-Za-z0-9])")
_SPACED = re.compile(r"[\d０-９.xX×*＊_＿\n][ \u3000\u00a0]*$")
_HEADS = "".join(sorted({unit[0] for unit in UNITS}))
_UNIT = re.compile(rf"[{_HEADS}](?<={_NOT_NUMBER}.)(?:{_tails(UNITS)})")
_IN_LABEL = rf"(?:单位[:：]|{'|'.join(sorted(UNITS, key=len, reverse=True))}|[每以按计或和、/ ])*"
_LEFT_EDGE = re.compile(rf"(?:^|[（(|｜\t\u3000]){_IN_LABEL}$")
_RIGHT_EDGE = re.compile(rf"{_IN_LABEL}(?:$|[）)|｜\t\u3000])")
_LETTER = re.compile(r"\d[lIO]$")
_SURPLUS = re.compile(
    r"余(?<=[^\d０-９一二三四五六七八九十百千万亿两几xX×*＊.．其剩多盈业富结残空有之年周月岁日米元里]余)"
    rf"(?:{'|'.join(sorted(UNITS, key=len, reverse=True))}|[个项次家件起条处户名人场篇期批份台套座辆元])"
)
_NEAR = re.compile(r"(?:近|超|超过|突破|上|过|逾|破|达|达到|约|亿|成)$")
_AFTER_UNIT = re.compile(
    r"(?:以上|以下|以内|左右|上下)?(?:[，。；、）)：！？\n,;]|$|用于|同比|比上年|较上年|比去年|较去年)"
)
_POINTS = re.compile(
    r"(?:提高|提升|上升|下降|降低|增加|增长|减少|回落|扩大|缩小|高出|高于|压减)(?:了|约|近)?(?P<m>百分点)(?=[，。；、）\n]|$)",
    re.MULTILINE,
)
_TIMES = re.compile(r"倍(?<=[长高大的达为]倍)(?=[，。；、）\n]|$)")
_LASTING = re.compile(
    r"(?:连续|历时|为期|长达|持续)(?=(?:个?[年届月天周])(?:获|被|保|荣|入|居|位|蝉|实现|的|，|。|开展))"
)
_ORDINAL = re.compile(
    r"(?:名列|位列|位居|排名|排)[\u4e00-\u9fff]{0,4}?第(?=[，。；、])|第(?=[位名届批期条章季款位](?![一二三四五六七八九十\d]))(?<![次及门等]第)"
)
_BOUND = re.compile(
    r"(?:达到|达|保持在|稳定在|控制在|不低于|不少于|高于|提高到|增长|下降|压减|减少)(?:以上|以下|以内|左右)(?=[，。；、）\n])"
)
_REACHED = re.compile(
    r"(?:缩小到|提高到|增加到|降低到|降到|降至|增至|升至|升到|上升到|下降到|缩短到|压缩到|缩短至|压缩至|提升到|提升至|增长到)(?=[，。；\n]|$)"
)
_RATE = re.compile(
    r"(?:率|度|比重|占比|比例|满意度|总额|总值|总量|产值|增加值|投资额|投资|收入|面积|里程|总数|人数)(?:均|已|分别)?(?:达到|达|为|占|约|超过|至|升至|降至|提高到|增至)(?=[，。；\n])"
)
_CHANGE = re.compile(
    r"(?:同比|比上年|较上年|比去年|较去年|比上年同期|较上年同期)(?:增长|下降|提高|减少|增加|上升)(?=[，。；\n]|$)"
)


@rule(
    "C30",
    "单位、百分号前没有数字",
    "error",
    _SOURCE,
    examples=Examples(
        bad=(
            "完成投资⟦亿元⟧，同比增长⟦%⟧。",
            "提高⟦个百分点⟧。",
            "优良天数比例提高⟦百分点⟧。",
            "接待群众⟦人次⟧，盘活低效用地⟦亩⟧。",
            "投入⟦余万元⟧用于整治。",
            "拆除违建⟦万㎡⟧，新改建道路⟦公里⟧。",
        ),
        good=(
            "完成投资12.6亿元，同比增长8%。",
            "引进亿元以上项目12个，万元地区生产总值能耗下降。",
            "千家万户、万吨级泊位、每平方米、几万元。",
            "出境旅游人次由830万增至900万。",
            "其余人员、剩余亩数另计。",
            "大部分下降70%—80%。",
        ),
    ),
    reach=Reach(),
)
def unit_without_number(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """Before a unit of measure, 个百分点 or % stands a number; where one is gone the words still read well."""
    text = reading.text
    for match in _PERCENT.finditer(text):
        if (
            match.start()
            and not _is_label(reading, *match.span())
            and not _SPACED.search(reading.text, max(0, match.start() - 6), match.start())
        ):
            yield Hit(*match.span(), sentence("“{words}”前没有数字。", words=match[0]), _LACKS)
    for match in _SURPLUS.finditer(text):
        if match.start() in reading.borders or not reading.is_word(*match.span()):
            yield Hit(*match.span(), sentence("“{words}”前没有数字。", words=match[0]), _LACKS)
    for match in matches(reading, _POINTS, "百分点"):
        yield Hit(*match.span("m"), "“百分点”前没有数字。", _LACKS)
    for match in _TIMES.finditer(text):
        yield Hit(*match.span(), "“倍”前没有数字。", _LACKS)
    for match in _UNIT.finditer(text):
        hit = _bare_unit(reading, *match.span())
        if hit:
            yield hit


def _bare_unit(reading: Reading, start: int, end: int) -> Hit | None:
    text, words = reading.text, reading.text[start:end]
    if _SPACED.search(text, max(0, start - 6), start) or _LETTER.search(text, max(0, start - 2), start):
        return None
    before, after = reading.before(start, 6), reading.after(end, 8)
    if _is_label(reading, start, end):
        return None
    if (
        (start not in reading.borders and len(words) < 3)
        or text[start - 1 : start] in ("余", "家", "\n", "")
        or before.endswith("多少")
    ):
        return None
    if words != "个百分点" and not _AFTER_UNIT.match(after):
        return None
    if words.endswith("次") and after[:1] == "、":
        return None
    if words[0] in "万亿" and _NEAR.search(before):
        return None
    return Hit(start, end, sentence("“{words}”前没有数字。", words=words), _LACKS)


def _is_label(reading: Reading, start: int, end: int) -> bool:
    """Whether the unit stands in brackets or a cell of its own and says what a figure is counted in: （元/吨）."""
    left, right = _LEFT_EDGE.search(reading.before(start, 12)), _RIGHT_EDGE.match(reading.after(end, 12))
    return bool(left and right)


@rule(
    "C32",
    "“第”后没有数",
    "error",
    "内容关：名次、届次应写明",
    examples=Examples(
        bad=("综合评价列全省⟦第位⟧。", "举办⟦第届⟧文化节。"),
        good=("列全省第三位，第2届文化节。", "次第开放，门第观念。"),
    ),
    reach=Reach("第", ALL, quoted=True),
)
def ordinal_without_number(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """After 第 stands a number."""
    for match in matches(reading, _ORDINAL):
        end = match.end() + (reading.after(match.end(), 1) not in _CLOSE)
        yield Hit(match.start(), end, "“第”后面没有数。", "请补上名次或届次。")


@rule(
    "C33",
    "“达到以上”之类缺数",
    "error",
    _SOURCE,
    examples=Examples(
        bad=("办结率⟦达到以上⟧。", "研发投入占地区生产总值⟦比重达⟧，居全市前列。", "城镇化⟦率达到⟧。"),
        good=("办结率达到95%以上。", "达到上级要求，比重达到历史最高。"),
    ),
    reach=Reach("率比额值量资入积程数度达保稳控不高提增下压减"),
)
def bound_without_number(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """达到, 为, 超过 … 以上 have a number between or after them."""
    for match in matches(reading, _LASTING, "连续", "历时", "为期", "长达", "持续"):
        yield Hit(*match.span(), sentence("“{words}”后面没有数字。", words=match[0]), _LACKS)
    for match in matches(reading, _REACHED):
        yield Hit(*match.span(), sentence("“{words}”后面没有数字。", words=match[0]), _LACKS)
    for match in matches(reading, _BOUND):
        yield Hit(*match.span(), sentence("“{words}”后面没有数字。", words=match[0]), _LACKS)
    for match in matches(reading, _RATE):
        yield Hit(*match.span(), sentence("“{words}”后面没有数字。", words=match[0]), _LACKS)


@rule(
    "C33b",
    "同比变化没有数",
    "warn",
    _SOURCE,
    examples=Examples(bad=("办件量⟦同比增长⟧，群众满意。",), good=("办件量同比增长3%。", "同比增长较快。")),
    reach=Reach("同比较"),
)
def change_without_number(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """A change against last year says how much."""
    for match in matches(reading, _CHANGE):
        yield Hit(*match.span(), sentence("“{words}”没有写明幅度。", words=match[0]), "请写明增减多少。")


RULES: tuple[Rule, ...] = (
    unit_without_number,
    ordinal_without_number,
    bound_without_number,
    change_without_number,
)
