"""Field values as a person types them: read into what an entry keeps, and shown as they would be typed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation

from taizhang.catalogue.model import FieldDeclaration, Vocabulary
from taizhang.catalogue.values import Stored
from taizhang.terms.quantity import format_plain


def parse_entered(field: FieldDeclaration, typed: str) -> Stored:
    """What was typed as an entry keeps it, None for nothing; raises ValueError when it is no value of the field."""
    typed = typed.replace("\r\n", "\n").strip()
    if not typed:
        return None
    try:
        return _parse(field, typed)
    except InvalidOperation as error:
        raise ValueError(typed) from error


def _parse(field: FieldDeclaration, typed: str) -> Stored:
    if field.type == "date":
        return date.fromisoformat(typed).isoformat()
    if field.type == "decimal":
        number = Decimal(typed)
        return format_plain(number) if number.is_finite() else _no_value(typed)
    if field.type in ("integer", "year"):
        return str(int(typed))
    if field.type == "flag":
        return {"是": True, "否": False}[typed] if typed in ("是", "否") else _no_value(typed)
    if field.type == "units":
        return [part.strip() for part in typed.replace("，", "、").split("、") if part.strip()]
    return typed


def _no_value(typed: str) -> Stored:
    raise ValueError(typed)


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
