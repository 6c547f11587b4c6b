"""How sheets are taken: what was recognised, what a person corrects, and what is kept for the next workbook alike."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from taizhang.catalogue.resolved import Ledger
from taizhang.intake.changes import ChangeSet, SheetResult
from taizhang.intake.corrections import Correction, Corrections
from taizhang.intake.deciding import OWN
from taizhang.policy.decide import reach
from taizhang.policy.rights import SUPERVISOR
from taizhang.site.desk import Desk
from taizhang_site.house import site
from taizhang_site.matters.models import KeptMapping
from taizhang_site.rendering.parameters import is_whole_number, whole_number
from taizhang_site.request import SiteRequest

# Chosen: cells that somebody mends by hand, and characters of one; beyond, the file itself is put right.
MOST_MENDED, LONGEST_CELL = 2000, 2000
Decided = Mapping[str, Mapping[str, Any]]
"""File and sheet, joined by a line break → ledger, columns, skip; plain values that a job can keep."""


def parse_decisions(form: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """What the form of a change set says of its sheets, where that differs from what was recognised.

    Another ledger has its columns recognised anew; else every column is as the form says.
    """
    found: dict[str, dict[str, Any]] = {}
    for name in form:
        if not name.startswith("s-") or not name.endswith("-sheet"):
            continue
        one = name.removesuffix("sheet")
        ledger, was = form.get(one + "ledger", ""), form.get(one + "was-ledger", "")
        columns = {key.removeprefix(one + "c-"): value for key, value in form.items() if key.startswith(one + "c-")}
        before = {key: form.get(one + f"was-{key}", "") for key in columns}
        skip = form.get(one + "skip") == "1"
        if skip:
            told: dict[str, Any] = {"ledger": "", "columns": {}, "skip": True}
        elif ledger != was:
            told = {"ledger": ledger, "columns": {}, "skip": False}
        elif columns != before or form.get(one + "fixed"):
            told = {"ledger": ledger, "columns": columns, "skip": False}
        else:
            continue
        found[f"{form.get(one + 'file', '')}\n{form[name]}"] = told
    return found


def parse_mended(form: Mapping[str, str]) -> tuple[list[list[str]], list[list[str]]]:
    """The cells a person typed anew or found right as they are: file, sheet, address, text; and those of this page alone."""
    earlier: dict[tuple[str, str, str], str] = {}
    with suppress(ValueError, TypeError):
        kept = json.loads(form.get("mended") or "[]")
        earlier = {(str(file), str(sheet), str(cell)): str(text) for file, sheet, cell, text in kept}
    fresh: dict[tuple[str, str, str], str] = {}
    for name, key in form.items():
        number = name.removeprefix("m-key-")
        if number == name or key.count("\t") != 2:
            continue
        file, sheet, cell = key.split("\t")
        typed = form.get(f"m-{number}", "").strip()[:LONGEST_CELL]
        if typed != form.get(f"m-was-{number}", "").strip() or form.get(f"m-sure-{number}"):
            fresh[file, sheet, cell] = typed
    every = [[*key, text] for key, text in {**earlier, **fresh}.items()]
    return every[:MOST_MENDED], [[*key] for key in fresh]


def corrections(told: Decided, mended: Iterable[Sequence[str]] = ()) -> Corrections:
    """What was decided about the sheets of this import, and what is kept from earlier ones."""
    sheets = {}
    for key, one in told.items():
        file, _, sheet = key.partition("\n")
        sheets[file, sheet] = _correction(one["ledger"], one["columns"], one["skip"])
    kept = {one.signature: _correction(one.ledger, one.columns, one.skip) for one in KeptMapping.objects.all()}
    return Corrections(sheets, kept, {(file, sheet, cell): text for file, sheet, cell, text in mended})


def _correction(ledger: str, columns: Mapping[str, str], skip: bool) -> Correction:
    return Correction(ledger, {int(n): name for n, name in columns.items() if is_whole_number(n)}, skip)


def keeps(desk: Desk, ledger: str) -> bool:
    """Whether the person may say how everybody's sheets of a ledger are read from now on: he sees all of it.

    ledger: '' for sheets that are left out, which may be of any.
    """
    if ledger:
        return desk.whole(ledger)
    return any(post.role == SUPERVISOR and reach(post, desk.units) is None for post in desk.actor.posts)


def keep(changes: ChangeSet, desk: Desk) -> None:
    """Remembers what was corrected in this import, by the headings it was corrected for.

    What somebody corrects who answers for a part of the body holds for his own import alone.
    """
    for one in changes.sheets:
        if (
            not one.corrected
            or one.kept
            or not one.signature
            or not keeps(desk, one.map.ledger.name if one.map else "")
        ):
            continue
        columns = {str(column.index): column.field for column in one.columns if not column.spread} if one.map else {}
        KeptMapping.objects.update_or_create(
            signature=one.signature,
            defaults={
                "sheet": one.sheet[:100],
                "headings": "、".join(column.heading for column in one.columns)[:2000],
                "ledger": one.map.ledger.name if one.map else "",
                "columns": columns,
                "skip": one.map is None,
                "by": desk.actor.name,
            },
        )


def sheet_values(found: SheetResult, added: Collection[str]) -> dict[str, Any]:
    """A sheet in plain values for its page. added: fields its columns make that are not declared yet."""
    seen = found.seen
    return {
        "file": found.file,
        "sheet": found.sheet,
        "passed": found.passed,
        "records": found.records,
        "ledger": seen.ledger.name if seen else "",
        "title": seen.ledger.title if seen else "",
        "read": bool(found.map),
        "row": seen.heading.top + 1 if seen else 0,
        "corrected": found.corrected,
        "kept": found.kept,
        "skipped": found.corrected and not seen,
        "columns": [
            {
                "index": one.index,
                "letters": one.letters,
                "heading": one.heading,
                "field": OWN if one.field in added else one.field,
                "score": one.score,
                "why": one.why,
                "spread": one.spread,
                "samples": list(one.samples),
            }
            for one in found.columns
        ],
    }


@require_http_methods(["GET", "POST"])
def mappings_page(request: SiteRequest) -> HttpResponse:
    """The mappings this person may keep, each of which can be forgotten; of others there is nothing here."""
    if request.method == "POST":
        found = KeptMapping.objects.filter(pk=whole_number(request.POST.get("mapping"))).first()
        if found and _forgets(request.desk, found):
            found.delete()
        return redirect("mappings")
    ledgers = site().catalogue.ledgers
    rows = [
        (one, ledgers[one.ledger].title if one.ledger in ledgers else "", _pairs(ledgers.get(one.ledger), one))
        for one in KeptMapping.objects.order_by("-at")
        if _forgets(request.desk, one)
    ]
    return render(request, "matters/mappings.html", {"rows": rows})


def _forgets(desk: Desk, one: KeptMapping) -> bool:
    """Whether a kept mapping is this person's to see and forget; one of a ledger withdrawn since is as one left out."""
    return keeps(desk, one.ledger if one.ledger in site().catalogue.ledgers else "")


def _pairs(ledger: Ledger | None, one: KeptMapping) -> int:
    """How many columns lead to a field."""
    return sum(name in ledger.declared.field for name in one.columns.values()) if ledger else 0
