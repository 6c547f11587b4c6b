"""What people take from the library: a zip, a collection, a passage for a draft, a masked copy; nothing out of sight."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from taizhang.library.model import ReadableLevels
from taizhang_site.finder.pages import library
from taizhang_site.house import now, site
from tests.web.pages import body
from tests.web.people import BODY

SignedIn = Callable[[str], Client]
PASSAGE = "全年排查安全隐患1287处，整改销号率达到百分之九十六，建立台账逐项跟踪问效到底。"
TEXTS = {
    "旧报告.txt": f"2024年安全生产工作总结\n{PASSAGE}\n其他工作按计划推进。",
    "新通知.txt": "关于防汛值守的通知\n做好值班。",
}


@pytest.fixture(scope="module")
def ids(signed_in: SignedIn, tmp_path_factory: pytest.TempPathFactory) -> dict[str, int]:
    """Two documents of the body itself and one that only those see who follow up matters."""
    folder = tmp_path_factory.mktemp("past")
    found = {}
    for name, text in {**TEXTS, "来信.txt": "某来信的处理\n来信人反映的情况已核实。"}.items():
        (folder / name).write_text(text, encoding="utf-8")
        level = "sensitive" if name == "来信.txt" else "internal"
        taken = library().admit([folder / name], at=now(), level=level, unit=BODY)  # type: ignore[arg-type]
        found[name] = (*taken.admitted, *taken.known)[0]
    return found


def test_chosen_documents_come_in_one_zip_and_the_taking_is_recorded(signed_in: SignedIn, ids: dict[str, int]) -> None:
    chosen = [ids["旧报告.txt"], ids["新通知.txt"]]
    answer = signed_in("吴撰稿").post("/library/chosen", {"pk": chosen, "do": "zip"})
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    assert {name: archive.read(name).decode() for name in archive.namelist()} == TEXTS
    log = library().log.entries(ids["新通知.txt"])
    assert (log[0].who, log[0].act) == ("吴撰稿", "下载")


def test_a_document_out_of_sight_spoils_the_whole_zip_and_says_no_more_than_a_missing_one(
    signed_in: SignedIn, ids: dict[str, int]
) -> None:
    assert library().document(ids["来信.txt"], allowed=ReadableLevels.everything()) is not None
    client = signed_in("吴撰稿")
    unseen = client.post("/library/chosen", {"pk": [ids["旧报告.txt"], ids["来信.txt"]], "do": "zip"})
    missing = client.post("/library/chosen", {"pk": [ids["旧报告.txt"], 987654], "do": "zip"})
    assert (unseen.status_code, missing.status_code) == (400, 400)
    told = [
        re.sub(r'name="csrfmiddlewaretoken" value="\w+"|编号为\d+的', "", body(answer)) for answer in (unseen, missing)
    ]
    assert told[0] == told[1]
    assert "WEB-007" in body(client.post("/library/chosen", {"do": "zip"}))
    assert signed_in("赵督查").post("/library/chosen", {"pk": [ids["来信.txt"]], "do": "zip"}).status_code == 200


def test_a_collection_is_filled_opened_and_emptied(signed_in: SignedIn, ids: dict[str, int]) -> None:
    client = signed_in("赵督查")
    chosen = [ids["旧报告.txt"], ids["来信.txt"]]
    answer = client.post("/library/chosen", {"pk": chosen, "do": "put", "shelf": "年度素材"}, follow=True)
    assert "2024年安全生产工作总结" in body(answer)
    assert "某来信的处理" in body(answer)
    drafter = body(signed_in("吴撰稿").get("/library/collections?name=年度素材"))
    assert "2024年安全生产工作总结" in drafter
    assert "来信" not in drafter
    assert "年度素材" in body(signed_in("吴撰稿").get("/library"))
    assert "LIB-060" in body(client.post("/library/chosen", {"pk": chosen, "do": "put", "shelf": ""}))
    client.post("/library/chosen", {"pk": chosen, "do": "out", "shelf": "年度素材"})
    assert "没有您可看的文件" in body(client.get("/library/collections?name=年度素材"))


def test_a_passage_goes_into_a_draft_with_its_source_and_without_its_old_numbers(
    signed_in: SignedIn, ids: dict[str, int]
) -> None:
    client = signed_in("吴撰稿")
    assert client.post("/papers/county/2027/save", {}).status_code == 302
    address = f"/library/{ids['旧报告.txt']}/insert"
    page = body(client.get(address, {"first": "2", "last": "2"}))
    assert "{{?1287}}" in page
    assert "出处" in page
    refused = client.post(address, {"first": "2", "last": "2", "into": "county/1999"})
    assert "WEB-041" in body(refused)
    assert client.post(address, {"first": "2", "last": "2", "into": "county/2027"}).status_code == 302
    text = (site().home / "drafts" / "county-2027.md").read_text(encoding="utf-8")
    assert "{{?1287}}处" in text
    assert re.search(r"<!-- 出处：.*2024年安全生产工作总结", text)
    shown = body(client.get("/papers/county/2027"))
    assert "排查安全隐患" in shown
    assert "LIB-064" in body(client.get(address, {"first": "90"}))
    assert signed_in("冯考核").get(address).status_code == 404
    assert client.get(f"/library/{ids['来信.txt']}/insert").status_code == 404


def test_a_masked_copy_is_seen_then_taken_along(signed_in: SignedIn, ids: dict[str, int]) -> None:
    client = signed_in("吴撰稿")
    page = body(client.post(f"/library/{ids['旧报告.txt']}/release", {"words": "销号率", "do": "look"}))
    assert "某甲" in page
    taken = client.post(f"/library/{ids['旧报告.txt']}/release", {"words": "销号率", "do": "take"}).content.decode()
    assert "1287" not in taken
    assert "销号率" not in taken
    assert client.get(f"/library/{ids['来信.txt']}/release").status_code == 404


def test_passages_used_elsewhere_stand_side_by_side(signed_in: SignedIn, ids: dict[str, int], tmp_path: Any) -> None:
    (tmp_path / "再用.txt").write_text(f"2025年安全生产工作总结\n{PASSAGE.replace('1287', '1301')}", encoding="utf-8")
    taken = library().admit([tmp_path / "再用.txt"], at=now(), level="internal", unit=BODY)
    page = body(signed_in("吴撰稿").get(f"/library/{taken.admitted[0]}?reuse=1"))
    assert "1287处" in page
    assert "1301处" in page
    assert "只改了1个数" in page
    assert 'aria-label="主导航"' in page
