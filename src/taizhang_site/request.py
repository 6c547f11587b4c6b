"""A request as the gatekeeper hands it to a view: with the desk of whoever asks, and the language he reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

from taizhang.site.desk import Desk

if TYPE_CHECKING:
    from taizhang_site.accounts.models import Account


class SiteRequest(HttpRequest):
    """What a view of somebody who signed in may rely on; never made, only declared: Django makes the request.

    desk: what the person sees and may do today. language: "zh" or "en". confined: whether a second factor must be
    set up before anything else. noted: what the access log already has of this request.
    """

    desk: Desk
    language: str
    user: Account
    confined: bool
    noted: set[str]
