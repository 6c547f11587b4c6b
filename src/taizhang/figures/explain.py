"""Why a figure changed: its change between two asks split into what each part adds, with the rows behind each.

The parts sum to the change to the last printed digit. What cannot be split says why.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from taizhang.catalogue.resolved import Catalogue
from taizhang.figures import contributions
from taizhang.figures.compute import Answers, compute
from taizhang.figures.kinds import TITLES
from taizhang.figures.split import DIVIDED, FLOWS, MEANS, PARTS, Contribution, Split, ways
from taizhang.figures.trace import Tracer
from taizhang.figures.value import Ask, Trace, Value
from taizhang.terms.quantity import round_half_up
from taizhang.terms.scope import Organisation
from taizhang.terms.sentence import sentence
from taizhang.warehouse.engine import Engine


def explain(
    catalogue: Catalogue, warehouse: Engine, organisation: Organisation, asked: tuple[Ask, Ask], way: str = ""
) -> Split:
    """The change from the first ask to the second, split the way named, by the first possible one when ''.

    Both asks are of the same figure. Raises KeyError when the figure cannot be split that way.
    """
    before, now = asked
    figure = catalogue.figures[now.figure]
    known = ways(catalogue, figure)
    if way and way not in known:
        raise KeyError(way)
    way = way or next(iter(known), "")
    column = way if way not in (FLOWS, PARTS) else ""
    wanted = [*asked, *(replace(ask, by=column) for ask in asked if column)]
    answers = compute(catalogue, warehouse, wanted, organisation)
    values = answers.value(before), answers.value(now)
    split = Split(*values, known, way)
    if lacking := next((one for one in values if one.amount is None), None):
        period = lacking.ask.period.key
        return replace(split, reason=sentence("{period}没有这个数：{reason}", period=period, reason=lacking.reason))
    if not known:
        says = "“{kind}”这类指标不是由各部分相加而成，它的变化不能分解。"
        return replace(split, reason=sentence(says, kind=TITLES[figure.kind]))
    first, last = (printed(one) for one in values)
    split = replace(split, change=last - first)
    tracer = Tracer(catalogue, warehouse, answers, organisation)
    traces = tracer.trace(before), tracer.trace(now)
    return replace(split, contributions=_contributions(split, answers, traces))


def printed(value: Value) -> Decimal:
    """The number as printed, without its rounding word."""
    amount = value.amount or Decimal(0)
    figure = value.figure
    return round_half_up(amount if figure.rate else amount / figure.scale, max(figure.decimals, 0))


def _contributions(split: Split, answers: Answers, traces: tuple[Trace, Trace]) -> tuple[Contribution, ...]:
    figure = split.now.figure
    if split.way == FLOWS:
        found = contributions.by_flow(split, traces)
    elif split.way == PARTS:
        found = contributions.by_part(split, traces)
    else:
        rows = [contributions.group_rows(split.way, one) for one in traces]
        there = {*rows[0], *rows[1]}  # the engine also names members outside the scope, with nothing counted
        groups = [
            {
                member: value
                for member, value in answers.groups(replace(one.ask, by=split.way)).items()
                if member in there
            }
            for one in (split.before, split.now)
        ]
        divided = figure.kind in DIVIDED or figure.kind in MEANS
        found = (contributions.by_rate if divided else contributions.by_member)(split, groups, rows)
    return tuple(sorted(found, key=lambda one: (-abs(one.amount), one.part)))
