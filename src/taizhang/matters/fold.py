"""Folds entries into heads: pure functions from what happened to where a matter stands, now or on a past day."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from types import MappingProxyType

from taizhang.catalogue.values import Stored
from taizhang.matters.entry import CORRECT, NO_SOURCE, RECORD, Entry, Head
from taizhang.matters.words import LEVELS, POINTING

Effect = Callable[[Head, Entry], Head]


def fold(head: Head | None, entry: Entry) -> Head:
    """The matter after the entry. head: the matter before it, None for its first entry."""
    given = entry.intention
    if head is None:
        return _first(entry)
    acted = given.act not in (RECORD, CORRECT)
    after = replace(
        head,
        number=given.number or head.number,
        unit=given.unit or head.unit,
        state=entry.state,
        round=entry.round,
        mseq=entry.mseq,
        seq=entry.seq,
        facts=_facts({**head.facts, **given.facts}),
        source=given.source if given.source != NO_SOURCE else head.source,
        evidence=head.evidence + len(given.evidence),
        on=given.on if acted else head.on,
        related=given.related if given.related and given.act in POINTING else head.related,
        late=head.late or entry.late,
        recorded=head.recorded and given.act in (CORRECT, "report_progress"),
    )
    if after.asked and after.state != head.state:  # what was applied for has been overtaken
        after = replace(after, asked="", asker="", asked_on=None)
    effect = EFFECTS.get(given.act)
    return effect(after, entry) if effect else after


def _first(entry: Entry) -> Head:
    given = entry.intention
    recorded, branch = given.act == RECORD, given.related if given.act != RECORD else ()
    return Head(
        entry.matter,
        given.ledger,
        given.number,
        given.unit,
        entry.state,
        entry.round,
        entry.mseq,
        entry.seq,
        _facts(given.facts),
        given.source,
        registrar=given.actor,
        evidence=len(given.evidence),
        on=None if recorded else given.on,
        related=() if branch else given.related,
        recorded=recorded,
        origin=branch[0] if branch else "",
    )


def _facts(facts: Mapping[str, Stored]) -> Mapping[str, Stored]:
    return {name: value for name, value in facts.items() if value is not None} if None in facts.values() else facts


def _accept(head: Head, entry: Entry) -> Head:
    return replace(head, handler=entry.intention.actor)


def _report_progress(head: Head, entry: Entry) -> Head:
    return replace(head, last=entry.intention.on, answer_by=None)


def _report(head: Head, entry: Entry) -> Head:
    return replace(head, reporter=entry.intention.actor, verifiers=(), last=entry.intention.on, answer_by=None)


def _verify(head: Head, entry: Entry) -> Head:
    return replace(head, verifiers=(*head.verifiers, entry.intention.actor))


def _anew(head: Head) -> Head:
    """The work begins anew: letters of before press nobody any more."""
    return replace(head, pressed=0, pressed_on=None, answer_by=None)


def _return_work(head: Head, entry: Entry) -> Head:
    given = entry.intention
    return replace(_anew(head), returned=head.returned + 1, verifiers=(), returner=given.actor, concluded=given.on)


def _close(head: Head, entry: Entry) -> Head:
    return replace(head, closer=entry.intention.actor, concluded=entry.intention.on)


def _strike_off(head: Head, entry: Entry) -> Head:
    return replace(head, concluded=entry.intention.on)


def _ask_back(head: Head, entry: Entry) -> Head:
    return _fold_asking(head, entry, "hand_back")


def _ask_extension(head: Head, entry: Entry) -> Head:
    return _fold_asking(head, entry, "extend")


def _fold_asking(head: Head, entry: Entry, act: str) -> Head:
    return replace(head, asked=act, asker=entry.intention.actor, asked_on=entry.intention.on)


def _refuse(head: Head, entry: Entry) -> Head:
    designated = head.designated or head.asked == "hand_back"
    return replace(head, asked="", asker="", asked_on=None, designated=designated)


def _extend(head: Head, entry: Entry) -> Head:
    return replace(head, extended=head.extended + 1, answer_by=None, asked="", asker="", asked_on=None)


def _suspend(head: Head, entry: Entry) -> Head:
    return replace(head, suspended=entry.intention.on, answer_by=None)


def _resume(head: Head, entry: Entry) -> Head:
    since = head.suspended or entry.intention.on
    return replace(head, suspended=None, pauses=(*head.pauses, (since, entry.intention.on)))


def _assign(head: Head, entry: Entry) -> Head:
    return replace(head, assigned=entry.intention.on)


def _hand_back(head: Head, entry: Entry) -> Head:
    return replace(_anew(head), handler="", designated=True)


def _reassign(head: Head, entry: Entry) -> Head:
    return replace(_anew(head), handler="", assigned=entry.intention.on)


def _reopen(head: Head, entry: Entry) -> Head:
    """A new round: the old closure stays in its entries, the persons and papers of this round begin anew."""
    evidence = len(entry.intention.evidence)
    again = _anew(head)
    return replace(
        again, reporter="", verifiers=(), closer="", evidence=evidence, pauses=(), review=None, slips=0, checker=""
    )


def _keep_standing(head: Head, entry: Entry) -> Head:
    return replace(head, review=entry.intention.review)


def _slip(head: Head, entry: Entry) -> Head:
    letter, on = entry.intention.letter, entry.intention.on
    after = replace(head, slips=head.slips + 1)
    if letter is None:
        return after
    level = max(head.pressed, LEVELS[entry.intention.act])
    return replace(after, pressed=level, pressed_on=on, answer_by=letter.answer, letter=letter.number)


def _sample(head: Head, entry: Entry) -> Head:
    return replace(head, checker=entry.intention.said.get("checker", ""))


def _recheck(head: Head, entry: Entry) -> Head:
    return replace(head, rechecked=entry.intention.on, checker="")


def _recuse(head: Head, entry: Entry) -> Head:
    return replace(head, recused=(*head.recused, entry.intention.actor))


def _link(head: Head, entry: Entry) -> Head:
    return replace(head, links=tuple(dict.fromkeys((*head.links, *entry.intention.related))))


def _unlink(head: Head, entry: Entry) -> Head:
    return replace(head, links=tuple(one for one in head.links if one not in entry.intention.related))


def _answer(head: Head, entry: Entry) -> Head:
    return replace(head, answered=entry.intention.on)


def _object(head: Head, entry: Entry) -> Head:
    return replace(head, objector=entry.intention.actor, objected=entry.intention.on)


def _settle(head: Head, entry: Entry) -> Head:
    return replace(head, objector="", objected=None)


EFFECTS: Mapping[str, Effect] = MappingProxyType(
    {
        "accept": _accept,
        "report_progress": _report_progress,
        "report": _report,
        "verify": _verify,
        "return_work": _return_work,
        "close": _close,
        "strike_off": _strike_off,
        "assign": _assign,
        "ask_back": _ask_back,
        "ask_extension": _ask_extension,
        "refuse": _refuse,
        "extend": _extend,
        "suspend": _suspend,
        "resume": _resume,
        "hand_back": _hand_back,
        "reassign": _reassign,
        "reopen": _reopen,
        "keep_standing": _keep_standing,
        "remind": _slip,
        "chase": _slip,
        "warn": _slip,
        "sample": _sample,
        "recheck": _recheck,
        "recuse": _recuse,
        "link": _link,
        "unlink": _unlink,
        "answer": _answer,
        "object": _object,
        "settle": _settle,
    }
)


def fold_all(entries: Sequence[Entry]) -> Head | None:
    """The matter after all its entries, in their order; None when there is none."""
    head: Head | None = None
    for entry in entries:
        head = fold(head, entry)
    return head


def as_of(history: Sequence[Entry], day: date) -> Head | None:
    """The matter as it stood at the end of a past day, by the days on which its acts took effect.

    Entries written later about an earlier day count: this is what was so, as far as is known now. What was
    known then is ``fold_until``. None when the matter was not there yet.
    """
    reached = max((n for n, entry in enumerate(history, 1) if entry.intention.on <= day), default=0)
    return fold_all(history[:reached])


def fold_until(history: Sequence[Entry], moment: datetime) -> Head | None:
    """The matter as the journal had it at a moment, by server time; None when it had no entry yet."""
    return fold_all([entry for entry in history if entry.at <= moment])
