"""The page of names that wait: for each whom the roll offers, one click apart, or somebody outside it."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from taizhang.casework.unmatched_names import match, unmatched
from taizhang.policy.naming import OUTSIDE
from taizhang.terms.problem import Problem, Refused
from taizhang_site.accounts.access import record_request
from taizhang_site.request import SiteRequest


@require_http_methods(["GET", "POST"])
def unmatched_page(request: SiteRequest) -> HttpResponse:
    """The matters in which names wait, the oldest first; a name is matched and its matter leaves the page."""
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        matter, written, said = (request.POST.get(one, "").strip() for one in ("matter", "written", "name"))
        outside = request.POST.get("do") == "outside"
        try:
            match(
                request.desk,
                matter,
                written,
                [f"{OUTSIDE}{said}" if outside else said],
                request.POST.get("idem") or str(uuid.uuid4()),
            )
            record_request(request, "matched", matter)
            return redirect("unmatched")
        except Refused as refused:
            problems = refused.problems
    waiting, count = unmatched(request.desk)
    ledgers = request.desk.site.catalogue.ledgers
    context = {
        "problems": problems,
        "waiting": [(one, ledgers[one.head.ledger]) for one in waiting],
        "more": count - len(waiting),
        "typed": request.POST,
        "idem": str(uuid.uuid4()),
    }
    return render(request, "matters/unmatched.html", context, status=400 if problems else 200)
