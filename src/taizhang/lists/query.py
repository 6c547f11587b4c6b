"""Questions about many matters at once: who asks, which matters, in what order, and the columns that answer.

Every list, count, export and search starts from a ``Sight``: what the asker may see. The columns are derived
from heads and declarations; they can be thrown away and made anew at any time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Literal, NamedTuple

from taizhang.catalogue.values import Stored
from taizhang.lists.field_filters import FieldOrder, Sift
from taizhang.matters.entry import Head
from taizhang.terms.number_spelling import fold_number

NEVER = "9999-12-31"
# Chosen: the longest page a browser of an old machine still shows at once.
LARGEST_PAGE = 1000
# Chosen: nobody turns two hundred pages; what is passed over is read all the same.
DEEPEST = 10_000
# Days of a week.
WEEK = 7
# Chosen: beyond, a page says “more than”; counting a million would cost more than the page.
MOST_COUNTED = 10_000
Column = Literal["due", "opened", "number", "unit", "state", "seq", "lettered"]
By = Literal["ledger", "unit", "state", "lamp", "opened_month", "letter", "week"]
ORDERS: tuple[Column, ...] = ("due", "opened", "number", "unit", "state", "seq", "lettered")
Role = Literal["unit", "about", "person", "acted", "concerned", "asks", "checker", "recused", "link", "number"]
_NO_FACTS: Mapping[str, Stored] = MappingProxyType({})


class Party(NamedTuple):
    """A name bound to a matter: a unit that takes part, somebody it is about, or a person who acted on it.

    acted: who handled, reported, verified or closed it in this round; concerned: who may not decide what was applied
    for or objected to. asks: an act that waits for a decision; checker: who is to re-check it; recused: who takes no part in it;
    link: a matter it points to, by identifier or as ``ledger#number``. number: its own in the spelling of comparison, where
    it is written in another.
    """

    role: Role
    name: str


SPELT = Party("number", "")
"""Bound to every matter whose number is written otherwise than numbers are compared."""


class Change(NamedTuple):
    """From which day on a lamp has another colour."""

    day: str
    lamp: str


class ListRow(NamedTuple):
    """What lists show and sort by, one row a matter.

    title: a line saying what it is about. opened, due: ISO dates; due is NEVER when there is none, opened ''.
    live: 1 while it is open, as figures tell it. lamp, and the changes that follow in their order, filled up with NEVER: its
    colour on any day from now on. verified: how often it was verified in this round. remind: from which day on whoever has to act is
    reminded; letters: from which day on a letter of at least level 1, 2 and 3 falls due. answer: until
    when the last letter is to be answered; lettered: its year and number. NEVER and 0 where there is none.
    """

    matter: str
    seq: int
    ledger: str
    number: str
    unit: str
    state: str
    verified: int
    title: str
    opened: str
    due: str
    live: int
    lamp: str
    changes: tuple[Change, ...]
    remind: str
    letters: tuple[str, str, str]
    answer: str
    lettered: int
    parties: tuple[Party, ...]

    def lamp_on(self, day: str) -> str:
        """The colour on a day, today or later."""
        return next((lamp for since, lamp in reversed(self.changes) if since <= day), self.lamp)

    def letter_on(self, day: str) -> int:
        """The level of the letter that falls due on a day, today or later; 0 for none."""
        return sum(since <= day for since in self.letters)


@dataclass(frozen=True, slots=True)
class Grant:
    """Matters of these ledgers in which one of these units takes part; None stands for all."""

    ledgers: frozenset[str] | None = None
    units: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Sight:
    """What somebody may see: any grant lets a matter through, and being about one of ``blind`` hides it.

    unclear: being about one of these, names nobody has matched yet, hides it too, but not from ``own``, who took part
    in it.
    """

    grants: tuple[Grant, ...] = ()
    blind: frozenset[str] = frozenset()
    unclear: frozenset[str] = frozenset()
    own: str = ""

    @property
    def hides(self) -> frozenset[str]:
        """Every name that hides a matter about it."""
        return self.blind | self.unclear


EVERYTHING_SEEN = Sight((Grant(),))
NOTHING_SEEN = Sight()


@dataclass(frozen=True, slots=True)
class Turn:
    """Matters in a state in which somebody's act is next.

    units: in which one of these takes part, None for all. verified: only those verified so often. not_by: who
    must not stand in it as ``not_role``, because different persons take the steps. lead: the unit must be the lead unit.
    bound: who or what must be bound to it.
    """

    ledgers: frozenset[str]
    states: frozenset[str]
    units: frozenset[str] | None = None
    verified: int | None = None
    not_by: str = ""
    not_role: Role = "person"
    lead: bool = False
    bound: Party | None = None


@dataclass(frozen=True, slots=True)
class Filter:
    """Which matters; what is empty asks nothing.

    units: the lead unit. turns: at least one of these; elsewhere: none of these. text: stands in the number or the
    title. letters: levels, 1 to 3, of letters that fall due; reminded: whoever has to act is reminded; awaited: a
    letter is yet to be answered; lettered: a letter was ever issued. fields: what declared fields say. bound: to one
    of these names in that role; without: those to whom this name is not bound. also: matters whose words, which no table
    holds, are known to hold the text. left_out: none of these, which no figure counts.
    """

    ledgers: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    lamps: tuple[str, ...] = ()
    live: bool | None = None
    text: str = ""
    person: str = ""
    numbers: tuple[str, ...] = ()
    matters: tuple[str, ...] = ()
    due_from: date | None = None
    due_to: date | None = None
    opened_from: date | None = None
    opened_to: date | None = None
    turns: tuple[Turn, ...] | None = None
    letters: tuple[int, ...] = ()
    reminded: bool = False
    awaited: bool = False
    lettered: bool = False
    fields: tuple[Sift, ...] = ()
    elsewhere: tuple[Turn, ...] = ()
    bound: tuple[Party, ...] = ()
    without: Party | None = None
    also: tuple[str, ...] = ()
    left_out: tuple[Turn, ...] = ()


@dataclass(frozen=True, slots=True)
class Order:
    """In what order: of a column, or of a declared field, when one is named."""

    by: Column = "due"
    descending: bool = False
    field: FieldOrder | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """start: how many to pass over, at most DEEPEST. size: at most LARGEST_PAGE, 0 for the count alone.

    most: how far to count.
    """

    start: int = 0
    size: int = 50
    most: int = MOST_COUNTED


EVERY_MATTER, BY_DUE, FIRST_PAGE = Filter(), Order(), Page()


@dataclass(frozen=True, slots=True)
class HeadQuery:
    """Which matters of those in sight, in what order, which page of them.

    day: for which day lamps are told, today or later. Where declared fields are asked for, a page looks at the first
    MOST_SIFTED of the others' matters; in the order of a field, at those registered last.
    """

    sight: Sight
    day: date
    filter: Filter = EVERY_MATTER
    order: Order = BY_DUE
    page: Page = FIRST_PAGE


LAST_LETTER = HeadQuery(
    EVERYTHING_SEEN, date.min, Filter(lettered=True), Order("lettered", descending=True), Page(size=1, most=1)
)
"""The matter that got the last letter of all."""


@dataclass(frozen=True, slots=True)
class HeadPage:
    """The heads of one page and how many matters there are, counted up to ``most``; ``more``: there are others.

    cut: only the first MOST_SIFTED were looked at.
    """

    heads: tuple[Head, ...]
    total: int
    more: bool = False
    cut: bool = False


Counts = Mapping[tuple[str, ...], int]


def sees(sight: Sight, row: ListRow) -> bool:
    """Whether the matter is in sight; the SQL of the stores says the same."""
    about = {name for role, name in row.parties if role == "about"}
    if about & sight.blind or (about & sight.unclear and Party("person", sight.own) not in row.parties):
        return False
    return any(
        (grant.ledgers is None or row.ledger in grant.ledgers) and _takes_part(row, grant.units)
        for grant in sight.grants
    )


def _is_spelt(number: str, row: ListRow) -> bool:
    """Whether the number is the row's in another spelling."""
    plain = fold_number(number)
    return row.number == plain or Party("number", plain) in row.parties


def answers(query: HeadQuery, row: ListRow, facts: Mapping[str, Stored] = _NO_FACTS) -> bool:
    """Whether the matter is one of those asked for, decided in plain Python."""
    asks = query.filter
    asked = (
        (asks.ledgers, row.ledger in asks.ledgers),
        (asks.units, row.unit in asks.units),
        (asks.states, row.state in asks.states),
        (asks.lamps, row.lamp_on(query.day.isoformat()) in asks.lamps),
        (asks.live is not None, bool(row.live) == asks.live),
        (asks.text, asks.text in row.number or asks.text in row.title or row.matter in asks.also),
        (asks.person, Party("person", asks.person) in row.parties),
        (asks.numbers, row.number in asks.numbers or any(_is_spelt(one, row) for one in asks.numbers)),
        (asks.matters, row.matter in asks.matters),
        (asks.letters, row.letter_on(query.day.isoformat()) in asks.letters),
        (asks.reminded, row.remind <= query.day.isoformat()),
        (asks.awaited, row.answer < NEVER),
        (asks.lettered, row.lettered > 0),
        (asks.turns is not None, any(_turn(turn, row) for turn in asks.turns or ())),
        (asks.fields, all(one.holds(facts) for one in asks.fields)),
        (True, not any(_turn(turn, row) for turn in (*asks.elsewhere, *asks.left_out))),
        (asks.bound, any(party in row.parties for party in asks.bound)),
        (asks.without, asks.without not in row.parties),
    )
    return sees(query.sight, row) and all(holds for told, holds in asked if told) and _dated(asks, row)


def _dated(asks: Filter, row: ListRow) -> bool:
    pairs = (
        (asks.due_from, asks.due_to, row.due),
        (asks.opened_from, asks.opened_to, row.opened),
    )
    return all(
        (first is None or first.isoformat() <= day) and (last is None or day <= last.isoformat())
        for first, last, day in pairs
    )


def _turn(turn: Turn, row: ListRow) -> bool:
    return (
        row.ledger in turn.ledgers
        and row.state in turn.states
        and (_takes_part(row, turn.units) if not turn.lead else turn.units is None or row.unit in turn.units)
        and (turn.bound is None or turn.bound in row.parties)
        and turn.verified in (None, row.verified)
        and Party(turn.not_role, turn.not_by) not in row.parties
    )


def _takes_part(row: ListRow, units: frozenset[str] | None) -> bool:
    return units is None or any(role == "unit" and name in units for role, name in row.parties)


def week_end(day: date) -> str:
    """The last of seven days from the day on."""
    return (day + timedelta(days=WEEK - 1)).isoformat()


def group_of(by: tuple[By, ...], row: ListRow, day: date) -> tuple[str, ...]:
    """The group a matter is counted in."""
    values = {
        "ledger": row.ledger,
        "unit": row.unit,
        "state": row.state,
        "lamp": row.lamp_on(day.isoformat()),
        "opened_month": row.opened[:7],
        "letter": str(row.letter_on(day.isoformat())),
        "week": str(int(day.isoformat() <= row.due <= week_end(day))),
    }
    return tuple(values[one] for one in by)
