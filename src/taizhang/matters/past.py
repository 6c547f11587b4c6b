"""A matter on a past day: folded from what had happened by then, and from what was known by then if asked so."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from taizhang.catalogue.resolved import Ledger
from taizhang.catalogue.values import Stored, row_of, state_of
from taizhang.matters.entry import CORRECT, Entry, Head
from taizhang.matters.fold import fold, fold_all
from taizhang.matters.lifecycles import LIFECYCLES
from taizhang.matters.transition import due_fields
from taizhang.matters.words import OPENING
from taizhang.terms.clock import CHINA_TIME

OPENED = "opened"


def day_end(day: date) -> datetime:
    """The last moment of a day at +08:00."""
    return datetime.combine(day, time.max, CHINA_TIME)


def entries_on(history: Sequence[Entry], day: date) -> tuple[Entry, ...]:
    """The entries of which ``head_on`` makes a matter: what had taken effect by the day, and later corrections of it."""
    kept = [one for one in history if _happened(one, day) or one.intention.act == CORRECT]
    return tuple(kept) if any(_happened(one, day) for one in kept) else ()


def head_on(
    history: Sequence[Entry], ledger: Ledger | None, day: date, known_by: datetime | None = None
) -> Head | None:
    """The matter as it stood at the end of the day; None when it was not there yet.

    An entry counts by the day its act took effect, however late it was written; with ``known_by`` only those the
    journal had by that moment. A correction written later tells what was so all along. A matter was there from
    the day its row says it was opened, however and whenever it was written down; one taken over from a workbook
    without the completion its row tells of later days.
    ledger: None for one that is not declared.
    """
    known = [one for one in history if known_by is None or one.at <= known_by]
    if not any(_happened(one, day) for one in known):
        return None
    head = None
    for entry in known:
        if head is None or _happened(entry, day):
            head = fold(head, entry)
        elif entry.intention.act == CORRECT:
            head = fold(head, entry if head.course.recorded else replace(entry, state=head.state))
    return _cut_back(head, ledger, day) if head and ledger and head.course.recorded else head


@dataclass(frozen=True, slots=True)
class PastDay:
    """A past day and how it is asked about.

    shown: as it was shown at the end of that day, from what the journal had by then; else as it was, from everything
    that had taken effect by then, however late it was written.
    """

    day: date
    shown: bool = False

    def entries(self, history: Sequence[Entry]) -> tuple[Entry, ...]:
        """Those of a matter's entries that count."""
        if self.shown:
            end = day_end(self.day)
            return tuple(one for one in history if one.at <= end)
        return entries_on(history, self.day)

    def head(self, history: Sequence[Entry], ledger: Ledger | None) -> Head | None:
        """The matter as it stood; None when it was not there yet."""
        return fold_all(self.entries(history)) if self.shown else head_on(history, ledger, self.day)


def _happened(entry: Entry, day: date) -> bool:
    given = entry.intention
    opened = given.facts.get(OPENED)
    # A row tells what was so before somebody wrote it down, whether a workbook or the form brought it.
    was_there = given.act in OPENING and isinstance(opened, str) and opened <= day.isoformat()
    return given.on <= day or was_there


def _cut_back(head: Head, ledger: Ledger, day: date) -> Head:
    """A matter taken over, without the days of its row that lie ahead, and in the state that is left then."""
    ahead = days_ahead(ledger, head.facts, day)
    if not ahead:
        return head
    facts, state = without_days(ledger, head.facts, ahead)
    if state != head.state and ledger.declared.status:
        facts = {name: value for name, value in facts.items() if name != ledger.declared.status}
    return replace(head, facts=facts, state=state)


def days_ahead(ledger: Ledger, facts: Mapping[str, Stored], day: date) -> frozenset[str]:
    """The date fields that tell of a day after this one; a due date lies ahead by its nature and is none of them."""
    return frozenset(
        name
        for name, field in ledger.declared.field.items()
        if field.type == "date" and name not in due_fields(ledger) and _after(facts.get(name), day)
    )


def without_days(ledger: Ledger, facts: Mapping[str, Stored], names: Collection[str]) -> tuple[dict[str, Stored], str]:
    """A recorded row's facts without those fields, and the state they leave."""
    left = {name: value for name, value in facts.items() if name not in names}
    return left, state_of(ledger, row_of(ledger, left)) or LIFECYCLES[ledger.declared.lifecycle].recorded


def _after(value: Stored, day: date) -> bool:
    return isinstance(value, str) and value > day.isoformat()
