"""``taizhang ledger``: a ledger proposed from any workbook, declared and imported in one go."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from taizhang.commands.exits import PROBLEMS
from taizhang.commands.importing import as_plain
from taizhang.commands.terminal import (
    HERE,
    AsJson,
    Home,
    InTheNameOf,
    list_problems,
    open_desk,
    open_whole_desk,
    print_json,
    say,
    table,
)
from taizhang.definitions.ledgers import WorkbookProposals, declare_ledger, import_declared, propose_ledgers
from taizhang.intake.proposing import LedgerProposal, ProposedField
from taizhang.intake.proposing.declare import name_for
from taizhang.intake.proposing.proposal import Value
from taizhang.site.desk import Desk
from taizhang.site.site import Imported, Site
from taizhang.terms.quantity import format_plain

ledgers = typer.Typer(help="台账：由任何工作簿提出一类台账。", no_args_is_help=True)
# Chosen: one screen of a terminal, and as many words as one line of it takes.
MOST_FIGURES, LONGEST_WORDS = 30, 4
TYPES = {
    "date": "日期",
    "number": "数",
    "choice": "选项",
    "flag": "是否",
    "unit": "单位",
    "person": "人员",
    "code": "编号",
    "text": "文字",
}
ROLES = {"opened": "登记", "due": "期限", "done": "完成", "closed": "销号", "state": "状态", "unit": "责任单位"}
LIFECYCLES = {"closed_loop": "闭环办理", "activity": "逐次登记", "progress": "名册、进度", "document": "文件收发"}


@ledgers.callback()
def group() -> None:
    """台账的设立。"""


@ledgers.command("from")
def from_(
    files: Annotated[list[Path], typer.Argument(help="工作簿：.xlsx .xls .csv .ods，可以一次给多个。")],
    home: Home = HERE,
    yes: Annotated[bool, typer.Option("--yes", help="照提出的样子设立台账，并导入这些工作簿。")] = False,
    actor: InTheNameOf = "",
    as_json: AsJson = False,
) -> None:
    """看工作簿里有什么表，提出整类台账：各栏的类型、编号、流程、指标；加 --yes 就设立并导入。"""
    with _desk_to_ask(home, actor, writes=yes) as desk:
        site = desk.site
        found = propose_ledgers(site, files)
        plain = proposed_as_plain(site, found)
        done = _declare(site, files, found, desk.actor.name) if yes and found.proposals else ()
        if as_json:
            if done:
                plain["declared"] = [name for name, _ in done]
                plain["imported"] = [as_plain(one) for _, one in done]
            print_json(plain)
        else:
            for one in found.proposals:
                show(one)
            for name, imported in done:
                _show_import(site, name, imported)
        list_problems(found.problems)
        list_problems(problem for _, one in done for problem in one.obstacles)
        if found.problems or any(one.obstacles or _none_came(one) for _, one in done):
            raise typer.Exit(PROBLEMS)


@contextmanager
def _desk_to_ask(home: Path, actor: str, *, writes: bool) -> Iterator[Desk]:
    """The desk at the site, or at a passing one where there is none yet and nothing is to be written."""
    if writes or home.exists():
        with open_whole_desk(home, actor) as desk:
            yield desk
        return
    with TemporaryDirectory() as folder:
        Site.create(Path(folder) / "site", "本单位").close()
        with open_desk(Path(folder) / "site", actor) as desk:
            yield desk


def _declare(
    site: Site, files: Sequence[Path], found: WorkbookProposals, actor: str
) -> tuple[tuple[str, Imported], ...]:
    """Declares every proposal and imports the workbooks into them; one import for all, told by the first name."""
    digest = hashlib.sha256(b"\0".join(path.read_bytes() for path in files if path.is_file())).hexdigest()[:16]
    made = [(declare_ledger(site, one, actor, f"{digest}-{n}"), one) for n, one in enumerate(found.proposals, 1)]
    imported = import_declared(site, files, made, actor, accept_refused=True)
    return (("、".join(name for name, _ in made), imported),)


def _none_came(one: Imported) -> bool:
    """Whether every row was refused: a ledger was declared and stands empty."""
    return bool(one.changes.refused) and not (one.changes.new or one.changes.changed or one.changes.unchanged)


def _show_import(site: Site, name: str, imported: Imported) -> None:
    say(f"已设立台账 {name}；写入 {imported.entries} 条流水，待处理 {len(imported.changes.refused)} 行。")


def show(one: LedgerProposal) -> None:
    """A proposal for a person."""
    like = f"，像已有的台账 {one.ledger}" if one.ledger else ""
    say(
        f"\n{one.title}：{LIFECYCLES[one.lifecycle]}，{len(one.records)} 条{like}；编号：{'、'.join(one.key) or '由系统给出'}。"
    )
    rows = [
        (f.heading, TYPES[f.type], f.unit, ROLES.get(f.role, ""), "保密" if f.confidential else "", _words(f))
        for f in one.fields
    ]
    table("各栏", ("表头", "类型", "单位", "用处", "", "用语"), rows)
    figures = [
        (f.title, format_plain(f.value) if f.value is not None else "—", f.unit) for f in one.figures[:MOST_FIGURES]
    ]
    table("指标", ("指标", "现有数据的值", "单位"), figures, frozenset({1}))
    list_problems(one.notices)
    if one.asked:
        say(f"要问的用语：{'、'.join(one.asked)}。")


def _words(field: ProposedField) -> str:
    shown = [f"{word}{count}" for word, count in field.words[:LONGEST_WORDS]]
    return "、".join(shown) + ("……" if len(field.words) > LONGEST_WORDS else "")


def proposed_as_plain(site: Site, found: WorkbookProposals) -> dict[str, object]:
    """The proposals as plain values: dates ISO, numbers in the field's unit."""
    return {
        "tables": [
            {
                "title": one.title,
                "ledger": one.ledger or name_for(one, site.catalogue.ledgers.keys()),
                "lifecycle": one.lifecycle,
                "key": list(one.key) or "none",
                "fields": [
                    {
                        "heading": field.heading,
                        "type": field.type,
                        "unit": field.unit,
                        "role": "" if field.role == "closed" else field.role,
                        "confidential": field.confidential,
                    }
                    for field in one.fields
                ],
                "records": [
                    {field.heading: _plain(value) for field, value in zip(one.fields, record.values, strict=True)}
                    for record in one.records
                ],
            }
            for one in found.proposals
        ],
        "asked": list(dict.fromkeys(word for one in found.proposals for word in one.asked)),
        "figures": [
            {"title": figure.title, "value": _plain(figure.value), "unit": figure.unit}
            for one in found.proposals
            for figure in one.figures
        ],
        "problems": [
            problem.as_dict()
            for problem in (*found.problems, *(told for one in found.proposals for told in one.notices))
        ],
    }


def _plain(value: Value) -> str | int | float | bool | None:
    """A value for JSON: days as ISO text, numbers as numbers (more digits than a double keeps as text)."""
    if isinstance(value, Decimal):
        text = format_plain(value)
        if value == value.to_integral_value() and len(text) <= 15:
            return int(value)
        return float(text) if len(text) <= 16 else text
    return value.isoformat() if isinstance(value, date) else value
