"""Rules measured on printed pages: lines a page, characters a line, where the type area really lies."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from taizhang.proof.files.printed import PrintedLine, PrintedPage
from taizhang.proof.layout.found import Fault
from taizhang.proof.layout.profile import Profile
from taizhang.proof.lengths import POINTS_OF_MM
from taizhang.terms.characters import is_han
from taizhang.terms.sentence import chain, sentence

# What already explains a page that does not hold 22 lines of 28 characters, or lies elsewhere.
_EXPLAINS_GRID = frozenset({"L01", "L02", "L05", "L06"})
_EXPLAINS_PLACE = frozenset({"L01", "L02"})
# Chosen: two thirds of the 22 lines of a page (5.2.3); fewer do not tell its pitch.
_LEAST_ROWS = 15
# Characters. Chosen: enough to tell the first words from any others.
_OPENING = 6
_NUMBER = re.compile(r"[—–－-]\s*\d{1,4}\s*[—–－-]")
# Millimetres, 7.5; the slack covers how far fonts place a dash within their line.
_BELOW, _BELOW_SLACK = 7.0, 2.0


def printed(sheets: Sequence[PrintedPage], profile: Profile, already: frozenset[str]) -> Iterator[Fault]:
    """L02, L03 and L15 (5.2.1, 5.2.3, 7.5) on the page; silent where the XML has already told why."""
    upright = [sheet for sheet in sheets if sheet.width < sheet.height]
    text = [[row for row in sheet.rows if _is_body(row, profile)] for sheet in upright]
    if not already & _EXPLAINS_GRID:
        yield from _grid(text, profile)
    if not already & _EXPLAINS_PLACE:
        yield from _place(text, profile)
        yield from _number(upright, profile)


def first_page(sheets: Sequence[PrintedPage], opening: str) -> Iterator[Fault]:
    """L29 (7.3.3): the first page shows the beginning of the text; ``opening``: its first words."""
    words = "".join(opening.split())[:_OPENING]
    if len(sheets) > 1 and len(words) == _OPENING:
        shown = "".join("".join(row.text.split()) for row in sheets[0].rows)
        if words not in shown:
            yield Fault("L29", "首页没有正文。", "主送机关过多的移至版记，或减小版头占用的行数。")


def _is_body(row: PrintedLine, profile: Profile) -> bool:
    return abs(row.size - profile.sizes.body) <= 0.6 and row.top < profile.page.height - profile.page.bottom + 1


def _grid(pages: list[list[PrintedLine]], profile: Profile) -> Iterator[Fault]:
    grid = profile.grid
    pitch = _pitch(pages)
    height = (profile.page.height - profile.page.top - profile.page.bottom) * POINTS_OF_MM
    if pitch:
        # The last line needs only its characters' height, not the space below them.
        lines = int((height - profile.sizes.body + 1) / pitch) + 1
        if abs(lines - grid.lines) > grid.slack:
            yield Fault(
                "L03",
                sentence("每面排{lines}行，应为{wanted}行。", lines=lines, wanted=grid.lines),
                "行距改为固定值28.95磅。",
            )
    full = Counter(len(row.text) for rows in pages for row in rows if _is_full(row, profile))
    if sum(full.values()) >= 5:
        characters = full.most_common(1)[0][0]
        if abs(characters - grid.characters) > grid.slack:
            yield Fault(
                "L03",
                sentence("每行排{characters}字，应为{wanted}字。", characters=characters, wanted=grid.characters),
                "核对字号、字符间距和左右边距。",
            )


def _pitch(pages: list[list[PrintedLine]]) -> float:
    """The commonest distance of lines in points, 0 when there are too few."""
    steps = Counter(
        round((below.bottom - above.bottom) * POINTS_OF_MM, 1)
        for rows in pages
        for above, below in pairwise(rows)
        if _plain(above) and _plain(below)
    )
    return steps.most_common(1)[0][0] if sum(steps.values()) >= _LEAST_ROWS else 0.0


def _plain(row: PrintedLine) -> bool:
    """Whether a line is all Chinese, so that its box is as high as every other's."""
    return sum(is_han(sign) for sign in row.text) > 10 and not any(sign < "\x7f" for sign in row.text)


def _is_full(row: PrintedLine, profile: Profile) -> bool:
    """Whether a line of whole characters runs from margin to margin."""
    edge = profile.page.width - profile.page.right
    return _plain(row) and row.left < profile.page.left + 2 and row.right > edge - 4


def _place(pages: list[list[PrintedLine]], profile: Profile) -> Iterator[Fault]:
    page, rows = profile.page, [row for rows in pages for row in rows]
    if len(rows) < _LEAST_ROWS:
        return
    left = min(row.left for row in rows)
    # A closing mark may hang in the margin.
    right = max((row.right for row in rows if is_han(row.text[-1])), default=0.0)
    top = min(row.top for row in rows)
    slack = page.tolerance + 0.5
    wrong = []
    if abs(left - page.left) > slack:
        wrong.append(sentence("左边{gap}毫米", gap=f"{left:.1f}"))
    if right > page.width - page.right + slack:
        wrong.append(sentence("右边{gap}毫米", gap=f"{page.width - right:.1f}"))
    if top < page.top - slack:
        wrong.append(sentence("上边{gap}毫米", gap=f"{top:.1f}"))
    if wrong:
        yield Fault(
            "L02",
            sentence("印出的文字越出版心或偏离版心：{wrong}。", wrong=chain(wrong, "、")),
            "核对段落的左右缩进和页边距。",
        )


def _number(sheets: Sequence[PrintedPage], profile: Profile) -> Iterator[Fault]:
    """The dashes of the page number stand 7 mm below the type area (7.5)."""
    edge = profile.page.height - profile.page.bottom
    for sheet in sheets:
        for row in sheet.rows:
            below = (row.top + row.bottom) / 2 - edge
            if row.top > edge - 5 and _NUMBER.fullmatch(row.text) and abs(below - _BELOW) > _BELOW_SLACK:
                yield Fault(
                    "L15",
                    sentence("页码一字线距版心下边缘约{below}毫米，应为7毫米。", below=f"{below:.0f}"),
                    "调整页脚距边界的距离。",
                )
                return
