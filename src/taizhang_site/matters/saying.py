"""What a form says for an act: note, dates, unit, answers, files and other matters, read from what was sent."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from django.http import HttpRequest, QueryDict

from taizhang.casework.archive_list import FILE_NAME, manifest
from taizhang.casework.corrections import wrong_value
from taizhang.catalogue.entered import Entering, Unread, format_kept, not_read, with_note
from taizhang.catalogue.resolved import Ledger
from taizhang.catalogue.values import Stored
from taizhang.lists.query import Filter, Page
from taizhang.matters.acts import Allowed, Particulars
from taizhang.matters.answers import AnswerDeclaration
from taizhang.matters.entry import Head
from taizhang.terms.problem import Place, Problem
from taizhang.terms.sentence import sentence
from taizhang_site.accounts.models import Upload
from taizhang_site.matters.evidence import uploads_of
from taizhang_site.rendering.parameters import day_of
from taizhang_site.request import SiteRequest

UNITS_FOR = ("assign", "reassign")


@dataclass(frozen=True, slots=True)
class AnswerField:
    """One answer the form asks for, with what was typed."""

    said: AnswerDeclaration
    value: str


def particulars(
    request: SiteRequest, head: Head | None, digests: tuple[str, ...], allowed: Allowed | None = None
) -> tuple[Particulars, list[Problem]]:
    """What the form says, and what in it cannot be understood. allowed: the act whose answers it may give."""
    problems = []
    for name in ("on", "due", "review"):
        if request.POST.get(name) and day(request, name) is None:
            says = sentence("日期“{text}”写法不对。", text=request.POST[name][:20])
            problems.append(Problem("WEB-001", says, Place(key=name), "请写作 2026-03-05。"))
    answers = {one.name: request.POST.get(f"s-{one.name}", "").strip() for one in (allowed.says if allowed else ())}
    facts, wrong, checked = _facts(request, head, allowed.act) if head and allowed else ({}, [], "")
    problems += wrong
    note = request.POST.get("note", "").strip()
    given = Particulars(
        note=with_note(note, checked) if note or digests else "",  # that a year is right is no basis of a correction
        evidence=digests,
        due=day(request, "due"),
        unit=request.POST.get("unit", ""),
        related=_parse_related(request, head, problems),
        review=day(request, "review"),
        facts=facts,
        said={name: answer for name, answer in answers.items() if answer},
    )
    return given, problems


def answer_fields(allowed: Allowed, typed: QueryDict) -> list[AnswerField]:
    """The answers the act's form asks for."""
    return [AnswerField(one, typed.get(f"s-{one.name}", "")) for one in allowed.says]


def co_field(ledger: Ledger) -> str:
    """The field that names co-units, '' when the ledger has none."""
    return next((name for name, one in ledger.declared.field.items() if one.type == "units"), "")


def typed_fields(request: HttpRequest) -> dict[str, str]:
    """What was typed for fields of the ledger, by name."""
    return {name[2:]: str(value) for name, value in request.POST.items() if name.startswith("f-")}


def entering_for(request: SiteRequest, ledger: Ledger) -> Entering:
    """What the form's fields are entered into, with the days whose year was said to be right."""
    sure = frozenset(name.removeprefix("sure-") for name in request.POST if name.startswith("sure-"))
    return Entering(ledger.declared, request.desk.site.catalogue.vocabularies, request.desk.today, sure)


def _facts(request: SiteRequest, head: Head, what: str) -> tuple[dict[str, Stored], list[Problem], str]:
    """Fields of a correction that differ from what stands, or the co-units of an assignment; no other act sets any.

    With them what cannot be read, and the far days that were said to be right.
    """
    ledger = request.desk.site.catalogue.ledgers[head.ledger]
    if what in UNITS_FOR:
        co = co_field(ledger)
        chosen = [one for one in request.POST.getlist("co") if one in request.desk.units.units]
        return ({co: chosen or None} if co and (chosen or head.facts.get(co)) else {}), [], ""
    typed = {
        name: text
        for name, text in (typed_fields(request) if what == "correct" else {}).items()
        if name in ledger.declared.field and text.strip() != format_kept(head.facts.get(name))
    }
    facts: dict[str, Stored] = {}
    problems: list[Problem] = []
    entering = entering_for(request, ledger)
    for name, text in typed.items():
        try:
            facts[name] = entering.parse(name, text)
        except Unread as why:
            problems.append(not_read(ledger.declared.field[name], text, why, Place(key=name)))
            continue
        problems += wrong_value(request.desk, ledger.declared.field[name], facts[name], name)
    return facts, problems, entering.note_of_sure(typed)


def _parse_related(request: SiteRequest, head: Head | None, problems: list[Problem]) -> tuple[str, ...]:
    """The matters the form names: ticked ones, and numbers of a ledger, among those the person may see."""
    ticked = tuple(request.desk.among(request.POST.getlist("other")))
    text = request.POST.get("related", "").replace("，", " ").replace("、", " ")
    numbers = tuple(part for part in text.split() if part)
    if not numbers or head is None:
        return ticked
    ledger = request.POST.get("in") if request.POST.get("in") in request.desk.ledgers else head.ledger
    seen = request.desk.page(request.desk.query(Filter(ledgers=(ledger,), numbers=numbers), page=Page(size=200))).heads
    by_number = {one.number: one.matter for one in seen if one.matter != head.matter}
    for number in numbers:
        if number not in by_number:
            says = sentence("本台账没有编号为“{number}”的事项。", number=number[:40])
            problems.append(Problem("WEB-002", says, Place(key="related"), "请核对编号；只能填写您看得到的事项。"))
    return (*ticked, *(by_number[number] for number in numbers if number in by_number))


def day(request: HttpRequest, name: str) -> date | None:
    """The day in a field, None when it names none."""
    return day_of(request.POST.get(name))


def keep_archive_list(request: SiteRequest, head: Head, given: Particulars) -> Particulars:
    """What is said of an archiving, with the list of files and hashes made for it."""
    history = request.desk.site.journal.history(head.matter)[: head.mseq]
    papers = uploads_of(history)
    names = {digest: one.name for (digest, _), one in papers.items()}
    text = manifest(request.desk, head, history, names).encode()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.txt"
        path.write_bytes(text)
        digest = request.desk.site.keep_file(path, [head.ledger])
    usual = {"name": FILE_NAME, "kind": "txt", "size": len(text), "by": request.desk.actor.name}
    Upload.objects.get_or_create(digest=digest, defaults=usual)
    return replace(given, evidence=tuple(dict.fromkeys((*given.evidence, digest))))
