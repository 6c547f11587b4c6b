"""Enumerations inside a text: 一是 二是, 其一 其二, 第一 第二, 一要 二要, 首先 其次."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import rjieba

from taizhang.proof.content.reading import Reading
from taizhang.proof.content.rule import RUNNING, Examples, Hit, OfficeSettings, Reach, Rule, matches, rule
from taizhang.terms.numerals import number_of, ordinal
from taizhang.terms.sentence import sentence

_SOURCE = "内容关：列举的序数应连续"
_N = "[一二三四五六七八九十]"
_MARK = {
    "是": re.compile(rf"(?P<n>{_N}{{1,2}})则?是(?!一[、，。是]|的)"),
    "要": re.compile(rf"(?P<n>{_N}{{1,2}})要(?!一|的|[事务领点素闻害件道])"),
    "其": re.compile(rf"其(?P<n>{_N})(?=[，、是：,:])"),
    "第": re.compile(rf"第(?P<n>{_N}{{1,2}})(?=[，、：,:])(?!、第?{_N})"),
}
# Paragraphs. Chosen: chapters may lie between 一是 and 二是 of a report, hardly more than its part.
_APART = 40
_BORDER = frozenset("。；：，、！？\n“（:;,. \u3000—")
_BARE = re.compile(
    rf"(?P<n>{_N})(?=[\u4e00-\u9fff])(?<=[。；\n].)(?!{_N}|[个项次年月日级线是要些般方者种条类手号把起百千万亿届等位直定切体致贯度向股代部分带、，])"
)
_SECOND = re.compile(r"(?:其次|另一方面)(?=[，、])")
_FIRST = {"其次": re.compile("首先|第一|一是"), "另一方面": re.compile("(?<!另)一方面")}
# Lists in lists. Chosen: deeper than any paper; more left open would cost the square of a hostile text.
_DEEPEST = 9
# Characters. Chosen: a page of GB/T 9704-2012 holds 616.
_NEAR = 600


@dataclass(frozen=True, slots=True)
class EnumerationMark:
    """One marker of an enumeration: its family (是, 要, 其, 第), its number, its place; ``expected`` where another belongs."""

    family: str
    number: int
    start: int
    end: int
    expected: int = 0


@rule(
    "C01",
    "“一是、二是”等列举序数不连续",
    "error",
    _SOURCE,
    examples=Examples(
        bad=(
            "一是抓部署。⟦三是⟧抓问效。",
            "一是抓部署；二是抓督办；⟦二是⟧抓问效。",
            "⟦二是⟧抓部署。三是抓督办。",
            "其一，人少；⟦其三⟧，钱少。",
            "第一，抓学习。⟦第三⟧，抓落实。",
        ),
        good=(
            "一是抓部署。二是抓督办。三是抓问效。",
            "坚持统一是关键，一是一、二是二。",
            "第一、第二季度均达标，前两名为第一、二名。",
            "一要学，二要干，三要清。",
            "一是抓部署。\n二是抓督办。\n一是抓人。二是抓钱。",
        ),
    ),
    reach=Reach("是要其第", RUNNING),
)
def broken_enumeration(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """Each family of markers runs 一, 二, 三 … without gap or repetition; a new 一 begins a new list."""
    for marks in _lists(reading):
        bare = {one.number for one in _bare(reading, marks)}
        for mark in marks:
            if mark.expected and mark.expected not in bare:
                words = reading.text[mark.start : mark.end]
                expected = ordinal(mark.expected)
                message = (
                    sentence("“{words}”重复或倒退，这里应为第{expected}项。", words=words, expected=expected)
                    if mark.number < mark.expected
                    else sentence("“{words}”前有缺项，这里应为第{expected}项。", words=words, expected=expected)
                )
                yield Hit(mark.start, mark.end, message, "请补上缺的一项，或改正序数。")


@rule(
    "C01b",
    "列举漏了“是”",
    "error",
    _SOURCE,
    examples=Examples(
        bad=("一是抓部署；⟦二⟧加强督办；三是抓问效。",),
        good=("一是抓部署；二是抓督办。三农工作稳中有进。", "一是抓部署；二十项任务完成。"),
    ),
    reach=Reach("是", RUNNING),
)
def marker_without_verb(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """In a list of 一是, 二是 each marker keeps its 是."""
    for marks in _lists(reading):
        for mark in _bare(reading, marks):
            words = reading.text[mark.start : mark.end]
            yield Hit(
                mark.start,
                mark.end,
                sentence("“{words}”后漏了“是”。", words=words),
                sentence("请改为“{words}是”。", words=words),
                f"{words}是",
            )


def _bare(reading: Reading, marks: Sequence[EnumerationMark]) -> Iterator[EnumerationMark]:
    """The places of a list of 一是, 二是 where the numeral stands alone before a clause."""
    if marks[0].family != "是":
        return
    have = {mark.number for mark in marks}
    far = min(marks[-1].end + _NEAR, len(reading.text))
    stop = reading.text.find("\n", marks[-1].end, far)
    for match in _BARE.finditer(reading.text, marks[0].end, stop if stop >= 0 else far):
        number = int(number_of(match["n"]) or 0)
        if number > 1 and number not in have and number - 1 in have and _starts_clause(reading, match.end()):
            have.add(number)
            yield EnumerationMark("是", number, *match.span())


def _starts_clause(reading: Reading, start: int) -> bool:
    """Whether a verb follows: what is listed is something done."""
    tagged = rjieba.tag(reading.after(start, 8))
    return bool(tagged) and tagged[0][1].startswith(("v", "a", "d")) and len(tagged[0][0]) > 1


@rule(
    "C01c",
    "只有“一是”，没有“二是”",
    "warn",
    _SOURCE,
    examples=Examples(
        bad=("⟦一是⟧抓部署，成效明显。",), good=("一是抓部署。二是抓问效。", "一是抓部署；二则抓问效。三是抓人。")
    ),
    reach=Reach("是其", RUNNING),
)
def single_item(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """A list has more than one item."""
    for marks in _lists(reading):
        if len(marks) == 1 and marks[0].number == 1 and marks[0].family in "是其":
            words = reading.text[marks[0].start : marks[0].end]
            yield Hit(
                marks[0].start,
                marks[0].end,
                sentence("只有“{words}”，后面没有第二项。", words=words),
                "请补上后面各项，或删去序数。",
            )


@rule(
    "C01d",
    "“其次、另一方面”没有前一项",
    "info",
    _SOURCE,
    examples=Examples(
        bad=("工作有短板。⟦另一方面⟧，人手不足。",),
        good=("一方面，任务重；另一方面，人手少。", "首先，抓学习。其次，抓落实。"),
    ),
    reach=Reach("次另", RUNNING),
)
def second_without_first(reading: Reading, _: OfficeSettings) -> Iterator[Hit]:
    """其次 follows 首先, 另一方面 follows 一方面, not far before."""
    for match in matches(reading, _SECOND):
        if not _FIRST[match[0]].search(reading.text, max(0, match.start() - _NEAR), match.start()):
            yield Hit(
                *match.span(), sentence("“{words}”前面没有与它呼应的前一项。", words=match[0]), "请核对前后是否呼应。"
            )


def _lists(reading: Reading) -> Iterator[Sequence[EnumerationMark]]:
    """The markers of each list in order. Lists nest: a marker goes on with the innermost open list it follows in."""
    for family in "是要其第":
        stack: list[list[EnumerationMark]] = []
        done: list[list[EnumerationMark]] = []
        for mark in _marks(reading, family):
            while stack and _far(reading, stack[-1][-1], mark):
                stack.pop()
            del stack[:-_DEEPEST]
            fits = [index for index, marks in enumerate(stack) if marks[-1].number + 1 == mark.number]
            if mark.number == 1 or not stack:
                begun = mark.number == 1 or (family == "第" and _begun(reading, mark))
                wrong = mark if begun else replace(mark, expected=1)
                stack.append([wrong])
                done.append(stack[-1])
            elif fits:
                del stack[fits[-1] + 1 :]
                stack[-1].append(mark)
            else:
                stack[-1].append(replace(mark, expected=stack[-1][-1].number + 1))
        yield from done


def _begun(reading: Reading, mark: EnumerationMark) -> bool:
    """Whether 首先, 其次 lead up to 第三, as many of them as there are places before it."""
    before = reading.text[max(0, mark.start - _NEAR) : mark.start]
    return sum(word in before for word in ("首先", "其次", "再次")) >= min(mark.number - 1, 2)


def _far(reading: Reading, last: EnumerationMark, mark: EnumerationMark) -> bool:
    """Whether a list was left behind: many paragraphs ago, unless the marker is its very next."""
    return reading.index_at(mark.start) - reading.index_at(last.start) > (
        _APART if mark.number == last.number + 1 else 3
    )


def _marks(reading: Reading, family: str) -> Iterator[EnumerationMark]:
    text = reading.text
    for match in matches(reading, _MARK[family]):
        before = text[match.start() - 1 : match.start()]
        if (before and before not in _BORDER) or text.startswith(match["n"], match.end()):
            continue
        number = number_of(match["n"])
        if number is not None:
            yield EnumerationMark(family, int(number), *match.span())


RULES: tuple[Rule, ...] = (broken_enumeration, marker_without_verb, single_item, second_without_first)
