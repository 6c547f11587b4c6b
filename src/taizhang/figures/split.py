"""A change split into contributions: what it says, and which ways of splitting a figure there are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from taizhang.catalogue.resolved import Catalogue, Figure
from taizhang.figures.kinds import COMPOSED, COUNTED
from taizhang.figures.value import Ask, TracedRow, Value

FLOWS, PARTS = "来去", "构成"
POINTS = "个百分点"
ADDING = frozenset(one.name for one in COUNTED.values() if one.adds)
DIVIDED = frozenset(one.name for one in COMPOSED.values() if one.divided)
MEANS = frozenset(one.name for one in COUNTED.values() if one.mean)


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one part adds to a change.

    part: the member, the figure it is made of, or what happened to its rows. before, now: the part's own number
    as printed. amount: what it adds, in the unit of the change. mix: of a rate, what its weight adds; rate: what its
    own rate adds; None where there is one effect only. gone, come: rows behind it before and now that are not behind
    it in the other; stayed: how many are behind both. member: of a column, as rows hold it.
    """

    part: str
    before: str
    now: str
    amount: Decimal
    mix: Decimal | None = None
    rate: Decimal | None = None
    gone: tuple[TracedRow, ...] = ()
    come: tuple[TracedRow, ...] = ()
    stayed: int = 0
    member: str = ""


@dataclass(frozen=True, slots=True)
class Split:
    """A change and its contributions, the greatest first.

    way: the column, ``FLOWS`` or ``PARTS``; ways: all that are possible. change: as printed, None with a ``reason``
    when there is nothing to split; unit: of the change.
    """

    before: Value
    now: Value
    ways: tuple[str, ...]
    way: str = ""
    change: Decimal | None = None
    contributions: tuple[Contribution, ...] = ()
    reason: str = ""

    @property
    def unit(self) -> str:
        """The unit the change and its contributions are told in."""
        return POINTS if self.now.figure.unit == "%" else self.now.figure.unit


def compared(catalogue: Catalogue, ask: Ask) -> Ask:
    """What is to be explained: of a year on year the figure it compares, of every other itself."""
    figure = catalogue.figures[ask.figure]
    return replace(ask, figure=figure.declared.of[0]) if figure.kind == "year_on_year" else ask


def ways(catalogue: Catalogue, figure: Figure) -> tuple[str, ...]:
    """How a change of the figure can be split: the unit's column, columns of groups, its rows' ways, its parts."""
    if figure.kind in ADDING or figure.kind in MEANS:
        standing = figure.kind in ADDING and figure.basis in ("stock", "cumulative")
        return (*_columns(catalogue, [figure]), *((FLOWS,) if standing else ()))
    if figure.kind == "distinct":
        return (FLOWS,)
    sides = [catalogue.figures[name] for name in figure.declared.made_of]
    if figure.kind == "total" and all(_adds_up(catalogue, one) for one in sides):
        return (*_columns(catalogue, sides), PARTS)
    if figure.kind in DIVIDED:
        return (*(_columns(catalogue, sides) if all(_adds_up(catalogue, one) for one in sides) else ()), PARTS)
    return ()


def _adds_up(catalogue: Catalogue, figure: Figure) -> bool:
    if figure.kind == "total":
        return all(_adds_up(catalogue, catalogue.figures[name]) for name in figure.declared.made_of)
    return figure.kind in ADDING


def _leaves(catalogue: Catalogue, figures: Iterable[Figure]) -> list[Figure]:
    found: list[Figure] = []
    for one in figures:
        parts = [catalogue.figures[name] for name in one.declared.made_of]
        found += _leaves(catalogue, parts) if one.composed else [one]
    return found


def _columns(catalogue: Catalogue, figures: Sequence[Figure]) -> tuple[str, ...]:
    """Columns every ledger behind the figures can be broken down by; the unit's first."""
    ledgers = [catalogue.ledgers[one.ledger] for one in _leaves(catalogue, figures)]
    unit = ledgers[0].declared.unit if ledgers else ""
    named = dict.fromkeys((unit, *(ledgers[0].groups if ledgers else ())))
    return tuple(
        one for one in named if one and all(one in ledger.groups or one == ledger.declared.unit for ledger in ledgers)
    )
