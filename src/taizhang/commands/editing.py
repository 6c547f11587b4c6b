"""``editions``: reports frozen, listed, and held against what the journal says now."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from taizhang.commands.terminal import (
    HERE,
    AsJson,
    Home,
    InTheNameOf,
    When,
    list_problems,
    open_paper_desk,
    open_site,
    open_whole_desk,
    period_of,
    print_json,
    say,
    stop,
    table,
)
from taizhang.papers.bundle import bundle
from taizhang.papers.editions import Edition, differences, form_of, settle, tidy
from taizhang.papers.editions import editions as recorded
from taizhang.papers.gates.subject import of_paper
from taizhang.papers.gates.walk import own_profile, run_gates
from taizhang.papers.left_out import Acceptance, accept, missing_from
from taizhang.papers.receivers import INSIDE, LEVELS, words_withheld
from taizhang.papers.report import paper_of
from taizhang.proof.basis.shelf import load_shelf
from taizhang.site.site import Site
from taizhang.terms.clock import current_day
from taizhang.terms.durable import replace_file
from taizhang.terms.period import Period
from taizhang.terms.problem import Problem
from taizhang.terms.sentence import sentence

editions = typer.Typer(help="定稿：冻结、列出、与现在的数核对。", no_args_is_help=True)


@editions.command("freeze")
def freeze(
    name: Annotated[str, typer.Argument(help="报告名，例如 county。")],
    approver: Annotated[str, typer.Option(help="批准人。")],
    home: Home = HERE,
    period: When = "",
    actor: InTheNameOf = "",
) -> None:
    """定稿：三关已批准（见 taizhang gates）、没有错误时冻结每个数和它的记录；否则列出为什么。"""
    with open_whole_desk(home, actor) as desk:
        site = desk.whole_site
        _require_approved(site, name, period_of(period), approver)
        made = settle(site, name, period_of(period), approver, actor=desk.actor.name, on=desk.today)
        say(
            f"已定稿：{made.report} {made.period} 第{made.version}版，批准人{made.approver}，校验码 {made.digest[:16]}…"
        )
        say(f"文件：{made.folder}")


@editions.command("accept")
def accept_(
    name: Annotated[str, typer.Argument(help="报告名。")],
    reason: Annotated[str, typer.Option(help="这些行不计入为什么不影响报告，不少于四个字。")],
    person: Annotated[str, typer.Option(help="由谁接受：姓名或岗位。")],
    home: Home = HERE,
    period: When = "",
    actor: InTheNameOf = "",
) -> None:
    """具名接受：报告用到的台账有行在导入时没有计入，由一人写明理由接受；又有行没有计入时须再接受。"""
    with open_whole_desk(home, actor) as desk:
        site = desk.whole_site
        paper = paper_of(site, name, period_of(period))
        rows = missing_from(site, paper)
        given = Acceptance(person, desk.today.isoformat(), reason)
        entry = accept(site, paper, rows, given, actor=desk.actor.name)
        say(f"已记入第{entry.seq}条流水：{person.strip()}接受《{paper.title}》不计入这{len(rows)}行。")


def _require_approved(site: Site, name: str, period: Period, approver: str) -> None:
    """Stops (RPT-061) unless these very words passed the gates and were approved by the one named."""
    walk = run_gates(
        of_paper(site, name, period), load_shelf(site.home / "basis"), current_day(), own_profile(site.home)
    )
    given = walk.approval
    if walk.standing != "approved" or given is None or given.by != approver.strip():
        why = "批准之后内容有改动" if walk.standing == "changed" else f"没有经{approver.strip() or '任何人'}批准"
        message = sentence("{subject}的三关{why}，不能定稿。", subject=walk.subject.name, why=why)
        hint = sentence("请先 taizhang gates {name} -p {period} --approve --by 姓名。", name=name, period=period.key)
        stop([*walk.problems, Problem("RPT-061", message, hint=hint)])


@editions.command("list")
def list_(home: Home = HERE, actor: InTheNameOf = "", as_json: AsJson = False) -> None:
    """列出已定稿的各版。"""
    with open_paper_desk(home, actor) as desk:
        found = recorded(desk.site)
        if as_json:
            print_json(
                [
                    {
                        "report": one.report,
                        "period": one.period,
                        "version": one.version,
                        "digest": one.digest,
                        "approver": one.approver,
                        "on": one.on,
                        "folder": str(one.folder),
                    }
                    for one in found
                ]
            )
            return
        rows = [(one.report, one.period, str(one.version), one.approver, one.on, one.digest[:16]) for one in found]
        table("定稿", ("报告", "期间", "版次", "批准人", "日期", "校验码"), rows, frozenset({2}))


@editions.command("bundle")
def bundle_(
    name: Annotated[str, typer.Argument(help="报告名。")],
    output: Annotated[Path, typer.Option("-o", "--output", help="写到哪个文件（.zip）。")],
    home: Home = HERE,
    period: When = "",
    receiver: Annotated[
        str, typer.Option("--for", help="给谁：inside 本单位，superior 上级和邻近单位，public 向社会公开。")
    ] = INSIDE,
    version: Annotated[int, typer.Option(help="第几版，默认最新一版。")] = 0,
    actor: InTheNameOf = "",
) -> None:
    """写出离线核验包，并说明其中不含什么；给本单位以外的，先看清是给谁的。"""
    if receiver not in LEVELS:
        hint = "请写给谁看：inside（本单位）、superior（上级和邻近单位）或 public（社会公开）。"
        stop([Problem("RPT-075", sentence("没有“{receiver}”这种对象。", receiver=receiver), hint=hint)])
    with open_whole_desk(home, actor) as desk:
        found = _found(desk.whole_site, name, period_of(period), version)
        form = form_of(found, receiver)
        replace_file(output, bundle(desk.whole_site, found, receiver, form))
        told = words_withheld(form)
        say(f"已写出{output}。{f'不含：{told}。' if told else '含所用台账的全部记录和流水正文，只在本单位内使用。'}")


@editions.command("tidy")
def tidy_(home: Home = HERE) -> None:
    """把没有流水的定稿文件夹（定稿中途停机留下的）移到 editions/orphans；不删除任何文件。"""
    with open_site(home) as site:
        moved = tidy(site)
        for folder in moved:
            say(f"已移到 {folder}")
        say(f"共移开 {len(moved)} 个文件夹。")


@editions.command("compare")
def compare(
    name: Annotated[str, typer.Argument(help="报告名。")],
    home: Home = HERE,
    period: When = "",
    version: Annotated[int, typer.Option(help="第几版，默认最新一版。")] = 0,
    actor: InTheNameOf = "",
    as_json: AsJson = False,
) -> None:
    """定稿时的数与现在的数逐个核对，列出变了的和因哪些记录。"""
    window = period_of(period)
    with open_whole_desk(home, actor) as desk:
        site = desk.whole_site
        found = _found(site, name, window, version)
        changed = list(differences(site, found))
        if as_json:
            print_json({"version": found.version, "differences": [one.as_dict() for one in changed]})
            return
        list_problems(changed)
        say(f"第{found.version}版：{f'{len(changed)}个数与现在不同。' if changed else '每个数都与现在一致。'}")


def _found(site: Site, name: str, window: Period, version: int) -> Edition:
    """The edition asked for, the last one for 0; stops (RPT-054) when there is none."""
    found = [one for one in recorded(site, name, window) if version in (0, one.version)]
    if not found:
        message = sentence("没有{window}期间“{name}”的定稿。", window=window.key, name=name)
        stop([Problem("RPT-054", message, hint="用 taizhang editions list 查看已有的定稿。")])
    return found[-1]
