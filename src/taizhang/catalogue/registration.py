"""How matters of a ledger come in: who may register them from which kind of unit, and what a workbook may claim."""

from __future__ import annotations

from typing import Literal

from taizhang.catalogue.declared import Declared

Workbooks = Literal["", "acts", "record"]
Counts = Literal["at_once", "reviewed"]
OWN = "本级"
"""The kind of the body itself; every other kind is the one a unit has in the list of units."""


class Registration(Declared):
    """Ways into a ledger.

    house: only what the program itself does writes it; no form, no workbook. by: for a role the kinds of units it may
    register from (本级, 乡镇, 部门), besides those whose posts reach the whole body. workbooks: what a row that says
    its matter is finished is worth where finishing takes evidence and several persons. ``acts``: nothing, acts alone
    finish a matter; '': a matter new to the journal is taken over as it stands; ``record``: the workbook is the
    record, and finishes matters no act has moved. counts: whether what a form registered is counted at once, or only
    when somebody else has approved it, for ledgers whose lifecycle has that step.
    """

    house: bool = False
    by: dict[str, tuple[str, ...]] = {}
    workbooks: Workbooks = ""
    counts: Counts = "at_once"
