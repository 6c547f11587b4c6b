"""An edition's numbers as told against as now, each difference split into what brought it about.

Five values stand between the two, each computed exactly: what was told; the entries of then; with what was recorded late;
with what was corrected; by the definitions of now; in the organisation of now. What two neighbours differ by is one
effect, so the effects sum to the difference.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import partial

from taizhang.catalogue.resolved import Catalogue
from taizhang.figures.compute import Answers, compute
from taizhang.figures.dictionary import ledgers_of
from taizhang.figures.value import Ask, Trace, Value
from taizhang.journal.journal import Journal
from taizhang.matters.entry import CORRECT, Entry, Head
from taizhang.papers.editions import Edition, frozen
from taizhang.papers.heads_then import known_then
from taizhang.policy.roll import Roll
from taizhang.reports.edition import FrozenCell
from taizhang.site.site import Site
from taizhang.warehouse.projection import in_memory

UNKNOWN, LATE, CORRECTED, DEFINED, ORGANISED = "其他", "事后登记", "数据更正", "口径变化", "机构变化"
EFFECTS = (UNKNOWN, LATE, CORRECTED, DEFINED, ORGANISED)


@dataclass(frozen=True, slots=True)
class Moved:
    """A matter behind a number that changed after the edition: what was last done to it, by whom, when and why."""

    matter: str
    ledger: str
    number: str
    corrected: bool
    last: Entry


@dataclass(frozen=True, slots=True)
class Restated:
    """A number that is no longer what was told.

    now: by the definitions and in the organisation of now; None when its figure is no longer declared. effects: of each
    name of ``EFFECTS`` that is not 0, summing to the difference; () when one of the values between is no number.
    moved: matters changed since that it counted then or counts now.
    """

    told: FrozenCell
    now: Value | None
    effects: tuple[tuple[str, Decimal], ...]
    moved: tuple[Moved, ...]

    @property
    def difference(self) -> Decimal | None:
        """By how much, exactly and unscaled; None when one of the two is no number."""
        if self.now is None or self.now.amount is None or not self.told.amount:
            return None
        return self.now.amount - Decimal(self.told.amount)


def restate(site: Site, edition: Edition) -> tuple[Restated, ...]:
    """The edition's numbers that are not the same now. Raises Refused (RPT-053) when its files are not those frozen."""
    manifest = frozen(edition)
    then = site.catalogue_of(date.fromisoformat(edition.on), manifest.entries)
    told = [cell for cell in manifest.cells if cell.figure in then.figures]
    ledgers = {name for cell in told for name in ledgers_of(then, cell.figure)}
    changed = [
        _moved(site.journal, head, manifest.entries)
        for name in sorted(ledgers)
        for head in site.journal.heads(name, manifest.entries)
    ]
    redefined = any(_hash(site.catalogue, cell) != cell.definition for cell in manifest.cells)
    moved_units = any(True for _ in site.journal.heads("unit", manifest.entries))
    if not changed and not redefined and not moved_units:
        return ()
    late = [one.matter for one in changed if not one.corrected]
    points = _points(site, then, manifest.entries, told, (ledgers, late))
    found = [
        _restated(cell, [each(cell) for each in points], redeclared=_hash(then, cell) != cell.definition)
        for cell in told
    ]
    lost = [Restated(cell, None, (), ()) for cell in manifest.cells if cell.figure not in then.figures]
    differing = [one for one in (*found, *lost) if _differs(one)]
    return tuple(replace(one, moved=_behind(site, one, changed)) for one in differing)


def _behind(site: Site, one: Restated, changed: Sequence[Moved]) -> tuple[Moved, ...]:
    """Those of the changed matters that the number counted then, or counts now."""
    keys = {key.partition(":")[2] for keys in one.told.rows.values() for key in keys}
    keys |= _matters(site.trace(one.told.ask)) if one.now else set()
    return tuple(each for each in changed if each.matter in keys)


def _matters(found: Trace) -> set[str]:
    return {row.matter for row in found.rows}.union(*(_matters(part) for _, part in found.parts))


def _moved(journal: Journal, head: Head, size: int) -> Moved:
    """A matter is recorded late when all that came after is its registration or steps of its course."""
    after = [one for one in journal.history(head.matter) if one.seq > size]
    corrected = any(one.intention.act == CORRECT for one in after)
    return Moved(head.matter, head.ledger, head.number, corrected, after[-1])


def _hash(catalogue: Catalogue, cell: FrozenCell) -> str:
    figure = catalogue.figures.get(cell.figure)
    return figure.hash if figure else ""


Point = Callable[[FrozenCell], Value | None]


def _points(
    site: Site,
    then: Catalogue,
    size: int,
    cells: Sequence[FrozenCell],
    among: tuple[Collection[str], Collection[str]],
) -> tuple[Point, ...]:
    """The values between, in order; each answers for one cell. among: the ledgers counted, the matters recorded late."""
    ledgers, late = among
    old, now = Roll(known_then(site.journal, size, {"unit"})).organisation(), site.organisation()
    asks = [cell.ask for cell in cells]
    still = [ask for ask in asks if ask.figure in site.catalogue.figures]
    past = [in_memory(then, known_then(site.journal, size, ledgers, followed)) for followed in ((), late)]
    whole = site.refresh()
    present = whole if then.layout == site.catalogue.layout else in_memory(then, site.journal.kept)
    before = [compute(then, one, asks, old) for one in (*past, present)]
    after = [compute(site.catalogue, whole, still, organisation) for organisation in (old, now)]
    return (
        *(partial(_value, one, frozenset(asks)) for one in before),
        *(partial(_value, one, frozenset(still)) for one in after),
    )


def _value(answers: Answers, asked: Collection[Ask], cell: FrozenCell) -> Value | None:
    return answers.value(cell.ask) if cell.ask in asked else None


def _restated(cell: FrozenCell, values: Sequence[Value | None], *, redeclared: bool) -> Restated:
    amounts = [Decimal(cell.amount) if cell.amount else None, *(one.amount if one else None for one in values)]
    known = [one for one in amounts if one is not None]
    steps = zip(EFFECTS, known, known[1:], strict=False) if len(known) == len(amounts) else ()
    effects: dict[str, Decimal] = {}
    for name, first, last in steps:
        # The entries of then by a definition that is not the frozen one: the declarations were changed in their files.
        named = DEFINED if name == UNKNOWN and redeclared else name
        effects[named] = effects.get(named, Decimal(0)) + last - first
    return Restated(cell, values[-1], tuple((name, amount) for name, amount in effects.items() if amount), ())


def _differs(one: Restated) -> bool:
    """Whether it is another number, or the same one by effects that even out."""
    if one.now is None or one.effects:
        return True
    return one.now.exact != one.told.amount or (bool(one.told.words) and list(one.now.words) != one.told.words)
