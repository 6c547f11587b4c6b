"""Draw clean records of any declared ledger: years of matters with seasons, time limits, late work and returns."""

import calendar
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from itertools import product
from random import Random

from taizhang.catalogue.predicate import Row, holds
from taizhang.catalogue.resolved import Catalogue, Ledger
from taizhang.catalogue.values import Stored, row_of, to_stored
from taizhang.matters.soundness import flaws
from taizhang.matters.soundness.flaw import Flaw
from taizhang.matters.soundness.units import units_stood_on_the_day
from taizhang.terms.scope import Organisation, Unit
from taizhang_samples.bodies.agree import agreed
from taizhang_samples.bodies.choose import Chooser
from taizhang_samples.bodies.contradict import Facts
from taizhang_samples.bodies.course import course, status_of
from taizhang_samples.bodies.spec import Spec, Stratum
from taizhang_samples.county.record import HANDED_IN, Fact

# A year past, the year reported on and the year under way when the samples were written.
YEARS = (2024, 2025, 2026)
# Chosen: a ledger whose rules sixty draws do not meet is declared wrong.
TRIES = 60


@dataclass
class Drawer:
    """Draws for one body; every choice comes from ``rng``. scale: percent of the matters that are drawn."""

    catalogue: Catalogue
    spec: Spec
    rng: Random
    scale: int = 100
    numbers: dict[tuple[str, int], int] = field(default_factory=dict)
    said: set[tuple[Fact, ...]] = field(default_factory=set)

    def records(self, ledger: Ledger) -> list[Facts]:
        """Give the ledger's records, in order of opening."""
        kinds = {ledger.declared.field[name].type for name in ledger.declared.key if name in ledger.declared.field}
        strata = [one for one in self.spec.strata if one.ledger == ledger.name and one.fits(ledger)]
        if not strata:
            return self._reports(ledger) if "text" not in kinds else self._events(ledger, self._count(ledger.name))
        known: list[tuple[Facts, Stratum | None]] = [
            (facts, stratum) for stratum in strata for facts in self._of_stratum(stratum)
        ]
        if ledger.name in self.spec.count:
            known += [({"opened": day}, None) for day in self._opening_days(ledger, self._count(ledger.name))]
        known.sort(key=lambda one: str(one[0].get("opened")))
        return [self._sound(ledger, facts, stratum) for facts, stratum in known]

    def _events(self, ledger: Ledger, many: Sequence[int]) -> list[Facts]:
        return [self._sound(ledger, {"opened": day}) for day in sorted(self._opening_days(ledger, many))]

    def _opening_days(self, ledger: Ledger, many: Sequence[int]) -> list[date]:
        days = [day for year, count in _by_year(many) for day in self._days(ledger.name, year, count)]
        if ledger.declared.lifecycle == "closed_loop" and len(days) > 40 and len(many) < len(YEARS):
            early = len(days) // 60
            days += [date(2024, 9, 1) + timedelta(days=self.rng.randrange(120)) for _ in range(early)]
        return days

    def _count(self, ledger: str) -> tuple[int, ...]:
        given = self.spec.count.get(ledger, (24, 28))
        return tuple(max(min(one, 12), one * self.scale // 100) for one in given)

    def _days(self, ledger: str, year: int, many: int) -> Iterator[date]:
        for month in self.rng.choices(range(1, 13), self.spec.months_of(ledger), k=many):
            last = calendar.monthrange(year, month)[1]
            yield min(date(year, month, self.rng.randint(1, last)), HANDED_IN)

    def _of_stratum(self, one: Stratum) -> Iterator[Facts]:
        """What is known of each record of the stratum: its written rows, their parts, and days of those only counted."""
        for year, count in _by_year(one.times):
            many = max(min(count, 12), count * self.scale // 100)
            for day in (
                month_ends((year,), 1) if one.monthly else sorted(self._days(one.season or one.ledger, year, many))
            ):
                yield {"opened": day, **({"ended": day} if one.monthly else {}), **one.facts}
        for row in one.rows:
            facts = {**one.facts, **dict(zip(one.columns, row, strict=True))}
            facts.setdefault("opened", facts.get("ended") or date(int(str(facts.get("year", YEARS[-1]))), 1, 15))
            yield facts
            yield from ({**facts, **one.parts, **part} for part in self._broken_down(one, facts))

    def _broken_down(self, one: Stratum, facts: Facts) -> Iterator[Facts]:
        """The row's amounts spread over units; a percentage is each unit's own."""
        opened = facts["opened"]
        assert isinstance(opened, date)
        units = [office.name for office in self.spec.places if office.stands_on(opened)][: one.split]
        amounts = {name: value for name, value in facts.items() if name in ("amount", "actual", "base")}
        left = dict(amounts)
        for place, unit in enumerate(units, 1):
            part: Facts = {"unit": unit}
            for name, value in amounts.items():
                if facts.get("measure_unit") == "%" or not isinstance(value, int | Decimal):
                    part[name] = value
                    continue
                rest = left[name]
                assert isinstance(rest, int | Decimal)
                share = rest if place == len(units) else Decimal(int(Decimal(value) / len(units)))
                part[name], left[name] = share, Decimal(rest) - Decimal(share)
            yield part

    def _reports(self, ledger: Ledger) -> list[Facts]:
        """One record for each unit, kind and month, quarter or year of the key."""
        made = []
        wide = ledger.declared.pivot
        keys = wide.carry if wide and wide.into == ledger.name else ledger.declared.key
        for chosen in product(*(self._members(ledger, name) for name in keys)):
            known: Facts = dict(zip(keys, chosen, strict=True))
            when = next((value for value in known.values() if isinstance(value, date)), None)
            year = int(str(known.get("year") or YEARS[-1]))
            known["opened"] = when or date(year, 12, 31)
            if self._standing(ledger, known) and not self._breaks(ledger, known):
                made.append(self._sound(ledger, known))
        return made

    @staticmethod
    def _breaks(ledger: Ledger, known: Facts) -> bool:
        """Whether what the key says breaks a rule of the ledger by itself."""
        row = row_of(ledger, kept(ledger, known))
        return any(holds(rule.when, row) for rule in ledger.rules)

    def _standing(self, ledger: Ledger, known: Facts) -> bool:
        """Whether the unit told of stands at the end of what is told; a merged one reports nothing any more."""
        units = [known[name] for name in known if name in ledger.declared.field and _is_unit(ledger, name)]
        opened = known["opened"]
        assert isinstance(opened, date)
        return all(one.stands_on(opened) for one in self.spec.offices if one.name in units)

    def _members(self, ledger: Ledger, name: str) -> Sequence[Fact]:
        declared = ledger.declared.field[name]
        if declared.type == "unit":
            least, most = self.spec.range.get(f"{ledger.name}.{name}", (0, 8))
            return [one.name for one in self.spec.pool(name, both=True)[least:most]]
        years = YEARS[0 if ledger.name in self.spec.since_2024 else 1 :]
        if declared.type in ("year", "integer"):
            return list(years)
        if declared.type == "date":
            step = 3 if declared.axis == "quarter" else 1
            return month_ends(years, step)
        return list(self._chooser(ledger, YEARS[-1]).shares(name))

    def _chooser(self, ledger: Ledger, year: int, one: Stratum | None = None) -> Chooser:
        return Chooser(self.catalogue, self.spec, self.rng, ledger, year, one or Stratum(ledger.name, {}))

    def _sound(self, ledger: Ledger, known: Mapping[str, Fact], stratum: Stratum | None = None) -> Facts:
        """A record that breaks none of the ledger's own rules; drawn anew until there is one."""
        for _ in range(TRIES):
            facts = agreed(ledger, self._facts(ledger, known, stratum), known, self.rng)
            row = row_of(ledger, kept(ledger, facts))
            if any(holds(rule.when, row) for rule in ledger.rules) or self._flaws(ledger, row):
                continue
            said = (
                facts.get(ledger.declared.unit),
                facts["opened"],
                *(str(facts.get(name)) for name in self._told(ledger)),
            )
            if said not in self.said or "no" not in ledger.declared.key:
                self.said.add(said)
                return self._numbered(ledger, facts, known)
        broken = [rule.because for rule in ledger.rules if holds(rule.when, row)]
        broken += [one.because for one in self._flaws(ledger, row)] or ["the same twice"]
        raise ValueError(f"{ledger.name}: no record in {TRIES} tries keeps its rules: {broken}")

    def _flaws(self, ledger: Ledger, row: Row) -> list[Flaw]:
        """What the row contradicts itself in, and units that were not there on its day."""
        return [*flaws(ledger, row), *units_stood_on_the_day(ledger, row, self.organisation)]

    @cached_property
    def organisation(self) -> Organisation:
        """The body's units with the days they stood."""
        offices = self.spec.offices
        return Organisation(Unit(one.name, one.parent, one.kind, (), one.since, one.until) for one in offices)

    @staticmethod
    def _told(ledger: Ledger) -> list[str]:
        """The fields that say what a matter is: two records of a day and unit differ in one of them."""
        fields = ledger.declared.field.items()
        own = {*ledger.declared.key, "code", ledger.declared.status}
        return [name for name, one in fields if one.type != "date" and name not in own]

    def _facts(self, ledger: Ledger, known: Mapping[str, Fact], stratum: Stratum | None) -> Facts:
        opened = known["opened"]
        assert isinstance(opened, date)
        chooser = self._chooser(ledger, opened.year, stratum)
        facts: Facts = dict(known)
        fields = ledger.declared.field
        status = ledger.declared.status
        for name, one in fields.items():
            if name not in facts and one.type in ("choice", "unit", "units", "year") and name != status:
                facts[name] = chooser.choice(name, one, facts, opened)
        drawn = course(chooser, facts, opened)
        facts |= {name: value for name, value in drawn.items() if name not in known}
        for name, one in fields.items():
            if name not in facts:
                facts |= chooser.plain(name, one, facts, opened)
        if status in fields and status not in known and fields[status].type == "choice":
            facts[status] = status_of(chooser, facts)
        return facts

    def _numbered(self, ledger: Ledger, facts: Facts, known: Mapping[str, Fact]) -> Facts:
        """Give the matter a number of its own, and codes to what is only told by code."""
        opened = facts["opened"]
        assert isinstance(opened, date)
        place = (ledger.name, opened.year)
        for name in ("no", "code"):
            if name in ledger.declared.field and name not in known:
                self.numbers[place] = self.numbers.get(place, 0) + (name == "no" or "no" not in ledger.declared.field)
                head = f"{self.spec.tag}{ledger.name[:4].upper()}"
                facts[name] = f"{head}{'' if name == 'no' else 'D'}-{opened.year}-{self.numbers[place]:04}"
        for name, one in ledger.declared.field.items():
            within = self.spec.running.get(f"{ledger.name}.{name}")
            if one.type == "integer" and within and facts.get(name) is not None:
                line = (f"{ledger.name}.{name}.{facts.get(within)}", opened.year)
                self.numbers[line] = self.numbers.get(line, 0) + 1
                facts[name] = self.numbers[line]
        for name in ("doc_no", "approval_no", "minutes_no"):
            if facts.get(name) is not None and name not in known:
                facts[name] = f"{self.spec.letters}〔{opened.year}〕{self.rng.randint(1, 400)}号"
        return facts


def month_ends(years: Sequence[int], step: int) -> list[date]:
    """Give the last day of every ``step``-th month of the years."""
    return [date(year, month, calendar.monthrange(year, month)[1]) for year in years for month in range(step, 13, step)]


def _by_year(many: Sequence[int]) -> Iterator[tuple[int, int]]:
    return zip(YEARS[-len(many) :], many, strict=True) if many else iter(())


def _is_unit(ledger: Ledger, name: str) -> bool:
    return ledger.declared.field[name].type == "unit"


def kept(ledger: Ledger, facts: Facts) -> dict[str, Stored]:
    """The record as an entry keeps it: the fields the ledger declares."""
    return {name: _stored(value) for name, value in facts.items() if name in ledger.declared.field}


def _stored(value: Fact) -> Stored:
    if isinstance(value, tuple):
        return [str(one) for one in value] or None
    return to_stored(Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value)
