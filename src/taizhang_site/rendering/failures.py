"""Pages for what went wrong outside a form: not there, expired, our own fault."""

from __future__ import annotations

import logging
import secrets

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

log = logging.getLogger("django")


def not_there(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The one page for what is not there and for what is not to be seen."""
    return render(request, "failures/not_there.html", status=404)


def refuse_expired_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form came from another session or another site."""
    return render(request, "failures/expired.html", status=403)


def report_fault(request: HttpRequest) -> HttpResponse:
    """Our own fault: a number to tell the administrator, nothing else."""
    number = secrets.token_hex(4)
    log.error("failure %s", number)
    return render(request, "failures/broken.html", {"number": number}, status=500)
