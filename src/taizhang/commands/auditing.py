"""``taizhang amounts``: amounts kept that may have been taken in a wrong unit."""

from __future__ import annotations

import typer

from taizhang.casework.amount_audit import audit_amounts
from taizhang.commands.exits import PROBLEMS
from taizhang.commands.terminal import HERE, AsJson, Home, InTheNameOf, list_problems, open_whole_desk, print_json, say


def amounts(home: Home = HERE, actor: InTheNameOf = "", as_json: AsJson = False) -> None:
    """核对已经收下的金额有没有读错计量单位：重读原工作簿，并与同一台账其他的数比；只列出，不改动。有可疑的，退出码 1。"""
    with open_whole_desk(home, actor) as desk:
        found = audit_amounts(desk.whole_site)
        if as_json:
            problems = [one.as_dict() for one in found.problems]
            print_json({"matters": found.matters, "workbooks": found.workbooks, "problems": problems})
        else:
            list_problems(found.problems)
            counted = f"看了 {found.matters} 件事项的金额，重读 {found.workbooks} 份原工作簿"
            say(f"{counted}：{len(found.problems)} 处可疑。" if found.problems else f"{counted}，没有可疑的。")
    if found.problems:
        raise typer.Exit(PROBLEMS)
