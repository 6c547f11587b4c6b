"""A definition changed from the page: a form, the effect before anything is written, and the decision of another person."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from taizhang.catalogue.resolved import Catalogue, ColumnType, Figure
from taizhang.definitions.proposals import AGREEMENT, CHANGE, FIGURE, OUTCOMES, DefinitionProposal, change_catalogue
from taizhang.definitions.review import Definitions, VisibleChange
from taizhang.figures.amending import PARTS, condition, differences, format_parts, in_words, open_parts
from taizhang.figures.dictionary import entry
from taizhang.figures.kinds import TITLES
from taizhang.papers.filed import filed_by_definitions, tell
from taizhang.terms.period import Period
from taizhang.terms.problem import Problem, Refused
from taizhang.terms.quantity import RoundingWord
from taizhang_site.boards.figures import period_of
from taizhang_site.house import figures_lock
from taizhang_site.rendering.parameters import day_of, whole_number
from taizhang_site.rendering.tables import FilterChoice
from taizhang_site.request import SiteRequest

SIGNS = ("=", "<>", ">=", "<=", ">", "<", "IS NULL", "IS NOT NULL")
# Lines of the box each part is typed into, by how long it usually is.
LINES = {"where": 3, "met": 2, "note": 2, "of": 3, "over": 3}
NUMBERS = ("integer", "decimal")
TITLES_OF = {CHANGE: "口径变更", FIGURE: "新设指标", AGREEMENT: "新设核对"}


@dataclass(frozen=True, slots=True)
class FormPart:
    """One part of the form: what was typed, how it is asked for, what is wrong with it, what it means in words."""

    name: str
    title: str
    value: str
    lines: int
    choices: tuple[FilterChoice, ...]
    problems: tuple[Problem, ...]
    reads: str


@require_http_methods(["GET", "POST"])
def definition_change(request: SiteRequest, name: str) -> HttpResponse:
    """The form; sent, the effect of what it says; sent to propose, the proposal."""
    desk = Definitions(request.desk)
    catalogue = desk.site.catalogue
    if name not in catalogue.figures or not desk.proposes or not desk.sees(name):
        raise Http404
    period, problems = period_of(request)
    given = _form_values(request, catalogue.figures[name], catalogue)
    shown: VisibleChange | None = None
    filed = ""
    if request.method == "POST":
        try:
            with figures_lock:
                shown = desk.weigh(name, given, period)
                filed = tell(filed_by_definitions(desk.site, change_catalogue(desk.site, name, shown.weighed.declared)))
                if request.POST.get("do") == "propose":
                    made = desk.propose(
                        name,
                        given,
                        period,
                        reason=request.POST.get("reason", ""),
                        since=day_of(request.POST.get("since")),
                        idem=request.POST.get("idem", "")[:64],
                    )
                    return redirect("definition_proposal", matter=made.matter)
        except Refused as refused:
            problems = [*problems, *refused.problems]
    return render(
        request,
        "definitions/change.html",
        {**_form(request, desk, name, (given, problems, period, shown)), "filed": filed},
        status=400 if problems and request.method == "POST" else 200,
    )


def _form_values(request: SiteRequest, figure: Figure, catalogue: Catalogue) -> dict[str, str]:
    """What the form says of each open part; a condition put together from its three fields joins the one typed."""
    given = {part: request.POST[part] for part in open_parts(figure) if part in request.POST}
    column, sign, value = (request.POST.get(f"add_{one}", "").strip() for one in ("column", "sign", "value"))
    if "where" in given and column in catalogue.ledgers[figure.ledger].columns and sign in SIGNS:
        kind = catalogue.ledgers[figure.ledger].columns[column].type
        literal = value if kind in NUMBERS else "'" + value.replace("'", "''") + "'"
        added = f"{column} {sign}" if sign.startswith("IS") else f"{column} {sign} {literal}"
        before = given["where"].strip()
        given["where"] = (
            f"({before}) AND {added}" if " or " in before.lower() else " AND ".join(filter(None, (before, added)))
        )
    return given


def _form(
    request: SiteRequest,
    desk: Definitions,
    name: str,
    said: tuple[Mapping[str, str], list[Problem], Period, VisibleChange | None],
) -> dict[str, object]:
    given, problems, period, shown = said
    catalogue = desk.site.catalogue
    figure = catalogue.figures[name]
    typed = {**format_parts(catalogue, name), **given}
    parts = [_part(catalogue, figure, part, typed[part], problems) for part in open_parts(figure)]
    held = {one for part in parts for one in part.problems}
    return {
        "entry": entry(catalogue, name),
        "figure": figure,
        "kind": TITLES[figure.kind],
        "parts": parts,
        "period": period,
        "problems": [one for one in problems if one not in held],
        "shown": shown,
        "typed": request.POST,
        "columns": _columns(catalogue, figure),
        "signs": SIGNS,
        "written": request.GET.get("period", "") or period.key,
        "idem": request.POST.get("idem") or uuid.uuid4().hex,
        "today": desk.site.day.isoformat(),
        "numbers": _numbers(desk, shown),
        "titles": sorted({one.title for one in catalogue.figures.values()}) if figure.composed else (),
    }


def _part(catalogue: Catalogue, figure: Figure, part: str, value: str, problems: list[Problem]) -> FormPart:
    columns = catalogue.ledgers[figure.ledger].columns if figure.ledger else {}
    reads = in_words(condition(value, columns), columns) if part in ("where", "met") and value.strip() else ""
    found = tuple(one for one in problems if one.place.key.split(".")[:3] == ["figure", figure.name, part])
    return FormPart(part, PARTS[part], value, LINES.get(part, 0), _choices(part, value, columns), found, reads)


def _choices(part: str, value: str, columns: Mapping[str, ColumnType]) -> tuple[FilterChoice, ...]:
    if part == "date":
        dated = [(name, one.title) for name, one in columns.items() if one.type in ("date", "year")]
    elif part == "at":
        dated = [("end", "期末"), ("start", "期初（前一日终了）")]
    elif part == "word":
        dated = [(one, one or "（不用）") for one in get_args(RoundingWord)]
    else:
        return ()
    return tuple(FilterChoice(name, title, name == value) for name, title in dated)


def _columns(catalogue: Catalogue, figure: Figure) -> list[tuple[str, str, str]]:
    """The columns a condition may read: name, title, and the values of a choice."""
    if not figure.ledger:
        return []
    words = catalogue.vocabularies
    found = catalogue.ledgers[figure.ledger].columns.items()
    return [
        (name, one.title, "、".join(list(words[one.choices].values)[:12]) if one.choices in words else "")
        for name, one in found
        if name not in ("id", "number")
    ]


@require_safe
def definition_changes(request: SiteRequest) -> HttpResponse:
    """Every change proposed so far: those that wait first."""
    desk = Definitions(request.desk)
    found = sorted(desk.proposals(), key=lambda one: not one.open)
    context = {"proposals": [(one, OUTCOMES[one.outcome], _changes(desk, one), TITLES_OF[one.kind]) for one in found]}
    return render(request, "definitions/changes.html", context)


def _decide(request: SiteRequest, desk: Definitions, one: DefinitionProposal, period: Period) -> None:
    """The decision of the form, on the proposal and the effect that were seen."""
    step = request.POST.get("step", "")
    with figures_lock:
        desk.decide(
            one,
            _outcome(request),
            period,
            step=whole_number(step, -1),
            seen=request.POST.get("seen", ""),
            remark=request.POST.get("remark", ""),
        )


@require_http_methods(["GET", "POST"])
def definition_proposal(request: SiteRequest, matter: str) -> HttpResponse:
    """One change with its effect now, and the decision."""
    desk = Definitions(request.desk)
    one = desk.proposal(matter)
    if one is None:
        raise Http404
    period, problems = period_of(request)
    if request.method == "POST":
        try:
            _decide(request, desk, one, period)
            return redirect("definition_proposal", matter=matter)
        except Refused as refused:
            problems = [*problems, *refused.problems]
            one = desk.proposal(matter) or one
    shown = None
    sees = desk.sees_proposal(one)
    if one.open and sees:
        try:
            with figures_lock:
                shown = desk.reconsider(one, period)
        except Refused as refused:
            problems = [*problems, *(each for each in refused.problems if each not in problems)]
    own = one.proposer == request.desk.actor.name
    context = {
        "proposal": one,
        "outcome": OUTCOMES[one.outcome],
        "changes": _changes(desk, one),
        "shown": shown,
        "problems": problems,
        "period": period,
        "decides": one.open and desk.decides and not own and sees,
        "withdraws": one.open and own,
        "told": sees,
        "typed": request.POST,
        "written": request.GET.get("period", "") or period.key,
        "there": one.figure in desk.site.catalogue.figures,
        "numbers": _numbers(desk, shown),
        "title": TITLES_OF[one.kind],
    }
    return render(
        request, "definitions/proposal.html", context, status=409 if problems and request.method == "POST" else 200
    )


def _numbers(desk: Definitions, shown: VisibleChange | None) -> dict[str, str]:
    """The numbers of the rows told of, as they read: those of guarded ledgers are kept encrypted."""
    moved = shown.weighed.effect.moved if shown else ()
    named = {matter for one in moved for matter, _ in (*one.come, *one.gone)}
    return {matter: head.number for matter, head in desk.desk.among(named).items()}


def _outcome(request: SiteRequest) -> str:
    asked = str(request.POST.get("do", ""))
    if asked not in ("approved", "rejected", "withdrawn"):
        raise Http404
    return asked


def _changes(desk: Definitions, one: DefinitionProposal) -> tuple[object, ...]:
    if one.kind or one.figure not in desk.site.catalogue.figures:
        return ()
    return differences(desk.site.catalogue, one.figure, one.before, one.after)
