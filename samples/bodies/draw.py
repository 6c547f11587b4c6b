"""Draw clean records of any declared ledger: two years of matters with seasons, time limits, late work and returns."""

import calendar
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from random import Random

from samples.bodies.spec import Office, Spec
from samples.county.record import HANDED_IN, Fact
from taizhang.catalogue.model import FieldDeclaration
from taizhang.catalogue.predicate import holds
from taizhang.catalogue.resolved import Catalogue, Ledger
from taizhang.catalogue.values import Stored, row_of, stored

Facts = dict[str, Fact]
YEARS = (2025, 2026)
SEASON = (6, 5, 9, 9, 9, 10, 8, 8, 9, 8, 10, 9)
CHAIN = ("done", "review1", "review2", "review3", "verified", "decided", "closed")
LENGTHS = (10, 15, 20, 30, 30, 45, 60)
TRIES = 60
PLAIN_UNITS = ("年", "届", "轮", "位")


@dataclass(slots=True)
class Drawer:
    """Draws for one body; every choice comes from ``rng``."""

    catalogue: Catalogue
    spec: Spec
    rng: Random
    numbers: dict[tuple[str, int], int] = field(default_factory=dict)

    def records(self, ledger: Ledger) -> list[Facts]:
        """Give the ledger's records, in order of opening."""
        kinds = {ledger.declared.field[name].type for name in ledger.declared.key if name in ledger.declared.field}
        return self._reports(ledger) if "text" not in kinds else self._events(ledger)

    def _events(self, ledger: Ledger) -> list[Facts]:
        days = [
            day for year, many in zip(YEARS, self._count(ledger.name), strict=True) for day in self._days(year, many)
        ]
        if ledger.declared.lifecycle == "closed_loop" and len(days) > 40:
            early = len(days) // 60
            days += [date(2024, 9, 1) + timedelta(days=self.rng.randrange(120)) for _ in range(early)]
        return [self._sound(ledger, {"opened": day}) for day in sorted(days)]

    def _count(self, ledger: str) -> tuple[int, int]:
        return self.spec.count.get(ledger, (24, 28))

    def _days(self, year: int, many: int) -> Iterator[date]:
        for month in self.rng.choices(range(1, 13), SEASON, k=many):
            last = calendar.monthrange(year, month)[1]
            yield min(date(year, month, self.rng.randint(1, last)), HANDED_IN)

    def _reports(self, ledger: Ledger) -> list[Facts]:
        """One record for each unit, kind and month, quarter or year of the key."""
        made = []
        wide = ledger.declared.pivot
        keys = wide.carry if wide and wide.into == ledger.name else ledger.declared.key
        for chosen in product(*(self._members(ledger, name) for name in keys)):
            known: Facts = dict(zip(keys, chosen, strict=True))
            when = next((value for value in known.values() if isinstance(value, date)), None)
            year = known.get("year")
            known["opened"] = when or date(int(str(year)) if year else YEARS[1], 12, 31)
            made.append(self._sound(ledger, known))
        return made

    def _members(self, ledger: Ledger, name: str) -> Sequence[Fact]:
        declared = ledger.declared.field[name]
        if declared.type == "unit":
            many = self.spec.range.get(f"{ledger.name}.{name}", (0, 8))[1]
            return [one.name for one in self._offices(name, HANDED_IN)[:many]]
        if declared.type in ("year", "integer"):
            return list(YEARS)
        if declared.type == "date":
            step = 3 if declared.axis == "quarter" else 1
            return [
                date(year, month, calendar.monthrange(year, month)[1])
                for year in YEARS
                for month in range(step, 13, step)
            ]
        return list(self._shares(ledger, name))

    def _sound(self, ledger: Ledger, known: Facts) -> Facts:
        """A record that breaks none of the ledger's own rules; drawn anew until there is one."""
        for _ in range(TRIES):
            facts = self._facts(ledger, known)
            row = row_of(ledger, kept(ledger, facts))
            if not any(holds(rule.when, row) for rule in ledger.rules):
                return self._numbered(ledger, facts)
        broken = [rule.because for rule in ledger.rules if holds(rule.when, row)]
        raise ValueError(f"{ledger.name}: no record in {TRIES} tries keeps its rules: {broken}")

    def _facts(self, ledger: Ledger, known: Facts) -> Facts:
        opened = known["opened"]
        assert isinstance(opened, date)
        facts: Facts = dict(known)
        fields = ledger.declared.field
        for name, one in fields.items():
            if name not in facts and one.type in ("choice", "unit", "units", "year") and name != ledger.declared.status:
                facts[name] = self._choice(ledger, name, one, opened)
        facts |= self._course(ledger, facts, opened)
        for name, one in fields.items():
            if name not in facts:
                facts[name] = self._plain(ledger, name, one, facts, opened)
        finished = facts.get(self._end(ledger)) is not None
        for name, one in fields.items():
            if name in ledger.declared.key and name in known:
                facts[name] = known[name]
            elif name == ledger.declared.status and one.type == "choice":
                done = self.catalogue.vocabularies[one.choices].done
                values = list(self.catalogue.vocabularies[one.choices].values)
                facts[name] = done[0] if finished and done else next(value for value in values if value not in done)
        return facts

    def _end(self, ledger: Ledger) -> str:
        return next((name for name in reversed(CHAIN) if name in ledger.declared.field), "closed")

    def _course(self, ledger: Ledger, facts: Facts, opened: date) -> Facts:
        """The due date and the days on which a matter was done, verified and closed, as far as it has come."""
        fields, rng = ledger.declared.field, self.rng
        made: Facts = {}
        limit = next((name for name in ("due", "first_due") if name in fields), "")
        due = opened + timedelta(days=rng.choice(LENGTHS))
        if limit:
            made[limit] = due
        if "extended_to" in fields:
            longer = rng.random() < 0.08
            made["extended_to"] = due + timedelta(days=rng.choice((15, 20, 30))) if longer else None
            due = made["extended_to"] or due  # type: ignore[assignment]
        share = self.spec.share.get(ledger.name, 94)
        loop = ledger.declared.lifecycle in ("closed_loop", "document")
        chain = [name for name in CHAIN if name in fields]
        if not chain:
            return made
        ends = loop or "done" in fields
        if not ends or rng.random() * 100 >= share:
            return made | dict.fromkeys(chain)
        late = rng.random() < self.spec.share.get(f"{ledger.name}.late", 7) / 100
        span = max(1, (due - opened).days)
        day = (
            due + timedelta(days=rng.randint(1, 25)) if late else opened + timedelta(days=rng.randint(span // 3, span))
        )
        for place, name in enumerate(chain):
            if place:
                day += timedelta(days=rng.randint(0, 4))
            made[name] = day if day <= HANDED_IN else None
        if share >= 100:
            made |= {name: min(day, HANDED_IN) for name in chain if made[name] is None}
        if "review3" in chain and facts.get("level") == "一般":
            made["review3"] = None
        return made

    def _choice(self, ledger: Ledger, name: str, one: FieldDeclaration, opened: date) -> Fact:
        if one.type == "year":
            return opened.year
        if one.type == "choice":
            shares = self._shares(ledger, name)
            return self.rng.choices(list(shares), list(shares.values()))[0] if shares else None
        there = [office.name for office in self._offices(name, opened)]
        if one.type == "units":
            return tuple(self.rng.sample(there, min(len(there), self.rng.choice((0, 0, 1, 2)))))
        return self.rng.choice(there)

    def _offices(self, name: str, day: date) -> list[Office]:
        pool = self.spec.places if name in ("township", "place") and self.spec.places else self.spec.departments
        if name == "unit" and self.spec.places:
            pool = (*self.spec.departments, *self.spec.places)
        return [one for one in pool if one.stands_on(day)]

    def _shares(self, ledger: Ledger, name: str) -> Mapping[str, int]:
        declared = ledger.declared.field[name]
        weights = self.spec.weight.get(f"{ledger.name}.{name}") or self.spec.weight.get(name)
        if weights:
            return weights
        words = self.catalogue.vocabularies[declared.choices]
        given = tuple(words.values) or self.spec.words.get(f"{ledger.name}.{name}", ()) or self.spec.words.get(name, ())
        return dict.fromkeys(given, 1)

    def _plain(self, ledger: Ledger, name: str, one: FieldDeclaration, facts: Facts, opened: date) -> Fact:
        if one.type == "date":
            return self._day(name, one, opened)
        if one.type == "flag":
            return self.rng.random() * 100 < self.spec.range.get(f"{ledger.name}.{name}", (0, 70))[1]
        if one.type in ("integer", "decimal"):
            return self._number(ledger, name, one, facts, opened)
        if one.type == "text":
            return self._text(ledger, name, one)
        return None

    def _day(self, name: str, one: FieldDeclaration, opened: date) -> date | None:
        rng = self.rng
        if name == "ended":
            return opened + timedelta(days=rng.choice((0, 1, 2, 4)))
        if name in ("valid_until", "term_end", "probation_to"):
            return opened + timedelta(days=365 * rng.choice((1, 2, 3)))
        if name == "received":
            return opened - timedelta(days=rng.randint(1, 6))
        if name.endswith("_from"):
            return opened + timedelta(days=1)
        if name.endswith("_to"):
            return opened + timedelta(days=8)
        day = opened + timedelta(days=rng.randint(1, 20))
        return day if day <= HANDED_IN and (one.required or rng.random() < 0.6) else opened if one.required else None

    def _number(self, ledger: Ledger, name: str, one: FieldDeclaration, facts: Facts, opened: date) -> Fact:
        key = f"{ledger.name}.{name}"
        bound = self.spec.below.get(key) or self.spec.below.get(name)
        if bound and bound[0] in ledger.declared.field:
            return self._below(ledger, one, facts, opened, bound)
        if name in ("year", "from_year"):
            return opened.year
        if name == "to_year":
            return opened.year + 2
        least, most = self.spec.range.get(key) or self.spec.range.get(name) or (1, 40)
        if one.type == "integer":
            return self.rng.randint(least, most)
        return (Decimal(self.rng.randint(least * 100, max(least, most) * 100)) / 100).quantize(_step(one))

    def _below(
        self, ledger: Ledger, one: FieldDeclaration, facts: Facts, opened: date, bound: tuple[str, int, int]
    ) -> Fact:
        other, least, most = bound
        if other not in facts:
            facts[other] = self._plain(ledger, other, ledger.declared.field[other], facts, opened)
        whole = facts[other]
        if not isinstance(whole, int | Decimal) or isinstance(whole, bool):
            return None
        part = Decimal(whole) * self.rng.randint(least, most) / 100
        return int(part) if one.type == "integer" else part.quantize(_step(one))

    def _text(self, ledger: Ledger, name: str, one: FieldDeclaration) -> str | None:
        words = self.spec.words.get(f"{ledger.name}.{name}") or self.spec.words.get(name)
        if words:
            if not one.required and self.rng.random() < 0.15:
                return None
            return self.rng.choice(words)
        return f"{self.spec.short}{ledger.declared.noun}" if one.required else None

    def _numbered(self, ledger: Ledger, facts: Facts) -> Facts:
        """Give the matter a number of its own, and codes to what is only told by code."""
        opened = facts["opened"]
        assert isinstance(opened, date)
        place = (ledger.name, opened.year)
        for name in ("no", "code"):
            if name in ledger.declared.field:
                self.numbers[place] = self.numbers.get(place, 0) + (name == "no" or "no" not in ledger.declared.field)
                head = f"{self.spec.tag}{_TAGS.get(ledger.name, ledger.name[:4].upper())}"
                facts[name] = f"{head}{'' if name == 'no' else 'D'}-{opened.year}-{self.numbers[place]:04}"
        for name in ("doc_no", "approval_no", "minutes_no"):
            if facts.get(name) is not None:
                facts[name] = f"{self.spec.short[:2]}批〔{opened.year}〕{self.rng.randint(1, 400)}号"
        return facts


_TAGS: Mapping[str, str] = {}


def _step(one: FieldDeclaration) -> Decimal:
    return Decimal(1).scaleb(-(one.decimals or 2))


def kept(ledger: Ledger, facts: Facts) -> dict[str, Stored]:
    """The record as an entry keeps it: the fields the ledger declares."""
    return {name: _stored(value) for name, value in facts.items() if name in ledger.declared.field}


def _stored(value: Fact) -> Stored:
    if isinstance(value, tuple):
        return [str(one) for one in value] or None
    return stored(Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value)
