"""Columns told by the words below a heading no ledger declares: 风险等次 with 一般 and 重大, 目前进度 with 推进中."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping

from taizhang.catalogue.resolved import Ledger
from taizhang.intake.evidence import Evidence
from taizhang.intake.headings import SEQUENCE, Heading

# Half the cells in words of the list tell the column without its heading; less is believed where the heading agrees.
HALF, SOME, NAMED = 0.5, 0.2, 0.5
_STATE = re.compile(r"状态|进度|进展|(?:办理|完成|整改|办结|落实|处理|处置|推进|化解|销号|闭环)(?:情况|结果|与否)")
Likeness = Callable[[Heading, str], int]


def columns_by_words(
    ledger: Ledger,
    headings: tuple[Heading, ...],
    evidence: Evidence,
    likeness: Likeness,
    left: tuple[Collection[str], Collection[int]],
) -> Mapping[str, int]:
    """Field → column for required choices that no heading gave a column: the likest of the columns left.

    likeness: how much a heading resembles a field's own. left: the fields without a column, the columns taken.
    """
    lacking, taken = left
    found: dict[str, int] = {}
    for name in lacking:
        field = ledger.declared.field[name]
        if field.type != "choice":
            continue
        options = []
        for n, one in enumerate(headings):
            if not one.leaf or one.leaf in SEQUENCE or n in taken or n in found.values() or not evidence.few_words(n):
                continue
            share = evidence.share(n, field) or 0.0
            state = name == ledger.declared.status
            named = bool(_STATE.search(one.path)) if state else likeness(one, name) > 0 and share >= SOME
            if share >= HALF or named:
                options.append((share + NAMED * named, -n))
        if options:
            found[name] = -max(options)[1]
    return found
