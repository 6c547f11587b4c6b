"""A desk: what one person can see and do at a site. Web pages and programs that act for people come through here."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from taizhang.catalogue.resolved import Catalogue, Ledger
from taizhang.catalogue.values import Stored, row_of
from taizhang.intake.changes import identity
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
    ListRow,
    Order,
    Page,
    Party,
    Sight,
    Turn,
    sees,
)
from taizhang.matters.acts import Allowed, Particulars, allowed, perform
from taizhang.matters.entry import Entry, Head, Intention
from taizhang.matters.lamps import Lamp
from taizhang.matters.words import FINISHED, TOGETHER, act_label
from taizhang.policy.decide import documents, has_post, is_barred, next_acts, turns, visible
from taizhang.policy.naming import settle_facts
from taizhang.policy.numbers import own_identities
from taizhang.policy.posts import ROLES, Actor
from taizhang.policy.registering import may_open, opening, registered_for
from taizhang.policy.rights import tells_of_persons
from taizhang.site.site import Site
from taizhang.terms.problem import Place, Problem, Refused
from taizhang.terms.scope import Organisation
from taizhang.terms.sentence import sentence


@dataclass(frozen=True, slots=True)
class Opened:
    """A matter as its page shows it: acts open to this person, and who is waited for."""

    head: Head
    ledger: Ledger
    row: ListRow
    lamp: Lamp
    history: tuple[Entry, ...]
    acts: tuple[Allowed, ...]
    waiting: tuple[tuple[str, tuple[str, ...]], ...]


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
            self._sight = replace(self._sight, blind=frozenset())

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

    @property
    def loops(self) -> tuple[str, ...]:
        """Those of them whose matters are closed in a loop."""
        return tuple(name for name, one in self.ledgers.items() if one.declared.lifecycle == "closed_loop")

    @cached_property
    def turns(self) -> tuple[Turn, ...]:
        """The matters that wait for the person."""
        return turns(self.actor, self.site.catalogue.ledgers, self.units)

    def query(self, filter: Filter = EVERY_MATTER, order: Order = BY_DUE, page: Page = FIRST_PAGE) -> HeadQuery:
        """A question in this person's sight."""
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
        """A matter with its history and what may be done next; None when there is none or it is out of sight."""
        head = self.head(matter)
        if head is None:
            return None
        ledger, row = self.site.catalogue.ledgers[head.ledger], self.site.journal.row(head)
        history = self.site.journal.history(matter)
        waiting = next_acts(ledger, row)
        return Opened(head, ledger, row, self.lamp(head), history, self.acts(head, row), waiting)

    def acts(self, head: Head, row: ListRow | None = None) -> tuple[Allowed, ...]:
        """The acts this person's posts, earlier steps and the matter's state allow."""
        row = row or self.site.journal.row(head)
        ledgers = self.site.catalogue.ledgers
        ledger = ledgers[head.ledger]
        if not sees(self.sight, row):
            return ()
        return tuple(
            one
            for one in allowed(ledger.declared.lifecycle, head)
            if one.act not in TOGETHER
            and has_post(self.actor, one.act, row, ledgers, self.units)
            and not is_barred(self.actor, one.act, head, ledger)
        )

    def openable(self) -> tuple[Ledger, ...]:
        """The ledgers in which the person may register a matter."""
        return tuple(one for one in self.ledgers.values() if may_open(self.actor, one, self.units))

    def act(self, head: Head, what: str, on: date, idem: str, given: Particulars) -> Entry:
        """Does an act on a matter as it was seen; Refused with every reason why not."""
        (entry,) = self.act_on_all([head], what, on, idem, given)
        return entry

    def act_on_all(
        self, heads: Sequence[Head], what: str, on: date, idem: str, given: Particulars
    ) -> tuple[Entry, ...]:
        """Does one act on several matters, all of them or none."""
        return self.act_each([(head, what, given) for head in heads], on, idem)

    def act_each(self, asked: Sequence[tuple[Head, str, Particulars]], on: date, idem: str) -> tuple[Entry, ...]:
        """Does to each matter its own act, all of them or none."""
        wanted = [self._intention(head, what, on, f"{idem}:{head.matter}", given) for head, what, given in asked]
        return self.site.journal.append(wanted)

    def _intention(self, head: Head, what: str, on: date, idem: str, given: Particulars) -> Intention:
        self.require(what, head)
        ledger = self.site.catalogue.ledgers[head.ledger]
        if given.facts and tells_of_persons(ledger):
            settled, problems = settle_facts(self.site.name_book(), ledger, given.facts)
            if problems:
                raise Refused(*problems)
            given = replace(given, facts=settled)
        return perform(ledger, head, what, self.actor.name, on, idem=idem, given=given)

    def require(self, what: str, head: Head) -> None:
        """Refused unless the person's posts allow the act on the matter."""
        row, ledgers = self.site.journal.row(head), self.site.catalogue.ledgers
        if not (sees(self.sight, row) and has_post(self.actor, what, row, ledgers, self.units)):
            says = sentence("您现在的岗位不能对本事项进行“{act}”。", act=act_label(what))
            hint = "岗位由安全管理员授予；请由有此职责的人办理。"
            raise Refused(Problem("POL-001", says, Place(matter=head.number), hint))

    def register(self, ledger: Ledger, idem: str, facts: Mapping[str, Stored], given: Particulars) -> Entry:
        """Registers a new matter; Refused with every reason why not."""
        key = [str(facts.get(name) or "") for name in ledger.declared.key]
        unit = str(facts.get(ledger.declared.unit) or "") if ledger.declared.unit else given.unit
        problems = []
        posts = opening(self.actor, ledger, self.units)
        if not posts:
            says = sentence("您现在的岗位不能在“{ledger}”登记事项。", ledger=ledger.title)
            problems.append(Problem("POL-001", says, hint="请由督查员登记，或请安全管理员授予岗位。"))
        elif (lead := registered_for(posts, ledger, facts, unit, self.units)) is None:
            says = sentence("“{ledger}”的这一件不涉及您岗位所在的单位，不能由您登记。", ledger=ledger.title)
            place = Place(key=ledger.declared.unit)
            problems.append(Problem("POL-020", says, place, "请核对单位；别的单位的事项由该单位或督查员登记。"))
        else:
            unit = lead
        for name, field in ledger.declared.field.items():
            if field.required and facts.get(name) in (None, "") and name != ledger.declared.status:
                problems.append(
                    Problem(
                        "POL-005",
                        sentence("“{field}”没有填写。", field=field.title),
                        Place(key=name),
                        "请填写后再提交。",
                    )
                )
        if tells_of_persons(ledger):
            facts, unmatched = settle_facts(self.site.name_book(), ledger, facts)
            problems += unmatched
        if problems:
            raise Refused(*problems)
        said = replace(given, facts={**facts, **given.facts}, number="/".join(key), unit=unit)
        asked = perform(ledger, None, "register", self.actor.name, self.today, idem=idem, given=said)
        if all(key):  # under the identity a workbook would give it, so that its export is known again
            asked = replace(asked, matter=self.identify(ledger, key))
        (entry,) = self.site.journal.append([asked])
        return entry

    def identify(self, ledger: Ledger, key: Sequence[str]) -> str:
        """The identity a workbook of the same person would give the matter of a number; where one out of sight bears
        the number, one of its own, so that neither the answer nor the other matter tells of anything.
        """

        def hidden(matters: Collection[str]) -> Collection[str]:
            found = self.site.journal.known(matters)
            return [name for name, one in found.items() if not sees(self.sight, self.site.journal.row(one))]

        usual = identity(ledger.name, tuple(key))
        return own_identities((usual,), self.actor.name, hidden).get(usual, usual)

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
    """The matters about the person or about units of his, in whatever ledger: to him they are not there."""
    if not sight.blind:
        return frozenset()
    about = tuple(Party("about", name) for name in sorted(sight.blind))
    asked = HeadQuery(EVERYTHING_SEEN, day, Filter(bound=about))
    return frozenset(head.matter for head in site.journal.walk(asked))


def initial_status(catalogue: Catalogue, ledger: Ledger) -> dict[str, Stored]:
    """The status field of a new matter: the first word of its vocabulary that means it is open; {} without one."""
    status = ledger.declared.status
    words = catalogue.vocabularies.get(ledger.declared.field[status].choices) if status else None
    if words is None:
        return {}
    return {status: next((value for value in words.values if value not in words.done), None)}


def has_ended(head: Head) -> bool:
    """Whether nothing more is to be done."""
    return head.state in FINISHED
