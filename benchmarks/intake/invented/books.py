"""Invented workbooks of many kinds, made by a seeded generator, each with its right answer.

A kind is a line of ``kinds.txt``. Each is laid out in one of the ways offices lay workbooks out: month sheets, two-row
headings, sub-totals, page repeats, halves side by side, two tables below one another, short dates, units in cells.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter

KINDS = Path(__file__).with_name("kinds.txt")
LAYOUTS = ("plain", "months", "grouped", "totals", "pages", "halves", "below", "merged")
_SURNAMES, _NAMES = "赵钱孙李周吴郑王冯陈", "甲乙丙丁戊己"
_TEXTS = (
    "道路破损需修补",
    "路灯不亮",
    "垃圾清运不及时",
    "按要求完成自查",
    "召开专题会议研究",
    "现场核实情况属实",
    "材料已归档备查",
    "协调解决用水问题",
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A column as it is: heading, kind, role, whether confidential, whether it is the number, and what its cells say."""

    heading: str
    kind: str
    role: str
    confidential: bool
    key: bool
    words: tuple[str, ...]
    low: int = 0
    high: int = 0


@dataclass(slots=True)
class Answer:
    """A workbook's right answer: its columns, lifecycle and the records as (heading → value)."""

    title: str
    lifecycle: str
    columns: tuple[Wanted, ...]
    layout: str
    records: list[dict[str, object]] = field(default_factory=list)


def kinds() -> Iterator[tuple[str, str, tuple[Wanted, ...]]]:
    """Title, lifecycle and columns of every kind."""
    for line in KINDS.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            title, lifecycle, columns = line.split("|", 2)
            yield title, lifecycle, tuple(map(_column, columns.split(";")))


def _column(text: str) -> Wanted:
    heading, told = text.split(" ", 1)
    told, _, said = told.partition("=")
    confidential = told.endswith("!")
    kind, _, role = told.rstrip("!").partition(":")
    key = role == "key"
    low, high = (int(n) for n in said.split("..")) if ".." in said else (0, 0)
    words = tuple(said.split("|")) if said and not high else ()
    return Wanted(heading, kind, "" if key else role, confidential, key, words, low, high)


def write(folder: Path, seed: int = 1, each: int = 1) -> Iterator[tuple[Path, Answer]]:
    """Writes ``each`` workbooks of every kind and gives them with their answers."""
    for number, (title, lifecycle, columns) in enumerate(kinds()):
        for turn in range(each):
            chance = random.Random(f"{seed}-{number}-{turn}")
            answer = Answer(title, lifecycle, columns, LAYOUTS[(number + turn * 3) % len(LAYOUTS)])
            path = folder / f"{number:02}_{turn}_{title}.xlsx"
            _Book(path, answer, chance).write()
            yield path, answer


class _Book:
    """One workbook in the making."""

    def __init__(self, path: Path, answer: Answer, chance: random.Random) -> None:
        self.answer, self.chance = answer, chance
        self.book = xlsxwriter.Workbook(str(path))
        self.day = self.book.add_format({"num_format": "yyyy-mm-dd"})
        self.centre = self.book.add_format({"align": "center", "valign": "vcenter", "text_wrap": True})
        self.made = 0

    def write(self) -> None:
        months = (9, 10, 11) if self.answer.layout == "months" else (0,)
        for month in months:
            sheet = self.book.add_worksheet(f"{month}月" if month else self.chance.choice(["Sheet1", "2026年", "台账"]))
            self._sheet(sheet, month, self.chance.randint(12, 24))
        self.book.close()

    def _sheet(self, sheet: Any, month: int, rows: int) -> None:
        columns = self.answer.columns
        width = len(columns) + 1
        title = f"某县{self.answer.title}（2026年{f'{month}月' if month else ''}{'度' if not month else ''}）"
        halves = self.answer.layout == "halves"
        across = 2 if halves else 1
        sheet.merge_range(0, 0, 0, width * across - 1, title, self.centre)
        sheet.write(1, 0, "填报单位：某县办公室")
        sheet.write(1, 3, "填报人：赵某")
        top = 2
        below = self._heading(sheet, top, across)
        records = [self._record(month) for _ in range(rows)]
        self.answer.records += [record for record, _ in records]
        if halves:
            half = (rows + 1) // 2
            for n, (_, cells) in enumerate(records):
                self._row(sheet, below + n % half, (n // half) * width, n + 1, cells)
            return
        row = below
        for n, (_, cells) in enumerate(records):
            if self.answer.layout == "pages" and n == rows // 2:
                row = self._heading(sheet, row, 1)
            if self.answer.layout == "totals" and n == rows // 2:
                self._total(sheet, row, "小计", records[:n])
                row += 1
            self._row(sheet, row, 0, n + 1, cells)
            row += 1
        if self.answer.layout in ("totals", "months", "merged", "pages"):
            self._total(sheet, row, "合计", records)
            sheet.write(row + 1, 0, "注：1.本表按月更新；2.空白栏表示尚未发生。")
            sheet.write(row + 2, 0, "审核人：            填表日期：2026年11月30日")

    def _heading(self, sheet: Any, top: int, across: int) -> int:
        columns = self.answer.columns
        width = len(columns) + 1
        deep = self.answer.layout in ("grouped", "merged")
        for half in range(across):
            left = half * width
            for n, heading in enumerate(["序号", *(one.heading for one in columns)]):
                if deep and n < width - 2:
                    sheet.merge_range(top, left + n, top + 1, left + n, heading, self.centre)
                elif deep:
                    sheet.write(top + 1, left + n, heading, self.centre)
                else:
                    sheet.write(top, left + n, heading, self.centre)
            if deep:
                sheet.merge_range(top, left + width - 2, top, left + width - 1, "办理情况", self.centre)
        return top + (2 if deep else 1)

    def _row(self, sheet: Any, row: int, left: int, number: int, cells: list[object]) -> None:
        sheet.write(row, left, number)
        for n, cell in enumerate(cells, 1):
            if isinstance(cell, date):
                sheet.write_datetime(row, left + n, cell, self.day)
            elif isinstance(cell, Decimal):
                sheet.write_number(row, left + n, float(cell))
            elif cell is not None:
                sheet.write_string(row, left + n, str(cell))

    def _total(self, sheet: Any, row: int, word: str, records: Any) -> None:
        sheet.write(row, 0, word)
        for n, one in enumerate(self.answer.columns, 1):
            if one.kind == "number":
                sheet.write_number(row, n, float(sum((r[one.heading] or 0) for r, _ in records)))

    def _record(self, month: int) -> tuple[dict[str, object], list[object]]:
        """A true record and its cells as somebody wrote them."""
        self.made += 1
        opened = date(2026, month or self.chance.randint(1, 10), self.chance.randint(1, 28))
        state = next((one for one in self.answer.columns if one.role == "state"), None)
        done = self.chance.random() < 0.6
        record: dict[str, object] = {}
        cells: list[object] = []
        for one in self.answer.columns:
            true, written = self._cell(one, opened, done, state)
            record[one.heading] = true
            cells.append(written)
        return record, cells

    def _cell(self, one: Wanted, opened: date, done: bool, state: Wanted | None) -> tuple[object, object]:
        chance = self.chance
        if one.kind == "date":
            return self._dated(one, opened, done)
        if one.kind == "number":
            amount = Decimal(chance.randint(one.low, one.high))
            unit = one.heading.rpartition("（")[2].rstrip("）") if "（" in one.heading else ""
            return amount, chance.choice([amount, amount, amount, str(amount), f"{amount}{unit}" if unit else amount])
        if one.kind == "flag":
            said = done if one.role == "state" else chance.random() < 0.5
            return said, "是" if said else "否"
        if one.kind == "code":
            return self._code(one)
        if one.kind == "person":
            word = chance.choice(_SURNAMES) + "某" + chance.choice(_NAMES)
        elif one.kind == "text":
            word = chance.choice(_TEXTS) + str(chance.randint(1, 99))
        else:
            others = one.words[1:] if one.role == "state" else one.words
            word = one.words[0] if done and one.role == "state" else chance.choice(others)
        return word, word

    def _dated(self, one: Wanted, opened: date, done: bool) -> tuple[object, object]:
        """A day by the column's role; a matter that is not done has none there."""
        if one.role == "opened":
            return opened, self._day(opened)
        if one.role == "due":
            day = opened + timedelta(days=self.chance.choice([7, 15, 30]))
            return day, self._day(day)
        if not done:
            return None, self.chance.choice([None, None, "/"])
        day = opened + timedelta(days=self.chance.randint(1, 40))
        return day, self._day(day)

    def _code(self, one: Wanted) -> tuple[object, object]:
        chance = self.chance
        if one.words == ("phone",):
            word = f"139{chance.randint(0, 99999999):08}"
        elif one.words == ("id",):
            word = f"110101{chance.randint(1950, 2005)}0101{chance.randint(0, 9999):04}"
        elif one.key or len(one.words) == 1:
            word = f"{one.words[0]}{self.made:03}" + ("号" if "〔" in one.words[0] else "")
        else:
            word = chance.choice(one.words)
        return word, word

    def _day(self, day: date) -> object:
        return self.chance.choice(
            [
                day,
                day.isoformat(),
                f"{day.year}.{day.month}.{day.day}",
                f"{day.year}年{day.month}月{day.day}日",
                f"{day:%Y%m%d}",
                f"{day.month}月{day.day}日" if day.year == 2026 else day.isoformat(),
            ]
        )
