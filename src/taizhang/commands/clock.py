"""``clock``: where the journal stands against the clock, and the way back when it ran ahead of it."""

from __future__ import annotations

from typing import Annotated

import typer

from taizhang.commands.terminal import HERE, Home, open_site, say, stop
from taizhang.site import recovery
from taizhang.terms.problem import Refused


def clock(
    home: Home = HERE,
    by: Annotated[str, typer.Option("--by", help="提出恢复写入的人。")] = "",
    reason: Annotated[str, typer.Option(help="为什么流水走在了时钟前面，例如“时钟曾被拨快一年”。")] = "",
    confirm: Annotated[str, typer.Option("--confirm", help="确认恢复写入的第二个人。")] = "",
) -> None:
    """时钟曾被拨快、流水走在了前面的：一人提出，另一人确认，记入流水后照常写入；次序以流水号为准，时间待时钟追上。"""
    with open_site(home) as site:
        try:
            if confirm:
                entry = recovery.confirm(site, confirm)
                say(
                    f"已记入第{entry.seq}条流水，可以写入；时钟追上之前，新流水的时间都记为 {entry.at:%Y-%m-%d %H:%M}（世界时）。"
                )
            elif by or reason:
                recovery.ask(site, by, reason)
                say("已记下。请另一个人核对服务器时间后，用 taizhang clock --confirm 姓名 确认。")
            else:
                last = site.journal.ahead()
                say(
                    f"流水走在时钟前面：最后一条为 {last:%Y-%m-%d %H:%M}（世界时）。"
                    if last
                    else "流水与时钟相符，可以写入。"
                )
        except Refused as refused:
            stop(refused.problems)
