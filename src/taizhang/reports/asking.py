"""From slots to asks: which figure, group and window a slot means, and the year-on-year figures it implies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from taizhang.catalogue.model import Change, FigureDeclaration
from taizhang.catalogue.predicate import parse
from taizhang.catalogue.resolve import digest
from taizhang.catalogue.resolved import Catalogue, Figure
from taizhang.figures.value import Ask
from taizhang.reports.slots import ChangeSlot, CountedSlot, FigureSlot, Slot
from taizhang.terms.period import Period
from taizhang.terms.problem import Place, Problem
from taizhang.terms.scope import Scope
from taizhang.terms.sentence import sentence

_QUARTER = re.compile(r"[Qq]([1-4])")


@dataclass(frozen=True, slots=True)
class SlotAsks:
    """What a slot needs: its ask, and for a share the ask of the whole."""

    ask: Ask
    whole: Ask | None = None

    @property
    def asks(self) -> tuple[Ask, ...]:
        """All asks."""
        return (self.ask,) if self.whole is None else (self.ask, self.whole)


def with_changes(catalogue: Catalogue, slots: Iterable[Slot]) -> Catalogue:
    """The catalogue with a year-on-year figure for each change of a plain figure in the slots.

    One that the catalogue already declares over the same figure is used instead.
    """
    figures = dict(catalogue.figures)
    for slot in slots:
        base = figures.get(slot.figure) if isinstance(slot, ChangeSlot) else None
        if base is not None and isinstance(slot, ChangeSlot) and base.kind != "year_on_year":
            change = _change(base, slot)
            if _find_declared(catalogue, base, change) is None:
                made = _year_on_year(base, change)
                figures[made.name] = made
    return replace(catalogue, figures=figures)


def want(catalogue: Catalogue, slot: CountedSlot, period: Period, scope: Scope, file: str) -> SlotAsks | Problem:
    """The asks of a slot; RPT-020 unknown figure, RPT-021 no such group, RPT-022 unreadable period.

    ``catalogue`` is the one that ``with_changes`` gave.
    """
    place = Place(file=file, line=slot.line)
    figure = catalogue.figures.get(slot.figure)
    if figure is None:
        return Problem(
            "RPT-020",
            sentence("没有名为“{figure}”的指标。", figure=slot.figure),
            place,
            "请检查拼写，或先在目录里声明它。",
        )
    options = slot.options
    if options.by:
        fault = _group_fault(catalogue, figure, options.by, options.member)
        if fault:
            return Problem("RPT-021", fault, place, "请改用该台账允许分组的列和词表里的组名。")
    if isinstance(slot, FigureSlot) and options.word is not None and figure.rate:
        message = sentence("“{figure}”是比率或增减，不能用概数词“{word}”。", figure=figure.title, word=options.word)
        return Problem("RPT-025", message, place, "请删去 rounded，改用 decimals 控制位数。")
    window = _window(options.period, period)
    if window is None:
        message = sentence("期间“{period}”写法不对。", period=options.period)
        return Problem("RPT-022", message, place, "请写 2026、2026-03、2026Q1 或 Q1（报告年度的季度）。")
    if options.last:
        window = window.last_year()
    if isinstance(slot, ChangeSlot) and figure.kind != "year_on_year":
        change = _change(figure, slot)
        figure = _find_declared(catalogue, figure, change) or _year_on_year(figure, change)
    ask = Ask(figure.name, window, options.by, options.member, Scope(options.scope) if options.scope else scope)
    return SlotAsks(ask, replace(ask, by="", member="") if options.share else None)


def share_figure(base: Figure) -> Figure:
    """The figure that a group's part of the whole is a value of."""
    declared = FigureDeclaration(title=f"{base.title}占比", kind="ratio", of=(base.name,), over=(base.name,))
    return _compose(f"{base.name}__share", declared, "%", 2, base)


def _year_on_year(base: Figure, change: Change) -> Figure:
    scale = base.scale if change == "difference" else Decimal(1)
    declared = FigureDeclaration(
        title=f"{base.title}同比", kind="year_on_year", of=(base.name,), change=change, scale=scale
    )
    unit = {"rate": "%", "points": "个百分点", "difference": base.unit}[change]
    return _compose(f"{base.name}__{change}", declared, unit, base.decimals if change == "difference" else 2, base)


def _compose(name: str, declared: FigureDeclaration, unit: str, decimals: int, base: Figure) -> Figure:
    described = {"kind": declared.kind, "change": declared.change, "of": base.hash}
    return Figure(name, declared, "", parse(""), parse(""), unit, decimals, digest(described))


def _change(base: Figure, slot: ChangeSlot) -> Change:
    if base.kind in ("ratio", "share"):
        return "points"
    return "difference" if slot.options.difference else "rate"


def _find_declared(catalogue: Catalogue, base: Figure, change: Change) -> Figure | None:
    return next(
        (
            figure
            for figure in catalogue.figures.values()
            if figure.kind == "year_on_year" and figure.declared.of == (base.name,) and figure.change == change
        ),
        None,
    )


def _window(written: str, period: Period) -> Period | None:
    if not written:
        return period
    quarter = _QUARTER.fullmatch(written)
    try:
        found = Period.quarter(period.end.year, int(quarter[1])) if quarter else Period.parse(written)
        return found.as_of(period.until)
    except ValueError:
        return None


def _group_fault(catalogue: Catalogue, figure: Figure, by: str, member: str) -> str:
    """Why a figure has no such group, '' when it has."""
    for ledger in (catalogue.ledgers[leaf.ledger] for leaf in _leaves(catalogue, figure)):
        if by not in ledger.groups:
            return sentence(
                "“{figure}”不能按“{by}”分组：台账“{ledger}”没有声明这样的分组列。",
                figure=figure.title,
                by=by,
                ledger=ledger.title,
            )
        words = catalogue.vocabularies.get(ledger.columns[by].choices)
        if words and not words.open and words.values and member not in words.values and not words.many:
            return sentence(
                "“{member}”不是“{columns}”的取值，可用的有{values}。",
                member=member,
                columns=ledger.columns[by].title,
                values="、".join(words.values),
            )
    return ""


def _leaves(catalogue: Catalogue, figure: Figure) -> Iterator[Figure]:
    """The figures over rows that a figure is made of."""
    if not figure.composed:
        yield figure
    for name in figure.declared.made_of:
        yield from _leaves(catalogue, catalogue.figures[name])
