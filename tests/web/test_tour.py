"""The guided tour: every stop opens for the person whose page it is, and only a demonstration changes the person."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client

from taizhang.lists.query import EVERYTHING_SEEN, Filter, HeadQuery
from taizhang.policy.posts import Post
from taizhang.shipped import COUNTY
from taizhang.site.site import Site
from taizhang_site.house import DEMONSTRATION, cast_list, today
from taizhang_site.scenes import SCENES, Stage
from taizhang_site.tour import cast
from taizhang_site.tour.stops import STOPS
from tests.web.people import BODY, PEOPLE

HERE = "localhost"
"""The machine's own name: by any other, the browser may be elsewhere."""

SignedIn = Callable[[str], Client]


@pytest.fixture
def demonstration(county: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """This process as a demonstration of some of the people."""
    monkeypatch.setenv(DEMONSTRATION, "")
    before = cast_list().read_text("utf-8")
    cast.begin(["李县长", "钱承办", "赵督查", "吴撰稿", "冯考核"])
    yield
    cast_list().write_text(before, "utf-8")


def test_each_stop_of_a_demonstration_opens_as_its_person(demonstration: None) -> None:
    client = Client(SERVER_NAME=HERE)
    assert "开始导览" in client.get("/login").content.decode()
    for number, stop in enumerate(STOPS):
        answer = client.post("/tour/step", {"to": str(number)}, follow=True)
        page = answer.content.decode()
        assert answer.status_code == 200, stop.title
        assert f"导览 {number + 1}/{len(STOPS)}" in page
        assert stop.tries in page
        assert next(name for name in PEOPLE if f">{name}</a>" in page) in cast.listed_names()
    page = client.post("/tour/step", {"to": ""}, follow=True).content.decode()
    assert "导览 1/" not in page
    assert page.count('name="to"') == len(STOPS)


def test_outside_a_demonstration_nobody_becomes_another(signed_in: SignedIn, county: None) -> None:
    client = signed_in("钱承办")
    page = client.get("/tour").content.decode()
    assert "领导看板" not in page.split("<main")[1]
    answer = client.post("/tour/step", {"to": "0"}, follow=True)
    assert ">钱承办</a>" in answer.content.decode()
    assert "导览 1/" in client.post("/tour/step", {"to": "2"}, follow=True).content.decode()
    client.post("/tour/step", {"to": ""})
    stranger = Client(SERVER_NAME=HERE)
    assert "开始导览" not in stranger.get("/login").content.decode()
    assert stranger.post("/tour/step", {"to": "0"}).headers["location"] == "/login"


@pytest.mark.parametrize("address", ["10.0.0.9", "", "fe80::1"])
def test_a_demonstration_changes_nobody_for_a_browser_elsewhere(demonstration: None, address: str) -> None:
    stranger = Client(SERVER_NAME=HERE, REMOTE_ADDR=address)
    assert "开始导览" not in stranger.get("/login").content.decode()
    assert stranger.post("/tour/step", {"to": "0"}).headers["location"] == "/login"
    assert "_auth_user_id" not in stranger.session


def test_the_scenes_of_a_demonstration_are_played_by_the_people_whose_steps_they_are(tmp_path: Path) -> None:
    own = Site.create(tmp_path, BODY)
    book = next(path for path in COUNTY.iterdir() if path.name.startswith("01_"))
    assert own.import_files([book], today=today(), actor="演示", accept_refused=True).applied
    open_ = own.journal.counts(
        HeadQuery(EVERYTHING_SEEN, today(), Filter(states=("in_progress",), opened_to=today())), "unit"
    )
    ((town,), count), *_ = sorted(open_.items(), key=lambda one: -one[1])
    parts = {
        "supervisor": "赵督查",
        "other supervisor": "孙督查",
        "leader": "李县长",
        "other leader": "周副县长",
        "handler": "钱承办",
        "unit_head": "郑镇长",
    }
    for part, name in parts.items():
        unit = town if part in ("handler", "unit_head") else BODY
        own.appoint(Post(name, unit, part.removeprefix("other ")), "安全员", today())
    played = Stage(own, today(), parts).play()
    assert played == min(count, len(SCENES))
    heads = [head for head in own.journal.heads("hazard") if head.seq > own.journal.size - 40 and head.round.reporter]
    assert {"reported", "in_review"} <= {head.state for head in heads}
    assert all(head.round.reporter == "钱承办" and head.round.evidence for head in heads)
    assert [head.unit for head in own.journal.heads("hazard") if head.pressing.answer_by] == [town]
    own.close()
