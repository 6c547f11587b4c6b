"""``figures`` and ``trace``: values, definitions in words, and the rows behind a number."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from taizhang.catalogue.values import format_scalar
from taizhang.commands.exits import USAGE
from taizhang.commands.terminal import (
    HERE,
    AsJson,
    Home,
    InTheNameOf,
    When,
    err,
    list_problems,
    open_desk,
    open_whole_desk,
    print_json,
    progress,
    require_whole,
    say,
    table,
    whole_period_of,
)
from taizhang.figures.compile import sql_of
from taizhang.figures.compute import Answers
from taizhang.figures.identities import asks as identity_asks
from taizhang.figures.trace import retell
from taizhang.figures.value import Ask, Trace, Value
from taizhang.figures.words import define
from taizhang.matters.lifecycles import LIFECYCLES
from taizhang.papers.identities import contradictions
from taizhang.site.lake import compute_on, counting_on
from taizhang.site.legible import Legible
from taizhang.site.site import Site
from taizhang.terms.period import Period
from taizhang.terms.problem import Problem
from taizhang.terms.quantity import format_plain as precise
from taizhang.terms.scope import EVERYTHING, Scope

# Chosen: what is still scrolled through in a terminal; ``--json`` gives the rest.
MOST_ROWS = 200
BASES = {"flow": "当期", "cohort": "同批", "stock": "存量", "cumulative": "累计"}


def figures(
    names: Annotated[list[str] | None, typer.Argument(help="指标名或台账名；不写则列出全部。")] = None,
    home: Home = HERE,
    period: When = "",
    by: Annotated[str, typer.Option(help="按哪一列分组，例如 township。")] = "",
    unit: Annotated[str, typer.Option(help="只算某单位及其下级。")] = "",
    engine: Annotated[
        str, typer.Option(help="在 Spark 上计算：local[2] 或 spark://主机:端口；不写则用内置引擎。")
    ] = "",
    lake: Annotated[
        list[Path] | None, typer.Option(help="与 --engine 一起用：读哪些数据湖，可重复；不写则导出并读本站点的。")
    ] = None,
    on: Annotated[
        str, typer.Option("--on", help="只数到哪一天：期间没有过完的，以后日期的不计入；不写则按整个期间。")
    ] = "",
    explain: Annotated[str, typer.Option("--explain", help="说明一个指标的口径、SQL 和校验码，不计算。")] = "",
    actor: InTheNameOf = "",
    as_json: AsJson = False,
) -> None:
    """计算指标，并核对恒等式。"""
    with open_desk(home, actor) as desk:
        site = desk.site
        if explain:
            _explain(site, explain, as_json=as_json)
            return
        window, scope = whole_period_of(period, on), Scope(unit) if unit else EVERYTHING
        require_whole(desk)
        chosen = _choose_figures(site, names or [])
        asks = [Ask(name, window, by if by and _has(site, name, by) else "", "", scope) for name in chosen]
        asked = (*asks, *identity_asks(site.catalogue, window))
        answers = _count_on(site, engine, lake or [], asked) if engine or lake else site.compute(asked)
        values = [value for ask in asks for value in (answers.groups(ask).values() if ask.by else [answers.value(ask)])]
        values = [Legible(site).value(value) for value in values]
        # Rows of other sites' lakes are not in this journal: what they break is told where they are kept.
        broken = () if lake else contradictions(site, window, answers)
        _print(window, values, broken, as_json=as_json)


def _print(window: Period, values: list[Value], broken: Sequence[Problem], *, as_json: bool) -> None:
    """The values and what contradicts itself, as a table or for programs."""
    if as_json:
        told = [plain(value) for value in values]
        print_json({"period": window.key, "figures": told, "problems": [one.as_dict() for one in broken]})
        return
    heads = ("指标", "名称", "分组", "数值", "单位", "分子/分母", "基准")
    table(f"{window.key} 指标", heads, [_row(value) for value in values], frozenset({3}))
    list_problems(broken)


def _count_on(site: Site, engine: str, lakes: list[Path], asks: tuple[Ask, ...]) -> Answers:
    """The answers of a cluster; which lakes it read, and how far they reach, is said first."""
    with progress() as report, counting_on(site, engine, lakes, report) as (spark, read):
        for folder, manifest in read.items():
            err.print(escape(f"在 {engine} 上计算：{folder}，流水第 {manifest.size} 条，{manifest.rows} 行。"))
        return compute_on(site, spark, asks, report)


def _choose_figures(site: Site, names: list[str]) -> list[str]:
    """The figures named, or all of a ledger named."""
    chosen: dict[str, None] = {}
    for name in names or list(site.catalogue.figures):
        if name in site.catalogue.figures:
            chosen[name] = None
            continue
        mine = [key for key in site.catalogue.figures if key.startswith(f"{name}_")]
        if not mine:
            _unknown(site, name)
        chosen.update(dict.fromkeys(mine))
    return list(chosen)


def require_figure(site: Site, name: str) -> None:
    """Ends the command with exit code 2 and near names when the catalogue has no such figure."""
    if name not in site.catalogue.figures:
        _unknown(site, name)


def _unknown(site: Site, name: str) -> None:
    near = [key for key in site.catalogue.figures if name.split("_")[0] in key][:12]
    err.print(
        f"[red]没有名为“{escape(name)}”的指标。{escape('相近的有：' + '、'.join(near) + '。' if near else '')}[/red]"
    )
    raise typer.Exit(USAGE)


def _has(site: Site, name: str, column: str) -> bool:
    figure = site.catalogue.figures[name]
    if figure.composed:
        return all(_has(site, part, column) for part in figure.declared.made_of)
    return column in site.catalogue.ledgers[figure.ledger].columns


def _row(value: Value) -> tuple[str, ...]:
    sides = "" if value.numerator is None else f"{precise(value.numerator)}/{precise(value.denominator or Decimal(0))}"
    basis = "" if value.figure.composed else BASES[value.figure.basis]
    shown = value.text or f"—（{value.reason}）"
    shown += f"（{value.note}）" if value.note else ""
    return (value.ask.figure, value.figure.title, value.ask.member, shown, value.figure.unit, sides, basis)


def plain(value: Value) -> dict[str, object]:
    """A value as plain values for programs: amounts as exact decimal text."""
    return {
        "figure": value.ask.figure,
        "title": value.figure.title,
        "by": value.ask.by,
        "member": value.ask.member,
        "text": value.text,
        "exact": value.exact or None,
        "unit": value.figure.unit,
        "numerator": None if value.numerator is None else precise(value.numerator),
        "denominator": None if value.denominator is None else precise(value.denominator),
        "basis": value.figure.basis,
        "reason": value.reason,
        "note": value.note,
        "definition": value.figure.hash,
        "id": value.id,
    }


def _explain(site: Site, name: str, *, as_json: bool) -> None:
    require_figure(site, name)
    figure = site.catalogue.figures[name]
    words, sql = define(site.catalogue, figure), sql_of(site.catalogue, figure)
    if as_json:
        print_json({"figure": name, "definition": words, "sql": sql, "hash": figure.hash, "kind": figure.kind})
        return
    say(f"{name}  {figure.title}")
    say(f"口径：{words}")
    say(f"SQL：\n{sql}")
    say(f"校验码：{figure.hash}")


def trace(
    name: Annotated[str, typer.Argument(help="指标名。")],
    home: Home = HERE,
    period: When = "",
    by: Annotated[str, typer.Option(help="分组列。")] = "",
    member: Annotated[str, typer.Option(help="分组的哪一个。")] = "",
    unit: Annotated[str, typer.Option(help="只看某单位及其下级。")] = "",
    on: Annotated[str, typer.Option("--on", help="只数到哪一天；不写则按整个期间。")] = "",
    actor: InTheNameOf = "",
    as_json: AsJson = False,
) -> None:
    """打开一个数：列出计入的每一行及其来源工作簿的单元格。"""
    with open_whole_desk(home, actor) as desk:
        site = desk.site
        require_figure(site, name)
        found = site.trace(Ask(name, whole_period_of(period, on), by, member, Scope(unit) if unit else EVERYTHING))
        files = {head.source.digest: head.source.file for head in site.journal.heads() if head.source.digest}
        same, found = retell(found).amount == found.value.amount, Legible(site).trace(found)
        if as_json:
            print_json({**_trace_values(found, files), "agrees": same})
            return
        _show(site, found, files)
        say("按以上各行重新合计，与数值一致。" if same else "按以上各行重新合计，与数值不一致！")


def _show(site: Site, found: Trace, files: dict[str, str]) -> None:
    value = found.value
    say(f"{value.figure.title}：{value.text or value.reason}{value.figure.unit if value.text else ''}（{value.id}）")
    if found.rows:
        rows, lifecycle = [], LIFECYCLES[site.catalogue.ledgers[value.figure.ledger].declared.lifecycle]
        for row in found.rows[:MOST_ROWS]:
            columns = dict(row.columns)
            where = f"{files.get(str(columns['source_file']), '')}[{columns['source_sheet']}!{columns['source_cell']}]"
            state = lifecycle.label(str(columns["state"])) if columns.get("state") else ""
            rows.append((row.number, state, format_scalar(row.measure), where))
        table(f"{len(found.rows)} 行", ("编号", "状态", "计入", "来源"), rows)
        if len(found.rows) > MOST_ROWS:
            say(f"……另有 {len(found.rows) - MOST_ROWS} 行，用 --json 查看全部。")
    for _, part in found.parts:
        _show(site, part, files)


def _trace_values(found: Trace, files: dict[str, str]) -> dict[str, object]:
    return {
        "value": plain(found.value),
        "rows": [
            {
                "matter": row.matter,
                "number": row.number,
                "measure": format_scalar(row.measure),
                "file": files.get(str(dict(row.columns)["source_file"]), ""),
                "sheet": dict(row.columns)["source_sheet"],
                "cell": dict(row.columns)["source_cell"],
            }
            for row in found.rows
        ],
        "parts": [_trace_values(part, files) for _, part in found.parts],
    }
