"""One matter's page: its whole story, the lamp and why, what may be done next and by whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from taizhang.catalogue.entered import shown
from taizhang.catalogue.values import row_of
from taizhang.desk import Opened
from taizhang.journal.acts import Allowed
from taizhang.journal.entry import Entry
from taizhang.terms.problem import Problem
from taizhang_site.accounts.access import note
from taizhang_site.accounts.models import Upload
from taizhang_site.rendering.language import translate

MAIN = (
    "accept",
    "report_progress",
    "report",
    "approve",
    "assign",
    "reassign",
    "start_review",
    "verify",
    "close",
    "strike_off",
)


@dataclass(frozen=True, slots=True)
class Step:
    """One entry as the timeline shows it: what it set, the papers it brought, the matters it points to."""

    entry: Entry
    facts: tuple[tuple[str, str], ...]
    papers: tuple[Upload, ...]
    related: tuple[tuple[str, str], ...]


def opened_or_404(request: Any, matter: str) -> Opened:
    """The matter as this person may see it."""
    opened: Opened | None = request.desk.open(matter)
    if opened is None:
        note(request, "refused")
        raise Http404
    if opened.ledger.declared.guarded:
        note(request, "read")
    return opened


def matter(request: Any, matter: str) -> HttpResponse:
    """The page."""
    return matter_page(request, opened_or_404(request, matter))


def matter_page(request: Any, opened: Opened, problems: tuple[Problem, ...] = (), status: int = 200) -> HttpResponse:
    """The page with problems of an act that was refused, if any."""
    ledger, head = opened.ledger, opened.head
    typed = row_of(ledger, head.facts)
    fields = [(one.title, shown(head.facts.get(name)), one.unit) for name, one in ledger.declared.field.items()]
    derived = [(one.title, str(typed[name]), "") for name, one in ledger.declared.derive.items() if typed.get(name)]
    main = sorted((one for one in opened.acts if one.act in MAIN), key=lambda one: MAIN.index(one.act))
    context = {
        "opened": opened, "head": head, "ledger": ledger, "problems": problems,
        "fields": [one for one in fields if one[1]] + [one for one in derived if one[1]],
        "steps": steps(request, opened), "main": main, "more": _more(opened.acts, main),
        "waiting": [(act, request.desk.who(roles)) for act, roles in opened.waiting],
        "relations": _relations(request, head.related),
    }  # fmt: skip
    return render(request, "matters/matter.html", context, status=status)


def _more(acts: tuple[Allowed, ...], main: list[Allowed]) -> list[Allowed]:
    return [one for one in acts if one not in main and one.act not in ("record", "register")]


def steps(request: Any, opened: Opened) -> list[Step]:
    """The timeline, the last step first."""
    digests = {digest for entry in opened.history for digest in entry.intention.evidence}
    papers = {one.digest: one for one in Upload.objects.filter(digest__in=digests)}
    fields = opened.ledger.declared.field
    found = []
    for entry in reversed(opened.history):
        given = entry.intention
        facts = tuple((fields[name].title, shown(value)) for name, value in given.facts.items() if name in fields)
        named = tuple(papers.get(digest) or _unnamed(request, digest) for digest in given.evidence)
        found.append(Step(entry, facts, named, _relations(request, given.related)))
    return found


def _unnamed(request: Any, digest: str) -> Upload:
    return Upload(digest=digest, name=translate("佐证材料", request.language) + f" {digest[:8]}", kind="", size=0)


def _relations(request: Any, related: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """The matters pointed to that this person may see."""
    heads = (request.desk.head(matter) for matter in related)
    return tuple((head.matter, head.number or head.matter[:8]) for head in heads if head)
