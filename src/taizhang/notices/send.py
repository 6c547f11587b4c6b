"""Sends what is due and not yet sent: derived for each recipient at the moment of sending, told as little as may be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from taizhang.lists.query import LARGEST_PAGE, Page
from taizhang.notices.addresses import Address, Book
from taizhang.notices.deliveries import Deliveries
from taizhang.notices.inbox import notices, reminder_query
from taizhang.notices.outgoing import Send
from taizhang.notices.outward import line
from taizhang.policy.posts import Actor, Post, actor_of
from taizhang.site.desk import Desk
from taizhang.site.site import Site

# Chosen: one screen; the rest is told by its number and read on the page.
LINES = 30


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of one address: how many notices went there, whether it took them, how many are in doubt."""

    address: Address
    number: int
    taken: bool = True
    doubtful: int = 0


@dataclass(frozen=True, slots=True)
class Message:
    """What goes to one address: the keys of its notices, its title, a line for each."""

    keys: tuple[str, ...]
    title: str
    lines: tuple[str, ...]

    def only(self, keys: set[str]) -> Message:
        """The same with these notices alone."""
        pairs = [(key, text) for key, text in zip(self.keys, self.lines, strict=True) if key in keys]
        return replace(self, keys=tuple(key for key, _ in pairs), lines=tuple(text for _, text in pairs))

    def text(self, site: str) -> str:
        """The message as it is sent."""
        more = len(self.lines) - LINES
        rest = [f"另有{more}件，请打开 {site}/notices 查看。"] if more > 0 else []
        return "\n".join([*self.lines[:LINES], *rest])


def message(site: Site, address: Address, book: Book, today: date) -> Message:
    """What there is to tell at an address now; posts, sight, states and lamps are those of this moment."""
    desk = Desk(site, _actor(site, address, today), today)
    heads = desk.page(replace(reminder_query(desk), page=Page(size=LARGEST_PAGE))).heads
    by_matter = {head.matter: head for head in heads}
    found = notices(desk, heads)
    told = []
    for one in found:
        head = by_matter[one.matter]
        told.append(line(one, head, site.catalogue.ledgers[head.ledger], f"{book.site}/matter/{one.matter}"))
    return Message(tuple(one.key for one in found), f"{site.catalogue.body.name}：待办提醒", tuple(told))


def _actor(site: Site, address: Address, today: date) -> Actor:
    if address.person:
        return actor_of(address.person, site.roll.posts(), today)
    return Actor("", (Post("", address.unit, address.role),))


def deliver(
    site: Site, book: Book, log: Deliveries, send: Send, now: datetime, *, again: bool = False
) -> Iterator[Sent]:
    """Sends to each address what was not sent there yet. now: with the site's own offset, +08:00."""
    for address in book.addresses:
        whole = message(site, address, book, now.date())
        claimed = log.claim(address.digest, whole.keys, now, again=again)
        doubtful = log.count_cut_off(address.digest) - len(claimed)
        if not claimed:
            yield Sent(address, 0, doubtful=doubtful)
            continue
        fresh = whole.only(set(claimed))
        taken = send(address.url, f"{fresh.title}（{len(fresh.keys)}件）", fresh.text(book.site))
        log.settle(address.digest, claimed, now, sent=taken)
        yield Sent(address, len(claimed), taken, doubtful)
