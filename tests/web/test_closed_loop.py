"""Every act of the closed loop on its page: who is offered it in which state, and what several matters do together."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from taizhang.matters.lifecycles import CLOSED_LOOP
from taizhang.matters.words import LEVELS, TOGETHER
from taizhang_site.house import site
from tests.web.acting import brought, counted, do, fresh, head, paper
from tests.web.people import OTHER, TOWN

SignIn = Callable[[str], Client]
ASKED = {"赵督查": "S", "李县长": "L", "钱承办": "H", "郑镇长": "U", "何承办": "", "吴撰稿": "D", "冯考核": "A"}
"""Who asks, and a letter for the role; the handler of another town sees nothing."""

OFFERED = {
    ("registered", "approve"): "L",
    ("registered", "decline"): "SL",
    ("approved", "assign"): "S",
    ("assigned", "accept"): "HU",
    ("assigned", "ask_back"): "HU",
    ("assigned", "reassign"): "S",
    ("in_progress", "ask_back"): "HU",
    ("in_progress", "reassign"): "S",
    ("in_progress", "report_progress"): "HU",
    ("in_progress", "ask_extension"): "HU",
    ("in_progress", "extend"): "L",
    ("in_progress", "suspend"): "S",
    ("in_progress", "report"): "HU",
    ("in_progress", "object"): "HU",
    ("asked", "hand_back"): "S",
    ("asked", "refuse"): "SL",
    ("asked", "report"): "HU",
    ("asked", "reassign"): "S",
    ("asked", "report_progress"): "HU",
    ("asked", "extend"): "L",
    ("asked", "suspend"): "S",
    ("asked", "object"): "HU",
    ("handed_back", "reassign"): "S",
    ("suspended", "resume"): "S",
    ("reported", "start_review"): "S",
    ("in_review", "return_work"): "SL",
    ("in_review", "verify"): "U",
    ("in_review", "object"): "HU",
    ("closed", "reopen"): "SL",
    ("closed", "strike_off"): "SL",
    ("closed", "keep_standing"): "L",
    ("closed", "archive"): "S",
    ("closed", "recheck"): "SL",
    ("closed", "object"): "HU",
    ("objected", "settle"): "SL",
    ("objected", "reopen"): "SL",
    ("objected", "keep_standing"): "L",
    ("objected", "recheck"): "SL",
    ("struck_off", "reopen"): "SL",
    ("struck_off", "archive"): "S",
    ("struck_off", "merge"): "S",
    ("struck_off", "recheck"): "SL",
    ("struck_off", "object"): "HU",
    ("standing", "keep_standing"): "L",
    ("standing", "strike_off"): "SL",
    ("merged", "answer"): "S",
    ("split", "answer"): "S",
}
EVERY_LIVE = {"merge": "S", "split": "S", "cancel": "L", "transfer": "S"}
BESIDE = {"link": "SHU", "recuse": "SHUL"}
LIVE = {
    "registered",
    "approved",
    "assigned",
    "in_progress",
    "asked",
    "handed_back",
    "suspended",
    "reported",
    "in_review",
    "closed",
    "objected",
    "standing",
}


@pytest.mark.parametrize("state", sorted({state for state, _ in OFFERED}))
def test_in_each_state_each_role_is_offered_what_the_table_says_and_nothing_else(signed_in: SignIn, state: str) -> None:
    matter = brought(state)
    stands = head(matter).state
    acts = {row.act for row in CLOSED_LOOP.rows if row.state == stands} - {
        *TOGETHER,
        *LEVELS,
        "correct",
        "split",
        "sample",
        "unlink",
    }
    table = {
        **{act: roles for (at, act), roles in OFFERED.items() if at == state},
        **BESIDE,
        **({act: roles for act, roles in EVERY_LIVE.items() if act != "split"} if state in LIVE else {}),
    }
    for person, letter in ASKED.items():
        client = signed_in(person)
        assert client.get(f"/matter/{matter}").status_code == (404 if not letter else 200)
        offered = {act for act in acts if client.get(f"/matter/{matter}/{act}").status_code == 200}
        assert offered == {act for act, roles in table.items() if letter and letter in roles}, person


@pytest.mark.parametrize(
    ("state", "act", "person", "codes"),
    [
        ("registered", "approve", "钱承办", "POL-001"),
        ("in_progress", "hand_back", "赵督查", "JRN-023"),
        ("in_progress", "settle", "赵督查", "JRN-022"),
        ("approved", "report", "钱承办", "JRN-001"),
        ("in_progress", "report", "钱承办", "JRN-011"),
        ("struck_off", "archive", "赵督查", "JRN-017"),
        ("closed", "keep_standing", "李县长", "JRN-015"),
        ("in_review", "close", "李县长", "JRN-021"),
        ("split", "answer", "赵督查", "JRN-026"),
    ],
)
def test_what_must_fail_says_why_and_writes_nothing(
    signed_in: SignIn, state: str, act: str, person: str, codes: str
) -> None:
    matter = brought(state)
    before = head(matter)
    answer = signed_in(person).post(
        f"/matter/{matter}/{act}", {"note": "试一试", "idem": uuid4().hex, "expect": before.mseq}
    )
    text = answer.content.decode()
    assert answer.status_code in (400, 409)
    assert codes in text
    assert "试一试" in text
    assert head(matter) == before


def test_a_matter_is_split_on_a_form_answered_when_its_parts_are_done_and_counted_once(signed_in: SignIn) -> None:
    matter, client = brought("in_progress"), signed_in("赵督查")
    count = counted()
    form: dict[str, Any] = {
        "text-1": "修护栏",
        "unit-1": TOWN,
        "text-2": "立标志",
        "unit-2": "没有",
        "count": 2,
        "note": "两个单位",
        "expect": head(matter).mseq,
        "idem": uuid4().hex,
    }
    more = client.post(f"/matter/{matter}/parts", {**form, "more": "1"}).content.decode()
    assert 'name="text-3"' in more
    assert "修护栏" in more
    wrong = client.post(f"/matter/{matter}/parts", form)
    assert wrong.status_code == 400
    assert "第2个子项的承办单位“没有”没有登记" in wrong.content.decode()
    form |= {"unit-2": OTHER, "due-2": "2026-12-20"}
    for _ in range(2):  # a second click happens once
        assert client.post(f"/matter/{matter}/parts", form).status_code == 302
    whole = head(matter)
    parts = [head(one) for one in whole.relations.related]
    assert [(one.state, one.unit, one.facts["due"], one.facts["text"], one.relations.origin) for one in parts] == [
        ("assigned", TOWN, "2026-12-30", "修护栏", matter),
        ("assigned", OTHER, "2026-12-20", "立标志", matter),
    ]
    assert parts[0].number == f"{whole.number}-1"
    assert counted() == count + 1
    assert f"{whole.number}-2" in client.get(f"/matter/{matter}").content.decode()
    assert whole.number in client.get(f"/matter/{parts[0].matter}").content.decode()
    town = signed_in("钱承办").get(f"/matter/{matter}").content.decode()
    assert "修护栏" in town
    assert "立标志" not in town


def test_a_matter_merged_into_another_gives_it_the_earlier_date_and_both_point_to_each_other(signed_in: SignIn) -> None:
    one, other, client = brought("in_progress"), brought("in_progress"), signed_in("赵督查")
    do("correct", other, "登记人", facts={"text": "同一处护栏"})
    form = {"note": "同一处", "related": head(other).number, "expect": head(one).mseq, "idem": uuid4().hex}
    for _ in range(2):
        assert client.post(f"/matter/{one}/merge", form).status_code == 302
    assert (head(one).state, head(one).relations.related) == ("merged", (other,))
    assert site().journal.history(other)[-1].intention.act == "absorb"
    assert head(other).number in client.get(f"/matter/{one}").content.decode()
    assert head(one).number in client.get(f"/matter/{other}").content.decode()


def test_archiving_keeps_a_list_of_files_and_steps_with_their_hashes(signed_in: SignIn) -> None:
    matter, client = brought("struck_off"), signed_in("赵督查")
    form = {"s-retention": "30年", "expect": head(matter).mseq, "idem": uuid4().hex}
    for _ in range(2):
        assert client.post(f"/matter/{matter}/archive", form).status_code == 302
    last = site().journal.history(matter)[-1].intention
    assert last.said == {"retention": "30年"}
    text = site().blobs.path(last.evidence[-1]).read_text("utf-8")
    assert paper() in text
    assert site().journal.leaf(site().journal.history(matter)[0].seq).hex() in text
    assert "归档文件清单.txt" in client.get(f"/matter/{matter}").content.decode()


def test_links_show_on_both_sides_within_ones_sight_and_are_taken_back(signed_in: SignIn) -> None:
    one, far, client = brought("in_progress"), fresh(OTHER), signed_in("赵督查")
    number = head(far).number
    assert number in client.get(f"/numbers?in=hazard&related={number[:8]}").content.decode()
    assert number not in signed_in("钱承办").get(f"/numbers?in=hazard&related={number}").content.decode()
    hidden = signed_in("钱承办").post(f"/matter/{one}/link", {"related": number, "in": "hazard"})
    assert "本台账没有编号为" in hidden.content.decode()
    assert (
        client.post(f"/matter/{one}/link", {"related": number, "in": "hazard", "idem": uuid4().hex}).status_code == 302
    )
    for here, there in ((one, number), (far, head(one).number)):
        assert there in client.get(f"/matter/{here}").content.decode()
    assert number not in signed_in("钱承办").get(f"/matter/{one}").content.decode()
    assert head(one).number not in signed_in("何承办").get(f"/matter/{far}").content.decode()
    assert (
        client.post(f"/matter/{one}/unlink", {"other": far, "note": "弄错了", "idem": uuid4().hex}).status_code == 302
    )
    assert head(one).relations.links == ()


def test_who_declares_an_interest_is_offered_nothing_more_and_is_not_waited_for(signed_in: SignIn) -> None:
    matter, client = brought("reported"), signed_in("赵督查")
    assert matter in client.get(f"/matters?set=waiting&q={head(matter).number}").content.decode()
    assert client.post(f"/matter/{matter}/recuse", {"note": "亲属在该单位", "idem": uuid4().hex}).status_code == 302
    page = client.get(f"/matter/{matter}").content.decode()
    assert "已申报回避：赵督查" in page
    assert "您已申报回避" in page
    assert client.get(f"/matter/{matter}/start_review").status_code == 404
    assert matter not in client.get(f"/matters?set=waiting&q={head(matter).number}").content.decode()
    assert matter in signed_in("孙督查").get(f"/matters?set=waiting&q={head(matter).number}").content.decode()


def test_an_application_waits_for_whoever_decides_it_and_for_nobody_else(signed_in: SignIn) -> None:
    matter = brought("in_progress")
    number, client = head(matter).number, signed_in("钱承办")
    late = client.post(
        f"/matter/{matter}/ask_extension", {"note": "汛期", "s-until": "2026-12-01", "idem": uuid4().hex}
    )
    assert "没有晚于原期限" in late.content.decode()
    assert (
        client.post(
            f"/matter/{matter}/ask_extension", {"note": "汛期", "s-until": "2027-01-20", "idem": uuid4().hex}
        ).status_code
        == 302
    )
    assert matter in signed_in("李县长").get(f"/matters?set=waiting&q={number}").content.decode()
    assert matter not in signed_in("赵督查").get(f"/matters?set=waiting&q={number}").content.decode()
    form = signed_in("李县长").get(f"/matter/{matter}/extend").content.decode()
    assert 'name="due" value="2027-01-20"' in form


def test_a_sample_can_be_drawn_again_and_waits_for_its_checkers(signed_in: SignIn) -> None:
    matter, client = brought("struck_off"), signed_in("李县长")
    address = "/sampling?ledger=hazard&since=2026-11-01&until=2026-12-31&share=100&seed=abc"
    first, second = (client.get(address).content.decode() for _ in range(2))
    found = re.findall(r'href="/matter/([^"]+)"', first)
    assert found == re.findall(r'href="/matter/([^"]+)"', second)
    assert matter in found
    assert client.post(address, {f"c-{matter}": "钱承办"}).status_code == 400
    done = client.post(address, {f"c-{matter}": "孙督查", "idem": uuid4().hex})
    assert "已交给抽查人" in done.content.decode()
    assert head(matter).round.checker == "孙督查"
    number = head(matter).number
    assert matter in signed_in("孙督查").get(f"/matters?set=waiting&q={number}").content.decode()
    assert matter not in signed_in("赵督查").get(f"/matters?set=waiting&q={number}").content.decode()
    assert signed_in("赵督查").get(f"/matter/{matter}/recheck").status_code == 404


def test_a_form_cannot_change_facts_its_act_does_not_set(signed_in: SignIn) -> None:
    matter = brought("in_progress")
    form = {"note": "进展", "f-text": "改了内容", "co": OTHER, "idem": uuid4().hex}
    assert signed_in("钱承办").post(f"/matter/{matter}/report_progress", form).status_code == 302
    assert head(matter).facts["text"] == "护栏缺损"


def photo() -> bytes:
    """A photograph that says when and where it was taken."""
    picture, noted = Image.new("RGB", (1600, 1200), (90, 120, 90)), Image.Exif()
    noted.get_ifd(0x8769)[0x9003] = "2026:11:20 10:02:11"
    noted.get_ifd(0x8825)[1] = "N"
    noted.get_ifd(0x8825)[2] = (28.0, 30.0, 12.0)
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=noted)
    return out.getvalue()


def book() -> bytes:
    """A workbook of two sheets."""
    made = openpyxl.Workbook()
    made.active.append(["项目", "金额"])
    made.create_sheet("人员").append(["甲", 3])
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_evidence_is_shown_in_place_without_what_the_camera_noted(signed_in: SignIn) -> None:
    matter, client = brought("in_progress"), signed_in("钱承办")
    files = [SimpleUploadedFile("现场.jpg", photo()), SimpleUploadedFile("费用.xlsx", book())]
    client.post(f"/matter/{matter}/report_progress", {"note": "见附件", "evidence": files, "idem": uuid4().hex})
    picture, sheet = site().journal.history(matter)[-1].intention.evidence
    for path, width in (("thumb", 360), ("1", 1280)):
        shown = client.get(f"/evidence/{matter}/{picture}/{path}")
        assert shown.headers["Content-Type"] == "image/jpeg"
        small = Image.open(io.BytesIO(shown.content))
        assert small.width == width
        assert not small.getexif()
    part = client.get(f"/evidence/{matter}/{picture}/view", headers={"HX-Request": "true"}).content.decode()
    assert "2026:11:20 10:02:11" in part
    assert "照片带有拍摄地点" in part
    assert "<html" not in part
    second = client.get(f"/evidence/{matter}/{sheet}/view?sheet=2").content.decode()
    assert "甲" in second
    assert "金额" not in second
    assert client.get(f"/evidence/{matter}/{sheet}/thumb").status_code == 404
    assert signed_in("何承办").get(f"/evidence/{matter}/{picture}/thumb").status_code == 404


def test_a_step_is_proved_to_whoever_examines_and_to_nobody_else(signed_in: SignIn) -> None:
    matter = brought("assigned")
    page = signed_in("冯考核").get(f"/matter/{matter}/step/2").content.decode()
    assert "已核对" in page
    assert site().journal.leaf(site().journal.history(matter)[1].seq).hex() in page
    assert signed_in("冯考核").get(f"/matter/{matter}/step/9").status_code == 404
    assert signed_in("钱承办").get(f"/matter/{matter}/step/2").status_code == 404


def test_a_stale_form_names_who_acted_and_gives_back_what_was_typed(signed_in: SignIn) -> None:
    matter = brought("in_progress")
    seen = head(matter).mseq
    do("report_progress", matter, "别的人")
    answer = signed_in("钱承办").post(
        f"/matter/{matter}/report_progress", {"note": "我写的一大段", "expect": seen, "idem": "s"}
    )
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "别的人已于" in text
    assert "我写的一大段" in text


def test_several_matters_ask_for_answers_and_go_into_the_archive_each_with_its_list(signed_in: SignIn) -> None:
    matters, client = [brought("struck_off"), brought("struck_off")], signed_in("赵督查")
    preview = client.post("/matters/bulk", {"matter": matters, "what": "archive"}).content.decode()
    assert 'name="s-retention"' in preview
    form = {
        "matter": matters,
        "what": "archive",
        "do": "1",
        "idem": uuid4().hex,
        "s-retention": "10年",
        "expect": re.findall(r'name="expect" value="([^"]+)"', preview),
    }
    lacking = client.post("/matters/bulk", {**form, "s-retention": ""})
    assert lacking.status_code == 400
    assert "没有写明“保管期限”" in lacking.content.decode()
    for _ in range(2):
        assert "已办理 2 件" in client.post("/matters/bulk", form).content.decode()
    assert [head(one).state for one in matters] == ["archived", "archived"]
    lists = {site().journal.history(one)[-1].intention.evidence for one in matters}
    assert len(lists) == 2
