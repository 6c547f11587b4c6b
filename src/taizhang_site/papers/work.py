"""The long jobs of papers: drafting one from its template, and writing it as Word or as an offline page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect

from taizhang.papers.workbench import Papers
from taizhang.site.desk import Desk
from taizhang.terms.characters import squeeze
from taizhang.terms.period import Period
from taizhang.terms.problem import Problem, Refused
from taizhang_site.jobs.kind import JobOrder, Kind
from taizhang_site.jobs.models import Job
from taizhang_site.jobs.queue import Outcome
from taizhang_site.papers.asked import draft_of, draw_once
from taizhang_site.request import SiteRequest


def begin(order: JobOrder) -> Outcome:
    """The draft started, and its paper drawn for everyone who opens it."""
    papers, name, period = _paper_of_job(order)
    draw_once(papers, name, period, papers.start(name, period).text, order.progress)
    return Outcome({"name": name, "period": period.key})


def open_result(request: SiteRequest, job: Job) -> HttpResponse:
    """The drafter's page."""
    return redirect("paper", name=job.told["name"], period=job.told["period"])


def write(order: JobOrder) -> Outcome:
    """The paper as it may leave the body, in the kind asked for."""
    papers, name, period = _paper_of_job(order)
    paper, _ = draw_once(papers, name, period, draft_of(papers, name, period).text, order.progress)
    order.progress("写出文档", 0, 0)
    kind, paths = order.args["kind"], papers.export(paper, order.folder)
    told = squeeze(f"{paper.title.replace(chr(10), '')}.{kind}")
    for path in paths:
        if path.suffix == f".{kind}":
            path.rename(order.folder / told)
        else:
            path.unlink()
    return Outcome({"hidden": papers.hidden}, told)


def may_have_file(desk: Desk, job: Job) -> bool:
    """Whether the person still reads papers, and sees every ledger whose rows the file may tell."""
    papers = Papers(desk)
    return papers.open and set(papers.hidden) <= set(job.told["hidden"])


def _paper_of_job(order: JobOrder) -> tuple[Papers, str, Period]:
    papers, name = Papers(order.desk), order.args["name"]
    if not papers.open or name not in (*papers.names, *papers.companions):
        raise Refused(Problem("WEB-037", "这份文稿现在看不到了。", hint="请从文稿页重新选择。"))
    return papers, name, Period.parse(order.args["period"]).as_of(order.desk.today)


BEGIN = Kind("起草文稿", "paper_save", begin, open_result, leaves="文稿已经建立，其中的数打开时再算。", back="papers")
WRITE = Kind("导出文稿", "paper_file", write, given=may_have_file, back="papers")
