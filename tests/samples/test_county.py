"""The sample county is the same every time, agrees with itself and holds every kind of mess."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from random import Random

import pytest
from python_calamine import CalamineWorkbook

from taizhang_samples.county import days, form, numbers, sheet, texts
from taizhang_samples.county.answers import Told
from taizhang_samples.county.book import Book
from taizhang_samples.county.county import books_of, generate
from taizhang_samples.county.grid import Formula, letter
from taizhang_samples.county.pen import Pen
from taizhang_samples.county.plan import REASONS

SHIPPED = Path(__file__).parents[2] / "src" / "taizhang" / "shipped" / "county"
KINDS = (
    {f"date:{kind}" for kind in days.KINDS}
    | {f"number:{kind}" for kind in numbers.KINDS}
    | {f"fault:{code}" for code in REASONS}
    | texts.KIND_NAMES
    | form.KINDS
    | sheet.LAYOUT_KINDS
)


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Told]]:
    """Give a freshly generated default set and what it told."""
    folder = tmp_path_factory.mktemp("county")
    return folder, generate(folder, seed=7)


def _answers(folder: Path) -> dict[str, dict[str, dict[str, object]]]:
    loaded: dict[str, dict[str, dict[str, object]]] = json.loads((folder / "answers.json").read_text(encoding="utf-8"))
    return loaded


def test_the_shipped_set_is_what_the_generator_writes_byte_for_byte(county: tuple[Path, list[Told]]) -> None:
    folder, _ = county
    fresh = {path.name: path.read_bytes() for path in folder.iterdir()}
    shipped = {path.name: path.read_bytes() for path in SHIPPED.iterdir()}
    assert sorted(fresh) == sorted(shipped)
    assert [name for name, content in fresh.items() if shipped[name] != content] == []


def test_the_shipped_set_stays_below_a_megabyte() -> None:
    assert sum(path.stat().st_size for path in SHIPPED.iterdir()) <= 1_000_000


def test_another_seed_gives_other_files_of_the_same_names(tmp_path: Path, county: tuple[Path, list[Told]]) -> None:
    folder, _ = county
    generate(tmp_path, seed=8)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(path.name for path in folder.iterdir())
    assert all((folder / path.name).read_bytes() != path.read_bytes() for path in tmp_path.iterdir())


def test_every_kind_of_mess_occurs(county: tuple[Path, list[Told]]) -> None:
    mess = _answers(county[0])["mess"]
    assert set(mess) == KINDS


def test_every_reject_code_stands_in_the_answers(county: tuple[Path, list[Told]]) -> None:
    _, told = county
    assert {entry["code"] for one in told for entry in one.book.rejected} == set(REASONS)


def _loops(figures: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    if "open_start" in figures:
        yield figures
    for value in figures.values():
        if isinstance(value, Mapping):
            yield from _loops(value)


def test_every_loop_closes_and_no_rate_is_whole_while_something_is_open(county: tuple[Path, list[Told]]) -> None:
    seen = 0
    for one in county[1]:
        for figures in one.figures.values():
            for loop in _loops(figures):
                start, opened, closed, left = (
                    int(str(loop[key])) for key in ("open_start", "opened", "closed_flow", "open_end")
                )
                assert start + opened == closed + left, one.book.file
                seen += 1
    assert seen > 50


@pytest.mark.parametrize(
    ("ledger", "split", "keys"),
    [
        ("hazard", "by_township", ("opened", "closed_flow", "open_end", "overdue_end")),
        ("hazard", "by_level", ("open_start", "opened", "closed_flow", "open_end", "on_time_flow", "late_flow")),
        ("inspection", "by_source", ("opened", "closed_flow", "open_end", "overdue_end")),
        ("inspection", "by_township", ("opened", "closed_flow", "open_end", "overdue_end")),
        ("supervision", "by_source", ("open_start", "opened", "closed_flow", "open_end", "overdue_end")),
        ("proposal", "by_kind", ("open_start", "opened", "closed_flow", "open_end", "overdue_end")),
        ("petition", "by_channel", ("opened", "closed_flow", "open_end", "overdue_end")),
        ("petition", "by_township", ("opened", "closed_flow", "open_end", "overdue_end")),
        ("dispute", "by_kind", ("opened", "closed_flow", "open_end")),
        ("dispute", "by_township", ("opened", "closed_flow", "open_end")),
        ("meeting", "by_kind", ("meetings", "minutes_issued")),
        ("approval", "by_window", ("accepted", "closed")),
        ("approval", "by_month", ("accepted", "closed")),
        ("road", "by_class", ("projects",)),
        ("road", "by_township", ("projects",)),
    ],
)
def test_the_children_add_up_to_the_whole(
    county: tuple[Path, list[Told]], ledger: str, split: str, keys: tuple[str, ...]
) -> None:
    told = next(one for one in county[1] if one.book.name == ledger)
    for figures in told.figures.values():
        children = figures[split]
        assert isinstance(children, Mapping)
        for key in keys:
            parts = [child[key] for child in children.values() if isinstance(child, Mapping)]
            assert sum(int(str(part)) for part in parts) == figures[key], key


def _shown(cell: object) -> object:
    """Give a cell as a reader of spreadsheets gives it back."""
    if isinstance(cell, Formula):
        return float(cell.value)
    if isinstance(cell, int):
        return float(cell)
    if isinstance(cell, datetime):
        return cell.replace(microsecond=0)
    return "" if cell is None else cell


def test_a_spreadsheet_reader_finds_in_the_file_what_was_laid_out(county: tuple[Path, list[Told]]) -> None:
    folder, told = county
    for one in told:
        if one.book.kind != "xlsx":
            continue
        workbook = CalamineWorkbook.from_path(folder / one.book.file)
        for grid in one.book.grids:
            rows = workbook.get_sheet_by_name(str(grid.name)).to_python(skip_empty_area=False)
            wanted = [[_shown(cell) for cell in row] for row in grid.rows]
            while wanted and not any(cell != "" for cell in wanted[-1]):
                wanted.pop()
            assert [row[: grid.width] for row in rows] == wanted, (one.book.file, grid.name)


def _cells(book: Book) -> dict[tuple[str | None, int], list[object]]:
    return {(grid.name, number): list(row) for grid in book.grids for number, row in enumerate(grid.rows, 1)}


def test_every_true_record_stands_in_the_row_named(county: tuple[Path, list[Told]]) -> None:
    for one in county[1]:
        if one.book.name in ("approval", "expense"):
            continue
        cells = _cells(one.book)
        for name, row, record in one.book.records:
            assert record["no"] in cells[name, row]


def test_a_refused_row_counts_nowhere_and_a_repeated_row_once(county: tuple[Path, list[Told]]) -> None:
    for one in county[1]:
        if one.book.name in ("approval", "expense"):
            continue
        counted = {(name, row) for name, row, _ in one.book.records}
        assert len(counted) == len(one.book.records)
        cells = _cells(one.book)
        for entry in one.book.rejected:
            assert (entry["sheet"], entry["row"]) not in counted
        for entry in one.book.duplicates:
            first = entry["same_as"]
            assert isinstance(first, dict)
            assert (entry["sheet"], entry["row"]) not in counted
            again = cells[str(entry["sheet"]) if entry["sheet"] else None, int(str(entry["row"]))]
            before = cells[first["sheet"], first["row"]]
            apart = [index for index, pair in enumerate(zip(again, before, strict=True)) if pair[0] != pair[1]]
            # 序号 differs; a cell merged down stands only in the first row of its group.
            assert all(index == 0 or "" in (again[index], before[index]) for index in apart)


def test_the_tidy_set_differs_in_refused_cells_and_sums_alone() -> None:
    for (messy, _), (tidy, _) in zip(books_of(7), books_of(7, tidy=True), strict=True):
        assert tidy.rejected == []
        assert len(tidy.records) == len(messy.records) + len(messy.rejected)
        refused = {(entry["sheet"], entry["cell"]) for entry in messy.rejected}
        changed = set()
        for old, new in zip(messy.grids, tidy.grids, strict=True):
            totals = {row for row, kind in new.kinds if kind == "total"}
            for row, (before, after) in enumerate(zip(old.rows, new.rows, strict=True), 1):
                for column, (left, right) in enumerate(zip(before, after, strict=True)):
                    if left != right and row not in totals and not isinstance(right, Formula):
                        changed.add((old.name, f"{letter(column)}{row}"))
        ignored = {entry["sheet"] for entry in messy.ignored}
        sums = {(entry["sheet"], cell) for entry in tidy.sheets for cell in _sum_cells(entry)}
        assert refused <= changed
        assert {cell for cell in changed - refused if cell[0] not in ignored} <= sums


def _sum_cells(entry: dict[str, object]) -> Iterator[str]:
    columns = entry["columns"]
    assert isinstance(columns, dict)
    for key in ("sum", "km_sum"):
        if key in columns:
            for row in range(int(str(entry["first_row"])), int(str(entry["last_row"])) + 1):
                yield f"{columns[key]}{row}"


def test_a_larger_scale_multiplies_the_rows() -> None:
    (plain, _), (large, _) = books_of(7, only="hazard")[0], books_of(7, only="hazard", scale=5)[0]
    assert len(large.records) + len(large.rejected) == 5 * (len(plain.records) + len(plain.rejected))


def test_the_html_table_holds_characters_its_label_does_not_know(county: tuple[Path, list[Told]]) -> None:
    folder, told = county
    for one in told:
        if one.book.encoding != "gb18030":
            continue
        text = (folder / one.book.file).read_bytes().decode("gb18030")
        assert any(len(mark.encode("gb18030")) == 4 for mark in text)
        if one.book.kind == "html":
            assert "charset=gb2312" in text
            with pytest.raises(UnicodeEncodeError):
                text.encode("gb2312")


def test_a_number_typed_for_a_date_is_one_day_only() -> None:
    for ordinal in range(date(2025, 1, 1).toordinal(), date(2026, 12, 31).toordinal() + 1):
        moment = date.fromordinal(ordinal)
        pen = Pen(Random(0), Counter(), typed=True, year=moment.year)
        styles = days.styles_for(moment, pen)
        if "short_number" in styles:
            written = styles["short_number"][1](moment, pen.rng)
            month, _, day = str(written).partition(".")
            assert (int(month), int(day)) == (moment.month, moment.day)
            assert not (len(day) == 1 and int(day) <= 3)
