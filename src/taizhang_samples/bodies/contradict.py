"""Plant the contradictions a body declares into its clean records, so that checks between figures have them to find."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from taizhang_samples.county.record import Fact

Facts = dict[str, Fact]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A slip no single row shows: records of a ledger changed, or left out where ``facts`` is empty.

    named: the identity, figure or claim by which the report must name it. where: what the records have that are
    changed, among those opened in ``year``; at most ``most`` of them.
    """

    title: str
    named: str
    ledger: str
    year: int
    where: Mapping[str, Fact]
    most: int
    facts: Mapping[str, Fact] = field(default_factory=dict)


def planted(records: Sequence[Facts], slips: Sequence[Contradiction]) -> list[Facts]:
    """The records with every slip in them; raises ValueError when a slip finds no record to change."""
    made = [dict(one) for one in records]
    for slip in slips:
        met = [one for one in made if _meets(one, slip)][: slip.most]
        if not met:
            raise ValueError(f"{slip.ledger}: nothing to plant “{slip.title}” in")
        for one in met:
            one |= slip.facts
        if not slip.facts:
            made = [one for one in made if not any(one is other for other in met)]
    return made


def _meets(record: Facts, slip: Contradiction) -> bool:
    opened = record.get("opened")
    year = record.get("year") or (opened.year if isinstance(opened, date) else None)
    return year == slip.year and all(record.get(name) == value for name, value in slip.where.items())
