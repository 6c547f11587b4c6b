"""Correcting many matters at once: a table of fields to type in, or one value for all; seen before it is written."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_POST

from taizhang.casework.corrections import (
    MOST_EDITED,
    Edit,
    Reviewed,
    correct,
    editable,
    foresee,
    may_correct,
    review,
)
from taizhang.catalogue.model import FieldDeclaration
from taizhang.catalogue.resolved import Ledger
from taizhang.lists.query import Filter, Page
from taizhang.matters.entry import Head
from taizhang.papers.filed import filed_by_heads, tell
from taizhang.site.desk import Desk
from taizhang.terms.problem import Problem, Refused
from taizhang.terms.sentence import sentence
from taizhang_site.house import figures_lock
from taizhang_site.matters.acts import STALE, as_seen
from taizhang_site.matters.asked import parse_query
from taizhang_site.matters.fields import choices
from taizhang_site.request import SiteRequest

# Chosen: rows that a form still sends, columns that a screen shows, lines that a preview is read through.
MOST_ROWS, USUAL_COLUMNS, MOST_LISTED = 100, 6, 200


@dataclass(frozen=True, slots=True)
class EditedCell:
    """One field of one matter: what is typed, what stands there when that differs, and what is wrong with it.

    far: a day whose year somebody has to say is right; sure: it was said.
    """

    name: str
    field: FieldDeclaration
    value: str
    choices: tuple[str, ...]
    before: str = ""
    problems: tuple[Problem, ...] = ()
    far: bool = False
    sure: bool = False


@dataclass(frozen=True, slots=True)
class EditedMatter:
    """One matter of the table; its own problems are those that belong to no cell shown."""

    head: Head
    title: str
    cells: tuple[EditedCell, ...]
    problems: tuple[Problem, ...]


@require_POST
def edit(request: SiteRequest) -> HttpResponse:
    """The table; with ``do=preview`` what would change; with ``do=apply`` the corrections."""
    desk: Desk = request.desk
    ledger = desk.ledgers.get(request.POST.get("ledger", ""))
    if ledger is None or not may_correct(desk, ledger):
        raise Http404
    heads, problems = _choose_matters(request, ledger)
    edits = _edits(request, ledger, heads)
    do, idem = request.POST.get("do", ""), request.POST.get("idem") or str(uuid.uuid4())
    if not problems and do in ("preview", "apply"):
        return _decide(request, ledger, edits, idem)
    return _table(request, ledger, edits, idem, problems)


def _decide(request: SiteRequest, ledger: Ledger, edits: list[Edit], idem: str) -> HttpResponse:
    """The preview, or the corrections when they were confirmed."""
    desk, basis = request.desk, request.POST.get("note", "").strip()
    if request.POST["do"] == "apply":
        try:
            done = correct(desk, ledger, edits, basis, idem)
            return render(request, "matters/edited.html", {"count": len(done), "ledger": ledger})
        except Refused as refused:
            return _table(request, ledger, _current(desk, edits, refused.problems), idem, refused.problems)
    found = review(desk, ledger, edits, basis, idem)
    problems = [problem for one in found for problem in one.problems]
    if problems or not found:
        none = Problem("LST-009", "没有改动任何一格。", hint="请改动要更正的格，或选一栏统一改。")
        return _table(request, ledger, edits, idem, problems or [none])
    with figures_lock:
        filed = tell(filed_by_heads(desk.site, foresee(desk, ledger, found, basis, idem)))
    sure = [f"sure-{name}@{edit.head.matter}" for edit in edits for name in sorted(edit.sure)]
    shown = {**_preview(request, ledger, found, idem), "filed": filed, "sure": sure}
    return render(request, "matters/edit_preview.html", shown)


def _preview(request: SiteRequest, ledger: Ledger, found: Sequence[Reviewed], idem: str) -> dict[str, object]:
    lines = [(one.head, change) for one in found for change in one.changes]
    return {
        "ledger": ledger,
        "count": len(found),
        "lines": lines[:MOST_LISTED],
        "more": max(0, len(lines) - MOST_LISTED),
        "cells": [(f"c-{change.field}@{head.matter}", change.after) for head, change in lines],
        "expect": [f"{one.head.matter}:{one.head.mseq}" for one in found],
        "idem": idem,
        "note": request.POST.get("note", ""),
        "columns": request.POST.getlist("column"),
    }


def _choose_matters(request: SiteRequest, ledger: Ledger) -> tuple[list[Head], list[Problem]]:
    """The matters to correct, as they were seen: those ticked or sent before, or all that the list's filters show."""
    desk: Desk = request.desk
    if request.POST.get("all"):
        query = replace(parse_query(desk, QueryDict(request.POST.get("address", ""))), page=Page(size=MOST_EDITED))
        page = desk.page(query)
        if page.total > MOST_EDITED or page.cut:
            says = sentence("筛选出的事项超过{most_edited}件，不能一次改完。", most_edited=MOST_EDITED)
            return [], [Problem("LST-005", says, hint="请缩小范围，分几次改。")]
        return [head for head in page.heads if head.ledger == ledger.name], []
    sent = [one.rpartition(":")[0] for one in request.POST.getlist("expect")] or request.POST.getlist("matter")
    if not sent:
        return [], []
    page = desk.page(
        desk.query(Filter(ledgers=(ledger.name,), matters=tuple(sent[:MOST_EDITED])), page=Page(size=MOST_EDITED))
    )
    place = {matter: n for n, matter in enumerate(sent)}
    listed = sorted(page.heads, key=lambda head: place[head.matter])
    return [one.head for one in as_seen(request, [desk.opened(head) for head in listed])], []


def _edits(request: SiteRequest, ledger: Ledger, heads: Sequence[Head]) -> list[Edit]:
    """What was typed and which far days were said to be right, cell by cell, and the one value chosen for all."""
    typed, sure = _by_matter(request, "c-"), _by_matter(request, "sure-")
    same = request.POST.get("set_field", "")
    every = {same: request.POST.get("set_value", "")} if same in editable(ledger) else {}
    said = frozenset(every if request.POST.get("set_sure") else ())
    return [
        Edit(head, {**typed.get(head.matter, {}), **every}, frozenset(sure.get(head.matter, ())) - every.keys() | said)
        for head in heads
    ]


def _by_matter(request: SiteRequest, mark: str) -> dict[str, dict[str, str]]:
    """What the form sends of single cells under the mark: matter → field → text."""
    found: dict[str, dict[str, str]] = {}
    for name, value in request.POST.items():
        field, at, matter = name.removeprefix(mark).partition("@")
        if name.startswith(mark) and at:
            found.setdefault(matter, {})[field] = value
    return found


def _current(desk: Desk, edits: Sequence[Edit], problems: Sequence[Problem]) -> list[Edit]:
    """The edits of matters that somebody else has moved meanwhile put beside what stands there now."""
    moved = {one.place.matter for one in problems if one.code == STALE}
    now = {head.matter: head for edit in edits if edit.head.number in moved if (head := desk.head(edit.head.matter))}
    return [replace(edit, head=now.get(edit.head.matter, edit.head)) for edit in edits]


def _table(
    request: SiteRequest, ledger: Ledger, edits: Sequence[Edit], idem: str, problems: Sequence[Problem]
) -> HttpResponse:
    fields = editable(ledger)
    wanted = [one.removeprefix("f-") for one in request.POST.getlist("column")] or [
        one.removeprefix("f-") for one in QueryDict(request.POST.get("address", "")).getlist("column")
    ]
    touched = {name for edit in edits for name in edit.typed}
    columns = [name for name in fields if name in wanted or name in touched] or list(fields)[:USUAL_COLUMNS]
    every = _far_for_all(request, ledger, edits)
    lines = [
        _line(request.desk, edit, {name: fields[name] for name in columns}, problems, every)
        for edit in edits[:MOST_ROWS]
    ]
    told = {id(one) for line in lines for one in (*line.problems, *(p for cell in line.cells for p in cell.problems))}
    catalogue = request.desk.site.catalogue
    values = {value: None for field in fields.values() for value in choices(field, catalogue)}
    context = {
        "ledger": ledger,
        "lines": lines,
        "columns": columns,
        "fields": fields,
        "idem": idem,
        "total": len(edits),
        "problems": [one for one in problems if id(one) not in told],
        "wrong": len(told),
        "values": values,
        "expect": [f"{edit.head.matter}:{edit.head.mseq}" for edit in edits],
        "typed": request.POST,
        "every": every,
        "units": sorted(request.desk.units.units),
        "more": max(0, len(edits) - MOST_ROWS),
    }
    return render(request, "matters/edit.html", context, status=400 if problems else 200)


def _far_for_all(request: SiteRequest, ledger: Ledger, edits: Sequence[Edit]) -> str:
    """The field all were set to a far day in, which is asked about once; '' for none."""
    name, typed = request.POST.get("set_field", ""), request.POST.get("set_value", "")
    known = edits and name in editable(ledger)
    return name if known and edits[0].entering(request.desk, ledger).is_far(name, typed) else ""


def _line(
    desk: Desk, edit: Edit, fields: Mapping[str, FieldDeclaration], problems: Sequence[Problem], every: str
) -> EditedMatter:
    """One matter's row. every: the field that is asked about once for all, not cell by cell."""
    entering = edit.entering(desk, desk.ledgers[edit.head.ledger])
    mine = [one for one in problems if one.place.matter == (edit.head.number or edit.head.matter)]
    cells = []
    for name, field in fields.items():
        before = edit.stands(name)
        value = edit.typed.get(name, before)
        far = name != every and value.strip() != before and entering.is_far(name, value)
        told = tuple(one for one in mine if one.place.key == name)
        values = choices(field, desk.site.catalogue)
        if values and value not in ("", *values):
            values = (*values, value)
        stood = before if value.strip() != before.strip() else ""
        cells.append(EditedCell(name, field, value, values, stood, told, far, name in edit.sure))
    own = tuple(one for one in mine if one.place.key not in fields)
    return EditedMatter(edit.head, desk.site.journal.row(edit.head).title, tuple(cells), own)
