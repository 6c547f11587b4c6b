"""“存为指标”: the figure a narrowed list counts, edited with its value, last year's, its rows and its words beside it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import get_args

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from taizhang.boards.whole import visible_figures
from taizhang.catalogue.resolved import Ledger
from taizhang.definitions.drafting import (
    COMPARISONS,
    WHATS,
    FigureDraft,
    declare,
    denominators,
    faults,
    measures,
    name_of,
    usual_unit,
)
from taizhang.definitions.narrowing import STOCK, Narrowed, NarrowedFilter, Narrowing
from taizhang.definitions.proposals import FIGURE
from taizhang.definitions.review import Definitions, VisibleChange
from taizhang.figures.effect import Shift
from taizhang.lists.query import Filter
from taizhang.terms.period import Period
from taizhang.terms.problem import Place, Problem, Refused
from taizhang.terms.quantity import RoundingWord
from taizhang_site.house import figures_lock
from taizhang_site.matters.asked import drop_empty, ledger_of, parse_query
from taizhang_site.rendering.parameters import day_of
from taizhang_site.rendering.tables import FilterChoice
from taizhang_site.request import SiteRequest

PARTS = ("title", "what", "measure", "over", "when", "unit", "decimals", "word", "compare", "period", "reason", "since")
# As long as the reason's field in the form; as many rows as stand beside the form on an office screen.
LONGEST, MOST_ROWS = 200, 20


@dataclass(frozen=True, slots=True)
class RowShown:
    """A row that is counted."""

    matter: str
    number: str
    title: str


@dataclass(frozen=True, slots=True)
class NewFigure:
    """What the page works on: the list's address and filters, what was typed, and who works."""

    desk: Definitions
    ledger: Ledger
    address: QueryDict
    asked: Filter
    typed: Mapping[str, str]

    @property
    def narrowing(self) -> Narrowing:
        """How this ledger's filters are read."""
        return Narrowing(self.desk.site.catalogue, self.ledger, self.desk.desk.units)

    def draft(self) -> FigureDraft:
        """What was typed, with what is usual where nothing was."""
        typed, narrowing = self.typed, self.narrowing
        what, measure = typed.get("what", "rows"), typed.get("measure", "")
        when = typed.get("when") or narrowing.usual_date(self.asked)
        narrowed = narrowing.read(self.asked, when)
        unit = "" if what == "rate" else typed.get("unit") or usual_unit(self.ledger, what, measure)
        return FigureDraft(
            ledger=self.ledger.name,
            title=typed["title"] if "title" in typed else suggest_title(self.ledger, self.asked),
            what=what,
            measure=measure if what in ("distinct", "sum", "average") else "",
            over=typed.get("over", "") if what == "rate" else "",
            when=when,
            unit=unit,
            decimals=typed.get("decimals", ""),
            word=typed.get("word", ""),
            compare=_comparison(what, typed.get("compare", "")),
            narrowed=narrowed,
        )

    def seen(self) -> tuple[str, ...]:
        """The figures a rate may stand against, this ledger's own first."""
        catalogue = self.desk.site.catalogue
        whole = [name for name, (_, scope) in visible_figures(self.desk.desk).items() if not scope.unit]
        found = denominators(catalogue, frozenset(whole))
        return tuple(sorted(found, key=lambda name: catalogue.figures[name].ledger != self.ledger.name))


def _comparison(what: str, said: str) -> str:
    """How it is compared: a rate by points, whatever was chosen before it became one, and anything else never so."""
    if not said or said not in COMPARISONS:
        return said
    return "points" if what == "rate" else "difference" if said == "points" else said


def suggest_title(ledger: Ledger, asked: Filter) -> str:
    """A name from what the list is narrowed by: 重大 of hazards → 重大安全隐患."""
    said = [one.values[0] for one in asked.fields if len(one.values) == 1 and one.values[0] and one.kind == "text"]
    units = list(asked.units) if len(asked.units) == 1 else []
    live = {True: ["未办结"], False: ["已办结"], None: []}[asked.live]
    return "".join((*filter(None, units), *live, *said[:2], ledger.declared.noun))


def whole_list(request: SiteRequest) -> tuple[Definitions, Ledger]:
    """The person's definitions and the one ledger of the address. Raises Http404 where he may set up nothing on it."""
    desk = Definitions(request.desk)
    ledger = ledger_of(request.desk, request.GET)
    if ledger is None or not desk.may_set_up(ledger.name):
        raise Http404
    return desk, ledger


@require_http_methods(["GET", "POST"])
def definition_new(request: SiteRequest) -> HttpResponse:
    """The form with what it would give; sent to look, that part alone to htmx; sent to propose, the proposal."""
    desk, ledger = whole_list(request)
    address = drop_empty(request.GET)
    typed = {part: request.POST[part].strip()[:LONGEST] for part in PARTS if part in request.POST}
    work = NewFigure(desk, ledger, address, parse_query(request.desk, address).filter, typed)
    draft = work.draft()
    idem = request.POST.get("idem", "")[:64] or uuid.uuid4().hex
    period, wrong = _period(request, typed, draft.narrowed)
    waiting = {one.title for one in desk.proposals() if one.open}
    sent = request.POST.get("do") == "propose"
    name = name_of("own", desk.desk.actor.name, idem, draft)
    taken = waiting - {one.title for one in desk.proposals(name)}
    problems = [*wrong, *faults(desk.site.catalogue, draft, taken, work.seen())]
    shown: VisibleChange | None = None
    if not [one for one in problems if one.place.key != "title"]:
        try:
            named = draft if draft.title else replace(draft, title="（还没有名称）")
            tables = declare(desk.site.catalogue, named, name)
            with figures_lock:
                if sent and not problems:
                    made = desk.propose_new(
                        (FIGURE, name, draft.title),
                        tables,
                        period,
                        reason=typed.get("reason", ""),
                        since=day_of(typed.get("since")),
                        idem=name,
                    )
                    return redirect("definition_proposal", matter=made.matter)
                shown = desk.weigh_new(name, tables, period)
        except Refused as refused:
            problems += refused.problems
            if sent:
                shown = _weigh_anyway(desk, draft, name, period)
    if request.method == "GET":
        problems = [one for one in problems if one.place.key != "title"]
    context = _context(work, draft, problems, shown, period) | {"idem": idem}
    if request.htmx:
        return render(request, "definitions/new_form.html", context)
    return render(request, "definitions/new.html", context, status=400 if problems and sent else 200)


def _weigh_anyway(desk: Definitions, draft: FigureDraft, name: str, period: Period) -> VisibleChange | None:
    """What it would say, although something stands against proposing it."""
    try:
        with figures_lock:
            return desk.weigh_new(name, declare(desk.site.catalogue, draft, name), period)
    except Refused:
        return None


def _period(request: SiteRequest, typed: Mapping[str, str], narrowed: Narrowed) -> tuple[Period, list[Problem]]:
    """The period typed; else the one the list's own bounds make; else this year."""
    today = request.desk.today
    usual = Period.year(today.year).as_of(today)
    first, last = day_of(narrowed.first), day_of(narrowed.last)
    if written := typed.get("period", ""):
        try:
            return Period.parse(written).as_of(today), []
        except ValueError as error:
            return usual, [Problem("WEB-008", error.args[0], Place(key="period"), "请按例子改写。")]
    if first and last and first <= last:
        return Period(first, last).as_of(today), []
    return usual, []


def _context(
    work: NewFigure, draft: FigureDraft, problems: list[Problem], shown: VisibleChange | None, period: Period
) -> dict[str, object]:
    catalogue = work.desk.site.catalogue
    at: dict[str, list[Problem]] = {}
    for one in problems:
        at.setdefault(one.place.key, []).append(one)
    told = {*PARTS, *(f"where.{one.key}" for one in draft.narrowed.conditions)}
    return {
        "ledger": work.ledger,
        "address": work.address.urlencode(),
        "draft": draft,
        "at": at,
        "problems": [one for one in problems if one.place.key not in told],
        "conditions": [(one, _without(work.address, one)) for one in draft.narrowed.conditions],
        "whats": _choices(WHATS.items(), draft.what),
        "measures": _choices(((one.name, one.title) for one in measures(work.ledger, draft.what)), draft.measure),
        "overs": _grouped(work, draft.over),
        "whens": _choices(_whens(work), draft.when),
        "words": _choices(((one, one or "（不用）") for one in get_args(RoundingWord)), draft.word),
        "comparisons": _choices(_comparisons(draft), draft.compare),
        "typed": work.typed,
        "today": work.desk.site.day.isoformat(),
        "period": period,
        "shown": shown,
        "values": _values(shown),
        "rows": _rows(work.desk, shown),
        "counted": shown.weighed.effect.moved[0].coming if shown and shown.weighed.effect.moved else 0,
        "list": f"{work.address.urlencode()}{_bounds(work.ledger, draft, period)}",
        "sums": draft.what in ("distinct", "sum", "average"),
        "rate": draft.what == "rate",
        "title": catalogue.ledgers[draft.ledger].title,
    }


def _choices(pairs: Iterable[tuple[str, str]], chosen: str) -> list[FilterChoice]:
    return [FilterChoice(value, label, value == chosen) for value, label in pairs]


def _whens(work: NewFigure) -> list[tuple[str, str]]:
    found = [(one.name, one.title) for one in work.narrowing.dates()]
    return [*found, (STOCK, "期末仍未办结")] if work.narrowing.has_stock() else found


def _comparisons(draft: FigureDraft) -> list[tuple[str, str]]:
    rate = draft.what == "rate"
    return [(key, title) for key, title in COMPARISONS.items() if not key or (key == "points") == rate]


def _grouped(work: NewFigure, chosen: str) -> list[tuple[str, list[FilterChoice]]]:
    """The figures a rate may stand against, by ledger."""
    catalogue = work.desk.site.catalogue
    found: dict[str, list[FilterChoice]] = {}
    for name in work.seen() if work.typed.get("what") == "rate" else ():
        one = catalogue.figures[name]
        found.setdefault(catalogue.ledgers[one.ledger].title, []).append(FilterChoice(name, one.title, name == chosen))
    return list(found.items())


def _without(address: QueryDict, one: NarrowedFilter) -> str:
    """The address without one filter."""
    kept = address.copy()
    for name in (one.key, f"{one.key}-from", f"{one.key}-to", f"{one.key}_from", f"{one.key}_to"):
        kept.pop(name, None)
    return kept.urlencode()


def _values(shown: VisibleChange | None) -> list[tuple[Shift, Shift]]:
    """Each new figure's value of this period and of the last, the one proposed first."""
    if shown is None:
        return []
    shifts = [one for one in shown.weighed.effect.shifts if not one.unit]
    pairs = [(shifts[n], shifts[n + 1]) for n in range(0, len(shifts) - 1, 2)]
    return sorted(pairs, key=lambda pair: pair[0].after.figure.name != shown.weighed.effect.figure)


def _rows(desk: Definitions, shown: VisibleChange | None) -> list[RowShown]:
    """The first rows of this period, as the person may read them."""
    if shown is None or not shown.weighed.effect.moved:
        return []
    wanted = [matter for matter, _ in shown.weighed.effect.moved[0].come[:MOST_ROWS]]
    heads = desk.desk.among(wanted)
    journal = desk.site.journal
    return [RowShown(one, heads[one].number, journal.row(heads[one]).title) for one in wanted if one in heads]


def _bounds(ledger: Ledger, draft: FigureDraft, period: Period) -> str:
    """What narrows the list to the period: the bounds of the date counted by, where it is a field."""
    if draft.when not in ledger.declared.field:
        return ""
    year = ledger.declared.field[draft.when].type == "year"
    first, last = (f"{day:%Y}" if year else day.isoformat() for day in (period.start, period.end))
    return f"&f-{draft.when}-from={first}&f-{draft.when}-to={last}"
