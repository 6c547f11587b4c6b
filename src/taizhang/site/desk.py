"""A desk: what one person can see and do at a site. Web pages and programs that act for people come through here."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property

from taizhang.catalogue.resolved import Ledger
from taizhang.catalogue.values import Stored, row_of
from taizhang.library.model import ReadableLevels as Shelf
from taizhang.lists.query import (
    BY_DUE,
    EVERY_MATTER,
    EVERYTHING_SEEN,
    FIRST_PAGE,
    WEEK,
    By,
    Counts,
    Filter,
    HeadPage,
    HeadQuery,
    Order,
    Page,
    Party,
    Sight,
    Turn,
    sees,
)
from taizhang.matters.acts import Particulars
from taizhang.matters.counting import uncounted
from taizhang.matters.entry import Entry, Head
from taizhang.matters.lamps import Lamp
from taizhang.policy.decide import documents, turns, visible
from taizhang.policy.posts import ROLES, Actor
from taizhang.policy.registering import may_open
from taizhang.site.in_use import chosen_ledgers
from taizhang.site.opened import Opened
from taizhang.site.registering import Registrar
from taizhang.site.site import Site
from taizhang.terms.scope import Organisation


class Desk:
    """What ``actor`` can do at ``site`` on the day ``today``."""

    def __init__(self, site: Site, actor: Actor, today: date, units: Organisation | None = None) -> None:
        self.actor = actor
        self.today = today
        self.units = site.organisation() if units is None else units
        self._sight = self.sight_in(site)
        hidden = hidden_from(site, self._sight, today)
        self.whole_site = site
        """The site as the body's own papers count it, matters about this person included; nothing of it is shown by itself."""
        self.site = site.without(hidden)
        if not hidden:  # everybody of the same posts then sees the same, and answers are shared
            self._sight = replace(self._sight, blind=frozenset(), unclear=frozenset())

    def sight_in(self, site: Site) -> Sight:
        """What the person may see of a site's ledgers."""
        return visible(self.actor, site.catalogue.ledgers, self.units)

    @property
    def sight(self) -> Sight:
        """What the person may see."""
        return self._sight

    @cached_property
    def shelf(self) -> Shelf:
        """Which past documents the person may see."""
        return documents(self.actor, self.units)

    @cached_property
    def ledgers(self) -> Mapping[str, Ledger]:
        """The ledgers of which the person may see matters, in declared order; the house's own have pages of their own."""
        seen: set[str] = set()
        for grant in self.sight.grants:
            seen |= grant.ledgers or set()
        known = self.site.catalogue.ledgers.items()
        return {name: one for name, one in known if name in seen and not one.declared.registration.house}

    @cached_property
    def in_use(self) -> Mapping[str, Ledger]:
        """Those of them that menus list: chosen by the body, declared by it, or holding matters, those with most first."""
        chosen = chosen_ledgers(self.site)
        if chosen is None:
            return self.ledgers
        held = {ledger: count for (ledger,), count in self.counts(self.query(), "ledger").items()}
        kept = {name: one for name, one in self.ledgers.items() if name in chosen | held.keys() or one.declared.own}
        return dict(sorted(kept.items(), key=lambda pair: -held.get(pair[0], 0)))

    @property
    def loops(self) -> tuple[str, ...]:
        """Those of them whose matters are closed in a loop."""
        return tuple(name for name, one in self.ledgers.items() if one.declared.lifecycle == "closed_loop")

    @cached_property
    def left_out(self) -> tuple[Turn, ...]:
        """The matters of them that no figure counts."""
        alike: dict[tuple[str, ...], set[str]] = {}
        for name, one in self.ledgers.items():
            alike.setdefault(uncounted(one), set()).add(name)
        return tuple(Turn(frozenset(names), frozenset(states)) for states, names in alike.items())

    @cached_property
    def turns(self) -> tuple[Turn, ...]:
        """The matters that wait for the person."""
        return turns(self.actor, self.site.catalogue.ledgers, self.units)

    def query(self, filter: Filter = EVERY_MATTER, order: Order = BY_DUE, page: Page = FIRST_PAGE) -> HeadQuery:
        """A question in this person's sight; a text that is a number is found in whatever spelling it is kept."""
        if filter.text and not filter.also:
            borne = Filter(ledgers=filter.ledgers, numbers=(filter.text,))
            found = self.walk(HeadQuery(self.sight, self.today, borne))
            filter = replace(filter, also=tuple(head.matter for head in found if filter.text not in head.number))
        return HeadQuery(self.sight, self.today, filter, order, page)

    def page(self, query: HeadQuery) -> HeadPage:
        """One page of a list."""
        return self.site.journal.page(replace(query, sight=self.sight))

    def walk(self, query: HeadQuery) -> Iterator[Head]:
        """Every matter of a list, in its order, however many."""
        return self.site.journal.walk(replace(query, sight=self.sight))

    def counts(self, query: HeadQuery, *by: By) -> Counts:
        """How many in each group."""
        return self.site.journal.counts(replace(query, sight=self.sight), *by)

    def tally(self, asked: Sequence[tuple[HeadQuery, tuple[By, ...]]]) -> tuple[Counts, ...]:
        """Several such counts of one moment."""
        return self.site.journal.tally([(replace(query, sight=self.sight), by) for query, by in asked])

    def whole(self, ledger: str) -> bool:
        """Whether the person's posts let him see every matter of the ledger.

        Of a matter about himself nothing is there, in numbers as in lists: the ledger without it is whole to him.
        """
        return any(ledger in (one.ledgers or ()) and one.units is None for one in self.sight.grants)

    def head(self, matter: str) -> Head | None:
        """Where a matter stands; None when there is none or it is out of sight."""
        return self.among((matter,)).get(matter)

    def among(self, matters: Collection[str]) -> dict[str, Head]:
        """Those of the matters that are there and in sight, in one question."""
        known = self.site.journal.known(matters) if matters else {}
        return {name: head for name, head in known.items() if sees(self.sight, self.site.journal.row(head))}

    def lamp(self, head: Head) -> Lamp:
        """A matter's lamp today."""
        ledger = self.site.catalogue.ledgers[head.ledger]
        return self.site.lamps().of(head, row_of(ledger, head.facts), ledger, self.today)

    def open(self, matter: str) -> Opened | None:
        """A matter with what may be done next; None when there is none or it is out of sight."""
        known = self.site.journal.known((matter,)).get(matter)
        if known is None:
            return None
        opened = self.opened(known)
        return opened if sees(self.sight, opened.row) else None

    def opened(self, head: Head) -> Opened:
        """A matter known to be in sight, as it stands in ``head``."""
        return Opened(self.site, self.actor, self.today, self.units, head, self.site.journal.row(head))

    def openable(self) -> tuple[Ledger, ...]:
        """The ledgers in which the person may register a matter."""
        return tuple(one for one in self.ledgers.values() if may_open(self.actor, one, self.units))

    def act(self, opened: Opened, what: str, on: date, idem: str, given: Particulars) -> Entry:
        """Does an act on a matter as it was seen; Refused with every reason why not."""
        (entry,) = self.act_each([(opened, what, given)], on, idem)
        return entry

    def act_each(self, asked: Sequence[tuple[Opened, str, Particulars]], on: date, idem: str) -> tuple[Entry, ...]:
        """Does to each matter its own act, all of them or none."""
        return self.site.journal.append(
            [opened.intend(what, on, f"{idem}:{opened.head.matter}", given) for opened, what, given in asked]
        )

    def register(self, ledger: Ledger, idem: str, facts: Mapping[str, Stored], given: Particulars) -> Entry:
        """Registers a new matter; Refused with every reason why not."""
        return self._registration.register(ledger, idem, facts, given)

    def identify(self, ledger: Ledger, key: Sequence[str]) -> str:
        """The identity a workbook of the same person would give the matter of a number."""
        return self._registration.identify(ledger, key)

    @property
    def _registration(self) -> Registrar:
        return Registrar(self.site, self.actor, self.today, self.units, self.sight)

    @property
    def waiting(self) -> HeadQuery:
        """The matters that wait for this person, those left out in which he takes no part by his own declaration."""
        return self.query(Filter(turns=self.turns, without=Party("recused", self.actor.name)))

    def mine(self) -> dict[str, HeadQuery]:
        """My work: what waits for me, what of it is red, what of it falls due within a week, and what I wait for."""
        soon = replace(
            self.waiting,
            filter=replace(self.waiting.filter, due_from=self.today, due_to=self.today + timedelta(days=WEEK - 1)),
        )
        return {
            "waiting": self.waiting,
            "red": replace(self.waiting, filter=replace(self.waiting.filter, lamps=("red",))),
            "soon": soon,
            "watching": self.query(Filter(person=self.actor.name, live=True, elsewhere=self.turns)),
        }

    def who(self, roles: Sequence[str]) -> str:
        """Roles in Chinese, joined for a sentence."""
        return "、".join(ROLES[role] for role in roles)


def hidden_from(site: Site, sight: Sight, day: date) -> frozenset[str]:
    """The matters about the person or about units of his, in whatever ledger, and those about names nobody has matched
    yet in which he took no part: to him they are not there.
    """
    if not sight.hides:
        return frozenset()
    about = tuple(Party("about", name) for name in sorted(sight.hides))
    asked = HeadQuery(EVERYTHING_SEEN, day, Filter(bound=about))
    only = replace(sight, grants=EVERYTHING_SEEN.grants)
    unseen = (head for head in site.journal.walk(asked) if not sees(only, site.journal.row(head)))
    return frozenset(head.matter for head in unseen)
