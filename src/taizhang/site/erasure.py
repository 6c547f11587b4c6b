"""Content destroyed by destroying its keys: asked for by one person, approved by another, told for ever by a tombstone.

个人信息保护法 art. 47: what is no longer needed, or was unlawfully kept, is deleted. What stays is who decided, when and why,
and what was counted: root, proofs, editions and figures stand as before. A person is written down as a digest, never by name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

from taizhang.catalogue.values import Stored
from taizhang.journal.journal import Journal
from taizhang.matters.entry import CORRECT, RECORD, Head, Intention
from taizhang.policy.proposals import SHORTEST_REASON
from taizhang.site.shared_files import SharedFiles
from taizhang.terms.problem import Place, Problem, Refused
from taizhang.terms.sentence import sentence
from taizhang.vault.keyring import owner_of
from taizhang.vault.vault import Vault

if TYPE_CHECKING:
    from taizhang.site.site import Site

LEDGER = "erasure"
PROPOSED, APPROVED, REJECTED = "proposed", "approved", "rejected"
OUTCOMES: Mapping[str, str] = MappingProxyType({PROPOSED: "待批准", APPROVED: "已销毁", REJECTED: "未批准"})
_JOINT, _ARROW = "、", ">"


@dataclass(frozen=True, slots=True)
class Erasure:
    """A request to destroy content, and what became of it. subject: ``matter:`` or ``person:`` and what names it."""

    matter: str
    number: str
    subject: str
    ledger: str
    reason: str
    asker: str
    opened: str
    outcome: str
    decider: str = ""
    decided: str = ""
    keys: int = 0
    step: int = 0

    @property
    def open(self) -> bool:
        """Whether it waits for a second person."""
        return self.outcome == PROPOSED

    @property
    def target(self) -> str:
        """The matter whose content is meant, '' for a person."""
        kind, _, name = self.subject.partition(":")
        return name if kind == "matter" else ""

    @property
    def label(self) -> str:
        """What became of it, in Chinese."""
        return OUTCOMES[self.outcome]


def erasures(site: Site) -> tuple[Erasure, ...]:
    """All requests, the newest first."""
    found = [erasure_of(head) for head in site.journal.heads(LEDGER)]
    return tuple(sorted(found, key=lambda one: (one.opened, one.number), reverse=True))


def erasure_of(head: Head) -> Erasure:
    """The request a head of the ledger tells."""

    def told(name: str) -> str:
        return str(head.facts.get(name) or "")

    return Erasure(
        head.matter,
        told("no"),
        told("subject"),
        told("ledger"),
        told("reason"),
        told("asker"),
        told("opened"),
        told("outcome"),
        told("decider"),
        told("decided"),
        int(told("keys") or 0),
        head.mseq,
    )


def ask(site: Site, ledger: str, number: str, *, reason: str, actor: str, today: date) -> Erasure:
    """Asks that the content of a matter be destroyed. Raises Refused with what stands against it.

    KEY-010 there is none or several of that number, KEY-011 its ledger keeps nothing encrypted, KEY-012 it is asked for
    or done already, KEY-013 the reason is missing.
    """
    found = site.journal.find(ledger, number)
    if len(found) != 1:
        says = sentence("“{ledger}”里没有编号“{number}”的事项，或不止一件。", ledger=ledger, number=number)
        raise Refused(Problem("KEY-010", says, hint="请核对台账和编号。"))
    return ask_of(site, found[0], reason=reason, actor=actor, today=today)


def ask_of(site: Site, head: Head, *, reason: str, actor: str, today: date) -> Erasure:
    """The same for a matter at hand. Raises Refused besides: KEY-018 it is itself the record of a destruction."""
    if head.ledger == LEDGER:
        says = "销毁的记录要长期留存，不能销毁。"
        raise Refused(Problem("KEY-018", says, Place(matter=head.number), "请选要销毁内容的那件事项。"))
    if not head.boxed:
        says = sentence("“{number}”的内容没有加密，不能靠销毁密钥来销毁。", number=head.number)
        hint = "公开和内部台账不加密；加密之前写入的内容也不能这样销毁。"
        raise Refused(Problem("KEY-011", says, Place(matter=head.number), hint))
    return _ask(site, f"matter:{head.matter}", head.ledger, reason, (actor, today))


def ask_person(site: Site, name: str, *, reason: str, actor: str, today: date) -> Erasure:
    """Asks that a person's name be destroyed wherever a guarded matter is about him."""
    return _ask(site, f"person:{owner_of('person', name.strip()).hex()}", "", reason, (actor, today))


def _ask(site: Site, subject: str, ledger: str, reason: str, by: tuple[str, date]) -> Erasure:
    site.vault.require()
    actor, today = by
    if len(reason.strip()) < SHORTEST_REASON:
        says = sentence("没有写明销毁的理由，至少{shortest}个字。", shortest=SHORTEST_REASON)
        raise Refused(Problem("KEY-013", says, hint="请写依据和理由，不要写姓名和案情。"))
    known = erasures(site)
    if any(one.subject == subject and one.outcome != REJECTED for one in known):
        raise Refused(Problem("KEY-012", "已经申请过销毁，或已经销毁。", hint="请在“内容销毁”里查看。"))
    number = f"销〔{today.year}〕{len(known) + 1}号"
    facts: dict[str, Stored] = {
        "no": number,
        "subject": subject,
        "ledger": ledger,
        "reason": reason.strip(),
        "asker": actor,
        "opened": today.isoformat(),
        "outcome": PROPOSED,
    }
    (entry,) = site.journal.append(
        [Intention(actor, f"erasure:{len(known) + 1}:{subject}", LEDGER, RECORD, today, number=number, facts=facts)]
    )
    return next(one for one in erasures(site) if one.matter == entry.matter)


def decide(site: Site, number: str, *, approve: bool, actor: str, today: date) -> Erasure:
    """A second person's decision; approved, the keys are destroyed at once and for ever.

    The tombstone is written first: should the program die before the keys are gone, ``honour`` destroys them at the
    next opening. Raises Refused: KEY-014 nothing of that number waits, KEY-015 the person who asked decides himself.
    """
    found = next((one for one in erasures(site) if one.number == number and one.open), None)
    if found is None:
        says = sentence("没有编号“{number}”的待批准销毁。", number=number)
        raise Refused(Problem("KEY-014", says, hint="请核对编号；已经批准的不能撤回。"))
    if found.asker == actor:
        says = sentence("{actor}申请的销毁不能由本人批准。", actor=actor)
        raise Refused(Problem("KEY-015", says, hint="请由另一个有此职责的人决定。"))
    site.vault.require()
    outcome = APPROVED if approve else REJECTED
    facts, rests = _tombstone(site, found, outcome)
    owners = [*_owners(facts)] if approve else []
    told: dict[str, Stored] = {"decider": actor, "decided": today.isoformat(), "keys": len(owners)}
    site.journal.append(
        [
            Intention(
                actor,
                f"erasure:{number}:{outcome}",
                LEDGER,
                CORRECT,
                today,
                found.matter,
                found.step,
                facts={**facts, **told},
                note=OUTCOMES[outcome],
                evidence=rests,
            )
        ]
    )
    for owner in owners:
        site.vault.destroy_owner(owner)
    return next(one for one in erasures(site) if one.matter == found.matter)


def _tombstone(site: Site, found: Erasure, outcome: str) -> tuple[dict[str, Stored], tuple[str, ...]]:
    """What a decision says of the content, and the digests of what stays of workbooks, which is kept first."""
    facts: dict[str, Stored] = {"outcome": outcome, "subject": found.subject}
    if outcome != APPROVED or not found.target:
        return facts, ()
    files = SharedFiles(site, found.target, _rests(site.journal)).settle()
    if files.destroyed:
        facts["files"] = _JOINT.join(files.destroyed)
    if files.rests:
        facts["rests"] = _JOINT.join(map(_ARROW.join, files.rests))
    return facts, tuple(rest for _, rest in files.rests)


def _owners(facts: Mapping[str, Stored]) -> Iterator[bytes]:
    """Whose keys go by what a tombstone says: a matter's and those of its files, or a person's."""
    kind, _, name = str(facts["subject"]).partition(":")
    if kind == "person":
        yield bytes.fromhex(name)
        return
    yield owner_of("matter", name)
    files = str(facts.get("files") or "")
    yield from (owner_of("file", digest) for digest in files.split(_JOINT) if digest)


def _rests(journal: Journal) -> dict[str, str]:
    """What earlier destructions left of workbooks, by the digest each first had; the latest counts."""
    told = (str(head.facts.get("rests") or "") for head in journal.kept.heads(LEDGER))
    pairs = (one.split(_ARROW) for rests in told for one in rests.split(_JOINT) if one)
    return {digest: rest for digest, rest in pairs}


def honour(journal: Journal, vault: Vault) -> int:
    """Destroys the keys of everything whose destruction was approved, before anybody reads; how many owners that were.

    What a restored copy of the keys brings back goes again, and what a crash left of an approved destruction is done.
    """
    gone = 0
    for head in journal.kept.heads(LEDGER):
        if head.facts.get("outcome") != APPROVED or vault.problem:
            continue
        owners = [*_owners(head.facts)]
        if not all(map(vault.is_owner_erased, owners)):
            for owner in owners:
                vault.destroy_owner(owner)
            gone += 1
    return gone
