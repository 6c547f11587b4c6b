"""Definitions as one person works on them: what a change does to numbers in sight, who may propose, who may decide."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from taizhang.definitions.proposals import (
    OUTCOMES,
    DefinitionProposal,
    Tables,
    Weighed,
    decide,
    introduce,
    proposal,
    proposals,
    propose,
    propose_new,
    reconsider,
    weigh,
)
from taizhang.figures.amending import amend
from taizhang.figures.dictionary import ledgers_of
from taizhang.figures.effect import Shift
from taizhang.policy.rights import LEADER, SUPERVISOR, tells_of_persons
from taizhang.site.desk import Desk
from taizhang.terms.period import Period
from taizhang.terms.problem import Place, Problem, Refused

PROPOSERS = frozenset({SUPERVISOR, LEADER, "drafter", "approver"})
DECIDERS = frozenset({LEADER, "approver"})


@dataclass(frozen=True, slots=True)
class VisibleChange:
    """A change weighed as the person may see it; hidden: how many figures and identities are out of sight."""

    weighed: Weighed
    hidden: int


class Definitions:
    """The dictionary of the desk's site, as the person at the desk may change it."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.site = desk.site

    @property
    def proposes(self) -> bool:
        """Whether the person may propose: a definition counts for the whole body, so sight of some units is not enough."""
        return self._whole and bool(PROPOSERS & self.desk.actor.roles)

    @property
    def decides(self) -> bool:
        """Whether the person may decide on proposals of others."""
        return self._whole and bool(DECIDERS & self.desk.actor.roles)

    @property
    def _whole(self) -> bool:
        return any(one.units is None for one in self.desk.sight.grants)

    def sees(self, name: str) -> bool:
        """Whether every matter behind a figure is in the person's sight."""
        known = self.site.catalogue.figures
        return name in known and all(self.desk.whole(one) for one in ledgers_of(self.site.catalogue, name))

    def sees_proposal(self, one: DefinitionProposal) -> bool:
        """Whether every matter behind what a proposal is about is in the person's sight."""
        if not one.kind:
            return self.sees(one.figure)
        return bool(one.tables) and all(map(self.desk.whole, self._counted_by(one.tables)))

    def weigh(self, name: str, given: Mapping[str, str], period: Period) -> VisibleChange:
        """What a change would do; nothing is written. Raises Refused with every fault."""
        self._require_allowed(name, self.proposes)
        self._require_parts_in_sight(name, amend(self.site.catalogue, name, given))
        return self._hide_unseen(weigh(self.site, name, given, period))

    def reconsider(self, one: DefinitionProposal, period: Period) -> VisibleChange:
        """What a proposal would do to the numbers of now. Raises Refused: FIG-036, FIG-039."""
        if one.kind:
            self.require_new(one.tables, self._whole)
            return VisibleChange(reconsider(self.site, one, period), 0)
        if one.figure in self.site.catalogue.figures:
            self._require_allowed(one.figure, self._whole)
            self._require_parts_in_sight(one.figure, one.after)
        return self._hide_unseen(reconsider(self.site, one, period))

    def may_set_up(self, ledger: str) -> bool:
        """Whether the person may propose figures that count a ledger's matters."""
        return self.proposes and self.desk.whole(ledger)

    def weigh_new(self, main: str, tables: Tables, period: Period) -> VisibleChange:
        """What new figures and identities would say; nothing is written. Raises Refused with every fault."""
        self.require_new(tables, self.proposes)
        return VisibleChange(introduce(self.site, main, tables, period), 0)

    def propose_new(
        self, what: tuple[str, str, str], tables: Tables, period: Period, *, reason: str, since: date | None, idem: str
    ) -> DefinitionProposal:
        """Puts something new, (kind, name, title), before those who decide. Raises Refused with every reason why not."""
        shown = self.weigh_new(what[1], tables, period)
        by = self.desk.actor.name
        return propose_new(self.site, what, shown.weighed, reason=reason, since=since, actor=by, idem=idem)

    def require_new(self, tables: Tables, post: bool) -> None:
        """Refused unless the post may propose, every row counted is in sight, and no guarded ledger is counted with others."""
        if not post:
            raise Refused(_no_post("figure"))
        counted = self._counted_by(tables)
        if not all(map(self.desk.whole, counted)):
            says = "要数的记录不全在您的查看范围内，不能据此设立指标或约定。"
            raise Refused(Problem("FIG-039", says, Place(key="over"), "请由看得到全部记录的人提出或审定。"))
        ledgers = self.site.catalogue.ledgers
        if len(counted) > 1 and any(ledgers[one].declared.guarded for one in counted):
            says = "涉密或涉及个人的台账不能与别的台账算在一个指标、一条约定里。"
            raise Refused(Problem("FIG-043", says, Place(key="over"), "请改选同一类台账的指标。"))

    def _counted_by(self, tables: Tables) -> tuple[str, ...]:
        """The ledgers whose rows new declarations count, by themselves or through figures that are there."""
        found: dict[str, None] = {}
        known = self.site.catalogue.figures
        for declared in (*tables.get("figure", {}).values(), *tables.get("identity", {}).values()):
            found |= dict.fromkeys(filter(None, (str(declared.get("ledger", "")),)))
            named = (name for part in ("of", "over", "left", "right") for name in _listed(declared.get(part)))
            found |= dict.fromkeys(
                one for name in named if name in known for one in ledgers_of(self.site.catalogue, name)
            )
        return tuple(found)

    def propose(
        self, name: str, given: Mapping[str, str], period: Period, *, reason: str, since: date | None, idem: str
    ) -> DefinitionProposal:
        """Puts a change before those who decide. Raises Refused with every reason why not."""
        shown = self.weigh(name, given, period)
        by = self.desk.actor.name
        return propose(self.site, name, shown.weighed, reason=reason, since=since, actor=by, idem=idem)

    def decide(
        self, one: DefinitionProposal, outcome: str, period: Period, *, step: int, seen: str, remark: str
    ) -> DefinitionProposal:
        """Approves, rejects or withdraws a proposal whose effect was seen.

        Raises Refused with every reason why not: FIG-037 the effect is another one by now, FIG-039 no such post.
        """
        if outcome not in OUTCOMES or outcome == "proposed":
            raise ValueError(outcome)
        if outcome != "withdrawn" and one.kind:
            self.require_new(one.tables, self.decides)
        elif outcome != "withdrawn":
            self._require_allowed(one.figure, self.decides)
        if outcome == "approved" and one.open:
            now = self.reconsider(one, period).weighed.effect.digest
            if now != seen:
                says = "您看过之后台账有变动，这项变更的影响与您看到的不同，没有批准。"
                raise Refused(Problem("FIG-037", says, Place(key=one.figure), "请把现在的影响看过再批准。"))
        return decide(self.site, one, outcome, actor=self.desk.actor.name, remark=remark, step=step)

    def proposal(self, matter: str) -> DefinitionProposal | None:
        """One change; None when there is none."""
        found = proposal(self.site, matter)
        return found and self._without_words(found)

    def proposals(self, name: str = "") -> tuple[DefinitionProposal, ...]:
        """The changes proposed so far, the latest first; of one figure when it is named."""
        return tuple(map(self._without_words, proposals(self.site, name)))

    def _without_words(self, one: DefinitionProposal) -> DefinitionProposal:
        """The change without what it says, where it is about a guarded ledger the person does not see whole.

        The effect kept with it was counted in the proposer's sight. Where matters hide from those they are about, it
        is for him alone: beside the effect on one's own numbers it would tell anybody else of a matter about himself.
        """
        catalogue = self.site.catalogue
        known = one.figure in catalogue.figures
        counted = self._counted_by(one.tables) if one.kind else ledgers_of(catalogue, one.figure) if known else ()
        if all(self.desk.whole(name) or not catalogue.ledgers[name].declared.guarded for name in counted):
            hides = any(tells_of_persons(catalogue.ledgers[name]) for name in counted)
            return replace(one, effect="") if hides and one.proposer != self.desk.actor.name else one
        return replace(one, reason="", remark="", effect="", before={}, after={})

    def _require_parts_in_sight(self, name: str, declared: Mapping[str, object]) -> None:
        """Refused where the new parts count what the person does not see, or would tell of guarded rows in a figure
        that counted none; asked before any number is computed.
        """
        catalogue = self.site.catalogue
        was = set(ledgers_of(catalogue, name))
        for part in (*_listed(declared.get("of")), *_listed(declared.get("over"))):
            counted = ledgers_of(catalogue, part) if part in catalogue.figures else ()
            new = {one for one in counted if one not in was}
            if any(catalogue.ledgers[one].declared.guarded for one in new):
                says = "改后的口径会让这个指标计入涉密或涉及个人的台账，不能这样改。"
                raise Refused(
                    Problem("FIG-043", says, Place(key=f"figure.{name}.of"), "请另立只有有权的人看得到的指标。")
                )
            if not all(map(self.desk.whole, counted)):
                says = "改后的口径用到您看不全记录的指标，看不到变更的影响，不能提出或审定。"
                raise Refused(
                    Problem("FIG-039", says, Place(key=f"figure.{name}.of"), "请由看得到全部记录的人提出或审定。")
                )

    def _require_allowed(self, name: str, post: bool) -> None:
        if not post:
            raise Refused(_no_post(name))
        if name in self.site.catalogue.figures and not self.sees(name):
            says = "这个指标的记录不全在您的查看范围内，看不到变更的影响，不能提出或审定。"
            raise Refused(Problem("FIG-039", says, Place(key=name), "请由看得到全部记录的人提出或审定。"))

    def _hide_unseen(self, weighed: Weighed) -> VisibleChange:
        """Without the numbers of figures that are out of sight."""
        found = weighed.effect
        shifts = tuple(one for one in found.shifts if self.sees(one.after.figure.name))
        identities = tuple(one for one in found.identities if all(map(self.sees, self._hidden_figures(one.key))))
        hidden = len(set(_names(found.shifts))) - len(set(_names(shifts)))
        hidden += len(found.identities) - len(identities)
        return VisibleChange(replace(weighed, effect=replace(found, shifts=shifts, identities=identities)), hidden)

    def _hidden_figures(self, identity: str) -> tuple[str, ...]:
        return self.site.catalogue.identities[identity].figures


def _no_post(name: str) -> Problem:
    says, hint = "您现在的岗位不能提出或审定口径变更。", "由督查员、撰写人提出，审核人或分管领导审定。"
    return Problem("FIG-039", says, Place(key=name), hint)


def _listed(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list | tuple) else ()


def _names(shifts: tuple[Shift, ...]) -> Iterator[str]:
    return (one.after.figure.name for one in shifts)
