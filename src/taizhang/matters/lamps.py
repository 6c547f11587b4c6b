"""The lamp of a matter on a day, with the rule and the numbers that decided it.

No national rule defines lamps: red is overdue or twice returned, yellow near its due date or once returned,
grey stands still, blue waits for verification, green is in order. A lamp is computed, never stored as truth.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from taizhang.catalogue.model import ClockDeclaration
from taizhang.catalogue.model import LampThresholds as LampDeclaration
from taizhang.catalogue.predicate import Scalar
from taizhang.catalogue.resolved import Ledger
from taizhang.matters.due import DueDate, Running, due_date, running
from taizhang.matters.entry import Head
from taizhang.matters.lifecycles import LIFECYCLES
from taizhang.matters.words import AWAITING_REVIEW, FINISHED
from taizhang.terms.sentence import sentence
from taizhang.terms.workdays import Workdays

Colour = Literal["green", "yellow", "red", "grey", "blue"]
COLOURS: Mapping[Colour, str] = {"green": "绿灯", "yellow": "黄灯", "red": "红灯", "grey": "灰灯", "blue": "蓝灯"}


@dataclass(frozen=True, slots=True)
class Lamp:
    """A lamp and why. rule: its stable name; reason: one Chinese sentence with the numbers.

    overdue: past its due date and not completed on that day. ever: overdue now or at any time before (曾逾期).
    """

    colour: Colour
    rule: str
    reason: str
    due: DueDate | None
    overdue: bool
    ever: bool

    @property
    def label(self) -> str:
        """The lamp's Chinese name."""
        return COLOURS[self.colour]


@dataclass(frozen=True, slots=True)
class LampView:
    """What a lamp rule looks at: the matter on that day."""

    head: Head
    row: Mapping[str, Scalar]
    ledger: Ledger
    due: DueDate | None
    done: date | None
    workdays: Workdays
    day: date

    @property
    def overdue(self) -> bool:
        """Past the due date without completion; the due day itself is not overdue."""
        if self.due is None or self.day <= self.due.day or self.head.state in ("standing", "suspended"):
            return False
        return not self.completed and not self.ended

    @property
    def completed(self) -> bool:
        """Completed by that day."""
        return self.done is not None and self.done <= self.day

    @property
    def ended(self) -> bool:
        """In a state with nothing more to do, reached by that day as far as the ledger's own dates say."""
        return self.head.state in FINISHED and (self.done is None or self.completed)

    @property
    def ever(self) -> bool:
        """Overdue now, completed late, or once acted on past the due date."""
        late = self.due is not None and self.done is not None and self.due.day < self.done <= self.day
        return self.overdue or self.head.course.late or late


_REPORTED = frozenset((*AWAITING_REVIEW, *FINISHED, "standing"))
Rule = Callable[[LampView], tuple[Colour, str] | None]


def finished(sight: LampView) -> tuple[Colour, str] | None:
    """Nothing more to be done, or nothing with an end."""
    label = LIFECYCLES[sight.ledger.declared.lifecycle].label(sight.head.state)
    if sight.ended:
        return "green", sentence("事项{label}，不再计时。", label=label)
    if sight.head.state == "standing":
        review = sight.head.round.review
        if review and sight.day > review:
            return "yellow", sentence("长期坚持事项的评估日期{review}已过。", review=review)
        after = sentence("，下次评估{review}", review=review) if review else ""
        return "green", sentence("事项{label}，不计逾期{after}。", label=label, after=after)
    return None


def standing_still(sight: LampView) -> tuple[Colour, str] | None:
    """The clock is suspended."""
    if sight.head.state != "suspended":
        return None
    since = sight.head.course.suspended
    begun = sentence("自{since}起", since=since) if since else ""
    return "grey", sentence("{begun}中止计时。", begun=begun)


def overdue(sight: LampView) -> tuple[Colour, str] | None:
    """Past the due date."""
    if not sight.overdue or sight.due is None:
        return None
    days = (sight.day - sight.due.day).days
    return "red", sentence("到期日{due}，至{day}已逾期{days}天。", due=sight.due.words, day=sight.day, days=days)


def returned_often(sight: LampView) -> tuple[Colour, str] | None:
    """Returned for quality twice or more."""
    times = sight.head.course.returned
    return ("red", sentence("已被退回重办{times}次，达到2次。", times=times)) if times >= 2 else None


def awaiting_review(sight: LampView) -> tuple[Colour, str] | None:
    """Completed or reported so, and not yet verified."""
    if sight.head.state not in AWAITING_REVIEW and not sight.completed:
        return None
    late = "，曾逾期" if sight.ever else ""
    done = sight.done.isoformat() if sight.done else "未填"
    return "blue", sentence("已完成待核验（完成日期{done}）{late}。", done=done, late=late)


def whole_time(row: Mapping[str, Scalar], due: date, workdays: Workdays) -> int:
    """The workdays a matter has from its opening to its due date; 0 when it is not known when it was opened."""
    opened = row.get("opened")
    return workdays.between(opened, due) if isinstance(opened, date) else 0


def warning_line(lamp: LampDeclaration, whole: int) -> Decimal:
    """With how many workdays left a matter turns yellow."""
    return max(Decimal(lamp.workdays), whole * lamp.share)


def near(sight: LampView) -> tuple[Colour, str] | None:
    """So many workdays before the due date, or that share of the whole time, whichever is more."""
    if sight.due is None:
        return None
    lamp, left = sight.ledger.declared.lamp, sight.workdays.between(sight.day, sight.due.day)
    whole = whole_time(sight.row, sight.due.day, sight.workdays)
    if left > warning_line(lamp, whole):
        return None
    rule = sentence("{days}个工作日", days=lamp.workdays)
    if whole:
        percent = f"{(lamp.share * 100).normalize():f}"
        says = "{days}个工作日，全部{whole}个工作日的{percent}%两者取大"
        rule = sentence(says, days=lamp.workdays, whole=whole, percent=percent)
    says = "到期日{due}，还剩{left}个工作日，不多于提醒线（{rule}）。"
    return "yellow", sentence(says, due=sight.due.words, left=left, rule=rule)


def returned_once(sight: LampView) -> tuple[Colour, str] | None:
    """Returned for quality once."""
    return ("yellow", "已被退回重办1次。") if sight.head.course.returned == 1 else None


def in_order(sight: LampView) -> tuple[Colour, str] | None:
    """Nothing to warn of."""
    if sight.due is None:
        return "green", "没有期限，正常办理。"
    left = sight.workdays.between(sight.day, sight.due.day)
    return "green", sentence("到期日{due}，还剩{left}个工作日，正常办理。", due=sight.due.words, left=left)


RULES: tuple[Rule, ...] = (
    finished,
    standing_still,
    overdue,
    returned_often,
    awaiting_review,
    near,
    returned_once,
    in_order,
)


@dataclass(frozen=True, slots=True)
class Lamps:
    """Lamps of one catalogue's matters: its clocks and the legal calendar."""

    clocks: Mapping[str, ClockDeclaration]
    workdays: Workdays

    def clocks_of(self, head: Head, row: Mapping[str, Scalar], ledger: Ledger) -> tuple[Running, ...]:
        """Every legal clock that runs for the matter, whether or not it drives the lamp."""
        return running(head, row, ledger, self.clocks, self.workdays)

    def of(self, head: Head, row: Mapping[str, Scalar], ledger: Ledger, day: date) -> Lamp:
        """The lamp on that day: the first rule of RULES that speaks.

        head: the matter as it stood that day; row: its typed fields and derived columns (``row_of``).
        """
        due = due_date(head, row, ledger, self.clocks, self.workdays)
        sight = LampView(head, row, ledger, due, done_on(head, row), self.workdays, day)
        for rule in RULES:
            spoken = rule(sight)
            if spoken:
                return Lamp(spoken[0], rule.__name__, spoken[1], due, sight.overdue, sight.ever)
        raise AssertionError("the last rule always speaks")


def done_on(head: Head, row: Mapping[str, Scalar]) -> date | None:
    """The day of completion: as the ledger has it, else the day it was reported."""
    for name in ("done", "closed"):
        value = row.get(name)
        if isinstance(value, date):
            return value
    # Elsewhere the last feedback is progress, or a report that was returned: neither completes anything.
    return head.course.last if head.state in _REPORTED else None
