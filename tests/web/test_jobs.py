"""Long work: what is told of it, who may see it, how it is called off, and what remains of it."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from taizhang.policy.posts import Post, dismissal
from taizhang_site.accounts.models import Account
from taizhang_site.house import site, today
from taizhang_site.jobs import asking, pages, queue, worker
from taizhang_site.jobs.asking import wait as really_wait
from taizhang_site.jobs.badge import EXPECTS
from taizhang_site.jobs.kind import JobOrder, Kind
from taizhang_site.jobs.kinds import KINDS
from taizhang_site.jobs.models import Job
from taizhang_site.jobs.queue import KEPT, STALE, Outcome
from taizhang_site.jobs.worker import JobWorker
from taizhang_site.uploads import INCOMING
from tests.web.people import BODY, PASSWORD
from tests.web.test_story import workbook

NOW = datetime(2026, 11, 24, 4, tzinfo=UTC)
SignIn = Callable[[str], Client]


def written(order: JobOrder) -> Outcome:
    """Toy work of two steps that leaves a file."""
    order.progress("核对各行", 1, 4)
    order.progress("核对各行", 3, 4)
    (order.folder / "结果.txt").write_text("好", encoding="utf-8")
    return Outcome(file="结果.txt")


def broken(order: JobOrder) -> Outcome:
    """Toy work that has a fault of its own."""
    raise RuntimeError("on purpose")


TOYS = {"toy": Kind("导入", "board", written), "fault": Kind("导入", "board", broken)}


@pytest.fixture(autouse=True)
def empty(county: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No job before and after, and toy kinds beside the real ones."""
    monkeypatch.setattr(pages, "KINDS", {**KINDS, **TOYS})
    yield
    Job.objects.all().delete()


def asked(kind: str = "toy", by: str = "赵督查", at: datetime = NOW) -> Job:
    """A job that waits."""
    job: Job = Job.objects.create(kind=kind, by=by, asked_at=at, subject="隐患.xlsx")
    return job


def expecting(client: Client) -> None:
    """A session that has asked for a job."""
    session = client.session
    session[EXPECTS] = True
    session.save()


def hand(at: datetime = NOW) -> JobWorker:
    """A worker to whom it is always that time."""
    return JobWorker(TOYS, lambda: at, beats=0)


def test_jobs_are_done_in_the_order_they_were_asked_for() -> None:
    second, first = asked(at=NOW + timedelta(seconds=1)), asked()
    assert queue.ahead(second) == 1
    mine = hand()
    assert mine.step()
    assert [Job.objects.get(pk=one.pk).state for one in (first, second)] == ["done", "waiting"]
    assert mine.step()
    assert not mine.step()


def test_only_one_of_two_workers_gets_a_job(monkeypatch: pytest.MonkeyPatch) -> None:
    job = asked()
    claimed = queue.claim("one", NOW)
    assert claimed is not None
    job.refresh_from_db()
    stale = Job.objects.filter(pk=job.pk, state="waiting", worker="", attempts=0)
    assert not stale.update(worker="two")
    assert queue.claim("two", NOW) is None


def test_a_worker_that_fell_silent_is_replaced_and_has_no_say_any_more() -> None:
    job = asked()
    assert queue.claim("silent", NOW)
    assert queue.claim("other", NOW + STALE) is None
    later = NOW + STALE + timedelta(seconds=1)
    taken = queue.claim("other", later)
    assert taken is not None
    assert taken.attempts == 2
    assert queue.beat(job, "silent", queue.JobProgress(), later) == "lost"
    assert not queue.end(job, "silent", "failed", Outcome(), later)
    assert queue.end(taken, "other", "done", Outcome(), later)


def test_what_interrupts_every_worker_is_given_up() -> None:
    job = asked()
    for attempt in range(queue.MOST_ATTEMPTS):
        assert queue.claim("w", NOW + attempt * 2 * STALE)
    assert queue.claim("w", NOW + 10 * STALE) is None
    job.refresh_from_db()
    assert (job.state, [one.code for one in job.found]) == ("failed", ["WEB-032"])


def test_a_worker_told_to_stop_gives_its_job_back(monkeypatch: pytest.MonkeyPatch) -> None:
    job, mine = asked(), hand()

    def stopped(order: JobOrder) -> Outcome:
        mine.stop.set()
        return written(order)

    monkeypatch.setitem(TOYS, "toy", Kind("导入", "board", stopped))
    mine.run()
    job.refresh_from_db()
    assert (job.state, job.attempts, job.worker) == ("waiting", 0, "")


def test_a_fault_of_the_program_is_told_by_a_number_and_nothing_else(caplog: pytest.LogCaptureFixture) -> None:
    job = asked("fault")
    hand().step()
    job.refresh_from_db()
    (problem,) = job.found
    assert (job.state, problem.code) == ("failed", "WEB-031")
    assert "on purpose" not in problem.message
    assert re.search(r"编号 ([0-9a-f]{8})", problem.message)[1] in caplog.text  # type: ignore[index]


def test_progress_is_told_and_the_page_says_that_it_may_be_left(
    signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = asked()
    client, seen = signed_in("赵督查"), []
    expecting(client)
    told = queue.beat

    def watched(*given: Any) -> str:
        word = told(*given)
        seen.append(client.get(f"/jobs/{job.token}").content.decode())
        return word

    monkeypatch.setattr(worker, "beat", watched)
    hand().step()
    assert ['value="25"' in page for page in seen] == [False, True, False]
    assert "25% · 1/4" in seen[1]
    assert "核对各行" in seen[1]
    assert "可以离开这一页" in seen[1]
    assert '<noscript><meta http-equiv="refresh"' in seen[1]
    ended = client.get(f"/jobs/{job.token}").content.decode()
    assert "refresh" not in ended
    assert "下载 结果.txt" in ended


def test_the_head_of_every_page_tells_of_results_until_they_are_looked_at(signed_in: SignIn) -> None:
    job = asked()
    client = signed_in("赵督查")
    expecting(client)
    hand().step()
    assert "有结果 1" in client.get("/jobs/badge").content.decode()
    assert 'hx-get="/jobs/badge"' in client.get("/mine").content.decode()
    assert signed_in("孙督查").get("/jobs/badge").content.strip() == b""
    answer = client.get(f"/jobs/{job.token}/result")
    assert b"".join(answer.streaming_content).decode() == "好"
    answer.close()
    assert client.get("/jobs/badge").content.strip() == b""
    assert 'hx-get="/jobs/badge"' not in client.get("/mine").content.decode()


def test_nobody_else_sees_a_job_or_its_result(signed_in: SignIn) -> None:
    job = asked()
    hand().step()
    other = signed_in("孙督查")
    assert "隐患.xlsx" not in other.get("/jobs").content.decode()
    for path in ("", "/result"):
        assert other.get(f"/jobs/{job.token}{path}").status_code == 404
    assert other.post(f"/jobs/{job.token}/cancel").status_code == 404
    assert "隐患.xlsx" in signed_in("赵督查").get("/jobs").content.decode()


def test_a_result_is_not_given_out_once_a_post_it_was_worked_out_with_has_ended() -> None:
    name = "卫督查"
    Account.objects.create(name=name, password=PASSWORD, must_change=False)
    for role in ("supervisor", "reader"):
        site().appoint(Post(name, BODY, role), "安全员", today())
    client = Client()
    client.post("/login", {"name": name, "password": PASSWORD})
    job = asked(by=name)
    hand().step()
    answer = client.get(f"/jobs/{job.token}/result")
    assert b"".join(answer.streaming_content).decode() == "好"
    answer.close()
    held = next(one for one in site().roll.posts() if (one.person, one.role) == (name, "supervisor"))
    site().journal.append([dismissal(held, "安全员", today(), "off-1")])
    refused = client.get(f"/jobs/{job.token}/result")
    assert refused.status_code == 403
    assert "WEB-033" in refused.content.decode()


def test_work_asked_for_in_a_post_that_has_ended_is_not_done() -> None:
    job = asked(by="陈查阅")
    Job.objects.filter(pk=job.pk).update(kind="narrow")
    JobWorker({"narrow": Kind("导入", "import", written)}, lambda: NOW, beats=0).step()
    job.refresh_from_db()
    assert (job.state, [one.code for one in job.found]) == ("failed", ["WEB-030"])
    assert not job.folder.exists()


def test_results_are_kept_for_some_days_and_then_removed() -> None:
    job = asked()
    hand().step()
    queue.sweep(NOW + KEPT)
    assert [path.name for path in job.folder.iterdir()] == ["结果.txt.box"]
    assert "好".encode() not in (job.folder / "结果.txt.box").read_bytes()
    queue.sweep(NOW + KEPT + timedelta(seconds=1))
    assert not job.folder.exists()
    assert not Job.objects.exists()


def test_what_waits_is_cancelled_at_once_and_what_has_ended_is_not(signed_in: SignIn) -> None:
    waiting, ended = asked(at=NOW + timedelta(seconds=1)), asked()
    hand().step()
    client = signed_in("赵督查")
    for job in (waiting, ended):
        client.post(f"/jobs/{job.token}/cancel")
        job.refresh_from_db()
    assert (waiting.state, ended.state) == ("cancelled", "done")
    assert "什么都没有写入" in client.get(f"/jobs/{waiting.token}").content.decode()


def changes(client: Client, book: Path) -> dict[str, str]:
    """Uploads a workbook; the hidden fields of the change set's form."""
    sent = SimpleUploadedFile(book.name, book.read_bytes())
    page = client.post("/import", {"files": sent}, follow=True).content.decode()
    return dict(re.findall(r'<input type="hidden" name="(token|seen)" value="([0-9a-f]+)"', page))


@pytest.mark.parametrize("stage", ["准备", "读取文件", "识别表头", "核对各行", "写入流水"])
def test_a_cancelled_import_leaves_nothing(
    signed_in: SignIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    client = signed_in("赵督查")
    form = changes(client, workbook(tmp_path, f"YH-2026-96{len(stage)}{ord(stage[0])}"))
    before, files = site().journal.size, set(site().blobs.digests())
    told = queue.beat

    def called_off(job: Job, by: str, step: queue.JobProgress, now: datetime) -> str:
        if step.stage == stage:
            client.post(f"/jobs/{job.token}/cancel")
        return told(job, by, step, now)

    monkeypatch.setattr(worker, "beat", called_off)
    page = client.post("/import/apply", {**form, "do": "apply"}, follow=True).content.decode()
    assert "什么都没有写入" in page
    assert site().journal.size == before
    assert set(site().blobs.digests()) == files
    assert not (INCOMING / form["token"]).exists()


def test_an_import_writes_what_was_seen_or_nothing(signed_in: SignIn, tmp_path: Path) -> None:
    client, book = signed_in("赵督查"), workbook(tmp_path, "YH-2026-971")
    first, second = changes(client, book), changes(signed_in("孙督查"), book)
    done = client.post("/import/apply", {**first, "do": "apply"}, follow=True).content.decode()
    assert re.search(r"已写入 [1-9]\d* 条流水", done)
    before = site().journal.size
    page = signed_in("孙督查").post("/import/apply", {**second, "do": "apply"}, follow=True).content.decode()
    assert "WEB-034" in page
    assert site().journal.size == before
    assert not (INCOMING / first["token"]).exists()


def test_uploads_that_a_job_still_needs_outlive_their_day(signed_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    for token in ("b" * 32, "c" * 32):
        (INCOMING / token / "files").mkdir(parents=True)
        os.utime(INCOMING / token, (1, 1))
    Job.objects.create(kind="toy", by="赵督查", asked_at=NOW, upload="b" * 32)
    signed_in("赵督查").post("/import", {})
    assert (INCOMING / ("b" * 32)).exists()
    assert not (INCOMING / ("c" * 32)).exists()
    Job.objects.all().delete()


def test_whoever_waits_for_nobody_is_told_so(signed_in: SignIn) -> None:
    job = asked(at=datetime.now(UTC) - 2 * STALE)
    page = signed_in("赵督查").get(f"/jobs/{job.token}", headers={"HX-Request": "true"}).content.decode()
    assert "后台工作程序可能没有运行" in page
    assert "<html" not in page


def test_a_page_of_an_outcome_opens_by_itself(signed_in: SignIn, tmp_path: Path) -> None:
    client = signed_in("赵督查")
    changes(client, workbook(tmp_path, "YH-2026-972"))
    job = Job.objects.get()
    answer = client.get(f"/jobs/{job.token}", headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"] == f"/jobs/{job.token}/result"


def test_a_form_waits_a_moment_for_short_work(monkeypatch: pytest.MonkeyPatch) -> None:
    job = asked()
    looked: list[float] = []

    def sleep(seconds: float) -> None:
        looked.append(seconds)
        hand().step()

    monkeypatch.setattr(time, "sleep", sleep)
    really_wait(job)
    assert job.state == "done"
    assert looked == [asking.LOOK]


def test_nothing_stays_of_a_file_that_a_ledger_keeps_out(signed_in: SignIn, tmp_path: Path) -> None:
    path = tmp_path / "月报.csv"
    heads = "线索统计月份,线索来源,收到线索件数,处置线索件数,线索审批编号,举报人姓名"
    path.write_text(f"{heads}\n2026年5月31日,信访举报,6,5,审〔2026〕1号,某某人\n", encoding="utf-8")
    client = signed_in("赵督查")
    sent = SimpleUploadedFile(path.name, path.read_bytes())
    before = {one.name for one in INCOMING.iterdir()}
    page = client.post("/import", {"files": sent}, follow=True).content.decode()
    assert "INT-056" in page
    assert "文件没有留存" in page
    job = Job.objects.get()
    assert set(job.told) == {"kept_out"}
    assert "某某人" not in str(job.told)
    assert not job.folder.exists()
    assert {one.name for one in INCOMING.iterdir()} == before


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_job_has_a_page_and_a_way_back(signed_in: SignIn, kind: str) -> None:
    person = "吴撰稿" if KINDS[kind].page in ("paper_save", "paper_file") else "赵督查"
    client, job = signed_in(person), asked(kind, by=person)
    for state in ("waiting", "running", "done", "failed", "cancelled"):
        Job.objects.filter(pk=job.pk).update(state=state)
        page = client.get(f"/jobs/{job.token}")
        assert page.status_code == 200, state
    back = re.findall(r'class="button" href="([^"]+)"', page.content.decode())
    assert client.get(back[-1]).status_code in (200, 405)
