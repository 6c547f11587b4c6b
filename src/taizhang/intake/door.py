"""What a ledger keeps out at the door: columns, sentences and names that would tell of persons and cases.

Leads and dispositions belong to the discipline body's own systems (纪检监察机关处理检举控告工作规则 art. 15 and 47),
state secrets to none but secret ones (保守国家秘密法 art. 31), petitioners' identity to nobody else (信访工作条例
art. 30). Such content is never kept, not even as the evidence of a row: the whole import stops.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from taizhang.catalogue.door import Door
from taizhang.catalogue.resolved import Ledger
from taizhang.catalogue.values import Stored
from taizhang.intake.cells import blank, format_cell
from taizhang.intake.headings import SEQUENCE, SynonymTable
from taizhang.intake.layout import RecordRow
from taizhang.intake.recognise import SheetMap
from taizhang.intake.sheets import Cell, Sheet
from taizhang.masking.places import tells_person
from taizhang.terms.characters import squeeze
from taizhang.terms.problem import Place, Problem
from taizhang.terms.readings import NIL
from taizhang.terms.sentence import sentence

KEPT_OUT = "INT-056"
_CODE = re.compile(r"[0-9A-Za-z]")


def refuse_at_door(
    file: str, sheet: Sheet, found: SheetMap, rows: Sequence[RecordRow], alike: SynonymTable
) -> Iterator[Problem]:
    """Everything in the sheet's records that its ledger does not take in (INT-056), each with its cell."""
    door = found.ledger.declared.door
    if door is None:
        return
    records = [row.index for row in rows if row.kind == "record"]
    for column in _columns(found, door, alike):
        for cell in _missing_words(sheet, records, column):
            heading = found.heading.headings[column].shown
            yield _refusal(found, door, f"“{heading}”一栏不得录入", Place(file=file, sheet=sheet.name, cell=cell))
            break
    for name, column in found.columns.items():
        title = found.ledger.declared.field[name].title
        for index in records:
            if fault := _fault(door, name, found, sheet.rows[index][column]):
                place = Place(file=file, sheet=sheet.name, cell=sheet.address(index, column))
                yield _refusal(found, door, f"“{title}”{fault}", place)


def refuse_entered(ledger: Ledger, facts: Mapping[str, Stored]) -> Iterator[Problem]:
    """What somebody typed that the ledger does not take in (INT-056), each at its field: the same as of a workbook."""
    door = ledger.declared.door
    for name, value in facts.items() if door else ():
        if door and name in ledger.declared.field and (fault := _fault_of(door, name, ledger, str(value or ""))):
            message = sentence(
                "{ledger}“{field}”{fault}：{because}",
                ledger=ledger.title,
                field=ledger.declared.field[name].title,
                fault=fault,
                because=door.because,
            )
            yield Problem(KEPT_OUT, message, Place(key=name), "请改正后再提交；什么都没有留存。")


def _columns(found: SheetMap, door: Door, alike: SynonymTable) -> Iterator[int]:
    """The columns that may not be there: those named, or all that are not declared; a column of the office's own may be named."""
    named = {alike.key(heading) for heading in door.headings}
    fields = found.ledger.declared.field
    declared = (column for name, column in found.columns.items() if not fields[name].own)
    known = {*declared, *found.cells, *found.totals, found.sequence}
    for column, heading in enumerate(found.heading.headings):
        if column in known or heading.leaf in SEQUENCE or (named and heading.leaf not in named):
            continue
        yield column


def _missing_words(sheet: Sheet, records: Sequence[int], column: int) -> Iterator[str]:
    for index in records:
        cell = sheet.rows[index][column] if column < len(sheet.rows[index]) else None
        if not blank(cell) and squeeze(format_cell(cell)) not in NIL:
            yield sheet.address(index, column)


def _fault(door: Door, name: str, found: SheetMap, cell: Cell) -> str:
    """What is wrong with a cell of a declared column, '' when nothing is."""
    return _fault_of(door, name, found.ledger, format_cell(cell)) if cell is not None else ""


def _fault_of(door: Door, name: str, ledger: Ledger, text: str) -> str:
    words = squeeze(text)
    if not words or ledger.declared.field[name].type != "text":
        return ""
    if tells_person(text):
        return "写有证件号或电话，个人信息不得录入"
    if name in door.codes and not _CODE.search(words):
        return "只填代码，这里像是姓名"
    return (
        sentence("最多{most}个字，这里像是内容", most=door.longest)
        if door.longest and len(words) > door.longest
        else ""
    )


def _refusal(found: SheetMap, door: Door, what: str, place: Place) -> Problem:
    message = sentence("{ledger}{what}：{because}", ledger=found.ledger.title, what=what, because=door.because)
    return Problem(KEPT_OUT, message, place, "请从文件里删去这些内容后重新导入；本次什么都没有留存。")
