"""Every page stands in the permission table, and answers each role as the table says."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from taizhang.policy.posts import ROLES
from taizhang_site.permissions import ANYONE, PERMISSIONS, SIGNED_IN
from tests.web.people import PEOPLE

BUSINESS = {"supervisor", "handler", "unit_head", "leader", "drafter", "approver", "assessor", "reader"}
PAPERS = {"drafter", "approver", "leader", "supervisor", "assessor"}
EXPECTED = {
    "/mine": BUSINESS,
    "/ledgers": BUSINESS,
    "/matters": BUSINESS,
    "/matters?ledger=hazard": BUSINESS,
    "/matters?ledger=hazard&f-level=一般&order=-f-due": BUSINESS,
    "/matters/totals?ledger=hazard&by=f-level": BUSINESS,
    "/matters/views": BUSINESS,
    "/matters/template/hazard": BUSINESS,
    "/notices": BUSINESS,
    "/letters": {"supervisor", "leader"},
    "/letters?set=issued": {"supervisor", "leader"},
    "/letters/export": {"supervisor", "leader"},
    "/letters/write": {"supervisor", "leader"},
    "/board": BUSINESS,
    "/board/targets": BUSINESS,
    "/board/movement": {"drafter", "approver", "leader", "supervisor", "assessor"},
    "/board/charts/trend.svg": BUSINESS,
    "/board/file/docx": BUSINESS,
    "/figures?ledger=hazard": BUSINESS,
    "/matters/new/hazard": {"supervisor", "handler", "unit_head"},
    "/alike?ledger=hazard": {"supervisor", "handler", "unit_head", "leader"},
    "/sampling": {"supervisor", "leader"},
    "/numbers?in=hazard&related=YH": {"supervisor", "handler", "unit_head", "leader"},
    "/matters/new/meeting": {"supervisor"},
    "/matters/new/waiver": set(),
    "/import": {"supervisor"},
    "/import/mappings": {"supervisor"},
    "/people": {"security_admin"},
    "/people/new": {"security_admin"},
    "/trail": {"audit_admin"},
    "/proof": BUSINESS,
    "/papers": PAPERS,
    "/papers/county/2026": PAPERS,
    "/papers/county/2026/history": PAPERS,
    "/papers/county/2026/release": {"drafter"},
    "/papers/summary/2026-03": PAPERS,
    "/definitions": BUSINESS,
    "/definitions/hazard_opened": BUSINESS,
    "/definitions/hazard_opened/change": {"supervisor", "drafter", "leader", "approver"},
    "/definition-changes": BUSINESS,
    "/library": BUSINESS,
    "/library?q=x": BUSINESS,
    "/library/add": {"supervisor", "drafter"},
    "/library/collections": BUSINESS,
    "/library/alike": BUSINESS,
    "/jobs": BUSINESS,
    "/jobs/badge": BUSINESS,
    "/account": set(ROLES),
    "/tour": set(ROLES),
    "/account/second": set(ROLES),
    "/erasures": {"supervisor", "leader", "security_admin"},
    "/people/changes": {"security_admin", "leader", "audit_admin"},
    "/trail/entries": {"audit_admin"},
    "/trail/export": {"audit_admin"},
    "/trail/review": {"audit_admin"},
    "/machine": {"system_admin"},
    "/account/code": set(ROLES),
}


def addresses(patterns: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from addresses(one.url_patterns)
        else:
            yield one


def test_every_page_has_a_line_in_the_permission_table_and_every_line_a_page() -> None:
    names = {one.name for one in addresses(get_resolver().url_patterns)}
    assert names == set(PERMISSIONS)


@pytest.mark.parametrize("person", PEOPLE)
def test_each_role_gets_the_pages_it_has_a_use_for_and_404_for_all_others(
    signed_in: Callable[[str], Client], person: str
) -> None:
    role = PEOPLE[person][0]
    client = signed_in(person)
    answers = {page: client.get(page).status_code for page in EXPECTED}
    assert answers == {page: 200 if role in roles else 404 for page, roles in EXPECTED.items()}


def test_what_may_not_be_seen_answers_as_what_is_not_there(signed_in: Callable[[str], Client]) -> None:
    client = signed_in("钱承办")
    hidden, missing = client.get("/people"), client.get("/peopel")
    assert hidden.status_code == missing.status_code == 404
    inside = [answer.content.split(b"<main")[1] for answer in (hidden, missing)]
    assert inside[0] == inside[1]


def test_nobody_gets_nothing_but_the_way_in(signed_in: Callable[[str], Client]) -> None:
    client = signed_in("")
    for name, need in PERMISSIONS.items():
        if need != ANYONE and need != SIGNED_IN:
            patterns = [one for one in addresses(get_resolver().url_patterns) if one.name == name]
            page = "/" + str(patterns[0].pattern)
            page = page.replace("<slug:matter>", "a").replace("<slug:ledger>", "hazard").replace("<slug:what>", "close")
            page = (
                page.replace("<str:digest>", "a" * 64)
                .replace("<int:pk>", "1")
                .replace("<int:other>", "2")
                .replace("<str:token>", "a" * 32)
                .replace("<int:page>", "1")
                .replace("<int:version>", "1")
                .replace("<str:period>", "2026")
                .replace("<slug:kind>", "docx")
                .replace("<slug:name>", "a")
                .replace("<int:step>", "1")
            )
            answer = client.get(page)
            assert answer.status_code == 302, page
            assert answer.headers["location"].startswith("/login?"), page


def test_every_page_forbids_whatever_comes_from_outside(signed_in: Callable[[str], Client]) -> None:
    answer = signed_in("赵督查").get("/board")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["Cache-Control"] == "no-store"
    text = answer.content.decode()
    assert " style=" not in text
    assert "<script>" not in text
    assert "http://" not in text.replace("http://www.w3.org", "")


def test_a_journal_that_cannot_be_opened_ends_the_program_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "catalogue").mkdir()
    (tmp_path / "journal.sqlite").write_bytes(b"no journal at all" * 100)
    command = [sys.executable, "-m", "taizhang", "serve", "--home", str(tmp_path), "--port", "0"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240)
    assert done.returncode == 1
    assert "JRN-073" in done.stderr
    assert "Traceback" not in done.stderr
