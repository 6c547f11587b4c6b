"""Registering a new matter: by whom, for which unit, under which identity."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from taizhang.catalogue.resolved import Catalogue, Ledger
from taizhang.catalogue.values import Stored
from taizhang.intake.door import refuse_entered
from taizhang.intake.entered_units import settle_units
from taizhang.intake.identities import matter_identity
from taizhang.lists.query import Sight, sees
from taizhang.matters.acts import Particulars, perform
from taizhang.matters.entry import Entry
from taizhang.policy.naming import settle_facts
from taizhang.policy.numbers import own_identities
from taizhang.policy.posts import Actor
from taizhang.policy.registering import opening, registered_for
from taizhang.policy.rights import tells_of_persons
from taizhang.site.kept_numbers import as_kept
from taizhang.site.site import Site
from taizhang.terms.problem import Place, Problem, Refused
from taizhang.terms.scope import Organisation
from taizhang.terms.sentence import sentence


@dataclass(frozen=True, slots=True)
class Registrar:
    """Who registers at a site, and what he may see of it."""

    site: Site
    actor: Actor
    today: date
    units: Organisation
    sight: Sight

    def register(self, ledger: Ledger, idem: str, facts: Mapping[str, Stored], given: Particulars) -> Entry:
        """Registers a matter; Refused with every reason why not."""
        facts, told = settle_units(ledger, facts, self.units)
        key = [str(facts.get(name) or "") for name in ledger.declared.key]
        unit = str(facts.get(ledger.declared.unit) or "") if ledger.declared.unit else given.unit
        lead, problems = self._lead(ledger, facts, unit)
        problems += self._borne(ledger, key) if all(key) else ()
        problems += [*told, *_unfilled(ledger, facts), *refuse_entered(ledger, {**facts, **given.facts})]
        if tells_of_persons(ledger):
            facts, unmatched = settle_facts(self.site.name_book(), ledger, facts)
            problems += unmatched
        if problems:
            raise Refused(*problems)
        said = replace(given, facts={**facts, **given.facts}, number="/".join(key), unit=lead)
        asked = perform(ledger, None, "register", self.actor.name, self.today, idem=idem, given=said)
        if all(key):  # under the identity a workbook would give it, so that its export is known again
            asked = replace(asked, matter=self.identify(ledger, key))
        (entry,) = self.site.journal.append([asked])
        return entry

    def _lead(self, ledger: Ledger, facts: Mapping[str, Stored], unit: str) -> tuple[str, list[Problem]]:
        """The unit that leads the matter, and what the person's posts have against his registering it."""
        posts = opening(self.actor, ledger, self.units)
        if not posts:
            says = sentence("您现在的岗位不能在“{ledger}”登记事项。", ledger=ledger.title)
            return unit, [Problem("POL-001", says, hint="请由督查员登记，或请安全管理员授予岗位。")]
        lead = registered_for(posts, ledger, facts, unit, self.units)
        if lead is None:
            says = sentence("“{ledger}”的这一件不涉及您岗位所在的单位，不能由您登记。", ledger=ledger.title)
            hint = "请核对单位；别的单位的事项由该单位或督查员登记。"
            return unit, [Problem("POL-020", says, Place(key=ledger.declared.unit), hint)]
        return lead, []

    def identify(self, ledger: Ledger, key: Sequence[str]) -> str:
        """The identity a workbook of the same person would give the matter of a number; where one out of sight bears
        the number, one of its own, so that neither the answer nor the other matter tells of anything.
        """

        def hidden(matters: Collection[str]) -> Collection[str]:
            found = self.site.journal.known(matters)
            return [name for name, one in found.items() if not sees(self.sight, self.site.journal.row(one))]

        usual = matter_identity(ledger.name, key)
        kept = self._kept(ledger, key).get(usual)
        return kept or own_identities((usual,), self.actor.name, hidden).get(usual, usual)

    def _kept(self, ledger: Ledger, key: Sequence[str]) -> Mapping[str, str]:
        asked = {matter_identity(ledger.name, key): (ledger.name, "/".join(key))}
        return as_kept(asked, self.site.journal, self.sight)

    def _borne(self, ledger: Ledger, key: Sequence[str]) -> Iterator[Problem]:
        """That a matter in sight bears the number in another spelling."""
        usual, number = matter_identity(ledger.name, key), "/".join(key)
        found = self.site.journal.known((self._kept(ledger, key).get(usual) or usual,))
        for head in found.values():
            if head.number != number and sees(self.sight, self.site.journal.row(head)):
                says = sentence(
                    "编号“{number}”在本台账已登记过，写作“{kept}”：只差全角半角、横线、空格或大小写。",
                    number=number,
                    kept=head.number,
                )
                yield Problem(
                    "JRN-009", says, Place(key=ledger.declared.key[0]), "请核对是否重复登记，或改用新的编号。"
                )


def _unfilled(ledger: Ledger, facts: Mapping[str, Stored]) -> Iterator[Problem]:
    """Required fields without a value; the status is the program's to fill in."""
    for name, field in ledger.declared.field.items():
        if field.required and facts.get(name) in (None, "") and name != ledger.declared.status:
            says = sentence("“{field}”没有填写。", field=field.title)
            yield Problem("POL-005", says, Place(key=name), "请填写后再提交。")


def initial_status(catalogue: Catalogue, ledger: Ledger) -> dict[str, Stored]:
    """The status field of a new matter: the first word of its vocabulary that means it is open; {} without one."""
    status = ledger.declared.status
    words = catalogue.vocabularies.get(ledger.declared.field[status].choices) if status else None
    if words is None:
        return {}
    return {status: next((value for value in words.values if value not in words.done), None)}
