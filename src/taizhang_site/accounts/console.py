"""At the machine itself: the auditor's check for every night, and what two persons can do when nobody can sign in."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from taizhang.terms.problem import Problem, Refused
from taizhang.terms.sentence import sentence

Home = Annotated[Path, typer.Option("--home", envvar="TAIZHANG_HOME", help="站点文件夹。")]
HERE = Path("site")


def _list(problems: list[Problem]) -> None:
    for problem in problems:
        typer.echo(str(problem), err=True)


def _prepare_site(home: Path) -> None:
    from taizhang_site.server import prepare, require_site_folder

    require_site_folder(home)
    prepare(home)


def audit(home: Home = HERE) -> None:
    """核对访问留痕的链和各人的岗位、账户；有问题时逐条列出，退出码 1。可放进每晚的计划任务。"""
    _prepare_site(home)
    from taizhang_site.accounts.chain import verify_chain
    from taizhang_site.accounts.review import standing_problems
    from taizhang_site.house import site

    chain = verify_chain(site())
    found = [*chain.problems, *standing_problems()]
    _list(found)
    typer.echo(f"访问留痕 {chain.rows} 条，流水里的锚 {chain.anchors} 个，末尾校验码 {chain.seal[:16]}…")
    typer.echo("没有发现问题。" if not found else f"共 {len(found)} 处。")
    if found:
        raise typer.Exit(1)


def trail_faults(home: Path) -> list[Problem]:
    """What is wrong with the trail of a site that pages were ever served from."""
    if not (home / "site.sqlite").is_file() and not os.environ.get("TAIZHANG_DATABASE"):
        return []
    from taizhang_site.server import set_up_django

    set_up_django(home)
    from taizhang_site.accounts.chain import verify_chain
    from taizhang_site.house import site

    return list(verify_chain(site()).problems)


def emergency(
    by: Annotated[str, typer.Option("--by", help="在服务器上操作的人的姓名。")],
    reset: Annotated[str, typer.Option("--reset", help="提出重置这个人的第二因素和密码。")] = "",
    confirm: Annotated[str, typer.Option("--confirm", help="作为第二个人确认这一条改动（编号见列表）。")] = "",
    home: Home = HERE,
) -> None:
    """应急：没有第二个人能登录时，在服务器上提出或确认改动。提出和确认须是两个人；每次都给审计管理员一条警报。"""
    _prepare_site(home)
    from taizhang.policy.posts import Actor
    from taizhang.policy.proposals import KINDS
    from taizhang.site.posts import MACHINE, Staffing
    from taizhang_site.accounts.access import record_access
    from taizhang_site.accounts.changes import take_effect
    from taizhang_site.house import site, today

    staff = Staffing(site(), Actor(MACHINE), today())
    try:
        if reset:
            _must_exist(reset)
            one = staff.reset(reset, by)
            record_access(MACHINE, "alarm", f"应急：{by}提出{KINDS[one.kind]} {reset}")
            typer.echo(f"已提出，编号 {one.matter}。请另一个人确认。")
        elif confirm:
            done = staff.confirm_at_the_machine(confirm, by)
            password = take_effect(done, new=done.by == MACHINE)
            record_access(MACHINE, "alarm", f"应急：{by}确认{KINDS[done.kind]} {done.post.person}")
            typer.echo(f"已生效：{KINDS[done.kind]} {done.post.person}。")
            if password:
                typer.echo(f"一次性密码（只显示这一次）：{password}")
        else:
            for one in staff.waiting():
                typer.echo(f"{one.matter}  {KINDS[one.kind]}  {one.post.person}  {one.proposer} 提出于 {one.on}")
    except Refused as refused:
        _list(list(refused.problems))
        raise typer.Exit(1) from refused


def _must_exist(name: str) -> None:
    from taizhang_site.accounts.models import Account

    if not Account.objects.filter(name=name).exists():
        hint = "请核对姓名。"
        raise Refused(Problem("ACC-019", sentence("没有名为“{name}”的账户。", name=name), hint=hint))
