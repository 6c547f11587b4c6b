"""Ledgers out to workbooks that can be edited offline and imported again: headings the intake knows, drop-downs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter

from taizhang.catalogue.model import FieldDeclaration
from taizhang.catalogue.resolved import Catalogue, Ledger
from taizhang.catalogue.values import Stored
from taizhang.journal.entry import Head

BLANK_ROWS = 500
LONGEST_LIST = 255
_MADE = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)


def write_workbook(path: Path, ledger: Ledger, catalogue: Catalogue, heads: Iterable[Head]) -> None:
    """Writes the matters of one ledger, one a row as they come, so that their number costs no memory.

    Texts are written as texts, never as formulas.
    """
    _write_book(path, ledger, catalogue, (head.facts for head in heads))


def blank(ledger: Ledger, catalogue: Catalogue) -> bytes:
    """The ledger's headings and drop-downs over empty rows."""
    made = BytesIO()
    _write_book(made, ledger, catalogue, ())
    return made.getvalue()


def _write_book(
    target: Path | BytesIO, ledger: Ledger, catalogue: Catalogue, rows: Iterable[Mapping[str, Stored]]
) -> None:
    with xlsxwriter.Workbook(target, {"constant_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"created": _MADE})
        sheet = book.add_worksheet(ledger.title[:31])
        head = book.add_format(
            {"bold": True, "bg_color": "#E8EEF4", "border": 1, "text_wrap": True, "valign": "vcenter"}
        )
        plain = book.add_format({"valign": "top", "text_wrap": True})
        day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"})
        fields, written = list(ledger.declared.field.items()), 0
        for column, (_, field) in enumerate(fields):
            sheet.write_string(0, column, field.title + (f"（{field.unit}）" if field.unit else ""), head)
            sheet.set_column(column, column, _width(field), plain)
        for written, facts in enumerate(rows, 1):
            for column, (name, field) in enumerate(fields):
                _write(sheet, (written, column), field, facts.get(name), (plain, day))
        last = max(written, BLANK_ROWS)
        for column, (_, field) in enumerate(fields):
            if choices := _choices(field, catalogue):
                sheet.data_validation(
                    1, column, last, column, {"validate": "list", "source": choices, "error_type": "warning"}
                )
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, last, max(len(fields) - 1, 0))


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
    elif isinstance(value, bool):
        sheet.write_string(*place, "是" if value else "否", plain)
    else:
        sheet.write_string(*place, "、".join(value) if isinstance(value, list) else str(value), plain)


def _width(field: FieldDeclaration) -> int:
    return 36 if field.type == "text" and not field.required else 14


def _choices(field: FieldDeclaration, catalogue: Catalogue) -> list[str]:
    words = catalogue.vocabularies.get(field.choices)
    if field.type == "flag" and words is None:
        return ["是", "否"]
    values = list(words.values) if words and not words.many else []
    return values if len(",".join(values)) <= LONGEST_LIST else []
