"""One matter's page: its whole story, the lamp and why, what it is bound to, what may be done next and by whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render

from taizhang.casework.history import HistoryStep, awaited, limits, options, rounds
from taizhang.casework.relations import VisibleRelations, relations
from taizhang.catalogue.entered import format_kept
from taizhang.catalogue.values import format_scalar, row_of
from taizhang.matters.acts import Allowed
from taizhang.matters.entry import Head
from taizhang.matters.lifecycles import LIFECYCLES
from taizhang.matters.words import FINISHED, act_label
from taizhang.site.desk import Desk
from taizhang.site.opened import Opened
from taizhang.site.past import PastDesk
from taizhang.terms.problem import Problem
from taizhang_site.accounts.access import record_request
from taizhang_site.accounts.models import Upload
from taizhang_site.matters.evidence import uploads_of
from taizhang_site.permissions import PERMISSIONS, admits
from taizhang_site.rendering.language import translate
from taizhang_site.request import SiteRequest

MAIN = (
    "accept",
    "report_progress",
    "report",
    "approve",
    "assign",
    "hand_back",
    "extend",
    "reassign",
    "start_review",
    "verify",
    "settle",
    "close",
    "strike_off",
    "recheck",
    "answer",
)
ONLY_WHEN_ASKED = ("hand_back", "extend")
PICTURES = ("png", "jpeg", "gif", "webp")


@dataclass(frozen=True, slots=True)
class TimelineStep:
    """A step of the timeline with the papers it brought and the matters it points to."""

    step: HistoryStep
    papers: tuple[Upload, ...]
    related: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Bound:
    """A matter this one is bound to, as one line: its number, title, state and lamp."""

    head: Head
    title: str
    state: str
    colour: str
    why: str
    ledger: str
    done: bool


def open_or_404(request: SiteRequest, matter: str) -> Opened:
    """The matter as this person may see it."""
    opened = request.desk.open(matter)
    if opened is None:
        record_request(request, "refused")
        raise Http404
    if opened.ledger.declared.guarded:
        record_request(request, "read")
    return opened


def matter(request: SiteRequest, matter: str) -> HttpResponse:
    """The page."""
    return matter_page(request, open_or_404(request, matter))


def matter_page(
    request: SiteRequest, opened: Opened, problems: tuple[Problem, ...] = (), status: int = 200
) -> HttpResponse:
    """The page with problems of an act that was refused, if any; what was typed in vain is shown to be copied."""
    desk: Desk = request.desk
    ledger, head = opened.ledger, opened.head
    related = relations(desk, head, opened.history)
    main = main_acts(opened)
    context = {
        "opened": opened,
        "head": head,
        "ledger": ledger,
        "problems": problems,
        "fields": fields(opened),
        "rounds": timeline(request, opened, related),
        "main": main,
        "more": _more(opened.acts, main),
        "waiting": awaited(desk, opened),
        "options": () if isinstance(desk, PastDesk) else options(desk, opened),
        "limits": limits(desk, opened),
        "left": workdays_left(desk, opened),
        "bound": relations_by_kind(desk, related),
        "bound_more": related.more,
        "typed": request.POST.get("note", "") if problems else "",
        "taken_from": who_took_over(opened),
        "proves": admits(PERMISSIONS["step_proof"], desk.actor),
        "asked_until": requested_day(opened),
        "asked_word": translate(act_label(head.application.act), request.language),
        "pictures": PICTURES,
        "drawn": (*PICTURES, "pdf"),
    }
    return render(request, "matters/matter.html", context, status=status)


def who_took_over(opened: Opened) -> str:
    """Who brought the matter's state from a workbook, where acts have not moved it since and it says it is finished."""
    if not opened.head.course.recorded or opened.head.state not in FINISHED:
        return ""
    given = [one.intention for one in opened.history if one.intention.source.file]
    return given[-1].actor if given else ""


def fields(opened: Opened) -> list[tuple[str, str, str]]:
    """The facts that are filled in, declared ones first: title, value, unit of measure."""
    ledger, head = opened.ledger, opened.head
    typed = row_of(ledger, head.facts)
    declared = [(one.shown, format_kept(head.facts.get(name)), one.unit) for name, one in ledger.declared.field.items()]
    derived = [
        (one.title, format_scalar(typed[name]), "") for name, one in ledger.declared.derive.items() if typed.get(name)
    ]
    return [one for one in (*declared, *derived) if one[1]]


def main_acts(opened: Opened) -> list[Allowed]:
    """The acts that carry the matter on; deciding on an application only while there is one."""
    open_ = [one for one in opened.acts if one.act in MAIN]
    asked = [one for one in open_ if one.act not in ONLY_WHEN_ASKED or one.act == opened.head.application.act]
    asked = [one for one in asked if one.act != "recheck" or opened.head.round.checker]
    return sorted(asked, key=lambda one: (one.act != opened.head.application.act, MAIN.index(one.act)))


def _more(acts: tuple[Allowed, ...], main: list[Allowed]) -> list[Allowed]:
    return [one for one in acts if one not in main and one.act not in ("record", "register", "sample")]


def requested_day(opened: Opened) -> str:
    """The day until which an extension was asked for, while it waits for an answer; else ''."""
    if opened.head.application.act != "extend":
        return ""
    asked = [one.intention for one in opened.history if one.intention.act == "ask_extension"]
    return asked[-1].said.get("until", "") if asked else ""


def workdays_left(desk: Desk, opened: Opened) -> int | None:
    """Workdays left until the due date, negative when it is over; None when nothing runs."""
    due = opened.lamp.due
    if due is None or not opened.row.live or opened.head.state in ("suspended", "standing"):
        return None
    return desk.site.lamps().workdays.between(desk.today, due.day)


def timeline(request: SiteRequest, opened: Opened, related: VisibleRelations) -> list[tuple[int, list[TimelineStep]]]:
    """The timeline by round, the last step first."""
    papers = uploads_of(opened.history)
    return [
        (
            one.number,
            [
                TimelineStep(
                    step,
                    tuple(papers[digest, step.entry.seq] for digest in step.entry.intention.evidence),
                    _numbers(step.entry.intention.related, related.named),
                )
                for step in one.steps
            ],
        )
        for one in rounds(request.desk, opened)
    ]


def _numbers(matters: Iterable[str], named: Mapping[str, Head]) -> tuple[tuple[str, str], ...]:
    return tuple((one, named[one].number or one[:8]) for one in matters if one in named)


def relations_by_kind(desk: Desk, related: VisibleRelations) -> list[tuple[str, list[Bound]]]:
    """What the matter is bound to, under one heading a kind; kinds without any left out."""
    kinds = (
        ("由此拆分而来", [related.whole] if related.whole else []),
        ("拆分为", [*related.parts]),
        ("并入", [related.survivor] if related.survivor else []),
        ("并入本件的", [*related.sources]),
        ("关联", [*related.linked]),
        ("同一来源", [*related.shared]),
    )
    return [(title, [_line(desk, head) for head in heads]) for title, heads in kinds if heads]


def _line(desk: Desk, head: Head) -> Bound:
    ledger, row, lamp = desk.site.catalogue.ledgers[head.ledger], desk.site.journal.row(head), desk.lamp(head)
    state = LIFECYCLES[ledger.declared.lifecycle].label(head.state)
    return Bound(head, row.title, state, lamp.colour, lamp.reason, ledger.title, not row.live)
