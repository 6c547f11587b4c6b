"""The data of a page: every cell with the rows behind it, each matter and each text stored once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from taizhang.catalogue.predicate import Scalar
from taizhang.catalogue.resolved import STANDARD, Catalogue
from taizhang.catalogue.values import format_scalar
from taizhang.figures.value import Trace, TracedRow, Value
from taizhang.matters.lifecycles import LIFECYCLES
from taizhang.matters.words import state_label
from taizhang.rendering.controls import Kind, kind_of, words_in_control
from taizhang.rendering.elements import legal
from taizhang.reports.paper import Claim, Number, Paper, Quoted, Text
from taizhang.reports.printing import chinese_period
from taizhang.terms.quantity import format_plain

Json = str | int | None | list["Json"] | dict[str, "Json"]
SOURCES = {"source_file": "来源文件", "source_sheet": "来源工作表", "source_row": "来源行", "source_cell": "来源单元格"}
FLAGS = {"true": "是", "false": "否"}
"""A group of a flag, as the figures name it."""
_Shape = tuple[str, tuple[str, ...]]


class PageData:
    """Gathers a paper's cells; ``document()`` is what the page embeds.

    Texts are kept once in ``pool`` and named by their place, 0 is the empty text. Rows are kept once in
    ``rows`` as [shape, number, matter, values…]; a shape is a ledger with its columns. A group of rows is
    written as runs of places: ``0-41,57``, in the order they were traced.
    """

    def __init__(self, paper: Paper, catalogue: Catalogue | None = None) -> None:
        self._paper, self._catalogue = paper, catalogue
        self._pool: dict[str, int] = {"": 0}
        self._shapes: dict[_Shape, int] = {}
        self._rows: dict[tuple[int, ...], int] = {}
        self._seen: dict[int, int] = {}

    def document(self) -> dict[str, Json]:
        """Everything the page shows beside the text itself."""
        paper = self._paper
        cells: list[Json] = [self._cell(key) for key in paper.cells]
        rows: list[Json] = [list[Json](row) for row in self._rows]
        return {
            "revision": paper.revision,
            "entries": paper.entries,
            "root": paper.root,
            "numbers": self._numbers(),
            "cells": cells,
            "shapes": list[Json](self._shape_of(shape) for shape in self._shapes),
            "rows": rows,
            "pool": list[Json](self._pool),
        }

    def _text(self, text: str) -> int:
        return self._pool.setdefault(legal(text), len(self._pool))

    def _numbers(self) -> list[Json]:
        """[kind, words as printed, place of the cell or null, source or reason] of every sourced run, in reading order."""
        places = {key: place for place, key in enumerate(self._paper.cells)}
        listed: list[Json] = []
        for _, run in self._paper.runs():
            match run:
                case Text():
                    continue
                case Number(_, key) | Claim(_, key):
                    place, note = places.get(key), ""
                case Quoted(_, source):
                    place, note = None, source
                case _:
                    place, note = None, run.reason
            kind: Kind = kind_of(run)
            listed.append([kind, words_in_control(run), place, legal(note)])
        return listed

    def _cell(self, key: str) -> dict[str, Json]:
        cell = self._paper.cells[key]
        value, figure, ask = cell.value, cell.value.figure, cell.value.ask
        return {
            "id": legal(key),
            "title": figure.title,
            "kind": figure.kind,
            "unit": figure.unit,
            "change": figure.change,
            "hash": figure.hash,
            "text": legal(value.text),
            "exact": value.exact,
            "reason": value.reason,
            "top": _plain(value.numerator),
            "base": _plain(value.denominator),
            "period": chinese_period(ask.period),
            "days": f"{ask.period.start.isoformat()} — {ask.period.last.isoformat()}",
            "last": chinese_period(ask.period.last_year()),
            "scope": legal(ask.scope.unit),
            "group": legal(
                f"{self._column(figure.ledger or _leaf(cell.trace), ask.by)}：{FLAGS.get(ask.member, ask.member)}"
            )
            if ask.by
            else "",
            "left": self._paper.left_out.get(key, 0),
            "definition": self._text(cell.definition),
            "sql": self._text(cell.sql),
            "upper": len(figure.declared.of)
            if figure.composed and len(figure.declared.of) < len(cell.trace.parts)
            else 1,
            "sides": [
                [part.value.figure.title, part.value.text, part.value.figure.unit] for _, part in cell.trace.parts
            ],
            "groups": [self._group(trace) for trace in leaves(cell.trace)],
        }

    def _group(self, trace: Trace) -> dict[str, Json]:
        figure, value = trace.value.figure, trace.value
        rows = [self._row(figure.ledger, row) for row in trace.rows]
        measures = [format_scalar(row.measure) for row in trace.rows]
        same = set(measures) <= {"1"}
        listed: list[Json] = [self._text(one) for one in measures]
        return {
            "title": figure.title,
            "kind": figure.kind,
            "unit": figure.unit,
            "period": chinese_period(value.ask.period),
            "text": legal(value.text),
            "exact": value.exact,
            "measure": self._column(figure.ledger, figure.declared.measure),
            "rows": runs_of_places(rows),
            "measures": None if same else listed,
            "withheld": trace.withheld or None,
        }

    def _row(self, ledger: str, row: TracedRow) -> int:
        """The place of the row; traces that share row objects are answered by identity."""
        known = self._seen.get(id(row))
        if known is not None:
            return known
        shape = (ledger, tuple(name for name, _ in row.columns))
        values = (self._text(self._value(ledger, name, value)) for name, value in row.columns)
        content = (
            self._shapes.setdefault(shape, len(self._shapes)),
            self._text(row.number),
            self._text(row.matter),
            *values,
        )
        place = self._rows.setdefault(content, len(self._rows))
        self._seen[id(row)] = place
        return place

    def _value(self, ledger: str, column: str, value: Scalar) -> str:
        text = format_scalar(value)
        if column == "state":
            known = self._catalogue.ledgers.get(ledger) if self._catalogue else None
            return LIFECYCLES[known.declared.lifecycle].label(text) if known else state_label(text)
        return self._paper.sources.get(text, text) if column == "source_file" else text

    def _shape_of(self, shape: _Shape) -> dict[str, Json]:
        ledger, columns = shape
        listed: list[Json] = [[name, self._column(ledger, name)] for name in columns]
        return {"ledger": self._ledger(ledger), "columns": listed}

    def _ledger(self, name: str) -> str:
        known = self._catalogue.ledgers.get(name) if self._catalogue else None
        return known.title if known else name

    def _column(self, ledger: str, name: str) -> str:
        """The column's Chinese name; its own when no catalogue is given."""
        known = self._catalogue.ledgers.get(ledger) if self._catalogue else None
        column = known.columns.get(name) if known else None
        return (
            (column.title if column else "") or SOURCES.get(name) or (STANDARD[name][0] if name in STANDARD else name)
        )


def leaves(trace: Trace) -> Iterator[Trace]:
    """The traces that have rows of their own, in order."""
    if not trace.parts:
        yield trace
    for _, part in trace.parts:
        yield from leaves(part)


def _leaf(trace: Trace) -> str:
    return next((leaf.value.figure.ledger for leaf in leaves(trace)), "")


def runs_of_places(places: Iterable[int]) -> str:
    """Places as runs of consecutive ones: 3, 4, 5, 9 → ``3-5,9``; the order is kept."""
    spans: list[list[int]] = []
    for place in places:
        if spans and spans[-1][1] + 1 == place:
            spans[-1][1] = place
        else:
            spans.append([place, place])
    return ",".join(f"{first}" if first == last else f"{first}-{last}" for first, last in spans)


def _plain(amount: Decimal | None) -> str:
    return "" if amount is None else format_plain(amount)


def value_words(value: Value) -> str:
    """The value with its unit, or the reason why there is none."""
    return f"{value.text}{value.figure.unit}" if value.text else value.reason
