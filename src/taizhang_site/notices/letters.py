"""Letters that fall due, that await an answer, that went out; one letter to read, print and take as Word."""

from __future__ import annotations

from dataclasses import replace

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from taizhang.lists.query import DEEPEST, LARGEST_PAGE, NEVER, HeadQuery, Page
from taizhang.matters.entry import Entry, Head
from taizhang.notices.inbox import letters_due, letters_out, level_of, why_due
from taizhang.notices.notice import LETTERS
from taizhang.notices.register import COLUMNS, RegisterRow, register
from taizhang.notices.word import letter_docx
from taizhang.rendering.word import chinese_day
from taizhang.site.desk import Desk
from taizhang.site.opened import Opened
from taizhang.terms.characters import squeeze
from taizhang_site.accounts.access import record_request
from taizhang_site.matters.asked import SIZE, filters, ledger_of, order_of, parse_query
from taizhang_site.matters.pages import open_or_404
from taizhang_site.rendering.downloads import WORD, XLSX, download
from taizhang_site.rendering.language import translate, translate_sentence
from taizhang_site.rendering.tables import FilterChoice, Table, TableCell, TableColumn, TableFilter, TableRow
from taizhang_site.request import SiteRequest

SETS = {"due": "应发函", "awaited": "待答复", "issued": "已发函"}
ORDERS = {"number": "number", "unit": "unit", "due": "due", "letter": "lettered"}


def _query(desk: Desk, address: QueryDict) -> HeadQuery:
    """The question of the list an address asks for, with its filters."""
    which = address.get("set", "due")
    base = letters_due(desk) if which == "due" else letters_out(desk, which != "issued")
    levels = tuple(int(one) for one in address.getlist("level") if one in ("1", "2", "3"))
    query = parse_query(desk, address)
    asks = replace(
        query.filter,
        turns=base.filter.turns,
        letters=levels if levels and which == "due" else base.filter.letters,
        awaited=base.filter.awaited,
        lettered=base.filter.lettered,
    )
    return replace(query, filter=asks)


def letters(request: SiteRequest) -> HttpResponse:
    """One of three lists: letters due, letters awaiting an answer, matters that letters went to."""
    desk: Desk = request.desk
    which = request.GET.get("set") if request.GET.get("set") in SETS else "due"
    query = _query(desk, request.GET)
    page = desk.page(query)
    order, descending = order_of(request.GET)
    ledger = ledger_of(desk, request.GET)
    empty = {"due": "现在没有该发的函。", "awaited": "没有等待答复的函。", "issued": "还没有发过函。"}[which]
    table = Table(
        request.GET,
        _columns(request.language),
        [_row(desk, one, request.language) for one in page.heads],
        page.total,
        query.page.start,
        SIZE,
        order if request.GET.get("order") else "",
        descending,
        [*_levels(request, which), *filters(desk, request.GET, ledger, request.language)],
        (),
        empty,
        tick=which != "issued",
        more=page.more,
        label=SETS[which],
    )
    tabs = [(name, label, _total(desk, name), name == which) for name, label in SETS.items()]
    context = {"table": table, "tabs": tabs, "title": SETS[which], "address": request.GET.urlencode()}
    return render(request, "notices/letters.html", context)


def _total(desk: Desk, which: str) -> str:
    base = letters_due(desk) if which == "due" else letters_out(desk, which != "issued")
    return format_total(desk, base)


def format_total(desk: Desk, query: HeadQuery) -> str:
    """How many a list has, counted as far as lists are."""
    page = desk.page(replace(query, page=Page(size=0)))
    return f"{page.total}+" if page.more else str(page.total)


def _columns(language: str) -> list[TableColumn]:
    names = zip(("number", "title", "unit", "due", "lamp", "level", "letter", "answer"), COLUMNS, strict=True)
    return [TableColumn(key, translate(title, language), ORDERS.get(key, "")) for key, title in names]


def _levels(request: SiteRequest, which: str) -> list[TableFilter]:
    if which != "due":
        return []
    chosen, language = request.GET.getlist("level"), request.language
    choices = [FilterChoice("", translate("全部", language), not any(chosen))]
    choices += [
        FilterChoice(str(level), translate(label, language), str(level) in chosen) for level, label in LETTERS.items()
    ]
    return [TableFilter("level", translate("该发", language), tuple(choices))]


def _line(desk: Desk, head: Head) -> RegisterRow:
    """What the list says of one matter."""
    row, level = desk.site.journal.row(head), level_of(desk, head)
    lamp = desk.lamp(head)
    due = "" if row.due == NEVER else row.due
    answer = head.pressing.answer_by.isoformat() if head.pressing.answer_by else ""
    return RegisterRow(
        head.number,
        row.title,
        head.unit,
        due,
        lamp.colour,
        LETTERS.get(level, ""),
        head.pressing.letter,
        answer,
        why_due(desk, head) or lamp.reason,
    )


def _row(desk: Desk, head: Head, language: str) -> TableRow:
    line, href = _line(desk, head), reverse("matter", args=[head.matter])
    return TableRow(
        head.matter,
        (
            TableCell(line.number or "—", href, kind="number"),
            TableCell(line.title, href, kind="title"),
            TableCell(line.unit, kind="unit"),
            TableCell(line.due, kind="due"),
            TableCell(line.lamp, why=translate_sentence(line.why, language), kind="lamp"),
            TableCell(translate(line.level, language), kind="state"),
            TableCell(line.letter, kind="letter"),
            TableCell(line.answer, kind="due"),
        ),
    )


def letters_export(request: SiteRequest) -> HttpResponse:
    """The whole list as a workbook."""
    desk: Desk = request.desk
    query = replace(_query(desk, request.GET), page=Page(size=LARGEST_PAGE))
    lines: list[RegisterRow] = []
    while len(lines) < DEEPEST:
        page = desk.page(replace(query, page=Page(len(lines), LARGEST_PAGE)))
        lines += [_line(desk, head) for head in page.heads]
        if not page.heads or len(lines) >= page.total:
            break
    record_request(request, "export", f"letters: {len(lines)}")
    title = SETS.get(request.GET.get("set", "due"), SETS["due"])
    return download(register(lines), f"{title}清单.xlsx", XLSX)


def _letter_or_404(request: SiteRequest, matter: str, step: int) -> tuple[Opened, Entry]:
    opened = open_or_404(request, matter)
    for entry in opened.history:
        if entry.mseq == step and entry.intention.letter:
            return opened, entry
    raise Http404


def letter(request: SiteRequest, matter: str, step: int) -> HttpResponse:
    """One letter as it went out, to read and print."""
    opened, entry = _letter_or_404(request, matter, step)
    given = entry.intention
    context = {
        "opened": opened,
        "head": opened.head,
        "entry": entry,
        "letter": given.letter,
        "paragraphs": given.note.splitlines(),
        "day": chinese_day(given.on),
    }
    return render(request, "notices/letter.html", context)


def letter_file(request: SiteRequest, matter: str, step: int) -> HttpResponse:
    """The letter as a Word document."""
    _, entry = _letter_or_404(request, matter, step)
    assert entry.intention.letter
    name = squeeze(f"{entry.intention.letter.number} {entry.intention.letter.title}.docx")
    return download(letter_docx(entry.intention), name, WORD)
