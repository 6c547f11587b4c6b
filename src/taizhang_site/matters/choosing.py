"""“在用台账”: which ledgers the body uses, told by its workbooks or ticked; the others stay out of sight until they are wanted."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from taizhang.catalogue.profiles import is_on
from taizhang.catalogue.resolved import Ledger
from taizhang.intake.reading.files import read_many
from taizhang.intake.recognise import Recogniser
from taizhang.intake.sheets import Workbook
from taizhang.intake.tables.upright import upright
from taizhang.site.in_use import choose_ledgers, chosen_ledgers
from taizhang.site.site import Site
from taizhang.terms.problem import Problem, Refused
from taizhang_site.matters import importing
from taizhang_site.request import SiteRequest
from taizhang_site.uploads import receive

KINDS = {"bureau": "部门、局", "city": "市、县", "office": "政府办公室、党委办公室"}


@dataclass(frozen=True, slots=True)
class LedgerChoice:
    """A ledger that can be put in use: whether it is ticked, how many matters it holds, the files that are like it."""

    ledger: Ledger
    ticked: bool
    total: int
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dropped:
    """What was said of the files dropped: the token they are kept under, ledger → files like it, those like none, problems."""

    token: str = ""
    told: Mapping[str, Sequence[str]] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


@require_http_methods(["GET", "POST"])
def ledgers_choose(request: SiteRequest) -> HttpResponse:
    """The ledgers with those ticked that are in use or that dropped workbooks are like; sent, the choice."""
    desk, what = request.desk, request.POST.get("do", "")
    dropped = _take(request) if what == "drop" else Dropped(request.POST.get("token", ""))
    problems = list(dropped.problems)
    if what == "choose":
        try:
            choose_ledgers(desk.site, request.POST.getlist("use"), desk.actor.name, request.POST.get("idem", "")[:64])
            return redirect("ledgers")
        except Refused as refused:
            problems += refused.problems
    choices = _choices(request, dropped)
    shown = [one for one in choices if one.ticked or one.total or one.ledger.declared.own]
    context = {
        "shown": sorted(shown, key=lambda one: -one.total),
        "rest": [one for one in choices if one not in shown],
        "kinds": KINDS.items(),
        "kind": request.POST.get("kind", ""),
        "unknown": dropped.unknown,
        "token": dropped.token,
        "problems": problems,
        "first": chosen_ledgers(desk.site) is None,
        "suffixes": ",".join(importing.SUFFIXES),
        "idem": request.POST.get("idem") or uuid.uuid4().hex,
    }
    return render(request, "matters/ledgers_choose.html", context, status=400 if problems and what == "choose" else 200)


def _take(request: SiteRequest) -> Dropped:
    """The files that were dropped, looked at and kept for a day; nothing of them is written."""
    kept = receive(request, importing.SUFFIXES)
    told, unknown, unread = recognised(request.desk.site, kept.paths)
    return Dropped(kept.token if kept.paths else "", told, tuple(unknown), (*kept.problems, *unread))


def _choices(request: SiteRequest, dropped: Dropped) -> list[LedgerChoice]:
    """Every ledger the person sees whole: ticked on the form, by a file, by the kind of body, or in use so far."""
    desk, kind = request.desk, request.POST.get("kind", "")
    totals = {ledger: count for (ledger,), count in desk.counts(desk.query(), "ledger").items()}
    before = chosen_ledgers(desk.site) or totals.keys()
    ticked = {*(request.POST.getlist("use") if request.method == "POST" else before), *dropped.told}
    if request.POST.get("do") == "kind":
        ticked |= _of_kind(desk.site, kind)
    known = desk.site.catalogue.ledgers.items()
    return [
        LedgerChoice(one, name in ticked, totals.get(name, 0), tuple(dropped.told.get(name, ())))
        for name, one in known
        if not one.declared.registration.house and desk.whole(name)
    ]


def recognised(site: Site, paths: Sequence[Path]) -> tuple[dict[str, list[str]], list[str], list[Problem]]:
    """Ledger → files like it; files like none; what could not be read."""
    read = read_many(paths)
    recogniser = Recogniser(site.catalogue)
    told: dict[str, list[str]] = {}
    unknown = []
    for book in read:
        if not isinstance(book, Workbook):
            continue
        maps = [
            found
            for sheet in upright(book).sheets
            for part in recogniser.parts(sheet)
            if (found := recogniser.recognise(part))
        ]
        for found in maps:
            told.setdefault(found.ledger.name, []).append(book.name)
        if not maps:
            unknown.append(book.name)
    return told, unknown, [one for one in read if isinstance(one, Problem)]


def _of_kind(site: Site, kind: str) -> set[str]:
    """The ledgers declared for this kind of body, and not for every kind."""
    known = site.catalogue.ledgers.items()
    return {
        name for name, one in known if one.declared.profiles and kind in KINDS and is_on(one.declared.profiles, kind)
    }
