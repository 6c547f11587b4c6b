"""A report from a site: the drafter's file, the paper, its problems, and the two documents beside each other."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from taizhang.documents.page import write_html
from taizhang.documents.word import write_docx
from taizhang.figures.identities import asks as identity_asks
from taizhang.figures.identities import breaches
from taizhang.reports.counting import counting
from taizhang.reports.draft import Ground, draft
from taizhang.reports.drafts import keep
from taizhang.reports.lineage import unsourced
from taizhang.reports.paper import Paper
from taizhang.site import Site
from taizhang.terms.period import Period
from taizhang.terms.problem import Problem, Refused


@dataclass(frozen=True, slots=True)
class Report:
    """A drafted report: the paper, all that is wrong with it, the drafter's file and the documents written."""

    paper: Paper
    problems: tuple[Problem, ...]
    draft: Path
    docx: Path
    html: Path


def report(site: Site, name: str, period: Period) -> Report:
    """Drafts the report from the drafter's own file (made from the template the first time) and writes it.

    Documents are written even when something is wrong: what is unresolved is marked in them. Raises Refused
    when there is no such template.
    """
    template = site.catalogue.templates.get(name)
    if template is None:
        known = "、".join(sorted(site.catalogue.templates)) or "无"
        raise Refused(Problem("CMD-010", f"没有名为“{name}”的报告模板。", hint=f"可用的有：{known}。"))
    kept = keep(site.home / "drafts", name, template, period)
    warehouse = site.refresh()
    sources = {head.source.digest: head.source.file for head in site.journal.heads() if head.source.digest}
    ground = Ground(entries=site.journal.size, root=site.journal.root.hex(), sources=sources)
    count = counting(warehouse, site.organisation())
    paper, problems = draft(site.catalogue, kept.text, period, count, file=kept.path.name, ground=ground)
    answers = site.compute(identity_asks(site.catalogue, period))
    found = (*kept.problems, *problems, *unsourced(paper, kept.path.name), *breaches(site.catalogue, answers, period))
    folder = site.home / "out"
    folder.mkdir(exist_ok=True)
    docx, html = folder / f"{name}-{period.key}.docx", folder / f"{name}-{period.key}.html"
    write_docx(paper, docx)
    write_html(paper, html, site.catalogue)
    return Report(paper, found, kept.path, docx, html)
