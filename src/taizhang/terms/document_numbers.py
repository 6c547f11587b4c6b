"""Document numbers (发文字号) in folded text, and the one spelling by which two of them are the same."""

from __future__ import annotations

import re

from taizhang.terms.folding import folded

_YEAR_AND_SERIAL = r"[\[(【]\s*((?:19|20)\d{2})\s*[\])】]\s*第?\s*(\d{1,5})\s*号?"
YEAR_AND_SERIAL = re.compile(_YEAR_AND_SERIAL)
DOCUMENT_NUMBER = re.compile(r"([\u3400-\u9fff]{0,12})" + _YEAR_AND_SERIAL)


def number_key(text: str) -> str:
    """A document number in one spelling: 湉政办发〔2024〕15号 → 湉政办发[2024]15; '' when it is none."""
    match = DOCUMENT_NUMBER.search(folded(text))
    return f"{match[1]}[{match[2]}]{int(match[3])}" if match else ""
