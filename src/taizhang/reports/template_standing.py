"""On what a template's sentences stand before it is filled: every slot taken for one that will be."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from taizhang.reports.paper import Claim, Number, Paper, Paragraph, Quoted, Run, SentenceStanding, Text
from taizhang.reports.passages import Gap, ParagraphSource, Part, Words
from taizhang.reports.period_words import period_words
from taizhang.reports.printing import chinese_date
from taizhang.reports.sentences import Share, shares
from taizhang.reports.slots import ChangeSlot, ClaimSlot, QuoteSlot, TextSlot
from taizhang.reports.standing import standings
from taizhang.reports.template import read_template
from taizhang.terms.period import Period

# Which year stands for any: its words are those of a whole one.
_YEAR = Period(date(2000, 1, 1), date(2000, 12, 31))
_NUMBER, _NAME = "00", "某某"
_WORDS = period_words(_YEAR)
_TEXTS = {
    "year": str(_YEAR.end.year),
    "next_year": str(_YEAR.end.year + 1),
    "as_of": chinese_date(_YEAR.end),
    "period_opening": _WORDS.opening,
    "within_period": _WORDS.within,
    "same_period": _WORDS.same,
    "carried_over": _WORDS.carried,
}


def template_standings(text: str, name: str) -> tuple[SentenceStanding, ...]:
    """The standing of each sentence of a template's paragraphs."""
    return standings(_stub(text, name))


def template_shares(text: str, name: str) -> tuple[Share, ...]:
    """The shares of a template's characters by standing."""
    paper = _stub(text, name)
    return shares(replace(paper, standings=standings(paper)))


def _stub(text: str, name: str) -> Paper:
    template, _ = read_template(text, name)
    blocks = tuple(
        Paragraph(tuple(map(_run, block.parts)), block.level, block.lead, block.line)
        for block in template.blocks
        if isinstance(block, ParagraphSource)
    )
    return Paper(name, "", _YEAR, blocks)


def _run(part: Part) -> Run:
    match part:
        case Words(text, bold):
            return Text(text, bold)
        case ClaimSlot(words=words):
            return Claim(words, part.figure)
        case QuoteSlot(words, source):
            return Quoted(words, source)
        case TextSlot(name):
            return Text(_TEXTS.get(name, _NAME))
        case Gap(text):
            return Text(text)
        case ChangeSlot(figure):
            return Number(_NUMBER, figure)
    return Number(_NUMBER, part.figure)
