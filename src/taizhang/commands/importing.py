"""``taizhang import``: the change set of workbooks, and its admission."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from taizhang.catalogue.extending import with_additions
from taizhang.commands.exits import PROBLEMS, USAGE
from taizhang.commands.terminal import (
    HERE,
    AsJson,
    Home,
    InTheNameOf,
    err,
    list_problems,
    open_desk,
    print_json,
    progress,
    say,
    table,
)
from taizhang.intake.admit import problem_of
from taizhang.intake.changes import ChangeSet, SheetResult
from taizhang.intake.recognise import SheetMap
from taizhang.intake.rows import At
from taizhang.papers.filed import filed_by_intentions, tell, with_reason
from taizhang.site.desk import Desk
from taizhang.site.site import Imported, Site
from taizhang.terms.problem import Problem
from taizhang.terms.progress import Progress

# Chosen: one screen of a terminal; ``--json`` gives the rest.
MOST_SHOWN = 40
_REASON = "请核对；确要导入的，用 --reason 写明原因，原因随每条流水留存。"


def import_(
    files: Annotated[list[Path], typer.Argument(help="要导入的工作簿：.xlsx .xls .csv，可以一次给多个。")],
    home: Home = HERE,
    ledger: Annotated[str, typer.Option(help="不自动识别，按这个台账读取。")] = "",
    map_: Annotated[
        list[str] | None, typer.Option("--map", help="指明某栏：字段=表头，或只对一张表：工作表!字段=表头；可重复。")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只看变更集，不写入。")] = False,
    accept_refused: Annotated[bool, typer.Option("--accept-refused", help="明知而略去被驳回的行，写入其余。")] = False,
    mapping: Annotated[bool, typer.Option("--mapping", help="列出每张表每一栏对应的字段。")] = False,
    actor: InTheNameOf = "",
    reason: Annotated[str, typer.Option(help="原因：导入会改变已定稿的数时要写明。")] = "",
    as_json: AsJson = False,
) -> None:
    """读入工作簿，列出变更集；没有被驳回的行时一次写入，否则什么都不写；用语没有认过的行留着待定。"""
    given = _parse_mapping(map_ or [])
    with open_desk(home, actor) as desk:
        site = desk.whole_site
        with progress() as report:
            imported = site.change_set(
                files,
                desk.actor,
                ledger=ledger,
                given=given,
                accept_refused=accept_refused,
                progress=report,
            )
            imported, filed = _admit(desk, imported, files, "" if dry_run else reason.strip(), report, dry_run=dry_run)
        if as_json:
            print_json({**as_plain(imported), "applied": imported.applied and not dry_run, "filed": filed})
        else:
            show(site, imported, dry_run=dry_run, mapping=mapping)
            if filed and not imported.obstacles:
                say(filed)
        if imported.obstacles:
            raise typer.Exit(PROBLEMS)


def _admit(
    desk: Desk, found: Imported, files: list[Path], reason: str, report: Progress, *, dry_run: bool
) -> tuple[Imported, str]:
    """What became of the change set, and which filed numbers it changes: without a reason it then stays undone."""
    site = desk.whole_site
    wanted = () if found.obstacles else site.plan_intentions(found.changes, desk.actor.name, desk.today)
    filed = tell(filed_by_intentions(site, wanted), values=True)
    if found.obstacles or dry_run:
        return found, filed
    if filed and not reason:
        return replace(found, obstacles=(Problem("RPT-080", filed, hint=_REASON),)), filed
    return replace(found, entries=site.admit(with_reason(wanted, reason), files, report)), filed


def _parse_mapping(pairs: list[str]) -> dict[str, str]:
    given = dict(pair.partition("=")[::2] for pair in pairs)
    if any(not name or not heading for name, heading in given.items()):
        err.print("[red]--map 应写成 字段=表头，例如 --map due=办理期限。[/red]")
        raise typer.Exit(USAGE)
    return given


def show(site: Site, imported: Imported, *, dry_run: bool, mapping: bool = False) -> None:
    """The change set for a person: sheets and maps, counts, refusals, warnings, and what was done."""
    changes = imported.changes
    _show_sheets(changes, mapping=mapping)
    _show_counts(site, changes)
    _show_changed(site, changes)
    refused = [problem_of(one) for one in changes.refused if not one.waits]
    others = [problem for problem in imported.obstacles if problem not in refused]
    if refused:
        rows = {(one.at.file, one.at.sheet, one.at.row) for one in changes.refused if not one.waits}
        say(f"被驳回的行（{len(rows)}行，{len(refused)}处）：")
    list_problems(refused)
    _show_own(site, changes)
    _show_waiting(site, changes)
    for repeat in changes.repeats[:MOST_SHOWN]:
        where = f"{repeat.at.file}[{repeat.at.sheet}!{repeat.at.cell}]"
        say(f"重复 {where} {repeat.number} 与第{repeat.same_as.row}行完全相同，只计一次。")
    list_problems(changes.warnings[:MOST_SHOWN])
    if len(changes.warnings) > MOST_SHOWN:
        say(f"……另有 {len(changes.warnings) - MOST_SHOWN} 条提示，用 --json 查看全部。")
    list_problems(others)
    if imported.obstacles:
        say("没有写入任何内容。改正后重新导入，或用 --accept-refused 略去被驳回的行。")
    elif dry_run:
        say("以上为预览（--dry-run），没有写入。")
    elif not imported.entries:
        say("文件中的内容与台账一致，没有要写入的。")
    else:
        say(f"已写入 {imported.entries} 条流水。")


def _show_sheets(changes: ChangeSet, *, mapping: bool) -> None:
    """A line a sheet: its ledger, its records, and the columns left over, or with ``mapping`` every pair."""
    rows = [
        (
            one.file,
            one.sheet or "—",
            f"{one.map.ledger.title}（表头第{one.map.heading.top + 1}行）" if one.map else one.passed,
            str(one.records) if one.map else "",
            _describe_mapping(one.map, mapping=mapping) if one.map else "",
        )
        for one in changes.sheets
    ]
    table(
        "识别结果",
        ("文件", "工作表", "台账", "记录", "对应（字段←表头）" if mapping else "未对应的栏"),
        rows,
        frozenset({3}),
    )


def _describe_mapping(found: SheetMap, *, mapping: bool) -> str:
    if mapping:
        return "；".join(f"{title}←{heading}" for title, heading in found.shown())
    return "、".join(found.unused_headings())


def _show_counts(site: Site, changes: ChangeSet) -> None:
    new = Counter(change.draft.ledger for change in changes.new)
    changed = Counter(change.draft.ledger for change in changes.changed)
    rows = [(site.catalogue.ledgers[name].title, str(new[name]), str(changed[name])) for name in sorted(new | changed)]
    if rows:
        table("变更集", ("台账", "新增", "更正"), rows, frozenset({1, 2}))
    summary = (
        f"新增 {len(changes.new)}，更正 {len(changes.changed)}，未变 {changes.unchanged}，"
        f"重复 {len(changes.repeats)}，驳回 {sum(not one.waits for one in changes.refused)}，"
        f"待定 {len(changes.waiting)}，新登记单位 {len(changes.units)}。"
    )
    say(summary)


def _show_own(site: Site, changes: ChangeSet) -> None:
    """The columns that become fields of the office's own."""
    for one in changes.additions:
        titles = "、".join(field.title for field in one.field.values())
        say(f"作为自有栏留下（{site.catalogue.ledgers[one.ledger].title}）：{titles}。")


def _show_waiting(site: Site, changes: ChangeSet) -> None:
    """The words nobody has placed, with how many rows wait for each."""
    if not changes.waiting:
        return
    catalogue = with_additions(site.catalogue, changes.additions)
    counts = Counter(
        (row.draft.ledger, field, word) for row in changes.waiting for field, word in row.draft.pending.items()
    )
    say(f"待定的行（{len(changes.waiting)}行，不计入任何数；用 taizhang words 认定用语后进入台账）：")
    rows = [
        (catalogue.ledgers[ledger].title, catalogue.ledgers[ledger].declared.field[field].title, word, str(count))
        for (ledger, field, word), count in counts.most_common(MOST_SHOWN)
    ]
    table("没有认过的用语", ("台账", "栏", "用语", "行"), rows, frozenset({3}))


def _show_changed(site: Site, changes: ChangeSet) -> None:
    catalogue = with_additions(site.catalogue, changes.additions)
    rows = [
        (
            "/".join(change.draft.key),
            catalogue.ledgers[change.draft.ledger].declared.field[name].title,
            str(old or ""),
            str(new or ""),
        )
        for change in changes.changed[:MOST_SHOWN]
        for name, old, new in change.fields
    ]
    if rows:
        table("更正内容", ("编号", "字段", "原为", "改为"), rows)


def as_plain(imported: Imported) -> dict[str, object]:
    """The import as plain values."""
    changes = imported.changes
    return {
        "applied": imported.applied,
        "entries": imported.entries,
        "new": len(changes.new),
        "changed": [
            {
                "number": "/".join(change.draft.key),
                "ledger": change.draft.ledger,
                "fields": {name: {"before": old, "after": new} for name, old, new in change.fields},
            }
            for change in changes.changed
        ],
        "unchanged": changes.unchanged,
        "duplicates": [
            {**_plain_place(one.at), "number": one.number, "same_as_row": one.same_as.row} for one in changes.repeats
        ],
        **_plain_left(changes),
        "sheets": list(map(_plain_sheet, changes.sheets)),
        "units": [unit.name for unit in changes.units],
        "warnings": [problem.as_dict() for problem in changes.warnings],
        "problems": [problem.as_dict() for problem in imported.obstacles],
    }


def _plain_left(changes: ChangeSet) -> dict[str, object]:
    """What did not come in: cells refused, rows that wait, and the columns kept as the office's own."""
    return {
        "refused": [
            {
                **_plain_place(one.at),
                "row": one.at.row,
                "field": one.field,
                "value": one.value,
                "reason": one.reason,
                "because": one.because,
                "number": one.number,
                "waits": one.waits,
            }
            for one in changes.refused
        ],
        "waiting": [
            {
                **_plain_place(row.draft.at),
                "row": row.draft.at.row,
                "ledger": row.draft.ledger,
                "number": row.number,
                "words": dict(row.draft.pending),
            }
            for row in changes.waiting
        ],
        "own_columns": {
            one.ledger: {name: field.title for name, field in one.field.items()} for one in changes.additions
        },
    }


def _plain_place(at: At) -> dict[str, object]:
    return {"file": at.file, "sheet": at.sheet, "cell": at.cell}


def _plain_sheet(one: SheetResult) -> dict[str, object]:
    return {
        "file": one.file,
        "sheet": one.sheet,
        "ledger": one.map.ledger.name if one.map else None,
        "passed": one.passed,
        "records": one.records,
    }
