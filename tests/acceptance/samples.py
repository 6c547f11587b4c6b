"""Imports every workbook of a folder into a new site and compares all figures with its answers.json.

Run ``python -m tests.acceptance.samples DIR``. Each difference is printed; the last line reads
``N/N figures, M/M refusals``. answers.json is read only to compare: nothing in it reaches the import.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from taizhang.figures.compute import Answers
from taizhang.figures.value import Ask, Value
from taizhang.figures.yearly import change
from taizhang.site.site import Imported, Site
from taizhang.terms.period import Period
from taizhang.terms.quantity import format_plain
from taizhang.terms.scope import unit_kind

# How the answers' groups are called, and the column and kind of member each one means.
GROUPS = {
    "by_level": ("level", ""),
    "by_source": ("source", ""),
    "by_kind": ("kind", ""),
    "by_channel": ("channel", ""),
    "by_class": ("class", ""),
    "by_window": ("window", ""),
    "by_item": ("item", ""),
    "by_month": ("ended", ""),
    "by_quarter": ("ended", ""),
    "by_urgency": ("urgency", ""),
    "by_lead_township": ("lead", "乡镇"),
    "by_township": ("township", "乡镇"),
    "by_department": ("unit", "部门"),
}
# Groups whose members are told apart by another figure each, and where units stand in another column.
WAYS = {"收文": "received", "发文": "issued"}
UNIT_COLUMN = {"information": "unit", "expense": "unit"}
COUNTS = {"satisfaction": ("closed_flow", "satisfaction"), "category": ("closed_flow", "category")}
RENAMED = {"superior_assigned": "superior", "received_loop": "received"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """One answer: where it stands in answers.json, the figure and group that must give it, and what it is."""

    path: str
    ask: Ask
    answer: Any


def wanted(ledger: str, figures: Mapping[str, Any], period: Period) -> Iterator[Wanted]:
    """Every number of one workbook and period, as an ask."""
    for key, answer in figures.items():
        if key in GROUPS:
            yield from _groups(ledger, key, answer, period)
        elif key in COUNTS:
            figure, column = COUNTS[key]
            for member, number in answer.items():
                yield Wanted(f"{key}/{member}", Ask(f"{ledger}_{figure}", period, column, member), number)
        elif key in RENAMED:
            for inner, number in answer.items():
                yield Wanted(f"{key}/{inner}", Ask(f"{ledger}_{RENAMED[key]}_{inner}", period), number)
        else:
            yield Wanted(key, Ask(f"{ledger}_{key}", period), answer)


def _groups(ledger: str, key: str, answer: Mapping[str, Any], period: Period) -> Iterator[Wanted]:
    column, kind = GROUPS[key]
    if kind:
        column = UNIT_COLUMN.get(ledger, column)
    for member, inside in answer.items():
        numbers = inside if isinstance(inside, Mapping) else {"total_wan": inside}
        for inner, number in numbers.items():
            name = WAYS.get(inner, inner)
            shown = _member(key, member, period)
            yield Wanted(f"{key}/{member}/{inner}", Ask(f"{ledger}_{name}", period, column, shown), number)


def _member(key: str, member: str, period: Period) -> str:
    """Months and quarters are told by their last day."""
    if key == "by_month":
        return Period.month(period.start.year, int(member)).end.isoformat()
    if key == "by_quarter":
        return Period.quarter(period.start.year, int(member[1])).end.isoformat()
    return member


def differs(value: Value | None, answer: Any) -> str:
    """What is wrong with a value; '' when it is the answer."""
    if value is None:
        nothing = answer["den"] in (0, "0") if isinstance(answer, Mapping) else answer in (0, "0", None)
        return "" if nothing else "没有这个分组"
    if answer is None:
        return "" if value.amount is None else f"{value.exact} 应为空"
    if isinstance(answer, Mapping):
        same = (
            value.numerator == Decimal(str(answer["num"]))
            and value.denominator == Decimal(str(answer["den"]))
            and (value.amount is None if answer["pct"] is None else value.text == answer["pct"])
        )
        return "" if same else f"{value.numerator}/{value.denominator}={value.text} 应为 {dict(answer)}"
    amount = Decimal(0) if value.amount is None and not value.reason else value.amount
    return "" if amount == Decimal(str(answer)) else f"{value.exact or value.reason} 应为 {answer}"


def compared(this: Value, last: Value, answer: Mapping[str, Any]) -> str:
    """What is wrong with a year-on-year comparison."""
    said: tuple[str | None, ...]
    right: tuple[str | None, ...]
    if "this_pct" in answer:
        points = change(this, last, "points")
        said = (this.text or None, last.text or None, None if points is None else format(points, "f"))
        right = (answer["this_pct"], answer["last_pct"], answer["diff_pp"])
    else:
        difference, rate = change(this, last, "difference"), change(this, last, "rate")
        said = (
            this.exact or None,
            last.exact or None,
            None if difference is None else format_plain(difference),
            None if rate is None else format(rate, "f"),
        )
        right = tuple(None if answer[key] is None else str(answer[key]) for key in ("this", "last", "diff", "pct"))
    return "" if _same(said, right) else f"{said} 应为 {right}"


def _same(said: tuple[str | None, ...], right: tuple[Any, ...]) -> bool:
    return all(
        (one is None) == (two is None) and (one is None or Decimal(one) == Decimal(str(two)))
        for one, two in zip(said, right, strict=True)
    )


def unexpected(answers: Answers, wanted_all: list[Wanted]) -> Iterator[str]:
    """Members of a group that the answers do not have but that count something."""
    known: dict[tuple[str, Period, str], set[str]] = {}
    kinds: dict[tuple[str, Period, str], str] = {}
    for one in wanted_all:
        if one.ask.by:
            key = (one.ask.figure, one.ask.period, one.ask.by)
            known.setdefault(key, set()).add(one.ask.member)
            kinds[key] = GROUPS.get(one.path.split("/")[0], ("", ""))[1] or kinds.get(key, "")
    for (figure, period, by), members in known.items():
        for member, value in answers.groups(Ask(figure, period, by)).items():
            other = kinds[(figure, period, by)] and unit_kind(member) not in {unit_kind(m) for m in members}
            if member not in members and value.amount and not other:
                yield f"{figure} {period.key} [{by}={member}] 多出 {value.exact}"


def refusals(imported: Imported, workbooks: Mapping[str, Any]) -> tuple[int, int, list[str]]:
    """Right ones, all, and each difference, of refused cells and repeats."""
    right = total = 0
    wrong: list[str] = []
    for file, answers in workbooks.items():
        pairs = [
            (
                {(one["sheet"] or "", one["cell"], one["code"]) for one in answers["rejected"]},
                {(one.at.sheet, one.at.cell, one.reason) for one in imported.changes.refused if one.at.file == file},
            ),
            (
                {(one["sheet"] or "", one["cell"], "重复") for one in answers["duplicates"]},
                {(one.at.sheet, one.at.cell, "重复") for one in imported.changes.repeats if one.at.file == file},
            ),
        ]
        for want, got in pairs:
            total += len(want | got)
            right += len(want & got)
            wrong += [f"{file} {one} 未驳回" for one in sorted(want - got)]
            wrong += [f"{file} {one} 不该驳回" for one in sorted(got - want)]
    return right, total, wrong


def run(folder: Path, home: Path) -> tuple[int, int, int, int]:
    """Imports the folder into a new site at ``home`` and prints each difference."""
    answers = json.loads((folder / "answers.json").read_text(encoding="utf-8"))
    site = Site.create(home, "样例县人民政府办公室")
    paths = sorted(path for path in folder.iterdir() if path.suffix in (".xlsx", ".xls", ".csv"))
    imported = site.import_files(paths, today=date(2026, 12, 31), actor="验收", accept_refused=True)
    for problem in imported.obstacles:
        print(problem)
    periods = {
        key: Period(date.fromisoformat(one["from"]), date.fromisoformat(one["to"]))
        for key, one in answers["periods"].items()
    }
    every: list[tuple[str, Wanted]] = [
        (file, one)
        for file, book in answers["workbooks"].items()
        for key, period in periods.items()
        for one in wanted(book["ledger"], book["figures"][key], period)
    ]
    asks = [Ask(one.ask.figure, one.ask.period, one.ask.by) for _, one in every]
    values = site.compute(dict.fromkeys(asks))
    right = total = 0
    for file, one in every:
        value = values.groups(one.ask).get(one.ask.member) if one.ask.by else values.value(one.ask)
        wrong = differs(value, one.answer)
        total, right = total + 1, right + (not wrong)
        if wrong:
            print(f"{file} {one.ask.period.key} {one.path}：{wrong}")
    for file, book in answers["workbooks"].items():
        for pair, comparisons in book["year_on_year"].items():
            this, last = (periods[name] for name in pair.split("_vs_"))
            for key, answer in comparisons.items():
                name = f"{book['ledger']}_{key}"
                wrong = compared(values.value(Ask(name, this)), values.value(Ask(name, last)), answer)
                total, right = total + 1, right + (not wrong)
                if wrong:
                    print(f"{file} {pair} {key}：{wrong}")
    for extra in unexpected(values, [one for _, one in every]):
        total += 1
        print(extra)
    refused, of_refused, differences = refusals(imported, answers["workbooks"])
    for difference in differences:
        print(difference)
    site.close()
    return right, total, refused, of_refused


def main() -> int:
    """Exit code 0 when everything is right."""
    with tempfile.TemporaryDirectory() as home:
        right, total, refused, of_refused = run(Path(sys.argv[1]), Path(home) / "site")
    print(f"{right}/{total} figures, {refused}/{of_refused} refusals")
    return 0 if (right, refused) == (total, of_refused) else 1


if __name__ == "__main__":
    raise SystemExit(main())
