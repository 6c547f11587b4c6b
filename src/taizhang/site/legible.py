"""What is shown from the replica, in words: tokens stand there for what guarded ledgers keep encrypted.

Only for whoever may see the rows, and only when it is shown: what is counted, recounted or kept goes by the tokens, which
are as many as the words, also after some were destroyed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from taizhang.catalogue.predicate import Scalar
from taizhang.catalogue.values import row_of
from taizhang.figures.split import FLOWS, PARTS, Split
from taizhang.figures.value import Trace, TracedRow, Value
from taizhang.matters.entry import Head
from taizhang.terms.problem import Problem
from taizhang.vault.vault import ENCRYPTED, ERASED, TOKEN, UNREADABLE, is_token
from taizhang.warehouse.sql import identifier

if TYPE_CHECKING:
    from taizhang.site.site import Site

_TOKEN = re.compile(TOKEN)
MOST_OPENED = 50
"""Matters opened at most to find the word of a member: the first does, unless its content was destroyed."""


class Legible:
    """Turns tokens of one site back into words; made for one answer, for it remembers what it opened."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._member = lru_cache(maxsize=None)(self._found)

    def trace(self, found: Trace, most: int | None = None) -> Trace:
        """The trace with its rows in words; ``most``: of each part only so many, for who shows no more."""
        rows = found.rows if most is None else found.rows[:most]
        opened = (*self.rows(rows), *found.rows[len(rows) :])
        parts = tuple((name, self.trace(part, most)) for name, part in found.parts)
        return replace(found, value=self.value(found.value), rows=opened, parts=parts)

    def rows(self, rows: Sequence[TracedRow]) -> tuple[TracedRow, ...]:
        """The rows in words, each as its own matter reads."""
        closed = [row.matter for row in rows if any(is_token(one) for _, one in _cells(row))]
        if not closed:
            return tuple(rows)
        heads = self._site.journal.known(closed)
        return tuple(self._row(row, heads[row.matter]) if row.matter in heads else row for row in rows)

    def member(self, figure: str, column: str, member: str) -> str:
        """The member of a column a figure is broken down by, as it reads."""
        return self._member(figure, column, member) if is_token(member) else member

    def value(self, value: Value) -> Value:
        """The value with its member and its words as they read; for showing, not for asking again."""
        figure, ask = value.figure, value.ask
        if not is_token(ask.member) and not any(map(is_token, value.words)):
            return value
        words = tuple(self.member(figure.name, figure.declared.measure, one) for one in value.words)
        return replace(value, ask=replace(ask, member=self.member(figure.name, ask.by, ask.member)), words=words)

    def split(self, found: Split) -> Split:
        """A change split into contributions, each with its name and its rows as they read; ``member`` stays for asking."""
        figure = found.now.figure
        column = found.way if found.way not in (FLOWS, PARTS) else figure.declared.measure
        told = [
            replace(
                one,
                part=self.member(figure.name, column, one.part),
                gone=self.rows(one.gone),
                come=self.rows(one.come),
            )
            for one in found.contributions
        ]
        return replace(found, contributions=tuple(told))

    def problem(self, problem: Problem) -> Problem:
        """A problem that names matters by number, with the numbers as they read."""
        message = _TOKEN.sub(lambda found: self._number(found[0]), problem.message)
        return problem if message == problem.message else replace(problem, message=message)

    def _number(self, token: str) -> str:
        guarded = (name for name, one in self._site.catalogue.ledgers.items() if one.declared.guarded)
        told = (self._word(ledger, "number", token) for ledger in guarded)
        return next((word for word in told if word != ENCRYPTED), ENCRYPTED)

    def _row(self, row: TracedRow, head: Head) -> TracedRow:
        source = head.source
        read = self._read(head)
        read |= {"source_file": source.file, "source_sheet": source.sheet}
        held = {str(value): read.get(name) for name, value in _cells(row) if is_token(value)}

        def word(value: Scalar) -> Scalar:
            if not is_token(value):
                return value
            told = held.get(str(value))
            return ENCRYPTED if told is None or is_token(told) else told

        columns = tuple((name, word(value)) for name, value in row.columns)
        return replace(row, number=str(word(row.number) or ""), columns=columns, measure=word(row.measure))

    def _read(self, head: Head) -> dict[str, Scalar]:
        return {**row_of(self._site.catalogue.ledgers[head.ledger], head.facts), "number": head.number}

    def _found(self, figure: str, column: str, member: str) -> str:
        """The word of a member, from a matter that has it."""
        told = (self._word(ledger, column, member) for ledger in self._ledgers(figure, column))
        return next((word for word in told if word != ENCRYPTED), ENCRYPTED)

    def _word(self, ledger: str, column: str, token: str) -> str:
        named, told = identifier(column), ENCRYPTED
        query = f'SELECT "id" FROM {identifier(ledger)} WHERE {named} = $1 ORDER BY "id" LIMIT {MOST_OPENED}'
        matters = [str(key) for (key,) in self._site.refresh().rows(query, (token,))]
        for head in self._site.journal.known(matters).values():
            word = self._read(head).get(column)
            if word is None or is_token(word):
                continue
            told = str(word)
            if told not in (ERASED, UNREADABLE):
                break
        return told

    def _ledgers(self, figure: str, column: str) -> tuple[str, ...]:
        """The ledgers behind a figure that have the column."""
        known = self._site.catalogue.figures.get(figure)
        if known is None:
            return ()
        if not known.composed:
            return (known.ledger,) if column in self._site.catalogue.ledgers[known.ledger].columns else ()
        parts = (one for part in known.declared.made_of for one in self._ledgers(part, column))
        return tuple(dict.fromkeys(parts))


def _cells(row: TracedRow) -> tuple[tuple[str, Scalar], ...]:
    return (("number", row.number), *row.columns)
