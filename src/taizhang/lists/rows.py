"""Makes a matter's row for lists from its head, its ledger's declaration and the legal calendar."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from taizhang.catalogue.model import ClockDeclaration
from taizhang.catalogue.predicate import Scalar
from taizhang.catalogue.resolved import Ledger
from taizhang.catalogue.values import Stored, row_of
from taizhang.lists.query import NEVER, SPELT, Change, ListRow, Party, Role
from taizhang.matters.counting import is_open
from taizhang.matters.entry import Head
from taizhang.matters.lamps import Lamps, done_on, warning_line, whole_time
from taizhang.matters.reminders import LONG_AGO, NO_DAY, NOTHING_DUE, reminders_due
from taizhang.matters.words import FINISHED
from taizhang.terms.document_numbers import ordinal
from taizhang.terms.number_spelling import fold_number
from taizhang.terms.workdays import Workdays

# Characters. Chosen: more than a row shows and less than a text says.
LONGEST_TITLE = 200
# As many changes of the lamp as a row has columns for, day1 to day3.
CHANGES = 3
_TITLES = ("title", "text", "subject", "name", "content")
# The day before the last that ISO 8601 writes in ten characters.
_FAR_OFF = date(9999, 12, 30)
LAYOUT = 7
"""Counts up whenever rows are made in another way, so that stored ones are made anew."""


@dataclass(frozen=True, slots=True)
class Lister:
    """Rows for lists. ledgers: declared ones by name; matters of others are listed by number and state alone."""

    ledgers: Mapping[str, Ledger]
    clocks: Mapping[str, ClockDeclaration]
    workdays: Workdays
    _lamps: Lamps = field(init=False)
    _plans: Mapping[str, _Plan] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_lamps", Lamps(self.clocks, self.workdays))
        held = {
            one for ledger in self.ledgers.values() for field in ledger.declared.field.values() for one in field.refers
        }
        object.__setattr__(self, "_plans", {name: _Plan.of(ledger, held) for name, ledger in self.ledgers.items()})

    def of(self, head: Head) -> ListRow:
        """The matter's row."""
        ledger = self.ledgers.get(head.ledger)
        plan = self._plans.get(head.ledger, _NO_PLAN)
        row = row_of(ledger, head.facts) if ledger else {}
        due, steps = self._schedule(head, row, ledger) if ledger else (None, [(LONG_AGO, "green")])
        asks = reminders_due(head, steps, ledger, self.workdays) if ledger else NOTHING_DUE
        (_, lamp), *later = steps
        changes = [Change(day.isoformat(), colour) for day, colour in later]
        first, second, third = map(_format, asks.letters)
        return ListRow(
            matter=head.matter,
            seq=head.seq,
            ledger=head.ledger,
            number=head.number,
            unit=head.unit,
            state=head.state,
            verified=len(head.round.verifiers),
            title=plan.title(head.facts) if ledger else head.number,
            opened=_opened(row),
            due=due.isoformat() if due else NEVER,
            live=int(is_open(ledger, head.state)),
            lamp=lamp,
            changes=(*changes, *[Change(NEVER, "")] * (CHANGES - len(changes))),
            remind=_format(asks.remind),
            letters=(first, second, third),
            answer=_format(head.pressing.answer_by)
            if head.pressing.answer_by and head.state not in FINISHED
            else NEVER,
            lettered=ordinal(head.pressing.letter),
            parties=_parties(plan, head),
        )

    def title_of(self, head: Head) -> tuple[str, str]:
        """What a list calls the matter and the day it was opened, as its row has them ('' where no day is known)."""
        ledger, plan = self.ledgers.get(head.ledger), self._plans.get(head.ledger, _NO_PLAN)
        if ledger is None:
            return head.number, ""
        return plan.title(head.facts), _opened(row_of(ledger, head.facts))

    def _schedule(
        self, head: Head, row: Mapping[str, Scalar], ledger: Ledger
    ) -> tuple[date | None, list[tuple[date, str]]]:
        """The due date, and the lamp from each day on which it changes, beginning long ago.

        A lamp only ever changes on a few days known beforehand: it is asked for on each of them. A finished
        matter has the lamp it ends with, whatever day its ledger says it was done.
        """
        finished = head.state in FINISHED
        first = self._lamps.of(head, row, ledger, _FAR_OFF if finished else LONG_AGO)
        due = first.due.day if first.due else None
        if finished:  # nothing changes any more
            return due, [(LONG_AGO, first.colour)]
        done = done_on(head, row)
        days = {done} if done else set()
        if head.round.review:
            days.add(head.round.review + timedelta(days=1))
        if due:
            days |= {due + timedelta(days=1), self._warning(row, ledger, due)}
        steps: list[tuple[date, str]] = [(LONG_AGO, first.colour)]
        for day in sorted(days):
            colour = self._lamps.of(head, row, ledger, day).colour
            if steps[-1][1] != colour:
                steps.append((day, colour))
        # A lamp is asked for today or later: of more changes than there are columns, the last ones count.
        return due, steps[-CHANGES - 1 :]

    def _warning(self, row: Mapping[str, Scalar], ledger: Ledger, due: date) -> date:
        """The first day on which the due date is near."""
        line = warning_line(ledger.declared.lamp, whole_time(row, due, self.workdays))
        return self.workdays.leaving(int(line), due)


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where a ledger's rows are read from: fields for the title in order of worth, fields that name parties, and
    fields whose values are shared with rows of other ledgers, each with what it is called there. as_written: its numbers are
    tokens, or the program's own, and compared as they stand.
    """

    titles: tuple[str, ...]
    parties: tuple[tuple[str, Role], ...]
    refers: tuple[tuple[str, str], ...] = ()
    numbered: str = ""
    as_written: bool = False

    @staticmethod
    def of(ledger: Ledger, held: Collection[str]) -> _Plan:
        """The field that usually says what a matter is about, else the first text that is no key; units and persons.

        held: ledgers and fields whose values fields of other ledgers hold.
        """
        fields = ledger.declared.field
        texts = [name for name, one in fields.items() if one.type == "text" and name not in ledger.declared.key]
        parties: list[tuple[str, Role]] = [
            (name, "about" if one.about else "unit")
            for name, one in fields.items()
            if one.about or one.type in ("unit", "units")
        ]
        refers = [(name, target) for name, one in fields.items() for target in one.refers]
        refers += [(name, here) for name in fields if (here := f"{ledger.name}.{name}") in held]
        titles = (*(name for name in _TITLES if name in fields), *texts)
        as_written = ledger.declared.guarded or ledger.declared.registration.house
        return _Plan(titles, tuple(parties), tuple(refers), ledger.name if ledger.name in held else "", as_written)

    def title(self, facts: Mapping[str, Stored]) -> str:
        """One line that says what the matter is about."""
        for name in self.titles:
            value = facts.get(name)
            if isinstance(value, str) and value.strip():
                return " ".join(value.split())[:LONGEST_TITLE]
        return ""

    def name_parties(self, facts: Mapping[str, Stored]) -> Iterator[Party]:
        """The units that take part and those the matter is about."""
        for name, role in self.parties:
            yield from (Party(role, part) for part in parts(facts.get(name)))
        for name, target in self.refers:
            yield from (Party("link", f"{target}#{self.spell(part)}") for part in parts(facts.get(name)))

    def spell(self, number: str) -> str:
        """A number in the spelling of comparison; a token that stands for one is no number."""
        return number if self.as_written else fold_number(number)


def title_field(ledger: Ledger) -> str:
    """The field that says what a matter of the ledger is about; its key when there is none."""
    titles = _Plan.of(ledger, ()).titles
    return titles[0] if titles else ledger.declared.key[0]


def parts(value: Stored) -> list[str]:
    """The names a field holds, one or several joined by 、."""
    names = value if isinstance(value, list) else str(value or "").replace("，", "、").split("、")
    return [part.strip() for part in names if part.strip()]


def _opened(row: Mapping[str, Scalar]) -> str:
    """The day of opening that a matter's columns have, '' where none is known."""
    opened = row.get("opened")
    return opened.isoformat() if isinstance(opened, date) else ""


def _format(day: date) -> str:
    return NEVER if day == NO_DAY else day.isoformat()


_NO_PLAN = _Plan((), (), as_written=True)


def _parties(plan: _Plan, head: Head) -> tuple[Party, ...]:
    """Everybody bound to the matter, each once in a role."""
    named = [Party("unit", head.unit)] if head.unit else []
    named += plan.name_parties(head.facts)
    if plan.numbered and head.number:
        named.append(Party("link", f"{plan.numbered}#{plan.spell(head.number)}"))
    if head.number != (spelt := plan.spell(head.number)):
        named += [SPELT, Party("number", spelt)]
    acted = (head.round.handler, head.round.reporter, *head.round.verifiers, head.round.closer)
    named += [Party("person", person) for person in (head.registrar, *acted) if person]
    named += [Party("acted", person) for person in acted if person]
    named += [Party("recused", person) for person in head.recused]
    named += [
        Party("link", matter)
        for matter in (*head.relations.related, *head.relations.links, head.relations.origin)
        if matter
    ]
    return tuple(dict.fromkeys((*named, *_waiting_parties(head, acted))))


def _waiting_parties(head: Head, acted: tuple[str, ...]) -> Iterator[Party]:
    """What waits for a decision, and who may not take it."""
    if head.round.checker:
        yield Party("checker", head.round.checker)
    concerned: tuple[str, ...] = ()
    if head.application.act:
        yield Party("asks", head.application.act)
        concerned = (head.application.by, head.round.handler)
    if head.application.objected:
        yield Party("asks", "settle")
        concerned = (*concerned, head.application.objector, head.round.returner, *acted)
    yield from (Party("concerned", person) for person in concerned if person)
