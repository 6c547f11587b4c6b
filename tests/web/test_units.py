"""The page of units: who may change it, and a new name from a day on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.test import Client

from taizhang_site.house import site

SignedIn = Callable[[str], Client]
PAGE = "/units"


def test_a_supervisor_registers_and_renames_a_unit(signed_in: SignedIn) -> None:
    client = signed_in("赵督查")
    assert client.post(PAGE, {"do": "add", "name": "溦澜镇", "aliases": "溦澜"}).status_code == 302
    page = client.get(PAGE, {"unit": "溦澜镇"}).content.decode()
    assert 'value="溦澜"' in page
    refused = client.post(PAGE, {"do": "rename", "unit": "溦澜镇", "name": "溦澜镇", "on": ""})
    assert refused.status_code == 400
    assert "已经是名录里的单位" in refused.content.decode()
    renamed = client.post(PAGE, {"do": "rename", "unit": "溦澜镇", "name": "溦澜街道", "on": "2026-07-01"})
    assert renamed.status_code == 302
    units = site().organisation().units
    assert (units["溦澜镇"].until, units["溦澜街道"].since) == (date(2026, 6, 30), date(2026, 7, 1))
    assert "由“溦澜街道”承接" in client.get(PAGE, {"unit": "溦澜镇"}).content.decode()


def test_the_page_is_for_who_checks(signed_in: SignedIn) -> None:
    assert signed_in("钱承办").get(PAGE).status_code == 404
    assert signed_in("李县长").get(PAGE).status_code == 200
