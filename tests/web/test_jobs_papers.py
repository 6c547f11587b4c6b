"""Papers as jobs: drawn by a worker and shown by everybody, and a file not given out once its rows may not be seen."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client

from taizhang.papers.workbench import Papers
from taizhang.terms.period import Period
from taizhang_site.house import open_desk, site
from taizhang_site.jobs.models import Job
from taizhang_site.papers import asked, drawing

NAME, PERIOD = "county", Period.parse("2026")


@pytest.fixture(autouse=True)
def empty() -> Iterator[None]:
    """No job afterwards."""
    yield
    Job.objects.all().delete()


def test_what_one_process_drew_another_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    papers = Papers(open_desk("吴撰稿"))
    text = papers.draft(NAME, PERIOD).text
    stages: list[str] = []
    monkeypatch.setattr(asked, "_drawn", type(asked._drawn)())
    first = asked.draw_once(papers, NAME, PERIOD, text, lambda stage, done, total: stages.append(stage))
    assert {"计算指标", "填写各段", "核对恒等式"} <= set(stages)
    monkeypatch.setattr(asked, "_drawn", type(asked._drawn)())
    monkeypatch.setattr(Papers, "draw", None)
    assert asked.draw_once(papers, NAME, PERIOD, text) == first


def test_a_drawn_paper_that_cannot_be_read_is_drawn_anew() -> None:
    key = "0" * 64
    drawing.keep_drawn(site(), key, ("not", "read"))  # type: ignore[arg-type]
    (site().home / "drawn" / key).write_bytes(b"\x80\x05broken")
    assert drawing.find_drawn(site(), key) is None
    assert drawing.find_drawn(site(), "1" * 64) is None


class _Runs:
    """What reading a pickle of it does: a file appears."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Callable[..., object], tuple[str, str]]:
        return open, (self.path, "w")


@pytest.mark.parametrize("seal", [b"", b"\0" * 32, b"\xff" * 31])
def test_a_drawn_paper_somebody_else_wrote_is_never_read(tmp_path: Path, seal: bytes) -> None:
    key, ran = "2" * 64, tmp_path / "ran"
    drawing.keep_drawn(site(), key, ("not", "read"))  # type: ignore[arg-type]
    assert drawing.find_drawn(site(), key) is not None
    (site().home / "drawn" / key).write_bytes(seal + pickle.dumps(_Runs(str(ran))))
    assert drawing.find_drawn(site(), key) is None
    assert not ran.exists()


def test_only_the_last_few_drawn_papers_are_kept() -> None:
    for number in range(drawing.KEPT + 3):
        drawing.keep_drawn(site(), f"{number:064}", ("not", "read"))  # type: ignore[arg-type]
    assert len(list((site().home / "drawn").iterdir())) == drawing.KEPT


def test_a_paper_s_file_is_not_given_out_once_a_ledger_of_it_is_out_of_sight(
    signed_in: Callable[[str], Client],
) -> None:
    client = signed_in("冯考核")
    token = client.post(f"/papers/{NAME}/2026/file/docx").headers["location"].split("/")[2]
    job = Job.objects.get(pk=token)
    answer = client.get(f"/jobs/{token}/result")
    assert answer.status_code == 200
    assert answer.streaming
    answer.close()
    assert set(job.told["hidden"]) == set(Papers(open_desk("冯考核")).hidden) != set()
    Job.objects.filter(pk=token).update(told={"hidden": []})
    refused = client.get(f"/jobs/{token}/result")
    assert refused.status_code == 403


def test_papers_cannot_be_had_by_who_sees_only_some_units(signed_in: Callable[[str], Client]) -> None:
    assert signed_in("钱承办").post(f"/papers/{NAME}/2026/file/docx").status_code == 404
    assert not Job.objects.exists()
