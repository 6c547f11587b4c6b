"""Choose the value of one field: a word in its share, a unit that stands, a number within bounds, a clerk's sentence."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from taizhang.catalogue.model import FieldDeclaration
from taizhang.catalogue.resolved import Catalogue, Ledger
from taizhang_samples.bodies.contradict import Facts
from taizhang_samples.bodies.spec import Office, Spec, Stratum
from taizhang_samples.county.record import HANDED_IN, Fact

PLAIN_UNITS = ("年", "届", "轮", "位")
ANY = ("*",)
# Per cent: all of it.
FULL = 100
_GAP = re.compile(r"\{(@?)(\w+)\}")


@dataclass(frozen=True, slots=True)
class Chooser:
    """Chooses for a ledger's record of one year, as its stratum has it before the body has."""

    catalogue: Catalogue
    spec: Spec
    rng: Random
    ledger: Ledger
    year: int
    stratum: Stratum

    def choice(self, name: str, one: FieldDeclaration, facts: Facts, opened: date) -> Fact:
        """Give a word, a unit or a year."""
        if not self._wanted(name, facts, opened):
            return None
        if one.type == "year":
            return opened.year
        if one.type == "choice":
            shares = self.shares(name)
            return self.rng.choices(list(shares), list(shares.values()))[0] if shares else None
        there = [office.name for office in self.spec.pool(name) if self._stands(office, opened)]
        if one.type == "units":
            return tuple(self.rng.sample(there, min(len(there), self.rng.choice((0, 0, 1, 2)))))
        return self.rng.choice(there)

    def _stands(self, office: Office, opened: date) -> bool:
        """Whether the unit is there on the day; of a ledger that tells a year month by month, all the year."""
        year = (date(opened.year, 1, 1), date(opened.year, 12, 31))
        return all(office.stands_on(day) for day in (year if self.ledger.declared.pivot else (opened,)))

    def shares(self, name: str) -> Mapping[str, int]:
        """The words of a choice with their shares."""
        weights = self.spec.found(self.spec.weight, self.ledger.name, name, self.year)
        if weights:
            return weights
        words = self.catalogue.vocabularies[self.ledger.declared.field[name].choices]
        given: Sequence[str] = tuple(words.values) or self._words(name) or ()
        return dict.fromkeys(given, 1)

    def plain(self, name: str, one: FieldDeclaration, facts: Facts, opened: date) -> Facts:
        """The value of a date, a flag, a number or a text, with the numbers that go with it."""
        if not self._wanted(name, facts, opened):
            return {name: False if one.type == "flag" and one.required else None}
        if one.type == "date":
            return {name: self._day(name, one, opened)}
        if one.type == "flag":
            _, share = self.spec.found(self.spec.range, self.ledger.name, name, self.year) or (0, 70)
            return {name: self.rng.random() * 100 < share}
        if one.type in ("integer", "decimal"):
            return self._numbers(name, one, facts, opened)
        return {name: self._text(name, one, facts) if one.type == "text" else None}

    def _wanted(self, name: str, facts: Facts, opened: date) -> bool:
        """Whether the other fields it hangs on have the values it needs; those not chosen yet are chosen first."""
        asked = self.spec.only.get(f"{self.ledger.name}.{name}", {})
        for other in asked:
            if other not in facts:
                facts |= self.plain(other, self.ledger.declared.field[other], facts, opened)
        return all(
            facts.get(other) is not None if values == ANY else facts.get(other) in values
            for other, values in asked.items()
        )

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
        share = self.spec.share.get(f"{self.ledger.name}.{name}", 60)
        least, most = self.spec.lag.get(f"{self.ledger.name}.{name}", (1, 20))
        day = opened + timedelta(days=rng.randint(least, most))
        if day <= HANDED_IN and (one.required or rng.random() * 100 < share):
            return day
        return opened if one.required else None

    def _numbers(self, name: str, one: FieldDeclaration, facts: Facts, opened: date) -> Facts:
        if name in ("year", "from_year") or one.title.endswith("年度"):
            return {name: opened.year}
        if name == "to_year":
            return {name: opened.year + 2}
        if facts.get(self.spec.full.get(f"{self.ledger.name}.{name}", "")) is not None:
            return {name: FULL}
        value = self._bounded(name, one, facts, opened)
        parts = self.spec.parts.get(f"{self.ledger.name}.{name}")
        return {name: value} | (self._parts(value, parts) if parts else {})

    def _bounded(self, name: str, one: FieldDeclaration, facts: Facts, opened: date) -> Fact:
        bound = self.stratum.below.get(name) or self.spec.found(self.spec.below, self.ledger.name, name, self.year)
        if name in self.stratum.range or not bound or bound[0] not in self.ledger.declared.field:
            least, most = self._range(name)
            if one.type == "integer":
                return self.rng.randint(least, most)
            return (Decimal(self.rng.randint(least * 100, max(least, most) * 100)) / 100).quantize(_step(one))
        other, least, most = bound
        if other not in facts:
            facts |= self.plain(other, self.ledger.declared.field[other], facts, opened)
        whole = facts[other]
        if not isinstance(whole, int | Decimal) or isinstance(whole, bool):
            return None
        part = Decimal(whole) * self.rng.randint(least, most) / 100
        return int(part) if one.type == "integer" else part.quantize(_step(one))

    def _range(self, name: str) -> tuple[int, int]:
        found = self.stratum.range.get(name) or self.spec.found(self.spec.range, self.ledger.name, name, self.year)
        return found or (1, 40)

    def _parts(self, whole: Fact, parts: Mapping[str, int]) -> Facts:
        """The numbers that add up to ``whole``; the last takes what is left."""
        if not isinstance(whole, int | Decimal):
            return dict.fromkeys(parts)
        made: Facts = {}
        left, total = Decimal(whole), sum(parts.values())
        for name, weight in list(parts.items())[:-1]:
            jitter = Decimal(self.rng.randint(80, 120)) / 100
            one = self.ledger.declared.field[name]
            step = Decimal(1) if one.type == "integer" else _step(one)
            part = min(left, (Decimal(whole) * weight / total * jitter).quantize(step))
            made[name], left = _as(one, part), left - part
        last = list(parts)[-1]
        return made | {last: _as(self.ledger.declared.field[last], left)}

    def _words(self, name: str) -> tuple[str, ...] | None:
        return self.spec.found(self.spec.words, self.ledger.name, name, self.year)

    def _text(self, name: str, one: FieldDeclaration, facts: Facts) -> str | None:
        if "代码" in one.title:
            return f"{self.spec.tag}{self.rng.randint(1000, 9999)}"
        words = self._words(name)
        if not words:
            return f"{self.spec.short}{self.ledger.declared.noun}" if one.required else None
        if not one.required and self.rng.random() < 0.15 and f"{self.ledger.name}.{name}" not in self.spec.only:
            return None
        text = self.rng.choice(words)
        return _GAP.sub(lambda gap: self._filled(gap[1], gap[2], facts), text)

    def _filled(self, mark: str, name: str, facts: Facts) -> str:
        opened = facts["opened"]
        if mark:
            return self.rng.choice(self.spec.words[name])
        if name == "month" and isinstance(opened, date):
            return str(opened.month)
        return str(facts.get(name) or self.year)


def _as(one: FieldDeclaration, number: Decimal) -> Fact:
    return int(number) if one.type == "integer" else number


def _step(one: FieldDeclaration) -> Decimal:
    return Decimal(1).scaleb(-(one.decimals or 2))
