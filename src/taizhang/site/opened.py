"""A matter as it lies open before one person: what he may do with it is derived once and carried to the entry."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from taizhang.catalogue.resolved import Ledger
from taizhang.catalogue.values import row_of
from taizhang.intake.entered_units import settle_units
from taizhang.lists.query import ListRow
from taizhang.matters.acts import Allowed, Particulars, allowed, follow_fields, perform
from taizhang.matters.entry import CORRECT, Entry, Head, Intention
from taizhang.matters.lamps import Lamp
from taizhang.matters.words import TOGETHER, act_label
from taizhang.policy.decide import has_post, is_barred, next_acts
from taizhang.policy.naming import settle_facts
from taizhang.policy.posts import Actor
from taizhang.policy.rights import tells_of_persons
from taizhang.site.site import Site
from taizhang.terms.problem import Place, Problem, Refused
from taizhang.terms.scope import Organisation
from taizhang.terms.sentence import sentence


@dataclass(frozen=True)
class Opened:
    """One matter and what one person may do with it. Whoever holds one was found to see the matter.

    row: the matter as lists know it: its unit, its parties and its state. Everything else is derived when it is first
    asked for, and once: an act needs neither the history nor the lamp.
    """

    site: Site
    actor: Actor
    today: date
    units: Organisation
    head: Head
    row: ListRow

    @property
    def ledger(self) -> Ledger:
        """The ledger it stands in."""
        return self.site.catalogue.ledgers[self.head.ledger]

    @cached_property
    def acts(self) -> tuple[Allowed, ...]:
        """The acts this person's posts, earlier steps and the matter's state allow; those of several matters apart."""
        ledger = self.ledger
        return tuple(
            one
            for one in allowed(ledger.declared.lifecycle, self.head)
            if one.act not in TOGETHER
            and self._has_post(one.act)
            and not is_barred(self.actor, one.act, self.head, ledger)
        )

    @cached_property
    def lamp(self) -> Lamp:
        """Its lamp today."""
        return self.site.lamps().of(self.head, row_of(self.ledger, self.head.facts), self.ledger, self.today)

    @cached_property
    def history(self) -> tuple[Entry, ...]:
        """Its entries from the first on."""
        return self.site.journal.history(self.head.matter)

    @cached_property
    def waiting(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The acts that come next and the roles that may do each."""
        return next_acts(self.ledger, self.row)

    def find_act(self, act: str) -> Allowed | None:
        """The act, where the person may do it now."""
        return next((one for one in self.acts if one.act == act), None)

    def as_seen(self, step: int | None) -> Opened:
        """The matter as it stood at an earlier step, which a form sent late or sent twice was made from."""
        if step is None or step == self.head.mseq:
            return self
        earlier = self.site.journal.head(self.head.matter, step)
        return replace(self, head=earlier, row=self.site.journal.row(earlier)) if earlier else self

    def require(self, act: str) -> None:
        """Refused unless the person's posts allow the act, whatever the matter's state says of it."""
        if self.find_act(act) is None and not self._has_post(act):
            says = sentence("您现在的岗位不能对本事项进行“{act}”。", act=act_label(act))
            hint = "岗位由安全管理员授予；请由有此职责的人办理。"
            if any(post.whole for post in self.actor.posts):
                hint = "在服务器上只有督查员的职责；请在网站上给人授予岗位，再以有此职责的人的姓名办理。"
            raise Refused(Problem("POL-001", says, Place(matter=self.head.number), hint))

    def intend(self, act: str, on: date, idem: str, given: Particulars) -> Intention:
        """The act as the journal is asked for it; Refused where the posts do not allow it or a name is nobody's.

        An act the state is not open to is asked for all the same: the journal says what stands against it.
        """
        self.require(act)
        if given.facts:
            facts, unnamed = settle_units(self.ledger, given.facts, self.units)
            if unnamed:
                raise Refused(*unnamed)
            given = replace(given, facts=facts)
        if given.facts and tells_of_persons(self.ledger):
            settled, problems = settle_facts(self.site.name_book(), self.ledger, given.facts)
            if problems:
                raise Refused(*problems)
            given = replace(given, facts=settled)
        if act == CORRECT:
            given = follow_fields(self.ledger, self.head, given)
        return perform(self.ledger, self.head, act, self.actor.name, on, idem=idem, given=given)

    def _has_post(self, act: str) -> bool:
        return has_post(self.actor, act, self.row, self.site.catalogue.ledgers, self.units)
