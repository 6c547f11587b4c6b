"""``appraise``: the assessment group's comments and scores, kept against the report it read."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Annotated

import typer
from rich.markup import escape

from taizhang.commands.exits import USAGE
from taizhang.commands.terminal import (
    HERE,
    Home,
    InTheNameOf,
    When,
    day_of,
    err,
    open_whole_desk,
    period_of,
    say,
)
from taizhang.papers.appraisals import Appraisal
from taizhang.papers.appraisals import appraise as record


def appraise(
    name: Annotated[str, typer.Argument(help="所评报告的名称，例如 county。")],
    group: Annotated[str, typer.Option(help="哪个考核组。")],
    home: Home = HERE,
    period: When = "",
    comment: Annotated[str, typer.Option(help="意见。")] = "",
    score: Annotated[str, typer.Option(help="得分，0 到 100。")] = "",
    unit: Annotated[str, typer.Option(help="意见由哪个单位办理。")] = "",
    due: Annotated[str, typer.Option(help="意见办理期限。")] = "",
    actor: InTheNameOf = "",
) -> None:
    """记下考核组对一份报告的意见或得分，连同所读文稿的校验码；意见按闭环事项办理。"""
    given = Appraisal(group, comment, _number(score), unit, day_of(due) if due else None)
    with open_whole_desk(home, actor) as desk:
        site = desk.whole_site
        entry = record(site, name, period_of(period), given, actor=desk.actor.name, on=desk.today)
        say(f"已记入第{entry.seq}条流水：{entry.intention.number}，{group}。")


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text) if text else None
    except InvalidOperation as error:
        err.print(f"[red]得分“{escape(text)}”不是数。[/red]")
        raise typer.Exit(USAGE) from error
