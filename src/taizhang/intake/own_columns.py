"""Columns a known ledger lacks become fields of the office's own: typed by their cells, never dropped, never required."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from pypinyin import Style, lazy_pinyin

from taizhang.catalogue.additions import WORDS, Addition, companion_of
from taizhang.catalogue.fields import FieldDeclaration
from taizhang.catalogue.resolved import Catalogue, Ledger
from taizhang.intake.cells import blank, format_cell
from taizhang.intake.columns import ColumnUnits
from taizhang.intake.looking import Looked
from taizhang.intake.proposing import words
from taizhang.intake.proposing.columns import ProposedColumn, SeenCell
from taizhang.intake.sheets import Sheet
from taizhang.intake.units import REGISTER
from taizhang.masking.places import identifies
from taizhang.terms.characters import squeeze
from taizhang.terms.measures import is_currency, parted
from taizhang.terms.names import DATABASE
from taizhang.terms.readings import NIL

PREFIX = "own_"
# Chosen: a title fits above a column; more kinds are no groups anybody counts by (as for a proposed ledger).
LONGEST_TITLE, MOST_GROUPED = 30, 60
_FIELDS: Mapping[str, str] = {"date": "date", "number": "decimal", "flag": "flag"}


@dataclass(slots=True)
class OwnColumn:
    """One heading that a ledger lacks, in all sheets of an import that have it."""

    title: str
    written: dict[str, None] = field(default_factory=dict)
    unit: str = ""
    above: str = ""
    seen: list[SeenCell] = field(default_factory=list)

    @property
    def column(self) -> ProposedColumn:
        """Its cells, judged as those of a ledger proposed from a workbook are."""
        return ProposedColumn(self.title, self.seen, self.above, self.unit)


@dataclass(frozen=True, slots=True)
class OwnColumns:
    """What columns make of their ledgers. personal: those left out, as (file, sheet, line of the heading, heading, ledger)."""

    additions: tuple[Addition, ...]
    personal: tuple[tuple[str, str, int, str, str], ...]


def takes_own_columns(ledger: Ledger) -> bool:
    """Whether further columns may be kept: not where the ledger takes in none but its own, nor where a row is no matter."""
    declared = ledger.declared
    closed = declared.door is not None and not declared.door.headings
    spread = declared.pivot is not None and declared.pivot.into == ledger.name
    return not (closed or spread or declared.registration.house or ledger.name == REGISTER)


def own_columns(looked: Sequence[Looked]) -> OwnColumns:
    """The fields that the columns left over make, and those left out because an open ledger keeps no personal data."""
    found: dict[str, dict[str, OwnColumn]] = {}
    ledgers: dict[str, Ledger] = {}
    places: dict[tuple[str, str], list[tuple[str, str, int]]] = {}
    for one in looked:
        if one.map is None or not takes_own_columns(one.map.ledger):
            continue
        ledgers[one.map.ledger.name] = one.map.ledger
        mine = found.setdefault(one.map.ledger.name, {})
        for n in one.map.unused_columns():
            if cells := _said(one, n):
                title = _title(one.sheet, one, n)
                column = mine.setdefault(title, OwnColumn(title))
                _add(column, one, n, cells)
                line = one.map.heading.bottom + 1
                places.setdefault((one.map.ledger.name, title), []).append((one.file, one.sheet.name, line))
    additions, personal = [], []
    for name, columns in found.items():
        ledger, fields = ledgers[name], dict[str, FieldDeclaration]()
        for title, column in columns.items():
            keeps = ledger.declared.guarded and ledger.declared.door is None
            if not keeps and _is_personal(column.column):
                personal += [(*place, title, ledger.title) for place in places[name, title]]
            else:
                short = _name(title, {*ledger.declared.field, *ledger.declared.derive, *fields})
                fields[short] = _declared(ledger, column)
        if fields:
            additions.append(Addition(ledger=name, field=fields))
    return OwnColumns(tuple(additions), tuple(personal))


def companions(catalogue: Catalogue, facts: Iterable[tuple[str, Iterable[str]]]) -> tuple[Addition, ...]:
    """Fields for what cells of own columns say where it is no value of their type. facts: ledger and names of each row."""
    found: dict[str, dict[str, FieldDeclaration]] = {}
    for ledger, names in facts:
        declared = catalogue.ledgers[ledger].declared.field
        for name in names:
            if name not in declared and (main := declared.get(name.removesuffix(WORDS))):
                found.setdefault(ledger, {})[name] = companion_of(main.title)
    return tuple(Addition(ledger=ledger, field=fields) for ledger, fields in found.items())


def _said(looked: Looked, column: int) -> list[SeenCell]:
    """The cells of a column in the records; [] where none of them says anything."""
    assert looked.map is not None
    cells = []
    for row in looked.rows:
        if row.kind == "record":
            here = looked.sheet.rows[row.index]
            year = looked.map.years[0] or row.year or looked.map.years[1]
            cells.append(SeenCell(here[column] if column < len(here) else None, year))
    said = any(not blank(one.cell) and squeeze(format_cell(one.cell)) not in NIL for one in cells)
    return cells if said else []


def _add(column: OwnColumn, looked: Looked, n: int, cells: list[SeenCell]) -> None:
    assert looked.map is not None
    heading = looked.map.heading.headings[n]
    leaves = [one.leaf for one in looked.map.heading.headings]
    group = "".join(heading.parts[:-1])
    column.written[heading.leaf if leaves.count(heading.leaf) == 1 or not group else f"{group}>{heading.leaf}"] = None
    column.above = column.above or group
    column.unit = column.unit or next(
        (one for one in (heading.unit, heading.group_unit) if one and not is_currency(one)), ""
    )
    column.unit = column.unit or ColumnUnits(looked.sheet, looked.map.heading).of(n, heading.unit)
    column.seen += cells


def _title(sheet: Sheet, looked: Looked, n: int) -> str:
    """The heading as it is written, its unit apart; with the heading above it where it is not the only one of its name."""
    assert looked.map is not None
    rows, headings = looked.map.heading, looked.map.heading.headings
    written = [sheet.rows[row][n] for row in range(rows.top, rows.bottom + 1) if n < len(sheet.rows[row])]
    leaf = headings[n].leaf
    own = next((squeeze(parted(one)[0]) for one in reversed(written) if isinstance(one, str) and squeeze(one)), leaf)
    several = sum(one.leaf == leaf for one in headings) > 1 and len(headings[n].parts) > 1
    titled = f"{''.join(headings[n].parts[:-1])}/{own}" if several else own
    taken = {one.title for one in looked.map.ledger.declared.field.values()}
    titled = (titled or leaf)[:LONGEST_TITLE]
    return f"{titled}（自有）" if titled in taken else titled


def _name(title: str, taken: Collection[str]) -> str:
    """An identifier from the initials of the title."""
    letters = "".join(lazy_pinyin(title, style=Style.FIRST_LETTER, errors="ignore")).lower()
    base = (PREFIX + (re.sub(r"[^a-z0-9]", "", letters) or "column"))[: DATABASE - len(WORDS) - 3]
    return next(one for one in (base, *(f"{base}_{n}" for n in range(2, 1000))) if one not in taken)


def _declared(ledger: Ledger, own: OwnColumn) -> FieldDeclaration:
    """The field of a column: a day, a number, yes or no, else words, for grouping where a few stand there again and again."""
    column = own.column
    kind = _FIELDS.get(column.kind, "text")
    told: dict[str, object] = {"title": own.title, "type": kind, "headings": tuple(own.written)}
    told |= {"own": True, "role": "other"}
    if kind == "decimal":
        told |= {"signed": True, "unit": column.unit, "decimals": max(_decimals(column), default=0)}
    elif kind == "flag":
        told |= {"choices": "yes_no", "group": True}
    elif kind == "text" and not ledger.declared.guarded and _grouped(column):
        told["group"] = True
    return FieldDeclaration.model_validate(told)


def _is_personal(column: ProposedColumn) -> bool:
    """Numbers, addresses, health of persons, or who turns to the body: an open ledger keeps none of it."""
    subject = bool(words.SUBJECT.search(column.words)) and column.kind in ("person", "text", "code")
    return column.personal or subject


def _decimals(column: ProposedColumn) -> Iterator[int]:
    for one in column.filled:
        value, _ = column.value(one)
        if isinstance(value, Decimal):
            yield min(max(-int(value.normalize().as_tuple().exponent), 0), 6)


def _grouped(column: ProposedColumn) -> bool:
    kinds = len(column.counts)
    few = kinds <= MOST_GROUPED and (kinds * 2 <= len(column.filled) or column.kind in ("choice", "unit"))
    return few and not any(map(identifies, column.counts))
