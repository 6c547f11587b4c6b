"""Compute figures from clean records by their definitions, for one window at a time."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeAlias

from taizhang_samples.county.record import Record, day, exact

Figure: TypeAlias = "int | str | Mapping[str, Figure] | None"
Figures: TypeAlias = dict[str, Figure]
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Window:
    """A period from its first day to the cut-off, both included."""

    start: date
    end: date

    def __contains__(self, moment: object) -> bool:
        return isinstance(moment, date) and self.start <= moment <= self.end


def percent(part: Decimal, whole: Decimal) -> str | None:
    """Give part of whole in percent, two decimals, half up; never 100.00 unless the two are equal; None for a base of nought."""
    if whole == 0:
        return None
    shown = (part * 100 / whole).quantize(_CENT, ROUND_HALF_UP)
    if shown == 100 and part != whole:
        shown += _CENT if part > whole else -_CENT
    return str(shown)


def ratio(part: int | Decimal, whole: int | Decimal) -> Figures:
    """Give numerator, denominator and percentage; counts stay integers, amounts become exact strings."""
    pct = percent(Decimal(part), Decimal(whole))
    return {"num": _shown(part), "den": _shown(whole), "pct": pct}


def _shown(number: int | Decimal) -> int | str:
    return number if isinstance(number, int) else exact(number)


def count(records: Iterable[Record], holds: Callable[[Record], bool]) -> int:
    """Count the records for which a condition holds."""
    return sum(1 for record in records if holds(record))


def in_window(records: Sequence[Record], key: str, window: Window) -> list[Record]:
    """Give the records whose date under ``key`` lies in the window."""
    return [record for record in records if day(record, key) in window]


def _open_at(record: Record, moment: date) -> bool:
    """Say whether a matter was open at the end of a day."""
    opened, closed = day(record, "opened"), day(record, "closed")
    return opened is not None and opened <= moment and (closed is None or closed > moment)


def loop(records: Sequence[Record], window: Window) -> Figures:
    """Give the closed loop: open at the start, opened, closed, open at the end, and the two rates."""
    before = date.fromordinal(window.start.toordinal() - 1)
    open_start = count(records, lambda r: _open_at(r, before))
    opened = in_window(records, "opened", window)
    closed_flow = len(in_window(records, "closed", window))
    closed_of_opened = count(opened, lambda r: (day(r, "closed") or date.max) <= window.end)
    return {
        "open_start": open_start,
        "opened": len(opened),
        "closed_flow": closed_flow,
        "closed_of_opened": closed_of_opened,
        "open_end": count(records, lambda r: _open_at(r, window.end)),
        "close_rate": ratio(closed_of_opened, len(opened)),
        "clearance_rate": ratio(closed_flow, open_start + len(opened)),
    }


def _overdue(record: Record, end: date) -> bool:
    due, done = day(record, "due"), day(record, "done")
    return _open_at(record, end) and due is not None and due < end and (done is None or done > end)


def _kept(record: Record) -> bool | None:
    """Say whether a finished matter kept its time limit; None when it has none."""
    due, done = day(record, "due"), day(record, "done")
    return None if due is None or done is None else done <= due


def timing(records: Sequence[Record], window: Window) -> Figures:
    """Give overdue, on time and late; ``done`` is the day that decides, which differs by ledger."""
    closed = in_window(records, "closed", window)
    on_time = count(closed, lambda r: _kept(r) is True)
    late = count(closed, lambda r: _kept(r) is False)
    cohort = [r for r in in_window(records, "opened", window) if (day(r, "closed") or date.max) <= window.end]
    return {
        "overdue_end": count(records, lambda r: _overdue(r, window.end)),
        "on_time_flow": on_time,
        "late_flow": late,
        "on_time_of_opened": count(cohort, lambda r: _kept(r) is True),
        "on_time_rate": ratio(on_time, on_time + late),
    }


def timed_loop(records: Sequence[Record], window: Window) -> Figures:
    """Give the closed loop with its timing."""
    return loop(records, window) | timing(records, window)


def brief(records: Sequence[Record], window: Window) -> Figures:
    """Give the five counts shown for each unit or kind."""
    full = timed_loop(records, window)
    return {key: full[key] for key in ("opened", "closed_flow", "closed_of_opened", "open_end", "overdue_end")}


def brief_untimed(records: Sequence[Record], window: Window) -> Figures:
    """Give the four counts of matters without a time limit."""
    full = loop(records, window)
    return {key: full[key] for key in ("opened", "closed_flow", "closed_of_opened", "open_end")}


def split(
    records: Sequence[Record],
    key: str,
    values: Sequence[str],
    figure: Callable[[Sequence[Record]], Figure],
) -> Figures:
    """Give one figure for each value of a field, noughts included."""
    return {value: figure([record for record in records if record.get(key) == value]) for value in values}


def year_on_year(this: Figures, last: Figures) -> Figures:
    """Compare two windows: differences of numbers, percentage points of rates; what cannot be compared is left out."""
    compared: Figures = {}
    for key, now in this.items():
        before = last.get(key)
        if isinstance(now, Mapping) and isinstance(before, Mapping) and "pct" in now:
            compared[key] = _rates(now["pct"], before["pct"])
        elif isinstance(now, (int, str)) and isinstance(before, (int, str)):
            compared[key] = _numbers(now, before)
    return compared


def _rates(now: Figure, before: Figure) -> Figures:
    apart = str(Decimal(now) - Decimal(before)) if isinstance(now, str) and isinstance(before, str) else None
    return {"this_pct": now, "last_pct": before, "diff_pp": apart}


def _numbers(now: int | str, before: int | str) -> Figures:
    apart = Decimal(now) - Decimal(before)
    base = Decimal(before)
    pct = None if base == 0 else str((apart * 100 / base).quantize(_CENT, ROUND_HALF_UP))
    return {"this": now, "last": before, "diff": int(apart) if isinstance(now, int) else exact(apart), "pct": pct}
