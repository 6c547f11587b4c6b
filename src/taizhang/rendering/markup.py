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
from taizhang.reports.paper import Paper, PaperTable, Paragraph, Quoted, Run, Text, Unresolved
from taizhang.terms.problem import Refused


def article(paper: Paper) -> str:
    """The whole text: title, addressee, blocks, signature and date. Numbers count from 0 in reading order."""
    writer = _Writer()
    title = "<br>".join(_safe(line) for line in break_title(paper.title))
    parts = [f"<h1>{title}</h1>"]
    if paper.addressee:
        parts.append(f'<p class="to">{_safe(paper.addressee.rstrip("：:"))}：</p>')
    for block in paper.blocks:
        parts.append(writer.paragraph(block) if isinstance(block, Paragraph) else writer.table(block))
    if paper.signature or paper.signed_on:
        lines = [_safe(line) for line in paper.signature]
        if paper.signed_on:
            lines.append(f'<span class="day">{chinese_day(paper.signed_on)}</span>')
        parts.append(f'<p class="signed">{"<br>".join(lines)}</p>')
    return "\n".join(parts)


class _Writer:
    def __init__(self) -> None:
        self._places = count()

    def paragraph(self, block: Paragraph) -> str:
        whole = block.level > 0 and block.heading >= len(block.runs)
        lead = "".join(self.run(one) for one in block.runs[: block.heading]) if block.level else ""
        rest = "".join(self.run(one) for one in block.runs[block.heading if block.level else 0 :])
        if whole:
            return f'<h{block.level + 1} class="l{block.level}">{lead}</h{block.level + 1}>'
        return f'<p><span class="l{block.level}">{lead}</span>{rest}</p>' if lead else f"<p>{rest}</p>"

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
        hint = f' title="{_safe(_hint(one))}"' if isinstance(one, Quoted | Unresolved) else ""
        place = next(self._places)
        return (
            f'<span role="button" tabindex="0" class="n {kind_of(one)}" data-n="{place}" aria-expanded="false"{hint}>'
            f"{_safe(words_in_control(one))}</span>"
        )


def _hint(one: Quoted | Unresolved) -> str:
    return f"引自：{one.source}" if isinstance(one, Quoted) else f"未填：{one.reason}"


def _safe(text: str) -> str:
    return escape(legal(text), quote=True)
