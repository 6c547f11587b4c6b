"""The page of units: the tree, and for one unit its names, its parent, a new name or whom it was merged into."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from taizhang.casework.unit_register import UnitEdit, UnitRegister
from taizhang.terms.problem import Problem, Refused
from taizhang_site.accounts.access import record_request
from taizhang_site.request import SiteRequest


@require_http_methods(["GET", "POST"])
def units(request: SiteRequest) -> HttpResponse:
    """The register of units, and the one asked for opened to be changed."""
    register = UnitRegister(request.desk)
    chosen = request.POST.get("unit", "") or request.GET.get("unit", "")
    problems: list[Problem] = []
    if request.method == "POST":
        try:
            if request.POST.get("do") == "confirm":
                register.confirm(request.POST.getlist("met"))
                record_request(request, "decided", f"确认单位 {'、'.join(request.POST.getlist('met'))}"[:200])
                return redirect("units")
            name = _change(register, chosen, request.POST)
            record_request(request, "decided", f"单位 {name}"[:200])
            return redirect(f"{reverse('units')}?{urlencode({'unit': name})}")
        except Refused as refused:
            problems = list(refused.problems)
    lines = register.lines()
    one = register.units.units.get(chosen)
    context = {
        "lines": lines,
        "one": one,
        "aliases": "、".join(one.aliases) if one else "",
        "names": [line.unit.name for line in lines if line.unit.name != chosen and not line.ended],
        "body_name": register.body,
        "unconfirmed": register.unconfirmed,
        "holders": register.holders(chosen) if one else (),
        "typed": request.POST,
        "problems": problems,
        "today": request.desk.today,
    }
    return render(request, "matters/units.html", context, status=400 if problems else 200)


def _change(register: UnitRegister, name: str, form: QueryDict) -> str:
    """Does what the form asks and gives the unit to show next. Raises Refused."""
    do, told = form.get("do", ""), _told(form)
    new = form.get("name", "").strip()
    if do == "add":
        register.add(new, told)
        return new
    if do == "rename":
        register.rename(name, new, _day(form.get("on", "")))
        return new
    if do == "merge":
        register.merge(name, form.get("into", "").strip(), _day(form.get("on", "")))
        return name
    register.edit(name, told)
    return name


def _told(form: QueryDict) -> UnitEdit:
    aliases = form.get("aliases", "").replace("，", "、").replace(",", "、").split("、")
    kept = tuple(dict.fromkeys(one.strip() for one in aliases if one.strip()))
    return UnitEdit(kept, form.get("parent", "").strip(), _day(form.get("since", "")))


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written.strip())
    except ValueError:
        return None
