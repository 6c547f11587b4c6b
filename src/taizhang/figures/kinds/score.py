"""Scores: the lines of a rule over figures, each with its points and, where it has none, the reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from taizhang.catalogue.resolved import Catalogue, Figure
from taizhang.catalogue.scored import How, ScoreItem, ScoreRule
from taizhang.figures.kinds.kind import NO_ROWS, ComposedKind
from taizhang.figures.value import Ask, Value
from taizhang.terms.quantity import DIGITS, format_plain, round_half_up
from taizhang.terms.sentence import sentence

NO_TARGET = "目标值为零，不适用。"
NO_INPUT = "各项都没有数。"


@dataclass(frozen=True, slots=True)
class ScoredItem:
    """A line of a score: the figure's value, its target, and the points; None with a reason when it has none."""

    item: ScoreItem
    actual: Value
    target: Decimal | None
    points: Decimal | None
    reason: str = ""


def rule_of(figure: Figure) -> ScoreRule:
    """The rule of a figure of kind score, which its check demands."""
    assert figure.declared.score is not None
    return figure.declared.score


def too_late(figure: Figure, ask: Ask) -> str:
    """Why the rule does not hold for the period: it was fixed after the period began; '' when it holds."""
    fixed, start = rule_of(figure).fixed, ask.period.start
    if fixed <= start:
        return ""
    return sentence(
        "考核办法定于{fixed}，晚于期间起始日{start}，不得用于本期间。", fixed=fixed.isoformat(), start=start.isoformat()
    )


def lines(figure: Figure, values: Sequence[Value]) -> tuple[ScoredItem, ...]:
    """Every line with its points; ``values`` are those of the kind's parts, in order."""
    left, told = list(values), []
    for item in rule_of(figure).item:
        actual = left.pop(0)
        against = left.pop(0) if item.against else None
        told.append(_line(figure, item, actual, against.amount if against else item.target, against))
    return tuple(told)


def _line(figure: Figure, item: ScoreItem, actual: Value, target: Decimal | None, against: Value | None) -> ScoredItem:
    if actual.amount is None:
        return ScoredItem(item, actual, target, None, actual.reason or NO_ROWS)
    if against is not None and target is None:
        return ScoredItem(item, actual, None, None, against.reason or "没有目标值。")
    if item.how in ("share", "met", "reverse") and not target:
        return ScoredItem(item, actual, target, None, NO_TARGET)
    with localcontext(prec=DIGITS):
        points = _POINTS[item.how](item, actual.amount / actual.figure.scale, target or Decimal(1))
        if rule_of(figure).by_item:
            points = round_half_up(points, figure.decimals)
        return ScoredItem(item, actual, target, points)


def _share(item: ScoreItem, actual: Decimal, target: Decimal) -> Decimal:
    return item.weight * max(Decimal(0), min(actual / target, item.most if item.most is not None else Decimal(1)))


def _share_met(item: ScoreItem, actual: Decimal, target: Decimal) -> Decimal:
    return item.weight if actual >= target else Decimal(0)


def _reverse(item: ScoreItem, actual: Decimal, target: Decimal) -> Decimal:
    return item.weight if actual <= target else item.weight * target / actual


def _rate(item: ScoreItem, actual: Decimal, target: Decimal) -> Decimal:
    return item.weight * max(Decimal(0), min(actual, Decimal(100))) / 100


def _each(item: ScoreItem, actual: Decimal, target: Decimal) -> Decimal:
    points = item.weight * max(actual, Decimal(0))
    return points if item.most is None else min(points, item.most)


_POINTS: dict[How, Callable[[ScoreItem, Decimal, Decimal], Decimal]] = {
    "share": _share,
    "met": _share_met,
    "reverse": _reverse,
    "rate": _rate,
    "each": _each,
}


def score(figure: Figure, ask: Ask, values: Sequence[Value]) -> Value:
    """The score: beginning + lines + bonuses up to their cap − penalties up to theirs, never below 0.

    What has no number adds nothing and is told beside the score (11项中9项有数), never passed over in silence.
    """
    if reason := too_late(figure, ask):
        return Value(figure, ask, None, reason=reason)
    told = lines(figure, values)
    known = [line for line in told if line.points is not None]
    if not known:
        return Value(figure, ask, None, reason=NO_INPUT)
    note = "" if len(known) == len(told) else f"{len(told)}项中{len(known)}项有数"
    return Value(figure, ask, round_half_up(sum_points(rule_of(figure), known), figure.decimals), note=note)


def sum_points(rule: ScoreRule, known: Sequence[ScoredItem]) -> Decimal:
    """The exact sum of lines that have points."""
    items, bonus, penalty = (sum(_of(known, role), Decimal(0)) for role in ("item", "bonus", "penalty"))
    bonus = bonus if rule.bonus_cap is None else min(bonus, rule.bonus_cap)
    penalty = penalty if rule.penalty_cap is None else min(penalty, rule.penalty_cap)
    return max(Decimal(0), rule.begin + items + bonus - penalty)


def _of(known: Sequence[ScoredItem], role: str) -> Iterator[Decimal]:
    return (line.points or Decimal(0) for line in known if line.item.role == role)


_ROLES = {"item": "", "bonus": "加分", "penalty": "减分"}
_HOWS = {
    "share": "按完成目标的比例",
    "met": "达到目标得满分",
    "reverse": "不高于目标得满分，超出的按比例",
    "rate": "按百分比",
    "each": "按件",
}


def _describe(catalogue: Catalogue, figure: Figure) -> str:
    """The rule of a score, line by line."""
    rule = rule_of(figure)
    told = []
    for line in rule.item:
        target = catalogue.figures[line.against].title if line.against else ""
        target = target or ("" if line.target is None else format_plain(line.target))
        most = f"，最多{format_plain(line.most)}{'分' if line.how == 'each' else '倍'}" if line.most is not None else ""
        aim = f"，目标{target}" if target else ""
        what = catalogue.figures[line.figure].title
        told.append(
            f"{_ROLES[line.role]}{line.title}{format_plain(line.weight)}分（{what}，{_HOWS[line.how]}{aim}{most}）"
        )
    caps = [
        f"{word}不超过{format_plain(cap)}分"
        for word, cap in (("加分", rule.bonus_cap), ("减分", rule.penalty_cap))
        if cap is not None
    ]
    begin = [f"起评{format_plain(rule.begin)}分"] if rule.begin else []
    return "；".join([*begin, *told, *caps, f"办法定于{rule.fixed.isoformat()}，没有数的项不计分并注明"])


KIND = ComposedKind("score", "得分", score, _describe)
