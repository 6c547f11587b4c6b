"""The library's long work: taken in once however often begun, and compared only for who sees both sides."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from django.test import Client

from taizhang.library.library import Library
from taizhang.library.model import ReadableLevels
from taizhang.terms.clock import CHINA_TIME
from taizhang.terms.progress import Cancelled
from taizhang_site.finder import work
from taizhang_site.house import open_desk, site
from taizhang_site.jobs.kind import JobOrder
from taizhang_site.jobs.models import Job
from tests.web.people import OTHER, TOWN

AT = datetime(2026, 11, 24, 9, tzinfo=CHINA_TIME)
SHARED = "今年以来围绕渡口缆绳更换扎实开展隐患排查，逐件建档、逐件销号，未发生一起责任事故，群众反映良好。"


@pytest.fixture(autouse=True)
def empty() -> Iterator[None]:
    """No job afterwards."""
    yield
    Job.objects.all().delete()


@pytest.fixture
def order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> JobOrder:
    """Two documents to be taken in."""
    files = []
    for name, text in (("渡口一.txt", "渡口巡查一则"), ("渡口二.txt", "渡口巡查又一则")):
        files.append(tmp_path / name)
        files[-1].write_text(f"{text}\n{tmp_path.name}{text}", encoding="utf-8")
    monkeypatch.setattr(work, "files_of", lambda token: files)
    args = {"at": AT.isoformat(timespec="seconds"), "level": "internal"}
    return JobOrder(open_desk("吴撰稿"), args, "", tmp_path, lambda stage, done, total: None)


def test_documents_taken_in_before_a_crash_are_told_of_by_whoever_goes_on(order: JobOrder) -> None:
    first, again = work.take_in(order), work.take_in(order)
    assert len(first.told["admitted"]) == 2
    assert sorted(again.told["admitted"]) == sorted(first.told["admitted"])
    assert again.told["known"] == []
    assert again.problems == first.problems == ()
    later = replace(order, args={**order.args, "at": "2026-11-25T09:00:00+08:00"})
    other = work.take_in(later)
    assert (other.told["admitted"], sorted(other.told["known"])) == ([], sorted(first.told["admitted"]))
    assert {one.code for one in other.problems} == {"LIB-019"}


def test_what_was_taken_in_before_it_was_called_off_can_be_found(order: JobOrder) -> None:
    def called_off(stage: str, done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        work.take_in(replace(order, progress=called_off))
    with Library(site().home / "library") as shelves:
        assert shelves.index.pending == 0


def test_papers_that_repeat_each_other_are_shown_while_both_may_be_seen(
    signed_in: Callable[[str], Client], tmp_path: Path
) -> None:
    ids: list[int] = []
    with Library(site().home / "library") as shelves:
        for unit in (TOWN, OTHER):
            path = tmp_path / f"{unit}.txt"
            path.write_text(f"{unit}渡口工作总结\n{SHARED}\n{unit}另有别的做法若干。", encoding="utf-8")
            ids += shelves.admit([path], at=AT, unit=unit).admitted
    client = signed_in("吴撰稿")
    answer = client.post("/library/alike", {"kind": "", "year": ""})
    token = answer.headers["location"].split("/")[2]
    page = client.get(f"/jobs/{token}/result").content.decode()
    assert page.count(SHARED) == 2
    assert all(f"/library/{identity}" in page for identity in ids)
    everything = ReadableLevels.everything()
    with Library(site().home / "library") as shelves:
        document = shelves.document(ids[0], allowed=everything)
        assert document
        hidden = replace(document.meta, level="sensitive")
        shelves.describe(ids[0], hidden, allowed=everything, who="管理员", at=AT)
    refused = client.get(f"/jobs/{token}/result")
    assert refused.status_code == 403
    assert SHARED not in refused.content.decode()
