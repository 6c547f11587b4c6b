"""Matters that look like one are shown side by side, merged, or said to be two under a name and with a reason."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

from django.test import Client

from tests.web.acting import brought, fresh, head
from tests.web.people import OTHER

SignIn = Callable[[str], Client]
PAGE = "/alike?ledger=hazard"


def pair_of(client: Client, *matters: str) -> bool:
    """Whether the page shows the two side by side."""
    one, two = (head(matter).number for matter in matters)
    text = client.get(PAGE).content.decode()
    return any(f'aria-label="{a} {b}"' in text for a, b in ((one, two), (two, one)))


def test_two_numbers_of_one_matter_are_said_to_be_two_only_with_a_reason(signed_in: SignIn) -> None:
    text = f"沿河路{uuid4().hex[:6]}号桥头护栏缺损"
    one, two, client = fresh(text=text), fresh(text=text), signed_in("赵督查")
    assert pair_of(client, one, two)
    form = {"one": one, "two": two, "idem": uuid4().hex}
    refused = client.post(PAGE, form)
    assert refused.status_code == 400
    assert "没有写明为什么是两件" in refused.content.decode()
    assert client.post(PAGE, {**form, "why": "一处在桥东，一处在桥西"}).status_code == 302
    assert not pair_of(client, one, two)
    assert two in head(one).relations.links
    assert "核对过，是两件：一处在桥东" in client.get(f"/matter/{one}").content.decode()


def test_a_double_is_merged_even_when_struck_off(signed_in: SignIn) -> None:
    one, two, client = brought("struck_off"), brought("struck_off"), signed_in("赵督查")
    form = client.get(f"/matter/{two}/merge?related={head(one).number}").content.decode()
    assert f'name="related" value="{head(one).number}"' in form
    given = {"related": head(one).number, "note": "同一处隐患编了两个号", "idem": uuid4().hex}
    assert client.post(f"/matter/{two}/merge", given).status_code == 302
    assert head(two).state == "merged"
    assert head(one).state == "struck_off"


def test_a_pair_is_shown_only_to_who_sees_both(signed_in: SignIn) -> None:
    text = f"北环路{uuid4().hex[:6]}号边坡有落石"
    here, there = fresh(text=text), fresh(OTHER, text)
    assert not pair_of(signed_in("赵督查"), here, there)
    again = fresh(OTHER, text)
    assert pair_of(signed_in("赵督查"), there, again)
    assert not pair_of(signed_in("钱承办"), there, again)
    assert signed_in("钱承办").post(PAGE, {"one": there, "two": again, "why": "x"}).status_code == 400
