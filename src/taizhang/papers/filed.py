"""What a change would do to numbers already filed: asked before a correction, an import or a redefinition is saved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from taizhang.catalogue.resolved import Catalogue
from taizhang.figures.compute import compute
from taizhang.figures.dictionary import ledgers_of
from taizhang.figures.value import Value
from taizhang.matters.entry import Head, Intention
from taizhang.papers.editions import Edition, editions, frozen
from taizhang.papers.heads_then import foreseen
from taizhang.reports.edition import FrozenCell
from taizhang.site.site import Site
from taizhang.terms.sentence import sentence
from taizhang.warehouse.duck import Warehouse
from taizhang.warehouse.projection import in_memory

# Chosen: as many numbers as one sentence names.
MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class FiledChange:
    """A number of a filed edition that would become another one: as it is told now, and as it would be."""

    edition: Edition
    told: FrozenCell
    now: Value
    then: Value


def filed_by_heads(site: Site, heads: Sequence[Head]) -> tuple[FiledChange, ...]:
    """The filed numbers, each by the definitions of its edition, that would change if these heads stood.

    Raises Refused (RPT-053) when an edition's files are not those frozen.
    """
    touched = {head.ledger for head in heads}
    found: list[FiledChange] = []
    for edition in editions(site) if heads else ():
        manifest = frozen(edition)
        catalogue = site.catalogue_of(date.fromisoformat(edition.on), manifest.entries)
        known = [(cell, set(ledgers_of(catalogue, cell.figure))) for cell in _known(manifest.cells, catalogue)]
        cells = [cell for cell, drawn in known if drawn & touched]
        ledgers = {name for _, drawn in known for name in drawn if drawn & touched}
        if not cells:
            continue
        sources = (foreseen(site.journal, ledgers, each) for each in ((), heads))
        values = [_values(site, catalogue, in_memory(catalogue, one), cells) for one in sources]
        found += _changes(edition, cells, values[0], values[1])
    return tuple(found)


def filed_by_intentions(site: Site, wanted: Sequence[Intention]) -> tuple[FiledChange, ...]:
    """The filed numbers that would change if all this were written; nothing is asked of a site without editions."""
    return filed_by_heads(site, site.foresee(wanted)) if wanted and editions(site) else ()


def with_reason(wanted: Sequence[Intention], reason: str) -> tuple[Intention, ...]:
    """The intentions with the reason somebody gave beside what their notes say already."""
    return tuple(replace(one, note="；".join(filter(None, (one.note, reason)))) for one in wanted)


def filed_by_definitions(site: Site, changed: Catalogue) -> tuple[FiledChange, ...]:
    """The filed numbers that would be told otherwise by a changed catalogue; the editions keep their own definitions."""
    found: list[FiledChange] = []
    for edition in editions(site):
        cells = [
            cell
            for cell in _known(frozen(edition).cells, site.catalogue)
            if cell.figure in changed.figures
            and changed.figures[cell.figure].hash != site.catalogue.figures[cell.figure].hash
        ]
        if cells:
            both = [_values(site, one, site.refresh(), cells) for one in (site.catalogue, changed)]
            found += _changes(edition, cells, both[0], both[1])
    return tuple(found)


def tell(changes: Sequence[FiledChange], *, values: bool = False) -> str:
    """How many filed numbers in how many documents, the first of them named; '' when there are none.

    values: with what each is and would be, for whoever may see them.
    """
    if not changes:
        return ""
    documents = {(one.edition.report, one.edition.period, one.edition.version) for one in changes}
    titles = dict.fromkeys(_named(one, values=values) for one in changes)
    return sentence(
        "这会改变{documents}份已定稿文稿里的{numbers}个数：{named}{etc}。定稿本身不变。",
        documents=len(documents),
        numbers=len(changes),
        named="、".join([*titles][:MOST_NAMED]),
        etc="等" if len(titles) > MOST_NAMED else "",
    )


def _named(one: FiledChange, *, values: bool) -> str:
    return f"{one.told.title}{one.now.text or '—'}→{one.then.text or '—'}" if values else one.told.title


def _known(cells: Sequence[FrozenCell], catalogue: Catalogue) -> list[FrozenCell]:
    return [cell for cell in cells if cell.figure in catalogue.figures]


def _values(site: Site, catalogue: Catalogue, warehouse: Warehouse, cells: Sequence[FrozenCell]) -> Mapping[str, Value]:
    answers = compute(catalogue, warehouse, [cell.ask for cell in cells], site.organisation())
    return {cell.id: answers.value(cell.ask) for cell in cells}


def _changes(
    edition: Edition, cells: Sequence[FrozenCell], now: Mapping[str, Value], then: Mapping[str, Value]
) -> Iterator[FiledChange]:
    for cell in cells:
        before, after = now[cell.id], then[cell.id]
        if (before.exact, before.words) != (after.exact, after.words):
            yield FiledChange(edition, cell, before, after)
