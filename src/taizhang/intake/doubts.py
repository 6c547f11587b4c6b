"""Rows that stand among the records and say themselves that they are none to be counted: examples and void ones."""

from __future__ import annotations

import re
from collections.abc import Collection

from taizhang.intake.sheets import Cell
from taizhang.terms.characters import squeeze
from taizhang.terms.readings import Reason

# Chosen: an example says so in its number, its unit or its name.
LOOKED_AT = 4
_EXAMPLE = re.compile(
    r"[(（【\[]?(?:填[写表报]?)?(?:(?:示例|样例|范例|举例)(?:数据|行)?|例)(?:[:：)）】\]].*|[-—_]?\d{0,4})"
    r"|(?:填[写表报]|录入)(?:示例|样例|范例|举例|说明|示范)[:：]?.*|仅供参考|请勿删除本行"
)
_VOID = re.compile(
    r"(?:[本此该这](?:行|条|项|件|笔|记录|条记录|行记录)|已)?(?:作废|废止|已作废|已删除|删除|无效|不计|不统计|不作统计)[。!]?"
    r"|(?:误录|误填|录错|填错|重复录入|重复登记|重复填报)(?:[,、;].{0,8})?[。!]?|重复,?(?:见|同).{1,16}"
)


def doubt_of(cells: tuple[Cell, ...], choices: Collection[int]) -> tuple[int, Reason] | None:
    """The column and the reason why a row waits; None for a record.

    choices: columns whose words are values of a field (作废 may be a state).
    """
    said = [(n, squeeze(cell)) for n, cell in enumerate(cells) if isinstance(cell, str) and cell.strip()]
    for n, words in said[:LOOKED_AT]:
        if n not in choices and _EXAMPLE.fullmatch(words):
            return n, "example_row"
    return next(((n, "void_row") for n, words in said if n not in choices and _VOID.fullmatch(words)), None)
