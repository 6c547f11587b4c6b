"""The rows of a change set kept in files of its job, a line a row, so that any number can be looked through by pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import orjson

from taizhang.catalogue.entered import format_kept
from taizhang.catalogue.resolved import Catalogue
from taizhang.intake.changes import ChangeSet
from taizhang.intake.refused_book import write_refused
from taizhang.intake.rows import At, MatterDraft, RowRefusal

PAGE, TOLD = 100, 6
FIRST = "new.jsonl"
REFUSED_BOOK, MARKED_COPY = "驳回的行.xlsx", "标注副本.xlsx"
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
    _lines(folder / "refused.jsonl", changes.refused, lambda one: _refusal(fields, one))
    if changes.refused:
        write_refused(folder / REFUSED_BOOK, changes, whole=False)
        if sum(len(sheet.rows) for book in changes.workbooks for sheet in book.sheets) <= MOST_MARKED:
            write_refused(folder / MARKED_COPY, changes, whole=True)


def _lines(path: Path, rows: Iterable[Any], plain: Callable[[Any], list[Any]]) -> None:
    with path.open("wb") as file:
        file.writelines(orjson.dumps(plain(one), option=orjson.OPT_APPEND_NEWLINE) for one in rows)


def page(folder: Path, kind: str, start: int) -> list[list[Any]]:
    """One page of the rows of a kind; [] beyond the last."""
    path = folder / f"{kind}.jsonl"
    if not path.is_file():
        return []
    with path.open("rb") as file:
        return [orjson.loads(line) for line in islice(file, start, start + PAGE)]


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
