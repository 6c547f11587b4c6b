"""A request as the gatekeeper hands it to a view: with the desk of whoever asks, and the language he reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

from taizhang.site.desk import Desk

if TYPE_CHECKING:
    from taizhang_site.accounts.models import Account
    from taizhang_site.past_day import DayChosen


class SiteRequest(HttpRequest):
    """What a view of somebody who signed in may rely on; never made, only declared: Django makes the request.

    desk: what the person sees and may do, today or on the past day a page is looked at for. present: the same today.
    day: the day that was chosen, on pages that can be looked at as of another. language: "zh" or "en". confined: whether a second factor must be
    set up before anything else. noted: what the access log already has of this request.
    """

    desk: Desk
    present: Desk
    day: DayChosen
    language: str
    user: Account
    confined: bool
    noted: set[str]
