"""Numbers of matters offered while one is typed, within the person's sight."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from taizhang.lists.query import Filter, Order, Page
from taizhang_site.request import SiteRequest

# Chosen: what a list that drops down shows without scrolling.
MOST = 12


def numbers(request: SiteRequest) -> HttpResponse:
    """Options for a list of numbers: matters of the ledger whose number or title holds what was typed so far."""
    desk = request.desk
    text = request.GET.get("related", "").replace("，", " ").replace("、", " ").split()
    ledger = request.GET.get("in", "")
    found: list[tuple[str, str]] = []
    if text and ledger in desk.ledgers:
        heads = desk.page(
            desk.query(Filter(ledgers=(ledger,), text=text[-1][:60]), page=Page(size=MOST), order=Order("number"))
        ).heads
        found = [(head.number, desk.site.journal.row(head).title) for head in heads if head.number]
    return render(request, "matters/numbers.html", {"found": found})
