"""Blocks of a paper as HTML; each sourced run is a button that names its place among the numbers."""

from __future__ import annotations

from html import escape
from itertools import count

from taizhang.charts.drawing import svg
from taizhang.rendering.controls import kind_of, words_in_control
from taizhang.rendering.elements import legal
from taizhang.rendering.layout import em
from taizhang.rendering.title import break_title
from taizhang.rendering.word import chinese_day
from taizhang.reports.graphs import chart_of
from taizhang.reports.left_out import beside
from taizhang.reports.paper import (
    Claim,
    Number,
    Paper,
    PaperTable,
    Paragraph,
    Quoted,
    Run,
    SentenceStanding,
    Text,
    Unresolved,
)
from taizhang.reports.paper_code import svg_of
from taizhang.reports.sentences import TITLES, cut, lead_of, shares, told_of
from taizhang.terms.problem import Refused


def article(paper: Paper) -> str:
    """The whole text: title, addressee, blocks, signature and date. Numbers count from 0 in reading order."""
    writer = _Writer(paper)
    title = "<br>".join(_safe(line) for line in break_title(paper.title))
    parts = [f"<h1>{title}</h1>"]
    if paper.addressee:
        parts.append(f'<p class="to">{_safe(paper.addressee.rstrip("：:"))}：</p>')
    for number, block in enumerate(paper.blocks, 1):
        parts.append(writer.paragraph(block, number) if isinstance(block, Paragraph) else writer.table(block))
    if paper.signature or paper.signed_on:
        lines = [_safe(line) for line in paper.signature]
        if paper.signed_on:
            lines.append(f'<span class="day">{chinese_day(paper.signed_on)}</span>')
        parts.append(f'<p class="signed">{"<br>".join(lines)}</p>')
    if paper.code:
        parts.append(f"<p>（核验码：{paper.code}）</p><p>{svg_of(paper.code)}</p>")
    return "\n".join(parts)


def legend(paper: Paper) -> str:
    """What the colours mean, with the share of characters that stand so; '' for a paper nobody asked about."""
    items = "".join(
        f'<li><span class="s {one.standing}" data-l="s_{one.standing}">{one.title}</span> {one.percent}%</li>'
        for one in shares(paper)
    )
    return f'<ul class="legend">{items}</ul>' if items else ""


class _Writer:
    def __init__(self, paper: Paper) -> None:
        self._places = count()
        self._paper = paper

    def paragraph(self, block: Paragraph, number: int) -> str:
        whole = block.level > 0 and block.heading >= len(block.runs)
        told, heading = told_of(self._paper, number), lead_of(block)
        lead = "".join(self.run(one) for one in block.runs[:heading])
        before = len(list(cut(block.runs[:heading], ()))) if heading else 0
        rest = "".join(self._sentence(*one) for one in cut(block.runs[heading:], told[before:]))
        if whole:
            return f'<h{block.level + 1} class="l{block.level}">{lead}</h{block.level + 1}>'
        return f'<p><span class="l{block.level}">{lead}</span>{rest}</p>' if lead else f"<p>{rest}</p>"

    def _sentence(self, told: SentenceStanding | None, runs: tuple[Run, ...]) -> str:
        """A sentence in the colour of its standing; what only frames has none."""
        words = "".join(self.run(one) for one in runs)
        if told is None or told.standing == "framing":
            return words
        source = f"：{told.source}" if told.source else ""
        return f'<span class="s {told.standing}" title="{_safe(TITLES[told.standing] + source)}">{words}</span>'

    def table(self, block: PaperTable) -> str:
        drawing = self._drawing(block)
        caption = f"<caption>{_safe(block.caption)}</caption>" if block.caption else ""
        head = "".join(f'<th scope="col">{_safe(words)}</th>' for words in block.heading)
        rows = "".join(f"<tr>{''.join(self._cell(runs) for runs in row)}</tr>" for row in block.rows)
        heading = f"<thead><tr>{head}</tr></thead>" if head else ""
        return f'{drawing}<div class="wide" tabindex="0" role="region" aria-label="{_safe(block.caption or "表")}"><table>{caption}{heading}<tbody>{rows}</tbody></table></div>'

    def _drawing(self, block: PaperTable) -> str:
        """The drawing itself: it needs no file and no script; nothing where it cannot be drawn."""
        chart = chart_of(block)
        if chart is None:
            return ""
        try:
            return f'<figure role="img" aria-label="{_safe(chart.title)}">{svg(chart)}</figure>'
        except Refused:
            return ""

    def _cell(self, runs: tuple[Run, ...]) -> str:
        text = "".join(words_in_control(one) if not isinstance(one, Text) else one.text for one in runs)
        side = ' class="long"' if em(text) > 8 else ""
        return f"<td{side}>{''.join(self.run(one) for one in runs)}</td>"

    def run(self, one: Run) -> str:
        """Words, or a button; a gap is marked and says why when it is pointed at."""
        if isinstance(one, Text):
            return f"<b>{_safe(one.text)}</b>" if one.bold else _safe(one.text)
        hint = f' title="{_safe(_hint(one))}"' if isinstance(one, Quoted | Unresolved) else self._lost(one)
        place = next(self._places)
        return (
            f'<span role="button" tabindex="0" class="n {kind_of(one)}" data-n="{place}" aria-expanded="false"{hint}>'
            f"{_safe(words_in_control(one))}</span>"
        )

    def _lost(self, one: Number | Claim) -> str:
        """How many rows the number misses, drawn beside it by the style: no word of the sentence, and not in print."""
        words = beside(self._paper.left_out.get(one.cell, 0))
        return f' data-left="{words}" title="{words}"' if words else ""


def _hint(one: Quoted | Unresolved) -> str:
    return f"引自：{one.source}" if isinstance(one, Quoted) else f"未填：{one.reason}"


def _safe(text: str) -> str:
    return escape(legal(text), quote=True)
