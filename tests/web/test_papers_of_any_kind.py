"""A document through the gates and the library of past documents, as a person uses them."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document

from taizhang_site.finder.pages import HighlightedText, pieces

SignedIn = Callable[[str], Client]
FAULTY = "某某县人民政府办公室2026年度报告\n全年共受理30件，包括咨询类12件、投诉类10件。2026年2月30日办结。"


def word(text: str) -> SimpleUploadedFile:
    """A Word file of these paragraphs."""
    document, raw = Document(), io.BytesIO()
    for line in text.split("\n"):
        document.add_paragraph(line)
    document.save(raw)
    return SimpleUploadedFile("报告.docx", raw.getvalue())


def plain(name: str, text: str) -> SimpleUploadedFile:
    """A text file."""
    return SimpleUploadedFile(name, text.encode())


@pytest.fixture
def walked(signed_in: SignedIn) -> tuple[Client, str]:
    """A faulty document handed in, and the address of its walk."""
    client = signed_in("吴撰稿")
    answer = client.post("/proof", {"files": word(FAULTY)})
    assert answer.status_code == 302
    return client, str(answer.headers["location"])


def test_a_document_is_walked_through_the_gates_and_comes_back_with_comments(walked: tuple[Client, str]) -> None:
    client, address = walked
    page = client.get(address).content.decode()
    assert "2月30日" in page
    assert 'name="key"' in page
    copy = client.get(f"{address}/marked")
    assert copy.headers["Content-Type"].endswith("wordprocessingml.document")
    assert any(comment.text for comment in Document(io.BytesIO(copy.getvalue())).comments)


def test_a_finding_is_waived_only_with_a_reason_and_then_remembered(walked: tuple[Client, str]) -> None:
    client, address = walked
    key = client.get(address).content.decode().split('name="key" value="')[1][:8]
    refused = client.post(address, {"key": key, "do": "waive", "reason": ""})
    assert refused.status_code == 400
    assert "PRF-024" in refused.content.decode()
    assert client.post(address, {"key": key, "do": "waive", "reason": "引自原文"}).status_code == 302
    assert "引自原文" in client.get(address).content.decode()


def test_what_one_person_hands_in_is_not_there_for_another(walked: tuple[Client, str], signed_in: SignedIn) -> None:
    assert signed_in("钱承办").get(walked[1]).status_code == 404


def test_a_picture_and_a_broken_file_are_refused_with_a_reason(signed_in: SignedIn) -> None:
    client = signed_in("吴撰稿")
    assert client.post("/proof", {"files": plain("图.png", "x")}).status_code == 400
    broken = client.post("/proof", {"files": SimpleUploadedFile("坏.docx", b"not a zip")}, follow=True)
    assert broken.status_code == 400
    assert "PRF-" in broken.content.decode()


def test_past_documents_are_handed_in_found_opened_and_fetched(signed_in: SignedIn) -> None:
    client = signed_in("吴撰稿")
    texts = {
        "甲.txt": "2024年工作总结\n全县排查安全隐患，建立整改台账。",
        "乙.txt": "关于春耕生产的通知\n做好农资储备。",
    }
    client.post("/library/add", {"files": [plain(*one) for one in texts.items()], "level": "internal"})
    page = client.get("/library?q=整改台账").content.decode()
    assert "<mark>整改台账</mark>" in page
    assert "春耕" not in page
    address = page.split('<h2><a href="')[1].split("#")[0].replace("&amp;", "&")
    opened = client.get(address)
    assert 'id="here"' in opened.content.decode()
    fetched = client.get(address.split("?")[0] + "/file")
    assert b"".join(fetched.streaming_content) == texts["甲.txt"].encode()
    outside = signed_in("钱承办")
    assert "找到 1 份" not in outside.get("/library?q=整改台账").content.decode()
    assert outside.get(address).status_code == 404


def test_a_text_is_cut_at_its_marks() -> None:
    assert pieces("建立台账。", [(2, 4)]) == [
        HighlightedText("建立", False),
        HighlightedText("台账", True),
        HighlightedText("。", False),
    ]
    assert pieces("", []) == []
