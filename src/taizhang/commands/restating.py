"""``restate``: every number of the filed editions that is not the same now, with what brought the difference about."""

from __future__ import annotations

from typing import Annotated

import typer

from taizhang.boards.changes import signed
from taizhang.commands.terminal import (
    HERE,
    AsJson,
    Home,
    InTheNameOf,
    When,
    open_whole_desk,
    period_of,
    print_json,
    say,
    stop,
    table,
)
from taizhang.matters.words import act_label
from taizhang.papers.editions import Edition, editions
from taizhang.papers.restated import Moved, Restated, restate
from taizhang.terms.problem import Problem
from taizhang.terms.sentence import sentence

# Chosen: half a screen of a terminal for each number; ``--json`` gives the rest.
MOST_ROWS = 20


def restate_(
    name: Annotated[str, typer.Argument(help="报告名；不写则逐个核对全部定稿。")] = "",
    home: Home = HERE,
    period: When = "",
    version: Annotated[int, typer.Option(help="第几版；不写则每一版。")] = 0,
    actor: InTheNameOf = "",
    as_json: AsJson = False,
) -> None:
    """历次定稿的数与现在的数：差多少，因事后登记、更正、口径还是机构变化，涉及哪些事项。"""
    window = period_of(period) if period else None
    with open_whole_desk(home, actor) as desk:
        site = desk.site
        found = [one for one in editions(site, name, window) if version in (0, one.version)]
        if not found:
            message = sentence("没有这样的定稿。")
            stop([Problem("RPT-054", message, hint="用 taizhang editions list 查看已有的定稿。")])
        told = [(one, restate(site, one)) for one in found]
    if as_json:
        print_json([_plain(edition, changed) for edition, changed in told])
        return
    for edition, changed in told:
        _print(edition, changed)
    say(f"共核对{len(found)}份定稿，{sum(len(changed) for _, changed in told)}个数与现在不同。")


def _print(edition: Edition, changed: tuple[Restated, ...]) -> None:
    title = f"{edition.report} {edition.period} 第{edition.version}版（{edition.on}，批准人{edition.approver}）"
    if not changed:
        say(f"{title}：每个数都与现在一致。")
        return
    rows = [(one.told.title, one.told.ask.period.key, _told(one), _now(one), _because(one)) for one in changed]
    table(title, ("指标", "期间", "定稿时", "现在", "差异的来由"), rows, frozenset({2, 3}))
    moved = {each.matter: each for one in changed for each in one.moved}
    for each in [*moved.values()][:MOST_ROWS]:
        say(f"  {_sentence(each)}")
    if len(moved) > MOST_ROWS:
        say(f"  ……另有 {len(moved) - MOST_ROWS} 件，用 --json 查看全部。")


def _told(one: Restated) -> str:
    return f"{'、'.join(one.told.words) or one.told.amount or '—'}{one.told.unit}"


def _now(one: Restated) -> str:
    return (
        "指标已取消" if one.now is None else f"{'、'.join(one.now.words) or one.now.exact or '—'}{one.now.figure.unit}"
    )


def _because(one: Restated) -> str:
    return "；".join(f"{name} {signed(amount)}" for name, amount in one.effects) or "不能用数分解"


def _sentence(one: Moved) -> str:
    done = one.last.intention
    note = f"：{done.note}" if done.note else ""
    return f"{one.number or one.matter} {done.on.isoformat()} {done.actor} {act_label(done.act)}{note}"


def _plain(edition: Edition, changed: tuple[Restated, ...]) -> dict[str, object]:
    return {
        "report": edition.report,
        "period": edition.period,
        "version": edition.version,
        "changed": [
            {
                "id": one.told.id,
                "title": one.told.title,
                "told": one.told.amount or one.told.words,
                "now": None if one.now is None else one.now.exact or list(one.now.words),
                "difference": None if one.difference is None else str(one.difference),
                "effects": {name: str(amount) for name, amount in one.effects},
                "matters": [_plain_matter(each) for each in one.moved],
            }
            for one in changed
        ],
    }


def _plain_matter(one: Moved) -> dict[str, object]:
    done = one.last.intention
    return {
        "matter": one.matter,
        "ledger": one.ledger,
        "number": one.number,
        "corrected": one.corrected,
        "act": done.act,
        "actor": done.actor,
        "on": done.on.isoformat(),
        "note": done.note,
    }
