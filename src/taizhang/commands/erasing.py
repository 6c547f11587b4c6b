"""``erase``: content destroyed by two persons, one of whom asks and the other approves."""

from __future__ import annotations

import getpass
from typing import Annotated

import typer

from taizhang.commands.terminal import HERE, AsJson, Home, open_site, print_json, say, stop, table
from taizhang.site.erasure import Erasure, ask, ask_person, decide, erasures
from taizhang.terms.problem import Refused

erase = typer.Typer(help="销毁内容：一人申请，另一人批准；密钥一经销毁，谁也读不出。", no_args_is_help=True)
By = Annotated[str, typer.Option("--by", help="申请或批准的人，默认为当前登录名。")]


@erase.command("ask")
def ask_(
    number: Annotated[str, typer.Argument(help="事项编号；与 --person 二选一。")] = "",
    ledger: Annotated[str, typer.Option("--ledger", help="台账名，例如 petition。")] = "",
    person: Annotated[str, typer.Option("--person", help="姓名：凡涉及此人的事项都不再留他的姓名。")] = "",
    reason: Annotated[str, typer.Option("--reason", help="依据和理由，不写姓名和案情。")] = "",
    by: By = "",
    home: Home = HERE,
) -> None:
    """申请销毁一件事项的内容，或一个人的姓名；批准之前什么都不变。"""
    actor = by or getpass.getuser()
    with open_site(home) as site:
        try:
            if person:
                done = ask_person(site, person, reason=reason, actor=actor, today=site.day)
            else:
                done = ask(site, ledger, number, reason=reason, actor=actor, today=site.day)
        except Refused as refused:
            stop(refused.problems)
    say(f"已申请：{done.number}。请另一个人批准：taizhang erase approve {done.number} --by 姓名")


@erase.command("approve")
def approve_(number: Annotated[str, typer.Argument(help="销毁编号。")], by: By = "", home: Home = HERE) -> None:
    """批准销毁：密钥立即销毁，不能撤回。"""
    done = _decided(home, number, by, approve=True)
    say(f"{done.number} 已销毁 {done.keys} 把密钥。树根、定稿和包照常核验；这件事项处留有“已销毁”的记录。")
    say("以前另存的密钥备份里还有这把密钥：请执行 taizhang keys purge 密钥备份的文件夹，或销毁那份备份。")


@erase.command("reject")
def reject_(number: Annotated[str, typer.Argument(help="销毁编号。")], by: By = "", home: Home = HERE) -> None:
    """不批准销毁：内容照旧。"""
    say(f"{_decided(home, number, by, approve=False).number} 未批准，内容照旧。")


def _decided(home: Home, number: str, by: str, *, approve: bool) -> Erasure:
    with open_site(home) as site:
        try:
            return decide(site, number, approve=approve, actor=by or getpass.getuser(), today=site.day)
        except Refused as refused:
            stop(refused.problems)


@erase.command("list")
def list_(home: Home = HERE, as_json: AsJson = False) -> None:
    """列出销毁申请：谁申请、谁批准、何时、为什么。"""
    with open_site(home) as site:
        found = erasures(site)
    if as_json:
        print_json(
            [
                {"number": one.number, "outcome": one.outcome, "asker": one.asker, "decider": one.decider}
                for one in found
            ]
        )
        return
    rows = [(one.number, one.label, one.asker, one.opened, one.decider, one.decided, one.reason) for one in found]
    table("内容销毁", ("编号", "结果", "申请人", "申请日期", "批准人", "批准日期", "理由"), rows)
