"""``why``: the change of a figure between two periods or units, split into contributions with their rows."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

import typer

from taizhang.boards.changes import Redefinition, draft_sentence, explain_change, signed, way_titles
from taizhang.commands.exits import USAGE
from taizhang.commands.figures import plain, require_figure
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
from taizhang.figures.split import Contribution, Split, compared, ways
from taizhang.figures.value import Ask, TracedRow
from taizhang.site.site import Site
from taizhang.terms.scope import EVERYTHING, Scope


def why(
    name: Annotated[str, typer.Argument(help="指标名。")],
    home: Home = HERE,
    period: When = "",
    against: Annotated[str, typer.Option(help="与哪一期间比；不写则与上年同期比。")] = "",
    by: Annotated[str, typer.Option(help="按什么分解：某一列（如 单位），或 来去、构成。")] = "",
    unit: Annotated[str, typer.Option(help="只算某单位及其下级。")] = "",
    against_unit: Annotated[str, typer.Option(help="与哪个单位比；不写则为同一单位。")] = "",
    actor: InTheNameOf = "",
    as_json: AsJson = False,
) -> None:
    """说明一个数为什么变了：把变化分解到各部分，各部分之和等于变化。"""
    with open_whole_desk(home, actor) as desk:
        site = desk.site
        require_figure(site, name)
        window = period_of(period)
        earlier = period_of(against) if against else window if against_unit else window.last_year()
        known = site.organisation().units
        for one in (unit, against_unit):
            if one and one not in known:
                err.print(f"[red]没有名为“{one}”的单位。[/red]")
                raise typer.Exit(USAGE)
        scopes = [Scope(one) if one else EVERYTHING for one in (against_unit or unit, unit)]
        asked = Ask(name, earlier, scope=scopes[0]), Ask(name, window, scope=scopes[1])
        try:
            split, redefined = explain_change(site, asked, by)
        except KeyError:
            err.print(f"[red]“{name}”不能按“{by}”分解。可以按：{'、'.join(_ways(site, name))}。[/red]")
            raise typer.Exit(USAGE) from None
        print_json(_plain(split, redefined)) if as_json else _print(site, split, redefined)


def _ways(site: Site, name: str) -> list[str]:
    figure = compared(site.catalogue, Ask(name, period_of(""))).figure
    titles = way_titles(site, figure)
    return [titles.get(one, one) for one in ways(site.catalogue, site.catalogue.figures[figure])]


def _print(site: Site, split: Split, redefined: Redefinition | None) -> None:
    figure, titles = split.now.figure, way_titles(site, split.now.ask.figure)
    told = [
        f"{one.ask.period.key}{f' {one.ask.scope.unit}' if one.ask.scope.unit else ''} {one.text or '—'}{figure.unit}"
        for one in (split.before, split.now)
    ]
    say(f"{figure.title}：{' → '.join(told)}")
    if redefined:
        then = redefined.then
        say(
            f"按{then.ask.period.key}当时的口径为{then.text}{figure.unit}；口径变化影响 {signed(redefined.amount)}{split.unit}。"
        )
    if split.reason or split.change is None:
        say(split.reason)
        return
    say(
        f"变化 {signed(split.change)}{split.unit}，按“{titles.get(split.way, split.way)}”分解（各行贡献之和等于变化）："
    )
    rates = any(one.mix is not None for one in split.contributions)
    headings = (
        "部分",
        "前",
        "后",
        "影响",
        *(("其中权重", "其中自身") if rates else ()),
        "不再计入",
        "新计入",
        "都计入",
    )
    numbers = frozenset(range(1, len(headings)))
    table(f"{len(split.contributions)} 部分", headings, [_row(one, rates) for one in split.contributions], numbers)
    others = [titles.get(one, one) for one in split.ways if one != split.way]
    if others:
        say(f"还可以按：{'、'.join(others)}（--by）。")
    if sentence := draft_sentence(split):
        say(f"可写入文稿：{sentence}")


def _row(one: Contribution, rates: bool) -> tuple[str, ...]:
    both = tuple(signed(side or Decimal(0)) for side in (one.mix, one.rate)) if rates else ()
    rows = (str(len(one.gone)), str(len(one.come)), str(one.stayed))
    return (one.part, one.before, one.now, signed(one.amount), *both, *rows)


def _plain(split: Split, redefined: Redefinition | None) -> dict[str, object]:
    return {
        "before": plain(split.before),
        "now": plain(split.now),
        "change": None if split.change is None else str(split.change),
        "unit": split.unit,
        "by": split.way,
        "ways": list(split.ways),
        "reason": split.reason,
        "redefined": None if redefined is None else {"then": plain(redefined.then), "amount": str(redefined.amount)},
        "contributions": [
            {
                "part": one.part,
                "before": one.before,
                "now": one.now,
                "amount": str(one.amount),
                "mix": None if one.mix is None else str(one.mix),
                "rate": None if one.rate is None else str(one.rate),
                "gone": _matters(one.gone),
                "come": _matters(one.come),
                "stayed": one.stayed,
            }
            for one in split.contributions
        ],
        "sentence": draft_sentence(split),
    }


def _matters(rows: tuple[TracedRow, ...]) -> list[dict[str, str]]:
    return [{"matter": row.matter, "number": row.number} for row in rows]
