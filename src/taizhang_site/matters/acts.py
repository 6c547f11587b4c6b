"""Acts: one form for one matter, one with a preview for many; each sent once however often the button is pressed."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST

from taizhang.casework.relations import merge_matters
from taizhang.catalogue.entered import format_kept
from taizhang.lists.query import LARGEST_PAGE, Filter, Page
from taizhang.matters.acts import Allowed, Particulars
from taizhang.matters.words import LEVELS
from taizhang.site.desk import Desk
from taizhang.site.opened import Opened
from taizhang.terms.problem import Problem, Refused
from taizhang_site.matters.evidence import keep_uploads, uploads_of_refused_form
from taizhang_site.matters.pages import matter_page, open_or_404, requested_day
from taizhang_site.matters.registering import FormField
from taizhang_site.matters.saying import (
    UNITS_FOR,
    answer_fields,
    co_field,
    day,
    entering_for,
    keep_archive_list,
    particulars,
)
from taizhang_site.rendering.parameters import is_whole_number
from taizhang_site.request import SiteRequest

STALE = "JRN-002"
NOT_IN_BULK = frozenset({"correct", "record", "merge", "split", "link", "unlink", "sample", *LEVELS})
DUE_FOR = ("approve", "assign", "extend", "resume", "reassign", "reopen")
# Chosen: the preview of more is not read before it is confirmed.
MOST_AT_ONCE = 200


@require_http_methods(["GET", "POST"])
def act(request: SiteRequest, matter: str, what: str) -> HttpResponse:
    """The form of an act, and the act."""
    opened = open_or_404(request, matter)
    if what in LEVELS:
        return redirect(f"{reverse('letters_write')}?{urlencode({'matter': matter, 'level': LEVELS[what]})}")
    if what == "split":
        return redirect("split", matter=matter)
    if request.method == "GET":
        return _form(request, opened, _require_allowed(opened, what), _suggested(request), ())
    # What was open to the matter as it was seen: a form sent twice says the same both times.
    found, seen = keep_uploads(request, [opened.head.ledger]), opened.as_seen(step_seen(request.POST.get("expect", "")))
    given, problems = particulars(request, seen.head, tuple(found.digests), seen.find_act(what))
    problems += found.problems
    if not problems:
        try:
            _do(request, seen, what, given)
            return redirect("matter", matter=matter)
        except Refused as refused:
            problems = list(refused.problems)
    allowed = opened.find_act(what)
    if allowed is None or any(problem.code == STALE for problem in problems):
        return matter_page(request, open_or_404(request, matter), tuple(problems), 409)
    return _form(request, opened, allowed, request.POST, tuple(problems), found.digests)


def _do(request: SiteRequest, opened: Opened, what: str, given: Particulars) -> None:
    """The act, on the matter as it was seen."""
    desk, head = request.desk, opened.head
    idem = request.POST.get("idem") or str(uuid.uuid4())
    others = desk.among(given.related) if what == "merge" else {}
    if others:
        merge_matters(desk, head, next(iter(others.values())), idem, given)
        return
    if what == "archive":
        given = keep_archive_list(request, head, given)
    desk.act(opened, what, day(request, "on") or desk.today, idem, given)


def _require_allowed(opened: Opened, what: str) -> Allowed:
    found = opened.find_act(what)
    if found is None:
        raise Http404
    return found


def step_seen(text: str) -> int | None:
    """The step of a matter a form was made from; None when it names none."""
    return int(text) if is_whole_number(text) else None


def _suggested(request: SiteRequest) -> QueryDict:
    """What the address suggests to be typed: the number of another matter, and nothing else."""
    return QueryDict(urlencode({"related": request.GET.get("related", "")}))


def _form(
    request: SiteRequest,
    opened: Opened,
    allowed: Allowed,
    typed: QueryDict,
    problems: tuple[Problem, ...],
    kept: Sequence[str] = (),
) -> HttpResponse:
    what, head, desk = allowed.act, opened.head, request.desk
    co = co_field(opened.ledger) if what in UNITS_FOR else ""
    units = what in UNITS_FOR or any(one.kind == "unit" for one in allowed.says)
    context = {
        "opened": opened,
        "head": head,
        "allowed": allowed,
        "typed": typed,
        "problems": problems,
        "idem": typed.get("idem") or str(uuid.uuid4()),
        "today": desk.today.isoformat(),
        "units": sorted(desk.units.units) if units else (),
        "asks_unit": what in UNITS_FOR,
        "unit": typed.get("unit") or suggested_unit(opened) if what == "reassign" else typed.get("unit", ""),
        "co": co,
        "co_title": opened.ledger.declared.field[co].title if co else "",
        "co_chosen": typed.getlist("co") if typed else head.facts.get(co) or () if co else (),
        "asks_due": what in DUE_FOR and allowed.due in ("fill", "move"),
        "due": typed.get("due") or (requested_day(opened) if what == "extend" else ""),
        "asks_review": what == "keep_standing",
        "asks_related": what in ("merge", "link"),
        "ledgers": desk.ledgers.values() if what == "link" else (),
        "links": desk.among(head.relations.links).values() if what == "unlink" else (),
        "asked": answer_fields(allowed, typed),
        "fields": _correction_fields(request, opened, typed) if what == "correct" else (),
        "kept": uploads_of_refused_form(kept),
    }
    return render(request, "matters/act.html", context, status=400 if problems else 200)


def _correction_fields(request: SiteRequest, opened: Opened, typed: QueryDict) -> list[FormField]:
    """Every field of the ledger as it was typed, as it stands before anything was."""
    entering = entering_for(request, opened.ledger)
    shown = []
    for name, one in opened.ledger.declared.field.items():
        stands = format_kept(opened.head.facts.get(name))
        value = typed.get(f"f-{name}", stands)
        far = value.strip() != stands and entering.is_far(name, value)
        shown.append(FormField(name, one, (), value, far, name in entering.sure))
    return shown


def suggested_unit(opened: Opened) -> str:
    """The unit suggested in the last application to hand the matter back."""
    asked_back = [one.intention for one in opened.history if one.intention.act == "ask_back"]
    return asked_back[-1].said.get("owner", "") if asked_back and opened.head.state == "handed_back" else ""


def _sort_out(matters: list[Opened], what: str) -> tuple[dict[str, Allowed], list[Opened], list[Opened]]:
    """The acts some of the matters admit, the matters that admit this one, and the others."""
    offers: dict[str, Allowed] = {}
    for one in matters:
        offers |= {act.act: act for act in one.acts if act.act not in NOT_IN_BULK}
    fits = [one for one in matters if one.find_act(what)]
    return offers, fits, [one for one in matters if not one.find_act(what)]


def _asked_in_bulk(request: SiteRequest, what: str, allowed: Allowed | None) -> dict[str, Any]:
    """What the form asks for the act."""
    return {
        "asks_unit": what in UNITS_FOR,
        "unit": request.POST.get("unit", ""),
        "units": sorted(request.desk.units.units) if what in (*UNITS_FOR, "ask_back") else (),
        "asks_due": what in DUE_FOR,
        "asks_review": what == "keep_standing",
        "asked": answer_fields(allowed, request.POST) if allowed else (),
    }


@require_POST
def bulk(request: SiteRequest) -> HttpResponse:
    """One act on several matters: first what would happen to each, then all of them or none."""
    desk: Desk = request.desk
    chosen = tuple(request.POST.getlist("matter"))[:MOST_AT_ONCE]
    listed = desk.page(desk.query(Filter(matters=chosen or ("-",)), page=Page(size=LARGEST_PAGE))).heads
    now = [desk.opened(head) for head in listed]
    # Sent twice, the matters are looked at as they were the first time, so that it happens once.
    matters = as_seen(request, now) if request.POST.get("do") else now
    what = request.POST.get("what", "")
    offers, fits, passed = _sort_out(matters, what)
    problems: tuple[Problem, ...] = ()
    kept: list[str] = []
    if request.POST.get("do") and fits:
        found = keep_uploads(request, [one.head.ledger for one in fits])
        given, wrong = particulars(request, None, tuple(found.digests), offers.get(what))
        problems, kept = (*wrong, *found.problems), found.digests
        if not problems:
            try:
                _do_all(request, fits, what, given)
                return render(request, "matters/bulk_done.html", {"heads": [one.head for one in fits], "what": what})
            except Refused as refused:
                problems = refused.problems
    allowed = offers.get(what)
    context = {
        "heads": [one.head for one in matters],
        "fits": [one.head for one in fits],
        "passed": [one.head for one in passed],
        "what": what,
        "offers": sorted(offers.values(), key=_label),
        "allowed": allowed,
        "problems": problems,
        "typed": request.POST,
        "kept": uploads_of_refused_form(kept),
        "idem": request.POST.get("idem") or str(uuid.uuid4()),
        **_asked_in_bulk(request, what, allowed),
        "expect": [(head, f"{head.matter}:{head.mseq}") for head in listed if head.matter in _names(fits)],
    }
    stale = any(problem.code == STALE for problem in problems)
    return render(request, "matters/bulk.html", context, status=409 if stale else 400 if problems else 200)


def _names(matters: list[Opened]) -> set[str]:
    return {one.head.matter for one in matters}


def _do_all(request: SiteRequest, matters: list[Opened], what: str, given: Particulars) -> None:
    """The act on all of them, each with a list of its own files where they go into the archive."""
    idem = request.POST.get("idem") or str(uuid.uuid4())
    files = what == "archive"
    each = [(one, what, keep_archive_list(request, one.head, given) if files else given) for one in matters]
    request.desk.act_each(each, request.desk.today, idem)


def _label(one: Allowed) -> str:
    return one.label


def as_seen(request: SiteRequest, matters: list[Opened]) -> list[Opened]:
    """The matters as the page that was sent showed them."""
    seen = dict(part.rpartition(":")[::2] for part in request.POST.getlist("expect"))
    return [one.as_seen(step_seen(seen.get(one.head.matter, ""))) for one in matters]
