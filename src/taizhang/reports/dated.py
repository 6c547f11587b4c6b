"""Dated texts: what a name says at the end of a report's period, built in or declared by the body."""

from __future__ import annotations

from collections.abc import Iterator

from taizhang.catalogue.dated import in_force
from taizhang.catalogue.resolved import Catalogue
from taizhang.reports.paper import Quoted, Run, Text, Unresolved
from taizhang.reports.period_words import period_words
from taizhang.reports.printing import chinese_date, chinese_period
from taizhang.reports.slots import TextSlot
from taizhang.reports.template import Written
from taizhang.terms.period import Period
from taizhang.terms.problem import Place, Problem
from taizhang.terms.sentence import sentence


def built_in_text(name: str, catalogue: Catalogue, period: Period) -> str | None:
    """The text of a built-in name, None for any other; year is that of the period's end."""
    body, year, words = catalogue.body, period.end.year, period_words(period)
    return {
        "body.name": body.name,
        "body.short": body.short or body.name,
        "year": str(year),
        "last_year": str(year - 1),
        "next_year": str(year + 1),
        "period": chinese_period(period),
        "as_of": chinese_date(period.last),
        "period_titled": words.titled,
        "period_opening": words.opening,
        "within_period": words.within,
        "same_period": words.same,
        "carried_over": words.carried,
    }.get(name)


def resolve_text(slot: TextSlot, catalogue: Catalogue, period: Period, place: Place) -> Run | Problem:
    """The run of a text slot; RPT-027 no such text, RPT-028 no value at the end of the period."""
    words = built_in_text(slot.name, catalogue, period)
    if words is not None:
        return Text(words)
    declared = catalogue.texts.get(slot.name)
    if declared is None:
        message = sentence("没有名为“{slot}”的文字。", slot=slot.name)
        return Problem("RPT-027", message, place, "请检查拼写，或先在目录里用 [text.名称] 声明它。")
    value = in_force(declared.value, period.end)
    if value is None:
        message = sentence("文字“{declared}”在{end}没有值。", declared=declared.title, end=chinese_date(period.end))
        hint = sentence("请在本单位的 catalogue/ 里写 [[text.{slot}.value]]，给出 since 和 text。", slot=slot.name)
        return Problem("RPT-028", message, place, hint)
    until = f"至{chinese_date(value.until)}" if value.until else "起"
    return Quoted(value.text, f"本单位登记的“{declared.title}”（{chinese_date(value.since)}{until}）", declared=True)


def gap(slot: TextSlot, catalogue: Catalogue, problem: Problem) -> Unresolved:
    """What stands where a text could not be told."""
    declared = catalogue.texts.get(slot.name)
    return Unresolved(f"【缺：{declared.title if declared else slot.name}】", problem.message)


class Spelling:
    """Spells titles, addressees and signatures; ``problems`` gathers the texts that have no value."""

    def __init__(self, catalogue: Catalogue, period: Period, file: str) -> None:
        self.catalogue, self.period, self.file = catalogue, period, file
        self.problems: list[Problem] = []

    def __call__(self, written: Written) -> str:
        """The words with their texts filled in."""
        return "".join(self._parts(written))

    def _parts(self, written: Written) -> Iterator[str]:
        for part in written:
            if isinstance(part, str):
                yield part
                continue
            told = resolve_text(part, self.catalogue, self.period, Place(file=self.file, line=part.line))
            if isinstance(told, Problem):
                self.problems.append(told)
                told = gap(part, self.catalogue, told)
            yield told.text
