"""Make one ledger's workbook: plan its pages, plant its faults, write its sheets and gather its answers."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from taizhang_samples.county.faults import plant_faults, plant_repeats
from taizhang_samples.county.grid import Grid
from taizhang_samples.county.plan import Aside, Ledger, Page, Row, Warned
from taizhang_samples.county.record import Record
from taizhang_samples.county.sheet import Entry, Written, groups_of, write_page


@dataclass(slots=True)
class Book:
    """A workbook ready to be written to a file, with the records that count and the answers about its cells."""

    name: str
    file: str
    kind: str
    encoding: str | None
    unit_of_record: str
    required: tuple[str, ...]
    grids: list[Grid]
    records: list[tuple[str | None, int, Record]]
    sheets: list[Entry]
    ignored: list[Entry] = field(default_factory=list)
    rejected: list[Entry] = field(default_factory=list)
    duplicates: list[Entry] = field(default_factory=list)
    warnings: list[Entry] = field(default_factory=list)
    about: list[Entry] = field(default_factory=list)
    literal: list[Entry] = field(default_factory=list)
    tally: Counter[str] = field(default_factory=Counter)


def warning_entry(warned: Warned) -> Entry:
    """Write a wrong total as the answers show it."""
    return {
        "code": warned.code,
        "sheet": warned.sheet,
        "cell": warned.cell,
        "stated": warned.stated,
        "computed": warned.computed,
    }


def compose(ledger: Ledger, rng: Random, *, scale: int, tidy: bool) -> Book:
    """Make the workbook of a ledger whose rows are records; every choice comes from ``rng``."""
    records = ledger.make(rng, scale)
    pages = ledger.pages(records, rng)
    grouped = [groups_of(page) for page in pages]
    _plant(ledger, grouped, rng)
    book = Book(
        ledger.name, ledger.file, ledger.kind, ledger.encoding, ledger.unit_of_record, ledger.required, [], [], []
    )
    for page, groups in zip(pages, grouped, strict=True):
        written, tally = write_page(page, groups, rng, typed=ledger.kind == "xlsx", tidy=tidy)
        book.tally += tally
        _take(book, page, written)
    if ledger.aside:
        _set_aside(book, ledger.aside(pages, rng))
    return book


def _plant(ledger: Ledger, grouped: Sequence[list[list[Row]]], rng: Random) -> None:
    plant_faults([[row for group in groups for row in group] for groups in grouped], ledger.faults, rng)
    plant_repeats(grouped, ledger.repeats, rng)


def _take(book: Book, page: Page, written: Written) -> None:
    book.grids.append(written.grid)
    book.sheets.append(written.sheet)
    book.records += [(page.name, row, record) for row, record in written.counted]
    book.rejected += written.rejected
    book.duplicates += written.duplicates
    book.about += written.about
    book.literal += written.literal
    book.warnings += map(warning_entry, written.warnings)


def _set_aside(book: Book, asides: Sequence[Aside]) -> None:
    for aside in asides:
        book.grids.insert(len(book.grids) if aside.place < 0 else aside.place, aside.grid)
        book.ignored.append({"sheet": aside.grid.name, "why": aside.why})
        if aside.finish:
            warned = aside.finish(aside.grid, [(sheet, record) for sheet, _, record in book.records])
            book.warnings += map(warning_entry, warned)
            book.tally["layout:wrong_total"] += len(warned)
        book.tally[f"layout:{_aside_kind(aside.why, aside.grid)}"] += 1


def _aside_kind(why: str, grid: Grid) -> str:
    if "旧" in why:
        return "hidden_copy"
    if grid.hidden:
        return "hidden_sheet"
    if not grid.rows:
        return "empty_sheet"
    return "summary_sheet" if "汇总" in why else "form_sheet"
