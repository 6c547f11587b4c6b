"""Ledgers out to workbooks that can be edited offline and imported again: headings the intake knows, drop-downs."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter

from taizhang.catalogue.entered import format_kept
from taizhang.catalogue.model import FieldDeclaration
from taizhang.catalogue.predicate import columns
from taizhang.catalogue.resolved import Catalogue, Ledger
from taizhang.catalogue.values import Stored
from taizhang.matters.entry import Head
from taizhang.terms.characters import inert

# Chosen: rows that drop-downs are laid under, for a year of a unit to be typed into.
BLANK_ROWS = 500
# Excel takes no longer list written into a validation.
LONGEST_LIST = 255
_DAY = {"num_format": "yyyy-mm-dd"}
_MAY = dict.fromkeys(
    ("format_cells", "format_columns", "format_rows", "insert_rows", "delete_rows", "sort", "autofilter"), True
)
# Excel's bound for the name of a sheet.
LONGEST_SHEET_NAME = 31
# A workbook says no day of its own, so that the same rows are the same bytes.
MADE = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)


def write_workbook(
    path: Path, ledger: Ledger, catalogue: Catalogue, heads: Iterable[Head], fields: Collection[str] = ()
) -> None:
    """Writes the matters of one ledger, one a row as they come, so that their number costs no memory.

    fields: only these, and those without which the file could not be imported again; () for all. Texts are written
    as texts, never as formulas. Headings and keys are protected, without a password: an edited key would be another
    matter.
    """
    _write_book(path, ledger, catalogue, (head.facts for head in heads), fields_of(ledger, fields))


def write_text(path: Path, ledger: Ledger, heads: Iterable[Head], fields: Collection[str] = ()) -> None:
    """Writes the same as comma-separated text, in UTF-8 with a mark by which Excel knows it, no cell a formula."""
    chosen = fields_of(ledger, fields)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        lines = csv.writer(file, lineterminator="\r\n")
        lines.writerow([heading(one) for one in chosen.values()])
        for head in heads:
            lines.writerow([inert(format_kept(head.facts.get(name))) for name in chosen])


def fields_of(ledger: Ledger, chosen: Collection[str] = ()) -> dict[str, FieldDeclaration]:
    """The chosen fields in declared order, with the key, the required ones and those row rules and states ask for; all
    when none is chosen.
    """
    asked = {
        name
        for when in (*(rule.when for rule in ledger.rules), *(when for _, when in ledger.states))
        for name in columns(when)
    }
    asked |= {name for one in ledger.derived if one.name in asked for name in (*one.first, *columns(one.when))}
    needed = {*chosen, *ledger.declared.key, *asked}
    fields = ledger.declared.field.items()
    return {name: one for name, one in fields if not chosen or name in needed or one.required}


def heading(field: FieldDeclaration) -> str:
    """The words above a field's column."""
    return field.title + (f"（{field.unit}）" if field.unit else "")


def blank(ledger: Ledger, catalogue: Catalogue) -> bytes:
    """The ledger's headings and drop-downs over empty rows."""
    made = BytesIO()
    _write_book(made, ledger, catalogue, (), fields_of(ledger))
    return made.getvalue()


def _write_book(
    target: Path | BytesIO,
    ledger: Ledger,
    catalogue: Catalogue,
    rows: Iterable[Mapping[str, Stored]],
    chosen: Mapping[str, FieldDeclaration],
) -> None:
    with xlsxwriter.Workbook(target, {"constant_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"created": MADE})
        sheet = book.add_worksheet(ledger.title[:31])
        head = book.add_format(
            {"bold": True, "bg_color": "#E8EEF4", "border": 1, "text_wrap": True, "valign": "vcenter"}
        )
        plain = book.add_format({"valign": "top", "text_wrap": True, "locked": False})
        day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "locked": False})
        keys = tuple(book.add_format({"valign": "top", "bg_color": "#F3F4F6", **more}) for more in ({}, _DAY))
        fields, written = list(chosen.items()), 0
        for column, (_, field) in enumerate(fields):
            sheet.write_string(0, column, heading(field), head)
            sheet.set_column(column, column, _width(field), plain)
        for written, facts in enumerate(rows, 1):
            for column, (name, field) in enumerate(fields):
                formats = keys if name in ledger.declared.key else (plain, day)
                _write(sheet, (written, column), field, facts.get(name), formats)
        last = max(written, BLANK_ROWS)
        for column, (_, field) in enumerate(fields):
            if choices := _choices(field, catalogue):
                sheet.data_validation(
                    1, column, last, column, {"validate": "list", "source": choices, "error_type": "warning"}
                )
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, last, max(len(fields) - 1, 0))
        if written:
            sheet.protect("", _MAY)


def _write(
    sheet: Any, place: tuple[int, int], field: FieldDeclaration, value: Stored, formats: tuple[Any, Any]
) -> None:
    if value is None:
        return
    plain, day = formats
    if field.type == "date":
        sheet.write_datetime(*place, date.fromisoformat(str(value)), day)
    elif field.type in ("integer", "decimal") and len(str(value)) < 15:
        sheet.write_number(*place, Decimal(str(value)), plain)
    else:
        sheet.write_string(*place, format_kept(value), plain)


def _width(field: FieldDeclaration) -> int:
    return 36 if field.type == "text" and not field.required else 14


def _choices(field: FieldDeclaration, catalogue: Catalogue) -> list[str]:
    words = catalogue.vocabularies.get(field.choices)
    if field.type == "flag" and words is None:
        return ["是", "否"]
    values = list(words.values) if words and not words.many else []
    return values if len(",".join(values)) <= LONGEST_LIST else []
