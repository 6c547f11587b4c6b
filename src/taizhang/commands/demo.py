"""``demo``: the main job run on the shipped sample county, or the sample years of another invented body."""

from __future__ import annotations

import shutil
import time
from importlib.metadata import entry_points
from pathlib import Path
from typing import Annotated

import typer

from taizhang.commands.demo_day import draft_accepted, import_until
from taizhang.commands.exits import PROBLEMS
from taizhang.commands.figures import figures
from taizhang.commands.report import show
from taizhang.commands.sample_year import sample_year
from taizhang.commands.terminal import open_site, period_of, say
from taizhang.figures.plan import leaves
from taizhang.figures.value import Ask
from taizhang.papers.report import Report
from taizhang.shipped import COUNTY
from taizhang.site.site import Site
from taizhang.terms.clock import current_day
from taizhang.terms.problem import errors

DEMO, DEMO_BODY, DEMO_YEAR = Path("demo-site"), "沄翀县人民政府办公室", "2026"


def demo(
    home: Annotated[Path, typer.Option("--home", help="演示站点的文件夹，每次重建。")] = DEMO,
    serve: Annotated[bool, typer.Option("--serve", help="跑完后启动网站，列出各岗位的演示账户。")] = False,
    port: Annotated[int, typer.Option(help="网站的端口。")] = 8000,
    body: Annotated[
        str, typer.Option(help="改跑样例单位的两年台账：bureau（省公路局）、city（市）、office（县政府办）。")
    ] = "",
    contradict: Annotated[
        bool, typer.Option("--contradict", help="在样例单位的台账里埋入几处自相矛盾，看报告逐条指出。")
    ] = False,
) -> None:
    """用随软件附带的样例县工作簿跑一遍主流程：导入、驳回、指标、报告；--serve 接着打开网站，--body 换一个样例单位。"""
    if body:
        sample_year(home, body, contradict=contradict)
        if serve:
            _serve(home, port)
        return
    made = _main_job(home)
    if serve:
        _serve(home, port)
    else:
        say("想在浏览器里看：taizhang demo --serve（或 make demo-site）。")
    if errors(made.problems):
        raise typer.Exit(PROBLEMS)


def _main_job(home: Path) -> Report:
    """Imports the workbooks, tells the figures and drafts the report; says how long each took."""
    started = time.monotonic()
    if (home / "catalogue" / "body.toml").exists():
        shutil.rmtree(home)
    Site.create(home, DEMO_BODY, "office").close()
    files = sorted(path for path in COUNTY.iterdir() if path.suffix in (".xlsx", ".xls", ".csv"))
    say(f"样例：{DEMO_BODY}的 {len(files)} 个工作簿（{COUNTY}）")
    laps = [("新建", time.monotonic())]
    with open_site(home) as site:
        import_until(site, files, current_day())
        counted = _of_kept_ledgers(site)
    laps.append(("导入", time.monotonic()))
    figures(counted, home=home, period=DEMO_YEAR)
    laps.append(("指标", time.monotonic()))
    with open_site(home) as site:
        made = draft_accepted(site, "county", period_of(DEMO_YEAR), current_day())
    laps.append(("报告", time.monotonic()))
    show(made)
    say(f"各步用时：{_stages(started, laps)}。")
    say(
        f"用时 {time.monotonic() - started:.1f} 秒（{current_day()}）。打开一个数：taizhang trace hazard_close_rate -p 2026 --home {home}"
    )
    return made


def _stages(started: float, laps: list[tuple[str, float]]) -> str:
    """Seconds of each stage, from the end of the one before to its own."""
    begins = (started, *(ended for _, ended in laps))
    return "，".join(f"{name} {ended - began:.1f} 秒" for (name, ended), began in zip(laps, begins, strict=False))


def _serve(home: Path, port: int) -> None:
    """The site in the browser, when it is installed."""
    for point in entry_points(group="taizhang.demo"):
        point.load()(home, port)


def _of_kept_ledgers(site: Site) -> list[str]:
    """The figures all of whose ledgers hold matters."""
    kept = {head.ledger for head in site.journal.heads()}
    every, window = site.catalogue.figures, period_of(DEMO_YEAR)
    return [
        name
        for name in every
        if all(every[leaf.figure].ledger in kept for leaf in leaves(site.catalogue, Ask(name, window)))
    ]
