"""The notices of one person: what to sign for, what is near its due date or late, which letters wait for an answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from taizhang.lists.query import LARGEST_PAGE, Page
from taizhang.matters.entry import Head
from taizhang.notices.inbox import letters_due, letters_out, notices, reminder_query
from taizhang.notices.notice import KINDS, Notice
from taizhang.site.desk import Desk
from taizhang_site.matters.asked import SIZE, filters, ledger_of, order_of, parse_query
from taizhang_site.notices.badge import MARKED
from taizhang_site.notices.letters import format_total
from taizhang_site.notices.models import Mark
from taizhang_site.permissions import PERMISSIONS, admits
from taizhang_site.rendering.language import translate, translate_sentence
from taizhang_site.rendering.tables import Table, TableCell, TableColumn, TableRow
from taizhang_site.request import SiteRequest

COLUMNS = (
    TableColumn("read", "已读"),
    TableColumn("kind", "哪一种"),
    TableColumn("number", "编号", "number"),
    TableColumn("title", "内容"),
    TableColumn("why", "为什么"),
    TableColumn("due", "期限", "due"),
    TableColumn("answer", "答复期限"),
)
# Chosen: a year and a month, so that last year's are not told anew.
KEPT = timedelta(days=400)


def notices_page(request: SiteRequest) -> HttpResponse:
    """One page of notices, the most pressing due date first."""
    desk: Desk = request.desk
    mine = reminder_query(desk)
    query = parse_query(desk, request.GET)
    query = replace(query, filter=replace(query.filter, turns=mine.filter.turns, reminded=True))
    if not request.GET.get("order"):
        query = replace(query, order=replace(query.order, by="due", descending=False))
    page = desk.page(query)
    found = notices(desk, page.heads)
    read = _read_marks(desk, [one.key for one in found])
    heads = {one.matter: one for one in page.heads}
    rows = [_row(desk, one, heads[one.matter], one.key in read, request.language) for one in found]
    order, descending = order_of(request.GET)
    columns = [replace(one, title=translate(one.title, request.language)) for one in COLUMNS]
    table = Table(
        request.GET,
        columns,
        rows,
        page.total,
        query.page.start,
        SIZE,
        order if request.GET.get("order") else "",
        descending,
        filters(desk, request.GET, ledger_of(desk, request.GET), request.language),
        (),
        "现在没有提醒。",
        tick=True,
        more=page.more,
        label="我的提醒",
    )
    issuer = admits(PERMISSIONS["letters"], desk.actor)
    totals = [format_total(desk, one) for one in (letters_due(desk), letters_out(desk))] if issuer else []
    return render(request, "notices/told.html", {"table": table, "issuer": issuer, "totals": totals})


def _row(desk: Desk, one: Notice, head: Head, read: bool, language: str) -> TableRow:
    row = desk.site.journal.row(head)
    href = reverse("notice_open", args=[one.matter])
    cells = (
        TableCell("" if read else translate("未读", language), kind="unread"),
        TableCell(translate(KINDS[one.kind], language), kind="kind"),
        TableCell(head.number or "—", href, kind="number"),
        TableCell(row.title, href, kind="title"),
        TableCell(translate_sentence(one.why, language), kind="why"),
        TableCell(one.due.isoformat() if one.due else "", kind="due"),
        TableCell(one.answer.isoformat() if one.answer else "", kind="due"),
    )
    return TableRow(one.key, cells)


def _read_marks(desk: Desk, keys: Sequence[str]) -> set[str]:
    return set(Mark.objects.filter(person=desk.actor.name, key__in=keys).values_list("key", flat=True))


def mark_read(request: SiteRequest, keys: Iterable[str]) -> None:
    """Remembers that the person has read these; what was read long ago is forgotten."""
    person = request.desk.actor.name
    Mark.objects.bulk_create([Mark(person=person, key=key[:160]) for key in keys], ignore_conflicts=True)
    Mark.objects.filter(person=person, at__lt=timezone.now() - KEPT).delete()
    request.session[MARKED] = request.session.get(MARKED, 0) + 1


def notice_open(request: SiteRequest, matter: str) -> HttpResponse:
    """The matter of a notice, which is read by opening it."""
    desk: Desk = request.desk
    head = desk.head(matter)
    if head is None:
        raise Http404
    mark_read(request, [one.key for one in notices(desk, [head])])
    return redirect("matter", matter=matter)


@require_POST
def mark_notices_read(request: SiteRequest) -> HttpResponse:
    """Marks the ticked notices as read, or all that stand now."""
    desk: Desk = request.desk
    if request.POST.get("all"):
        page = desk.page(replace(reminder_query(desk), page=Page(size=LARGEST_PAGE)))
        mark_read(request, [one.key for one in notices(desk, page.heads)])
    else:
        mark_read(request, request.POST.getlist("matter")[:SIZE])
    return redirect("notices")
