"""What of a sheet is not read as a record or a field, each said aloud."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from taizhang.catalogue.resolved import Catalogue
from taizhang.intake.cells import read_text
from taizhang.intake.looking import Looked
from taizhang.intake.merging import counted_once
from taizhang.intake.own_columns import takes_own_columns
from taizhang.intake.sheets import Cell
from taizhang.intake.sums import is_total
from taizhang.intake.unstated import unstated_units
from taizhang.terms.characters import squeeze
from taizhang.terms.problem import Place, Problem
from taizhang.terms.readings import NIL
from taizhang.terms.sentence import sentence

# Chosen: a total may name its whole and bear a remark; one that says more may be a record called 合计.
MOST_WORDS = 2


def withheld(place: Place) -> Problem:
    """A cell of the office's own column that says who somebody is and was not kept."""
    hint = "其余各格照常读入；确需登记的，请登记在为此设立的台账里。"
    return Problem("INT-068", "这一格写有证件号，自有栏不留存，没有读入。", place, hint, "warning")


def left_aside(looked: Looked) -> Iterator[Problem]:
    """Rows that stand among the records and are none, and a year its name and its title do not share, each said aloud."""
    if looked.map is None:
        return
    yield from _years_differ(looked)
    for row in looked.rows:
        if row.kind == "aside" or row.set_apart or (row.kind == "total" and _says_more(looked.sheet.rows[row.index])):
            cells = looked.sheet.rows[row.index]
            name = next((str(cell) for cell in cells if isinstance(cell, str)), "")
            place = looked.sheet.place_of(row.index, looked.file)
            message = sentence("这一行“{name}”是合计、分项或对比，没有当作记录。", name=name[:20])
            yield Problem("INT-063", message, place, "如果它是一条记录，请改写名称后重新导入。", "warning")


def _years_differ(looked: Looked) -> Iterator[Problem]:
    """That the sheet's name tells another year than its title: days without a year are read by the name (INT-085)."""
    by_name, by_title = looked.map.years if looked.map else (None, None)
    if by_name and by_title and by_name != by_title:
        message = sentence(
            "工作表名写的是{name}年，标题写的是{title}年；没有写年份的日期按{name}年计。", name=by_name, title=by_title
        )
        place = Place(file=looked.file, sheet=looked.sheet.name, line=1)
        yield Problem("INT-085", message, place, "请把两处改成一致后重新导入。", "warning")


def _says_more(cells: tuple[Cell, ...]) -> bool:
    """Whether a row called a total says other things in words or days than totals do."""
    said = [squeeze(str(cell)) for cell in cells if isinstance(cell, str | date)]
    return sum(bool(words) and words not in NIL and not is_total(words) for words in said) > MOST_WORDS


def left_out(
    catalogue: Catalogue, looked: Looked, personal: Collection[tuple[str, str, int, str, str]]
) -> Iterator[Problem]:
    """What a sheet says that no field takes: columns left over, and numbers merged over several records."""
    if looked.map is None:
        return
    line = looked.map.heading.bottom + 1
    place = Place(file=looked.file, sheet=looked.sheet.name, line=line)
    told = [title for *where, title, _ in personal if where == [looked.file, looked.sheet.name, line]]
    if told:
        message = sentence(
            "这几栏像是个人信息，{ledger}不留存，没有读入：{columns}。",
            ledger=looked.map.ledger.title,
            columns="、".join(told),
        )
        yield Problem("INT-067", message, place, "确需留存的，可用这张表新建台账，按敏感台账加密存放。", "warning")
    records = [looked.sheet.rows[row.index] for row in looked.rows if row.kind == "record"]
    left = [
        looked.map.heading.headings[n].shown
        for n in looked.map.unused_columns()
        if not takes_own_columns(looked.map.ledger)
        and any(n < len(cells) and read_text(cells[n]).value is not None for cells in records)
    ]
    if left:
        message = sentence("这几栏没有对应的字段，没有读入：{columns}。", columns="、".join(left))
        hint = "要读入的，请指明各是什么字段，或在台账里加上字段。"
        yield Problem("INT-066", message, place, hint, "warning")
    yield from counted_once(catalogue, looked.file, looked.sheet, looked.map, looked.rows)
    yield from unstated_units(catalogue, looked.file, looked.sheet, looked.map, looked.rows)
