"""Import by upload: the change set first, with every mapping and refusal; written only when it is confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from taizhang.terms.problem import Problem
from taizhang_site.house import site, today
from taizhang_site.jobs.asking import ask, named
from taizhang_site.jobs.models import Job, revived
from taizhang_site.rendering.language import translate
from taizhang_site.uploads import held, receive

SUFFIXES = (".xlsx", ".xls", ".csv")


@require_http_methods(["GET", "POST"])
def import_(request: Any) -> HttpResponse:
    """Files to import, and what they would do."""
    problems: list[Problem] = []
    if request.method == "POST":
        kept = receive(request, SUFFIXES)
        problems = list(kept.problems)
        if not problems:
            return _asked(request, "import_preview", kept.token, list(kept.paths))
    return render(request, "matters/import.html", {"problems": problems}, status=400 if problems else 200)


@require_POST
def import_apply(request: Any) -> HttpResponse:
    """The confirmed import; or the change set anew with another mapping."""
    token = request.POST.get("token", "")
    kind = "import_apply" if request.POST.get("do") == "apply" else "import_preview"
    return _asked(request, kind, token, held(request, token))


def _asked(request: Any, kind: str, token: str, paths: list[Path]) -> HttpResponse:
    """The job with the mapping a person corrected (field → heading), and what was seen before."""
    ledger = request.POST.get("ledger", "")
    args = {
        "ledger": ledger if ledger in site().catalogue.ledgers else "", "seen": request.POST.get("seen", ""),
        "given": {name[2:]: value for name, value in request.POST.items() if name.startswith("m-") and value},
        "accept": request.POST.get("accept_refused") == "1", "on": today().isoformat(),
    }  # fmt: skip
    return ask(request, kind, named([path.name for path in paths]), args, token)


def changes(request: Any, job: Job) -> HttpResponse:
    """The change set: what would be written, what stands in the way, and the mapping to be corrected."""
    told: Mapping[str, Any] = job.told
    context = {
        **told, "problems": revived(told["problems"]), "refused": revived(told["refused"]),
        "warnings": revived(told["warnings"]), "ledgers": request.desk.ledgers.values(),
        "nothing": translate("文件中的内容与台账一致，没有要写入的。", request.language),
    }  # fmt: skip
    return render(request, "matters/changes.html", context)


def written(request: Any, job: Job) -> HttpResponse:
    """How many entries were written; the change set again when something stood in the way."""
    if "entries" not in job.told:
        return changes(request, job)
    return render(request, "matters/imported.html", {"imported": job.told, "ledger": job.told["ledger"]})
