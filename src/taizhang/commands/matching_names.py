"""``names``: names of whom matters are about that nobody has matched to the roll yet, and matching them."""

from __future__ import annotations

import uuid
from typing import Annotated

import typer

from taizhang.casework.unmatched_names import match, unmatched
from taizhang.commands.terminal import HERE, AsJson, Home, InTheNameOf, open_desk, print_json, say, stop, table
from taizhang.lists.query import Page
from taizhang.terms.problem import Refused

names = typer.Typer(help="姓名待认：列出并认定事项所涉及、对应不到名册的姓名。", no_args_is_help=True)
# Chosen: more than anybody matches in one sitting.
MOST = 200


@names.command("list")
def list_(home: Home = HERE, actor: InTheNameOf = "", as_json: AsJson = False) -> None:
    """列出姓名待认的事项：写的是什么，名册上可能是谁。"""
    with open_desk(home, actor) as desk:
        found, count = unmatched(desk, Page(size=MOST))
    rows = [(one, name) for one in found for name in one.names]
    if as_json:
        told = [
            {
                "matter": one.head.matter,
                "number": one.head.number,
                "written": name.written,
                "offered": list(name.offered),
            }
            for one, name in rows
        ]
        print_json(told)
        return
    lines = [
        (one.head.matter, one.head.number, name.title, name.written, "、".join(name.offered)) for one, name in rows
    ]
    table("姓名待认", ("事项", "编号", "栏目", "写的是", "名册上可能是"), lines)
    say(f"共 {count} 件。")


@names.command("match")
def match_(
    matter: Annotated[str, typer.Argument(help="事项，见 taizhang names list 的第一列。")],
    written: Annotated[str, typer.Argument(help="原来写的。")],
    meant: Annotated[list[str], typer.Argument(help="名册上的姓名或单位，可写几个；不在名册上的写作“名册外：姓名”。")],
    home: Home = HERE,
    actor: InTheNameOf = "",
) -> None:
    """认定一个姓名指的是谁；全部认定之后，事项对涉及的人以外照常可见。"""
    with open_desk(home, actor) as desk:
        try:
            match(desk, matter, written, meant, str(uuid.uuid4()))
        except Refused as refused:
            stop(refused.problems)
    say(f"“{written}”已认定为{'、'.join(meant)}。")
