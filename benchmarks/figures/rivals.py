"""The same figures as a person would have them counted: a scan by hand, and one query a figure in other engines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

import apsw

from benchmarks.figures.frames import PandasMask, polars_expression
from taizhang.catalogue.resolved import Catalogue, Figure, Ledger
from taizhang.figures.chosen import row_condition, window
from taizhang.figures.value import Ask
from taizhang.warehouse.duck import Warehouse
from taizhang.warehouse.sql import Bound, Printer, identifier

FILTER, CASE = "{number}({value}) FILTER (WHERE {condition})", "{number}(CASE WHEN {condition} THEN {value} END)"


class Asked:
    """What every engine is asked: figures and years, by ledger."""

    def __init__(self, catalogue: Catalogue, warehouse: Warehouse, asks: list[Ask]) -> None:
        self.catalogue, self.warehouse = catalogue, warehouse
        self.asks: dict[str, list[Ask]] = {}
        for one in asks:
            self.asks.setdefault(catalogue.figures[one.figure].ledger, []).append(one)

    def each_ask(self) -> Iterator[tuple[Ledger, Figure, Ask]]:
        """Ledger, figure and ask, one after another."""
        for name, asks in self.asks.items():
            for ask in asks:
                yield self.catalogue.ledgers[name], self.catalogue.figures[ask.figure], ask

    def aggregate(self, ask: Ask, spelling: str, bound: list[Bound] | None) -> str:
        """A count or a sum as SQL."""
        figure = self.catalogue.figures[ask.figure]
        columns = self.catalogue.ledgers[figure.ledger].columns
        condition = Printer(columns, bound).condition(row_condition(figure), window(figure, ask.period))
        summed = figure.kind == "sum"
        value = identifier(figure.declared.measure) if summed else "1"
        return spelling.format(number="sum" if summed else "count", value=value, condition=condition)


class ByHand(Asked):
    """DuckDB asked in SQL."""

    def scan(
        self, spelling: str, unit: str = "", most: int = 0, ledgers: int = 0
    ) -> dict[str, list[tuple[object, ...]]]:
        """One scan a ledger of all aggregates by unit, or of one unit and the first ``most`` aggregates."""
        found, left = {}, most or 1 << 30
        for name, asks in list(self.asks.items())[: ledgers or None]:
            bound: list[Bound] = []
            some, by = asks[:left], identifier(self.catalogue.ledgers[name].declared.unit)
            left -= len(some)
            if not some:
                break
            columns = ", ".join(self.aggregate(one, spelling, bound) for one in some)
            where = f"WHERE {by} = ${len(bound) + 1}" if unit else ""
            bound += [unit] if unit else []
            found[name] = self.warehouse.rows(
                f"SELECT {by}, {columns} FROM {identifier(name)} {where} GROUP BY {by}", bound
            )
        return found

    def amounts(self, spelling: str) -> list[dict[str, Decimal | None]]:
        """The scan's numbers, an ask after another."""
        return [
            {
                str(unit or ""): Decimal(str(numbers[place] or 0))
                for unit, *numbers in sorted(rows, key=lambda row: str(row[0] or ""))
            }
            for name, rows in self.scan(spelling).items()
            for place in range(len(self.asks[name]))
        ]

    def counts(self) -> list[int]:
        """How many rows each count counts in all units that are named."""
        return [
            sum(int(one or 0) for unit, one in amounts.items() if unit)
            for amounts, (_, figure, _) in zip(self.amounts(CASE), self.each_ask(), strict=True)
            if figure.kind != "sum"
        ]

    def each(self) -> None:
        """One query a figure."""
        for ledger, _, ask in self.each_ask():
            bound: list[Bound] = []
            by = identifier(ledger.declared.unit)
            number = self.aggregate(ask, CASE, bound)
            self.warehouse.rows(f"SELECT {by}, {number} FROM {identifier(ledger.name)} GROUP BY {by}", bound)


class InSqlite(Asked):
    """The same rows in a SQLite file, dates as text and amounts as floats."""

    def __init__(self, catalogue: Catalogue, warehouse: Warehouse, asks: list[Ask], path: Path) -> None:
        super().__init__(catalogue, warehouse, asks)
        self._table = apsw.Connection(str(path))
        for name in self.asks:
            columns = list(catalogue.ledgers[name].columns)
            rows = warehouse.rows(f"SELECT {', '.join(map(identifier, columns))} FROM {identifier(name)}")
            self._table.execute(f"CREATE TABLE {identifier(name)} ({', '.join(map(identifier, columns))})")
            with self._table:
                places = ", ".join("?" * len(columns))
                self._table.executemany(
                    f"INSERT INTO {identifier(name)} VALUES ({places})", (tuple(map(_plain, row)) for row in rows)
                )

    def each(self) -> None:
        """One query a figure."""
        for ledger, _, ask in self.each_ask():
            by, number = identifier(ledger.declared.unit), self.aggregate(ask, CASE, None).replace("DATE '", "'")
            self._table.execute(f"SELECT {by}, {number} FROM {identifier(ledger.name)} GROUP BY {by}").fetchall()


def _plain(value: object) -> Any:
    return value.isoformat() if isinstance(value, date) else float(value) if isinstance(value, Decimal) else value


class InFrames(Asked):
    """The same rows in frames of pandas or polars, amounts as floats. missing: why there are none."""

    def __init__(self, catalogue: Catalogue, warehouse: Warehouse, asks: list[Ask], engine: str) -> None:
        super().__init__(catalogue, warehouse, asks)
        self.missing, self._engine, self._frames = "", engine, {}
        try:
            self._library = import_module(engine)
        except ImportError:
            self.missing = f"{engine} is not installed here"
            return
        for name in self.asks:
            columns = catalogue.ledgers[name].columns
            rows = warehouse.rows(f"SELECT {', '.join(map(identifier, columns))} FROM {identifier(name)}")
            told = {key: [_framed(row[place]) for row in rows] for place, key in enumerate(columns)}
            frame = self._library.DataFrame(told)
            if engine == "pandas":
                for key, column in columns.items():
                    if column.type in ("date", "year"):
                        frame[key] = self._library.to_datetime(frame[key])
            self._frames[name] = frame

    def _found(self) -> Iterator[tuple[Figure, Any, str]]:
        for ledger, figure, ask in self.each_ask():
            frame, days = self._frames[ledger.name], window(figure, ask.period)
            if self._engine == "pandas":
                yield (
                    figure,
                    frame[PandasMask(frame, ledger.columns, days).of(row_condition(figure))[0]],
                    ledger.declared.unit,
                )
            else:
                chosen = polars_expression(self._library, row_condition(figure), ledger.columns, days)
                yield figure, frame.filter(chosen), ledger.declared.unit

    def each(self) -> None:
        """One expression a figure, by unit."""
        for figure, rows, by in self._found():
            summed = figure.kind == "sum"
            if self._engine == "pandas":
                grouped = rows.groupby(by)
                _ = grouped[figure.declared.measure].sum() if summed else grouped.size()
            else:
                grouped = rows.group_by(by)
                _ = grouped.agg(self._library.col(figure.declared.measure).sum()) if summed else grouped.len()

    def counts(self) -> list[int]:
        """How many rows each count counts in all units that are named."""
        kept = (
            rows[rows[by].notna()] if self._engine == "pandas" else rows.drop_nulls(by)
            for figure, rows, by in self._found()
            if figure.kind != "sum"
        )
        return [len(rows) for rows in kept]


def _framed(value: object) -> object:
    return float(value) if isinstance(value, Decimal) else value
