"""Every statement a page sends to the journal's store, whichever it is, and to Django's own database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import apsw
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from taizhang.journal.sqlite import SQLiteStore
from taizhang_site.house import site


@contextmanager
def asked() -> Iterator[list[str]]:
    """The statements sent meanwhile, complete once the block has ended."""
    told: list[str] = []
    store = site().journal._store
    with pytest.MonkeyPatch.context() as patch, CaptureQueriesContext(connection) as captured:
        if isinstance(store, SQLiteStore):
            _embedded(patch, told)
        else:
            _served(patch, told)
        yield told
        if isinstance(store, SQLiteStore):
            store._connection().exec_trace = None
    told += [one["sql"] for one in captured.captured_queries]


def _embedded(patch: pytest.MonkeyPatch, told: list[str]) -> None:
    original = SQLiteStore._connection

    def trace(cursor: object, sql: str, bindings: object) -> bool:
        told.append(sql)
        return True

    def traced(self: SQLiteStore) -> apsw.Connection:
        reader = original(self)
        reader.exec_trace = trace
        return reader

    patch.setattr(SQLiteStore, "_connection", traced)


def _served(patch: pytest.MonkeyPatch, told: list[str]) -> None:
    """Django's statements go through a cursor class of its own, so none is counted twice."""
    import psycopg

    original = psycopg.Cursor.execute

    def traced(self: psycopg.Cursor[tuple[object, ...]], query: object, *rest: object, **more: object) -> object:
        if type(self) is psycopg.Cursor:
            told.append(str(query))
        return original(self, query, *rest, **more)  # type: ignore[call-overload]

    patch.setattr(psycopg.Cursor, "execute", traced)
