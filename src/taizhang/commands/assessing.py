"""``assess``: units ranked by a declared score, one unit line by line, and another rule replayed over a past year."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from taizhang.commands.exits import USAGE
from taizhang.commands.terminal import (
    HERE,
    AsJson,
    Home,
    InTheNameOf,
    When,
    err,
    open_whole_desk,
    period_of,
    print_json,
    say,
    table,
)
from taizhang.papers.scores import RankedScore, Replay, rank, replay
from taizhang.terms.clock import current_day
from taizhang.terms.quantity import format_plain


def assess(
    name: Annotated[str, typer.Argument(help="得分指标名；只有一个时可不写。")] = "",
    home: Home = HERE,
    period: When = "",
    kind: Annotated[str, typer.Option(help="只排某类单位，例如 乡镇。")] = "",
    unit: Annotated[str, typer.Option(help="逐项列出这个单位的得分。")] = "",
    rule: Annotated[Path | None, typer.Option("--rule", help="另一套办法（TOML），在过去一年上试算。")] = None,
    year: Annotated[int, typer.Option(help="试算哪一年，默认上一年。")] = 0,
    actor: InTheNameOf = "",
    as_json: AsJson = False,
) -> None:
    """按声明的得分给各单位排名，列出升降；没有数的项注明，不当作零。"""
    if rule and not rule.is_file():
        err.print(f"[red]找不到文件“{escape(str(rule))}”。[/red]")
        raise typer.Exit(USAGE)
    with open_whole_desk(home, actor) as desk:
        site = desk.site
        if rule:
            _show_replay(replay(site, rule, name, year or current_day().year - 1, kind), as_json=as_json)
            return
        standings = rank(site, name, period_of(period), kind)
        chosen = [one for one in standings if not unit or one.unit == unit]
        if as_json:
            print_json({"standings": [_plain(one) for one in chosen]})
            return
        rows = [(str(one.place), one.unit, one.value.text, one.movement, one.value.note) for one in chosen]
        table("排名", ("名次", "单位", "得分", "升降", "注"), rows, frozenset({0, 2}))
        for one in chosen if unit else ():
            _show_lines(one)


def _show_lines(standing: RankedScore) -> None:
    rows = [
        (
            line.item.title,
            line.actual.text or "—",
            "—" if line.target is None else format_plain(line.target),
            format_plain(line.item.weight),
            "—" if line.points is None else format_plain(round(line.points, 2)),
            line.reason,
        )
        for line in standing.lines
    ]
    table(f"{standing.unit} 逐项", ("项目", "实绩", "目标", "权重", "得分", "说明"), rows, frozenset({1, 2, 3, 4}))


def _plain(standing: RankedScore) -> dict[str, object]:
    return {
        "unit": standing.unit,
        "place": standing.place,
        "before": standing.before,
        "movement": standing.movement,
        "score": standing.value.exact,
        "note": standing.value.note,
        "lines": [
            {
                "title": line.item.title,
                "role": line.item.role,
                "figure": line.item.figure,
                "actual": line.actual.exact or None,
                "target": None if line.target is None else format_plain(line.target),
                "points": None if line.points is None else format_plain(line.points),
                "reason": line.reason,
            }
            for line in standing.lines
        ],
    }


def _show_replay(told: tuple[Replay, ...], *, as_json: bool) -> None:
    if as_json:
        print_json(
            {
                "units": [
                    {"unit": one.unit, "told": one.told and _plain(one.told), "anew": one.anew and _plain(one.anew)}
                    for one in told
                ]
            }
        )
        return
    rows = [(one.unit, *_side(one.told), *_side(one.anew)) for one in told]
    table("两套办法对照", ("单位", "原名次", "原得分", "新名次", "新得分"), rows, frozenset({1, 2, 3, 4}))
    say("试算不改变任何已定的得分。")


def _side(standing: RankedScore | None) -> tuple[str, str]:
    return (str(standing.place), standing.value.text) if standing else ("—", "—")
