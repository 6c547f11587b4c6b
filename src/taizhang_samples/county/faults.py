"""Plant the errors: choose the rows, then write the wrong cell beside the right one."""

from collections.abc import Sequence
from random import Random

from taizhang_samples.county.days import write_impossible, write_wrong_order
from taizhang_samples.county.grid import Cell
from taizhang_samples.county.numbers import write_bad, write_negative
from taizhang_samples.county.pen import Pen
from taizhang_samples.county.plan import Fault, Row
from taizhang_samples.county.record import amount, day


def _fits(row: Row, fault: Fault) -> bool:
    if row.sober:
        return False
    key = fault.needs or fault.column
    if fault.code in ("closed_before_opened", "impossible_date", "closed_without_date"):
        return day(row.record, key) is not None
    return not fault.needs or bool(row.record.get(fault.needs))


def plant_faults(pages: Sequence[list[Row]], faults: Sequence[Fault], rng: Random) -> None:
    """Give each fault one row somewhere; a row has one fault at most."""
    for fault in faults:
        rows = rng.choice(pages)
        if fault.code == "number_conflict":
            _plant_conflict(max(pages, key=len) if len(rows) < 4 else rows, fault, rng)
            continue
        fitting = [row for row in rows if _fits(row, fault)] or [
            row for page in pages for row in page if _fits(row, fault)
        ]
        chosen = rng.choice(fitting)
        chosen.fault, chosen.sober = fault, True


def _plant_conflict(rows: Sequence[Row], fault: Fault, rng: Random) -> None:
    free = [row for row in rows if not row.sober]
    first, second = sorted(rng.sample(range(len(free)), 2))
    rival, chosen = free[first], free[second]
    chosen.fault, chosen.rival = fault, rival
    chosen.sober = rival.sober = True


def plant_repeats(pages: Sequence[list[list[Row]]], times: int, rng: Random) -> None:
    """Repeat some rows exactly a few lines below, inside the group they stand in."""
    for _ in range(times):
        groups = [group for page in pages for group in page if any(not row.sober for row in group)]
        group = rng.choice(groups)
        row = rng.choice([row for row in group if not row.sober])
        row.sober = True
        at = min(len(group), group.index(row) + rng.randint(1, 4))
        group.insert(at, Row(row.record, repeats=row, sober=True))


def wrong_cell(row: Row, fault: Fault, pen: Pen) -> Cell:
    """Write what stands in the faulty cell. The same random choices are made whether the cell is used or not."""
    record = row.record
    key = fault.needs or fault.column
    pen.note(f"fault:{fault.code}")
    if fault.code == "closed_before_opened":
        opened = day(record, "opened")
        assert opened is not None
        return write_wrong_order(opened, pen)[0]
    if fault.code == "impossible_date":
        real = day(record, key)
        assert real is not None
        return write_impossible(real.year, pen)
    if fault.code == "number_conflict":
        assert row.rival is not None
        return row.rival.cells["no"]
    if fault.code in ("unknown_status", "unknown_value"):
        return pen.pick(fault.words)
    if fault.code == "bad_number":
        return write_bad(pen)
    if fault.code == "negative_number":
        return write_negative(amount(record, key), pen)
    return ""
