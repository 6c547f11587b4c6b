"""“两个数应当一致”: two figures picked, both with their values beside the form, declared to agree and proposed as a definition is."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from taizhang.definitions.agreeing import RELATIONS, Agreement, faults, tables_of
from taizhang.definitions.drafting import name_of
from taizhang.definitions.proposals import AGREEMENT
from taizhang.definitions.review import Definitions, VisibleChange
from taizhang.terms.problem import Problem, Refused
from taizhang_site.boards.figures import period_of
from taizhang_site.house import figures_lock
from taizhang_site.rendering.parameters import day_of
from taizhang_site.rendering.tables import FilterChoice
from taizhang_site.request import SiteRequest

PARTS = ("left", "relation", "right", "title", "reason", "since")
# As long as the reason's field in the form.
LONGEST = 200


@require_http_methods(["GET", "POST"])
def definition_agree(request: SiteRequest) -> HttpResponse:
    """The form with both values; sent to propose, the proposal."""
    desk = Definitions(request.desk)
    if not desk.proposes:
        raise Http404
    period, wrong = period_of(request)
    catalogue = desk.site.catalogue
    asked = request.POST if request.method == "POST" else request.GET
    typed = {part: asked[part].strip()[:LONGEST] for part in PARTS if part in asked}
    seen = {name: one.title for name, one in catalogue.figures.items() if desk.sees(name)}
    draft = _draft(seen, typed)
    idem = request.POST.get("idem", "")[:64] or uuid.uuid4().hex
    name = name_of("agree", desk.desk.actor.name, idem, draft)
    waiting = {one.title for one in desk.proposals() if one.open and one.figure != name}
    problems = [*wrong, *faults(catalogue, draft, seen, waiting)]
    if request.method == "GET" and not typed:
        problems = wrong
    shown: VisibleChange | None = None
    if draft.left in seen and draft.right in seen and not faults_beside_title(problems):
        try:
            with figures_lock:
                shown = desk.weigh_new(name, tables_of(catalogue, draft, name), period)
                if request.POST.get("do") == "propose" and not problems:
                    made = desk.propose_new(
                        (AGREEMENT, name, draft.called(seen)),
                        tables_of(catalogue, draft, name),
                        period,
                        reason=typed.get("reason", ""),
                        since=day_of(typed.get("since")),
                        idem=name,
                    )
                    return redirect("definition_proposal", matter=made.matter)
        except Refused as refused:
            problems += refused.problems
    at: dict[str, list[Problem]] = {}
    for one in problems:
        at.setdefault(one.place.key, []).append(one)
    context = {
        "at": at,
        "problems": [one for one in problems if one.place.key not in PARTS],
        "typed": {
            **typed,
            **{side: _shown(seen, getattr(draft, side)) for side in ("left", "right")},
            "title": typed.get("title") or draft.called(seen),
        },
        "relations": [FilterChoice(key, title, key == draft.relation) for key, title in RELATIONS.items()],
        "titles": sorted(set(seen.values())),
        "shown": shown,
        "period": period,
        "written": request.GET.get("period", "") or period.key,
        "today": desk.site.day.isoformat(),
        "idem": idem,
    }
    failed = problems and request.POST.get("do") == "propose"
    return render(request, "definitions/agree.html", context, status=400 if failed else 200)


def faults_beside_title(problems: list[Problem]) -> list[Problem]:
    """What stands against looking: everything but the name."""
    return [one for one in problems if one.place.key not in ("title", "period")]


def _draft(seen: Mapping[str, str], typed: Mapping[str, str]) -> Agreement:
    """What was typed: figures by title, or by name where a page links here."""
    relation = typed.get("relation", "=")
    left, right = (_name(seen, typed.get(side, "")) for side in ("left", "right"))
    return Agreement(left, relation if relation in RELATIONS else "=", right, typed.get("title", ""))


def _shown(seen: Mapping[str, str], name: str) -> str:
    """A figure as the form shows it: by its title, where that names no other."""
    title = seen.get(name, name)
    return title if _name(seen, title) == name else name


def _name(seen: Mapping[str, str], said: str) -> str:
    """The one figure so called; what is typed when there is none, or several."""
    named = [name for name, title in seen.items() if title == said]
    return named[0] if len(named) == 1 else said
