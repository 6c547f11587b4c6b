"""``taizhang words``: the words nobody has placed, the rows that wait for them, and what they mean."""

from __future__ import annotations

from typing import Annotated

import typer

from taizhang.commands.exits import USAGE
from taizhang.commands.terminal import HERE, AsJson, Home, InTheNameOf, err, open_desk, print_json, say, stop, table
from taizhang.definitions.wording import Key, Meant, Placed, UnplacedWord, Wording
from taizhang.papers.filed import filed_by_intentions, tell
from taizhang.site.desk import Desk
from taizhang.terms.problem import Problem

# Chosen: what fits in a line of a terminal.
MOST_NAMED = 4
_NEW = "+"


def words(
    home: Home = HERE,
    set_: Annotated[
        list[str] | None,
        typer.Option(
            "--set", help="认定：台账/字段/用语=值，例如 hazard/status/已清零=已完成；值写 + 是新的一项，或照原话留下。"
        ),
    ] = None,
    likely: Annotated[bool, typer.Option("--likely", help="把握大的用语都照系统选出的认定。")] = False,
    rows: Annotated[bool, typer.Option("--rows", help="列出待定的行，连同各格。")] = False,
    actor: InTheNameOf = "",
    reason: Annotated[str, typer.Option(help="原因：会改变已定稿的数时要写明。")] = "",
    as_json: AsJson = False,
) -> None:
    """列出没有人认过的用语和等着它们的行；用 --set 或 --likely 认定一次，这些行就进入台账，以后导入照此办理。"""
    with open_desk(home, actor) as desk:
        wording = Wording(desk)
        found = wording.words()
        answers = {one.key: Meant(one.likely) for one in found if likely and one.likely} | _parse(set_ or [])
        placed = _place(desk, wording, answers, reason.strip()) if answers else None
        if as_json:
            print_json(_plain(found, wording, placed))
            return
        if placed is not None:
            say(f"已认定 {len(answers)} 个用语；{placed.admitted} 行进入台账。")
            for held, fault in placed.faults:
                say(f"仍待定：{held.row.number}（{held.row.draft.at.file}第{held.row.draft.at.row}行）{fault}。")
        _show(wording, rows=rows)


def _place(desk: Desk, wording: Wording, answers: dict[Key, Meant], reason: str) -> Placed:
    """Writes the answers; where they change numbers of filed documents, only with a reason."""
    site = desk.whole_site
    unknown = [key for key in answers if key[0] not in site.catalogue.ledgers]
    unknown += [k for k in answers if k not in unknown and k[1] not in site.catalogue.ledgers[k[0]].declared.field]
    if unknown:
        err.print(f"[red]没有这样的台账或字段：{'/'.join(unknown[0])}。[/red]")
        raise typer.Exit(USAGE)
    placed = wording.place(answers)
    filed = tell(filed_by_intentions(site, placed.wanted), values=True)
    if filed and not reason:
        stop([Problem("RPT-080", filed, hint="请核对；确要认定的，用 --reason 写明原因，原因随每条流水留存。")])
    wording.apply(placed, reason)
    return placed


def _parse(pairs: list[str]) -> dict[Key, Meant]:
    answers: dict[Key, Meant] = {}
    for pair in pairs:
        name, _, value = pair.rpartition("=")
        ledger, _, rest = name.partition("/")
        field, _, word = rest.partition("/")
        if not (ledger and field and word and value):
            err.print("[red]--set 应写成 台账/字段/用语=值，例如 hazard/level/较大=+。[/red]")
            raise typer.Exit(USAGE)
        answers[ledger, field, word] = Meant(new=True) if value == _NEW else Meant(value)
    return answers


def _show(wording: Wording, *, rows: bool) -> None:
    left = wording.words()
    if not left:
        say("没有待认定的用语。")
    else:
        told = [
            ("/".join(one.key[:2]), f"{one.title} {one.column}", one.word, str(one.rows), one.likely, _options(one))
            for one in left
        ]
        heads = ("台账/字段", "栏", "用语", "行", "像是", "可选")
        table("没有认过的用语", heads, told, frozenset({3}))
    for held in wording.rows if rows else ():
        at = held.row.draft.at
        cells = "；".join(f"{heading}：{text}" for heading, text in held.row.cells)
        say(f"{held.row.number} {at.file}[{at.sheet}!{at.row}] {cells}" + (f"（{held.fault}）" if held.fault else ""))


def _options(one: UnplacedWord) -> str:
    named = "、".join(option.value for option in one.options[:MOST_NAMED])
    if not one.extensible:
        return named
    new = {"choice": "新的一项", "unit": "新单位", "instead": "照原话留下"}[one.meaning]
    return "、".join(filter(None, (named, f"+（{new}）")))


def _plain(found: tuple[UnplacedWord, ...], wording: Wording, placed: Placed | None) -> dict[str, object]:
    """Words and rows as plain values: as they were before what was placed, and as they are."""
    return {
        "words": [
            {
                "ledger": one.key[0],
                "field": one.key[1],
                "word": one.word,
                "rows": one.rows,
                "meaning": one.meaning,
                "likely": one.likely,
                "options": [option.value for option in one.options],
                "extensible": one.extensible,
            }
            for one in found
        ],
        "admitted": placed.admitted if placed else 0,
        "waiting": [
            {
                "ledger": held.row.draft.ledger,
                "number": held.row.number,
                "file": held.row.draft.at.file,
                "sheet": held.row.draft.at.sheet,
                "row": held.row.draft.at.row,
                "words": dict(held.row.draft.pending),
                "cells": dict(held.row.cells),
                "fault": held.fault,
            }
            for held in wording.rows
        ],
    }
