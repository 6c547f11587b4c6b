"""What the rows below any heading are: beside notes and totals, balances carried over are no records."""

from __future__ import annotations

import re
from dataclasses import replace

from taizhang.intake.cells import blank
from taizhang.intake.headings import SynonymTable
from taizhang.intake.layout import HeadingRows, RecordRow, rows_below
from taizhang.intake.sheets import Sheet
from taizhang.terms.characters import squeeze

# Words a bookkeeper writes where he carries a balance over a page, a month or a year (会计基础工作规范 arts. 62 and 63).
_CARRIED = re.compile(
    r"(?:上[年月期页季]|期[初末]|年[初末]|月[初末]|承前|承上|前页|本[页月年]|过次|转次|下[年月期页])(?:结转|余额|结存数?|页|转入|转下)(?:余额|结转|数)?"
    r"|承前页?|过次页?|接上页|转下页|结转下[年月期页]|(?:本[月日年季]|以上|月|年|日)(?:合计|累计|计)"
)
LOOKED_AT = 3


def rows_of(sheet: Sheet, heading: HeadingRows, sequence: int | None, alike: SynonymTable) -> list[RecordRow]:
    """What every row below the heading is; see ``layout.rows_below``."""
    return [_without_carried(sheet, row, sequence) for row in rows_below(sheet, heading, sequence, alike)]


def _without_carried(sheet: Sheet, row: RecordRow, sequence: int | None) -> RecordRow:
    """A row that carries a balance over is a total; one that has nothing but its running number is blank."""
    if row.kind != "record":
        return row
    cells = [cell for n, cell in enumerate(sheet.rows[row.index]) if n != sequence and not blank(cell)]
    if not cells:
        return replace(row, kind="blank")
    said = [squeeze(cell) for cell in cells if isinstance(cell, str)]
    return replace(row, kind="total") if any(map(_CARRIED.fullmatch, said[:LOOKED_AT])) else row
