"""Describe the columns of a ledger and write their headings as one or two rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from taizhang_samples.county.pen import Pen
from taizhang_samples.county.record import CellValue, Record

Writer = Callable[[Record, Pen], CellValue]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its key in the answers, what offices write above it and how a record is written into it.

    ``under`` are headings that stand only below a group's heading, where the group says the rest.
    """

    key: str
    headings: tuple[str, ...]
    write: Writer
    under: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """Columns that stay together, under one group heading when ``titles`` gives any."""

    columns: tuple[Column, ...]
    titles: tuple[str, ...] = ()


def single(key: str, headings: tuple[str, ...], write: Writer) -> Block:
    """Give a block of one column."""
    return Block((Column(key, headings, write),))


HEADING_NOISE = ("break", "inner_space", "trailing", "leading", "star", "required")
KINDS = frozenset(f"heading:{style}" for style in (*HEADING_NOISE, "two_rows", "one_row"))


def spoil_heading(text: str, pen: Pen) -> str:
    """Write a heading as it stands in a hurried workbook: broken, spaced out, starred."""
    if not pen.chance(0.28):
        return text
    style = pen.pick(HEADING_NOISE)
    if style in ("star", "required") and not pen.chance(0.4):
        return text
    middle = max(1, len(text) // 2)
    written = {
        "break": f"{text[:middle]}\n{text[middle:]}" if len(text) > 3 else text,
        "inner_space": " ".join(text) if len(text) <= 2 else f"{text[:2]} {text[2:]}",
        "trailing": f"{text}{pen.pick((' ', '　'))}",
        "leading": f" {text}",
        "star": f"*{text}",
        "required": f"{text}（必填）",
    }
    pen.note(f"heading:{style}")
    return written[style]


def reorder(blocks: Sequence[Block], rng: Random) -> tuple[Block, ...]:
    """Give the blocks in another order; the first (序号) and the last (备注) keep their places."""
    middle = list(blocks[1:-1])
    rng.shuffle(middle)
    return (blocks[0], *middle, blocks[-1])


@dataclass(frozen=True, slots=True)
class Heading:
    """Heading rows, and the merged areas in them as (first row, first column, last row, last column) from nought."""

    rows: tuple[tuple[str, ...], ...]
    merges: tuple[tuple[int, int, int, int], ...]


def columns_of(blocks: Sequence[Block]) -> tuple[Column, ...]:
    """Give all columns from left to right."""
    return tuple(column for block in blocks for column in block.columns)


def write_heading(blocks: Sequence[Block], pen: Pen, *, two_rows: bool) -> Heading:
    """Write the headings of the blocks, in two rows only when some block has a group heading."""
    if not two_rows or not any(block.titles for block in blocks):
        pen.note("heading:one_row")
        return Heading((tuple(spoil_heading(pen.pick(c.headings), pen) for c in columns_of(blocks)),), ())
    pen.note("heading:two_rows")
    upper: list[str] = []
    lower: list[str] = []
    merges: list[tuple[int, int, int, int]] = []
    for block in blocks:
        left, width = len(upper), len(block.columns)
        if block.titles:
            upper += [spoil_heading(pen.pick(block.titles), pen)] + [""] * (width - 1)
            lower += [spoil_heading(pen.pick(column.under or column.headings), pen) for column in block.columns]
            if width > 1:
                merges.append((0, left, 0, left + width - 1))
            continue
        for offset, column in enumerate(block.columns):
            upper.append(spoil_heading(pen.pick(column.headings), pen))
            lower.append("")
            merges.append((0, left + offset, 1, left + offset))
    return Heading((tuple(upper), tuple(lower)), tuple(merges))
