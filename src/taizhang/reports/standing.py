"""The standing of every sentence of a paper: on what it stands, or that it asserts a fact and stands on nothing.

computed: its numbers are cells. claimed: its words are a predicate held against rows. cited: a rule, document or meeting
that a ledger, the library or the basis holds, or a source written by the number. attested: a named person's dated word,
good for the year it was given for. framing: it asserts no fact. open: it asserts one and has none of these.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from taizhang.reports.assertions import Assertion, assertions
from taizhang.reports.paper import (
    Claim,
    Number,
    Paper,
    Paragraph,
    Quoted,
    Run,
    SentenceStanding,
    Standing,
    Unresolved,
)
from taizhang.reports.sentences import SENTENCE
from taizhang.terms.problem import Place, Problem
from taizhang.terms.sentence import sentence

Span = tuple[int, int]
_CITED = re.compile(r"《(?:[^《》\n]|《[^《》\n]*》){2,90}》|[\u3400-\u9fff]{1,12}〔\d{4}〕\d{1,5}号")
_PLAN = re.compile(r"下一?年|明年|来年|谋划|打算|展望|下一?步|今后")
_DIGIT = re.compile(r"\d")
_BLANK = "□"


@dataclass(frozen=True, slots=True)
class Attested:
    """A named person's word for a sentence, and the day it was given, ISO."""

    person: str
    on: str


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a sentence may stand on beside rows.

    find: where a name in 《》 or a document number is kept, in words; '' when nowhere. attested: by ``words_of``.
    """

    find: Callable[[str], str] = lambda _name: ""
    attested: Mapping[str, Attested] = field(default_factory=dict)


NO_GROUNDS = Grounds()


def words_of(text: str, counted: Iterable[Span] = ()) -> str:
    """A sentence as somebody attests it: numbers that change by themselves blanked, signs at its ends left out."""
    kept, at = "", 0
    for start, end in counted:
        kept, at = kept + text[at:start] + _BLANK, end
    return "".join((kept + text[at:]).split()).strip("。！？；，")


def standings(paper: Paper, grounds: Grounds = NO_GROUNDS) -> tuple[SentenceStanding, ...]:
    """Every sentence of the paper's paragraphs in reading order; headings frame unless their words are hard to miss."""
    found: list[SentenceStanding] = []
    planned = False
    for number, block in enumerate(paper.blocks, 1):
        if not isinstance(block, Paragraph):
            continue
        if block.level == 1:
            planned = bool(_PLAN.search(block.text))
        found += _Reader(block, number, grounds, planned=planned).sentences()
    return tuple(found)


class _Reader:
    """Reads one paragraph."""

    def __init__(self, block: Paragraph, number: int, grounds: Grounds, *, planned: bool) -> None:
        self.block, self.number, self.grounds, self.planned = block, number, grounds, planned
        self.runs = tuple(_placed(block.runs))
        lead = block.runs[: block.heading] if block.level else ()
        self.lead = sum(len(run.text) for run in lead)

    def sentences(self) -> Iterator[SentenceStanding]:
        for order, match in enumerate(SENTENCE.finditer(self.block.text), 1):
            yield self._sentence(order, match.span())

    def _sentence(self, order: int, span: Span) -> SentenceStanding:
        text = self.block.text[slice(*span)]
        inside = [(run, at) for run, at in self.runs if at[0] < span[1] and span[0] < at[1]]
        counted = [(at[0] - span[0], at[1] - span[0]) for run, at in inside if isinstance(run, Number | Unresolved)]
        words = words_of(text, counted)
        held = [at for run, at in inside if _carries(run)]
        cited = tuple(self._citations(span))
        carried = bool(held or cited)
        facts = [one for one in assertions(text) if one.hard or not self._heads(span)]
        lacking = tuple(
            (one.span[0] + span[0], one.span[1] + span[0])
            for one in facts
            if self._lacks(one, span, [*held, *(at for _, at in cited)], carried)
        )
        standing, source = self._told(inside, cited, bool(facts), lacking)
        if standing == "open" and (one := self.grounds.attested.get(words)):
            standing, source, lacking = "attested", f"{one.person}，{one.on}", ()
        return SentenceStanding(self.number, order, self.block.line, span, standing, words, source, lacking)

    def _heads(self, span: Span) -> bool:
        """Whether the sentence is a heading, which the text below it bears out."""
        return span[1] <= self.lead

    def _lacks(self, one: Assertion, span: Span, held: list[Span], carried: bool) -> bool:
        """Whether a clause that asserts has nothing behind it; a soft one is carried by its sentence."""
        start, end = one.span[0] + span[0], one.span[1] + span[0]
        if any(at[0] < end and start < at[1] for at in held):
            return False
        if self.planned and not one.hard:
            return False
        return one.hard or not carried

    def _citations(self, span: Span) -> Iterator[tuple[str, Span]]:
        for match in _CITED.finditer(self.block.text, *span):
            if where := self.grounds.find(match[0]):
                yield where, match.span()

    def _told(
        self,
        inside: list[tuple[Run, Span]],
        cited: tuple[tuple[str, Span], ...],
        asserts: bool,
        lacking: tuple[Span, ...],
    ) -> tuple[Standing, str]:
        runs = [run for run, _ in inside]
        if lacking or any(isinstance(run, Unresolved) for run in runs):
            return "open", ""
        if any(isinstance(run, Number) for run in runs):
            return "computed", ""
        if any(isinstance(run, Claim) for run in runs):
            return "claimed", ""
        if quoted := next((run for run in runs if isinstance(run, Quoted) and not run.declared), None):
            return "cited", quoted.source
        if cited and asserts:
            return "cited", cited[0][0]
        return "framing", ""


def _placed(runs: Iterable[Run]) -> Iterator[tuple[Run, Span]]:
    at = 0
    for run in runs:
        yield run, (at, at + len(run.text))
        at += len(run.text)


def _carries(run: Run) -> bool:
    """Whether a run stands on something, or has a problem of its own that says it does not."""
    return isinstance(run, Number | Claim | Unresolved) or (isinstance(run, Quoted) and not run.declared)


def standing_problems(found: Iterable[SentenceStanding], paper: Paper, file: str = "") -> tuple[Problem, ...]:
    """RPT-033 for every sentence that asserts a fact with nothing behind it; a typed number is told by RPT-030."""
    return tuple(_lacking(one, paper, file) for one in found if one.standing == "open" and one.lacking)


def _lacking(one: SentenceStanding, paper: Paper, file: str) -> Problem:
    block = paper.blocks[one.paragraph - 1]
    text = block.text if isinstance(block, Paragraph) else ""
    said = "；".join(text[slice(*span)] for span in one.lacking)
    message = sentence("“{said}”说的是事实，没有数、没有文件，也没有人具名说明。", said=said)
    hint = "请改用 figure、claim 填充项，引用已收入台账或材料库的文件，由知情人具名说明，或改成不断言事实的说法。"
    place = Place(file=file, line=one.line, paragraph=one.paragraph, span=(one.lacking[0][0], one.lacking[-1][1]))
    return Problem("RPT-033", message, place, hint)
