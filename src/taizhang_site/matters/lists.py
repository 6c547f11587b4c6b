"""Lists of matters: my work, the ledgers, any filtered list, and the same list as a workbook."""

from __future__ import annotations

from dataclasses import replace

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from taizhang.casework.corrections import may_correct
from taizhang.catalogue.entered import format_kept
from taizhang.catalogue.resolved import Ledger
from taizhang.definitions.review import Definitions
from taizhang.intake.workbook import blank
from taizhang.lists.field_filters import MOST_SIFTED
from taizhang.lists.query import Filter, HeadQuery, Page
from taizhang.matters.entry import Head
from taizhang.matters.lifecycles import LIFECYCLES
from taizhang.site.desk import Desk
from taizhang.terms.characters import squeeze
from taizhang_site.house import site
from taizhang_site.jobs.asking import create_job
from taizhang_site.matters.asked import SIZES, drop_empty, filters, ledger_of, order_of, parse_query
from taizhang_site.matters.saved import may_share, tabs, usual
from taizhang_site.notices.badge import count_notices
from taizhang_site.past_day import of_the_day
from taizhang_site.permissions import PERMISSIONS, admits
from taizhang_site.rendering.downloads import XLSX, download
from taizhang_site.rendering.language import translate
from taizhang_site.rendering.tables import Table, TableCell, TableColumn, TableRow
from taizhang_site.request import SiteRequest

FIXED = (
    TableColumn("number", "编号", "number"),
    TableColumn("title", "内容"),
    TableColumn("ledger", "台账"),
    TableColumn("unit", "单位", "unit"),
    TableColumn("state", "状态", "state"),
    TableColumn("opened", "登记日期", "opened"),
    TableColumn("due", "期限", "due"),
    TableColumn("lamp", "灯"),
)
COLOURS_SHOWN = ("red", "yellow", "blue", "green", "grey")
SETS = {"waiting": "待我办理", "red": "待我办理的红灯", "soon": "七天内到期", "watching": "我经办、等别人的"}


def mine(request: SiteRequest) -> HttpResponse:
    """What waits for me, what I wait for; each count opens the list it counts."""
    desk: Desk = request.desk
    queries = desk.mine()
    counted = desk.counts(queries["waiting"], "lamp", "week").items()
    red = sum(count for (lamp, _), count in counted if lamp == "red")
    soon = sum(count for (_, week), count in counted if week == "1")
    parts = [_part(request, name, queries[name]) for name in ("waiting", "watching")]
    tiles = [("waiting", sum(count for _, count in counted)), ("red", red), ("soon", soon), ("watching", parts[1][1])]
    badge = count_notices(request)
    context = {
        "tiles": [(name, SETS[name], total) for name, total in tiles],
        "parts": parts,
        "openable": [one for one in desk.openable() if one.name in desk.in_use],
        "reminders": f"{badge.total}+" if badge.more else badge.total,
        "checks": admits(PERMISSIONS["sampling"], desk.actor),
    }
    return render(request, "matters/mine.html", context)


def _part(request: SiteRequest, name: str, query: HeadQuery) -> tuple[str, int, Table]:
    """The first ten of a set, those that came to where they are today marked so, and how many there are."""
    desk, language = request.desk, request.language
    page = desk.page(replace(query, page=Page(size=10)))
    columns, rows = _table(desk, request.GET, [*page.heads], language)
    new = {head.matter for head in page.heads if head.course.on == desk.today}
    at = [one.key for one in columns].index("state")
    marked = [_mark_row(row, at, translate("今天", language)) if row.key in new else row for row in rows]
    return name, page.total, Table(request.GET, columns, marked, page.total, 0, 10, label=SETS[name], excerpt=True)


def _mark_row(row: TableRow, at: int, word: str) -> TableRow:
    cells = list(row.cells)
    cells[at] = replace(cells[at], text=f"{cells[at].text} · {word}")
    return replace(row, cells=tuple(cells))


def ledgers(request: SiteRequest) -> HttpResponse:
    """Every ledger with how many matters are open, and their lamps."""
    desk: Desk = request.desk
    counts: dict[str, dict[str, int]] = {}
    for (ledger, lamp), count in desk.counts(desk.query(Filter(live=True)), "ledger", "lamp").items():
        counts.setdefault(ledger, {})[lamp] = count
    totals = {ledger: count for (ledger,), count in desk.counts(desk.query(), "ledger").items()}
    rows = [
        (
            one,
            totals.get(name, 0),
            sum(counts.get(name, {}).values()),
            [(lamp, counts[name][lamp]) for lamp in COLOURS_SHOWN if counts.get(name, {}).get(lamp)],
        )
        for name, one in desk.in_use.items()
    ]
    rows.sort(key=lambda row: (-row[2], -row[1]))
    openable = {one.name for one in desk.openable()}
    context = {"rows": rows, "openable": openable, "usual": usual(desk)}
    return render(request, "matters/ledgers.html", context)


def matters(request: SiteRequest) -> HttpResponse:
    """One page of a list; everything that made it stands in the address."""
    desk: Desk = request.desk
    address = drop_empty(request.GET)
    query, ledger = parse_query(desk, address), ledger_of(desk, address)
    page = desk.page(query)
    columns, rows = _table(desk, address, [*page.heads], request.language, ledger)
    order, descending = order_of(address)
    table = Table(
        address,
        columns,
        rows,
        page.total,
        query.page.start,
        query.page.size,
        f"f-{query.order.field.name}" if query.order.field else order,
        descending,
        filters(desk, address, ledger, request.language),
        _choosable(ledger, request.language),
        "没有符合条件的事项。",
        tick=request.day.asked is None and admits(PERMISSIONS["bulk"], desk.actor),
        more=page.more,
        cut=MOST_SIFTED if page.cut else 0,
        sizes=SIZES,
    )
    title = SETS.get(address.get("set", "")) or (ledger.title if ledger else "全部事项")
    context = {
        "table": table,
        "title": title,
        "ledger": ledger,
        "may_register": bool(ledger and ledger in desk.openable()),
        "address": address.urlencode(),
        "countable": bool(ledger and Definitions(desk).may_set_up(ledger.name)),
        "tabs": tabs(desk, address),
        "plain": set(address) <= {"ledger", "start", "size"},
        "shares": may_share(desk),
        "correctable": bool(ledger and request.day.asked is None and may_correct(desk, ledger)),
    }
    return render(request, "matters/list.html", context)


def _choosable(ledger: Ledger | None, language: str) -> list[TableColumn]:
    fixed = [replace(one, title=translate(one.title, language)) for one in FIXED]
    if ledger is None:
        return fixed
    declared = ledger.declared.field.items()
    return [*fixed, *(TableColumn(f"f-{name}", one.shown, f"f-{name}") for name, one in declared)]


def _table(
    desk: Desk, address: QueryDict, heads: list[Head], language: str, ledger: Ledger | None = None
) -> tuple[list[TableColumn], list[TableRow]]:
    """Columns chosen in the address, and the rows of these heads."""
    choosable, chosen = _choosable(ledger, language), address.getlist("column")
    usual = {one.key for one in FIXED} - ({"ledger"} if ledger else set())
    # An address written before a field was withdrawn, or for another ledger, may name no column there is.
    columns = [one for one in choosable if one.key in chosen] or [one for one in choosable if one.key in usual]
    rows = []
    for head in heads:
        values = _values(desk, head, language)
        href = of_the_day(desk, reverse("matter", args=[head.matter]))
        rows.append(TableRow(head.matter, tuple(_cell(head, one.key, values, href) for one in columns)))
    return columns, rows


def _values(desk: Desk, head: Head, language: str) -> dict[str, TableCell]:
    """The fixed columns of one matter."""
    (title, opened), lamp = site().journal.lister.title_of(head), desk.lamp(head)
    declared = desk.site.catalogue.ledgers[head.ledger]
    return {
        "number": TableCell(head.number or "—"),
        "title": TableCell(title),
        "ledger": TableCell(declared.title),
        "unit": TableCell(head.unit),
        "state": TableCell(translate(LIFECYCLES[declared.declared.lifecycle].label(head.state), language)),
        "opened": TableCell(opened),
        "due": TableCell(lamp.due.day.isoformat() if lamp.due else ""),
        "lamp": TableCell(lamp.colour, why=lamp.reason),
    }


def _cell(head: Head, key: str, values: dict[str, TableCell], href: str) -> TableCell:
    if key.startswith("f-"):
        return TableCell(format_kept(head.facts.get(key[2:])), kind="field")
    return replace(values[key], kind=key, href=href if key in ("number", "title") else "")


@require_POST
def export(request: SiteRequest) -> HttpResponse:
    """The whole list as a workbook that can be edited and imported again: all fields or those shown; or as text."""
    ledger = ledger_of(request.desk, request.GET)
    if ledger is None:
        raise Http404
    what = request.POST.get("what", "")
    args = {"address": drop_empty(request.GET).urlencode(), "what": what if what in ("shown", "csv") else ""}
    return create_job(request, "export", ledger.title, args)


def template(request: SiteRequest, ledger: str) -> HttpResponse:
    """An empty workbook of a ledger, with its headings and drop-down lists."""
    declared = request.desk.ledgers.get(ledger)
    if declared is None:
        raise Http404
    return download(blank(declared, request.desk.site.catalogue), squeeze(f"{declared.title}（模板）.xlsx"), XLSX)
