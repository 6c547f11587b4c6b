"""Keeps small counts of guarded ledgers out of a paper that leaves the body, or that somebody reads who sees no rows.

A count of one to four may point at a person. It is withheld, and with it every other number from which it could
be worked out: rates and comparisons over it, and one more part of each sum that would otherwise have a single
part missing (complementary suppression). Rows of confidential ledgers never go with the paper.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from taizhang.catalogue.resolved import Catalogue
from taizhang.figures.value import Trace, Value
from taizhang.reports.paper import Block, Cell, Claim, Number, Paper, PaperTable, Paragraph, Run, Text

# Chosen as statistical offices commonly do: a count of one to four may point at a person.
FEWEST = 5
WITHHELD = "若干"
NOT_GIVEN = "（依法不予公布）"
_COUNTS = ("flow", "cohort", "stock", "cumulative", "distinct", "sum")


@dataclass(frozen=True, slots=True)
class Suppressed:
    """The paper as it may leave, and the cells whose numbers were withheld, in order."""

    paper: Paper
    withheld: tuple[str, ...]


def suppress(paper: Paper, catalogue: Catalogue, of: Collection[str] | None = None) -> Suppressed:
    """The paper without small counts of some ledgers, by default the confidential and the sensitive ones; itself when
    it has no number of them.
    """
    secret = {name for name, ledger in catalogue.ledgers.items() if ledger.declared.guarded} if of is None else set(of)
    mine = {key for key, cell in paper.cells.items() if ledgers_of(cell.trace) & secret}
    if not mine:
        return Suppressed(paper, ())
    withheld = _withheld(paper.cells, catalogue, mine)
    cells = {
        key: replace(cell, trace=_bare(cell.trace, secret)) if key in mine else cell
        for key, cell in paper.cells.items()
        if key not in withheld
    }
    blocks = tuple(_block(block, withheld, paper.cells) for block in paper.blocks)
    order = tuple(key for key in paper.cells if key in withheld)
    return Suppressed(replace(paper, blocks=blocks, cells=cells), order)


def strip_rows(paper: Paper, ledgers: Collection[str]) -> Paper:
    """The paper without the rows of some ledgers; its numbers stay."""
    secret = set(ledgers)
    cells = {key: replace(cell, trace=_bare(cell.trace, secret)) for key, cell in paper.cells.items()}
    return replace(paper, cells=cells) if secret else paper


def _withheld(cells: Mapping[str, Cell], catalogue: Catalogue, mine: set[str]) -> set[str]:
    """The cells to withhold: small ones, what is made of them, and one more of every sum that betrays one."""
    withheld = {key for key in mine if _small(cells[key].value)}
    sums = [one for one in (*_identities(cells, catalogue), *_groups(cells)) if one & mine]
    while True:
        before = len(withheld)
        withheld |= {key for key in mine if _betrays(cells[key].trace, withheld)}
        for one in sums:
            hidden = one & withheld
            others = sorted(one - withheld, key=lambda key: (key not in mine, _size(cells[key].value), key))
            if len(hidden) == 1 and others:
                withheld.add(others[0])
        if len(withheld) == before:
            return withheld


def _small(value: Value) -> bool:
    return value.figure.kind in _COUNTS and value.amount is not None and 0 < abs(value.amount) < FEWEST


def _betrays(trace: Trace, withheld: set[str]) -> bool:
    """Whether a made number tells a withheld part, a small side, or a small rest."""
    if not trace.parts:
        return False
    if any(part.value.id in withheld or _small(part.value) for _, part in trace.parts):
        return True
    top, base = trace.value.numerator, trace.value.denominator
    if trace.value.figure.kind == "year_on_year" or top is None or base is None:
        return any(_betrays(part, withheld) for _, part in trace.parts)
    return 0 < abs(base - top) < FEWEST


def _identities(cells: Mapping[str, Cell], catalogue: Catalogue) -> Iterator[set[str]]:
    """Cells of one window and scope that a declared equality binds, when the paper prints all of them."""
    plain = {key: cell.value.ask for key, cell in cells.items() if not cell.value.ask.by}
    where = dict.fromkeys((ask.period, ask.scope) for ask in plain.values())
    for identity in catalogue.identities.values():
        names = {*identity.left, *identity.right}
        for period, scope in where if identity.relation == "=" else ():
            keys = {
                key for key, ask in plain.items() if ask.figure in names and (ask.period, ask.scope) == (period, scope)
            }
            if len(keys) == len(names):
                yield keys


def _groups(cells: Mapping[str, Cell]) -> Iterator[set[str]]:
    """The whole of a figure with those of its groups that add up to it in print."""
    wholes = {
        (cell.value.ask.figure, cell.value.ask.period, cell.value.ask.scope): key
        for key, cell in cells.items()
        if not cell.value.ask.by
    }
    parts: dict[tuple[str, str], set[str]] = {}
    for key, cell in cells.items():
        ask = cell.value.ask
        whole = wholes.get((ask.figure, ask.period, ask.scope))
        if ask.by and whole:
            parts.setdefault((whole, ask.by), set()).add(key)
    for (whole, _), keys in parts.items():
        if sum((_size(cells[key].value) for key in keys), Decimal(0)) == _size(cells[whole].value):
            yield {whole, *keys}


def _size(value: Value) -> Decimal:
    return value.amount or Decimal(0)


def ledgers_of(trace: Trace) -> set[str]:
    """The ledgers whose rows stand behind a number."""
    own = {trace.value.figure.ledger} - {""}
    return own.union(*(ledgers_of(part) for _, part in trace.parts))


def _bare(trace: Trace, secret: set[str]) -> Trace:
    """The trace without rows of confidential ledgers."""
    parts = tuple((name, _bare(part, secret)) for name, part in trace.parts)
    hidden = trace.value.figure.ledger in secret
    return replace(trace, rows=() if hidden else trace.rows, parts=parts, withheld=trace.withheld or hidden)


def _block(block: Block, withheld: set[str], cells: Mapping[str, Cell]) -> Block:
    if isinstance(block, Paragraph):
        return replace(block, runs=tuple(_runs(block.runs, withheld, cells)))
    rows = tuple(tuple(tuple(_runs(cell, withheld, cells)) for cell in row) for row in block.rows)
    return replace(block, rows=rows) if isinstance(block, PaperTable) else block


def _runs(runs: Iterable[Run], withheld: set[str], cells: Mapping[str, Cell]) -> Iterator[Run]:
    for run in runs:
        if not isinstance(run, Number | Claim) or run.cell not in withheld:
            yield run
        elif isinstance(run, Claim):
            yield Text(run.text)
        else:
            yield Text(_words(run, cells[run.cell].value))


def _words(run: Number, value: Value) -> str:
    """What stands in the place of a withheld number: its unit stays where the slot printed it."""
    unit = value.figure.unit
    if value.figure.rate:
        return NOT_GIVEN
    return WITHHELD + unit if unit and unit in run.text else WITHHELD
