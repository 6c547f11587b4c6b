"""The rows of a change set kept in files of its job, a line a row, so that any number can be looked through by pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import count, islice
from pathlib import Path
from typing import Any

import orjson

from taizhang.catalogue.entered import format_kept
from taizhang.catalogue.resolved import Catalogue
from taizhang.intake.changes import ChangeSet, SheetResult
from taizhang.intake.mending import as_typed
from taizhang.intake.refused_book import write_refused
from taizhang.intake.rows import At, MatterDraft, RowRefusal
from taizhang.intake.sheets import Sheet
from taizhang.terms.sentence import from_plain, plain
from taizhang_site.jobs.files import at_hand

# Chosen: rows on a page, and facts that one line of it tells of each.
PAGE, TOLD = 100, 6
FIRST, MENDING = "new.jsonl", "mending.jsonl"
FAR_DAY = "far_day"
REFUSED_BOOK, MARKED_COPY = "驳回的行.xlsx", "标注副本.xlsx"
# Rows. Chosen: a marked workbook of more takes longer to write than the import.
MOST_MARKED = 50_000


def write(folder: Path, catalogue: Catalogue, changes: ChangeSet) -> None:
    """Writes every row of the change set, and the workbooks of refused rows when there are any."""
    _lines(folder / FIRST, (change.draft for change in changes.new), lambda one: _draft(catalogue, one))
    _lines(
        folder / "changed.jsonl",
        changes.changed,
        lambda one: [
            *_draft(catalogue, one.draft)[:3],
            [
                [_title(catalogue, one.draft.ledger, name), format_kept(before), format_kept(after)]
                for name, before, after in one.fields
            ],
        ],
    )
    _lines(folder / "same.jsonl", changes.same, lambda one: _draft(catalogue, one))
    fields = {(one.file, one.sheet): one.map.ledger.declared.field for one in changes.sheets if one.map}
    refused = (one for one in changes.refused if not one.waits)
    _lines(folder / "refused.jsonl", refused, lambda one: _refusal(fields, one))
    _lines(folder / MENDING, _refused_rows(changes), lambda one: one)
    if changes.refused:
        write_refused(folder / REFUSED_BOOK, changes, whole=False)
        if sum(len(sheet.rows) for book in changes.workbooks for sheet in book.sheets) <= MOST_MARKED:
            write_refused(folder / MARKED_COPY, changes, whole=True)


def _lines(path: Path, rows: Iterable[Any], plain: Callable[[Any], Any]) -> None:
    with path.open("wb") as file:
        file.writelines(orjson.dumps(plain(one), option=orjson.OPT_APPEND_NEWLINE) for one in rows)


def page(folder: Path, kind: str, start: int) -> list[list[Any]]:
    """One page of the rows of a kind; [] beyond the last."""
    with at_hand(folder, f"{kind}.jsonl") as path:
        if path is None:
            return []
        with path.open("rb") as file:
            return [orjson.loads(line) for line in islice(file, start, start + PAGE)]


def to_mend(folder: Path, start: int) -> list[dict[str, Any]]:
    """The refused rows of one page, each with its cells as they can be typed anew, numbered for the form."""
    numbers = count()
    told: list[dict[str, Any]] = page(folder, "mending", start)  # type: ignore[assignment]
    return [
        {
            **one,
            "because": [from_plain(why) for why in one["because"]],
            "cells": [{**cell, "n": next(numbers), "because": from_plain(cell["because"])} for cell in one["cells"]],
        }
        for one in told
    ]


def _refused_rows(changes: ChangeSet) -> Iterator[dict[str, Any]]:
    """Each refused or waiting row once, with its cells as they were read and what stands against each."""
    rows: dict[tuple[str, str, int], list[RowRefusal]] = {}
    for one in changes.refused:
        rows.setdefault((one.at.file, one.at.sheet, one.at.row), []).append(one)
    sheets = {(book.name, sheet.name): sheet for book in changes.workbooks for sheet in book.sheets}
    for (file, name, row), refused in rows.items():
        parts = [one for one in changes.sheets if (one.file, one.sheet) == (file, name) and one.map]
        above = [one for one in parts if one.map and one.map.heading.bottom < row]
        wrong = {one.at.cell or f"{one.at.row}": one for one in refused}
        cells: list[dict[str, Any]] = []
        if above and (file, name) in sheets:
            part = max(above, key=lambda one: one.map.heading.bottom if one.map else 0)
            cells = [*_cells_to_mend(part, sheets[file, name], row, wrong)]
        told = {cell["cell"] for cell in cells}
        rest = dict.fromkeys(one.because for cell, one in wrong.items() if cell not in told)
        waits = all(one.waits for one in refused)
        yield {
            "where": f"{file} {name}",
            "row": row,
            "cells": cells,
            "because": [plain(why) for why in rest],
            "waits": waits,
        }


def _cells_to_mend(
    found: SheetResult, sheet: Sheet, row: int, wrong: Mapping[str, RowRefusal]
) -> Iterator[dict[str, Any]]:
    cells = sheet.rows[row - 1] if 0 < row <= len(sheet.rows) else ()
    for column in found.columns:
        cell = sheet.address(row - 1, column.index)
        if column.index < len(cells) and (column.field or cell in wrong):
            one = wrong.get(cell)
            yield {
                "key": "\t".join((found.file, found.sheet, cell)),
                "cell": cell,
                "heading": column.heading,
                "value": as_typed(cells[column.index]),
                "because": plain(one.because) if one else "",
                "sure": bool(one and one.reason == FAR_DAY),
            }


def waiting_words(catalogue: Catalogue, changes: ChangeSet) -> list[list[object]]:
    """The words nobody has placed, the most frequent first: ledger, column, word, rows; none of guarded ledgers."""
    counts = Counter(
        (row.draft.ledger, field, word) for row in changes.waiting for field, word in row.draft.pending.items()
    )
    return [
        [catalogue.ledgers[ledger].title, _title(catalogue, ledger, field), word, count]
        for (ledger, field, word), count in counts.most_common(PAGE)
        if not catalogue.ledgers[ledger].declared.guarded
    ]


def _draft(catalogue: Catalogue, draft: MatterDraft) -> list[Any]:
    ledger = catalogue.ledgers[draft.ledger]
    facts = [
        (ledger.declared.field[name].title, format_kept(value))
        for name, value in draft.facts.items()
        if value is not None
    ]
    told = [] if ledger.declared.guarded else [f"{title}：{value[:60]}" for title, value in facts[:TOLD]]
    return [_place(draft.at), ledger.title, "/".join(draft.key), told]


def _refusal(fields: Mapping[tuple[str, str], Mapping[str, Any]], one: RowRefusal) -> list[Any]:
    known = fields.get((one.at.file, one.at.sheet), {})
    title = known[one.field].title if one.field in known else ""
    return [_place(one.at), title, one.value[:200], one.because, one.number]


def _title(catalogue: Catalogue, ledger: str, name: str) -> str:
    return catalogue.ledgers[ledger].declared.field[name].title


def _place(at: At) -> str:
    where = f"{at.sheet}!{at.cell or at.row}" if at.sheet else at.cell or str(at.row)
    return f"{at.file} {where}"
