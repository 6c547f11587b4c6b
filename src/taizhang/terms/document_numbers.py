"""Document numbers (发文字号) in folded text, and the one spelling by which two of them are the same."""

from __future__ import annotations

import re

from taizhang.terms.folding import fold

_YEAR_AND_SERIAL = r"[\[(【]\s*((?:19|20)\d{2})\s*[\])】]\s*第?\s*(\d{1,5})\s*号?"
YEAR_AND_SERIAL = re.compile(_YEAR_AND_SERIAL)
DOCUMENT_NUMBER = re.compile(r"([\u3400-\u9fff]{0,12})" + _YEAR_AND_SERIAL)


_ISSUED = re.compile(r"[\u3400-\u9fff]{1,12}〔(\d{4})〕([1-9]\d{0,4})号")


# Above five digits, which no body issues in a year.
LARGEST_SERIAL = 100_000


def format_document_number(sign: str, year: int, serial: int) -> str:
    """A document number as GB/T 9704-2012 7.2.5 prints it: 督函〔2026〕12号."""
    return f"{sign}〔{year}〕{serial}号"


def ordinal(number: str) -> int:
    """Year and serial of a number so printed as one integer that sorts by them, 202600012; 0 for any other text."""
    match = _ISSUED.fullmatch(number)
    return int(match[1]) * LARGEST_SERIAL + int(match[2]) if match else 0


def number_key(text: str) -> str:
    """A document number in one spelling: 湉政办发〔2024〕15号 → 湉政办发[2024]15; '' when it is none."""
    match = DOCUMENT_NUMBER.search(fold(text))
    return f"{match[1]}[{match[2]}]{int(match[3])}" if match else ""
