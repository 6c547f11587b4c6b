"""``demo --body``: the sample years of an invented bureau, city or county office, from generated workbooks to the report."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import typer

from taizhang.commands.demo_day import draft_accepted, import_until
from taizhang.commands.exits import PROBLEMS, USAGE
from taizhang.commands.figures import figures
from taizhang.commands.report import show
from taizhang.commands.terminal import err, open_site, period_of, progress, say
from taizhang.figures.plan import leaves
from taizhang.figures.value import Ask
from taizhang.site.site import Site
from taizhang.terms.clock import current_day
from taizhang.terms.problem import errors
from taizhang_samples.bodies.generate import Wanted, generate
from taizhang_samples.bodies.spec import BODIES, spec_of

YEAR = "2026"
KEY_FIGURES = (
    "hazard_opened",
    "hazard_close_rate",
    "petition_opened",
    "petition_on_time_rate",
    "supervision_opened",
    "document_issued",
    "disclosure_closed_flow",
    "study_centre_group",
    "invest_done_yi",
    "dispute_success_rate",
    "proposal_close_rate",
    "target_met_rate",
)


def sample_year(home: Path, body: str, *, contradict: bool = False, scale: int = 100) -> None:
    """Generate a body's workbooks in ``home``, import them, print some figures and draft the report of the last year."""
    if body not in BODIES:
        err.print(f"[red]没有名为“{body}”的样例单位。请写 {'、'.join(BODIES)} 之一。[/red]")
        raise typer.Exit(USAGE)
    started = time.monotonic()
    books = home / "workbooks"
    if (home / "catalogue" / "body.toml").exists():
        shutil.rmtree(home)
    spec = spec_of(body)
    Site.create(home, spec.name, spec.profile).close()
    wanted = Wanted(body, scale=scale, contradict=contradict)
    with progress() as report:
        made = generate(books, wanted, lambda name, done, total: report(f"生成 {name}", done, total))
    shutil.move(books / "body.toml", home / "catalogue" / "body.toml")
    say(f"样例：{spec.name}的 {len(made)} 个工作簿、{sum(len(one.records) for one in made)} 条记录（{books}）")
    say(f"生成用时 {time.monotonic() - started:.1f} 秒。")
    files = sorted(path for path in books.iterdir() if path.suffix in (".xlsx", ".csv"))
    began = time.monotonic()
    with open_site(home) as site:
        import_until(site, files, current_day())
        say(f"导入用时 {time.monotonic() - began:.1f} 秒。")
        shown = [name for name in KEY_FIGURES if _is_kept(site, name)]
    figures(shown, home=home, period=YEAR)
    began = time.monotonic()
    with open_site(home) as site:
        paper = draft_accepted(site, body, period_of(YEAR), current_day())
    show(paper)
    say(f"报告用时 {time.monotonic() - began:.1f} 秒，共用时 {time.monotonic() - started:.1f} 秒（{current_day()}）。")
    say(f"上一年的报告：taizhang report {body} --period 2025 --home {home}")
    if errors(paper.problems):
        raise typer.Exit(PROBLEMS)


def _is_kept(site: Site, name: str) -> bool:
    """Whether the body's catalogue has the figure and all of its ledgers hold matters."""
    every = site.catalogue.figures
    kept = {head.ledger for head in site.journal.heads()}
    return name in every and all(
        every[leaf.figure].ledger in kept for leaf in leaves(site.catalogue, Ask(name, period_of(YEAR)))
    )
