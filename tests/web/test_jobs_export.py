"""Exports as jobs: the whole list, and nothing of it once any of it may no longer be seen."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from io import BytesIO

import openpyxl
import pytest
from django.test import Client

from taizhang.matters.entry import CORRECT, RECORD, Intention
from taizhang_site.house import site, today
from taizhang_site.jobs.models import Job
from tests.web.people import OTHER, TOWN

NUMBER, MATTER = "YH-2026-980", "moving-1"


@pytest.fixture
def moving(county: None) -> Iterator[Callable[[str], None]]:
    """A hazard of the town, and what moves it to another unit."""

    def move(unit: str, act: str = CORRECT) -> None:
        facts = {"no": NUMBER, "township": unit} if act == RECORD else {"township": unit}
        idem = f"moving-{site().journal.size}"
        told = Intention(
            "赵督查",
            idem,
            "hazard",
            act,
            today(),
            MATTER,
            number=NUMBER,
            unit=unit,
            facts=dict(facts),
            state="in_progress",
            note="更正属地",
        )
        site().journal.append([told])

    if site().journal.head(MATTER) is None:
        move(TOWN, RECORD)
    yield move
    move(TOWN)
    Job.objects.all().delete()


def numbers(content: bytes) -> set[str]:
    """The first column of a workbook."""
    rows = openpyxl.load_workbook(BytesIO(content)).active.iter_rows(min_row=2, values_only=True)
    return {row[0] for row in rows if row[0]}


def got(client: Client, token: str) -> bytes:
    """The result of a job."""
    answer = client.get(f"/jobs/{token}/result")
    assert answer.status_code == 200
    content = b"".join(answer.streaming_content)
    answer.close()
    return content


def test_an_export_holds_the_list_its_asker_sees_and_nothing_else(
    signed_in: Callable[[str], Client], moving: Callable[[str], None]
) -> None:
    found = {}
    for person in ("赵督查", "钱承办", "何承办"):
        client = signed_in(person)
        answer = client.post("/matters/export?ledger=hazard&q=YH-")
        content = got(client, answer.headers["location"].split("/")[2])
        told = re.search(r"共 (\d+) 件", client.get("/matters?ledger=hazard&q=YH-").content.decode())
        found[person] = numbers(content)
        assert told
        assert len(found[person]) == int(told[1])
    assert NUMBER in found["赵督查"] & found["钱承办"]
    assert NUMBER not in found["何承办"]
    assert found["钱承办"] < found["赵督查"]


def test_an_export_is_not_given_out_once_one_of_its_matters_is_out_of_sight(
    signed_in: Callable[[str], Client], moving: Callable[[str], None]
) -> None:
    client = signed_in("钱承办")
    token = client.post("/matters/export?ledger=hazard").headers["location"].split("/")[2]
    assert NUMBER in numbers(got(client, token))
    moving(OTHER)
    refused = client.get(f"/jobs/{token}/result")
    assert refused.status_code == 403
    assert "WEB-033" in refused.content.decode()
    moving(TOWN)
    assert NUMBER in numbers(got(client, token))


def test_what_cannot_be_seen_cannot_be_exported(signed_in: Callable[[str], Client]) -> None:
    assert signed_in("陈查阅").post("/matters/export?ledger=petition").status_code == 404
    assert signed_in("陈查阅").post("/matters/export?ledger=none").status_code == 404
    assert not Job.objects.exists()
