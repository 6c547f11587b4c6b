"""Give ready-made columns: dates, limits, counts, units, choices and plain text read from a record."""

from collections.abc import Mapping, Sequence

from taizhang_samples.county.days import write_day, write_due, write_extension, write_optional_day
from taizhang_samples.county.form import Column
from taizhang_samples.county.numbers import write_number
from taizhang_samples.county.pen import Pen
from taizhang_samples.county.record import CellValue, Record, amount, day, word
from taizhang_samples.county.texts import write_choice, write_formula_like, write_place

SEQUENCE_HEADINGS = ("序号", "序号", "序 号", "编次", "No.", "顺序号")
NOTE_HEADINGS = ("备注", "备注", "备 注", "说明", "备注说明", "其他说明")


def sequence() -> Column:
    """Give the running number, which the sheet fills in."""
    return Column("seq", SEQUENCE_HEADINGS, lambda _record, _pen: None)


def text(key: str, headings: tuple[str, ...], under: tuple[str, ...] = ()) -> Column:
    """Give a column of plain text, written as it is."""
    return Column(key, headings, lambda record, _pen: word(record, key), under)


def opened_on(key: str, headings: tuple[str, ...], *, meeting: bool = False, timed: bool = False) -> Column:
    """Give a column of dates that are always there."""

    def write(record: Record, pen: Pen) -> CellValue:
        moment = day(record, key)
        return "" if moment is None else write_day(moment, key, pen, meeting=meeting, timed=timed)

    return Column(key, headings, write)


def optional_day(key: str, headings: tuple[str, ...], under: tuple[str, ...] = (), *, timed: bool = False) -> Column:
    """Give a column of dates that may be missing."""
    return Column(key, headings, lambda record, pen: write_optional_day(day(record, key), key, pen, timed=timed), under)


def due(headings: tuple[str, ...], key: str = "due", under: tuple[str, ...] = ()) -> Column:
    """Give a column of time limits; ``key`` names the fact."""
    return Column("due", headings, lambda record, pen: write_due(day(record, key), "due", pen), under)


def extension(headings: tuple[str, ...]) -> Column:
    """Give a column of approved extensions."""
    return Column(
        "extended_to", headings, lambda record, pen: write_extension(day(record, "extended_to"), "extended_to", pen)
    )


def number(
    key: str, headings: tuple[str, ...], unit: str = "", *, nil: bool = True, under: tuple[str, ...] = ()
) -> Column:
    """Give a column of numbers in ``unit``."""
    return Column(key, headings, lambda record, pen: write_number(amount(record, key), unit, pen, nil=nil), under)


def place(key: str, headings: tuple[str, ...], *, exactly: bool = False) -> Column:
    """Give a column of one unit; ``exactly`` keeps departments in full."""
    return Column(key, headings, lambda record, pen: write_place(word(record, key), key, pen, exactly=exactly))


def choice(
    key: str,
    headings: tuple[str, ...],
    synonyms: Mapping[str, Sequence[str]],
    under: tuple[str, ...] = (),
) -> Column:
    """Give a column of a fixed value written in synonyms; a value that is not there is left empty."""

    def write(record: Record, pen: Pen) -> CellValue:
        value = word(record, key)
        return write_choice(value, synonyms, key, pen) if value in synonyms else ""

    return Column(key, headings, write, under)


def state(
    key: str, headings: tuple[str, ...], done: Sequence[str], still_open: Sequence[str], under: tuple[str, ...] = ()
) -> Column:
    """Give a column that says whether the matter is closed, in the words of this sheet."""

    def write(record: Record, pen: Pen) -> CellValue:
        closed = day(record, "closed") is not None
        return write_choice("done" if closed else "open", {"done": done, "open": still_open}, key, pen)

    return Column(key, headings, write, under)


def yes_no(key: str, headings: tuple[str, ...], yes: Sequence[str], no: Sequence[str]) -> Column:
    """Give a column of yes or no."""

    def write(record: Record, pen: Pen) -> CellValue:
        return write_choice("yes" if record.get(key) is True else "no", {"yes": yes, "no": no}, key, pen)

    return Column(key, headings, write)


def note(remarks: Sequence[str], key: str = "note", *, dangerous: bool = False) -> Column:
    """Give the last column: remarks of no consequence, sometimes one that looks like a formula."""

    def write(_record: Record, pen: Pen) -> CellValue:
        if dangerous and not pen.sober and pen.chance(0.06):
            return write_formula_like(pen)
        return pen.pick(remarks) if pen.chance(0.25) else ""

    return Column(key, NOTE_HEADINGS, write)
