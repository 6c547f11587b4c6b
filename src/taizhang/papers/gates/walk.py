"""One document walked through the gates: what was found at each, what is answered for, and whether it may be approved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from taizhang.papers.gates.approvals import Approval, approvals
from taizhang.papers.gates.subject import Subject
from taizhang.proof.basis import gate as basis
from taizhang.proof.basis.shelf import Shelf
from taizhang.proof.content import engine
from taizhang.proof.dispositions import Disposition, key_of, recall, recall_taught
from taizhang.proof.layout.format_gate import examine_form
from taizhang.proof.layout.profile import Profile, load_profile
from taizhang.proof.model import GATES, Finding, Gate, Spot
from taizhang.terms.problem import Place, Problem

OWN_PROFILE = "format.toml"
Standing = Literal["blocked", "ready", "approved", "changed"]
# The same fault told by a rule of the text and by one of the layout is told once, by the text's.
_TWICE = {"L11": "F05", "L19": "F08", "L21": "F18"}


@dataclass(frozen=True, slots=True)
class Noted:
    """A finding with its key and what was decided on it."""

    key: str
    finding: Finding
    decided: Disposition | None

    @property
    def waived(self) -> bool:
        """Whether somebody answers for it by name. What blocks outright cannot be waived."""
        return self.decided is not None and self.decided.decision == "waived" and self.finding.level != "block"

    @property
    def blocks(self) -> bool:
        """Whether the document may not be approved because of it."""
        return self.finding.level in ("block", "error") and not self.waived


@dataclass(frozen=True, slots=True)
class GateReview:
    """A document's walk as it stands today.

    approval: the last one given, whatever happened since. changed: paragraphs that are not as approved, from 1.
    signed: who signed which gate of these very words.
    """

    subject: Subject
    noted: tuple[Noted, ...]
    approval: Approval | None
    changed: tuple[int, ...]
    signed: tuple[Approval, ...] = ()

    def signature(self, gate: Gate) -> Approval | None:
        """Who signed the gate of these very words, None when nobody did."""
        return next((one for one in self.signed if one.gate == gate), None)

    @property
    def unsigned(self) -> tuple[Gate, ...]:
        """The gates that still want a signature before approval; none of what stays in the house."""
        return tuple(one for one in GATES if self.subject.external and self.signature(one) is None)

    def at(self, gate: Gate) -> tuple[Noted, ...]:
        """What was found at one gate."""
        return tuple(one for one in self.noted if one.finding.gate == gate)

    @property
    def blocking(self) -> tuple[Noted, ...]:
        """What keeps it from approval."""
        return tuple(one for one in self.noted if one.blocks)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What keeps it from approval, one by one."""
        place = Place(file=self.subject.name)
        return tuple(
            Problem(one.finding.rule, one.finding.message, place, one.finding.suggestion) for one in self.blocking
        )

    @property
    def standing(self) -> Standing:
        """approved: as it was approved. changed: approved once, other words since. ready: nothing blocks. blocked."""
        if self.approval and self.approval.digest == self.subject.digest:
            return "approved"
        if self.approval:
            return "changed"
        return "blocked" if self.blocking else "ready"

    @property
    def first_blocked(self) -> Gate | None:
        """The first gate that is closed, None when all are open."""
        return next((gate for gate in GATES if any(one.blocks for one in self.at(gate))), None)


def run_gates(
    subject: Subject, shelf: Shelf, today: date, profile: Profile | None = None, *, printed: bool = False
) -> GateReview:
    """Runs every gate; a closed one never hides what later ones find. Raises Refused when records cannot be read."""
    return review(subject, every_gate(subject, shelf, today, profile, printed=printed))


def review(subject: Subject, found: Sequence[Finding]) -> GateReview:
    """What the gates found beside what was decided, signed and approved so far. Raises Refused when records cannot be read."""
    decided = recall(subject.folder, subject.name)
    given = approvals(subject.folder, subject.name)
    last = next((one for one in reversed(given) if not one.gate), None)
    changed = _changed_paragraphs(subject, last) if last else ()
    signed = tuple(one for one in given if one.gate and one.digest == subject.digest)
    return GateReview(subject, tuple(_note(found, subject, decided)), last, changed, signed)


def own_profile(home: Path) -> Profile:
    """The body's own format profile when the site has one, else the standard's."""
    own = home / OWN_PROFILE
    return load_profile(own if own.is_file() else None)


LOOK_YOURSELF = "请自己核对里面的文字和数。"


def every_gate(
    subject: Subject, shelf: Shelf, today: date, profile: Profile | None = None, *, printed: bool = False
) -> list[Finding]:
    """What every gate finds, each fault once, by gate and place."""
    return _once(list(_find(subject, shelf, today, profile, printed)))


def _find(subject: Subject, shelf: Shelf, today: date, profile: Profile | None, printed: bool) -> Iterator[Finding]:
    yield from subject.given
    if subject.document.unread:
        yield Finding("PRF-114", "content", "warn", Spot(), "", subject.document.unread, suggestion=LOOK_YOURSELF)
    yield from basis.examine_citations(subject.document, shelf, today)
    yield from engine.proofread(subject.document, subject.setting)
    if subject.docx:
        yield from examine_form(subject.docx, profile, printed=printed)


def _once(found: list[Finding]) -> list[Finding]:
    told = {(one.rule, one.spot.paragraph) for one in found}
    kept = [one for one in found if (_TWICE.get(one.rule, ""), one.spot.paragraph) not in told]
    return sorted(kept, key=lambda one: (GATES.index(one.gate), one.spot.paragraph, one.spot.start))


def _note(found: Sequence[Finding], subject: Subject, decided: Mapping[str, Disposition]) -> Iterator[Noted]:
    taught = recall_taught(subject.folder)
    for one in found:
        key = key_of(one, subject.document)
        yield Noted(key, one, decided.get(key) or taught.get((one.rule, one.text)))


def _changed_paragraphs(subject: Subject, approval: Approval) -> tuple[int, ...]:
    """Numbers of the paragraphs that the approved document did not have."""
    approved = set(approval.paragraphs)
    return tuple(number for number, one in enumerate(subject.paragraphs, 1) if one not in approved)
