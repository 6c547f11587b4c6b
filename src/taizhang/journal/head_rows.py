"""A head as the stores keep it: its columns for lists, and everything else as one JSON text.

What a head is made of is read from its declaration: a field added there is kept without a word here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from functools import lru_cache
from operator import attrgetter
from types import MappingProxyType
from typing import NamedTuple, cast, get_type_hints

import orjson

from taizhang.catalogue.values import Stored
from taizhang.journal.body import facts_from, number_in, text_in, texts_in
from taizhang.matters.entry import Head


class HeadRow(NamedTuple):
    """A head's row: indexed columns, then the rest as JSON. What is in it has passed into an entry before."""

    seq: int
    matter: str
    ledger: str
    number: str
    unit: str
    state: str
    mseq: int
    data: str


_NO_COLUMNS: Mapping[str, object] = MappingProxyType({})
COLUMNS = tuple(name for name in HeadRow._fields if name != "data")


def standing_of(head: Head) -> HeadRow:
    """The head's row."""
    return HeadRow._make((*_columns(head), orjson.dumps(_HEAD.write(head)).decode()))


def head_of(row: HeadRow, data: object) -> Head:
    """The head of a row whose JSON has been read; raises TypeError, KeyError or ValueError when it is not ours."""
    return cast(Head, _HEAD.read(data, dict(zip(COLUMNS, row[:-1], strict=True))))


@lru_cache(maxsize=4096)
def _day(text: str) -> date:
    return date.fromisoformat(text)


def _day_in(value: object) -> date:
    """The day; a journal has few different ones, which are remembered."""
    return _day(text_in(value))


def _truth_in(value: object) -> bool:
    if type(value) is not bool:
        raise TypeError("truth")
    return value


def _spans_in(value: object) -> tuple[tuple[date, date], ...]:
    if not isinstance(value, list):
        raise TypeError("spans")
    return tuple((_day_in(first), _day_in(last)) for first, last in value)


_READERS: Mapping[object, Callable[[object], object]] = {
    str: text_in,
    int: number_in,
    bool: _truth_in,
    date | None: _day_in,
    tuple[str, ...]: texts_in,
    tuple[tuple[date, date], ...]: _spans_in,
    Mapping[str, Stored]: facts_from,
}
"""How a value of each type is read again; an empty one is not written."""


class _Record:
    """The fields of one kind of record that have no column: written when they say something, read by their types."""

    def __init__(self, kind: type, apart: tuple[str, ...] = ()) -> None:
        types = get_type_hints(kind)
        kept = [one for one in fields(kind) if one.name not in apart]
        parts = {one.name: _Record(types[one.name]) for one in kept if is_dataclass(types[one.name])}
        self._kind = kind
        self._kept = [(one.name, one.default, parts.get(one.name)) for one in kept]
        self._values = attrgetter(*(one.name for one in kept))
        self._readers = {
            one.name: parts[one.name].read if one.name in parts else _READERS[types[one.name]] for one in kept
        }

    def write(self, record: object) -> dict[str, object]:
        """What the record says; days and tuples are left to ``orjson``, which writes them as text and lists."""
        data: dict[str, object] = {}
        for (name, default, part), value in zip(self._kept, self._values(record), strict=True):
            if value is default:
                continue
            if part is None:
                if value != default:
                    data[name] = value
            elif said := part.write(value):
                data[name] = said
        return data

    def read(self, data: object, columns: Mapping[str, object] = _NO_COLUMNS) -> object:
        """The record with these columns; raises TypeError, KeyError or ValueError for what ``write`` does not write."""
        if not isinstance(data, dict):
            raise TypeError(self._kind.__name__)
        readers = self._readers
        given = {name: readers[name](value) for name, value in data.items()}
        return self._kind(**given, **columns) if columns else self._kind(**given)


_columns = attrgetter(*COLUMNS)
_HEAD = _Record(Head, COLUMNS)
