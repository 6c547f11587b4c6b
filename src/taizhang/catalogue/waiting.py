"""Values that are understood and yet wait for a person: a day far away, a day to come of what was done, who somebody is."""

from __future__ import annotations

import re
from datetime import date

from taizhang.catalogue.model import FieldDeclaration, LedgerDeclaration, Role
from taizhang.catalogue.roles import role_of
from taizhang.masking.places import identifies, tells_person
from taizhang.terms.readings import Reason

# A plan reaches five years ahead; nothing a ledger is kept of began fifty years ago.
YEARS_BACK, YEARS_AHEAD = 50, 5
# The days of what was done, which no day to come can be.
_HAPPENED: frozenset[Role] = frozenset(("step", "done", "review", "closed", "after"))
# Fields that are there for such numbers.
_DECLARED_FOR = re.compile(r"身份证|证件|公民身份|电话|手机|联系|邮箱|号码|账号")


def happened(name: str, field: FieldDeclaration) -> bool:
    """Whether the field holds the day of something that was done."""
    return field.type == "date" and role_of(name, field) in _HAPPENED


def day_waits(day: date, today: date, *, done: bool, sure: bool = False) -> Reason:
    """Why a day waits, '' where it does not. done: of something that was done. sure: somebody says that the year is right."""
    if not sure and not today.year - YEARS_BACK <= day.year <= today.year + YEARS_AHEAD:
        return "far_day"
    return "future_day" if done and day > today else ""


def words_wait(ledger: LedgerDeclaration, field: FieldDeclaration, text: str) -> Reason:
    """Whether an open field says who somebody is (个人信息保护法 arts. 28 and 29); in a guarded ledger, how to reach him too.

    A guarded ledger of the office's own was made for what its workbook holds, numbers of persons included.
    """
    if _DECLARED_FOR.search(field.title) or (ledger.own and ledger.guarded):
        return ""
    told = tells_person(text) if ledger.guarded or ledger.door else identifies(text)
    return "personal_number" if told else ""
