"""A paragraph cut into its sentences, each with its runs and its standing, as renderers show them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from taizhang.reports.paper import STANDINGS, Paper, Paragraph, Run, SentenceStanding, Standing, Text

SENTENCE = re.compile(r"[^。！？\n]+(?:[。！？]+[”’）》]?|\n|$)")
TITLES: Mapping[Standing, str] = {
    "computed": "由台账算出",
    "claimed": "由记录核对",
    "cited": "有文件依据",
    "attested": "有人具名说明",
    "framing": "不含事实",
    "open": "没有依据",
}


@dataclass(frozen=True, slots=True)
class Share:
    """How many characters stand on one thing, and how many hundredths of all that is, half up."""

    standing: Standing
    title: str
    count: int
    percent: int


def told_of(paper: Paper, paragraph: int) -> tuple[SentenceStanding, ...]:
    """What was told of the sentences of one block, counted from 1."""
    return tuple(one for one in paper.standings if one.paragraph == paragraph)


def cut(
    runs: Sequence[Run], told: Sequence[SentenceStanding]
) -> Iterator[tuple[SentenceStanding | None, tuple[Run, ...]]]:
    """The runs of a paragraph sentence by sentence; a run that is no text goes whole to where it begins.

    told: of the paragraph, in order. It is met by order, not by span: small counts kept back change lengths, never how
    many sentences there are.
    """
    text = "".join(run.text for run in runs)
    ends = [match.end() for match in SENTENCE.finditer(text)] or [len(text)]
    ends[-1] = len(text)
    pieces: list[list[Run]] = [[] for _ in ends]
    at = 0
    for run in runs:
        stop = at + len(run.text)
        for place, end in enumerate(ends):
            begin = ends[place - 1] if place else 0
            if begin <= at < end or (at == end == stop):
                pieces[place].append(
                    run if stop <= end or not isinstance(run, Text) else replace(run, text=text[at:end])
                )
                if stop <= end or not isinstance(run, Text):
                    break
                run, at = replace(run, text=text[end:stop]), end
        at = stop
    for order, piece in enumerate(pieces):
        yield (told[order] if order < len(told) else None), tuple(piece)


def shares(paper: Paper) -> tuple[Share, ...]:
    """The shares of the paper's characters by standing, those of none left out."""
    counted = dict.fromkeys(STANDINGS, 0)
    for one in paper.standings:
        counted[one.standing] += one.span[1] - one.span[0]
    whole = sum(counted.values())
    return tuple(
        Share(standing, TITLES[standing], count, (200 * count + whole) // (2 * whole))
        for standing, count in counted.items()
        if count
    )


def lead_of(block: Paragraph) -> int:
    """How many runs at the beginning are heading."""
    return block.heading if block.level else 0
