"""Targets against the pace of the year: how far, ahead or behind, and why; within what the person sees whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation

from taizhang.boards.board import BoardChoice
from taizhang.boards.ways import Ways
from taizhang.boards.whole import narrow, visible_figures
from taizhang.catalogue.predicate import Scalar
from taizhang.catalogue.resolved import Figure
from taizhang.figures.compute import Answers
from taizhang.figures.value import Ask, TracedRow, Value
from taizhang.site.desk import Desk
from taizhang.terms.period import Period
from taizhang.terms.quantity import format_plain, percent
from taizhang.terms.scope import Scope
from taizhang.terms.sentence import sentence

MARGIN = Decimal(5)
"""Within so many points of the pace a target is on track."""
SET = "target_set"
"""The figure whose rows are the targets of a year."""
WORDS = ("完成", "领先", "正常", "偏快", "落后", "超限")
_ACCUMULATING = ("flow", "sum", "cohort", "distinct")
_RATE = "%"


@dataclass(frozen=True, slots=True)
class Pace:
    """How much of the year has passed on a day, in percent."""

    day: date
    share: Decimal

    @staticmethod
    def on(day: date, year: int) -> Pace:
        """The pace of a year on a day; a past year has passed whole."""
        whole = Period.year(year)
        last = min(max(day, whole.start), whole.end)
        days = (last - whole.start).days + 1
        share = percent(Decimal(days), Decimal((whole.end - whole.start).days + 1), 1)
        return Pace(last, share or Decimal(0))


@dataclass(frozen=True, slots=True)
class Goal:
    """One target: aim and what was done in words, the rate, the plain word and why it is that.

    rate: done in percent of the aim, None when it cannot be told. href: opens its rows.
    """

    title: str
    aim: str
    done: str
    rate: Decimal | None
    word: str
    why: str
    href: str

    @property
    def kind(self) -> str:
        """The word in English, for the looks of it."""
        return dict(zip(WORDS, ("reached", "ahead", "steady", "fast", "behind", "over"), strict=True)).get(
            self.word, ""
        )


def goals(desk: Desk, choice: BoardChoice, ways: Ways) -> tuple[Goal, ...]:
    """The targets of the year in which the board's period ends, as far as the person may see them, those behind first.

    Targets are the figures declared as a share of a target, of the chosen ledger and unit, and the matters of the
    ledger of targets; of a unit those it is responsible for.
    """
    return _GoalReader(desk, choice, ways).goals()


class _GoalReader:
    def __init__(self, desk: Desk, choice: BoardChoice, ways: Ways) -> None:
        self.desk, self.ways, self.site, self.choice = desk, ways, desk.site, choice
        year = choice.period.end.year
        self.period, self.pace = Period.year(year), Pace.on(desk.today, year)
        every = visible_figures(desk, leaving=choice.leaving).items()
        inside = ((name, figure, narrow(desk, scope, choice.unit)) for name, (figure, scope) in every)
        self.known = {name: (figure, scope) for name, figure, scope in inside if scope is not None}

    def goals(self) -> tuple[Goal, ...]:
        """Shares of targets, then the targets registered as matters."""
        mine = visible_figures(self.desk, ledger=self.choice.ledger, leaving=self.choice.leaving)
        shares = {name: found for name, found in self.known.items() if found[0].kind == "share" and name in mine}
        rows = self._rows()
        named = {str(self._facts(row).get("figure") or "") for row in rows} & set(self.known)
        asks = [self._ask(name) for name in (*shares, *named)]
        answers = self.site.compute([*asks, *(one for ask in asks for one in self._sides(ask))])
        found = [*self._shares(shares, answers), *(self._registered_goal(row, answers) for row in rows)]
        order = {word: place for place, word in enumerate(("超限", "落后", "偏快", "正常", "领先", "完成"))}
        return tuple(sorted(found, key=lambda goal: (order.get(goal.word, 9), goal.title)))

    def _ask(self, name: str) -> Ask:
        return Ask(name, self.period, scope=self.known[name][1])

    def _sides(self, ask: Ask) -> tuple[Ask, ...]:
        """What a share divides, when each side is one figure."""
        declared = self.known[ask.figure][0].declared
        sides = (*declared.of, *declared.over)
        return tuple(replace(ask, figure=name) for name in sides) if declared.kind == "share" else ()

    def _shares(self, shares: Mapping[str, tuple[Figure, Scope]], answers: Answers) -> Iterator[Goal]:
        for name, (figure, _) in shares.items():
            ask = self._ask(name)
            value = answers.value(ask)
            if value.amount is None:
                continue
            done, aim = (
                self._words([answers.value(replace(ask, figure=one)) for one in side])
                for side in (figure.declared.of, figure.declared.over)
            )
            word, why = judge_rate(value.amount, self.pace, ceiling=figure.declared.ceiling)
            yield Goal(
                figure.title, aim, done, value.amount, word, why, self.ways.figure(name, self.period, self.choice.unit)
            )

    def _words(self, values: list[Value]) -> str:
        return "、".join(f"{one.text or '—'}{one.figure.unit}" for one in values)

    def _rows(self) -> tuple[TracedRow, ...]:
        """The registered targets of the year, when the person sees the whole ledger; of a unit, its own."""
        everywhere = SET in self.known and not visible_figures(self.desk)[SET][1].unit
        if not everywhere or self.choice.ledger not in ("", self.known[SET][0].ledger):
            return ()
        return self.site.trace(self._ask(SET)).rows

    def _facts(self, row: TracedRow) -> Mapping[str, Scalar]:
        return dict(row.columns)

    def _registered_goal(self, row: TracedRow, answers: Answers) -> Goal:
        """A target with what was done: the declared figure it names, else the amount recorded with it."""
        facts = self._facts(row)
        name, unit = str(facts.get("figure") or ""), str(facts.get("measure_unit") or "")
        aim, word = _amount(facts.get("amount")), str(facts.get("word") or "")
        actual, pace, adds = _amount(facts.get("actual")), self._recorded_pace(facts.get("as_of")), unit != _RATE
        if name in self.known:
            value = answers.value(self._ask(name))
            actual = None if value.amount is None else value.amount / value.figure.scale
            pace, adds = self.pace, adds and value.figure.kind in _ACCUMULATING
        rate = percent(actual, aim, 1) if actual is not None and aim else None
        told, why = _unknown() if rate is None else judge_rate(rate, pace) if adds else judge_level(rate)
        title = str(facts.get("indicator") or facts.get("no") or row.number)
        done = "—" if actual is None else f"{format_plain(actual)}{unit}"
        wanted = "—" if aim is None else f"{word}{format_plain(aim)}{unit}"
        return Goal(title, wanted, done, rate, told, why, self.ways.matter(row.matter))

    def _recorded_pace(self, day: Scalar) -> Pace:
        """The pace on the day an amount was recorded for."""
        return Pace.on(day, self.period.start.year) if isinstance(day, date) else self.pace


def judge_rate(rate: Decimal, pace: Pace, *, ceiling: bool = False) -> tuple[str, str]:
    """The plain word for a rate that grows over the year, and why.

    ceiling: the target is a bound not to be passed, so being slow is good.
    """
    apart, passed = rate - pace.share, sentence("到{day}全年已过{share}%", day=pace.day, share=pace.share)
    if ceiling:
        word = "超限" if rate > 100 else "偏快" if apart > MARGIN else "正常"
        if apart > 0:
            return word, sentence(
                "{passed}，已用{rate}%，比时间进度快{apart}个百分点。", passed=passed, rate=rate, apart=apart
            )
        return word, sentence("{passed}，已用{rate}%，没有超过时间进度。", passed=passed, rate=rate)
    if rate >= 100:
        return "完成", sentence("已完成目标的{rate}%。", rate=rate)
    if apart >= 0:
        return ("领先" if apart > MARGIN else "正常"), sentence(
            "{passed}，完成{rate}%，比时间进度快{apart}个百分点。", passed=passed, rate=rate, apart=apart
        )
    word = "落后" if apart < -MARGIN else "正常"
    if pace.share == 100:
        return word, sentence("{passed}，完成{rate}%，差{value}个百分点。", passed=passed, rate=rate, value=-apart)
    ahead = _project(rate, pace)
    return word, sentence(
        "{passed}，完成{rate}%，比时间进度慢{value}个百分点，照此进度全年约完成{ahead}%。",
        passed=passed,
        rate=rate,
        value=-apart,
        ahead=ahead,
    )


def judge_level(rate: Decimal) -> tuple[str, str]:
    """The plain word for a level that is met or not at any moment, and why."""
    if rate >= 100:
        return "完成", "现在的值达到目标。"
    return "落后", sentence("现在的值是目标的{rate}%，还没有达到。", rate=rate)


def _unknown() -> tuple[str, str]:
    return "", "没有登记完成值，或目标没有对应的指标。"


def _project(rate: Decimal, pace: Pace) -> Decimal | None:
    """What the year would end at, at the pace so far."""
    return percent(rate, pace.share, 1)


def _amount(value: Scalar) -> Decimal | None:
    with suppress(InvalidOperation, TypeError):
        return None if value in (None, "") else Decimal(str(value))
    return None
