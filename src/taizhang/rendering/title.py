"""A long title broken by meaning into a trapezoid or a diamond (GB/T 9704-2012 7.3.1)."""

from __future__ import annotations

import re
from itertools import combinations, pairwise

from taizhang.rendering.layout import em

# 156 mm hold 20 characters of 2号 (22 pt); one is left for the space some programs set between Chinese and digits.
WIDEST = 19.0
# Chosen: a trapezoid or diamond is seen up to three lines; longer titles break evenly.
_MOST_LINES = 3
_PIECES = re.compile(r"《[^》]*》|“[^”]*”|（[^）]*）|\d[\d.,:：-]*(?:年度|年|月|日|届|次|号)?|[A-Za-z]+|.", re.DOTALL)
_BODY = "府室局委会院办厅部处科站所队镇乡县市区省"
_NEVER_FIRST = "的地得）》”、，。：；等之们"
_NEVER_LAST = "《（“与和及暨或关对在"
_DOCUMENT = re.compile(r"(?:述职|述廉|工作|情况|总结|报告|汇报|实施|专项|领导班子|推进|落实|开展)")


def break_title(title: str) -> tuple[str, ...]:
    """The lines of a title, each at most 19 characters wide; a title that fits stays one line.

    Line breaks the drafter made are kept when every line fits.
    """
    own = tuple(line.strip() for line in title.split("\n") if line.strip())
    if len(own) > 1 and all(em(line) <= WIDEST for line in own):
        return own
    text = "".join(own)
    if em(text) <= WIDEST:
        return (text,)
    pieces = _PIECES.findall(text)
    least = int(em(text) // WIDEST) + 1
    for count in range(least, least + 2):
        best = _best(pieces, count) if least <= _MOST_LINES else ()
        if best:
            return best
    return _even(text)


def _best(pieces: list[str], count: int) -> tuple[str, ...]:
    """The cheapest way to break the pieces into so many lines, () when no line would fit."""
    places = [at for at in range(1, len(pieces)) if _may_break(pieces[at - 1], pieces[at])]
    found: tuple[float, tuple[str, ...]] = (float("inf"), ())
    for cut in combinations(places, count - 1):
        edges = (0, *cut, len(pieces))
        lines = tuple("".join(pieces[start:end]) for start, end in pairwise(edges))
        if all(em(line) <= WIDEST for line in lines):
            found = min(found, (_shape(lines) + sum(_break_cost(*two) for two in pairwise(lines)), lines))
    return found[1]


def _may_break(before: str, after: str) -> bool:
    return before[-1] not in _NEVER_LAST and after[0] not in _NEVER_FIRST


def _break_cost(before: str, after: str) -> float:
    """How much a break harms the meaning: least before 关于, after 的, a year or a public body."""
    if after.startswith("关于") or (before.endswith("的") and len(before) > 1):
        return 0.0
    if re.search(r"(?:年度|年|月|日)$", before):
        return 3.0
    if before[-1] in _BODY:
        # A body's name may go on: 人民政府 | 办公室.
        return 7.0 if re.match(r"[^\d关]{0,5}[" + _BODY + "]", after) else 1.0
    if after[0].isdigit() or _DOCUMENT.match(after) or after[0] in "和与及暨":
        return 2.0
    return 8.0


def _shape(lines: tuple[str, ...]) -> float:
    """How far the lines are from a trapezoid or a diamond; an orphan or an hourglass is worst."""
    widths = [em(line) for line in lines]
    cost = 0.25 * (max(widths) - min(widths))
    if max(widths) - min(widths) < 1:
        cost += 1.5
    if min(widths) < 5:
        cost += 10
    if any(left > middle < right for left, middle, right in zip(widths, widths[1:], widths[2:], strict=False)):
        cost += 8
    return cost


def _even(text: str) -> tuple[str, ...]:
    """Lines of nearly equal length, where no sensible break fits."""
    count = int(em(text) // WIDEST) + 1
    size = -(-len(text) // count)
    return tuple(text[at : at + size] for at in range(0, len(text), size))
