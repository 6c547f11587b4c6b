"""What a job costs beside the plain call, and how long others wait to write while an import runs.

``python -m benchmarks.site.jobs [ROWS]``: a workbook of hazards imported by the plain call and as a job, then exported both
ways; meanwhile another process records a meeting every two seconds.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from importlib import import_module
from multiprocessing import get_context
from multiprocessing.synchronize import Event
from pathlib import Path

import django
import xlsxwriter
from django.core.management import call_command

from benchmarks.measure import Measured, measure, show
from taizhang.intake.workbook import write_workbook
from taizhang.lists.query import EVERYTHING_SEEN, Filter, HeadQuery
from taizhang.matters.entry import RECORD, Intention
from taizhang.policy.posts import Post
from taizhang.site.site import Site
from taizhang.terms.problem import Refused

BODY, PERSON, TODAY = "沄翀县人民政府办公室", "赵督查", date(2026, 11, 24)
HEADS = ("隐患编号", "乡镇", "场所名称", "隐患描述", "隐患级别", "发现日期", "责任单位", "整改期限", "整改状态")


def workbook(path: Path, rows: int) -> None:
    """A workbook of so many hazards."""
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("台账")
        sheet.write_row(0, 0, HEADS)
        for n in range(1, rows + 1):
            town = f"第{n % 40:02}镇"
            told = (
                f"YH-{n:07}",
                town,
                f"第{n % 977}号场所",
                f"护栏松动第{n % 1231}处",
                "一般",
                "2026-03-02",
                town,
                "2026-12-20",
                "办理中",
            )
            sheet.write_row(n, 0, told)


def made(home: Path) -> Path:
    """An empty site with one supervisor."""
    with Site.create(home, BODY, "office") as site:
        site.appoint(Post(PERSON, BODY, "supervisor"), "安全员", date(2026, 1, 1))
    return home


def plain_import(home: Path, book: Path) -> None:
    """The call as the command line makes it."""
    with Site(home) as site:
        site.import_files([book], today=TODAY, actor=PERSON)


def job_import(home: Path, book: Path, seen: str) -> None:
    """The same as a job: the row in the table, a worker that reports every second, the plan written first."""
    _django(home)
    files = home / "incoming" / "a" / "files"
    files.mkdir(parents=True)
    shutil.copy(book, files)
    args = {"ledger": "", "given": {}, "accept": False, "on": TODAY.isoformat(), "seen": seen}
    _work("import_apply", args, "a")


def plain_export(home: Path, book: Path) -> None:
    """The workbook of the whole ledger by the plain call."""
    with Site(home) as site:
        heads = site.journal.walk(HeadQuery(EVERYTHING_SEEN, TODAY, Filter(ledgers=("hazard",))))
        write_workbook(home / "out.xlsx", site.catalogue.ledgers["hazard"], site.catalogue, heads)


def job_export(home: Path, book: Path) -> None:
    """The same as a job, with what is seen asked and noted."""
    _django(home)
    _work("export", {"address": "ledger=hazard"}, "")


def _django(home: Path) -> None:
    os.environ.update(TAIZHANG_HOME=str(home), DJANGO_SETTINGS_MODULE="taizhang_site.settings")
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    import_module("taizhang_site.jobs.kinds")


def _work(kind: str, args: dict[str, object], upload: str) -> None:
    from taizhang_site.jobs.kinds import KINDS
    from taizhang_site.jobs.models import Job
    from taizhang_site.jobs.worker import JobWorker

    job = Job.objects.create(kind=kind, args=args, upload=upload, by=PERSON, asked_at=datetime.now(UTC))
    assert JobWorker(KINDS).step()
    job.refresh_from_db()
    assert job.state == "done", job.problems


def seen_of(home: Path, book: Path) -> str:
    """The fingerprint of what the import would write."""
    _django(home)
    from taizhang_site.matters.import_work import fingerprint

    with Site(home) as site:
        return fingerprint(site.plan_intentions(site.change_set([book]).changes, PERSON, TODAY))


def writing(home: Path, ended: Event) -> None:
    """Another process that writes every two seconds, and how long it had to wait."""
    waits, refused, n = [0.0], 0, 0
    with Site(home) as site:
        while not ended.wait(2):
            n, began = n + 1, time.monotonic()
            told = Intention("他人", f"o{n}", "meeting", RECORD, TODAY, f"o-{n}", number=f"o{n}")
            try:
                site.journal.append([told])
            except Refused:
                refused += 1
            waits.append(time.monotonic() - began)
    print(f"  meanwhile {n} others wrote: longest wait {max(waits):.2f} s, {refused} refused", flush=True)


def beside(home: Path, work: Callable[[], None]) -> None:
    """The work with another writer beside it."""
    ended = get_context("spawn").Event()
    other = get_context("spawn").Process(target=writing, args=(home, ended))
    other.start()
    time.sleep(3)
    began = time.monotonic()
    work()
    print(f"  import with another writer beside: {time.monotonic() - began:.1f} s")
    ended.set()
    other.join()


def main(rows: int) -> None:
    """All of it, in a folder thrown away."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        book = folder / "隐患.xlsx"
        workbook(book, rows)
        plain, job, third = (made(folder / one) for one in ("plain", "job", "third"))
        imports = [
            measure("import, plain call", lambda: plain_import(plain, book)),
        ]
        seen = _forked(lambda: seen_of(third, book))
        imports.append(measure("import, as a job", lambda: job_import(job, book, seen)))
        imports.append(measure("starting a worker alone", lambda: _django(job)))
        show(f"{rows} rows imported", imports, rows, "rows")
        _processor(imports)
        exports = [
            measure("export, plain call", lambda: plain_export(plain, book)),
            measure("export, as a job", lambda: job_export(job, book)),
        ]
        show(f"{rows} rows exported", exports, rows, "rows")
        _processor(exports)
        beside(third, lambda: plain_import(third, book))


def _processor(results: list[Measured]) -> None:
    """Processor time with the ratio to the first, which other work on the machine does not change."""
    first = results[0].processor
    print("  processor: " + ", ".join(f"{one.processor:.2f} s (×{one.processor / first:.2f})" for one in results))


def _forked(work: Callable[[], str]) -> str:
    """What the work gives, done in a process of its own."""
    context = get_context("fork")
    queue = context.SimpleQueue()
    process = context.Process(target=lambda: queue.put(work()))
    process.start()
    told: str = queue.get()
    process.join()
    return told


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000)
