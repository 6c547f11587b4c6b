"""Compute the figures asked of each ledger, by name, from its clean records."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from taizhang_samples.county.figures import (
    Figure,
    Figures,
    Window,
    brief,
    brief_untimed,
    count,
    in_window,
    loop,
    ratio,
    split,
    timed_loop,
)
from taizhang_samples.county.record import Record, amount, amounts, day, days, exact, word, words

SOURCES = ("县主要领导批示", "常务会", "县长办公会")
DOCUMENT_KINDS = ("通知", "请示", "报告", "函", "意见", "纪要", "批复")
MEETING_KINDS = ("县政府全体会议", "县政府常务会议", "县长办公会议", "专题会议", "电视电话会议")
ITEMS = {
    "公务接待费": "reception_wan",
    "公务用车运行维护费": "car_running_wan",
    "公务用车购置费": "car_purchase_wan",
    "因公出国（境）费": "abroad_wan",
}
ROAD_SUMS = ("done_inv", "match_prov", "match_city", "match_county")


@dataclass(frozen=True, slots=True)
class Units:
    """The townships and departments that figures are broken down by, and budgets in 万元 by (year, unit)."""

    townships: Sequence[str]
    departments: Sequence[str]
    budgets: Mapping[tuple[int, str], Decimal]


def _values(records: Sequence[Record], key: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word(record, key) for record in records))


def _hazard(records: Sequence[Record], window: Window, units: Units) -> Figures:
    figures = timed_loop(records, window)
    figures["rectified_flow"] = len(in_window(records, "rectified", window))
    for level in ("review1", "review2", "review3"):
        figures[f"{level}_flow"] = len(in_window(records, level, window))
    figures["by_level"] = split(records, "level", ("一般", "重大"), lambda part: timed_loop(part, window))
    figures["by_township"] = split(records, "township", units.townships, lambda part: brief(part, window))
    return figures


def _inspection(records: Sequence[Record], window: Window, units: Units) -> Figures:
    figures = timed_loop(records, window)
    figures["done_flow"] = len(in_window(records, "done", window))
    standing = [record for record in records if day(record, "due") is None]
    figures["long_term_open"] = loop(standing, window)["open_end"]
    figures["by_source"] = split(records, "source", _values(records, "source"), lambda part: brief(part, window))
    figures["by_township"] = split(records, "township", units.townships, lambda part: brief(part, window))
    return figures


def _supervision(records: Sequence[Record], window: Window, units: Units) -> Figures:
    figures = timed_loop(records, window)
    figures["feedback_rounds"] = sum(moment in window for record in records for moment in days(record, "feedback"))
    opened = in_window(records, "opened", window)
    figures["extended_of_opened"] = count(opened, lambda r: day(r, "extended_to") is not None)
    figures["by_source"] = split(records, "source", SOURCES, lambda part: timed_loop(part, window))
    figures["by_lead_township"] = split(records, "lead", units.townships, lambda part: brief(part, window))
    return figures


def _proposal(records: Sequence[Record], window: Window, units: Units) -> Figures:
    figures = timed_loop(records, window)
    closed = in_window(records, "closed", window)
    told = [word(record, "satisfaction") for record in closed]
    letters = [word(record, "category") for record in closed]
    marks = {mark: told.count(mark) for mark in ("满意", "基本满意", "不满意")}
    answered = sum(marks.values())
    classes = {letter: letters.count(letter) for letter in "ABC"}
    figures["satisfaction"] = marks | {"未反馈": len(closed) - answered}
    figures["satisfied_rate"] = ratio(marks["满意"] + marks["基本满意"], answered)
    figures["fully_satisfied_rate"] = ratio(marks["满意"], answered)
    figures["category"] = classes
    figures["a_rate"] = ratio(classes["A"], len(closed))
    figures["by_kind"] = split(records, "kind", ("人大建议", "政协提案"), lambda part: timed_loop(part, window))
    figures["by_lead_township"] = split(records, "lead", units.townships, lambda part: brief(part, window))
    return figures


def _petition(records: Sequence[Record], window: Window, units: Units) -> Figures:
    figures = timed_loop(records, window)
    channels = ("来信", "来访", "网上", "电话")
    figures["by_channel"] = split(records, "channel", channels, lambda part: brief(part, window))
    figures["superior_assigned"] = timed_loop([record for record in records if record.get("superior") is True], window)
    figures["by_township"] = split(records, "township", units.townships, lambda part: brief(part, window))
    return figures


def _dispute(records: Sequence[Record], window: Window, units: Units) -> Figures:
    figures = loop(records, window)
    opened, closed = in_window(records, "opened", window), in_window(records, "closed", window)
    success = count(closed, lambda r: word(r, "outcome") == "调解成功")
    figures["success_flow"] = success
    figures["success_rate"] = ratio(success, len(closed))
    figures["persons_opened"] = int(sum(amount(record, "persons") for record in opened))
    figures["amount_opened_yuan"] = exact(sum((amount(record, "amount") for record in opened), Decimal(0)))
    figures["by_kind"] = split(records, "kind", _values(records, "kind"), lambda part: brief_untimed(part, window))
    present = [name for name in units.townships if name in _values(records, "township")]
    figures["by_township"] = split(records, "township", present, lambda part: brief_untimed(part, window))
    return figures


def _adoptions(records: Sequence[Record]) -> Figures:
    return {
        "submitted": len(records),
        "adopted_any": count(records, lambda r: bool(words(r, "adopted"))),
        "adopted_province": count(records, lambda r: "省" in words(r, "adopted")),
        "adopted_city": count(records, lambda r: "市" in words(r, "adopted")),
        "score": exact(sum((amount(record, "score") for record in records), Decimal(0))),
    }


def _information(records: Sequence[Record], window: Window, units: Units) -> Figures:
    sent = in_window(records, "opened", window)
    figures = _adoptions(sent)
    figures["adoption_rate"] = ratio(count(sent, lambda r: bool(words(r, "adopted"))), len(sent))
    senders = _values(records, "unit")
    figures["by_township"] = split(sent, "unit", units.townships, _adoptions)
    figures["by_department"] = split(sent, "unit", [name for name in units.departments if name in senders], _adoptions)
    return figures


def _document(records: Sequence[Record], window: Window, _units: Units) -> Figures:
    passed = in_window(records, "opened", window)

    def both(part: Sequence[Record]) -> Figures:
        told = [word(record, "way") for record in part]
        return {way: told.count(way) for way in ("收文", "发文")}

    ways = both(passed)
    return {
        "received": ways["收文"],
        "issued": ways["发文"],
        "received_loop": loop([record for record in records if word(record, "way") == "收文"], window),
        "by_kind": split(passed, "kind", DOCUMENT_KINDS, both),
        "by_urgency": split(passed, "urgency", ("特急", "加急", "平件"), both),
    }


def _meeting(records: Sequence[Record], window: Window, _units: Units) -> Figures:
    held = in_window(records, "opened", window)

    def brief_of(part: Sequence[Record]) -> Figures:
        return {"meetings": len(part), "minutes_issued": count(part, lambda r: r.get("minutes") is True)}

    issued = count(held, lambda r: r.get("minutes") is True)
    return brief_of(held) | {
        "persons": int(sum(amount(record, "persons") for record in held)),
        "minutes_rate": ratio(issued, len(held)),
        "by_kind": split(held, "kind", MEETING_KINDS, brief_of),
    }


def _months_ended(end: date) -> int:
    """Give how many months of the year have ended on a day."""
    return end.month if (end.month, end.day) == (12, 31) else end.month - 1


def _approval(records: Sequence[Record], window: Window, _units: Units) -> Figures:
    months = _months_ended(window.end)
    told = [r for r in records if r.get("year") == window.end.year and amount(r, "month") <= months]

    def both(part: Sequence[Record]) -> Figures:
        return {
            measure: int(sum(amount(record, "value") for record in part if word(record, "measure") == measure))
            for measure in ("accepted", "closed")
        }

    whole = both(told)
    by_month = {f"{month:02}": both([r for r in told if amount(r, "month") == month]) for month in range(1, months + 1)}
    return whole | {
        "months": months,
        "close_rate": ratio(int(str(whole["closed"])), int(str(whole["accepted"]))),
        "by_window": split(told, "window", _values(records, "window"), both),
        "by_month": by_month,
    }


def _sum(records: Sequence[Record], key: str) -> Decimal:
    return sum((amount(record, key) for record in records), Decimal(0))


def _road_part(records: Sequence[Record], months: int) -> Figures:
    """Give the sums of road projects; year sums that cannot be cut back to a month are None."""
    whole = months == 12
    plan_km, plan_inv, done_inv = (_sum(records, key) for key in ("plan_km", "plan_inv", "done_inv"))
    built = sum((sum(amounts(record, "months")[:months], Decimal(0)) for record in records), Decimal(0))
    figures: Figures = {
        "projects": len(records),
        "plan_km": exact(plan_km),
        "built_km": exact(built),
        "km_share": ratio(built, plan_km),
        "plan_inv_wan": exact(plan_inv),
        "inv_share": ratio(done_inv, plan_inv) if whole else None,
    }
    for key in ROAD_SUMS:
        figures[f"{key}_wan"] = exact(_sum(records, key)) if whole else None
    return figures


def _road(records: Sequence[Record], window: Window, units: Units) -> Figures:
    year, months = window.end.year, _months_ended(window.end)
    listed = [record for record in records if record.get("year") == year]
    new = count(listed, lambda r: word(r, "nature") == "新建")
    return _road_part(listed, months) | {
        "months": months,
        "new_projects": new,
        "carried_projects": len(listed) - new,
        "started": len(in_window(listed, "opened", window)),
        "completed": len(in_window(listed, "closed", window)),
        "by_class": split(listed, "cls", _values(records, "cls"), lambda part: _road_part(part, months)),
        "by_township": split(listed, "township", units.townships, lambda part: _road_part(part, months)),
    }


def _expense(records: Sequence[Record], window: Window, units: Units) -> Figures:
    year, quarters = window.end.year, _months_ended(window.end) // 3
    spent = [r for r in records if r.get("year") == year and amount(r, "quarter") <= quarters]

    def total(part: Sequence[Record]) -> Figure:
        return exact(_sum(part, "wan"))

    budget = sum((money for (told, _), money in units.budgets.items() if told == year), Decimal(0))
    items = split(spent, "item", tuple(ITEMS), total)
    spenders = _values(records, "unit")
    return {
        "quarters": quarters,
        "total_wan": total(spent),
        "budget_wan": exact(budget),
        "budget_share": ratio(_sum(spent, "wan"), budget),
        "by_item": items,
        "by_quarter": {f"Q{q}": total([r for r in spent if amount(r, "quarter") == q]) for q in range(1, quarters + 1)},
        "by_township": split(spent, "unit", units.townships, total),
        "by_department": split(spent, "unit", [name for name in units.departments if name in spenders], total),
    } | {ITEMS[item]: value for item, value in items.items()}


def _research(records: Sequence[Record], window: Window, _units: Units) -> Figures:
    closed = in_window(records, "closed", window)
    converted = count(closed, lambda r: bool(r.get("converted")))
    return timed_loop(records, window) | {
        "converted_flow": converted,
        "conversion_rate": ratio(converted, len(closed)),
    }


TABLES: Mapping[str, Callable[[Sequence[Record], Window, Units], Figures]] = {
    "hazard": _hazard,
    "inspection": _inspection,
    "supervision": _supervision,
    "proposal": _proposal,
    "petition": _petition,
    "dispute": _dispute,
    "information": _information,
    "document": _document,
    "meeting": _meeting,
    "approval": _approval,
    "road": _road,
    "expense": _expense,
    "research": _research,
}
"""For each ledger: its records, a window and the units of the county → its figures."""
