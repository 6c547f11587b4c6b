"""Papers: written beside their pages, saved once, opened number by number, exported, approved by somebody else."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client

from taizhang_site.house import site
from tests.web.pages import body

SignedIn = Callable[[str], Client]
PAGE = "/papers/short/2026"
TEXT = """+++
title = "{{text:body.name}}{{text:year}}年度工作报告"
signature = ["{{text:body.name}}"]
+++

# 隐患排查

今年登记隐患{{figure:hazard_opened|unit}}，{{change:hazard_opened}}。

另有没有出处的数：共检查3456次，发现{{figure:no_such_figure}}处。
"""
SOUND = """+++
title = "{{text:body.name}}{{text:year}}年度工作报告"
signature = ["{{text:body.name}}"]
date = "as_of"
+++

今年登记隐患{{figure:hazard_opened|unit}}，{{change:hazard_opened}}。
"""


@pytest.fixture(scope="module", autouse=True)
def short() -> None:
    """A short template beside the shipped ones."""
    site().close()
    site.cache_clear()
    folder = site().home / "catalogue" / "templates"
    folder.mkdir(exist_ok=True)
    (folder / "short.md").write_text(TEXT, encoding="utf-8")
    site().close()
    site.cache_clear()


@pytest.fixture(autouse=True)
def anew(signed_in: SignedIn) -> None:
    """No draft of the paper is left by another test."""
    for kept in (site().home / "drafts").glob("short-2026*"):
        kept.unlink()


def fetched(client: Client, address: str) -> tuple[bytes, str]:
    """A file asked for and fetched: its content, and how it is saved."""
    answer = client.post(address, follow=True)
    content = b"".join(answer.streaming_content)
    answer.close()
    return content, answer.headers["Content-Disposition"]


def seen(client: Client) -> str:
    """What the form of the page says it was made from; the draft is begun when there is none."""
    for _ in range(2):
        found = re.search(r'name="seen" value="(\w+)"', client.get(PAGE).content.decode())
        if found:
            return found[1]
        client.post(f"{PAGE}/save", {})
    raise AssertionError("no draft could be begun")


def test_looking_at_a_paper_writes_nothing_and_only_a_drafter_may_start_it(signed_in: SignedIn) -> None:
    leader = signed_in("李县长")
    page = body(leader.get(PAGE))
    assert "隐患排查" in page
    assert "开始起草" not in page
    assert leader.post(f"{PAGE}/save", {}).status_code == 404
    assert not (site().home / "drafts" / "short-2026.md").exists()


def test_numbers_are_chips_and_problems_stand_beside_their_paragraph(signed_in: SignedIn) -> None:
    client = signed_in("吴撰稿")
    assert client.post(f"{PAGE}/save", {}).status_code == 302
    page = body(client.get(PAGE))
    assert len(re.findall(r'class="chip number"', page)) == 2
    strip = next(one for one in page.split('class="strip')[1:] if "3456" in one)
    assert "RPT-030" in strip
    assert "RPT-020" in strip
    assert 'class="gap"' in strip
    assert not re.search(r'class="strip marked">(?:(?!class="strip).)*hazard_opened', page, re.DOTALL)


def test_the_preview_shows_what_is_typed_and_saves_nothing(signed_in: SignedIn) -> None:
    client = signed_in("吴撰稿")
    before = seen(client)
    page = body(client.post(f"{PAGE}/preview", {"text": SOUND.replace("今年", "本年度")}))
    assert "本年度登记隐患" in page
    assert set(re.findall(r"RPT-\d+", page)) == {"RPT-034", "RPT-035"}, "nothing but the rows the workbook lost"
    assert seen(client) == before


def test_settings_stand_apart_from_the_text_and_are_saved_with_it(signed_in: SignedIn) -> None:
    client = signed_in("吴撰稿")
    kept = site().home / "drafts" / "short-2026.md"
    assert client.post(f"{PAGE}/save", {"text": SOUND, "seen": seen(client)}).status_code == 302
    page = client.get(PAGE).content.decode()
    front = re.search(r'<textarea name="front"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    text = re.search(r'<textarea name="text" id="text"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    assert front
    assert text
    whole = kept.read_text(encoding="utf-8")
    assert unescape(front[1] + text[1]) == whole
    assert "+++" not in text[1]
    assert not text[1].startswith("\n"), "no empty line before the first words"
    plain = unescape(text[1])
    sent = {
        "front": unescape(front[1]).replace("\n", "\r\n"),
        "text": plain.replace("\n", "\r\n"),
        "seen": seen(client),
    }
    assert client.post(f"{PAGE}/save", sent).status_code == 302
    assert kept.read_text(encoding="utf-8") == whole
    assert client.post(f"{PAGE}/save", {"text": f"{plain}\n加的一段。\n", "seen": seen(client)}).status_code == 302
    assert kept.read_text(encoding="utf-8") == f"{whole}\n加的一段。\n", (
        "sent without settings, those of the draft stay"
    )
    titled = unescape(front[1]).replace("年度工作报告", "年工作情况")
    assert client.post(f"{PAGE}/save", {"front": titled, "text": plain, "seen": seen(client)}).status_code == 302
    assert "年工作情况" in body(client.get(PAGE)).split("</title>")[0]
    assert (
        client.post(f"{PAGE}/save", {"front": titled.rstrip(), "text": plain, "seen": seen(client)}).status_code == 302
    )
    assert "年工作情况" in body(client.get(PAGE)).split("</title>")[0], "however its last line ends"
    assert client.post(f"{PAGE}/save", {"text": whole, "seen": seen(client)}).status_code == 302
    assert kept.read_text(encoding="utf-8") == whole


def test_a_sentence_that_stands_on_nothing_is_attested_by_whoever_knows(signed_in: SignedIn) -> None:
    client = signed_in("吴撰稿")
    text = SOUND + "\n督查结果与年度考核挂钩。\n"
    client.post(f"{PAGE}/save", {"text": text, "seen": seen(client)})
    page = body(client.get(PAGE))
    assert "RPT-033" in page
    assert 'class="stands open"' in page
    words = "督查结果与年度考核挂钩"
    assert f'name="words" value="{words}"' in page
    assert client.post(f"{PAGE}/attest", {"words": words, "note": "知"}).status_code == 409
    assert client.post(f"{PAGE}/attest", {"words": words, "note": "参加了考核会议"}).status_code == 302
    page = body(client.get(PAGE))
    assert "RPT-033" not in page
    assert re.search(r'class="stands attested" title="吴撰稿，\d{4}-\d{2}-\d{2}"', page)
    assert signed_in("冯考核").post(f"{PAGE}/attest", {"words": words, "note": "参加了考核会议"}).status_code == 404


def test_a_chip_opens_value_definition_last_year_and_rows(signed_in: SignedIn) -> None:
    client = signed_in("吴撰稿")
    panel = body(client.get(f"{PAGE}/number", {"cell": "hazard_opened@2026"}, headers={"hx-request": "true"}))
    assert "上年同期" in panel
    assert "与数值一致" in panel
    assert 'href="/matter' in panel
    assert "<html" not in panel
    assert "WEB-011" in body(client.get(f"{PAGE}/number", {"cell": "none@2026"}))


def test_a_stale_save_is_refused_and_keeps_what_was_typed(signed_in: SignedIn) -> None:
    client = signed_in("吴撰稿")
    first = seen(client)
    assert client.post(f"{PAGE}/save", {"text": TEXT + "\n我的一段。\n", "seen": first}).status_code == 302
    answer = client.post(f"{PAGE}/save", {"text": TEXT + "\n别的一段。\n", "seen": first})
    assert answer.status_code == 409
    page = body(answer)
    assert "RPT-055" in page
    assert "别的一段。" in page
    assert "我的一段。" in page
    assert "我的一段。" in (site().home / "drafts" / "short-2026.md").read_text(encoding="utf-8")


def test_two_drafters_at_once_see_three_texts_and_take_the_merged_one(signed_in: SignedIn) -> None:
    client = signed_in("吴撰稿")
    first = seen(client)
    theirs, mine = TEXT.replace("# 隐患排查", "# 隐患排查整治"), TEXT + "\n我加的末段。\n"
    base = site().home / "drafts" / "short-2026.md"
    begun = base.read_text(encoding="utf-8").split("\n+++\n")[0]
    theirs, mine = (f"{begun}\n+++\n{one.split(chr(10) + '+++' + chr(10), 1)[1]}" for one in (theirs, mine))
    assert client.post(f"{PAGE}/save", {"text": theirs, "seen": first}).status_code == 302
    refused = client.post(f"{PAGE}/save", {"text": mine, "seen": first})
    assert refused.status_code == 409
    page = body(refused)
    assert "两处改动互不冲突" in page
    merged = re.search(
        r'name="seen" value="(\w+)"><textarea name="text" hidden[^>]*>\n(.*?)</textarea>', page, re.DOTALL
    )
    assert merged
    assert "隐患排查整治" in merged[2]
    assert "我加的末段" in merged[2]
    shown = body(client.post(f"{PAGE}/preview", {"text": merged[2], "seen": merged[1]}))
    assert f'name="seen" value="{merged[1]}"' in shown
    assert client.post(f"{PAGE}/save", {"text": merged[2], "seen": merged[1]}).status_code == 302
    history = body(client.get(f"{PAGE}/history"))
    assert "未并入，另存" in history
    assert "我加的末段。" in history


def test_an_earlier_saving_is_compared_and_restored(signed_in: SignedIn) -> None:
    client = signed_in("吴撰稿")
    text = SOUND.replace("今年", "本年度")
    assert client.post(f"{PAGE}/save", {"text": text, "seen": seen(client)}).status_code == 302
    page = body(client.get(f"{PAGE}/history"))
    numbers = [int(one) for one in re.findall(r'name="new" value="(\d+)"', page)]
    kept = re.search(r'id="restore".*?name="seen" value="(\w+)"', page, re.DOTALL)
    assert kept
    sent = {"number": str(numbers[1]), "seen": kept[1]}
    assert signed_in("冯考核").post(f"{PAGE}/restore", sent).status_code == 404
    assert client.post(f"{PAGE}/restore", sent).status_code == 302
    assert "恢复旧稿" in body(client.get(f"{PAGE}/history"))
    assert "本年度" not in (site().home / "drafts" / "short-2026.md").read_text(encoding="utf-8")
    assert "RPT-060" in body(client.post(f"{PAGE}/restore", {"number": "999", "seen": kept[1]}))


def test_a_number_is_put_in_without_scripts_where_its_place_is(signed_in: SignedIn) -> None:
    client = signed_in("吴撰稿")
    sent = {
        "text": SOUND.replace("。\n", "，其中{{}}。\n"),
        "seen": seen(client),
        "add": "{{figure:hazard_open_end|unit}}",
    }
    page = body(client.post(f"{PAGE}/preview", sent))
    assert "其中{{figure:hazard_open_end|unit}}。" in page


def test_companions_are_listed_and_opened_without_drafting(signed_in: SignedIn) -> None:
    client = signed_in("吴撰稿")
    assert "/papers/summary/2026" in body(client.get("/papers"))
    page = body(client.get("/papers/summary/2026-03"))
    assert "工作月小结" in page
    assert 'id="draft"' not in page
    assert "开始起草" not in page
    word, _ = fetched(client, "/papers/summary/2026-03/file/docx")
    assert "word/document.xml" in zipfile.ZipFile(io.BytesIO(word)).namelist()
    assert client.get("/papers/summary/2026-03/history").status_code == 404


def test_a_release_copy_hides_numbers_and_the_words_given(signed_in: SignedIn) -> None:
    client = signed_in("吴撰稿")
    assert client.post(f"{PAGE}/save", {"text": SOUND, "seen": seen(client)}).status_code == 302
    page = body(client.post(f"{PAGE}/release", {"words": "登记隐患", "do": "look"}))
    assert "某甲" in page
    word = client.post(f"{PAGE}/release", {"words": "登记隐患", "do": "docx"})
    text = zipfile.ZipFile(io.BytesIO(word.content)).read("word/document.xml").decode()
    assert "登记隐患" not in text
    assert "×××" in text
    assert signed_in("冯考核").get(f"{PAGE}/release").status_code == 404


def test_figures_are_found_by_name_with_the_slot_that_prints_them(signed_in: SignedIn) -> None:
    page = body(signed_in("吴撰稿").get(PAGE, {"q": "hazard_opened"}, headers={"hx-request": "true"}))
    assert 'data-insert="{{figure:hazard_opened|unit}}"' in page


def test_last_year_stands_beside_this_year(signed_in: SignedIn) -> None:
    page = body(signed_in("冯考核").get(f"{PAGE}/compare"))
    assert "2025（模板）" in page
    assert "<ins>" in page


def test_exports_are_a_word_file_and_one_page(signed_in: SignedIn) -> None:
    client = signed_in("冯考核")
    word, saved = fetched(client, f"{PAGE}/file/docx")
    assert "word/document.xml" in zipfile.ZipFile(io.BytesIO(word)).namelist()
    assert saved.startswith("attachment")
    assert fetched(client, f"{PAGE}/file/html")[0].startswith(b"<!DOCTYPE html>")
    assert client.post(f"{PAGE}/file/pdf").status_code == 404


def test_approval_is_refused_with_every_reason_and_to_whoever_drafted(signed_in: SignedIn) -> None:
    drafter, approver = signed_in("吴撰稿"), signed_in("许审核")
    assert drafter.post(f"{PAGE}/approve", {}).status_code == 404
    refused = approver.post(f"{PAGE}/approve", {"seen": "0"})
    page = body(refused)
    assert refused.status_code == 409
    assert "RPT-057" in page
    assert "B03" in page
    assert not list((site().home / "editions").glob("short-*"))


def accept_lost_rows(drafter: Client) -> None:
    """Answers on the page of the gates for the rows that the workbook lost."""
    page = body(drafter.get(f"{PAGE}/gates"))
    key = re.search(r'name="key" value="(\w+)"(?:(?!</li>).)*没有计入：', page, re.DOTALL)
    assert key
    assert drafter.post(f"{PAGE}/waive", {"key": key[1], "reason": "重复报送的行"}).status_code == 302


def test_a_sound_paper_is_approved_once_and_frozen(signed_in: SignedIn) -> None:
    drafter, approver = signed_in("吴撰稿"), signed_in("许审核")
    assert drafter.post(f"{PAGE}/save", {"text": SOUND, "seen": seen(drafter)}).status_code == 302
    accept_lost_rows(drafter)
    gates = approver.get(f"{PAGE}/gates").content.decode()
    found = re.search(r'name="seen" value="(\w+)"', gates)
    assert found
    done = approver.post(f"{PAGE}/approve", {"seen": found[1]})
    assert done.status_code == 302, body(done)
    assert "已批准：许审核" in re.sub(r"\s+", "", body(approver.get(f"{PAGE}/gates")))
    again = approver.post(f"{PAGE}/approve", {"seen": found[1]})
    assert "RPT-059" in body(again)
    page = body(approver.get(f"{PAGE}/editions/1"))
    assert "每个数都与现在一致" in page
    assert "吴撰稿（" in page
    assert "重复报送的行" in page
    bundle = approver.get(f"{PAGE}/editions/1/zip")
    assert "verify.py" in zipfile.ZipFile(io.BytesIO(bundle.content)).namelist()
    assert all(words in page for words in ("本单位留存", "给上级和邻近单位", "向社会公开", "各条流水的正文"))
    for receiver in ("superior", "public"):
        outside = zipfile.ZipFile(io.BytesIO(approver.get(f"{PAGE}/editions/1/{receiver}").content))
        assert json.loads(outside.read("manifest.json"))["receiver"] == receiver
        assert "text.md" not in outside.namelist()
    assert approver.get(f"{PAGE}/editions/1/everybody").status_code == 404
    assert approver.get(f"{PAGE}/editions/1/docx").status_code == 200
    assert approver.get(f"{PAGE}/editions/9").status_code == 404


def test_a_finding_is_waived_by_name_with_its_reason_and_the_marked_copy_has_the_rest(signed_in: SignedIn) -> None:
    drafter = signed_in("吴撰稿")
    text = SOUND.replace("。\n", "。另共检查3456次。\n")
    assert drafter.post(f"{PAGE}/save", {"text": text, "seen": seen(drafter)}).status_code == 302
    page = body(drafter.get(f"{PAGE}/gates"))
    key = re.search(r'name="key" value="(\w+)"(?:(?!</li>).)*3456', page, re.DOTALL)
    assert key
    assert "文稿里的数没有数格" in page
    assert re.search(r"<code>[BCF]\d\d", page) is None
    refused = drafter.post(f"{PAGE}/waive", {"key": key[1], "reason": ""})
    assert refused.status_code == 409
    assert "PRF-024" in body(refused)
    assert "comments.xml" in str(zipfile.ZipFile(io.BytesIO(drafter.get(f"{PAGE}/marked").content)).namelist())
    assert drafter.post(f"{PAGE}/waive", {"key": key[1], "reason": "引自上级通报"}).status_code == 302
    page = body(drafter.get(f"{PAGE}/gates"))
    assert "引自上级通报" in page
    assert signed_in("冯考核").post(f"{PAGE}/waive", {"key": key[1], "reason": "引自上级通报"}).status_code == 404


def test_a_paper_with_an_addressee_wants_three_signatures_none_by_its_writer(signed_in: SignedIn) -> None:
    drafter, approver = signed_in("吴撰稿"), signed_in("许审核")
    text = SOUND.replace('date = "as_of"', 'date = "as_of"\naddressee = "县委考核组"')
    assert drafter.post(f"{PAGE}/save", {"text": text, "seen": seen(drafter)}).status_code == 302
    accept_lost_rows(drafter)
    page = body(approver.get(f"{PAGE}/gates"))
    found = re.search(r'name="seen" value="(\w+)"', page)
    assert found
    assert "PRF-407" in body(approver.post(f"{PAGE}/approve", {"seen": found[1]}))
    assert drafter.post(f"{PAGE}/sign", {"seen": found[1], "gate": "basis"}).status_code == 404
    for name, gate in (("许审核", "basis"), ("李县长", "content"), ("赵督查", "format")):
        answer = signed_in(name).post(f"{PAGE}/sign", {"seen": found[1], "gate": gate})
        assert answer.status_code == 302, body(answer)
    assert "PRF-406" in body(approver.post(f"{PAGE}/sign", {"seen": found[1], "gate": "format"}))
    assert approver.post(f"{PAGE}/approve", {"seen": found[1]}).status_code == 302


def test_who_sees_only_some_units_has_no_papers(signed_in: SignedIn) -> None:
    assert signed_in("钱承办").get("/papers").status_code == 404


def test_the_dictionary_finds_a_figure_and_tells_what_stands_on_it(signed_in: SignedIn) -> None:
    client = signed_in("陈查阅")
    page = body(client.get("/definitions", {"q": "hazard_opened", "ledger": "hazard"}))
    assert 'href="/definitions/hazard_opened"' in page
    assert "没有这样的指标" in body(client.get("/definitions", {"q": "没有的指标"}))
    told = body(client.get("/definitions/hazard_opened?period=2026"))
    for words in ("定义校验码", "count(CASE WHEN ", "county", "{{figure:hazard_opened|unit}}"):
        assert words in told
    assert client.get("/definitions/none").status_code == 404
