"""Import by upload: the change set first, with every mapping and refusal; written only when it is confirmed."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from taizhang.intake.admit import problem_of
from taizhang.site import Imported
from taizhang.terms.problem import Problem, Refused
from taizhang_site.house import site, today
from taizhang_site.rendering.language import translate
from taizhang_site.uploads import drop, held, receive

SUFFIXES = (".xlsx", ".xls", ".csv")
MOST_SHOWN = 200


@require_http_methods(["GET", "POST"])
def import_(request: Any) -> HttpResponse:
    """Files to import, and what they would do."""
    problems: list[Problem] = []
    if request.method == "POST":
        kept = receive(request, SUFFIXES)
        problems = list(kept.problems)
        if not problems:
            return _preview(request, kept.token, list(kept.paths), _given(request))
    return render(request, "matters/import.html", {"problems": problems}, status=400 if problems else 200)


@require_POST
def import_apply(request: Any) -> HttpResponse:
    """The confirmed import; or the change set anew with another mapping."""
    token = request.POST.get("token", "")
    paths = held(request, token)
    if request.POST.get("do") != "apply":
        return _preview(request, token, paths, _given(request))
    done = _imported(request, paths, _given(request), write=True)
    if isinstance(done, list) or not done.applied:
        return _preview(request, token, paths, _given(request))
    drop(token)
    first = next((change.draft.ledger for change in (*done.changes.new, *done.changes.changed)), "")
    context = {"imported": done, "ledger": first}
    return render(request, "matters/imported.html", context)


def _given(request: Any) -> dict[str, str]:
    """The mapping a person corrected: field → heading."""
    return {name[2:]: value for name, value in request.POST.items() if name.startswith("m-") and value}


def _imported(request: Any, paths: list[Path], given: dict[str, str], *, write: bool) -> Imported | list[Problem]:
    ledger = request.POST.get("ledger", "")
    try:
        return site().import_files(
            paths, today=today(), actor=request.desk.actor.name, ledger=ledger if ledger in site().catalogue.ledgers else "",
            given=given, dry_run=not write, accept_refused=request.POST.get("accept_refused") == "1",
        )  # fmt: skip
    except Refused as refused:
        return list(refused.problems)


def _preview(request: Any, token: str, paths: list[Path], given: dict[str, str]) -> HttpResponse:
    """The change set: what would be written, what stands in the way, and the mapping to be corrected."""
    found = _imported(request, paths, given, write=False)
    context: dict[str, object] = {
        "token": token, "files": [path.name for path in paths], "given": given,
        "ledgers": request.desk.ledgers.values(), "ledger": request.POST.get("ledger", ""),
        "accept": request.POST.get("accept_refused") == "1",
    }  # fmt: skip
    if isinstance(found, list):
        return render(request, "matters/changes.html", {**context, "problems": found}, status=400)
    changes = found.changes
    refused = [problem_of(one) for one in changes.refused]
    standing = [one for one in found.obstacles if one not in refused]
    new = Counter(change.draft.ledger for change in changes.new)
    changed = Counter(change.draft.ledger for change in changes.changed)
    titles = {name: one.title for name, one in site().catalogue.ledgers.items()}
    context |= {
        "changes": changes, "problems": standing, "refused": refused[:MOST_SHOWN], "refused_count": len(refused),
        "warnings": changes.warnings[:MOST_SHOWN],
        "counts": [(titles[name], new[name], changed[name]) for name in sorted(new | changed)],
        "changed": [
            ("/".join(one.draft.key), site().catalogue.ledgers[one.draft.ledger].declared.field[name].title, before, after)
            for one in changes.changed[:MOST_SHOWN] for name, before, after in one.fields
        ],
        "sheets": [(one, one.map.shown() if one.map else ()) for one in changes.sheets],
        "ready": not standing and (not refused or context["accept"]) and bool(changes.new or changes.changed),
        "nothing": translate("文件中的内容与台账一致，没有要写入的。", request.language),
    }  # fmt: skip
    return render(request, "matters/changes.html", context)
