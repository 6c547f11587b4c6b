"""Turns the address of a board into what it is asked about, and lists what can be chosen."""

from __future__ import annotations

from datetime import date

from taizhang.boards.board import BoardChoice
from taizhang.site.desk import Desk
from taizhang.terms.period import Period
from taizhang.terms.problem import Problem
from taizhang_site.boards.figures import period_of
from taizhang_site.request import SiteRequest


def choice_of(request: SiteRequest, *, leaving: bool = False) -> tuple[BoardChoice, list[Problem]]:
    """The ledger, unit and period in the address; what the person does not see counts as not chosen."""
    desk: Desk = request.desk
    period, problems = period_of(request)
    ledger, unit = request.GET.get("ledger", ""), request.GET.get("unit", "")
    known = ledger if ledger in desk.ledgers else ""
    return BoardChoice(period, known, unit if unit in units_of(desk) else "", leaving), problems


def units_of(desk: Desk) -> tuple[str, ...]:
    """The units the person may choose: those within reach of his posts."""
    reach = [grant.units for grant in desk.sight.grants]
    if None in reach:
        return tuple(sorted(desk.units.units))
    return tuple(sorted(frozenset().union(*(one for one in reach if one is not None))))


def periods_of(today: date, chosen: Period) -> list[tuple[str, str, bool]]:
    """The periods offered: value, label, and whether it is chosen; one typed into the address stays on offer."""
    quarter = (today.month + 2) // 3
    offered = {
        str(today.year): "今年",
        f"{today.year}Q{quarter}": "本季度",
        f"{today:%Y-%m}": "本月",
        str(today.year - 1): "上年",
    }
    listed = [(value, label, Period.parse(value).key == chosen.key) for value, label in offered.items()]
    return listed if any(one for _, _, one in listed) else [*listed, (chosen.key, chosen.key, True)]
