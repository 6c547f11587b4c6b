"""The page of destroyed content says what is meant, to who may see it, and takes no request that leaves it open."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client

from taizhang.matters.entry import RECORD, Intention
from taizhang.site.erasure import erasures
from taizhang_site.house import site, today
from tests.web.people import TOWN

SignIn = Callable[[str], Client]
REASON = "来信人书面要求删除"


def petition() -> str:
    """A petition in the journal; its number."""
    number = f"XF-E-{uuid4().hex[:8]}"
    facts = {"no": number, "channel": "来信", "township": TOWN, "opened": today().isoformat(), "status": "办理中"}
    site().journal.append([Intention("赵督查", number, "petition", RECORD, today(), number=number, facts=facts)])
    return number


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"ledger": "petition"},
        {"number": "XF-1"},
        {"ledger": "petition", "number": "XF-1", "person": "贾小川"},
        {"number": "XF-1", "person": "贾小川"},
    ],
)
def test_a_request_that_leaves_open_what_is_meant_is_refused_with_what_was_typed(
    signed_in: SignIn, given: dict[str, str]
) -> None:
    before = erasures(site())
    answer = signed_in("赵督查").post("/erasures", {**given, "reason": REASON, "do": "ask"})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "没有写清要销毁什么。" in page
    assert erasures(site()) == before
    assert all(f'value="{one}"' in page for one in (*given.values(), REASON))


def test_who_decides_is_told_the_matter_if_he_may_see_it(signed_in: SignIn) -> None:
    number = petition()
    asked = {"do": "ask", "ledger": "petition", "number": number, "reason": REASON}
    assert signed_in("赵督查").post("/erasures", asked).status_code == 302
    leader, security = (signed_in(one).get("/erasures").content.decode() for one in ("李县长", "安全员"))
    (head,) = site().journal.find("petition", number)
    assert f'<a href="/matter/{head.matter}">{number}</a>' in leader
    assert number not in security
    assert "信访事项" in security


def test_records_of_destruction_are_not_offered_for_destruction(signed_in: SignIn) -> None:
    page = signed_in("赵督查").get("/erasures").content.decode()
    assert '<option value="petition"' in page
    assert '<option value="erasure"' not in page


def test_approval_takes_the_tick_on_the_server_as_well(signed_in: SignIn) -> None:
    number = petition()
    asked = {"do": "ask", "ledger": "petition", "number": number, "reason": REASON}
    assert signed_in("赵督查").post("/erasures", asked).status_code == 302
    waiting = next(one for one in erasures(site()) if one.open and one.reason == REASON)
    given = {"do": "approve", "number": waiting.number}
    for more in ({}, {"checked": ""}, {"checked": "no"}):
        answer = signed_in("李县长").post("/erasures", {**given, **more})
        assert (answer.status_code, "KEY-019" in answer.content.decode()) == (400, True)
    assert next(one for one in erasures(site()) if one.number == waiting.number).open
    assert signed_in("李县长").post("/erasures", {**given, "checked": "yes"}).status_code == 302
    assert not next(one for one in erasures(site()) if one.number == waiting.number).open
