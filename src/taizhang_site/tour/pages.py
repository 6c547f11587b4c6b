"""The tour's own page, the step to the next stop, and the strip that every page shows while it lasts."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from taizhang_site.accounts.models import Account
from taizhang_site.accounts.signing import begin_session
from taizhang_site.house import desk_of
from taizhang_site.rendering.parameters import whole_number
from taizhang_site.request import SiteRequest
from taizhang_site.tour.cast import cast
from taizhang_site.tour.stops import STOPS, Stop

AT = "tour"


@dataclass(frozen=True, slots=True)
class TourStrip:
    """Where somebody is on the tour: the stop, its place among those open to him, and the one that follows."""

    stop: Stop
    place: int
    count: int
    following: int | None
    before: int | None


@require_safe
def tour(request: SiteRequest) -> HttpResponse:
    """All stops; outside a demonstration those that the person's posts have a use for."""
    players = cast(request)
    stops = [(number, STOPS[number], players.get(STOPS[number].role)) for number in _open(_roles(request), players)]
    context = {"stops": stops, "minutes": len(stops), "demonstration": bool(players)}
    return render(request, "tour/tour.html", context)


def _roles(request: SiteRequest) -> frozenset[str]:
    desk = getattr(request, "desk", None)
    return desk.actor.roles if desk else frozenset()


def _open(roles: frozenset[str], players: dict[str, Account]) -> list[int]:
    """Numbers of the stops somebody can go to."""
    can = players.keys() or roles
    return [number for number, stop in enumerate(STOPS) if stop.role in can]


@require_POST
def step(request: SiteRequest) -> HttpResponse:
    """Goes to a stop, in a demonstration as the person whose page it is; without a number the tour ends."""
    players = cast(request)
    number = request.POST.get("to", "")
    if whole_number(number, -1) not in _open(_roles(request), players):
        request.session.pop(AT, None)
        return redirect("tour" if _roles(request) else "login")
    stop = STOPS[int(number)]
    if stop.role in _roles(request):
        desk = request.desk
    else:
        player = players[stop.role]
        begin_session(request, player, twice=True)
        desk = desk_of(player)
    request.session[AT] = int(number)
    return redirect(stop.opens(desk))


def strip(request: SiteRequest) -> TourStrip | None:
    """What the strip says; None when no tour is going on."""
    number = request.session.get(AT) if _roles(request) else None
    if number is None:
        return None
    stops = _open(_roles(request), cast(request))
    if number not in stops:
        return None
    place = stops.index(number)
    following = stops[place + 1] if place + 1 < len(stops) else None
    return TourStrip(STOPS[number], place + 1, len(stops), following, stops[place - 1] if place else None)
