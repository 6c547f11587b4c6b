"""An entry's two parts as bytes: the public header with its commitment, and the body it commits to.

header = {c, ledger, seq, v}; c = SHA-256(0x02 ‖ salt ‖ body). The header says nothing of matter, unit, person
or minute, and the random salt of 32 bytes keeps the body from being guessed from c.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple

from taizhang.catalogue.values import Stored
from taizhang.journal.canonical import NotCanonical, Plain, canonical, parse_object
from taizhang.matters.entry import NO_SOURCE, Entry, Intention, Letter, Source
from taizhang.vault.vault import NO_BOX, Box

# Of the form of entries as docs/format.md fixes it.
VERSION = 1
# Bytes, as many as SHA-256 gives: the commitment tells nothing of a body that could be guessed (docs/format.md).
SALT = 32


class Sealed(NamedTuple):
    """An entry as stored: header and body bytes with the salt, and the columns that must be unique.

    A tuple, because stores bind and fetch rows as tuples by the hundred thousand.
    """

    seq: int
    header: bytes
    body: bytes
    salt: bytes
    actor: str
    idem: str
    matter: str
    mseq: int


def commitment(salt: bytes, body: bytes) -> str:
    """The hex commitment to a body."""
    return sha256(b"\x02" + salt + body).hexdigest()


def header(seq: int, ledger: str, commits: str) -> bytes:
    """The canonical header; the ledger's name is an identifier, so nothing in it needs escaping."""
    return f'{{"c":"{commits}","ledger":"{ledger}","seq":{seq},"v":{VERSION}}}'.encode("ascii")


def seal(entry: Entry, salt: bytes) -> Sealed:
    """The entry ready for a store. Raises NotCanonical when something in it cannot be written."""
    given = entry.intention
    body = canonical(body_of(entry))
    head = header(entry.seq, given.ledger, commitment(salt, body))
    return Sealed(entry.seq, head, body, salt, given.actor, given.idem, entry.matter, entry.mseq)


def body_of(entry: Entry) -> dict[str, Plain]:
    """The body as plain values; what is empty is left out."""
    given = entry.intention
    body: dict[str, Plain] = {
        "act": given.act,
        "actor": given.actor,
        "at": moment(entry.at),
        "idem": given.idem,
        "ledger": given.ledger,
        "matter": entry.matter,
        "mseq": entry.mseq,
        "on": given.on.isoformat(),
        "round": entry.round,
        "state": entry.state,
    }
    if given.facts:
        body["facts"] = given.facts
    if given.number:
        body["number"] = given.number
    if given.unit:
        body["unit"] = given.unit
    if given.source is not NO_SOURCE and (source := source_of(given.source)):
        body["source"] = source
    if given.expect is not None:
        body["expect"] = given.expect
    if given.note:
        body["note"] = given.note
    if given.state:
        body["given"] = given.state
    if entry.late:
        body["late"] = True
    if entry.boxed:
        body["box"] = {"data": entry.box.data, "key": entry.box.key}
    body |= {name: list(some) for name, some in (("evidence", given.evidence), ("related", given.related)) if some}
    return body | _answers(given)


def _answers(given: Intention) -> dict[str, Plain]:
    """The answers particular acts ask for."""
    body: dict[str, Plain] = {}
    if given.review:
        body["review"] = given.review.isoformat()
    if given.said:
        body["said"] = dict(given.said)
    if given.letter:
        body["letter"] = _letter_of(given.letter)
    return body


def _letter_of(letter: Letter) -> dict[str, Plain]:
    return {
        "answer": letter.answer.isoformat(),
        "number": letter.number,
        "sender": letter.sender,
        "title": letter.title,
        "to": letter.to,
    }


def source_of(source: Source) -> dict[str, Plain]:
    """The source as plain values; what is unknown is left out."""
    named: dict[str, Plain] = {}
    if source.digest:
        named["digest"] = source.digest
    if source.file:
        named["file"] = source.file
    if source.sheet:
        named["sheet"] = source.sheet
    if source.row:
        named["row"] = source.row
    if source.cell:
        named["cell"] = source.cell
    return named


def read_row(sealed: Sealed) -> Entry:
    """The entry a stored row holds.

    Raises NotCanonical when the bytes are not those ``seal`` writes; the commitment is checked by fsck.
    """
    body = parse_object(sealed.body)
    try:
        entry = _entry(sealed.seq, body)
        same = body_of(entry) == body
    except (KeyError, TypeError, ValueError, AttributeError):
        same = False
    if not same:
        raise NotCanonical("正文缺少必要内容，或有不认识的内容")
    return entry


def _entry(seq: int, body: dict[str, Plain]) -> Entry:
    intention = Intention(
        actor=text_in(body["actor"]),
        idem=text_in(body["idem"]),
        ledger=text_in(body["ledger"]),
        act=text_in(body["act"]),
        on=date.fromisoformat(text_in(body["on"])),
        matter=text_in(body["matter"]),
        expect=number_in(body["expect"]) if "expect" in body else None,
        number=text_in(body.get("number", "")),
        unit=text_in(body.get("unit", "")),
        facts=facts_from(body.get("facts", {})),
        state=text_in(body.get("given", "")),
        note=text_in(body.get("note", "")),
        evidence=texts_in(body.get("evidence", [])),
        source=source_from(body.get("source", {})),
        related=texts_in(body.get("related", [])),
        review=date.fromisoformat(text_in(body["review"])) if "review" in body else None,
        letter=_letter_from(body["letter"]) if "letter" in body else None,
        said=_answers_in(body.get("said", {})),
    )
    return Entry(
        seq,
        intention.matter,
        number_in(body["mseq"]),
        datetime.fromisoformat(text_in(body["at"])),
        text_in(body["state"]),
        number_in(body["round"]),
        intention,
        body.get("late", False) is True,
        _box_in(body["box"]) if "box" in body else NO_BOX,
    )


def _box_in(value: object) -> Box:
    if not isinstance(value, dict) or not re.fullmatch("[0-9a-f]{32}", text_in(value["key"])):
        raise TypeError("box")
    return Box(text_in(value["key"]), text_in(value["data"]))


def _answers_in(value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        raise TypeError("said")
    return {text_in(name): text_in(answer) for name, answer in value.items()}


def source_from(value: object) -> Source:
    """The source written by ``source_of``; raises TypeError or ValueError for anything else."""
    if not value:
        return NO_SOURCE
    if not isinstance(value, dict):
        raise TypeError("source")
    return Source(**value)


def _letter_from(value: object) -> Letter:
    if not isinstance(value, dict):
        raise TypeError("letter")
    number, title, to, sender = (text_in(value[name]) for name in ("number", "title", "to", "sender"))
    return Letter(number, title, to, sender, date.fromisoformat(text_in(value["answer"])))


def facts_from(value: object) -> dict[str, Stored]:
    """The facts written in a body or head; raises TypeError for what is no fact."""
    if not isinstance(value, dict):
        raise TypeError("facts")
    for one in value.values():
        if isinstance(one, dict) or (isinstance(one, list) and not all(type(part) is str for part in one)):
            raise TypeError("facts")
    return value


@lru_cache(maxsize=64)
def moment(at: datetime) -> str:
    """A UTC time as text, always with six decimals: 2026-11-24T02:31:08.000000Z.

    Remembered, because all entries of one transaction share theirs.
    """
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def text_in(value: object) -> str:
    """The value, which must be text; raises TypeError."""
    if type(value) is not str:
        raise TypeError("text")
    return value


def number_in(value: object) -> int:
    """The value, which must be an integer and not a truth value; raises TypeError."""
    if type(value) is not int:
        raise TypeError("number")
    return value


def texts_in(value: object) -> tuple[str, ...]:
    """The value, which must be a list of texts; raises TypeError."""
    if not isinstance(value, list):
        raise TypeError("texts")
    return tuple(text_in(one) for one in value)
