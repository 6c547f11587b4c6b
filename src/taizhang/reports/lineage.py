"""Every number and every claim of a paper, Chinese numerals included, with its source or its lack.

The numerals to resolve follow the rule that each must have a source; dates, ordinals, document and article
numbers, names and manners of speaking need none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from taizhang.reports.paper import Claim, Number, Paper, Paragraph, Quoted, Run, Text
from taizhang.reports.units import unit_problem
from taizhang.reports.wordlists import SHIPPED, Lists, any_of
from taizhang.terms.characters import narrow
from taizhang.terms.numerals import number_of
from taizhang.terms.problem import Place, Problem
from taizhang.terms.sentence import sentence

Span = tuple[int, int]
_N = "[零〇一二两三四五六七八九十百千万亿]"
_NS = f"{_N}{{1,24}}"
_D = rf"(?:\d+|{_NS})"
_EXEMPT: tuple[tuple[str, str], ...] = (
    ("日期", r"(?:19|20)\d{2}年(?:度|代)?|(?:19|20)\d{2}(?=[-—~至](?:19|20)\d{2}年)|[〇零一二三四五六七八九]{4}年度?"),
    ("日期", rf"{_D}月份?(?:{_D}[日号])?|(?<![个\d])\d{{1,2}}日(?!内)|(?:19|20)\d{{2}}[-./]\d{{1,2}}[-./]\d{{1,2}}"),
    ("日期", r"\d{1,2}[:：]\d{2}|[一二三四1-4]季度"),
    ("文号", r"[〔\[(（](?:19|20)\d{2}[〕\])）]第?\d+号?"),
    (
        "序数",
        rf"第{_D}|{_D}届(?:{_D}次)?|{_D}次(?:全会|全体会议|会议|党代会|代表大会)|{_D}(?:中全会|大报告|大精神|号文)",
    ),
    ("序号", rf"^(?:\d{{1,3}}[.．、]|[(（]{_D}[)）]|{_NS}、)|{_NS}(?:是|要|则是)"),
    ("序数", r"[一二三四五六七八九十]期(?=工程|项目|建设)"),
    ("书名", r"《[^《》]*》"),
)
_QUOTED_NAME = r"“[^“”\d]*”"
_AMOUNT_BEFORE = re.compile(
    r"(?:共|仅|只有|发生|查处|出现|合计|达|办结|完成|受理|受到|减少|增加|超过|不足|近|各|新增|通报)$"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A number or claim where it stands: ``paragraph`` counts blocks from 1, ``span`` characters of its text.

    cell: the paper's cell behind it. source: where a quoted number comes from. exempt: why it needs no
    source (日期, 序数, …). All three empty: it has none.
    """

    paragraph: int
    line: int
    span: Span
    words: str
    kind: Literal["number", "claim"]
    cell: str = ""
    source: str = ""
    exempt: str = ""

    @property
    def sourced(self) -> bool:
        """Whether it has a source or needs none."""
        return bool(self.cell or self.source or self.exempt)


def lineage(paper: Paper, lists: Lists = SHIPPED) -> tuple[Mention, ...]:
    """Every number and claim in reading order."""
    return tuple(
        mention
        for paragraph, line, runs in _stretches(paper)
        for mention in sorted(_mentions(paragraph, line, runs, lists), key=lambda one: one.span)
    )


def unsourced_problems(paper: Paper, file: str = "", lists: Lists = SHIPPED) -> tuple[Problem, ...]:
    """What stands in the paper without a source.

    RPT-030: a number typed as plain text. RPT-031 (warning): a claim typed as plain text. RPT-032: the unit
    written after a number is not the figure's.
    """
    problems = []
    for mention in lineage(paper, lists):
        if not mention.sourced:
            place = Place(file=file, line=mention.line, paragraph=mention.paragraph, span=mention.span)
            problems.append(_lacking(mention, place))
    for paragraph, block in enumerate(paper.blocks, 1):
        if isinstance(block, Paragraph):
            place = Place(file=file, line=block.line, paragraph=paragraph)
            problems += unit_problem(block.runs, paper.cells, place, lists.counters)
    return tuple(sorted(problems, key=lambda one: (one.place.paragraph, one.place.span or (0, 0))))


def _lacking(mention: Mention, place: Place) -> Problem:
    if mention.kind == "claim":
        message = sentence("“{words}”是断言，没有指标支撑。", words=mention.words)
        return Problem("RPT-031", message, place, "请改用 {{claim:…}}，或换成不作断言的说法。", "warning")
    message = sentence("数字“{words}”是手工写的，没有来源。", words=mention.words)
    return Problem("RPT-030", message, place, "请改用 {{figure:…}}；来自别处的，用 {{quote:数|出处}} 写明。")


def _stretches(paper: Paper) -> Iterator[tuple[int, int, tuple[Run, ...]]]:
    """The runs that are read together: of a paragraph, or of one cell of a table."""
    for number, block in enumerate(paper.blocks, 1):
        if isinstance(block, Paragraph):
            yield number, block.line, block.runs
            continue
        yield from ((number, 0, (Text(words),)) for words in (block.caption, *block.heading) if words)
        yield from ((number, 0, cell) for row in block.rows for cell in row)


def _mentions(paragraph: int, line: int, runs: tuple[Run, ...], lists: Lists) -> Iterator[Mention]:
    at, plain, text = 0, [], ""
    for run in runs:
        span = (at, at + len(run.text))
        match run:
            case Text():
                plain += [span]
            case Number(words, cell):
                yield Mention(paragraph, line, span, words, "number", cell)
            case Claim(words, cell):
                yield Mention(paragraph, line, span, words, "claim", cell)
            case Quoted(words, source):
                yield Mention(paragraph, line, span, words, "number", source=source)
        text, at = text + run.text, span[1]
    for span, kind, exempt in _find(narrow(text), lists):
        if any(_overlap(span, one) for one in plain):
            yield Mention(paragraph, line, span, text[slice(*span)], kind, exempt=exempt)


def _find(text: str, lists: Lists) -> Iterator[tuple[Span, Literal["number", "claim"], str]]:
    """Numbers and claims in a text, each with the reason why it needs no source, or ''."""
    patterns = _patterns(lists)
    free = [(match.span(), name) for name, pattern in patterns.exempt for match in pattern.finditer(text)]
    names = [(match.span(), "名称") for match in patterns.names.finditer(text)]
    for match in patterns.digits.finditer(text):
        yield match.span(), "number", _covering(match.span(), free)
    for match in patterns.numerals.finditer(text):
        if _is_number(match):
            yield match.span(), "number", _covering(match.span("n"), free + names) or _article(match)
    for match in patterns.claims.finditer(text):
        if match["claim"]:
            yield match.span(), "claim", ""


def _is_number(match: re.Match[str]) -> bool:
    """Whether Chinese numerals count something: with a counter or 分之, or a long numeral that reads as one."""
    value = number_of(match["n"])
    return bool(match["c"] or match["of"]) or (value is not None and value >= 10 and len(match["n"]) >= 3)


def _article(match: re.Match[str]) -> str:
    """泛指 when 一 stands for an article (一个, 一批) and no word before says how many there were."""
    if match["n"] != "一" or not match["c"] or match["word"] or match["of"]:
        return ""
    return "" if _AMOUNT_BEFORE.search(match.string[: match.start()]) else "泛指"


@dataclass(frozen=True, slots=True)
class _Patterns:
    exempt: tuple[tuple[str, re.Pattern[str]], ...]
    names: re.Pattern[str]
    digits: re.Pattern[str]
    numerals: re.Pattern[str]
    claims: re.Pattern[str]


@lru_cache(maxsize=8)
def _patterns(lists: Lists) -> _Patterns:
    rhetoric = rf"[一二两三四五六七八九]个(?:{any_of(lists.rhetoric)})"
    return _Patterns(
        exempt=(
            *((name, re.compile(pattern)) for name, pattern in _EXEMPT),
            ("名称", re.compile(any_of(lists.fixed))),
            ("归纳", re.compile(rhetoric)),
        ),
        names=re.compile(_QUOTED_NAME),
        digits=re.compile(r"\d(?:[\d,]*\d)?(?:\.\d+)?"),
        numerals=re.compile(
            rf"(?<![\d.,{_N[1:]})(?P<of>{_NS}分之)?(?P<n>{_NS}(?:点[零〇一二三四五六七八九]{{1,12}})?)(?P<word>[余多几来]?)(?P<c>{any_of(lists.counters)})?"
        ),
        claims=re.compile(rf"(?:{any_of((*lists.innocent, *lists.fixed))})|(?P<claim>{any_of(lists.claims)})"),
    )


def _covering(span: Span, free: list[tuple[Span, str]]) -> str:
    return next((name for one, name in free if one[0] <= span[0] and span[1] <= one[1]), "")


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
