"""A report from a site: the drafter's file, the paper, its problems, and the two documents beside each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from taizhang.catalogue.fronts import front_of
from taizhang.catalogue.resolved import Catalogue
from taizhang.charts.picture import lacking
from taizhang.masking.mask import Replaced
from taizhang.masking.rules import SHORTEST, MaskingRule, Rules, read_rules
from taizhang.papers.companions.texts import COMPANIONS, text_of
from taizhang.papers.grounds import grounds
from taizhang.papers.identities import contradictions
from taizhang.papers.left_out import left_out_problems, missing_from
from taizhang.rendering.page import write_html
from taizhang.rendering.reread import reread
from taizhang.rendering.volume import write_volume
from taizhang.rendering.word import write_docx
from taizhang.reports.counting import counting
from taizhang.reports.draft import Ground, draft
from taizhang.reports.drafts import keep
from taizhang.reports.graphs import charts_of
from taizhang.reports.left_out import rows_by_cell
from taizhang.reports.lineage import unsourced_problems
from taizhang.reports.paper import Paper
from taizhang.reports.releasing import release, unit_rules
from taizhang.reports.standing import standing_problems, standings
from taizhang.reports.suppression import Suppressed, strip_rows, suppress
from taizhang.site.site import Site
from taizhang.terms.period import Period
from taizhang.terms.problem import Problem, Refused
from taizhang.terms.progress import Progress, quiet
from taizhang.terms.sentence import sentence

_MASK, _LETTERS = "×××", "甲乙丙丁戊己庚辛壬癸"


@dataclass(frozen=True, slots=True)
class Report:
    """A drafted report: the paper, all that is wrong with it, the drafter's file and the documents written.

    printed: the paper as the documents hold it. withheld: cells whose numbers they keep back because they leave the
    body.
    """

    paper: Paper
    printed: Paper
    problems: tuple[Problem, ...]
    draft: Path
    docx: Path
    html: Path
    withheld: tuple[str, ...] = ()


def report(site: Site, name: str, period: Period, *, internal: bool = False, progress: Progress = quiet) -> Report:
    """Drafts the report from the drafter's own file (made from the template the first time) and writes it.

    Documents are written even when something is wrong: what is unresolved is marked in them. Small counts of
    confidential ledgers are kept back from them unless they are internal. Raises Refused when there is no such
    template.
    """
    paper, found, kept = _draft_file(site, name, period, progress)
    progress("写出文档", 0, 0)
    leaving = _leaving(site, paper, internal=internal)
    docx, html = _write(site, leaving.paper, f"{name}-{period.key}{'-内部' if internal else ''}")
    return Report(paper, leaving.paper, found, kept, docx, html, leaving.withheld)


def paper_of(site: Site, name: str, period: Period) -> Paper:
    """The paper the report would be written from; no document is written. Raises Refused as ``report`` does."""
    return _draft_file(site, name, period)[0]


def copies(site: Site, paper: Paper, folder: Path, without: Collection[str]) -> tuple[Path, Path]:
    """Word and offline page of a paper that leaves the body, without the rows of the ledgers named."""
    return _save(site, strip_rows(_leaving(site, paper, internal=False).paper, without), folder / paper.name)


def recheck(site: Site, name: str, period: Period, path: Path, *, internal: bool = False) -> tuple[Problem, ...]:
    """What an edited Word document says otherwise than the report drafted now. Raises Refused as ``report`` does."""
    return reread(path, _leaving(site, paper_of(site, name, period), internal=internal).paper)


def _leaving(site: Site, paper: Paper, *, internal: bool) -> Suppressed:
    return Suppressed(paper, ()) if internal else suppress(paper, site.catalogue)


def _draft_file(
    site: Site, name: str, period: Period, progress: Progress = quiet
) -> tuple[Paper, tuple[Problem, ...], Path]:
    """The paper drafted from the drafter's own file, all that is wrong with it, and where that file is."""
    template = site.catalogue.templates.get(name)
    if template is None and name in COMPANIONS:
        return _write_companion(site, name, period, progress)
    if template is None:
        known = "、".join((*sorted(site.catalogue.templates), *COMPANIONS))
        raise Refused(
            Problem(
                "CMD-010",
                sentence("没有名为“{name}”的报告模板。", name=name),
                hint=sentence("可用的有：{known}。", known=known),
            )
        )
    kept = keep(site.home / "drafts", name, template, period)
    paper, problems = draft_text(site, kept.text, period, kept.path.name, progress)
    return paper, (*kept.problems, *problems), kept.path


def _write_companion(
    site: Site, name: str, period: Period, progress: Progress
) -> tuple[Paper, tuple[Problem, ...], Path]:
    """A paper whose text is written anew every time; the text is kept beside the documents."""
    text, path = text_of(site, name, period), site.home / "out" / f"{name}-{period.key}.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return *draft_text(site, text, period, path.name, progress), path


def redraft(site: Site, text: str, period: Period, file: str, catalogue: Catalogue | None = None) -> Paper:
    """The paper that a text gives on the journal as it stands now, by the catalogue in force or by another."""
    return _draft_text(site, catalogue or site.catalogue, text, period, file)[0]


def draft_text(
    site: Site, text: str, period: Period, file: str, progress: Progress = quiet
) -> tuple[Paper, tuple[Problem, ...]]:
    """The paper of a template's text on the ground of the whole journal, and all that is wrong with it."""
    paper, problems = _draft_text(site, site.catalogue, text, period, file, progress=progress)
    missing = missing_from(site, paper)
    lost = rows_by_cell(paper, Counter(one.ledger for one in missing))
    paper = replace(paper, standings=standings(paper, grounds(site, period)), left_out=lost)
    against = (*contradictions(site, period, progress=progress), *left_out_problems(site, paper, missing))
    return paper, (*problems, *_groundless(paper, file), *against, *_undrawn(paper))


def _groundless(paper: Paper, file: str) -> tuple[Problem, ...]:
    """Numbers and sentences that stand on nothing, each told once: a claim inside such a sentence with the sentence."""
    without = standing_problems(paper.standings, paper, file)
    told = [(one.place.paragraph, one.place.span) for one in without]
    unsourced = (
        one
        for one in unsourced_problems(paper, file)
        if one.code != "RPT-031" or not any(_within(one, paragraph, span) for paragraph, span in told)
    )
    return tuple(sorted((*unsourced, *without), key=lambda one: (one.place.paragraph, one.place.span or (0, 0))))


def _within(one: Problem, paragraph: int, span: tuple[int, int] | None) -> bool:
    start, end = one.place.span or (0, 0)
    return one.place.paragraph == paragraph and span is not None and span[0] <= start and end <= span[1]


def _undrawn(paper: Paper) -> tuple[Problem, ...]:
    """What this machine lacks for the paper's charts; their numbers stand as tables in any case."""
    return tuple(replace(one, level="warning") for one in lacking()) if any(charts_of(paper)) else ()


def _draft_text(
    site: Site, catalogue: Catalogue, text: str, period: Period, file: str, *, progress: Progress = quiet
) -> tuple[Paper, tuple[Problem, ...]]:
    warehouse = site.refresh(progress)
    sources = {head.source.digest: head.source.file for head in site.journal.heads() if head.source.digest}
    ground = Ground(entries=site.journal.size, root=site.journal.root.hex(), sources=sources)
    count = counting(warehouse, site.organisation(), progress)
    return draft(catalogue, text, period, count, file=file, ground=ground, progress=progress)


@dataclass(frozen=True, slots=True)
class Volume:
    """Several bodies' reports in one document: the papers in order, what is wrong with them, where it was written."""

    papers: tuple[Paper, ...]
    problems: tuple[Problem, ...]
    docx: Path


def volume(sites: Sequence[Site], template: str, period: Period, into: Path, progress: Progress = quiet) -> Volume:
    """Drafts the report of every body and writes them as one volume with contents.

    template: '' takes each body's own duty-and-integrity report. Raises Refused (CMD-036) when a body has none.
    """
    papers, problems = [], []
    for place, site in enumerate(sites):
        progress("起草各单位的报告", place, len(sites))
        name = template or _duty_report(site)
        paper, found, _ = _draft_file(site, name, period)
        papers.append(_leaving(site, paper, internal=False).paper)
        problems += [
            problem.at(replace(problem.place, key=problem.place.key or site.catalogue.body.name)) for problem in found
        ]
    if not papers:
        raise Refused(Problem("CMD-036", "没有给出要汇编的单位。", hint="请用 --from 给出站点文件夹，可重复。"))
    title = f"{period.end.year}年度述职述廉报告汇编（{len(papers)}篇）"
    write_volume(title, papers, into)
    return Volume(tuple(papers), tuple(problems), into)


def _duty_report(site: Site) -> str:
    """The template that serves the duty-and-integrity report (M112), the body's own profile's first."""
    profile = site.catalogue.body.profile
    fronts = {name: front_of(text) for name, text in site.catalogue.templates.items()}
    serving = [name for name, front in fronts.items() if "M112" in front.serves]
    if serving:
        return min(serving, key=lambda name: (profile not in fronts[name].profiles, name))
    message = sentence("“{body}”没有述职述廉报告的模板。", body=site.catalogue.body.name)
    raise Refused(Problem("CMD-036", message, hint='请在模板文件头写 serves = ["M112"]，或用 --template 指明。'))


def complete_rules(site: Site, rules: Rules) -> Rules:
    """The rules with the body's own name and every unit of the organisation hidden too."""
    known = unit_rules(site.organisation().units.values())
    body = site.catalogue.body
    own = MaskingRule(
        "unit", tuple(dict.fromkeys(text for text in (body.name, body.short) if len(text) >= SHORTEST)), "某单位"
    )
    declared = {text for rule in rules.rules for text in rule.texts}
    added = tuple(rule for rule in (own, *known) if rule.texts and not declared & set(rule.texts))
    return replace(rules, rules=(*rules.rules, *added))


def hiding(site: Site, words: Iterable[str]) -> Rules:
    """The body's own rules with further words hidden and every figure masked. Raises Refused when they cannot be read."""
    rules = own_rules(site.home)
    hidden = tuple(
        MaskingRule("name", (word,), f"某{_LETTERS[at % len(_LETTERS)]}")
        for at, word in enumerate(dict.fromkeys(words))
    )
    return replace(rules, rules=(*rules.rules, *hidden), figure_mask=rules.figure_mask or _MASK)


@dataclass(frozen=True, slots=True)
class ReleaseCopy:
    """A masked copy of a report: what was replaced, what may still give something away, and the documents."""

    replaced: tuple[Replaced, ...]
    residue: tuple[Problem, ...]
    docx: Path
    html: Path


def own_rules(home: Path, given: Path | None = None) -> Rules:
    """The rules of release copies: as given, else the site's own file when it has one. Raises Refused."""
    path = given or home / "release.toml"
    if not path.exists() and given is None:
        return Rules()
    return read_rules(path.read_text(encoding="utf-8"), path.name)


def release_copy(site: Site, made: Report, rules: Rules) -> ReleaseCopy:
    """Writes a copy of a report in which every figure and every name the rules or the organisation know is masked."""
    released = release(made.paper, complete_rules(site, rules))
    docx, html = _write(site, released.paper, f"{made.docx.stem}-公开样本")
    return ReleaseCopy(released.replaced, released.residue, docx, html)


def _write(site: Site, paper: Paper, name: str) -> tuple[Path, Path]:
    folder = site.home / "out"
    folder.mkdir(exist_ok=True)
    return _save(site, paper, folder / name)


def _save(site: Site, paper: Paper, stem: Path) -> tuple[Path, Path]:
    docx, html = stem.with_name(f"{stem.name}.docx"), stem.with_name(f"{stem.name}.html")
    write_docx(paper, docx)
    write_html(paper, html, site.catalogue)
    return docx, html
