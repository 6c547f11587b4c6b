"""Folds entries into heads: pure functions from what happened to where a matter stands, now or on a past day."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from taizhang.catalogue.values import Stored
from taizhang.matters.entry import CORRECT, NO_SOURCE, RECORD, Course, Entry, Head, Pressing, Relations, Round
from taizhang.matters.words import DISCONTINUED, LEVELS, POINTING

Effect = Callable[[Head, Entry], Head]


def fold(head: Head | None, entry: Entry) -> Head:
    """The matter after the entry. head: the matter before it, None for its first entry."""
    given = entry.intention
    if head is None:
        return _first(entry)
    acted = given.act not in (RECORD, CORRECT)
    course, relations = head.course, head.relations
    after = replace(
        head,
        number=given.number or head.number,
        unit=given.unit or head.unit,
        state=entry.state,
        mseq=entry.mseq,
        seq=entry.seq,
        facts=_facts({**head.facts, **given.facts}),
        source=given.source if given.source != NO_SOURCE else head.source,
        round=_carry_round(head.round, entry),
        course=replace(
            course,
            on=given.on if acted else course.on,
            discontinued=_discontinued(course.discontinued, entry),
            late=course.late or entry.late,
            recorded=course.recorded and given.act in (CORRECT, "report_progress"),
        ),
        relations=replace(relations, related=given.related) if given.related and given.act in POINTING else relations,
        boxed=head.boxed or entry.boxed,
    )
    if after.application.act and after.state != head.state:  # what was applied for has been overtaken
        after = _decided(after)
    effect = EFFECTS.get(given.act)
    return effect(after, entry) if effect else after


def _discontinued(since: date | None, entry: Entry) -> date | None:
    """Since when the matter is at an end without being done; what is recorded of it afterwards moves no day."""
    return (since or entry.intention.on) if entry.state in DISCONTINUED else None


def _carry_round(before: Round, entry: Entry) -> Round:
    """The round after the entry; most entries change nothing of it, and folding is what a verification waits for."""
    papers = len(entry.intention.evidence)
    if entry.round == before.number and not papers:
        return before
    return replace(before, number=entry.round, evidence=before.evidence + papers)


def _first(entry: Entry) -> Head:
    given = entry.intention
    recorded, branch = given.act == RECORD, given.related if given.act != RECORD else ()
    return Head(
        entry.matter,
        given.ledger,
        given.number,
        given.unit,
        entry.state,
        entry.mseq,
        entry.seq,
        _facts(given.facts),
        given.source,
        given.actor,
        round=Round(number=entry.round, evidence=len(given.evidence)),
        course=Course(on=None if recorded else given.on, discontinued=_discontinued(None, entry), recorded=recorded),
        relations=Relations(related=() if branch else given.related, origin=branch[0] if branch else ""),
        boxed=entry.boxed,
    )


def _facts(facts: Mapping[str, Stored]) -> Mapping[str, Stored]:
    return {name: value for name, value in facts.items() if value is not None} if None in facts.values() else facts


def _accept(head: Head, entry: Entry) -> Head:
    return replace(head, round=replace(head.round, handler=entry.intention.actor))


def _report_progress(head: Head, entry: Entry) -> Head:
    return replace(_answered(head), course=replace(head.course, last=entry.intention.on))


def _answered(head: Head) -> Head:
    """The last letter awaits no answer any more."""
    return replace(head, pressing=replace(head.pressing, answer_by=None))


def _report(head: Head, entry: Entry) -> Head:
    after = _report_progress(head, entry)
    return replace(
        after,
        round=replace(head.round, reporter=entry.intention.actor, verifiers=()),
        course=replace(after.course, completed=entry.intention.on),
    )


def _verify(head: Head, entry: Entry) -> Head:
    return replace(head, round=replace(head.round, verifiers=(*head.round.verifiers, entry.intention.actor)))


def _anew(head: Head) -> Head:
    """The work begins anew: letters of before press nobody any more."""
    return replace(head, pressing=replace(head.pressing, level=0, on=None, answer_by=None))


def _return_work(head: Head, entry: Entry) -> Head:
    given = entry.intention
    return replace(
        _anew(head),
        round=replace(head.round, verifiers=(), returner=given.actor),
        course=replace(head.course, returned=head.course.returned + 1, concluded=given.on, completed=None),
    )


def _close(head: Head, entry: Entry) -> Head:
    return replace(_conclude(head, entry), round=replace(head.round, closer=entry.intention.actor))


def _conclude(head: Head, entry: Entry) -> Head:
    return replace(head, course=replace(head.course, concluded=entry.intention.on))


def _ask_back(head: Head, entry: Entry) -> Head:
    return _fold_asking(head, entry, "hand_back")


def _ask_extension(head: Head, entry: Entry) -> Head:
    return _fold_asking(head, entry, "extend")


def _fold_asking(head: Head, entry: Entry, act: str) -> Head:
    given = entry.intention
    return replace(head, application=replace(head.application, act=act, by=given.actor, on=given.on))


def _decided(head: Head) -> Head:
    """Nothing is applied for any more."""
    return replace(head, application=replace(head.application, act="", by="", on=None))


def _refuse(head: Head, entry: Entry) -> Head:
    return _decided(_designated(head) if head.application.act == "hand_back" else head)


def _designated(head: Head) -> Head:
    return replace(head, application=replace(head.application, designated=True))


def _extend(head: Head, entry: Entry) -> Head:
    return replace(_decided(_answered(head)), course=replace(head.course, extended=head.course.extended + 1))


def _suspend(head: Head, entry: Entry) -> Head:
    return replace(_answered(head), course=replace(head.course, suspended=entry.intention.on))


def _resume(head: Head, entry: Entry) -> Head:
    since = head.course.suspended or entry.intention.on
    pauses = (*head.round.pauses, (since, entry.intention.on))
    return replace(head, round=replace(head.round, pauses=pauses), course=replace(head.course, suspended=None))


def _assign(head: Head, entry: Entry) -> Head:
    return replace(head, course=replace(head.course, assigned=entry.intention.on))


def _hand_back(head: Head, entry: Entry) -> Head:
    return replace(_designated(_anew(head)), round=replace(head.round, handler=""))


def _reassign(head: Head, entry: Entry) -> Head:
    return replace(_assign(_anew(head), entry), round=replace(head.round, handler=""))


def _reopen(head: Head, entry: Entry) -> Head:
    """A new round: the old closure stays in its entries, the persons and papers of this round begin anew.

    Who accepted it still has it, and who returned it last may still not settle an objection to that.
    """
    before, again = head.round, _anew(head)
    return replace(
        again,
        round=Round(before.number, before.handler, returner=before.returner, evidence=len(entry.intention.evidence)),
        course=replace(again.course, completed=None, reopened=entry.intention.on),
        pressing=replace(again.pressing, slips=0),
    )


def _keep_standing(head: Head, entry: Entry) -> Head:
    return replace(head, round=replace(head.round, review=entry.intention.review))


def _slip(head: Head, entry: Entry) -> Head:
    letter, on = entry.intention.letter, entry.intention.on
    pressing = replace(head.pressing, slips=head.pressing.slips + 1)
    if letter is not None:
        level = max(pressing.level, LEVELS[entry.intention.act])
        pressing = Pressing(pressing.slips, level, on, letter.answer, letter.number)
    return replace(head, pressing=pressing)


def _sample(head: Head, entry: Entry) -> Head:
    return replace(head, round=replace(head.round, checker=entry.intention.said.get("checker", "")))


def _recheck(head: Head, entry: Entry) -> Head:
    return replace(
        head, round=replace(head.round, checker=""), course=replace(head.course, rechecked=entry.intention.on)
    )


def _recuse(head: Head, entry: Entry) -> Head:
    return replace(head, recused=(*head.recused, entry.intention.actor))


def _link(head: Head, entry: Entry) -> Head:
    links = dict.fromkeys((*head.relations.links, *entry.intention.related))
    return replace(head, relations=replace(head.relations, links=tuple(links)))


def _unlink(head: Head, entry: Entry) -> Head:
    links = tuple(one for one in head.relations.links if one not in entry.intention.related)
    return replace(head, relations=replace(head.relations, links=links))


def _answer(head: Head, entry: Entry) -> Head:
    return replace(head, relations=replace(head.relations, answered=entry.intention.on))


def _object(head: Head, entry: Entry) -> Head:
    given = entry.intention
    return replace(head, application=replace(head.application, objector=given.actor, objected=given.on))


def _settle(head: Head, entry: Entry) -> Head:
    return replace(head, application=replace(head.application, objector="", objected=None))


EFFECTS: Mapping[str, Effect] = MappingProxyType(
    {
        "accept": _accept,
        "report_progress": _report_progress,
        "report": _report,
        "verify": _verify,
        "return_work": _return_work,
        "close": _close,
        "strike_off": _conclude,
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
