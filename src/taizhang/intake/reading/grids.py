"""A sheet as it crosses the pipe from the child process."""

from __future__ import annotations

from dataclasses import dataclass, field

from taizhang.intake.reading.limits import Limits, UnreadableWorkbook
from taizhang.terms.sentence import sentence

Plain = str | int | float | bool | None


@dataclass(slots=True)
class SheetGrid:
    """One sheet as it crosses the pipe: dates apart as (row, column, ISO text), everything else in rows.

    odd: cells that are not what stands in rows, as (row, column, kind, text): shown (what the number is shown as),
    no_result (a formula), hidden. epoch_1904: days left as numbers count from 1904. bold: how many cells of a row are in
    bold type. lined: rows with a thicker line above. remarks: comments of cells, as (row, column, text). above: lines
    printed or drawn over the sheet and in no cell: page headers, text boxes.
    """

    name: str
    hidden: bool = False
    rows: list[list[Plain]] = field(default_factory=list)
    dates: list[tuple[int, int, str]] = field(default_factory=list)
    odd: list[tuple[int, int, str, str]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    epoch_1904: bool = False
    bold: list[tuple[int, int]] = field(default_factory=list)
    lined: list[int] = field(default_factory=list)
    remarks: list[tuple[int, int, str]] = field(default_factory=list)
    above: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class FileRead:
    """A file read: its sheets, the encoding of a text, what is unusual and was not read, in whole sentences."""

    sheets: list[SheetGrid]
    encoding: str = ""
    notes: tuple[str, ...] = ()


def check_area(name: str, rows: int, columns: int, limits: Limits) -> None:
    """Refuses a sheet whose few cells lie so far apart that the grid between them would fill the memory."""
    if rows * columns > limits.cells:
        message = sentence(
            "工作表“{name}”的内容散布在{rows}行、{columns}列里，摊开有{number}格，超过{cells}格。",
            name=name,
            rows=rows,
            columns=columns,
            number=rows * columns,
            cells=limits.cells,
        )
        raise UnreadableWorkbook(
            "INT-014", message, "请删去表格外的内容（按 Ctrl+End 可找到），或拆成几个文件分别导入。"
        )
