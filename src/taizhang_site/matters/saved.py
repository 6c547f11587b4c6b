"""Saved views of lists: keeping one, the tabs above a list, and the page where their owner orders them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from taizhang.policy.rights import SUPERVISOR
from taizhang.site.desk import Desk
from taizhang.terms.problem import Place, Problem
from taizhang.terms.sentence import sentence
from taizhang_site.matters.asked import drop_empty, ledger_of
from taizhang_site.matters.models import SavedView
from taizhang_site.request import SiteRequest

# Characters of a tab; of an address, as every browser and proxy bears; views that one person keeps apart.
LONGEST_NAME, LONGEST_ADDRESS, MOST = 30, 2000, 100
PASSING = ("start", "view", "size")


@dataclass(frozen=True, slots=True)
class Tab:
    """A saved view above a list; ``here``: the list shows just that. shared: somebody else keeps it."""

    view: SavedView
    href: str
    here: bool
    shared: bool


def views_seen_by(desk: Desk) -> list[SavedView]:
    """The views the person may open: one's own, then those shared with one's units; none of a ledger out of sight."""
    units = {unit for post in desk.actor.posts for unit in (post.unit, *desk.units.above(post.unit))}
    found = SavedView.objects.filter(Q(owner=desk.actor.name) | Q(unit__in=sorted(units - {""})))
    views = [view for view in found.order_by("place", "id") if _within(desk, view)]
    return sorted(views, key=lambda view: view.owner != desk.actor.name)


def _within(desk: Desk, view: SavedView) -> bool:
    return all(name in desk.ledgers for name in QueryDict(view.address).getlist("ledger"))


def tabs(desk: Desk, address: QueryDict) -> list[Tab]:
    """The views of the list's ledger; of several ledgers where it shows several."""
    ledger = ledger_of(desk, address)
    name, asked = ledger.name if ledger else "", _conditions(address)
    return [
        Tab(view, href(view), _conditions(QueryDict(view.address)) == asked, view.owner != desk.actor.name)
        for view in views_seen_by(desk)
        if view.ledger == name
    ]


def usual(desk: Desk) -> Mapping[str, str]:
    """Ledger → the address it is opened with: one's own usual view before a shared one."""
    found: dict[str, str] = {}
    for view in views_seen_by(desk):
        if view.usual and view.ledger:
            found.setdefault(view.ledger, href(view))
    return found


def href(view: SavedView) -> str:
    """The list it names."""
    return f"{reverse('matters')}?{view.address}"


def _conditions(address: QueryDict) -> dict[str, list[str]]:
    return {name: sorted(values) for name, values in drop_empty(address).lists() if name not in PASSING}


@require_http_methods(["GET", "POST"])
def views(request: SiteRequest) -> HttpResponse:
    """One's own views: renamed, moved, made the usual one, shared, removed; and a new one, kept from a list."""
    problems: list[Problem] = []
    if request.method == "POST":
        if request.POST.get("do", "save") == "save":
            problems, view = _save(request)
            if view:
                return redirect(href(view))
        else:
            problems = _change(request)
            if not problems:
                return redirect("views")
    own = [view for view in views_seen_by(request.desk) if view.owner == request.desk.actor.name]
    context = {
        "problems": problems,
        "rows": [(view, href(view), _title(request.desk, view)) for view in own],
        "shares": may_share(request.desk),
        "typed": request.POST,
    }
    return render(request, "matters/views.html", context, status=400 if problems else 200)


def may_share(desk: Desk) -> str:
    """The unit with whose people the person may share a view; '' when none."""
    return next((post.unit for post in desk.actor.posts if post.role == SUPERVISOR), "")


def _title(desk: Desk, view: SavedView) -> str:
    ledger = desk.ledgers.get(view.ledger)
    return ledger.title if ledger else ""


def _save(request: SiteRequest) -> tuple[list[Problem], SavedView | None]:
    """Keeps the list under a name; one's own view of that name is replaced."""
    desk: Desk = request.desk
    address = drop_empty(QueryDict(request.POST.get("address", "")))
    for name in PASSING:
        address.pop(name, None)
    ledger, owner = ledger_of(desk, address), desk.actor.name
    name = " ".join(request.POST.get("name", "").split())
    problems = _wrong_name(name)
    if len(address.urlencode()) > LONGEST_ADDRESS:
        problems.append(Problem("LST-002", "条件太多，不能保存为视图。", hint="请去掉一些条件或栏后再保存。"))
    if not problems and SavedView.objects.filter(owner=owner).count() >= MOST:
        problems.append(Problem("LST-003", sentence("已有{most}个视图。", most=MOST), hint="请先删去不用的视图。"))
    if problems:
        return problems, None
    key = {"owner": owner, "ledger": ledger.name if ledger else "", "name": name}
    shared = may_share(desk) if request.POST.get("share") else ""
    with transaction.atomic():
        place = SavedView.objects.filter(owner=owner).count()
        values = {"address": address.urlencode(), "unit": shared}
        view, _ = SavedView.objects.update_or_create(**key, defaults=values, create_defaults={**values, "place": place})
        if request.POST.get("usual"):
            _make_usual(view)
    return [], view


def _wrong_name(name: str) -> list[Problem]:
    if 0 < len(name) <= LONGEST_NAME:
        return []
    says = sentence("视图的名字超过{longest_name}个字。", longest_name=LONGEST_NAME) if name else "没有填写视图的名字。"
    return [Problem("LST-001", says, Place(key="name"), "请填写一个短名字，如“本月到期”。")]


def _change(request: SiteRequest) -> list[Problem]:
    """One change to one of one's own views; any other is not there."""
    own = list(SavedView.objects.filter(owner=request.desk.actor.name).order_by("place", "id"))
    view = next((one for one in own if str(one.pk) == request.POST.get("view")), None)
    if view is None:
        raise Http404
    do = request.POST["do"]
    if do == "rename":
        return _rename(view, " ".join(request.POST.get("name", "").split()))
    if do == "delete":
        view.delete()
    elif do == "usual":
        _make_usual(view, on=not view.usual)
    elif do == "share":
        view.unit = "" if view.unit else may_share(request.desk)
        view.save(update_fields=["unit"])
    elif do in ("up", "down"):
        _move(own, view, -1 if do == "up" else 1)
    return []


def _rename(view: SavedView, name: str) -> list[Problem]:
    problems = _wrong_name(name)
    others = SavedView.objects.filter(owner=view.owner, ledger=view.ledger, name=name).exclude(pk=view.pk)
    if not problems and others.exists():
        problems.append(
            Problem("LST-004", sentence("已有名为“{name}”的视图。", name=name), Place(key="name"), "请换一个名字。")
        )
    if not problems:
        view.name = name
        view.save(update_fields=["name"])
    return problems


def _make_usual(view: SavedView, *, on: bool = True) -> None:
    with transaction.atomic():
        SavedView.objects.filter(owner=view.owner, ledger=view.ledger).update(usual=False)
        view.usual = on
        view.save(update_fields=["usual"])


def _move(own: list[SavedView], view: SavedView, by: int) -> None:
    """Changes places with the next view of the same ledger."""
    same = [one for one in own if one.ledger == view.ledger]
    at = same.index(view)
    if not 0 <= at + by < len(same):
        return
    first, other = own.index(view), own.index(same[at + by])
    own[first], own[other] = own[other], own[first]
    with transaction.atomic():
        for place, one in enumerate(own):
            SavedView.objects.filter(pk=one.pk).update(place=place)
