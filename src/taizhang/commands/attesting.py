"""``attest``: a named person answers for a sentence that no row, rule or document bears out."""

from __future__ import annotations

from typing import Annotated

import typer

from taizhang.casework.attestations import Attestation, attest
from taizhang.commands.terminal import HERE, Home, InTheNameOf, open_whole_desk, say


def attest_(
    words: Annotated[str, typer.Argument(help="文稿里的那一句，照抄。")],
    year: Annotated[int, typer.Option(help="说明用于哪一年的报告，如 2026。")],
    person: Annotated[str, typer.Option(help="由谁说明：姓名或岗位。")],
    note: Annotated[str, typer.Option(help="凭什么知道，不少于四个字。")],
    home: Home = HERE,
    actor: InTheNameOf = "",
) -> None:
    """对没有数、没有文件可依的一句话具名说明：记入流水，只对这一句、这一年有效。"""
    with open_whole_desk(home, actor) as desk:
        site = desk.whole_site
        given = Attestation(words, year, person, note)
        entry = attest(site, given, actor=desk.actor.name, on=desk.today)
        say(f"已记入第{entry.seq}条流水：{person.strip()}对这句话作了说明，用于{year}年的报告。")
