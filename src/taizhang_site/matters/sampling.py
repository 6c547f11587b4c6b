"""Sampling re-checks: the rule and its seed stand in the address, so that anybody can draw the same sample again."""

from __future__ import annotations

import secrets
import uuid
from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from taizhang.casework.sampling import CHECKERS_FOR, SHARE, Drawn, Sample, SamplingRule, assign, draw
from taizhang.site.desk import Desk
from taizhang.terms.problem import Problem, Refused
from taizhang_site.rendering.language import translate
from taizhang_site.rendering.parameters import day_of, whole_number
from taizhang_site.request import SiteRequest


@require_http_methods(["GET", "POST"])
def sampling(request: SiteRequest) -> HttpResponse:
    """The form of a rule, the sample it draws, and its assignment to checkers."""
    desk: Desk = request.desk
    ledgers = [one for one in desk.ledgers.values() if one.declared.lifecycle == "closed_loop"]
    if request.GET.get("ledger") and not request.GET.get("seed"):
        asked = {name: request.GET.get(name, "") for name in ("ledger", "since", "until", "share")}
        return redirect(f"{reverse('sampling')}?{urlencode({**asked, 'seed': secrets.token_hex(4)})}")
    rule = _rule(request, {one.name for one in ledgers})
    sample = draw(desk, rule) if rule else None
    problems: tuple[Problem, ...] = ()
    if request.method == "POST" and sample:
        checkers = {one.head.matter: request.POST.get(f"c-{one.head.matter}", "") for one in sample.drawn}
        try:
            assign(desk, sample, checkers, request.POST.get("idem") or str(uuid.uuid4()))
            return render(request, "matters/sampled.html", {"sample": sample, "drawn": _drawn_rows(request, sample)})
        except Refused as refused:
            problems = refused.problems
    context = {
        "ledgers": ledgers,
        "sample": sample,
        "rule": rule,
        "problems": problems,
        "drawn": _drawn_rows(request, sample) if sample else [],
        "idem": request.POST.get("idem") or str(uuid.uuid4()),
        "since": request.GET.get("since") or date(desk.today.year, 1, 1).isoformat(),
        "until": request.GET.get("until") or desk.today.isoformat(),
        "share": request.GET.get("share") or SHARE,
        "chosen": request.GET.get("ledger", ""),
        "who": desk.who(CHECKERS_FOR),
    }
    return render(request, "matters/sampling.html", context, status=400 if problems else 200)


def _rule(request: SiteRequest, ledgers: set[str]) -> SamplingRule | None:
    """The rule in the address, None when it is none."""
    ledger, share = request.GET.get("ledger", ""), request.GET.get("share", "")
    if ledger not in ledgers:
        return None
    percent = max(whole_number(share, SHARE, 100), 1)
    today = request.desk.today
    since = day_of(request.GET.get("since")) or date(today.year, 1, 1)
    return SamplingRule(
        ledger, since, day_of(request.GET.get("until")) or today, percent, request.GET.get("seed", "")[:40]
    )


def _drawn_rows(request: SiteRequest, sample: Sample) -> list[tuple[Drawn, str, str, str]]:
    """Each drawn matter with its title, why it was drawn, and the checker chosen."""
    desk: Desk = request.desk
    return [
        (
            one,
            desk.site.journal.row(one.head).title,
            translate(one.why, request.language),
            request.POST.get(f"c-{one.head.matter}", one.checker),
        )
        for one in sample.drawn
    ]
