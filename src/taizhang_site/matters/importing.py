"""Import by upload: the change set first, with every mapping and refusal; written only when it is confirmed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from taizhang_site.accounts.access import record_request
from taizhang_site.house import today
from taizhang_site.jobs.asking import create_job, describe_files
from taizhang_site.jobs.files import at_hand, has_file
from taizhang_site.jobs.models import Job, problems_from
from taizhang_site.matters import change_rows
from taizhang_site.matters.mappings import parse_decisions, parse_mended
from taizhang_site.rendering.downloads import stream_file
from taizhang_site.rendering.language import translate
from taizhang_site.rendering.parameters import whole_number
from taizhang_site.request import SiteRequest
from taizhang_site.uploads import receive, require_files

SUFFIXES = (".xlsx", ".xls", ".ods", ".csv")
BOOKS = {"refused": change_rows.REFUSED_BOOK, "marked": change_rows.MARKED_COPY}
# Characters. Chosen: a note of an entry, short enough to be read beside each.
LONGEST_REASON = 500
SHOWN = {"new": "新增", "changed": "更正", "same": "未变", "refused": "驳回"}


@require_http_methods(["GET", "POST"])
def import_(request: SiteRequest) -> HttpResponse:
    """Files to import, and what they would do."""
    problems = []
    if request.method == "POST":
        kept = receive(request, SUFFIXES)
        problems = list(kept.problems)
        if not problems:
            return _create_decided_job(request, "import_preview", kept.token, list(kept.paths))
    return render(request, "matters/import.html", {"problems": problems}, status=400 if problems else 200)


@require_POST
def import_apply(request: SiteRequest) -> HttpResponse:
    """The confirmed import; or the change set anew with another mapping."""
    token = request.POST.get("token", "")
    kind = "import_apply" if request.POST.get("do") in ("apply", "mend_apply") else "import_preview"
    return _create_decided_job(request, kind, token, require_files(request, token))


def _create_decided_job(request: SiteRequest, kind: str, token: str, paths: list[Path]) -> HttpResponse:
    """The job with what a person decided about the sheets, and what was seen before."""
    mended, fresh = parse_mended(request.POST)
    args = {
        "seen": request.POST.get("seen", ""),
        "sheets": parse_decisions(request.POST),
        "accept": request.POST.get("accept_refused") == "1",
        "reason": request.POST.get("reason", "").strip()[:LONGEST_REASON],
        "mended": mended,
        "fresh": fresh,
        "on": today().isoformat(),
    }
    return create_job(request, kind, describe_files([path.name for path in paths]), args, token)


def changes(request: SiteRequest, job: Job) -> HttpResponse | FileResponse:
    """The change set: what would be written, row by row, what stands in the way, and the mapping to be corrected."""
    if request.GET.get("file"):
        return _send_refused(request, job)
    told: Mapping[str, Any] = job.told
    if "kept_out" in told:
        return render(request, "matters/kept_out.html", {"problems": problems_from(told["kept_out"])})
    ledgers = request.desk.ledgers
    counts = {
        "new": told["new"],
        "changed": told["corrected"],
        "same": told["unchanged"],
        "refused": told["refused_rows"] + told["waiting"],
    }
    show = request.GET.get("show", "")
    if show not in counts:
        show = next((kind for kind in ("refused", "changed", "new") if counts[kind]), "same")
    written = request.GET.get("start", "")
    start = whole_number(written)
    rows: list[Any] = change_rows.page(job.folder, show, start)
    if show == "refused":
        rows = change_rows.to_mend(job.folder, start)
    context = {
        **told,
        "problems": problems_from(told["problems"]),
        "warnings": problems_from(told["warnings"]),
        "filed": problems_from(told.get("filed", [])),
        "rows": rows,
        "mended_json": json.dumps(told.get("mended", []), ensure_ascii=False),
        "show": show,
        "tabs": [(kind, SHOWN[kind], {**counts, "refused": told["refused_rows"]}[kind]) for kind in counts],
        "first": start + 1,
        "last": start + len(rows),
        "of": counts[show],
        "before": max(0, start - change_rows.PAGE) if start else None,
        "after": start + len(rows) if start + len(rows) < counts[show] and rows else None,
        "ledgers": ledgers.values(),
        "token_of_job": job.token,
        "marked": has_file(job.folder, change_rows.MARKED_COPY),
        "maps": [_map(one, ledgers.get(one["ledger"])) for one in told["sheets"]],
        "nothing": translate("文件中的内容与台账一致，没有要写入的。", request.language),
    }
    return render(request, "matters/changes.html", context)


def _map(sheet: Mapping[str, Any], ledger: Any) -> dict[str, Any]:
    """A sheet with the fields its columns may lead to, the required ones first."""
    fields = list(ledger.declared.field.items()) if ledger else []
    fields.sort(key=lambda one: not one[1].required)
    have = {column["field"] for column in sheet["columns"]}
    lacking = [one.title for name, one in fields if one.required and one.headings and not one.fill and name not in have]
    return {**sheet, "fields": [(name, one.title, one.required) for name, one in fields], "lacking": lacking}


def _send_refused(request: SiteRequest, job: Job) -> FileResponse:
    """The refused rows as a workbook, or the whole marked."""
    name = BOOKS.get(request.GET["file"], "")
    with at_hand(job.folder, name) as path:
        if not name or path is None:
            raise Http404
        record_request(request, "export", f"{name}：{job.subject}")
        return stream_file(path, name)


def show_written(request: SiteRequest, job: Job) -> HttpResponse | FileResponse:
    """How many entries were written; the change set again when something stood in the way."""
    if "entries" not in job.told:
        return changes(request, job)
    return render(request, "matters/imported.html", {"imported": job.told, "ledger": job.told["ledger"]})
