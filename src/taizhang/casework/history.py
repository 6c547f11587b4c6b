"""A matter's story: its steps by round with what each changed, and what may be done next by whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from taizhang.catalogue.entered import format_kept
from taizhang.catalogue.resolved import Ledger
from taizhang.catalogue.values import Stored
from taizhang.journal import merkle
from taizhang.matters.entry import CORRECT, Entry, Head
from taizhang.matters.fold import fold
from taizhang.matters.lifecycles import LIFECYCLES, Transition
from taizhang.matters.transition import fits, govern, last_day, rows_for
from taizhang.matters.words import NEW, OPENING, TOGETHER, act_label
from taizhang.policy.decide import able, has_post, why_kept_away
from taizhang.policy.posts import ROLES, Post
from taizhang.policy.rights import roles_for
from taizhang.site.desk import Desk
from taizhang.site.opened import Opened
from taizhang.terms.clock import CHINA_TIME

# Chosen: more names than six are called by their post.
MOST_NAMES = 6
_BESIDE = frozenset({CORRECT, "link", "unlink", "recuse", *TOGETHER})


@dataclass(frozen=True, slots=True)
class FactChange:
    """A fact an entry set: what it was before and what it is since, '' for nothing."""

    title: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class HistoryStep:
    """An entry as it is told: what the step is called, units and roles of the actor's posts that day, answers,
    changes.

    behind: how many days after the day it took effect it was written down. begins: whether it began the matter.
    """

    entry: Entry
    title: str
    state: str
    posts: tuple[tuple[str, str], ...]
    said: tuple[tuple[str, str], ...]
    changes: tuple[FactChange, ...]
    behind: int
    begins: bool


@dataclass(frozen=True, slots=True)
class HistoryRound:
    """The steps of one round, the last first."""

    number: int
    steps: tuple[HistoryStep, ...]


@dataclass(frozen=True, slots=True)
class Option:
    """An act the matter's state is open to: who may do it, and why this person may not, '' when he may."""

    act: str
    title: str
    roles: tuple[str, ...]
    mine: bool
    why: str


@dataclass(frozen=True, slots=True)
class Awaited:
    """What comes next, the roles that may do it and the people who hold them; more: how many others."""

    act: str
    title: str
    roles: tuple[str, ...]
    people: tuple[str, ...]
    more: int


def rounds(desk: Desk, opened: Opened) -> tuple[HistoryRound, ...]:
    """The whole story, the last round first."""
    held: dict[str, list[Post]] = {}
    for post in desk.site.roll.posts():
        held.setdefault(post.person, []).append(post)
    told: dict[int, list[HistoryStep]] = {}
    head: Head | None = None
    for entry in opened.history:
        told.setdefault(entry.round, []).insert(
            0, _step(opened.ledger, head, entry, held.get(entry.intention.actor, ()))
        )
        head = fold(head, entry)
    return tuple(HistoryRound(number, tuple(steps)) for number, steps in sorted(told.items(), reverse=True))


def _step(ledger: Ledger, head: Head | None, entry: Entry, held: Iterable[Post]) -> HistoryStep:
    given, written = entry.intention, entry.at.astimezone(CHINA_TIME).date()
    table = LIFECYCLES[ledger.declared.lifecycle]
    row = next((one for one in rows_for(table, head, given.act) if fits(one, head)), None)
    labels = {one.name: one.label for one in row.says} if row else {}
    return HistoryStep(
        entry,
        (row.title if row else "") or act_label(given.act),
        table.label(entry.state),
        tuple(dict.fromkeys((post.unit, post.role) for post in held if post.held_on(written))),
        tuple((labels.get(name, name), answer) for name, answer in given.said.items() if answer),
        tuple(_changes(ledger, head.facts if head else {}, given.facts)),
        (written - given.on).days if given.act not in ("record", CORRECT) else 0,
        given.act in OPENING,
    )


def _changes(ledger: Ledger, before: Mapping[str, Stored], after: Mapping[str, Stored]) -> Iterator[FactChange]:
    for name, value in after.items():
        if name in ledger.declared.field and before.get(name) != value:
            yield FactChange(ledger.declared.field[name].title, format_kept(before.get(name)), format_kept(value))


def _rows(opened: Opened) -> Iterator[Transition]:
    state = opened.head.state
    for row in LIFECYCLES[opened.ledger.declared.lifecycle].rows:
        if row.state == state != NEW and fits(row, opened.head) and row.act not in _BESIDE:
            yield row


def options(desk: Desk, opened: Opened) -> tuple[Option, ...]:
    """Every act the state is open to, whether this person may do it, and if not why not."""
    mine = {one.act for one in opened.acts}
    found = []
    for row in _rows(opened):
        roles = tuple(role for role in ROLES if role in roles_for(opened.ledger, row.act, opened.row.verified))
        why = "" if row.act in mine else _why(desk, opened, row.act)
        found.append(Option(row.act, row.title or act_label(row.act), roles, row.act in mine, why))
    return tuple(found)


def _why(desk: Desk, opened: Opened, act: str) -> str:
    """Why the person may not do it: no post for it, a part in the matter, or his own declaration."""
    if desk.actor.name in opened.head.recused:
        return "您已申报回避"
    if not has_post(desk.actor, act, opened.row, desk.site.catalogue.ledgers, desk.units):
        return "您没有这个岗位"
    return why_kept_away(desk.actor, act, opened.head, opened.ledger)


def awaited(desk: Desk, opened: Opened) -> tuple[Awaited, ...]:
    """Who is waited for, by name as far as a few names tell it."""
    found = []
    posts = [post for post in desk.site.roll.posts() if post.held_on(desk.today)]
    titles = {row.act: row.title for row in _rows(opened)}
    for act, roles in opened.waiting:
        people = able(act, opened.head, opened.row, desk.site.catalogue.ledgers, desk.units, posts=posts)
        if act == "recheck" and opened.head.round.checker:
            people = tuple(name for name in people if name == opened.head.round.checker)
        shown_ = people[:MOST_NAMES]
        found.append(Awaited(act, titles.get(act) or act_label(act), roles, shown_, len(people) - len(shown_)))
    return tuple(found)


def limits(desk: Desk, opened: Opened) -> tuple[tuple[str, date], ...]:
    """The last days of acts that have a time limit and are open: handing back, objecting, settling an objection."""
    catalogue = desk.site.catalogue
    governed = govern({opened.ledger.name: opened.ledger}, catalogue.clocks)[opened.ledger.name]
    head = opened.head
    wanted = {
        "ask_back": head.application.act == "" and not head.application.designated,
        "object": head.application.objected is None,
        "settle": head.application.objected,
    }
    states = {row.act for row in _rows(opened)}
    days = ((act, last_day(governed, head, act)) for act, open_ in wanted.items() if open_ and act in states)
    return tuple((act, day) for act, day in days if day is not None and (act == "settle" or day >= desk.today))


@dataclass(frozen=True, slots=True)
class Proof:
    """That an entry stands in the journal as of now: the text of it, and whether it was checked to hold."""

    text: str
    holds: bool


def proof(desk: Desk, entry: Entry) -> Proof:
    """The entry's leaf, the hashes from it to the root, and the checkpoint; all leaves are read once for it."""
    journal = desk.site.journal
    leaf = journal.leaf(entry.seq)
    checkpoint, path = journal.checkpoint(), journal.prove(entry.seq)
    while journal.size != checkpoint.size:  # somebody wrote meanwhile: both must be of one moment
        checkpoint, path = journal.checkpoint(), journal.prove(entry.seq)
    holds = merkle.verify_inclusion(leaf, entry.seq - 1, checkpoint.size, path, checkpoint.root)
    lines = [
        "包含证明（RFC 6962，SHA-256）",
        f"流水号：{entry.seq}",
        f"叶值：{leaf.hex()}",
        f"哈希路径（{len(path)}个，自下而上）：",
        *(one.hex() for one in path),
        "封存点：",
        str(checkpoint).rstrip(),
    ]
    return Proof("\n".join(lines) + "\n", holds)
