"""``notify``: sends reminders outside the site; made to be run by cron or a systemd timer."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from taizhang.commands.exits import PROBLEMS
from taizhang.commands.terminal import HERE, Home, open_site, say
from taizhang.notices.addresses import read_addresses
from taizhang.notices.deliveries import Deliveries
from taizhang.notices.outgoing import sender
from taizhang.notices.send import Sent, deliver, message
from taizhang.terms.clock import CHINA_TIME


def notify(
    home: Home = HERE,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只列出要发什么，不发。")] = False,
    again: Annotated[bool, typer.Option("--again", help="上次发到一半、不知收到没有的，也再发一次。")] = False,
) -> None:
    """把到时候而还没发过的提醒发到 notify.toml 里的地址；每件只发一次，没发成的下次再发。"""
    now = datetime.now(CHINA_TIME)
    with open_site(home) as site:
        book = read_addresses(home)
        if dry_run:
            for address in book.addresses:
                lines = message(site, address, book, now.date()).lines
                say("\n  ".join((f"{address}：{len(lines)}件", *lines)))
            return
        send = sender()
        with Deliveries(home) as log:
            sent = [_send_and_print(one) for one in deliver(site, book, log, send, now, again=again)]
    if not all(one.taken for one in sent):
        raise typer.Exit(PROBLEMS)


def _send_and_print(one: Sent) -> Sent:
    """Says what became of an address as soon as it is known."""
    outcome = f"{one.number}件，{'已发' if one.taken else '没有发成，下次再发'}" if one.number else "没有新的"
    doubt = f"；{one.doubtful}件上次发到一半（--again 再发）" if one.doubtful else ""
    say(f"{one.address}：{outcome}{doubt}")
    return one
