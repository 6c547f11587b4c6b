"""``recurring``: what must come every month, quarter, half year or year, by whom it was not kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer

from taizhang.casework.recurring import Recurring, recurring
from taizhang.commands.exits import PROBLEMS
from taizhang.commands.terminal import (
    HERE,
    AsJson,
    Home,
    InTheNameOf,
    day_of,
    open_whole_desk,
    print_json,
    say,
    table,
)
from taizhang.matters.recurring import Recurrence
from taizhang.reports.catalogue_page import EVERY
from taizhang.reports.printing import chinese_period

# Chosen: two screens of a terminal; ``--json`` gives the rest.
MOST_SHOWN = 60


def recurring_(
    home: Home = HERE,
    on: Annotated[str, typer.Option("--on", help="看到哪一天为止，默认今天。")] = "",
    whole: Annotated[bool, typer.Option("--all", help="次数够的也列出。")] = False,
    actor: InTheNameOf = "",
    as_json: AsJson = False,
) -> None:
    """列出每月（季、半年、年）应有几次而不够的：哪条规定、谁、哪个期间、应有和已有几次。过期的还不够时退出码 1。"""
    with open_whole_desk(home, actor) as desk:
        found = list(recurring(desk.whole_site, day_of(on) if on else desk.today))
    if as_json:
        print_json([_as_plain(rule, one) for rule in found for one in (rule.kept if whole else rule.lacking)])
    else:
        _show(found, whole=whole)
    if any(rule.overdue for rule in found):
        raise typer.Exit(PROBLEMS)


def _show(found: list[Recurring], *, whole: bool) -> None:
    rows = [row for rule in found for row in _rows(rule, whole=whole)]
    table("应有几次", ("规定", "谁", "应有", "已有", "不够的期间"), rows[:MOST_SHOWN], frozenset((2, 3)))
    if len(rows) > MOST_SHOWN:
        say(f"……另有 {len(rows) - MOST_SHOWN} 行，用 --json 查看全部。")
    short = sum(rule.overdue for rule in found)
    say(
        f"{len(found)} 条规定，期间已过而次数不够的 {short} 处。“谁”取自台账里本年、上年登记过的，没有登记过的人和单位不在其中。"
    )


def _rows(rule: Recurring, *, whole: bool) -> Iterator[tuple[str, ...]]:
    """A row for the body or each person: the whole year's number so far, and the periods in which some are missing."""
    for member in dict.fromkeys(one.member for one in rule.kept):
        own = [one for one in rule.kept if one.member == member]
        lacking = [_lacking(one) for one in own if one.missing]
        if lacking or whole:
            wanted, held = sum(one.wanted for one in own), sum(one.held for one in own)
            why = "；台账还没有一条记录" if rule.empty else ""
            yield _title(rule), member or "本单位", f"{wanted}", f"{held}", "；".join(lacking) + why


def _title(rule: Recurring) -> str:
    clock = rule.clock
    mark = "（未核）" if clock.unverified else ""
    return f"{clock.title}：{EVERY[clock.every]}{clock.times}次{mark}" if clock.every else clock.title


def _lacking(one: Recurrence) -> str:
    return f"{chinese_period(one.period)}{'缺' if one.over else '还差'}{one.missing}次"


def _as_plain(rule: Recurring, one: Recurrence) -> dict[str, object]:
    return {
        "title": rule.clock.title,
        "ledger": rule.ledger.name,
        "every": rule.clock.every,
        "member": one.member,
        "from": one.period.start.isoformat(),
        "until": one.period.end.isoformat(),
        "wanted": one.wanted,
        "held": one.held,
        "over": one.over,
    }
