"""The column of a due date put off (延期后期限), which is in force where it says a day."""

from __future__ import annotations

import re

from taizhang.catalogue.roles import role_of
from taizhang.intake.recognise import SheetMap
from taizhang.intake.sheets import Cell
from taizhang.terms.readings import NIL

_PUT_OFF = re.compile(
    r"(?:延期|展期|延长|顺延|调整|变更|重新确定|新定|二次|第二次|最新|新)(?:整改|办理|完成|办结)?(?:后|之后|以后)?的?"
    r"(?:新的?|整改|办理|完成|办结|销号)*(?:期限|时限|限期|到期日|截止日)(?:日期|时间)?|(?:延期|展期|延长|顺延)(?:至|到)(?:日期|时间)?"
)

_DIGIT = re.compile(r"[\d一二三四五六七八九十]")


def later_due(found: SheetMap) -> tuple[str, int] | None:
    """The field of the due date and the column of the one put off; None where no column is, or a field of its own takes it."""
    declared = found.ledger.declared
    due = [
        name for name in found.columns if not declared.field[name].own and role_of(name, declared.field[name]) == "due"
    ]
    taken = {column for name, column in found.columns.items() if not declared.field[name].own}
    columns = [
        n
        for n, one in enumerate(found.heading.headings)
        if n not in taken and one.leaf and _PUT_OFF.fullmatch(one.leaf)
    ]
    return (due[0], columns[-1]) if len(due) == 1 and columns and not declared.own else None


def says_day(cell: Cell) -> bool:
    """Whether a cell of that column puts the due date off; 未延期 and / leave it as it is."""
    words = cell.strip() if isinstance(cell, str) else ""
    return cell is not None and (not words or (words not in NIL and bool(_DIGIT.search(words))))
