"""The columns of a ledger of the office's own, told by their very headings as its workbook writes them.

日期 and 时间 mean the same in a ledger that has one of them; where an office has both, each is its own.
"""

from __future__ import annotations

from taizhang.catalogue.resolved import Ledger
from taizhang.intake.headings import Heading
from taizhang.intake.layout import HeadingRows, headings_of
from taizhang.intake.sheets import Sheet
from taizhang.intake.tables.labels import AS_WRITTEN
from taizhang.terms.characters import squeeze


def written_columns(sheet: Sheet, heading: HeadingRows, ledger: Ledger) -> dict[str, int]:
    """Field → column for headings that are declared word for word, each given once; {} for a ledger that is not the office's own."""
    if not ledger.declared.own:
        return {}
    found: dict[str, int] = {}
    for column, one in enumerate(headings_of(sheet, heading.top, heading.bottom, AS_WRITTEN)):
        names = [name for name, field in ledger.declared.field.items() if _says(one, field.headings)]
        if len(names) == 1 and names[0] not in found:
            found[names[0]] = column
    return found


def _says(heading: Heading, declared: tuple[str, ...]) -> bool:
    """Whether a heading is one of the declared ones: its leaf alone, or below the group a pair names."""
    above = squeeze("".join(heading.parts[:-1]))
    for one in map(squeeze, declared):
        group, _, leaf = one.rpartition(">")
        if squeeze(heading.leaf) == leaf and bool(leaf) and (group in above if group else True):
            return True
    return False
