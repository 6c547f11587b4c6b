"""A head as the stores keep it: its columns for lists, and everything else as one JSON text."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from operator import attrgetter
from typing import NamedTuple

import orjson

from taizhang.journal.body import facts_from, number_in, source_from, source_of, text_in, texts_in
from taizhang.journal.canonical import Plain
from taizhang.matters.entry import NO_SOURCE, Head


class Standing(NamedTuple):
    """A head's row: indexed columns, then the rest as JSON. What is in it has passed into an entry before."""

    seq: int
    matter: str
    ledger: str
    number: str
    unit: str
    state: str
    round: int
    mseq: int
    data: str


_COLUMNS = ("matter", "ledger", "number", "unit", "state", "round", "mseq", "seq")
_REST = tuple((field.name, field.default) for field in fields(Head) if field.name not in (*_COLUMNS, "facts", "source"))
_rest = attrgetter(*(name for name, _ in _REST))
_RECORDED = {"facts", "source", "recorded", "registrar"}


def standing_of(head: Head) -> Standing:
    """The head's row."""
    data: dict[str, Plain] = {"facts": head.facts}
    if head.source is not NO_SOURCE and (source := source_of(head.source)):
        data["source"] = source
    for (name, default), value in zip(_REST, _rest(head), strict=True):
        if value != default:
            data[name] = _plain(value)
    text = orjson.dumps(data).decode()
    return Standing(head.seq, head.matter, head.ledger, head.number, head.unit, head.state, head.round, head.mseq, text)


def _plain(value: object) -> Plain:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    assert isinstance(value, str | int)
    return value


def head_of(row: Standing, data: object) -> Head:
    """The head of a row whose JSON has been read; raises TypeError, KeyError or ValueError when it is not ours."""
    if not isinstance(data, dict):
        raise TypeError("head")
    facts = facts_from(data["facts"])
    source = source_from(data["source"]) if "source" in data else NO_SOURCE
    recorded, registrar = data.get("recorded", False) is True, text_in(data.get("registrar", ""))
    seq, matter, ledger, number, unit, state, turn, mseq, _ = row
    if data.keys() <= _RECORDED:
        return Head(
            matter, ledger, number, unit, state, turn, mseq, seq, facts, source, registrar=registrar, recorded=recorded
        )
    return Head(
        matter,
        ledger,
        number,
        unit,
        state,
        turn,
        mseq,
        seq,
        facts,
        source,
        returned=number_in(data.get("returned", 0)),
        extended=number_in(data.get("extended", 0)),
        reporter=text_in(data.get("reporter", "")),
        verifiers=texts_in(data.get("verifiers", [])),
        registrar=registrar,
        handler=text_in(data.get("handler", "")),
        closer=text_in(data.get("closer", "")),
        evidence=number_in(data.get("evidence", 0)),
        on=_day(data.get("on")),
        last=_day(data.get("last")),
        suspended=_day(data.get("suspended")),
        pauses=tuple((date.fromisoformat(one), date.fromisoformat(other)) for one, other in data.get("pauses", [])),
        review=_day(data.get("review")),
        related=texts_in(data.get("related", [])),
        slips=number_in(data.get("slips", 0)),
        returner=text_in(data.get("returner", "")),
        objector=text_in(data.get("objector", "")),
        objected=_day(data.get("objected")),
        rechecked=_day(data.get("rechecked")),
        late=data.get("late", False) is True,
        pressed=number_in(data.get("pressed", 0)),
        pressed_on=_day(data.get("pressed_on")),
        answer_by=_day(data.get("answer_by")),
        letter=text_in(data.get("letter", "")),
        recorded=recorded,
        assigned=_day(data.get("assigned")),
        concluded=_day(data.get("concluded")),
        asked=text_in(data.get("asked", "")),
        asker=text_in(data.get("asker", "")),
        asked_on=_day(data.get("asked_on")),
        designated=data.get("designated", False) is True,
        checker=text_in(data.get("checker", "")),
        recused=texts_in(data.get("recused", [])),
        links=texts_in(data.get("links", [])),
        origin=text_in(data.get("origin", "")),
        answered=_day(data.get("answered")),
    )


def _day(value: object) -> date | None:
    return None if value is None else date.fromisoformat(text_in(value))
