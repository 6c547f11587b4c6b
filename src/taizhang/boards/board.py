"""The counts of a board in one person's sight: lamps by ledger and unit, closing rates, the trend, what is red."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from taizhang.boards.ways import Ways
from taizhang.lists.query import By, Counts, Filter, HeadQuery, ListRow, Page
from taizhang.matters.counting import closed_states, uncounted
from taizhang.matters.entry import Head
from taizhang.matters.lamps import Colour, Lamp
from taizhang.site.desk import Desk
from taizhang.terms.period import Period
from taizhang.terms.quantity import percent
from taizhang.terms.sentence import chain, sentence

LAMPS: tuple[Colour, ...] = ("red", "yellow", "blue", "green", "grey")
# Chosen: lines a person still reads down.
MOST_UNITS, MOST_OVERDUE = 30, 10


@dataclass(frozen=True, slots=True)
class BoardChoice:
    """What a board is asked about: a ledger, a unit with those below it, and when matters were registered.

    ledger '': all closed loops. unit '': all in sight. leaving: the board goes on paper or in a file, so confidential
    ledgers stay out of it.
    """

    period: Period
    ledger: str = ""
    unit: str = ""
    leaving: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """A number and the list it opens."""

    number: int
    href: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Closing:
    """Matters registered in the period as figures count them, those of them closed (struck off, in a loop), and the rate.

    What was merged or split counts in what stands for it; what ended otherwise (cancelled, declined, transferred) was
    registered and is not closed.
    """

    opened: Count
    closed: Count

    @property
    def rate(self) -> Decimal | None:
        """Closed in percent of opened; 100 only when nothing is open, None when nothing was opened."""
        return percent(Decimal(self.closed.number), Decimal(self.opened.number), 1)


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One unit or ledger: open matters by lamp, all open ones, and how those of the period were closed.

    whole: whether the person sees all of it; a rate of a part is no rate of the unit.
    """

    label: str
    lamps: tuple[Count, ...]
    live: Count
    closing: Closing
    whole: bool = True

    @property
    def rate(self) -> Decimal | None:
        """The closing rate, where the person sees the whole."""
        return self.closing.rate if self.whole else None


@dataclass(frozen=True, slots=True)
class Overdue:
    """A red matter with why it is red."""

    head: Head
    row: ListRow
    lamp: Lamp
    href: str


@dataclass(frozen=True, slots=True)
class Board:
    """Everything counted for one board. months: registered by month, ``2026-03`` → count with its list. late: open ones
    whose due date has passed, by lamp.

    whole: whether the person sees every matter of the ledgers counted, in the unit when one is chosen. without: titles of ledgers left out because
    the board leaves the house.
    """

    choice: BoardChoice
    day: date
    lamps: tuple[Count, ...]
    live: Count
    closing: Closing
    ledgers: tuple[BoardRow, ...]
    units: tuple[BoardRow, ...]
    months: Mapping[str, Count]
    late: Mapping[str, int]
    overdue: tuple[Overdue, ...]
    choices: tuple[str, ...]
    whole: bool
    without: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing at all to tell of."""
        return not self.choices

    @property
    def reds(self) -> str:
        """Of what the red lamps are made, and which matters past their due date have another lamp."""
        (red, *_) = self.lamps
        late = self.late.get("red", 0)
        says = "红灯{red}件：期限已过的{late}件，期限未过而退回重办两次以上的{returned}件。"
        told = [sentence(says, red=red.number, late=late, returned=red.number - late)]
        others = sum(self.late.values()) - late
        if others:
            says = "另有{others}件期限已过而不亮红灯：已完成待核验、已办结待销号、中止或长期坚持。"
            told.append(sentence(says, others=others))
        return chain((*told, "逾期指标按台账的期限和完成日期计，不看亮灯。"))

    @property
    def sight(self) -> str:
        """What part of all matters the numbers count."""
        if self.whole:
            return "计入全部事项。"
        return "只计您能看到的事项，不是全部。"


def board(desk: Desk, choice: BoardChoice, ways: Ways) -> Board:
    """The board, in five questions whatever the number of matters.

    Without a chosen ledger it tells of closed loops only: a month's report or a meeting is never closed late.
    """
    return _Counter(desk, choice, ways).board()


class _Counter:
    """Asks the counts of one board."""

    def __init__(self, desk: Desk, choice: BoardChoice, ways: Ways) -> None:
        self.desk, self.choice, self.ways = desk, choice, ways
        secret = {name for name, one in desk.ledgers.items() if one.declared.level == "confidential"}
        self.kept = tuple(name for name in desk.loops if not (choice.leaving and name in secret))
        self.left = tuple(name for name in desk.loops if name not in self.kept)
        known = choice.ledger in desk.ledgers and not (choice.leaving and choice.ledger in secret)
        self.chosen = (choice.ledger,) if known else self.kept
        self.ledger = choice.ledger if known else ""
        self.units = tuple(sorted(desk.units.subtree(choice.unit))) if choice.unit else ()

    def board(self) -> Board:
        """The counts put together."""
        every = tuple(dict.fromkeys((*self.kept, *self.chosen)))
        asked: list[tuple[HeadQuery, tuple[By, ...]]] = [
            (self._query(every, live=True), ("ledger", "unit", "lamp")),
            (self._query(every, period=True), ("ledger", "unit", "state")),
            (self._query(self.chosen, live=True, late=True), ("lamp",)),
            (self._registered(), ("ledger", "state", "opened_month")),
        ]
        # No ledger asks nothing of a query, so it is answered here.
        told = [one for one in asked if one[0].filter.ledgers]
        found = dict(zip(map(id, told), self.desk.tally(told), strict=True))
        live, registered, late, months = (found.get(id(one), {}) for one in asked)
        opened = self._counted(registered, 2)
        closed = {group: number for group, number in opened.items() if group[2] in self._closed(group[0])}
        mine = {group: number for group, number in live.items() if group[0] in self.chosen}
        parts = (_keep_only(opened, self.chosen), _keep_only(closed, self.chosen))
        lamps = _sum(mine, 2)
        return Board(
            choice=self.choice,
            day=self.desk.today,
            lamps=tuple(Count(lamps.get(one, 0), self._list(lamp=one, live="1"), one) for one in LAMPS),
            live=Count(sum(mine.values()), self._list(live="1")),
            closing=self._closing(sum(parts[0].values()), sum(parts[1].values())),
            ledgers=self._by_ledger(live, opened, closed),
            units=self._by_unit(mine, *parts),
            months=self._months(_sum(self._counted(months, 1), 2)),
            late={lamp: number for (lamp,), number in late.items()},
            overdue=self._overdue(),
            choices=tuple(name for name in self.kept if any(group[0] == name for group in (*live, *opened))),
            whole=all(self.desk.whole(name) for name in self.chosen),
            without=tuple(self.desk.ledgers[name].title for name in self.left),
        )

    def _query(
        self, ledgers: tuple[str, ...], *, live: bool | None = None, period: bool = False, late: bool = False
    ) -> HeadQuery:
        asks = Filter(ledgers=ledgers, units=self.units, live=live)
        if late:
            asks = replace(asks, due_to=self.desk.today - timedelta(days=1))
        if period:
            asks = replace(asks, opened_from=self.choice.period.start, opened_to=self.choice.period.last)
        return self.desk.query(asks)

    def _counted(self, counts: Counts, state: int) -> Counts:
        """Of groups with the ledger first and the state at that place: those that figures count."""
        without = {name: uncounted(self.desk.ledgers[name]) for name in {group[0] for group in counts}}
        return {group: number for group, number in counts.items() if group[state] not in without[group[0]]}

    def _closed(self, ledger: str) -> tuple[str, ...]:
        return closed_states(self.desk.ledgers[ledger].declared.lifecycle)

    def _list(self, **parts: str | tuple[str, ...]) -> str:
        within = {} if "unit" in parts else {"below": self.choice.unit}
        return self.ways.matters(**{"ledger": self.ledger, **within, **parts})

    def _closing(self, opened: int, closed: int, **parts: str | tuple[str, ...]) -> Closing:
        period = self.choice.period
        dates = {"opened_from": period.start.isoformat(), "opened_to": period.last.isoformat()}
        return Closing(
            Count(opened, self._list(**dates, live="counted", **parts)),
            Count(closed, self._list(**dates, live="done", **parts)),
        )

    def _by_ledger(self, live: Counts, opened: Counts, closed: Counts) -> tuple[BoardRow, ...]:
        made = self._lines(0, live, opened, closed)
        return tuple(self._line(self.desk.ledgers[key].title, numbers, {"ledger": key}) for key, numbers in made)

    def _by_unit(self, live: Counts, opened: Counts, closed: Counts) -> tuple[BoardRow, ...]:
        made = [one for one in self._lines(1, live, opened, closed) if one[0]][:MOST_UNITS]
        reach = [grant.units for grant in self.desk.sight.grants]
        everywhere = None in reach
        return tuple(
            self._line(key, numbers, {"unit": key}, whole=everywhere or any(key in (one or ()) for one in reach))
            for key, numbers in made
        )

    def _lines(self, part: int, live: Counts, opened: Counts, closed: Counts) -> list[tuple[str, _GroupCounts]]:
        """The groups, those with the most red first."""
        found: dict[str, _GroupCounts] = {}
        for group, number in live.items():
            found.setdefault(group[part], _GroupCounts()).lamps[group[2]] += number
        for counts, name in ((opened, "opened"), (closed, "closed")):
            for group, number in counts.items():
                one = found.setdefault(group[part], _GroupCounts())
                setattr(one, name, getattr(one, name) + number)
        return sorted(found.items(), key=lambda one: (-one[1].lamps["red"], -one[1].live, one[0]))

    def _line(self, label: str, numbers: _GroupCounts, parts: Mapping[str, str], *, whole: bool = True) -> BoardRow:
        cells = tuple(Count(numbers.lamps[lamp], self._list(lamp=lamp, live="1", **parts), lamp) for lamp in LAMPS)
        live = Count(numbers.live, self._list(live="1", **parts))
        return BoardRow(label, cells, live, self._closing(numbers.opened, numbers.closed, **parts), whole)

    def _registered(self) -> HeadQuery:
        """Matters registered in this year and the last."""
        since = Period.year(self.desk.today.year).shift(-1).start
        return self.desk.query(Filter(ledgers=self.chosen, units=self.units, opened_from=since))

    def _months(self, counts: Mapping[str, int]) -> dict[str, Count]:
        """Each month with its list."""
        found = {}
        for month, number in counts.items():
            if month:
                days = Period.parse(month)
                dates = {"opened_from": days.start.isoformat(), "opened_to": days.end.isoformat()}
                found[month] = Count(number, self._list(**dates, live="counted"))
        return found

    def _overdue(self) -> tuple[Overdue, ...]:
        if not self.chosen:
            return ()
        desk = self.desk
        query = desk.query(Filter(ledgers=self.chosen, units=self.units, lamps=("red",)), page=Page(size=MOST_OVERDUE))
        heads = desk.page(query).heads
        return tuple(
            Overdue(head, desk.site.journal.row(head), desk.lamp(head), self.ways.matter(head.matter)) for head in heads
        )


class _GroupCounts:
    """The numbers of one group while they are added up."""

    def __init__(self) -> None:
        self.lamps: dict[str, int] = defaultdict(int)
        self.opened = self.closed = 0

    @property
    def live(self) -> int:
        """All open ones."""
        return sum(self.lamps.values())


def _sum(counts: Counts, part: int) -> dict[str, int]:
    sums: dict[str, int] = defaultdict(int)
    for group, number in counts.items():
        sums[group[part]] += number
    return sums


def _keep_only(counts: Counts, ledgers: Iterable[str]) -> dict[tuple[str, ...], int]:
    kept = set(ledgers)
    return {group: number for group, number in counts.items() if group[0] in kept}
