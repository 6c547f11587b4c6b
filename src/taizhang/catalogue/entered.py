"""Field values as a person types them: read into what an entry keeps, and shown as they would be typed."""

from __future__ import annotations

from taizhang.catalogue.model import FieldDeclaration, Vocabulary
from taizhang.catalogue.values import Stored, to_stored
from taizhang.terms.amounts import read_amount
from taizhang.terms.days import read_day
from taizhang.terms.problem import Place, Problem
from taizhang.terms.readings import BECAUSE, Read
from taizhang.terms.sentence import sentence


class Unread(ValueError):
    """What was typed is no value of the field; carries the reason as a Chinese phrase without a full stop."""


def parse_entered(field: FieldDeclaration, typed: str) -> Stored:
    """What was typed as an entry keeps it, None for nothing; Unread when it is no value of the field.

    Days and amounts are read as a workbook's cells are: 2万 in a field of 万元 is 2, 3500元 is 0.35.
    """
    typed = typed.replace("\r\n", "\n").strip()
    try:
        return _parse(field, typed) if typed else None
    except ValueError as error:
        raise error if isinstance(error, Unread) else Unread("写法不对") from error


def _parse(field: FieldDeclaration, typed: str) -> Stored:
    if field.type == "date":
        return _value(read_day(typed, None))
    if field.type in ("integer", "decimal"):
        whole = field.type == "integer"
        return _value(read_amount(typed, field.unit, "", whole=whole, signed=field.signed))
    if field.type == "year":
        return str(int(typed))
    if field.type == "flag":
        return {"是": True, "否": False}[typed] if typed in ("是", "否") else _no_value(typed)
    if field.type == "units":
        return [part.strip() for part in typed.replace("，", "、").split("、") if part.strip()]
    return typed


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
