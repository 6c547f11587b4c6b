"""No answer shows a token, whatever page forgot to turn it into words."""

from __future__ import annotations

import pytest
from django.http import FileResponse, HttpRequest, HttpResponse
from django.test import RequestFactory

from taizhang.vault.vault import ENCRYPTED, MARK
from taizhang_site.rendering.tokens import Tokens

TOKEN = MARK + "\ue0a1" * 24


@pytest.mark.parametrize("kind", ["text/html; charset=utf-8", "application/json", "text/csv", "text/plain"])
def test_a_token_in_a_text_is_said_to_be_encrypted(kind: str) -> None:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(f"前{TOKEN}后{TOKEN}", content_type=kind)

    told = Tokens(view)(RequestFactory().get("/")).content.decode()
    assert told == f"前{ENCRYPTED}后{ENCRYPTED}"


def test_an_address_keeps_its_own_and_a_file_is_left_alone() -> None:
    page = HttpResponse("<a href='?member=%EE%83%BF%EE%82%A1'>x</a>")
    assert Tokens(lambda request: page)(RequestFactory().get("/")).content == page.content
    raw = HttpResponse(TOKEN.encode(), content_type="application/zip")
    assert Tokens(lambda request: raw)(RequestFactory().get("/")).content == TOKEN.encode()
    stream = FileResponse(iter([TOKEN.encode()]), content_type="text/plain")
    assert Tokens(lambda request: stream)(RequestFactory().get("/")) is stream
