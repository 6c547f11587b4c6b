"""What a person put right in a proposal before it is declared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from taizhang.catalogue.model import Lifecycle
from taizhang.intake.proposing.proposal import FieldKind, LedgerProposal, ProposedField, Role


@dataclass(frozen=True, slots=True)
class FieldDecision:
    """One column: its kind, unit, role and whether it is confidential; None as proposed. left_out: it is no field."""

    type: FieldKind | None = None
    unit: str | None = None
    role: Role | None = None
    confidential: bool | None = None
    left_out: bool = False


AS_PROPOSED = FieldDecision()


@dataclass(frozen=True, slots=True)
class LedgerDecision:
    """One ledger: '' and None as proposed. key: the heading of its number, '' for a number that is given."""

    title: str = ""
    noun: str = ""
    counter: str = ""
    lifecycle: Lifecycle | None = None
    key: str | None = None
    finished: tuple[str, ...] | None = None
    fields: Mapping[str, FieldDecision] = field(default_factory=dict)
    skip: bool = False

    def of(self, heading: str) -> FieldDecision:
        """What was decided about a column."""
        return self.fields.get(heading, AS_PROPOSED)


UNDECIDED = LedgerDecision()


def decide_fields(fields: Sequence[ProposedField], decided: LedgerDecision) -> list[ProposedField]:
    """The fields with the roles, marks and words a person gave them; a role he gave is taken from whoever had it."""
    given = {one.role for one in decided.fields.values() if one.role}
    found = []
    for one in fields:
        said = decided.of(one.heading)
        role = one.role if said.role is None else said.role
        if said.role is None and one.role in given:
            role = ""
        confidential = one.confidential if said.confidential is None else said.confidential
        finished = one.finished if decided.finished is None or role != "state" else decided.finished
        found.append(replace(one, role=role, confidential=confidential, finished=finished))
    return found


def decide_ledger(made: LedgerProposal, decided: LedgerDecision) -> LedgerProposal:
    """The proposal with the title, words, kind and number a person gave it."""
    key = made.key if decided.key is None else (decided.key,) if decided.key else ()
    return replace(
        made,
        title=decided.title or made.title,
        noun=decided.noun or made.noun,
        counter=decided.counter or made.counter,
        lifecycle=decided.lifecycle or made.lifecycle,
        key=key if not key or key[0] in {one.heading for one in made.fields} else (),
    )
