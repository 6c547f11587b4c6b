"""Scores of units ranked, with movement since the period before, line by line, and replayed under another rule."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from taizhang.catalogue.load import load
from taizhang.catalogue.resolved import Catalogue, Figure
from taizhang.figures.compute import Answers, compute
from taizhang.figures.kinds import composed
from taizhang.figures.kinds.score import ScoredItem, lines, rule_of
from taizhang.figures.value import Ask, Value
from taizhang.shipped import CATALOGUE
from taizhang.site.site import Site
from taizhang.terms.period import Period
from taizhang.terms.problem import Problem, Refused
from taizhang.terms.scope import Scope
from taizhang.terms.sentence import sentence
from taizhang.warehouse.duck import Warehouse
from taizhang.warehouse.projection import Projection


@dataclass(frozen=True, slots=True)
class RankedScore:
    """A unit's score and place; equals share a place and the next is skipped (1, 1, 3).

    before: its place in the period before, 0 when it had none.
    """

    unit: str
    value: Value
    lines: tuple[ScoredItem, ...]
    place: int
    before: int = 0

    @property
    def movement(self) -> str:
        """How the place moved, in words: 升2位, 降1位, 持平, 新列入."""
        if not self.before:
            return "新列入"
        moved = self.before - self.place
        return f"升{moved}位" if moved > 0 else f"降{-moved}位" if moved < 0 else "持平"


@dataclass(frozen=True, slots=True)
class Replay:
    """A unit under the rule as it was and under another: both standings, None where it has none."""

    unit: str
    told: RankedScore | None
    anew: RankedScore | None


def score_figure(catalogue: Catalogue, name: str) -> Figure:
    """The figure of kind score; '' takes the only one. Raises Refused when there is none of that name."""
    scores = {key: figure for key, figure in catalogue.figures.items() if figure.kind == "score"}
    if not name and len(scores) == 1:
        (name,) = scores
    if name not in scores:
        known = "、".join(scores) or "无"
        message = sentence("没有名为“{name}”的得分。", name=name) if name else "没有指明是哪一个得分。"
        raise Refused(
            Problem("CMD-033", message, hint=sentence('可用的有：{known}。得分用 kind = "score" 声明。', known=known))
        )
    return scores[name]


def rank(site: Site, name: str, period: Period, kind: str = "") -> tuple[RankedScore, ...]:
    """The units in the order of their scores, with how they moved since the period before.

    kind: only units of that kind. Raises Refused when the rule was fixed after the period began.
    """
    figure = score_figure(site.catalogue, name)
    before = period.previous()
    wanted = [ask for unit in _units(site, kind) for when in (period, before) for ask in _asks(figure, when, unit)]
    answers = site.compute(wanted)
    earlier = {one.unit: one.place for one in _standings(answers, figure, before, _units(site, kind))}
    now = _standings(answers, figure, period, _units(site, kind), strict=True)
    return tuple(replace(one, before=earlier.get(one.unit, 0)) for one in now)


def replay(site: Site, rule: Path, name: str, year: int, kind: str = "") -> tuple[Replay, ...]:
    """What another rule, written in a TOML file as a figure of kind score, would have made of a past year.

    The day the other rule was fixed does not matter here. Units in their order under the rule as it was.
    """
    own = site.home / "catalogue"
    catalogue = load(CATALOGUE, own, rule, profile=site.catalogue.body.profile)
    period = Period.year(year)
    figure = score_figure(site.catalogue, name)
    other = _without_dates(score_figure(catalogue, name or figure.name), period)
    changed = replace(catalogue, figures={**catalogue.figures, other.name: other})
    told = {
        one.unit: one
        for one in _standings(*_compute(site, site.catalogue, _without_dates(figure, period), period, kind))
    }
    anew = {one.unit: one for one in _standings(*_compute(site, changed, other, period, kind))}
    return tuple(Replay(unit, told.get(unit), anew.get(unit)) for unit in dict.fromkeys((*told, *anew)))


def _compute(
    site: Site, catalogue: Catalogue, figure: Figure, period: Period, kind: str
) -> tuple[Answers, Figure, Period, tuple[str, ...]]:
    """Answers from a replica of its own: another catalogue must not throw the site's away."""
    known = replace(catalogue, figures={**catalogue.figures, figure.name: figure})
    warehouse = Warehouse()
    Projection(known, warehouse).run(site.journal.kept)
    units = _units(site, kind)
    asks = [ask for unit in units for ask in _asks(figure, period, unit)]
    return compute(known, warehouse, asks, site.organisation()), figure, period, units


def _without_dates(figure: Figure, period: Period) -> Figure:
    rule = rule_of(figure).model_copy(update={"fixed": period.start})
    return replace(figure, declared=figure.declared.model_copy(update={"score": rule}))


def _units(site: Site, kind: str) -> tuple[str, ...]:
    """The units that can be ranked: those with a unit above them, of the kind asked for."""
    units = site.organisation().units.values()
    body = site.catalogue.body.name
    return tuple(unit.name for unit in units if unit.name != body and (not kind or unit.kind == kind))


def _asks(figure: Figure, period: Period, unit: str) -> Iterable[Ask]:
    yield Ask(figure.name, period, scope=Scope(unit))


def _standings(
    answers: Answers, figure: Figure, period: Period, units: Sequence[str], *, strict: bool = False
) -> tuple[RankedScore, ...]:
    """The units with a score, the best first; those without any plain line that has points are left out."""
    found = []
    for unit in units:
        value = answers.value(Ask(figure.name, period, scope=Scope(unit)))
        if strict and value.amount is None and rule_of(figure).fixed > period.start:
            raise Refused(
                Problem(
                    "FIG-020", sentence("“{figure}”{reason}", figure=figure.title, reason=value.reason), hint=_FIXED
                )
            )
        made = lines(
            figure,
            [answers.value(Ask(one, when, scope=Scope(unit))) for one, when in composed(figure).parts(figure, period)],
        )
        if value.amount is not None and any(line.points is not None for line in made if line.item.role == "item"):
            found.append(RankedScore(unit, value, made, 0))
    found.sort(key=lambda one: (-(one.value.amount or Decimal(0)), one.unit))
    amounts = [one.value.amount for one in found]
    return tuple(replace(one, place=amounts.index(one.value.amount) + 1) for one in found)


_FIXED = "考核办法须在期间开始前定下；要看新办法用在过去会怎样，用 taizhang assess --rule 文件 --year 年度。"
