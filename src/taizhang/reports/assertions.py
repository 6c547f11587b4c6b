"""Whether a sentence asserts a fact: by published word lists, clause by clause, without looking anything up.

A fact is what one could be asked to prove: done, happened, not happened, so many, all, first, better than. Intentions,
attitudes, appraisals of one's own shortcomings, salutations, headings and maxims are none. What no list knows is taken
for a fact: to ask for proof once too often is the smaller fault.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from taizhang.reports.wordlists import SHIPPED, any_of
from taizhang.terms.characters import narrow

Span = tuple[int, int]
_CLAUSE = re.compile(r"[^，；：。！？,;:!?\n]+")
_QUOTED = re.compile(r"“[^“”]*”|‘[^‘’]*’|（[^（）]*）")
# A name in 《》 after these is leant upon, not told of.
_EACH = re.compile(r"([\u4e00-\u9fff]{2})一([起件个批])、?([\u4e00-\u9fff]{2})一\2")  # 发现一起查处一起 is a manner
_LEANT = re.compile(
    r"(?:学习|贯彻|落实|执行|遵守|按照|根据|依据|依照|遵照|遵循|践行|对照|宣传)[^，。；《》]{0,10}《[^《》]*》"
)

# Names that hold a numeral and count nothing (八项规定); what begins with 一 may say "each" (一件件), 千 is manner (千方百计).
_FIXED = re.compile(any_of(word for word in SHIPPED.fixed if len(word) > 2 and not word.startswith(("一", "千"))))


@dataclass(frozen=True, slots=True)
class Assertion:
    """A clause that asserts a fact. span: of the clause in the sentence. mark: the words that tell, '' when nothing
    tells that it does not. hard: the words say done, none, all, first, so many, better, whatever stands around them.
    """

    span: Span
    mark: str
    hard: bool


def assertions(sentence: str) -> tuple[Assertion, ...]:
    """The clauses of one sentence that assert a fact, in order; () when it only frames."""
    words = _words()
    text = _hide(narrow(sentence.strip()))
    if words.formulas.search(text.rstrip("。！？ ")):
        return ()
    found = tuple(_walk(text, words))
    if words.norms.search(text):  # a clause that no word tells of is the condition of the rule
        found = tuple(one for one in found if one.mark)
    return () if _is_parallel(text) and not any(one.mark for one in found) else found


def asserts(sentence: str) -> bool:
    """Whether any clause of the sentence asserts a fact."""
    return bool(assertions(sentence))


def _hide(text: str) -> str:
    """The text with quotations and names leant upon put out of the rules' sight, lengths kept."""
    text = _QUOTED.sub(lambda match: match[0][0] + "某" * (len(match[0]) - 2) + match[0][-1], text)
    text = _EACH.sub(lambda match: match[0].replace("一", "某"), text)
    text = _FIXED.sub(lambda match: "某" * len(match[0]), text)
    return _LEANT.sub(lambda match: match[0].partition("《")[0] + "某" * len(match[0][match[0].index("《") :]), text)


def _walk(text: str, words: _Words) -> Iterator[Assertion]:
    intended = framed = False
    for match in _CLAUSE.finditer(text):
        clause = match[0]
        if words.times.search(clause) or words.conditions.search(clause):
            continue
        meant = bool(words.intents.search(clause) or words.norms.search(clause))
        past = bool(words.pasts.search(clause))
        intended = meant or (intended and not past)
        if intended and (meant or not past):
            continue
        if mark := words.hard.search(clause):
            framed = False
            yield Assertion(match.span(), mark[0], hard=True)
        elif words.topics.search(clause) or words.adverbials.search(clause):
            continue
        elif _frames(clause, words):
            framed = True
        elif mark := words.soft.search(clause):
            if not (framed and not words.subjects.match(clause)):
                yield Assertion(match.span(), mark[0], hard=False)
        elif not framed and not words.maxims.search(clause):
            yield Assertion(match.span(), "", hard=False)


# Characters in a clause of a saying at most: five holds 道路通 and 有为才有位; six and more told of what had been done.
_SAYING = 5
# What begins so tells of this body, not of the world.
_OF_THE_BODY = re.compile("(?:^|[，；])(?:领导班子|班子|队伍|干部|职工|机关|单位|窗口|辖区|本|我|全[局市县区镇乡系办])")


def _is_parallel(text: str) -> bool:
    """Whether clauses of one length follow each other, as in a saying (道路通，百业兴), and none tells of the body."""
    lengths = [len(clause) for clause in _CLAUSE.findall(text)]
    return len(lengths) > 1 and len(set(lengths)) == 1 and lengths[0] <= _SAYING and not _OF_THE_BODY.search(text)


def _frames(clause: str, words: _Words) -> bool:
    return bool(words.leads.match(clause) or words.frames.search(clause) or words.appraisals.search(clause))


@dataclass(frozen=True, slots=True)
class _Words:
    formulas: re.Pattern[str]
    intents: re.Pattern[str]
    norms: re.Pattern[str]
    pasts: re.Pattern[str]
    hard: re.Pattern[str]
    leads: re.Pattern[str]
    frames: re.Pattern[str]
    appraisals: re.Pattern[str]
    maxims: re.Pattern[str]
    adverbials: re.Pattern[str]
    conditions: re.Pattern[str]
    topics: re.Pattern[str]
    times: re.Pattern[str]
    soft: re.Pattern[str]
    subjects: re.Pattern[str]


@cache
def _words() -> _Words:
    table = tomllib.loads(files("taizhang.reports").joinpath("assertions.toml").read_text(encoding="utf-8"))
    before, leads = _any(table.pop("before")), _any(table.pop("leads"))
    rest = {name: re.compile(_any(words)) for name, words in table.items()}
    subjects = re.compile(
        r"(?:[^，]{0,8}(?:部门|室|局|组|人员|人|领导|成员|单位|窗口|队|员|会|站|所|院|县|乡|镇|村|市|企业|处))"
    )
    return _Words(leads=re.compile(f"(?:{before})*(?:{leads})"), subjects=subjects, **rest)


def _any(words: Iterable[str]) -> str:
    return "|".join(f"(?:{word})" for word in words)
