"""The page of matters that look like one under two numbers: merge them, or say why they are two."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from taizhang.casework.look_alikes import look_alikes, tell_apart
from taizhang.site.desk import Desk
from taizhang.terms.problem import Problem, Refused
from taizhang_site.request import SiteRequest


@require_http_methods(["GET", "POST"])
def look_alikes_page(request: SiteRequest) -> HttpResponse:
    """The pairs of one ledger; a pair said to be two is linked and leaves the page."""
    desk: Desk = request.desk
    ledger = request.GET.get("ledger", "")
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        problems = _tell_apart(request, desk)
        if not problems:
            return redirect(f"{reverse('look_alikes')}?{urlencode({'ledger': ledger})}")
    pairs = look_alikes(desk, ledger)
    context = {
        "ledgers": desk.ledgers.values(),
        "chosen": ledger if ledger in desk.ledgers else "",
        "pairs": [(pair, {one.act for one in desk.opened(pair.two).acts}) for pair in pairs],
        "problems": problems,
        "typed": request.POST,
        "idem": str(uuid.uuid4()),
    }
    return render(request, "matters/look_alikes.html", context, status=400 if problems else 200)


def _tell_apart(request: SiteRequest, desk: Desk) -> tuple[Problem, ...]:
    """Links the two matters named in the form; what stood against it."""
    one, two = request.POST.get("one", ""), request.POST.get("two", "")
    heads = desk.among((one, two))
    if len(heads) < 2:
        return (Problem("POL-007", "看不到这两件事项，或其中一件已经不在。", hint="请刷新本页再看。"),)
    try:
        tell_apart(desk, heads[one], heads[two], request.POST.get("why", ""), request.POST.get("idem") or two)
    except Refused as refused:
        return refused.problems
    return ()
