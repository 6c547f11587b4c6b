"""Whether the unit written after a number is the unit its figure counts in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from taizhang.reports.money import YUAN
from taizhang.reports.paper import Cell, Number, Run
from taizhang.reports.printing import few_of_myriads, few_unit
from taizhang.terms.characters import narrow
from taizhang.terms.problem import Level, Place, Problem
from taizhang.terms.sentence import sentence

_PERCENT = ("%", "‰", "个百分点")
_SCALES = ("万", "亿")


def unit_problem(
    runs: tuple[Run, ...], cells: Mapping[str, Cell], place: Place, counters: tuple[str, ...]
) -> Iterator[Problem]:
    """RPT-032 for each number of the runs whose following words disagree with its figure's unit.

    A wrong percent sign or 万 is an error; another counting unit (人 for 人次) is a warning.
    """
    text, at = narrow("".join(run.text for run in runs)), 0
    for run in runs:
        at += len(run.text)
        cell = cells.get(run.cell) if isinstance(run, Number) else None
        if cell is None or not cell.value.figure.unit or cell.value.words:
            continue
        unit, after = cell.value.figure.unit, text[at:].lstrip("余多几")
        unit = next((one for one in YUAN if unit in YUAN and run.text.endswith(one)), unit)
        unit = few_unit(unit) if few_of_myriads(cell.value) and unit not in run.text else unit
        fault = _repeated_unit(unit, after, counters) if unit in run.text else _differs(unit, after, counters)
        if fault:
            span = (at - len(run.text), at)
            level: Level = "warning" if fault == "counter" else "error"
            message = sentence(
                "“{figure}”的单位是“{unit}”，数“{run}”后面写的与它不符。",
                figure=cell.value.figure.title,
                unit=unit,
                run=run.text,
            )
            where = Place(file=place.file, line=place.line, paragraph=place.paragraph, span=span)
            yield Problem("RPT-032", message, where, "请改正单位，或在填充项里加上 |unit 由系统写出。", level)


def _repeated_unit(unit: str, after: str, counters: tuple[str, ...]) -> str:
    """What is wrong after a number that already has its unit."""
    return "error" if after.startswith((unit, *_PERCENT, *_SCALES)) and unit in (*counters, *_PERCENT) else ""


def _differs(unit: str, after: str, counters: tuple[str, ...]) -> str:
    """What is wrong after a bare number: 'error', 'counter' or ''."""
    if after.startswith(unit):
        longer = next((word for word in counters if after.startswith(word)), unit)
        return "counter" if len(longer) > len(unit) and longer in counters else ""
    if unit in _PERCENT or unit.startswith(_SCALES) or after.startswith((*_PERCENT, *_SCALES)):
        return "error"
    return "counter" if after.startswith(counters) else ""
