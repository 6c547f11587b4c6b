"""Notices: what waits and presses, read marks, the badge, and the calendar at a secret address."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar

from taizhang.lists.query import Filter
from taizhang.matters.acts import Particulars
from taizhang.notices.inbox import drafts, issue, next_serial, notices, reminder_query
from taizhang.policy.posts import Post, dismissal
from taizhang.site.desk import Desk
from taizhang_site.accounts.models import Account
from taizhang_site.house import desk_of, site, today
from taizhang_site.notices.models import Mark
from tests.questions import narrowed
from tests.web.people import PASSWORD, TOWN


def desk(name: str) -> Desk:
    """The desk of a person now."""
    found: Desk = desk_of(Account.objects.get(name=name))
    return found


def total(text: str) -> int:
    """How many a list says it has."""
    found = re.search(r"共 (\d+) 件", text)
    return int(found[1]) if found else 0


def unread(text: str) -> int:
    """What the badge says."""
    found = re.search(r"未读提醒 (\d+)", text)
    return int(found[1]) if found else 0


@pytest.fixture
def person(signed_in: Callable[[str], Client]) -> Client:
    """A handler of the town with everything unread."""
    return signed_in("王承办")


def test_the_page_the_badge_and_my_work_say_the_same_number(person: Client) -> None:
    expected = desk("王承办").page(reminder_query(desk("王承办"))).total
    text = person.get("/notices").content.decode()
    assert expected > 1
    assert total(text) == expected
    assert unread(text) == expected
    mine = person.get("/mine").content.decode()
    assert f"<strong>{expected}</strong><span>我的提醒</span>" in mine


def test_opening_a_notice_marks_it_read_and_a_new_cause_is_unread_again(person: Client) -> None:
    before = unread(person.get("/notices").content.decode())
    mine = desk("王承办")
    head = next(one for one in mine.page(reminder_query(mine)).heads if one.state == "in_progress")
    assert person.get(f"/notices/{head.matter}").status_code == 302
    assert unread(person.get("/notices").content.decode()) == before - 1
    supervisor = desk("赵督查")
    (draft,) = drafts(supervisor, [(head, next_serial(supervisor))], 1)
    issue(supervisor, [(supervisor.opened(head), draft)], today(), "notices-1")
    text = person.get("/notices").content.decode()
    assert unread(text) == before
    assert f"{draft.letter.number}须于" in text
    answered = mine.open(head.matter)
    assert answered
    mine.act(answered, "report_progress", today(), "notices-2", Particulars(note="已在整改"))
    assert draft.letter.number not in person.get("/notices").content.decode()


def test_ticked_and_all_notices_are_marked_and_only_for_the_person(
    person: Client, signed_in: Callable[[str], Client]
) -> None:
    other = unread(signed_in("郑镇长").get("/notices").content.decode())
    mine = desk("王承办")
    key = notices(mine, mine.page(reminder_query(mine)).heads)[0].key
    person.post("/notices/read", {"matter": key})
    assert Mark.objects.filter(person="王承办", key=key).exists()
    person.post("/notices/read", {"all": "1"})
    assert unread(person.get("/notices").content.decode()) == 0
    assert "未读" not in person.get("/notices").content.decode().split("<main")[1]
    assert unread(signed_in("郑镇长").get("/notices").content.decode()) == other


def test_nothing_is_told_of_a_matter_once_it_is_reported(person: Client) -> None:
    mine = desk("王承办")
    head = next(one for one in mine.page(reminder_query(mine)).heads if one.state == "in_progress")
    evidence = site().blobs.put("整改前后对比".encode())
    mine.act(mine.opened(head), "report", today(), "notices-3", Particulars(note="已办结", evidence=(evidence,)))
    seen = narrowed(reminder_query(mine), matters=(head.matter,))
    assert not notices(desk("王承办"), desk("王承办").page(seen).heads)


def address(client: Client) -> str:
    """A new calendar's address."""
    text = client.post("/account/calendar").content.decode()
    found = re.search(r'value="http://testserver(/calendar/[^"]+)"', text)
    assert found
    return found[1]


def test_a_calendar_holds_due_days_and_no_content(person: Client, signed_in: Callable[[str], Client]) -> None:
    path = address(person)
    answer = signed_in("").get(path)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    made = Calendar.from_ical(answer.content)
    events: list[Any] = list(made.walk("VEVENT"))
    mine = desk("王承办")
    dues = {site().journal.row(head).due for head in mine.page(mine.query(Filter(turns=mine.turns, live=True))).heads}
    assert events
    assert {one["DTSTART"].dt.isoformat() for one in events} <= dues | {None}
    assert all(type(one["DTSTART"].dt) is date for one in events)
    assert all(len(one.walk("VALARM")) == 1 for one in events)
    assert len({str(one["UID"]) for one in events}) == len(events)
    titles = {site().journal.row(head).title for head in mine.page(mine.query(Filter(turns=mine.turns))).heads} - {""}
    text = answer.content.decode().replace("\r\n ", "")
    assert not [title for title in titles if title in text]


def test_an_unchanged_calendar_answers_304(person: Client, signed_in: Callable[[str], Client]) -> None:
    path = address(person)
    first = signed_in("").get(path)
    again = signed_in("").get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert first.headers["Last-Modified"]
    assert first.headers["Cache-Control"] == "private, no-cache"


def test_a_renewed_or_ended_address_answers_404(person: Client, signed_in: Callable[[str], Client]) -> None:
    old = address(person)
    new = address(person)
    assert [signed_in("").get(path).status_code for path in (old, new)] == [404, 200]
    assert "停用订阅" in person.get("/account").content.decode()
    person.post("/account/calendar", {"end": "1"})
    assert signed_in("").get(new).status_code == 404


def test_a_calendar_ends_with_the_last_post(signed_in: Callable[[str], Client]) -> None:
    site().appoint(Post("临时员", TOWN, "handler"), "安全员", today())
    Account.objects.create(name="临时员", password=PASSWORD, must_change=False)
    client = Client()
    client.post("/login", {"name": "临时员", "password": PASSWORD})
    path = address(client)
    assert signed_in("").get(path).status_code == 200
    (post,) = (one for one in site().roll.posts() if one.person == "临时员")
    site().journal.append([dismissal(post, "安全员", today(), "notices-end")])
    assert signed_in("").get(path).status_code == 404


def test_supervisors_find_the_way_to_letters(signed_in: Callable[[str], Client]) -> None:
    text = signed_in("赵督查").get("/notices").content.decode()
    due = re.search(r"应发函 (\d+) 件", text)
    assert due
    assert total(signed_in("赵督查").get("/letters").content.decode()) == int(due[1])
    assert "应发函" not in signed_in("钱承办").get("/notices").content.decode().split("<main")[1]
