"""Rows that wait and the words they wait for: one press says what the words mean, and the rows come in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from taizhang.definitions.additions import added
from taizhang.definitions.wording import Key, Meant, Placed, UnplacedWord, Wording
from taizhang.intake.waiting import HeldRow
from taizhang.papers.filed import filed_by_intentions, tell
from taizhang.terms.problem import Problem, Refused
from taizhang_site.accounts.access import record_request
from taizhang_site.house import figures_lock
from taizhang_site.request import SiteRequest

# Chosen: what a page shows; placing the words lets all rows in, shown or not.
MOST_ROWS = 200
VALUE, NEW = "=", "+"


@dataclass(frozen=True, slots=True)
class WordShown:
    """A word on the page: its number on the form, what may be chosen with why, what is chosen."""

    n: int
    word: UnplacedWord
    options: tuple[tuple[str, str, tuple[str, ...]], ...]
    others: tuple[str, ...]
    chosen: str
    may: bool

    @property
    def key(self) -> str:
        """Its key on the form."""
        return "\t".join(self.word.key)

    @property
    def why(self) -> tuple[str, ...]:
        """Why the first candidate is the likest."""
        return self.options[0][2] if self.options and self.word.likely else ()


@require_http_methods(["GET", "POST"])
def waiting(request: SiteRequest) -> HttpResponse:
    """The words nobody has placed, the rows that wait for them, and what the body's own words mean."""
    wording = Wording(request.desk)
    problems: list[Problem] = []
    filed = ""
    if request.method == "POST":
        try:
            if request.POST.get("do") == "drop":
                wording.drop(request.POST.get("row", ""), request.POST.get("remark", ""))
                return redirect("waiting")
            placed = wording.place(parse(request.POST))
            filed = _filed(request, placed)
            if not filed or request.POST.get("reason", "").strip():
                wording.apply(placed, request.POST.get("reason", "").strip() if filed else "")
                record_request(request, "decided", "、".join(one.number for one in placed.wanted if one.number)[:200])
                return redirect("waiting")
        except Refused as refused:
            problems = list(refused.problems)
    catalogue = request.desk.site.catalogue
    rows = wording.rows
    context = {
        "problems": problems,
        "filed": filed,
        "words": [_show(n, one, wording, request) for n, one in enumerate(wording.words(), 1)],
        "rows": [_row(one, catalogue.ledgers[one.row.draft.ledger].title) for one in rows[:MOST_ROWS]],
        "count": len(rows),
        "more": max(0, len(rows) - MOST_ROWS),
        "added": [one for one in added(request.desk.site) if one.ledger in request.desk.ledgers],
    }
    return render(request, "matters/waiting.html", context, status=400 if problems else 200)


def parse(form: QueryDict) -> dict[Key, Meant]:
    """What the form says of each word; one left open says nothing."""
    found: dict[Key, Meant] = {}
    for name, key in form.items():
        number = name.removeprefix("w-key-")
        said = form.get(f"w-{number}", "")
        if number != name and key.count("\t") == 2 and said:
            ledger, field, word = key.split("\t")
            found[ledger, field, word] = Meant(new=True) if said == NEW else Meant(said.removeprefix(VALUE))
    return found


def _filed(request: SiteRequest, placed: Placed) -> str:
    """Which numbers of filed documents the rows would change; '' for none."""
    with figures_lock:
        return tell(filed_by_intentions(request.desk.whole_site, placed.wanted))


def _show(n: int, word: UnplacedWord, wording: Wording, request: SiteRequest) -> WordShown:
    options = tuple((f"{VALUE}{one.value}", one.value, one.why) for one in word.options)
    named = {one.value for one in word.options}
    others = tuple(sorted(set(request.desk.units.units) - named)) if word.meaning == "unit" else ()
    # What is likely is said, never chosen for anybody: one press would place every guess, and for good.
    return WordShown(n, word, options, others, request.POST.get(f"w-{n}", ""), wording.places(word.key[0]))


def _row(held: HeldRow, title: str) -> Mapping[str, object]:
    """A row in plain values."""
    at = held.row.draft.at
    where = f"{at.sheet}!{at.row}" if at.sheet else str(at.row)
    words = "、".join(held.row.draft.pending.values())
    return {"held": held, "title": title, "file": at.file, "where": where, "words": words, "cells": held.row.cells}
