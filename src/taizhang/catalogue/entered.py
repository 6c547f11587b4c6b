"""Field values as a person types them: read into what an entry keeps, and shown as they would be typed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from taizhang.catalogue.choices import read_choice, ways_of
from taizhang.catalogue.model import FieldDeclaration, LedgerDeclaration, Vocabulary
from taizhang.catalogue.values import Stored, to_stored
from taizhang.catalogue.waiting import day_waits, happened, words_wait
from taizhang.terms.amounts import read_amount
from taizhang.terms.days import read_day
from taizhang.terms.problem import Place, Problem
from taizhang.terms.readings import BECAUSE, EMPTY, Read, Reason
from taizhang.terms.sentence import chain, sentence
from taizhang.terms.spoilt import spoilt


class Unread(ValueError):
    """What was typed is no value of the field; carries the reason as a Chinese phrase without a full stop."""


@dataclass(frozen=True, slots=True)
class Entering:
    """What a value is entered into: the ledger, the vocabularies of its choices, the day it is.

    sure: the fields of days of which whoever types them says that the year is right.
    """

    ledger: LedgerDeclaration
    vocabularies: Mapping[str, Vocabulary]
    today: date
    sure: frozenset[str] = frozenset()

    def parse(self, name: str, typed: str) -> Stored:
        """What was typed for a field, or pasted into its cell, as an entry keeps it; None for nothing.

        Unread when it is no value of the field, or one an import would keep waiting.
        """
        field = self.ledger.field[name]
        kept = parse_entered(field, typed, self.vocabularies.get(field.choices))
        reason: Reason = ""
        if field.type == "date" and isinstance(kept, str):
            done = happened(name, field)
            reason = day_waits(date.fromisoformat(kept), self.today, done=done, sure=name in self.sure)
        elif field.type == "text" and isinstance(kept, str):
            reason = words_wait(self.ledger, field, kept)
        if reason:
            raise Unread(BECAUSE[reason])
        return kept

    def is_far(self, name: str, typed: str) -> bool:
        """Whether what was typed is a day so far off that somebody has to say that its year is right."""
        field = self.ledger.field[name]
        day = read_day(typed.strip(), None).value if field.type == "date" and typed.strip() else None
        return isinstance(day, date) and day_waits(day, self.today, done=False) == "far_day"

    def note_of_sure(self, typed: Mapping[str, str]) -> str:
        """The far days whose year was said to be right, for the entry's note; '' for none. typed: by field."""
        told = [
            sentence("“{field}”的“{value}”经核对无误", field=self.ledger.field[name].title, value=text.strip())
            for name, text in typed.items()
            if name in self.sure and self.is_far(name, text)
        ]
        return sentence("年份核对：{told}。", told=chain(told, "；")) if told else ""


def with_note(note: str, checked: str) -> str:
    """A note with what was checked behind it."""
    return "\n".join(one for one in (note.strip(), checked) if one)


def parse_entered(field: FieldDeclaration, typed: str, vocabulary: Vocabulary | None = None) -> Stored:
    """What was typed as an entry keeps it, None for nothing; Unread when it is no value of the field.

    Days, amounts and the words of a vocabulary are read as a workbook's cells are: 2万 in a field of 万元 is 2, 3500元 is
    0.35, 整改中 is 办理中.
    """
    typed = typed.replace("\r\n", "\n").strip()
    if reason := spoilt(typed, number=field.type in ("integer", "decimal")):
        raise Unread(BECAUSE[reason])
    try:
        return _parse(field, typed, vocabulary) if typed else None
    except ValueError as error:
        raise error if isinstance(error, Unread) else Unread("写法不对") from error


def _parse(field: FieldDeclaration, typed: str, vocabulary: Vocabulary | None) -> Stored:
    if field.type == "date":
        return _value(read_day(typed, None))
    if field.type in ("integer", "decimal"):
        read = read_amount(typed, field.unit, "", whole=field.type == "integer", signed=field.signed)
        return "0" if field.required and read == EMPTY else _value(read)
    if field.type == "year":
        return str(int(typed.removesuffix("度").removesuffix("年")))
    if field.type in ("choice", "flag"):
        return _choice(field, typed, vocabulary)
    if field.type == "units":
        return [part.strip() for part in re.split(r"[、，,；;\n]", typed) if part.strip()]
    return typed


def _choice(field: FieldDeclaration, typed: str, vocabulary: Vocabulary | None) -> Stored:
    """The value a word means; a word that means none is left for who holds it against the vocabulary."""
    read = read_choice(typed, vocabulary, ways_of(vocabulary)) if vocabulary else Read(typed)
    if field.type == "flag":
        return read.value == "是" if read.value in ("是", "否") else _no_value(typed)
    return typed if read.reason else to_stored(read.value)


def not_read(field: FieldDeclaration, typed: str, why: Unread, place: Place) -> Problem:
    """What was typed and cannot be read, as a problem at its field."""
    says = sentence("“{field}”的值“{typed}”不能用：{why}。", field=field.title, typed=typed[:40], why=why)
    return Problem("WEB-001", says, place, "日期写作 2026-03-05；数可以带单位，如 3500元、2万元。")


def _value(read: Read) -> Stored:
    if read.reason == "year_unknown":
        raise Unread("日期没有写年份")
    if read.reason:
        raise Unread(BECAUSE[read.reason])
    return to_stored(read.value)


def _no_value(typed: str) -> Stored:
    raise Unread("请填“是”或“否”")


def format_kept(value: Stored) -> str:
    """A kept value as it would be typed."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    return "、".join(value) if isinstance(value, list) else str(value)


def is_listed(vocabulary: Vocabulary, value: str) -> bool:
    """Whether the value is a word of the vocabulary, or several of them where it takes several."""
    parts = value.split("、") if vocabulary.many else [value]
    return vocabulary.open or all(part in vocabulary.values for part in parts)
