"""The auditor's pages: what was done, filtered and exported; nothing here can be changed."""

from __future__ import annotations

import io
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice
from types import MappingProxyType
from typing import Any

import xlsxwriter
from django.http import HttpResponse
from django.shortcuts import render

from taizhang.journal.journal import Journal
from taizhang.matters.entry import Entry
from taizhang.matters.words import act_label
from taizhang.policy.posts import POSTS
from taizhang.policy.proposals import PROPOSALS
from taizhang.terms.clock import CHINA_TIME
from taizhang_site.accounts.access import KINDS, record_request
from taizhang_site.accounts.chain import ANCHORS
from taizhang_site.accounts.models import Access
from taizhang_site.house import site, today
from taizhang_site.rendering.downloads import XLSX, download
from taizhang_site.rendering.language import translate, translate_sentence
from taizhang_site.rendering.parameters import day_of, whole_number
from taizhang_site.rendering.tables import FilterChoice, Table, TableCell, TableColumn, TableFilter, TableRow
from taizhang_site.rendering.templatetags.taizhang import moment
from taizhang_site.request import SiteRequest

# Chosen: a screen or two of rows; as many as one export and one search of the journal bear.
SIZE, MOST = 100, 20_000
# Days: the auditor looks in at least once a month.
ALARMS = 30
HOUSE: Mapping[str, str] = MappingProxyType(
    {POSTS: "岗位", PROPOSALS: "双人确认", ANCHORS: "访问留痕的链", "redefinition": "口径改动"}
)
ACCESSES = (
    TableColumn("number", "序号"),
    TableColumn("at", "时间"),
    TableColumn("who", "人"),
    TableColumn("what", "操作"),
    TableColumn("place", "位置"),
    TableColumn("address", "来自"),
)
ENTRIES = (
    TableColumn("number", "流水"),
    TableColumn("at", "时间"),
    TableColumn("who", "人"),
    TableColumn("what", "操作"),
    TableColumn("ledger", "台账"),
    TableColumn("matter", "事项标识"),
)


def _span(request: SiteRequest) -> tuple[date | None, date | None]:
    """The days asked for, None where open."""
    return day_of(request.GET.get("from", "")), day_of(request.GET.get("to", ""))


def _filters(request: SiteRequest, choices: Sequence[tuple[str, str]]) -> tuple[TableFilter, ...]:
    language, asked = request.language, request.GET
    kinds = (("", "全部"), *choices)
    options = (
        FilterChoice(value, translate(label, language), asked.get("what", "") == value) for value, label in kinds
    )
    return (
        TableFilter("who", translate("人", language), value=asked.get("who", ""), kind="text"),
        TableFilter("what", translate("操作", language), tuple(options)),
        TableFilter("from", translate("从哪天", language), value=asked.get("from", ""), kind="date"),
        TableFilter("to", translate("到哪天", language), value=asked.get("to", ""), kind="date"),
    )


def _start(request: SiteRequest) -> int:
    text = request.GET.get("start", "")
    return whole_number(text)


def _table(
    request: SiteRequest,
    columns: Sequence[TableColumn],
    rows: Sequence[Sequence[str]],
    total: int,
    filters: Sequence[TableFilter],
) -> Table:
    language = request.language
    heads = [TableColumn(one.key, translate(one.title, language)) for one in columns]
    shown = [TableRow(line[0], tuple(map(TableCell, line))) for line in rows]
    return Table(request.GET, heads, shown, total, _start(request), SIZE, empty="没有符合条件的记录。", filters=filters)


def accesses(request: SiteRequest) -> Any:
    """The rows of the trail that are asked for, the latest first."""
    found, (first, last) = Access.objects.order_by("-number"), _span(request)
    if who := request.GET.get("who", "").strip():
        found = found.filter(who=who)
    if (what := request.GET.get("what", "")) in KINDS:
        found = found.filter(what=what)
    if first:
        found = found.filter(at__gte=datetime.combine(first, time(), CHINA_TIME))
    if last:
        found = found.filter(at__lt=datetime.combine(last + timedelta(days=1), time(), CHINA_TIME))
    return found


def _access_line(one: Access, language: str) -> tuple[str, ...]:
    kind = translate(KINDS.get(one.what, one.what), language)
    return str(one.number), moment(one.at), one.who, kind, translate_sentence(one.place, language), one.address


def trail(request: SiteRequest) -> HttpResponse:
    """Sign-ins, refusals, reads of confidential matters, exports, changes; alarms of the last month above them."""
    found = accesses(request)
    start = _start(request)
    rows = [_access_line(one, request.language) for one in found[start : start + SIZE]]
    table = _table(request, ACCESSES, rows, found.count(), _filters(request, tuple(KINDS.items())))
    month = datetime.combine(today() - timedelta(days=ALARMS), time(), CHINA_TIME)
    alarms = Access.objects.filter(what__in=("alarm", "copied_key"), at__gte=month).order_by("-number")[:20]
    return render(request, "accounts/trail.html", {"table": table, "alarms": alarms, "days": ALARMS})


def entries(request: SiteRequest) -> HttpResponse:
    """Entries of the journal, without business text, the latest first."""
    journal = site().journal
    found, cut = _entries(request, journal)
    start = _start(request)
    rows = [_entry_line(one, request.language) for one in found[start : start + SIZE]]
    acts = sorted({(one.intention.act, act_label(one.intention.act)) for one in found})
    table = _table(request, ENTRIES, rows, len(found), _filters(request, acts))
    context = {"table": table, "size": journal.size, "root": journal.root.hex(), "cut": cut, "most": MOST}
    return render(request, "accounts/trail_entries.html", context)


def _entry_line(one: Entry, language: str) -> tuple[str, ...]:
    asked = one.intention
    ledger = site().catalogue.ledgers.get(asked.ledger)
    return (
        str(one.seq),
        moment(one.at),
        asked.actor,
        translate(act_label(asked.act), language),
        ledger.title if ledger else translate(HOUSE.get(asked.ledger, asked.ledger), language),
        one.matter,
    )


def _entries(request: SiteRequest, journal: Journal) -> tuple[list[Entry], bool]:
    """The entries asked for, at most of the last MOST of their days, and whether some were left out."""
    first, last = _span(request)
    beginning, end = _at(journal, first), _at(journal, last + timedelta(days=1) if last else None, journal.size + 1)
    cut = end - beginning > MOST
    window = islice(journal.entries(max(beginning, end - MOST)), min(MOST, end - beginning))
    who, what = request.GET.get("who", "").strip(), request.GET.get("what", "")
    return _matching(window, who, what)[::-1], cut


def _matching(window: Iterator[Entry], who: str, what: str) -> list[Entry]:
    return [one for one in window if who in ("", one.intention.actor) and what in ("", one.intention.act)]


def _at(journal: Journal, day: date | None, otherwise: int = 1) -> int:
    """The seq of the first entry of a day or later; entries stand in the order of time."""
    if day is None:
        return otherwise
    at = datetime.combine(day, time(), CHINA_TIME)
    return bisect_left(range(1, journal.size + 1), at, key=lambda seq: next(journal.entries(seq)).at) + 1


def export(request: SiteRequest) -> HttpResponse:
    """What the page shows, all of it, as a workbook; the export itself is noted."""
    if request.GET.get("of") == "entries":
        columns, name = ENTRIES, "业务流水"
        lines = [_entry_line(one, request.language) for one in _entries(request, site().journal)[0]]
    else:
        columns, name = ACCESSES, "访问留痕"
        lines = [_access_line(one, request.language) for one in accesses(request)[:MOST]]
    record_request(request, "export", f"{name}: {len(lines)}")
    book = _workbook([translate(one.title, request.language) for one in columns], lines)
    return download(book, f"trail-{today()}.xlsx", XLSX)


def _workbook(heads: Sequence[str], lines: Sequence[Sequence[str]]) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        for row, line in enumerate((heads, *lines)):
            for column, text in enumerate(line):
                sheet.write_string(row, column, text)
    return buffer.getvalue()
