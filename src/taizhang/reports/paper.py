"""A paper as a tree of blocks and runs; each run knows where its words come from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, get_args

from taizhang.figures.value import Trace, Value
from taizhang.terms.period import Period


@dataclass(frozen=True, slots=True)
class Text:
    """Words of the drafter."""

    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Number:
    """A number printed from a cell; ``cell`` is the key in ``Paper.cells``."""

    text: str
    cell: str


@dataclass(frozen=True, slots=True)
class Claim:
    """Words that say something countable (全部办结, 未发生), held against a cell."""

    text: str
    cell: str


@dataclass(frozen=True, slots=True)
class Quoted:
    """A number taken from elsewhere, with its source in words; declared: a name of the body's own, which proves nothing."""

    text: str
    source: str
    declared: bool = False


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A slot that could not be filled; printed as a visible gap, listed as a problem."""

    text: str
    reason: str


Run = Text | Number | Claim | Quoted | Unresolved


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; level 0 is body text, 1 一、 2 （一） 3 1. 4 （1） (GB/T 9704-2012 7.3.3).

    A run-in heading of level 2 or lower may continue as body text: its heading runs come first, ``heading``
    says how many of them there are; a paragraph that is all heading has heading = len(runs).
    """

    runs: tuple[Run, ...]
    level: int = 0
    heading: int = 0
    line: int = 0

    @property
    def text(self) -> str:
        """The words as printed."""
        return "".join(run.text for run in self.runs)


Drawn = Literal["", "columns", "bars", "lines"]


@dataclass(frozen=True, slots=True)
class PaperTable:
    """A table: a heading row and rows of cells, each a tuple of runs.

    drawn: as what its numbers are also drawn above it; the first column names, each further column is a series.
    """

    heading: tuple[str, ...]
    rows: tuple[tuple[tuple[Run, ...], ...], ...]
    caption: str = ""
    drawn: Drawn = ""


Block = Paragraph | PaperTable
Stand = Literal["draft", "approved"]


@dataclass(frozen=True, slots=True)
class Cell:
    """A number or claim of the paper: value, definition in words, SQL, and the rows behind it."""

    id: str
    value: Value
    definition: str
    sql: str
    trace: Trace


Standing = Literal["computed", "claimed", "cited", "attested", "framing", "open"]
STANDINGS: tuple[Standing, ...] = get_args(Standing)


@dataclass(frozen=True, slots=True)
class SentenceStanding:
    """One sentence: the block (from 1) and its place in it (from 1), its span in the block's text, and its standing.

    source: who attests, or where what it cites is kept. lacking: the words that assert with nothing behind them. words:
    the sentence with its numbers blanked, by which somebody can attest it.
    """

    paragraph: int
    order: int
    line: int
    span: tuple[int, int]
    standing: Standing
    words: str
    source: str = ""
    lacking: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """A document: title, addressee (主送), blocks, signature (署名) and date; cells by their id.

    revision: the catalogue's. entries: how many journal entries the numbers stand on. root: of the journal's
    tree at that size, hex. sources: files by digest → name, for rows that came from a workbook. standings: of its
    sentences as they were drafted, () for a paper nobody asked about. code: printed after a frozen paper, '' on drafts.
    left_out: by cell, how many rows of its ledgers imports left out; cells that lost none are not there.
    """

    name: str
    title: str
    period: Period
    blocks: tuple[Block, ...]
    addressee: str = ""
    signature: tuple[str, ...] = ()
    signed_on: date | None = None
    cells: dict[str, Cell] = field(default_factory=dict)
    revision: str = ""
    entries: int = 0
    root: str = ""
    sources: dict[str, str] = field(default_factory=dict)
    standings: tuple[SentenceStanding, ...] = ()
    code: str = ""
    left_out: dict[str, int] = field(default_factory=dict)

    @property
    def sourced(self) -> int:
        """At how many places of the text a number or a claim stands with its source.

        The count every screen, command and page tells. A figure printed twice stands at two places; a gap at none.
        """
        return sum(isinstance(run, Number | Claim | Quoted) for _, run in self.runs())

    def runs(self) -> Iterator[tuple[Block, Run]]:
        """Every run with its block, in reading order."""
        for block in self.blocks:
            if isinstance(block, Paragraph):
                yield from ((block, run) for run in block.runs)
            else:
                yield from ((block, run) for row in block.rows for cell in row for run in cell)
