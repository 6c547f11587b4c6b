"""A letter as a Word document by GB/T 9704-2012, set from what the journal holds of it and nothing else."""

from __future__ import annotations

from datetime import date

from taizhang.matters.entry import Intention
from taizhang.rendering.elements import Element, make_run, val, w
from taizhang.rendering.layout import XIAOBIAOSONG, em
from taizhang.rendering.styles import face, size_elements
from taizhang.rendering.title import WIDEST
from taizhang.rendering.word import body_of, docx_of
from taizhang.reports.paper import Paper, Paragraph, Text
from taizhang.terms.period import Period

RED = "E60000"
# Points, left to the sender by GB/T 9704-2012 7.2.4; a name beyond fourteen characters is set smaller, on one line.
_MARK, _LONGEST = 52, 14


def letter_docx(given: Intention) -> bytes:
    """The letter issued with an act: the sender's red head, number, title, recipient, text, signature and date.

    The same letter gives the same bytes. Raises ValueError when the act carries no letter.
    """
    letter = given.letter
    if letter is None:
        raise ValueError("letter")
    lines = (line.strip() for line in given.note.splitlines())
    paper = Paper(
        "letter",
        _break_title(letter.title),
        _day(given.on),
        tuple(Paragraph((Text(line),)) for line in lines if line),
        letter.to,
        (letter.sender,),
        given.on,
    )
    return docx_of(paper, [_mark(letter.sender), _number(letter.number), *body_of(paper)], bare_first=True)


def _break_title(title: str) -> str:
    """The title, broken before what it is about when it does not fit one line."""
    before, verb, after = title.partition("办理")
    return f"{before}{verb}\n{after}" if em(title) > WIDEST and after and em(after) <= WIDEST else title


def _day(on: date) -> Period:
    return Period(on, on)


def _mark(sender: str) -> Element:
    """发文机关标志 of the letter format (10.1): red 小标宋 in the middle over a double rule, thick above thin."""
    rule: dict[str, str | int] = {"val": "thickThinMediumGap", "sz": 24, "space": 6, "color": RED}
    size = min(_MARK, _MARK * _LONGEST // max(len(sender), 1))
    properties = w(
        "pPr",
        None,
        val("snapToGrid", 0),
        w("pBdr", None, w("bottom", rule)),
        w("spacing", {"before": 0, "after": 0, "line": 240, "lineRule": "auto"}),
        val("jc", "center"),
    )
    words = make_run(sender, face(XIAOBIAOSONG), val("color", RED), val("spacing", 0), *size_elements(size))
    return w("p", None, properties, words)


def _number(number: str) -> Element:
    """发文字号 at the right edge under the rule, two lines above the title."""
    gap = {"beforeLines": 50, "before": 290, "afterLines": 200, "after": 1158}
    properties = w("pPr", None, w("spacing", gap), w("ind", {"right": 0, "firstLine": 0}), val("jc", "right"))
    return w("p", None, properties, make_run(number))
