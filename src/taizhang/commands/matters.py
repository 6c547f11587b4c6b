"""``matters`` and ``act``: matters listed and shown with their lamps, and acts done on them one at a time."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from taizhang.catalogue.predicate import Scalar
from taizhang.catalogue.resolved import Ledger
from taizhang.catalogue.values import format_scalar, row_of
from taizhang.commands.exits import PROBLEMS, USAGE
from taizhang.commands.terminal import (
    HERE,
    AsJson,
    Home,
    InTheNameOf,
    day_of,
    err,
    open_desk,
    out,
    print_json,
    say,
    stop,
    table,
)
from taizhang.lists.query import Filter
from taizhang.matters.acts import Particulars, allowed
from taizhang.matters.due import Running
from taizhang.matters.entry import Entry, Head
from taizhang.matters.lamps import Lamp
from taizhang.matters.lifecycles import LIFECYCLES, Lifecycle
from taizhang.matters.past import PastDay
from taizhang.matters.words import act_label, state_label
from taizhang.policy.decide import next_acts
from taizhang.policy.posts import ROLES
from taizhang.site.desk import Desk
from taizhang.terms.clock import current_day
from taizhang.terms.problem import Problem
from taizhang.terms.sentence import sentence

matters = typer.Typer(help="查看事项：列表、单件的经过与亮灯。", no_args_is_help=True)
_COLOURS = {"green": "green", "yellow": "yellow", "red": "red", "grey": "bright_black", "blue": "blue"}


@matters.command("list")
def list_(
    ledger: Annotated[str, typer.Argument(help="台账名，例如 hazard。")],
    home: Home = HERE,
    lamp: Annotated[str, typer.Option(help="只看某种灯：green yellow red grey blue。")] = "",
    unit: Annotated[str, typer.Option(help="只看某单位及其下级。")] = "",
    on: Annotated[str, typer.Option("--on", help="看哪一天的情况：状态、内容和灯，默认今天。")] = "",
    shown: Annotated[
        bool, typer.Option("--shown", help="与 --on 合用：只按那一天已经记入的，与当天看到的一样。")
    ] = False,
    limit: Annotated[int, typer.Option(help="最多列多少件，上限 200。")] = 50,
    actor: InTheNameOf = "",
    as_json: AsJson = False,
) -> None:
    """列出一类台账的事项，带状态、期限和亮灯。"""
    day = day_of(on)
    with open_desk(home, actor) as desk:
        declared = _ledger(desk, ledger)
        asked = PastDay(day, shown) if day < current_day() else None
        found = [one for one in _matter_values(desk, declared, unit, day, asked) if not lamp or one["lamp"] == lamp]
        if as_json:
            print_json({"total": len(found), "matters": found[: min(limit, 200)]})
            return
        columns = ("编号", "单位", "状态", "登记", "期限", "灯", "原因")
        rows = [
            tuple(str(one[key] or "") for key in ("number", "unit", "state", "opened", "due", "lamp_label", "why"))
            for one in found[: min(limit, 200)]
        ]
        table(f"{declared.title}（共 {len(found)} 件，列出 {len(rows)} 件）", columns, rows)


def _matter_values(
    desk: Desk, ledger: Ledger, unit: str, day: date, asked: PastDay | None
) -> Iterator[dict[str, object]]:
    site, inside = desk.site, desk.units.subtree(unit) if unit else None
    lamps = site.lamps()
    heads: Iterable[Head] = desk.walk(desk.query(Filter(ledgers=(ledger.name,))))
    if asked:
        then = (asked.head(site.journal.history(one.matter), ledger) for one in heads)
        heads = (one for one in then if one is not None)
    for head in sorted(heads, key=lambda one: one.number):
        if inside is None or head.unit in inside:
            row = row_of(ledger, head.facts)
            lamp = lamps.of(head, row, ledger, day)
            yield {
                "matter": head.matter,
                "number": head.number,
                "unit": head.unit,
                "state": LIFECYCLES[ledger.declared.lifecycle].label(head.state),
                "opened": str(row.get("opened") or ""),
                "due": str(row.get("due") or ""),
                "lamp": lamp.colour,
                "lamp_label": lamp.label,
                "why": lamp.reason,
            }


@matters.command("show")
def show(
    number: Annotated[str, typer.Argument(help="编号，或事项标识。")],
    home: Home = HERE,
    ledger: Annotated[str, typer.Option(help="编号在几类台账里都有时，指明台账。")] = "",
    on: Annotated[str, typer.Option("--on", help="看哪一天的情况：状态、内容和灯，默认今天。")] = "",
    shown: Annotated[
        bool, typer.Option("--shown", help="与 --on 合用：只按那一天已经记入的，与当天看到的一样。")
    ] = False,
    actor: InTheNameOf = "",
    as_json: AsJson = False,
) -> None:
    """显示一件事项：各字段、来源、亮灯及原因、全部流水、下一步可以做什么。"""
    with open_desk(home, actor) as desk:
        site, head = desk.site, _one(desk, number, ledger)
        declared = site.catalogue.ledgers[head.ledger]
        lifecycle = LIFECYCLES[declared.declared.lifecycle]
        day, lamps = day_of(on), site.lamps()
        history = site.journal.history(head.matter)
        asked = PastDay(day, shown) if day < current_day() else None
        if asked:
            head, history = _head_on(declared, head, history, asked), asked.entries(history)
        row = row_of(declared, head.facts)
        lamp, clocks = lamps.of(head, row, declared, day), lamps.clocks_of(head, row, declared)
        if as_json:
            print_json({**_whole(head, lamp, clocks, history, day), "waiting": _waiting(desk, declared, head)})
            return
        _print_facts(declared, head, row)
        colour = _COLOURS[lamp.colour]
        out.print(
            f"状态：{lifecycle.label(head.state)}，第{head.round.number}轮。[{colour}]{lamp.label}[/{colour}] {escape(lamp.reason)}"
        )
        for one in clocks:
            say(f"法定时限：{one.due}，{one.describe(day)}")
        _print_history(history, lifecycle)
        _print_next(desk, declared, head, asked)


def _print_next(desk: Desk, declared: Ledger, head: Head, asked: PastDay | None) -> None:
    """Who is waited for, and what can be done next; nothing can be done on a past day."""
    waits = "；".join(f"{act_label(act)}（{'、'.join(roles)}）" for act, roles in _waiting(desk, declared, head))
    say(f"等：{waits or '无'}。")
    if asked:
        basis = "只按当天已经记入的流水" if asked.shown else "按当天以前生效的流水推算，后来补记和更正的也算"
        say(f"以上是{asked.day.isoformat()}当天的情况，{basis}。")
        return
    steps = "、".join(f"{one.label}（{one.act}）" for one in allowed(declared.declared.lifecycle, head))
    say(f"下一步可以：{steps or '无'}。")


def _waiting(desk: Desk, declared: Ledger, head: Head) -> list[tuple[str, list[str]]]:
    """The acts waited for, each with the roles that may do it."""
    found = next_acts(declared, desk.site.journal.row(head))
    return [(act, [ROLES[role] for role in roles]) for act, roles in found]


def _head_on(declared: Ledger, head: Head, history: Sequence[Entry], asked: PastDay) -> Head:
    """The matter as it stood that day; the run ends where it was not there yet."""
    then = asked.head(history, declared)
    if then is None:
        say(f"{asked.day.isoformat()}还没有这件事项（{head.number}）。")
        raise typer.Exit(PROBLEMS)
    return then


def _whole(head: Head, lamp: Lamp, clocks: Sequence[Running], history: Sequence[Entry], day: date) -> dict[str, object]:
    return {
        "matter": head.matter,
        "number": head.number,
        "ledger": head.ledger,
        "state": head.state,
        "facts": dict(head.facts),
        "lamp": lamp.colour,
        "why": lamp.reason,
        "clocks": [
            {"rule": str(one.due), "state": one.describe(day), "unverified": one.due.unverified} for one in clocks
        ],
        "source": {
            "file": head.source.file,
            "sheet": head.source.sheet,
            "row": head.source.row,
            "cell": head.source.cell,
        },
        "history": [
            {
                "seq": one.seq,
                "at": one.at.isoformat(),
                "act": one.intention.act,
                "on": one.intention.on.isoformat(),
                "actor": one.intention.actor,
                "state": one.state,
                "note": one.intention.note,
            }
            for one in history
        ],
    }


def _print_facts(declared: Ledger, head: Head, row: Mapping[str, Scalar]) -> None:
    fields = [(declared.columns[name].title, format_scalar(value)) for name, value in row.items() if value is not None]
    table(f"{declared.title} {head.number}", ("字段", "内容"), fields)
    if head.source.file:
        line = "" if head.source.cell else f"第{head.source.row}行"
        say(f"来源：{head.source.file} [{head.source.sheet}!{head.source.cell}]{line}")


def _print_history(history: Sequence[Entry], lifecycle: Lifecycle) -> None:
    rows = [
        (
            str(one.seq),
            f"{one.at:%Y-%m-%d %H:%M}",
            act_label(one.intention.act),
            one.intention.on.isoformat(),
            one.intention.actor,
            lifecycle.label(one.state),
            one.intention.note,
        )
        for one in history
    ]
    table("流水", ("序", "记入时间（世界时）", "操作", "生效日期", "经办", "到状态", "说明"), rows)


def act(
    number: Annotated[str, typer.Argument(help="编号，或事项标识。")],
    what: Annotated[
        str,
        typer.Argument(
            metavar="ACT",
            help="操作：assign accept report_progress report verify return_work extend close strike_off reopen …",
        ),
    ],
    home: Home = HERE,
    ledger: Annotated[str, typer.Option(help="编号在几类台账里都有时，指明台账。")] = "",
    on: Annotated[str, typer.Option("--on", help="生效日期，默认今天。")] = "",
    note: Annotated[str, typer.Option(help="说明：进展、意见、原因。")] = "",
    due: Annotated[str, typer.Option(help="新的期限（延期、退回重办时）。")] = "",
    unit: Annotated[str, typer.Option(help="承办单位（交办、重新交办时）。")] = "",
    evidence: Annotated[list[Path] | None, typer.Option(help="佐证文件，可重复。")] = None,
    review: Annotated[str, typer.Option(help="下次评估日期（转长期坚持时）。")] = "",
    say_: Annotated[
        list[str] | None,
        typer.Option("--say", metavar="名称=内容", help="操作要求写明的一项，可重复，如 retention=30年、ruling=维持。"),
    ] = None,
    actor: InTheNameOf = "",
    idem: Annotated[str, typer.Option(help="本次操作的标识；结果不明时用同一标识重发，只算一次。")] = "",
) -> None:
    """对一件事项做一步操作；办不到时说明为什么，什么都不写。"""
    with open_desk(home, actor) as desk:
        head = _one(desk, number, ledger)
        kept = tuple(desk.site.keep_file(path, [head.ledger]) for path in evidence or [])
        given = Particulars(
            note=note,
            evidence=kept,
            due=day_of(due) if due else None,
            unit=unit,
            review=day_of(review) if review else None,
            said=dict(one.partition("=")[::2] for one in say_ or ()),
        )
        entry = desk.act(desk.opened(head), what, day_of(on), idem or uuid.uuid4().hex, given)
        say(f"{head.number}：{act_label(what)}，现为“{state_label(entry.state)}”（第{entry.seq}条流水）。")


def _ledger(desk: Desk, name: str) -> Ledger:
    found = desk.ledgers.get(name)
    if found is None:
        known = "、".join(f"{key}（{one.title}）" for key, one in desk.ledgers.items())
        err.print(f"[red]没有名为“{escape(name)}”的台账。可用的有：{escape(known)}。[/red]")
        raise typer.Exit(USAGE)
    return found


def _one(desk: Desk, number: str, ledger: str) -> Head:
    """The one matter in sight of that number or identity; stops with a problem when there is none or more than one."""
    head = desk.head(number)
    if head is not None:
        return head
    found = list(desk.walk(desk.query(Filter(ledgers=(ledger,) if ledger else (), numbers=(number,)))))
    if not found:
        stop(
            [
                Problem(
                    "CMD-020",
                    sentence("没有编号为“{number}”的事项。", number=number),
                    hint="请核对编号；用 taizhang matters list 台账名 查看。",
                )
            ]
        )
    if len(found) > 1:
        where = "、".join(f"{one.ledger}（{one.matter}）" for one in found)
        message = sentence("编号“{number}”有{count}件：{where}。", number=number, count=len(found), where=where)
        stop([Problem("CMD-021", message, hint="请用 --ledger 指明台账，或直接用事项标识。")])
    return found[0]
