"""Figures that must agree: totals and parts, rates, growth, differences of percentages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from taizhang.proof.content.quantities import FALL, NUMBER, RISE, UNIT, VALUE, agrees, decimal, half_up, places, spread
from taizhang.proof.content.reading import Reading
from taizhang.proof.content.rule import Examples, Hit, OfficeSettings, Reach, Rule, matches, rule
from taizhang.terms.quantity import format_plain
from taizhang.terms.sentence import sentence

_PARTS = re.compile(
    rf"(?P<n>\d[\d,]*(?:\.\d+)?)(?P<u>{UNIT})[，（：、]?(?P<k>包括|分为|分别为|分别是|其中)[：，]?(?P<list>[^。；）\n]{{4,120}})"
)
_CHANGE = re.compile(r"(?:增加|减少|增长|下降|提高|降低|净增|新增|超过|上升)(?:了|到|至)?$")
_PART = re.compile(rf"(?<![\d.第—–-])(?P<n>{NUMBER})(?P<m>余|多)?(?P<u>{UNIT})")
_RATE = re.compile(
    rf"(?P<stem>[\u4e00-\u9fff]{{2,6}})率(?:均)?(?:为|达到|达|是|分别为)?(?P<r>{NUMBER})[%％](?!以|左|—|～)"
)
_IN_TIME = re.compile("按期|及时|按时|限时|首次|一次|平均|综合")
_MOVED = re.compile(
    rf"(?:由|从)(?:上年|去年|{NUMBER}年|年初|上年同期|去年同期|同期)?的?(?P<b>{NUMBER})(?P<u>{UNIT})(?P<way>{RISE}|{FALL}|达|上涨|增)(?:到|至)?(?:了)?(?:[^\d，。；]{{0,8}})(?P<a>{NUMBER})(?P=u)"
    rf"(?:[，、](?:累计|共|年均|同比|净|增幅|总共)?(?P<how>{RISE}|{FALL})(?:了)?(?P<r>{NUMBER})[%％])?"
)
_AGAINST = re.compile(
    rf"(?P<a>{NUMBER})(?P<u>{UNIT})[，、（](?:比|较)?(?:上年|去年)(?:同期|全年)?(?:的|为|是)?(?P<b>{NUMBER})(?P=u)(?:相比)?[，、]?(?:同比)?(?P<how>{RISE}|{FALL})(?:了)?(?P<r>{NUMBER})[%％]"
)
_POINTS = re.compile(
    rf"(?:由|从)[^，。；\d]{{0,8}}(?:{NUMBER}年)?的?(?P<a>{NUMBER})[%％](?P<way>{RISE}|{FALL}|增)(?:到|至)(?:了)?[^\d，。；]{{0,8}}(?P<b>{NUMBER})[%％]"
    rf"(?:[，、](?:累计|共|同比|净)?(?:{RISE}|{FALL})(?:了)?(?P<x>{NUMBER})(?P<u>个百分点|[%％]))?"
)
_RATE_CHANGE = re.compile(
    rf"(?:率|占比|比重|比例|满意度|覆盖面)[^，。；\d增]{{0,12}}?(?:提高|上升|下降|降低|增加|减少|回落|提升)(?:了)?\s*(?P<x>{NUMBER}[%％])(?!以|左|—|～|至|到|的)"
)


@rule(
    "C09",
    "分项之和与总数不符",
    "error",
    "内容关：总数应等于分项之和",
    examples=Examples(
        bad=("共受理⟦30件⟧，包括咨询类12件、投诉类10件。", "共走访20户，其中⟦25户⟧已脱困。"),
        good=("共受理30件，包括咨询类18件、投诉类12件。", "共受理30件，其中投诉类10件。"),
    ),
    reach=Reach("包分其"),
)
def parts_of_total(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """Parts introduced by 包括, 分为 add up to their total; one introduced by 其中 is no more than the whole."""
    for match in matches(reading, _PARTS):
        parts = [one for one in _PART.finditer(match["list"]) if one["u"] == match["u"]]
        total, numbers = decimal(match["n"]), [decimal(one["n"]) for one in parts]
        if not parts or any(one["m"] for one in parts) or _CHANGE.search(reading.before(match.start(), 6)):
            continue
        if match["k"] == "其中":
            for one, number in zip(parts, numbers, strict=True):
                if number > total and re.match(r"[^，]*$", match["list"][: one.start()]):
                    start = match.start("list") + one.start()
                    yield Hit(
                        start,
                        start + len(one[0]),
                        sentence(
                            "“其中”的{part}大于总数{number}{unit}。", part=one[0], number=match["n"], unit=match["u"]
                        ),
                        "请核对。",
                    )
        elif len(parts) > 1 and sum(numbers) != total and _closed_list(match["list"], parts):
            start, end = match.start("n"), match.end("u")
            message = sentence(
                "分项合计{sum}{words}，与总数{words2}{words}不符。",
                sum=format_plain(sum(numbers, Decimal(0))),
                words=match["u"],
                words2=match["n"],
            )
            yield Hit(start, end, message, "请核对总数与分项。")


def _closed_list(words: str, parts: list[re.Match[str]]) -> bool:
    """Whether the parts follow one another, name and number, with nothing between but 、 and 和."""
    between = [words[: parts[0].start()]]
    between += [words[one.end() : other.start()] for one, other in pairwise(parts)]
    return all(re.fullmatch(r"[、，和及与]{0,2}[^\d，、。%]{0,12}", one) for one in between) and "等" not in words


@rule(
    "C10",
    "率与分子分母不符",
    "error",
    "内容关：率＝分子÷分母，按四舍五入",
    examples=Examples(
        bad=("共承办128件，已办结124件，办结率⟦97.9%⟧。", "排查隐患50处，已整改49处，整改率⟦100%⟧。"),
        good=(
            "共承办128件，已办结124件，办结率96.9%。",
            "收到反馈120件，办结124件，满意率99%。受理356件，办结349件，按期办结率100%。",
        ),
    ),
    reach=Reach("率"),
)
def rate_of_figures(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """A rate told beside its two figures is their quotient, half up; 100% only when nothing is open."""
    for match in matches(reading, _RATE):
        start, _end = reading.sentence(match.start())
        values = [one for one in VALUE.finditer(reading.text, start, match.start())]
        if len(values) < 2 or values[-1]["u"] != values[-2]["u"] or values[-1]["m"] or values[-2]["m"]:
            continue
        whole, part = decimal(values[-2]["n"]), decimal(values[-1]["n"])
        told = reading.text[values[-2].end() : values[-1].start()]
        if _IN_TIME.search(match["stem"]):
            continue
        if not whole or part > whole or not _named(match["stem"], told) or match.start() - values[-1].end() > 8:
            continue
        exact = part * 100 / whole
        printed = match["r"]
        if (exact != 100 and decimal(printed) == 100) or not agrees(exact, printed):
            right = half_up(exact, max(places(printed), 1))
            message = sentence(
                "{part}÷{whole}＝{right}%，与{printed}%不符。",
                part=format_plain(part),
                whole=format_plain(whole),
                right=format_plain(right),
                printed=printed,
            )
            yield Hit(
                match.start("r"),
                match.end(),
                message,
                sentence("请核对，疑为{percent}%。", percent=format_plain(right)),
            )


def _named(stem: str, told: str) -> bool:
    """Whether the numerator is told in the words of the rate: 办结 of 办结率."""
    return any(stem[at : at + 2] in told for at in range(len(stem) - 1))


@rule(
    "C11",
    "增减幅度与两年数不符",
    "error",
    "内容关：增幅＝（本年－上年）÷上年",
    examples=Examples(
        bad=(
            "办件120件，上年100件，增长⟦25%⟧。",
            "由上年的80万元⟦增加⟧到64万元。",
            "面积由500亩增加到600亩，增长⟦12%⟧。",
        ),
        good=(
            "办件120件，上年100件，增长20%。",
            "由上年的80万元减少到64万元，下降20%。",
            "从50.1亿元增加到60.3亿元、增长20.4%。",
        ),
    ),
    reach=Reach("由从上去"),
)
def growth_of_figures(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """Growth told beside both years is their quotient, and goes the way the words say."""
    for match in matches(reading, _MOVED):
        before, after = decimal(match["b"]), decimal(match["a"])
        if match["way"] != "达" and before != after and (after > before) != _rises(match["way"]):
            message = sentence(
                "由{words}到{words2}，不是“{way}”。", words=match["b"], words2=match["a"], way=match["way"]
            )
            yield Hit(match.start("way"), match.end("way"), message, "请核对两个数或方向。")
        elif match["r"] and "均" not in match[0]:
            yield from _growth(match)
    for match in matches(reading, _AGAINST):
        yield from _growth(match)


def _rises(word: str) -> bool:
    return word in RISE or word in ("增", "上涨")


def _growth(match: re.Match[str]) -> Iterator[Hit]:
    if decimal(match["b"]) == 0:
        return
    low, high = spread(match["b"], match["a"])
    told = decimal(match["r"]) * (1 if _rises(match["how"]) else -1)
    step = Decimal(1).scaleb(-places(match["r"]))
    if not low - step <= told <= high + step:
        exact = half_up((decimal(match["a"]) / decimal(match["b"]) - 1) * 100, max(places(match["r"]), 1))
        message = sentence(
            "由{words}到{words2}，变化为{exact}%，与“{how}{words3}%”不符。",
            words=match["b"],
            words2=match["a"],
            exact=format_plain(exact),
            how=match["how"],
            words3=match["r"],
        )
        yield Hit(
            match.start("r"),
            match.end("r") + 1,
            message,
            sentence("请核对，疑为{percent}%。", percent=format_plain(abs(exact))),
        )


@rule(
    "C03a",
    "两个率之差与所写不符",
    "error",
    "内容关：率的差用百分点",
    examples=Examples(
        bad=("由90%提高到95%，提高⟦5%⟧。", "占比由40%⟦提高⟧到35%。", "由90%提高到95%，提高⟦6个百分点⟧。"),
        good=("由90%提高到95%，提高5个百分点。", "由50%提高到75%，提高25个百分点。"),
    ),
    reach=Reach("%％"),
)
def points_between_rates(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """From A% to B% is B − A percentage points (个百分点), or (B − A) ÷ A percent; anything else is wrong."""
    for match in matches(reading, _POINTS):
        a, b = decimal(match["a"]), decimal(match["b"])
        if a != b and (b > a) != _rises(match["way"]):
            yield Hit(
                match.start("way"),
                match.end("way"),
                sentence("由{a}%到{b}%，不是“{way}”。", a=a, b=b, way=match["way"]),
                "请核对两个率或方向。",
            )
        elif match["x"]:
            yield from _difference(match, a, b)


def _difference(match: re.Match[str], a: Decimal, b: Decimal) -> Iterator[Hit]:
    points, told, start = abs(b - a), decimal(match["x"]), match.start("x")
    slack = Decimal(1).scaleb(-min(places(match["a"]), places(match["b"]), places(match["x"])))
    if match["u"] == "个百分点":
        if abs(points - told) >= max(slack, Decimal(1)) or abs(points - told) > slack:
            yield Hit(
                start,
                match.end(),
                sentence("由{a}%到{b}%，相差{points}个百分点。", a=a, b=b, points=format_plain(points)),
                sentence("请改为{points}个百分点。", points=format_plain(points)),
            )
    elif abs(points - told) <= slack / 2:
        right = f"{match['x']}个百分点"
        yield Hit(
            start,
            match.end(),
            sentence("由{a}%到{b}%，是{right}，不是{printed}%。", a=a, b=b, right=right, printed=match["x"]),
            sentence("请改为“{right}”。", right=right),
            right,
        )
    elif a and abs(points * 100 / a - told) > slack:
        yield Hit(
            start,
            match.end(),
            sentence(
                "由{a}%到{b}%，相差{points}个百分点，与{printed}%不符。",
                a=a,
                b=b,
                points=format_plain(points),
                printed=match["x"],
            ),
            "请核对。",
        )


@rule(
    "C03",
    "率的升降疑应用“个百分点”",
    "warn",
    "内容关：率的差用百分点",
    examples=Examples(
        bad=("办结率较上年提高⟦3.2%⟧。",), good=("办结率较上年提高3.2个百分点。", "办件量较上年增长3.2%。")
    ),
    reach=Reach("%％"),
)
def points_of_rate(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """A rate rises by 个百分点; a percentage of a rate is seldom meant."""
    for match in matches(reading, _RATE_CHANGE):
        words = match["x"]
        yield Hit(
            match.start("x"),
            match.end("x"),
            sentence("率的升降写作“{words}”。", words=words),
            sentence("如指两个率之差，请改为“{points}个百分点”。", points=words[:-1]),
        )


RULES: tuple[Rule, ...] = (parts_of_total, rate_of_figures, growth_of_figures, points_between_rates, points_of_rate)
