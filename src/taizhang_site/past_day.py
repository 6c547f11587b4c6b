"""The day a page is looked at for: today, or a past one that was chosen in the address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from taizhang.matters.past import PastDay
from taizhang.site.desk import Desk
from taizhang.site.past import PastDesk, PastSites
from taizhang.terms.problem import Place, Problem
from taizhang.terms.sentence import sentence
from taizhang_site.house import site
from taizhang_site.request import SiteRequest

OF_A_DAY = frozenset({"matters", "matter", "board", "board_chart"})
"""The pages that can be looked at as of a past day."""
ON, SHOWN = "on", "shown"
_PAST = PastSites()


@dataclass(frozen=True, slots=True)
class DayChosen:
    """What the address asks: asked is None for today. rest: its other parts, for the form that chooses another day."""

    today: date
    asked: PastDay | None
    problem: Problem | None
    rest: tuple[tuple[str, str], ...]

    @property
    def tail(self) -> str:
        """The same without its question mark."""
        return self.query.removeprefix("?")

    @property
    def query(self) -> str:
        """What an address of another page must end with so that it is of the same day; '' for today."""
        return f"?{urlencode(_parts(self.asked))}" if self.asked else ""

    @property
    def now(self) -> str:
        """The address of the same page today."""
        return f"?{urlencode(self.rest)}"


def look_back(request: SiteRequest, desk: Desk) -> Desk:
    """The desk of the day the address asks for, today's when it asks for none; notes the choice on the request."""
    asked, problem = _read(request.GET.get(ON, "").strip(), desk.today, shown=request.GET.get(SHOWN) == "1")
    rest = ((name, value) for name, values in request.GET.lists() for value in values if name not in (ON, SHOWN))
    request.day = DayChosen(desk.today, asked, problem, tuple(rest))
    return PastDesk(_PAST.of(site(), asked), desk, asked) if asked else desk


def _read(written: str, today: date, *, shown: bool) -> tuple[PastDay | None, Problem | None]:
    if not written:
        return None, None
    try:
        day = date.fromisoformat(written)
    except ValueError:
        says = sentence("“{written}”不是一个日期。", written=written[:20])
        return None, Problem("WEB-015", says, Place(key=ON), "日期写作 2026-03-05；下面是今天的情况。")
    if day > today:
        says = sentence("{day}还没有到。", day=day.isoformat())
        return None, Problem("WEB-015", says, Place(key=ON), "只能看今天和过去；下面是今天的情况。")
    return (None if day == today else PastDay(day, shown)), None


def carried(desk: Desk) -> dict[str, str]:
    """What an address must carry so that the next page is of the same day; {} for today."""
    return _parts(desk.asked) if isinstance(desk, PastDesk) else {}


def _parts(asked: PastDay) -> dict[str, str]:
    return {ON: asked.day.isoformat(), **({SHOWN: "1"} if asked.shown else {})}


def of_the_day(desk: Desk, address: str) -> str:
    """The address of a page as of the day the desk is of."""
    more = urlencode(carried(desk))
    return f"{address}{'&' if '?' in address else '?'}{more}" if more else address
