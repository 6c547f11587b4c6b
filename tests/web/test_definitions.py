"""The dictionary: found, taken along, and changed by two people with the effect seen by both."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

from django.test import Client

from taizhang_site.house import site, today
from tests.web.pages import body, hidden

SignedIn = Callable[[str], Client]
CHANGE = "/definitions/hazard_struck/change?period=2026"
NARROW = {"where": "隐患级别 = ‘重大’"}


def propose(client: Client, name: str, given: dict[str, str]) -> str:
    """Proposes a change as the page does; the address of the proposal."""
    address = f"/definitions/{name}/change?period=2026"
    page = body(client.post(address, {**given, "do": "weigh"}))
    sent = {
        **given,
        "do": "propose",
        "idem": hidden(page, "idem"),
        "reason": "按省里的新要求",
        "since": today().isoformat(),
    }
    answer = client.post(address, sent)
    assert answer.status_code == 302, body(answer)
    return str(answer.headers["location"])


def test_the_list_is_narrowed_and_exported(signed_in: SignedIn) -> None:
    client = signed_in("陈查阅")
    page = body(client.get("/definitions?ledger=hazard&kind=ratio"))
    assert "安全隐患办结率" in page
    assert "当期开展主题党日" not in page
    workbook = client.get("/definitions?ledger=hazard&kind=ratio&as=xlsx").content
    text = zipfile.ZipFile(io.BytesIO(workbook)).read("xl/sharedStrings.xml").decode()
    assert "安全隐患办结率（同批）" in text
    assert "登记安全隐患" not in re.findall(r"<t>([^<]*)</t>", text)
    assert "没有这样的指标" in body(client.get("/definitions?changed=open"))


def test_a_change_is_seen_before_it_is_proposed_and_nothing_is_written(signed_in: SignedIn) -> None:
    client = signed_in("赵督查")
    size = site().journal.size
    page = body(client.post("/definitions/hazard_opened/change?period=2026", {**NARROW, "do": "weigh"}))
    assert "读作：" in page
    assert "不再计入" in page
    assert "哪些单位的数不同" in page
    assert "提交审定" in page
    assert site().journal.size == size


def test_a_fault_stands_at_its_field_and_keeps_what_was_typed(signed_in: SignedIn) -> None:
    client = signed_in("赵督查")
    answer = client.post("/definitions/hazard_opened/change", {"where": "没有的栏 = 1", "do": "weigh"})
    assert answer.status_code == 400
    page = body(answer)
    field = page.split('name="where"')[1].split("</fieldset>")[0]
    assert "没有的栏 = 1" in field
    assert "CAT-012" in field
    assert "提交审定" not in page


def test_a_condition_is_put_together_from_three_fields(signed_in: SignedIn) -> None:
    given = {"where": "", "add_column": "level", "add_sign": "=", "add_value": "重大", "do": "weigh"}
    page = body(signed_in("赵督查").post("/definitions/hazard_opened/change?period=2026", given))
    assert "level = '重大'" in page


def test_another_person_approves_what_was_seen_and_it_is_in_force(signed_in: SignedIn) -> None:
    drafter, leader = signed_in("吴撰稿"), signed_in("李县长")
    address = propose(drafter, "hazard_opened", NARROW)
    assert "等另一位审核人" not in body(leader.get(address))
    own = body(drafter.get(address))
    assert 'value="approved"' not in own
    assert 'value="withdrawn"' in own
    form = {"step": hidden(own, "step"), "seen": "x", "do": "approved"}
    refused = leader.post(address, form)
    assert refused.status_code == 409
    assert "FIG-037" in body(refused)
    seen = hidden(body(leader.get(address)), "seen")
    before = site().catalogue.revision
    assert leader.post(address, {**form, "seen": seen, "remark": "同意"}).status_code == 302
    page = body(leader.get("/definitions/hazard_opened"))
    assert site().catalogue.revision != before
    assert "同意" in page
    assert "按省里的新要求" in page
    assert "级别为“重大”" in page
    assert "FIG-035" in body(leader.post(address, {**form, "seen": seen}))


def test_a_proposer_withdraws_and_a_town_proposes_nothing(signed_in: SignedIn) -> None:
    drafter = signed_in("吴撰稿")
    address = propose(drafter, "hazard_open_end", {"title": "年末没有整改完的隐患"})
    assert "已有" not in body(drafter.get("/definition-changes"))
    assert signed_in("许审核").post(address, {"do": "withdrawn", "step": "1"}).status_code == 409
    assert drafter.post(address, {"do": "withdrawn", "step": "1"}).status_code == 302
    assert "已撤回" in body(drafter.get("/definition-changes"))
    assert signed_in("钱承办").get(CHANGE).status_code == 404
    assert "提出变更" not in body(signed_in("陈查阅").get("/definitions/hazard_opened"))


def test_whoever_does_not_see_the_rows_proposes_and_decides_nothing(signed_in: SignedIn) -> None:
    assert signed_in("吴撰稿").get("/definitions/petition_opened/change").status_code == 404
    assert signed_in("赵督查").get("/definitions/petition_opened/change").status_code == 200
    address = propose(signed_in("赵督查"), "petition_opened", {"title": "收到的信访"})
    page = body(signed_in("许审核").get(address))
    assert "对现有各数的影响" not in page
    assert 'value="approved"' not in page
    refused = signed_in("许审核").post(address, {"do": "approved", "step": "1", "seen": ""})
    assert "FIG-039" in body(refused)
