"""Acts: one form for one matter, one with a preview for many; each sent once however often the button is pressed."""

from __future__ import annotations

import uuid
from contextlib import suppress
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST

from taizhang.desk import Opened
from taizhang.journal.acts import Allowed, Particulars
from taizhang.journal.entry import Head
from taizhang.journal.listing import LARGEST_PAGE
from taizhang.journal.words import LEVELS
from taizhang.terms.problem import Place, Problem, Refused
from taizhang_site.matters.evidence import keep, undone
from taizhang_site.matters.pages import matter_page, opened_or_404

STALE = "JRN-002"
NOT_IN_BULK = frozenset({"correct", "record", "merge", "split", *LEVELS})
UNITS_FOR = ("assign", "reassign")
DUE_FOR = ("approve", "assign", "extend", "resume", "reassign", "reopen")
MOST_AT_ONCE = 200


@require_http_methods(["GET", "POST"])
def act(request: Any, matter: str, what: str) -> HttpResponse:
    """The form of an act, and the act."""
    opened = opened_or_404(request, matter)
    if what in LEVELS:
        return redirect(f"{reverse('letters_write')}?{urlencode({'matter': matter, 'level': LEVELS[what]})}")
    if request.method == "GET":
        return _form(request, opened, _allowed(opened, what), {}, ())
    found = keep(request)
    given, problems = particulars(request, opened.head, tuple(found.digests))
    problems += found.problems
    head = _seen(request, opened)
    if not problems:
        try:
            on = _day(request, "on") or request.desk.today
            request.desk.act(head, what, on, request.POST.get("idem") or str(uuid.uuid4()), given)
            return redirect("matter", matter=matter)
        except Refused as refused:
            problems = list(refused.problems)
    if any(problem.code == STALE for problem in problems):
        return matter_page(request, opened_or_404(request, matter), tuple(problems), 409)
    allowed = next((one for one in opened.acts if one.act == what), None)
    if allowed is None:
        return matter_page(request, opened, tuple(problems), 409)
    return _form(request, opened, allowed, request.POST, tuple(problems), found.digests)


def _allowed(opened: Opened, what: str) -> Allowed:
    found = next((one for one in opened.acts if one.act == what), None)
    if found is None:
        raise Http404
    return found


def _seen(request: Any, opened: Opened) -> Head:
    """The matter as the person saw it: acting on it later than somebody else is found by the journal."""
    expect = request.POST.get("expect", "")
    if expect.isdigit() and int(expect) != opened.head.mseq:
        earlier: Head | None = request.desk.site.journal.head(opened.head.matter, int(expect))
        if earlier is not None:
            return earlier
    return opened.head


def _form(
    request: Any, opened: Opened, allowed: Allowed, typed: Any, problems: tuple[Problem, ...], kept: Any = ()
) -> HttpResponse:
    what = allowed.act
    context = {
        "opened": opened, "head": opened.head, "allowed": allowed, "typed": typed, "problems": problems,
        "idem": typed.get("idem") or str(uuid.uuid4()), "today": request.desk.today.isoformat(),
        "units": sorted(request.desk.units.units) if what in UNITS_FOR else (),
        "asks_due": what in DUE_FOR and allowed.due in ("fill", "move"),
        "asks_review": what == "keep_standing", "asks_related": what in ("merge", "split"),
        "fields": opened.ledger.declared.field.items() if what == "correct" else (),
        "facts": opened.head.facts, "kept": undone(kept),
    }  # fmt: skip
    return render(request, "matters/act.html", context, status=400 if problems else 200)


def particulars(request: HttpRequest, head: Head | None, digests: tuple[str, ...]) -> tuple[Particulars, list[Problem]]:
    """What the form says, and what in it cannot be understood."""
    problems = []
    for name in ("on", "due", "review"):
        if request.POST.get(name) and _day(request, name) is None:
            says = f"日期“{request.POST[name][:20]}”写法不对。"
            problems.append(Problem("WEB-001", says, Place(key=name), "请写作 2026-03-05。"))
    related = tuple(
        part for part in request.POST.get("related", "").replace("，", " ").replace("、", " ").split() if part
    )
    given = Particulars(
        note=request.POST.get("note", "").strip(),
        evidence=digests,
        due=_day(request, "due"),
        unit=request.POST.get("unit", ""),
        related=_matters(request, head, related, problems),
        review=_day(request, "review"),
        facts=_corrected(request, head),
    )
    return given, problems


def _corrected(request: HttpRequest, head: Head | None) -> dict[str, str | None]:
    """Fields of a correction that differ from what stands."""
    facts: dict[str, str | None] = {}
    for name, value in request.POST.items():
        if name.startswith("f-") and head is not None:
            before = head.facts.get(name[2:])
            if str(value).strip() != ("" if before is None else str(before)):
                facts[name[2:]] = str(value).strip() or None
    return facts


def _matters(request: Any, head: Head | None, numbers: tuple[str, ...], problems: list[Problem]) -> tuple[str, ...]:
    """The matters that numbers of the same ledger mean, among those the person may see."""
    if not numbers or head is None:
        return ()
    seen = request.desk.page(request.desk.query(ledgers=(head.ledger,), numbers=numbers, size=200)).heads
    by_number = {one.number: one.matter for one in seen}
    for number in numbers:
        if number not in by_number:
            says = f"本台账没有编号为“{number[:40]}”的事项。"
            problems.append(Problem("WEB-002", says, Place(key="related"), "请核对编号；只能填写您看得到的事项。"))
    return tuple(by_number[number] for number in numbers if number in by_number)


def _day(request: HttpRequest, name: str) -> date | None:
    with suppress(ValueError):
        return date.fromisoformat(request.POST.get(name, ""))
    return None


@require_POST
def bulk(request: Any) -> HttpResponse:
    """One act on several matters: first what would happen to each, then all of them or none."""
    chosen = tuple(request.POST.getlist("matter"))[:MOST_AT_ONCE]
    heads = request.desk.page(request.desk.query(matters=chosen or ("-",), size=LARGEST_PAGE)).heads
    what = request.POST.get("what", "")
    offers: dict[str, Allowed] = {}
    fits: list[Head] = []
    passed: list[Head] = []
    for head in heads:
        acts = {one.act: one for one in request.desk.acts(head)}
        offers |= {name: one for name, one in acts.items() if name not in NOT_IN_BULK}
        (fits if what in acts else passed).append(head)
    problems: tuple[Problem, ...] = ()
    if request.POST.get("do") and fits:
        found = keep(request)
        given, wrong = particulars(request, None, tuple(found.digests))
        problems = (*wrong, *found.problems)
        if not problems:
            try:
                idem = request.POST.get("idem") or str(uuid.uuid4())
                request.desk.act_on_all(as_seen(request, fits), what, request.desk.today, idem, given)
                return render(request, "matters/bulk_done.html", {"heads": fits, "what": what})
            except Refused as refused:
                problems = refused.problems
    context = {
        "heads": heads, "fits": fits, "passed": passed, "what": what, "offers": sorted(offers.values(), key=_label),
        "allowed": offers.get(what), "problems": problems, "typed": request.POST,
        "idem": request.POST.get("idem") or str(uuid.uuid4()),
        "units": sorted(request.desk.units.units) if what in UNITS_FOR else (), "asks_due": what in DUE_FOR,
        "expect": [(head, f"{head.matter}:{head.mseq}") for head in fits],
    }  # fmt: skip
    return render(request, "matters/bulk.html", context, status=400 if problems else 200)


def _label(one: Allowed) -> str:
    return one.label


def as_seen(request: Any, heads: list[Head]) -> list[Head]:
    """The matters as the page that was sent showed them."""
    seen = dict(part.rpartition(":")[::2] for part in request.POST.getlist("expect"))
    return [
        request.desk.site.journal.head(head.matter, int(seen[head.matter])) or head
        if seen.get(head.matter, "").isdigit() and int(seen[head.matter]) != head.mseq
        else head
        for head in heads
    ]
