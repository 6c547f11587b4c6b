"""The search of a journal's SQLite file held against the rows it finds."""

from __future__ import annotations

from collections.abc import Iterator

import apsw

from taizhang.lists.bigrams import grams, token


def count_unfound(connection: apsw.Connection) -> int:
    """How many (piece of text, matter) the search has and the rows do not give, or the other way round.

    connection: one without an authoriser. Sums are compared first: a million rows give thirty million pairs.
    """
    rows = list(connection.execute("SELECT id, number, title FROM listed"))
    connection.execute("CREATE VIRTUAL TABLE temp.told USING fts5vocab('main', 'search', 'instance')")

    def given() -> Iterator[tuple[str, int]]:
        return ((token(gram), int(str(row))) for row, number, title in rows for gram in grams(str(number), str(title)))

    def held() -> Iterator[tuple[str, int]]:
        return ((str(term), int(str(doc))) for term, doc in connection.execute("SELECT term, doc FROM temp.told"))

    if sum(map(hash, given())) == sum(map(hash, held())):
        return 0
    return len(set(given()) ^ set(held()))
