"""The tables that lists are answered from: one row a matter, who takes part in it, and how many there are of each kind.

All are derived from entries and declarations and can be made anew at any time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, cast

from taizhang.lists.query import NEVER, Change, ListRow, Party

COLUMNS = (
    "matter",
    "seq",
    "ledger",
    "number",
    "unit",
    "state",
    "verified",
    "title",
    "opened",
    "due",
    "live",
    "lamp",
    "day1",
    "lamp1",
    "day2",
    "lamp2",
    "day3",
    "lamp3",
    "remind",
    "letter1",
    "letter2",
    "letter3",
    "answer",
    "lettered",
    "colour",
    "next",
)
"""Of ``listed``: a row, its lamp on the day in ``listing``, and the next day on which that changes."""
TABLES = """
CREATE TABLE listed(
  id INTEGER PRIMARY KEY, matter TEXT NOT NULL UNIQUE, seq INTEGER NOT NULL, ledger TEXT NOT NULL,
  number TEXT NOT NULL, unit TEXT NOT NULL, state TEXT NOT NULL, verified INTEGER NOT NULL, title TEXT NOT NULL,
  opened TEXT NOT NULL, due TEXT NOT NULL, live INTEGER NOT NULL, lamp TEXT NOT NULL, day1 TEXT NOT NULL,
  lamp1 TEXT NOT NULL, day2 TEXT NOT NULL, lamp2 TEXT NOT NULL, day3 TEXT NOT NULL, lamp3 TEXT NOT NULL,
  remind TEXT NOT NULL, letter1 TEXT NOT NULL, letter2 TEXT NOT NULL, letter3 TEXT NOT NULL, answer TEXT NOT NULL,
  lettered INTEGER NOT NULL, colour TEXT NOT NULL, next TEXT NOT NULL) STRICT;
CREATE TABLE party(
  name TEXT NOT NULL, role TEXT NOT NULL, id INTEGER NOT NULL, PRIMARY KEY(name, role, id)) STRICT, WITHOUT ROWID;
CREATE TABLE listing(one INTEGER PRIMARY KEY CHECK(one = 1), revision TEXT NOT NULL, day TEXT NOT NULL) STRICT;
CREATE TABLE tally(
  state TEXT NOT NULL, colour TEXT NOT NULL, verified INTEGER NOT NULL, ledger TEXT NOT NULL, unit TEXT NOT NULL,
  live INTEGER NOT NULL, n INTEGER NOT NULL, PRIMARY KEY(state, colour, verified, ledger, unit, live))
  STRICT, WITHOUT ROWID;
CREATE TABLE monthly(
  month TEXT NOT NULL, ledger TEXT NOT NULL, unit TEXT NOT NULL, state TEXT NOT NULL, live INTEGER NOT NULL,
  n INTEGER NOT NULL, PRIMARY KEY(month, ledger, unit, state, live)) STRICT, WITHOUT ROWID;
"""
INDEXES = {
    "listed_due": "listed(ledger, due, id)",
    "listed_opened": "listed(ledger, opened, id)",
    "listed_newest": "listed(opened, id)",
    "listed_live": "listed(live, due, id)",
    "listed_colour": "listed(live, colour, due, id)",
    "listed_state": "listed(state, due, id)",
    "listed_level": "listed(state, verified, due, id) WHERE live = 1 AND verified > 0",
    "listed_unit": "listed(unit, due, id)",
    "listed_number": "listed(number)",
    "listed_seq": "listed(seq)",
    "listed_next": f"listed(next) WHERE next < '{NEVER}'",
    "listed_remind": "listed(remind, ledger, state) WHERE remind < '9999'",
    "listed_letter": "listed(letter1, ledger, state) WHERE letter1 < '9999'",
    "listed_answer": "listed(answer) WHERE answer < '9999'",
    "listed_lettered": "listed(lettered) WHERE lettered > 0",
    "party_of": "party(id)",
}
BEGUN = "INSERT INTO listing VALUES(1, '', '')"
TALLIED = ("state", "colour", "verified", "ledger", "unit", "live")
_LAMP = "CASE WHEN day3 <= ? THEN lamp3 WHEN day2 <= ? THEN lamp2 WHEN day1 <= ? THEN lamp1 ELSE lamp END"
_NEXT = f"CASE WHEN day1 > ? THEN day1 WHEN day2 > ? THEN day2 WHEN day3 > ? THEN day3 ELSE '{NEVER}' END"
_DUE = f"next <= ? AND next < '{NEVER}'"
_KEY = ", ".join(TALLIED)
PUT_TALLY = f"""INSERT INTO tally({_KEY}, n) VALUES(?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT({_KEY}) DO UPDATE SET n = tally.n + excluded.n"""
PUT_MONTH = """INSERT INTO monthly(month, ledger, unit, state, live, n) VALUES(?, ?, ?, ?, ?, ?)
  ON CONFLICT(month, ledger, unit, state, live) DO UPDATE SET n = monthly.n + excluded.n"""
WRONG_COUNTS = f"""SELECT COUNT(*) FROM (SELECT {_KEY} FROM (SELECT {_KEY}, n FROM tally
  UNION ALL SELECT {_KEY}, -1 FROM listed) AS told GROUP BY {_KEY} HAVING SUM(n) <> 0
  UNION ALL SELECT month, state, 0, ledger, unit, live FROM (SELECT month, ledger, unit, state, live, n FROM monthly
  UNION ALL SELECT substr(opened, 1, 7), ledger, unit, state, live, -1 FROM listed) AS opened
  GROUP BY month, ledger, unit, state, live HAVING SUM(n) <> 0
  ) AS wrong"""
"""How many counts differ from the rows they count; 0 when all is well."""
WRONG_LAMPS = f"""SELECT matter FROM (SELECT matter, colour, next, {_LAMP.replace("?", "day")} AS lit,
  {_NEXT.replace("?", "day")} AS later FROM listed, listing) AS told WHERE colour <> lit OR next <> later
  ORDER BY matter LIMIT 20"""
"""Matters whose stored lamp is not the one of the day the table says it was rolled to; none when all is well."""


class Rolling(NamedTuple):
    """A statement and how many times it binds the day."""

    text: str
    days: int


ROLL = (
    Rolling(
        f"""INSERT INTO tally({_KEY}, n) SELECT {_KEY}, SUM(n) FROM (
  SELECT state, colour, verified, ledger, unit, live, -1 AS n FROM listed WHERE {_DUE}
  UNION ALL SELECT state, {_LAMP}, verified, ledger, unit, live, 1 FROM listed WHERE {_DUE}) AS moved
  WHERE 1 = 1 GROUP BY {_KEY} ON CONFLICT({_KEY}) DO UPDATE SET n = tally.n + excluded.n""",
        5,
    ),
    Rolling(f"UPDATE listed SET colour = {_LAMP}, next = {_NEXT} WHERE {_DUE}", 7),
    Rolling("DELETE FROM tally WHERE n = 0", 0),
    Rolling("UPDATE listing SET day = ?", 1),
)
"""Brings lamps and counts to a later day: the matters whose lamp has changed since."""


class Old(NamedTuple):
    """What is read of a row before it is replaced: what it was counted under, and the text it was found by."""

    id: int
    matter: str
    state: str
    colour: str
    verified: int
    ledger: str
    unit: str
    live: int
    month: str
    number: str
    title: str


def columns(row: ListRow) -> tuple[str | int, ...]:
    """A row's columns, without its lamp of a day."""
    *shown, changes, remind, letters, answer, lettered, _ = row
    days = (part for change in changes for part in change)
    return cast("tuple[str | int, ...]", (*shown, *days, remind, *letters, answer, lettered))


def row_of(values: Sequence[Any], parties: tuple[Party, ...]) -> ListRow:
    """The row of these columns."""
    *shown, day1, lamp1, day2, lamp2, day3, lamp3, remind, letter1, letter2, letter3, answer, lettered = values
    changes = (Change(day1, lamp1), Change(day2, lamp2), Change(day3, lamp3))
    return ListRow._make((*shown, changes, remind, (letter1, letter2, letter3), answer, lettered, parties))


OLD = f"id, matter, {_KEY}, substr(opened, 1, 7), number, title"


class CountChanges:
    """Changes to the counts, gathered row by row."""

    def __init__(self, day: str) -> None:
        self.day = day
        self.tally: Counter[tuple[str | int, ...]] = Counter()
        self.monthly: Counter[tuple[str | int, ...]] = Counter()

    def columns_of_new(self, row: ListRow) -> tuple[str | int, ...]:
        """The columns of a new row, which is counted."""
        colour = row.lamp_on(self.day)
        later = next((change.day for change in row.changes if change.day > self.day), NEVER)
        self.tally[row.state, colour, row.verified, row.ledger, row.unit, row.live] += 1
        self.monthly[row.opened[:7], row.ledger, row.unit, row.state, row.live] += 1
        return (*columns(row), colour, later)

    def without(self, rows: Iterable[Old]) -> None:
        """Rows that are replaced are no longer counted."""
        for old in rows:
            self.tally[old.state, old.colour, old.verified, old.ledger, old.unit, old.live] -= 1
            self.monthly[old.month, old.ledger, old.unit, old.state, old.live] -= 1

    def changes(self) -> tuple[list[tuple[str | int, ...]], list[tuple[str | int, ...]]]:
        """Values for PUT_TALLY and for PUT_MONTH."""
        tally, monthly = ([(*key, n) for key, n in counts.items() if n] for counts in (self.tally, self.monthly))
        return tally, monthly
