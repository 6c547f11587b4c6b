"""No answer shows a token: what stands for encrypted words reads as words to whoever may see them, as "encrypted" else.

Pages turn tokens into words where the person sees the rows (``site.legible``). What is left of them on any page is told
to be encrypted here, in one place, so that no page can forget it. Addresses keep theirs: there they are percent-encoded.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from taizhang.vault.vault import MARK, without_tokens

_MARK = MARK.encode()
_TEXTS = ("text/", "application/json")


class Tokens:
    """Says of tokens in the texts of answers that they are something encrypted."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        text = str(response.headers.get("Content-Type", "")).startswith(_TEXTS)
        if text and not response.streaming and _MARK in response.content:
            response.content = without_tokens(response.content.decode()).encode()
        return response
