"""One cell read as a field's value: dates, numbers and words in every style offices write them."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import Decimal

from taizhang.intake.sheets import EPOCH, Cell, Shown, UnresolvedCell
from taizhang.intake.shown_numbers import exact_words
from taizhang.terms.amounts import read_amount
from taizhang.terms.characters import squeeze, tidy
from taizhang.terms.cut_days import cut_short
from taizhang.terms.days import read_day
from taizhang.terms.readings import BECAUSE, EMPTY, NIL, Read
from taizhang.terms.sentence import sentence
from taizhang.terms.spoilt import spoilt

_YEAR = re.compile(r"((?:19|20)\d{2})(?:年度?|年\d{1,2}月)?")
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_EATEN = re.compile(
    rf"\d{{1,2}}-(?:{_MONTHS})(?:-\d{{2,4}})?|(?:{_MONTHS})-\d{{1,4}}|(?:19|20)\d\d年\d{{1,2}}月(?:\d{{1,2}}日)?|\d{{1,2}}月\d{{1,2}}日",
    re.IGNORECASE,
)
# A double holds 15 digits in full; of longer ones the last are made up.
LONGEST_NUMBER = 10**15


def unreadable(cell: Cell, kind: str) -> Read | None:
    """Why a cell that is not empty says nothing a field of the kind could take, None when it may be read."""
    if isinstance(cell, UnresolvedCell):
        return Read(reason=cell.reason)
    if isinstance(cell, Decimal):
        return Read(reason="long_number") if abs(cell) >= LONGEST_NUMBER else None
    if isinstance(cell, str):
        reason = spoilt(cell, number=kind in ("integer", "decimal"))
        if reason == "ditto" and kind in ("choice", "flag"):
            return Read(reason="unknown_value", hint=sentence("，{because}", because=BECAUSE[reason]))
        return Read(reason=reason) if reason else None
    return None


def is_eaten(cell: Cell) -> bool:
    """Whether a number of a matter or paper is a day, as a spreadsheet makes one of 2026-1 and 1-1: 2026年1月, 1-Jan."""
    return isinstance(cell, date) or (isinstance(cell, str) and bool(_EATEN.fullmatch(squeeze(cell))))


def blank(cell: Cell) -> bool:
    """Whether nothing is written in the cell."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def read_date(cell: Cell, year: int | None, standing: tuple[str, ...] = (), epoch: date = EPOCH) -> Read:
    """A date in any office style; short dates take ``year``; a nil mark is no date.

    standing: words that say the matter has no end. epoch: day 0 of the workbook. Numbers: 20260305
    year-month-day, 40000 to 50000 a spreadsheet's serial day, 3.5 the fifth of March.
    """
    if cell is None:
        return EMPTY
    if isinstance(cell, datetime):
        return Read(cell.date())
    if isinstance(cell, date):
        return Read(cell)
    if isinstance(cell, bool):
        return Read(reason="not_a_date")
    if isinstance(cell, Decimal):
        if cell == cell.to_integral_value() and 40000 <= cell + (epoch - EPOCH).days <= 50000:
            return Read(epoch + timedelta(days=int(cell)))
        if cut_short(cell):
            return Read(reason="day_unclear")
    return read_day(format_cell(cell), year, standing)


def is_number(cell: Cell) -> bool:
    """Whether a cell is a number whatever it counts, also one that is written as words: 23,572 or 1.5万."""
    return isinstance(cell, Decimal) or not read_number(cell, "", "", whole=False, signed=True).reason


def read_number(cell: Cell, unit: str, column_unit: str, *, whole: bool, signed: bool) -> Read:
    """An exact number in the field's ``unit``; a unit in the cell beats the column's. A nil mark states nothing.

    A number whose format shows more than its digits (1.5万, 85%) is read as shown, with all the digits it has.
    """
    if isinstance(cell, bool | date | datetime):
        return Read(reason="bad_number")
    if cell is None:
        return EMPTY
    words = format_cell(cell)
    if isinstance(cell, Shown):
        told = exact_words(cell, column_unit or unit)
        if told is None:
            return Read(reason="format_unclear")
        words = told or words
    return read_amount(words, unit, column_unit, whole=whole, signed=signed)


def read_year(cell: Cell, year: int | None) -> Read:
    """The year a cell names (2026, 2026年度, a date); an empty cell takes ``year``, that of the sheet."""
    if isinstance(cell, date):
        return Read(str(cell.year))
    words = squeeze(format_cell(cell)) if cell is not None else ""
    if not words or words in NIL:
        return Read(str(year)) if year else EMPTY
    match = _YEAR.fullmatch(words)
    return Read(match[1]) if match else Read(reason="not_a_date")


def read_text(cell: Cell) -> Read:
    """Words, tidied; a nil mark alone is nothing. Formula-like text stays text."""
    text = tidy(format_cell(cell)) if cell is not None else ""
    return EMPTY if text in NIL else Read(text or None)


def split_units(cell: Cell) -> tuple[str, ...]:
    """Several units named in one cell, in their order."""
    if cell is None:
        return ()
    return tuple(
        part.strip()
        for part in re.split(r"[、，,；;\n]", format_cell(cell))
        if part.strip() and part.strip() not in NIL
    )


def format_cell(cell: Cell) -> str:
    """The cell as a person sees it."""
    if isinstance(cell, Decimal):
        return format(cell, "f")
    if isinstance(cell, date | datetime):
        return cell.isoformat()
    if isinstance(cell, UnresolvedCell):
        return cell.formula
    return "是" if cell is True else "否" if cell is False else cell or ""
