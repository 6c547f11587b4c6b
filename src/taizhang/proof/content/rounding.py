"""Rounding words, multiples, money without its unit, thousands commas, rates above a hundred."""

from __future__ import annotations

import re
from collections.abc import Iterator

from taizhang.proof.content.reading import Reading
from taizhang.proof.content.rule import ALL, Examples, Hit, OfficeSettings, Reach, Rule, matches, rule
from taizhang.terms.sentence import sentence

_MULTIPLE = re.compile(
    r"(?:下降|减少|降低|缩小|缩短|压缩|压减)(?:了)?(?:近|约|超)?\s*[\d一二三四五六七八九十两]+(?:\.\d+)?\s*倍"
)
_M = r"[万亿千百]{0,2}[\u4e00-\u9fff%％]{0,3}?"
_TWICE = re.compile(
    rf"(?:约|大约|近|将近|接近|超过|超|突破|逾)\s*\d[\d,.]*\s*[万亿]?(?:余|多)(?=[\u4e00-\u9fff])"
    rf"|(?:约|大约|近|将近|接近|超过|超|突破|逾)\s*\d[\d,.]*{_M}(?:左右|上下)"
    rf"|(?:超过|超|突破|逾|至少|不少于|不低于|高于)\s*\d[\d,.]*{_M}(?:以上|多)(?=[，。；、的）\n])"
    rf"|(?:不足|不到|低于|不超过|至多)\s*\d[\d,.]*{_M}(?:以下|以内)|\d[\d,.]*[万亿]?[余多]{_M}(?:左右|上下|以上)"
)
_EXACT = re.compile(r"(?<![\d.,])\d*[1-9](?<!\d[xX×])余(?=[个项次家件起条处户名人场篇期批份台套座辆])")
_MONEY = re.compile(
    r"(?:资金|投资|金额|经费|预算|支出|贷款|债务|产值|税收)(?:约|近|超|达|达到|共|共计|累计|为)?\d[\d,.]*[余多]?[万亿](?=[，。；、）\s]|$)"
)
_COMMAS = re.compile(r"(?<![\d,.])(?:\d{1,3}(?:,\d{3})*,\d{1,2}(?![\d,])|\d{4,},\d{3}(?!\d))(?=[\u4e00-\u9fff%％])")
_OVER = re.compile(
    r"(?:办结|整改|满意|覆盖|合格|入学|参保|达标|普及|采用|及时|按期|完好|销号|响应|签收|出勤|破案|优良|化解|调处成功|回复|见面)率(?:达到|达|为|均为)?(?P<r>1\d\d(?:\.\d+)?|[2-9]\d\d(?:\.\d+)?)[%％]"
)
_SHORT = re.compile(r"超额完成[^，。；\d]{0,12}(?P<r>\d{1,2}(?:\.\d+)?)[%％](?!\d)")


@rule(
    "C04",
    "减少用了倍数",
    "error",
    "出版物数字用法：减少不用倍数",
    examples=Examples(bad=("办理时长⟦缩短3倍⟧。",), good=("办理时长缩短三分之二。", "投资增长3倍。")),
    reach=Reach("倍"),
)
def fall_in_multiples(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """A fall is told in parts or percent, never in multiples."""
    for match in matches(reading, _MULTIPLE):
        yield Hit(*match.span(), sentence("“{words}”：减少不能用倍数。", words=match[0]), "请改用百分数或分数。")


@rule(
    "C05",
    "概数词重叠",
    "warn",
    "GB/T 15835：概数只用一种说法",
    examples=Examples(
        bad=("⟦约300余⟧件，⟦近40多⟧家。", "⟦约500人左右⟧，⟦超过20件以上⟧。"),
        good=("300余件，约300件，近40家，20件以上。",),
    ),
    reach=Reach("余多右下上内"),
)
def rounded_twice(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """A rounded number has one rounding word."""
    for match in matches(reading, _TWICE):
        yield Hit(*match.span(), sentence("“{words}”里概数词重叠。", words=match[0]), "请只留一个概数词。")


@rule(
    "C05b",
    "“余”接在确数后",
    "warn",
    "GB/T 15835：余、多接整数",
    examples=Examples(bad=("办结⟦137余⟧件。",), good=("办结130余件，13万余元。",)),
    reach=Reach("余"),
)
def surplus_of_exact(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """余 and 多 follow a round number that is below the exact one."""
    for match in matches(reading, _EXACT):
        if len(match[0]) > 2:
            yield Hit(
                *match.span(), sentence("“{words}”：确数后不用“余”。", words=match[0]), "请用整数加“余”，或去掉“余”。"
            )


@rule(
    "C07",
    "金额漏“元”",
    "warn",
    "内容关：金额应写单位",
    examples=Examples(bad=("争取⟦资金3200万⟧，惠及群众。",), good=("争取资金3200万元，惠及3200万人。",)),
    reach=Reach("万亿"),
)
def money_without_unit(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """An amount of money ends in 元."""
    for match in matches(reading, _MONEY):
        yield Hit(
            *match.span(),
            sentence("“{words}”漏了“元”。", words=match[0]),
            sentence("请改为“{words}元”。", words=match[0]),
            f"{match[0]}元",
        )


@rule(
    "C08",
    "千分位写错",
    "error",
    "GB/T 15835：三位一节",
    gate="format",
    examples=Examples(bad=("共⟦12,34⟧件，⟦1234,567⟧元。",), good=("共1,234件，1,234,567元。",)),
    reach=Reach(",", ALL),
)
def broken_thousands(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """Commas part a number into threes."""
    for match in matches(reading, _COMMAS):
        yield Hit(*match.span(), sentence("“{words}”的千分位不对。", words=match[0]), "请按三位一节改正。")


@rule(
    "C23",
    "率超过100%或“超额”不足100%",
    "error",
    "内容关：分子不大于分母",
    examples=Examples(
        bad=("办结率达⟦105%⟧。", "超额完成年度目标的⟦95%⟧。"), good=("办结率达100%。", "超额完成，占年度目标的105%。")
    ),
    reach=Reach("%％"),
)
def impossible_rate(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """A rate of a whole is at most 100%; what is over-fulfilled is above it."""
    for match in matches(reading, _OVER):
        if match["r"].rstrip("0").rstrip(".") != "1" and match["r"] not in ("100", "100.0", "100.00"):
            yield Hit(
                match.start("r"), match.end(), sentence("“{words}”超过了100%。", words=match[0]), "请核对分子和分母。"
            )
    for match in matches(reading, _SHORT):
        yield Hit(match.start("r"), match.end(), sentence("“{words}”不足100%，不是超额。", words=match[0]), "请核对。")


RULES: tuple[Rule, ...] = (
    fall_in_multiples,
    rounded_twice,
    surplus_of_exact,
    money_without_unit,
    broken_thousands,
    impossible_rate,
)
