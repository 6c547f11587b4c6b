"""``zero``: a named person reports that nothing happened in a month, so that a zero stands on somebody's word."""

from __future__ import annotations

from typing import Annotated

import typer

from taizhang.casework.zero_reports import ZeroReport, report_zero, title_of
from taizhang.commands.terminal import HERE, Home, InTheNameOf, open_whole_desk, say
from taizhang.terms.period import Period
from taizhang.terms.problem import Problem, Refused
from taizhang.terms.sentence import sentence


def zero(
    about: Annotated[str, typer.Argument(help="台账名或计数指标名，如 accident、secrecy_leaks。")],
    month: Annotated[str, typer.Option(help="所报月份，如 2026-03。")],
    person: Annotated[str, typer.Option(help="由谁报告：姓名或岗位。")],
    unit: Annotated[str, typer.Option(help="报告单位，默认为全单位。")] = "",
    home: Home = HERE,
    actor: InTheNameOf = "",
) -> None:
    """作零报告：某月没有发生，由责任人具名报告并记入流水；没有零报告，空台账不能作“未发生”的凭据。"""
    try:
        when = Period.parse(month)
    except ValueError as error:
        raise Refused(Problem("CMD-060", error.args[0], hint="请写 2026-03 这样的月份。")) from error
    if when != Period.month(when.start.year, when.start.month):
        raise Refused(
            Problem("CMD-060", sentence("“{month}”不是一个月份。", month=month), hint="请写 2026-03 这样的月份。")
        )
    with open_whole_desk(home, actor) as desk:
        site = desk.whole_site
        entry = report_zero(site, ZeroReport(about, when, person, unit), actor=desk.actor.name, on=desk.today)
        say(f"已记入第{entry.seq}条流水：{person}报告“{title_of(site.catalogue, about)}”{when.key}为零。")
