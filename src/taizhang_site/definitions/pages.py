"""The dictionary: every figure with its words, and one figure with all that depends on it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from taizhang.figures.compile import sql_of
from taizhang.figures.dictionary import KINDS, Entry, entry, found
from taizhang.figures.value import Ask, Value
from taizhang_site.boards.figures import period_of, shown
from taizhang_site.house import figures_lock, site
from taizhang_site.rendering.language import translate
from taizhang_site.rendering.tables import Cell, Choice, Column, Filter, Row, Table

SIZE = 50
COLUMNS = (
    Column("title", "指标"),
    Column("ledger", "台账"),
    Column("kind", "种类"),
    Column("unit", "计量单位"),
    Column("owner", "归口"),
    Column("used", "模板引用"),
)


@require_safe
def definitions(request: Any) -> HttpResponse:
    """Figures that fit the filters, a page of them."""
    catalogue, asked = site().catalogue, request.GET
    fitting = found(catalogue, asked.get("q", ""), asked.get("ledger", ""), asked.get("kind", ""))
    start = int(asked["start"]) if asked.get("start", "").isdigit() and int(asked["start"]) < len(fitting) else 0
    shown_ = [entry(catalogue, name) for name in fitting[start : start + SIZE]]

    def word(text: str) -> str:
        return translate(text, request.language)

    columns = [Column(one.key, word(one.title)) for one in COLUMNS]
    rows = [Row(one.figure.name, _cells(one, word)) for one in shown_]
    every = Choice("", word("全部"))
    ledgers = [Choice(name, one.title, name == asked.get("ledger")) for name, one in catalogue.ledgers.items()]
    kinds = [Choice(name, word(title), name == asked.get("kind")) for name, title in KINDS.items()]
    filters = (
        Filter("q", word("名称"), value=asked.get("q", ""), kind="search"),
        Filter("ledger", word("台账"), (every, *ledgers)),
        Filter("kind", word("种类"), (every, *kinds)),
    )
    table = Table(
        asked, columns, rows, len(fitting), start, SIZE, filters=filters, empty="没有这样的指标。", label="口径"
    )
    return render(request, "definitions/definitions.html", {"table": table, "total": len(catalogue.figures)})


def _cells(one: Entry, word: Any) -> tuple[Cell, ...]:
    figure = one.figure
    ledgers = "、".join(site().catalogue.ledgers[name].title for name in one.ledgers)
    return (
        Cell(figure.title, reverse("definition", kwargs={"name": figure.name}), kind="title"),
        Cell(ledgers, kind="field"),
        Cell(word(KINDS[figure.kind])),
        Cell(figure.unit),
        Cell(figure.declared.owner),
        Cell("、".join(one.templates)),
    )


@require_safe
def definition(request: Any, name: str) -> HttpResponse:
    """One figure; its values only for whoever sees what it counts."""
    catalogue = site().catalogue
    if name not in catalogue.figures:
        raise Http404
    period, problems = period_of(request)
    told = entry(catalogue, name)
    context = {
        "entry": told, "figure": told.figure, "sql": sql_of(catalogue, told.figure), "period": period,
        "problems": problems, "values": _values(request, name, period), "before": period.last_year(),
        "kind": KINDS[told.figure.kind], "ledgers": [catalogue.ledgers[one].title for one in told.ledgers],
        "titles": {one: catalogue.figures[one].title for one in (*told.parts, *told.users)},
        "written": request.GET.get("period", "") or period.key,
    }  # fmt: skip
    return render(request, "definitions/definition.html", context)


def _values(request: Any, name: str, period: Any) -> list[Value]:
    """This period's and last year's; none for figures out of sight."""
    seen = shown(request.desk).get(name)
    if seen is None:
        return []
    asks = [Ask(name, one, scope=seen[1]) for one in (period, period.last_year())]
    with figures_lock:
        answers = site().compute(asks)
    return [answers.value(ask) for ask in asks]
