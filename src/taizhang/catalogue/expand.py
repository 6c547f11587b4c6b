"""Figures as they stand after every ledger has taken the families it uses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from taizhang.catalogue.model import Declarations, FigureDeclaration, IdentityDeclaration, LedgerDeclaration, Use
from taizhang.catalogue.resolved import STANDARD, ColumnType


@dataclass(frozen=True, slots=True)
class Expanded:
    """A figure with its full name and the path of keys that declared it."""

    name: str
    declared: FigureDeclaration
    path: tuple[str, ...]


def figures_of(declared: Declarations) -> Iterator[Expanded]:
    """Every figure: those of families by ledger in order, then those declared one by one.

    A figure declared under the name a family would give replaces that one.
    """
    for ledger_name, ledger in declared.ledger.items():
        for use in ledger.family:
            for short, figure in declared.family[use.family].figure.items() if use.family in declared.family else ():
                name = full_name(ledger_name, use, short)
                if short not in use.leave_out and name not in declared.figure:
                    taken = _take_over(ledger_name, use, figure, {"slots": use.slots.get(short, figure.slots)}, ledger)
                    yield Expanded(name, taken, ("ledger", ledger_name, "family"))
    for name, figure in declared.figure.items():
        yield Expanded(name, figure, ("figure", name))


def identities_of(declared: Declarations) -> dict[str, IdentityDeclaration]:
    """Every identity: those of families by ledger in order, then those declared one by one.

    One over a figure that the ledger leaves out is left out with it; one declared under the name a family would
    give replaces that one.
    """
    found: dict[str, IdentityDeclaration] = {}
    for ledger_name, ledger in declared.ledger.items():
        for use in ledger.family:
            family = declared.family.get(use.family)
            for short, identity in family.identity.items() if family else ():
                if not {*identity.figures} & {*use.leave_out}:
                    found[full_name(ledger_name, use, short)] = _with_identity(ledger_name, ledger, use, identity)
    return {**found, **declared.identity}


def _with_identity(
    ledger_name: str, ledger: LedgerDeclaration, use: Use, identity: IdentityDeclaration
) -> IdentityDeclaration:
    update = {
        "title": identity.title.replace("{noun}", use.title or ledger.noun),
        "left": tuple(full_name(ledger_name, use, name) for name in identity.left),
        "right": tuple(full_name(ledger_name, use, name) for name in identity.right),
        "earlier": tuple(full_name(ledger_name, use, name) for name in identity.earlier),
    }
    return identity.model_copy(update=update)


def full_name(ledger: str, use: Use, short: str) -> str:
    """A family figure's name in a ledger: ledger, the use's prefix if any, the figure's own name."""
    return "_".join(part for part in (ledger, use.prefix, short) if part)


def _take_over(
    ledger_name: str, use: Use, figure: FigureDeclaration, own: Mapping[str, object], ledger: LedgerDeclaration
) -> FigureDeclaration:
    """A family's figure with the ledger's words, names and conditions. own: what the use says of it besides."""
    noun = use.title or ledger.noun

    def text(template: str) -> str:
        return template.replace("{noun}", noun).replace("{counter}", ledger.counter)

    rows = not figure.composed_of_figures
    where = " AND ".join(f"({part})" for part in (use.where, figure.where) if part and rows)
    return figure.model_copy(
        update={
            **own,
            "title": text(figure.title),
            "unit": text(figure.unit),
            "note": text(figure.note),
            "where": where,
            "ledger": figure.ledger or (ledger_name if rows else ""),
            "of": tuple(full_name(ledger_name, use, name) for name in figure.of),
            "over": tuple(full_name(ledger_name, use, name) for name in figure.over),
        }
    )


def columns_of(ledger: LedgerDeclaration) -> dict[str, ColumnType]:
    """The columns of a ledger's table: standard ones, fields, derived ones (typed like their first source)."""
    columns = {name: ColumnType(name, title, kind) for name, (title, kind) in STANDARD.items()}
    for name, field in ledger.field.items():
        columns[name] = ColumnType(
            name, field.title, field.type, field.unit, field.decimals, field.choices, field.group
        )
    for name, derive in ledger.derive.items():
        source = ledger.field.get(derive.first[0]) if derive.first else None
        if source:
            columns[name] = ColumnType(name, derive.title, source.type, source.unit, source.decimals, source.choices)
    return columns
