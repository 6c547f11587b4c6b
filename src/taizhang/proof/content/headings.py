"""Numbers of headings: order, gaps, levels, and their marks (一、 （一） 1. （1）)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from taizhang.proof.content.reading import Reading
from taizhang.proof.content.rule import RUNNING, Examples, Hit, OfficeSettings, Reach, Rule, matches, rule
from taizhang.terms.numerals import number_of, ordinal
from taizhang.terms.sentence import sentence

_N = "[一二三四五六七八九十]{1,3}"
_HEAD = re.compile(
    rf"(?:^|(?<=[。；：！\]>\n]))[ \u3000]*(?:(?P<a>{_N})、|[（(](?P<b>{_N})[）)]|(?P<c>\d{{1,2}})(?:[.．、](?!\d)|(?P<tight>[.．])(?=\d))|[（(](?P<d>\d{{1,2}})[）)])",
    re.MULTILINE,
)
_SCOPE = re.compile(r"^[ \u3000]*(?:第[一二三四五六七八九十百零\d]+[条章节编部分]|附件|附：)", re.MULTILINE)
_STYLES = "abcd"
_SHOWN = ("一、", "（一）", "1.", "（1）")
_WRONG = re.compile(
    rf"^[ \u3000]*(?P<w>{_N}[，,．.:：](?=[^\s\d])(?![^。\n]{{0,30}}(?:是|要))|[（(]{_N}[）)][、，,．.]|\d{{1,2}}、(?=[\u4e00-\u9fff])|[（(]\d{{1,2}}[）)][、，,．.])",
    re.MULTILINE,
)


@rule(
    "F21",
    "标题序号不连续",
    "error",
    "GB/T 9704—2012 7.3.3：层次序数依次用一、（一）1.（1）",
    examples=Examples(
        bad=(
            "一、总体情况\n工作平稳。\n⟦三、⟧存在问题\n问题不少。",
            "（一）抓学习。认真学。（二）抓落实。扎实干。⟦（二）⟧抓作风。从严管。",
            "一、总体情况\n（一）经济。好。⟦（三）⟧民生。好。",
        ),
        good=(
            "一、总体情况\n（一）经济。好。（二）民生。好。\n二、存在问题\n（一）短板。多。",
            "第一条 有下列情形：\n（一）甲；\n（二）乙。\n第二条 其他：\n（一）丙。",
        ),
    ),
    reach=Reach("、（(.．", RUNNING),
)
def heading_order(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """Numbers of one level run on without gap or repetition; a higher heading starts the lower ones anew."""
    last: dict[str, int] = {}
    scopes = [match.start() for match in matches(reading, _SCOPE)]
    scope = 0
    for match in matches(reading, _HEAD):
        while scope < len(scopes) and scopes[scope] <= match.start():
            last.clear()
            scope += 1
        style = _style(match)
        number, before = _number(match[style]), last.get(style, 0)
        if match["tight"] and (number != before + 1 or before == 0):
            continue
        for lower in _STYLES[_STYLES.index(style) + 1 :]:
            last.pop(lower, None)
        last[style] = number
        wrong = _disorder(number, before, style)
        if wrong and number:
            start = match.start() + len(match[0]) - len(match[0].lstrip(" \u3000"))
            yield Hit(
                start,
                match.end(),
                sentence("标题序号“{words}”{wrong}。", words=match[0].strip(), wrong=wrong),
                "请改正序号，或补上缺的部分。",
            )


def _style(match: re.Match[str]) -> str:
    return next(style for style in _STYLES if match[style])


def _number(words: str) -> int:
    return int(words) if words.isdecimal() else int(number_of(words) or 0)


def _disorder(number: int, before: int, style: str) -> str:
    """What is wrong with a number after the one before of its style, '' when nothing is; 1 always starts anew."""
    if number in (1, before + 1):
        return ""
    if before == 0:
        return "不从第一开始" if style in "ab" and number > 2 else ""
    shown = ordinal(before + 1) if style in "ab" else str(before + 1)
    return (
        sentence("重复，应为{shown}", shown=shown) if number <= before else sentence("不连续，缺{shown}", shown=shown)
    )


@rule(
    "F21b",
    "标题层次跳级",
    "info",
    "GB/T 9704—2012 7.3.3",
    examples=Examples(
        bad=("一、总体情况\n⟦（1）⟧经济稳中有进。",),
        good=("一、总体情况\n（一）经济\n1.工业\n（1）产值。", "一、总体情况\n1.工业稳。"),
    ),
    reach=Reach("（(", RUNNING),
)
def heading_jump(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """Levels are used in turn; only 一、 may be followed by 1. in a paper of two levels."""
    above = 0
    for match in matches(reading, _HEAD):
        if reading.before(match.end(), len(match[0]) + 1) != match[0]:
            continue
        if match["tight"]:
            continue
        level = _STYLES.index(_style(match)) + 1
        if above and level > above + 1 and not (above == 1 and level == 3):
            start = match.start() + len(match[0]) - len(match[0].lstrip(" \u3000"))
            yield Hit(
                start,
                match.end(),
                sentence("“{above}”之下直接用了“{words}”。", above=_SHOWN[above - 1], words=match[0].strip()),
                "请依次使用一、（一）1.（1）。",
            )
        above = level


@rule(
    "F04",
    "层次序号的标点不对",
    "warn",
    "GB/T 15834、GB/T 9704：一、（一）1.（1）",
    gate="format",
    examples=Examples(
        bad=("⟦一，⟧总体情况", "⟦（二）、⟧主要做法", "⟦3、⟧强化督办", "⟦（4）．⟧抓好整改"),
        good=("一、总体情况", "（二）主要做法", "3.强化督办", "（4）抓好整改", "十几个单位参加"),
    ),
    reach=Reach("，,．.、:：", RUNNING),
)
def heading_marks(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """一 takes 、, brackets take nothing, an Arabic numeral takes a point."""
    for match in matches(reading, _WRONG):
        words = match["w"]
        right = words[:-1] + ("" if words[0] in "（(" else "." if words[0].isdigit() else "、")
        yield Hit(
            match.start("w"),
            match.end("w"),
            sentence("层次序号“{words}”的标点不对。", words=words),
            sentence("请改为“{right}”。", right=right),
            right,
        )


RULES: tuple[Rule, ...] = (heading_order, heading_jump, heading_marks)
