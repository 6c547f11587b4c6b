"""``waive``: somebody answers by name for an identity that does not hold."""

from __future__ import annotations

from typing import Annotated

import typer

from taizhang.commands.terminal import HERE, Home, InTheNameOf, When, open_whole_desk, period_of, say
from taizhang.figures.identities import Waiver
from taizhang.papers.identities import waive


def waive_(
    identity: Annotated[str, typer.Argument(help="恒等式名，见提示里的 identity.名称。")],
    reason: Annotated[str, typer.Option(help="为什么不成立，不少于四个字。")],
    person: Annotated[str, typer.Option(help="由谁说明：姓名或岗位。")],
    home: Home = HERE,
    period: When = "",
    actor: InTheNameOf = "",
) -> None:
    """对不成立的恒等式具名说明原因：记入流水，此后只作提示，不再阻止定稿。"""
    with open_whole_desk(home, actor) as desk:
        site = desk.whole_site
        given = Waiver(person.strip(), reason.strip())
        entry = waive(site, identity, period_of(period), given, actor=desk.actor.name, on=desk.today)
        say(f"已记入第{entry.seq}条流水：{given.person}说明“{site.catalogue.identities[identity].title}”。")
