"""Registers a matter by the form its ledger declares."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from taizhang.catalogue.entered import Unread, not_read, with_note
from taizhang.catalogue.model import FieldDeclaration
from taizhang.catalogue.resolved import Ledger
from taizhang.catalogue.values import Stored
from taizhang.matters.acts import Particulars
from taizhang.site.registering import initial_status
from taizhang.terms.problem import Place, Problem, Refused
from taizhang_site.matters.evidence import keep_uploads, uploads_of_refused_form
from taizhang_site.matters.saying import entering_for, typed_fields
from taizhang_site.request import SiteRequest


@dataclass(frozen=True, slots=True)
class FormField:
    """A field of the form with what was typed; far: a day whose year somebody has to say is right; sure: it was said."""

    name: str
    declared: FieldDeclaration
    choices: tuple[str, ...]
    value: str
    far: bool = False
    sure: bool = False


@require_http_methods(["GET", "POST"])
def register(request: SiteRequest, ledger: str) -> HttpResponse:
    """The form, and the registration."""
    declared = next((one for one in request.desk.openable() if one.name == ledger), None)
    if declared is None:
        raise Http404
    problems: list[Problem] = []
    kept = keep_uploads(request, [ledger]) if request.method == "POST" else None
    if kept:
        facts, problems = _facts(request, declared)
        problems += kept.problems
        if not problems:
            checked = entering_for(request, declared).note_of_sure(typed_fields(request))
            note = with_note(request.POST.get("note", ""), checked)
            given = Particulars(note=note, evidence=tuple(kept.digests))
            try:
                idem = request.POST.get("idem") or str(uuid.uuid4())
                entry = request.desk.register(declared, idem, facts, given)
                return redirect("matter", matter=entry.matter)
            except Refused as refused:
                problems = list(refused.problems)
    context = {
        "ledger": declared,
        "fields": _fields(request, declared),
        "problems": problems,
        "typed": request.POST,
        "idem": request.POST.get("idem") or str(uuid.uuid4()),
        "kept": uploads_of_refused_form(kept.digests if kept else ()),
        "units": sorted(request.desk.units.units),
    }
    return render(request, "matters/register.html", context, status=400 if problems else 200)


def _fields(request: SiteRequest, ledger: Ledger) -> list[FormField]:
    """The fields a person fills in: not those that acts set later, nor the status, which the lifecycle gives."""
    later = {name for act in ledger.declared.sets.values() for name in act} | {ledger.declared.status}
    later |= {name for name in ledger.declared.field if name.startswith("review")}
    today = request.desk.today.isoformat()
    words = request.desk.site.catalogue.vocabularies
    fields, entering = [], entering_for(request, ledger)
    for name, one in ledger.declared.field.items():
        if (name in later and not one.required) or name == ledger.declared.status:
            continue
        usual = today if name == "opened" else one.default
        value = request.POST.get(f"f-{name}", usual if request.method == "GET" else "")
        choices = tuple(words[one.choices].values) if one.choices in words else ()
        far = request.method == "POST" and entering.is_far(name, value)
        fields.append(FormField(name, one, choices, value, far, name in entering.sure))
    return fields


def _facts(request: SiteRequest, ledger: Ledger) -> tuple[dict[str, Stored], list[Problem]]:
    facts: dict[str, Stored] = {}
    problems = []
    entering = entering_for(request, ledger)
    for field in _fields(request, ledger):
        try:
            value = entering.parse(field.name, field.value)
        except Unread as why:
            problems.append(not_read(field.declared, field.value, why, Place(key=field.name)))
            continue
        if value is not None:
            facts[field.name] = value
    facts |= initial_status(request.desk.site.catalogue, ledger)
    return {name: value for name, value in facts.items() if value is not None}, problems
