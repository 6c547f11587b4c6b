"""The dictionary: every figure with its words, and one figure with all that depends on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from taizhang.boards.whole import visible_figures
from taizhang.catalogue.resolved import Ledger
from taizhang.definitions.proposals import OUTCOMES, DefinitionProposal
from taizhang.definitions.review import Definitions
from taizhang.figures.amending import differences
from taizhang.figures.compile import sql_of
from taizhang.figures.dictionary import DictionaryEntry, DictionaryFilter, book, entry, find_figures
from taizhang.figures.kinds import TITLES
from taizhang.figures.value import Ask, Value
from taizhang.terms.period import Period
from taizhang_site.boards.figures import period_of
from taizhang_site.house import figures_lock, site
from taizhang_site.rendering.downloads import XLSX, download
from taizhang_site.rendering.language import translate
from taizhang_site.rendering.parameters import whole_number
from taizhang_site.rendering.tables import FilterChoice, Table, TableCell, TableColumn, TableFilter, TableRow
from taizhang_site.request import SiteRequest

# Chosen: two screens of rows.
SIZE = 50
NOBODY = "-"
COLUMNS = (
    TableColumn("title", "指标"),
    TableColumn("ledger", "台账"),
    TableColumn("kind", "种类"),
    TableColumn("unit", "计量单位"),
    TableColumn("owner", "归口"),
    TableColumn("used", "模板引用"),
)
Word = Callable[[str], str]


@require_safe
def definitions(request: SiteRequest) -> HttpResponse:
    """Figures that fit the filters, a page of them; or all of them as a workbook."""
    catalogue, asked = site().catalogue, request.GET
    desk = Definitions(request.desk)
    changes = desk.proposals()
    fitting = find_figures(catalogue, _wanted_of(asked, changes))
    if asked.get("as") == "xlsx":
        return download(book(catalogue, fitting), "口径.xlsx", XLSX)
    start = whole_number(asked.get("start"))
    start = start if start < len(fitting) else 0

    def word(text: str) -> str:
        return translate(text, request.language)

    table = Table(
        asked,
        [TableColumn(one.key, word(one.title)) for one in COLUMNS],
        [TableRow(name, _cells(entry(catalogue, name), word)) for name in fitting[start : start + SIZE]],
        len(fitting),
        start,
        SIZE,
        filters=_filters(asked, word, request.desk.in_use),
        empty="没有这样的指标。",
        label="口径",
    )
    context = {
        "table": table,
        "total": len(catalogue.figures),
        "book": table.with_(**{"as": "xlsx", "start": ""}),
        "waiting": sum(one.open for one in changes),
        "changes": len(changes),
    }
    return render(request, "definitions/definitions.html", context)


def _wanted_of(asked: QueryDict, changes: Iterable[DefinitionProposal]) -> DictionaryFilter:
    """What the address asks for; changed: approved within the last year, or waiting."""
    only = None
    if asked.get("changed") == "open":
        only = {one.figure for one in changes if one.open}
    elif asked.get("changed") == "approved":
        only = {one.figure for one in changes if one.outcome == "approved"}
    return DictionaryFilter(
        asked.get("q", ""),
        asked.get("ledger", ""),
        asked.get("kind", ""),
        asked.get("owner", ""),
        asked.get("template", ""),
        None if only is None else frozenset(only),
    )


def _filters(asked: QueryDict, word: Word, in_use: Mapping[str, Ledger]) -> tuple[TableFilter, ...]:
    catalogue = site().catalogue
    chosen = catalogue.ledgers.get(asked.get("ledger", ""))
    listed = {**in_use, **({chosen.name: chosen} if chosen else {})}
    owners = sorted({one.declared.owner for one in catalogue.figures.values()} - {""})

    def choices(name: str, pairs: Iterable[tuple[str, str]]) -> tuple[FilterChoice, ...]:
        chosen = asked.get(name, "")
        return (FilterChoice("", word("全部")), *(FilterChoice(key, title, key == chosen) for key, title in pairs))

    return (
        TableFilter("q", word("名称"), value=asked.get("q", ""), kind="search"),
        TableFilter("ledger", word("台账"), choices("ledger", ((key, one.title) for key, one in listed.items()))),
        TableFilter("kind", word("种类"), choices("kind", ((key, word(title)) for key, title in TITLES.items()))),
        TableFilter(
            "owner", word("归口"), choices("owner", [(NOBODY, word("没有写明")), *((one, one) for one in owners)])
        ),
        TableFilter("template", word("用在哪个模板"), choices("template", ((one, one) for one in catalogue.templates))),
        TableFilter(
            "changed", word("变更"), choices("changed", [("open", word("待审定")), ("approved", word("改过的"))])
        ),
    )


def _cells(one: DictionaryEntry, word: Word) -> tuple[TableCell, ...]:
    figure = one.figure
    ledgers = "、".join(site().catalogue.ledgers[name].title for name in one.ledgers)
    return (
        TableCell(figure.title, reverse("definition", kwargs={"name": figure.name}), kind="title"),
        TableCell(ledgers, kind="field"),
        TableCell(word(TITLES[figure.kind])),
        TableCell(figure.unit),
        TableCell(figure.declared.owner),
        TableCell("、".join(one.templates)),
    )


@require_safe
def definition(request: SiteRequest, name: str) -> HttpResponse:
    """One figure with its history; its values only for whoever sees what it counts."""
    catalogue = site().catalogue
    if name not in catalogue.figures:
        raise Http404
    desk = Definitions(request.desk)
    period, problems = period_of(request)
    told = entry(catalogue, name)
    changes = desk.proposals(name)
    context = {
        "entry": told,
        "figure": told.figure,
        "sql": sql_of(catalogue, told.figure),
        "period": period,
        "problems": problems,
        "values": _values(request, name, period),
        "before": period.last_year(),
        "kind": TITLES[told.figure.kind],
        "ledgers": [catalogue.ledgers[one].title for one in told.ledgers],
        "titles": {one: catalogue.figures[one].title for one in (*told.parts, *told.users)},
        "written": request.GET.get("period", "") or period.key,
        "proposes": desk.proposes and desk.sees(name),
        "history": [
            (one, OUTCOMES[one.outcome], () if one.kind else differences(catalogue, name, one.before, one.after))
            for one in changes
        ],
    }
    return render(request, "definitions/definition.html", context)


def _values(request: SiteRequest, name: str, period: Period) -> list[Value]:
    """This period's and last year's; none for figures out of sight."""
    seen = visible_figures(request.desk).get(name)
    if seen is None:
        return []
    asks = [Ask(name, one, scope=seen[1]) for one in (period, period.last_year())]
    with figures_lock:
        answers = request.desk.site.compute(asks)
    return [answers.value(ask) for ask in asks]
