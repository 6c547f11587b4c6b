"""Decides one act: the row of the lifecycle that allows it, where it leads, or everything that stands against it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import InvalidOperation
from functools import cache
from types import MappingProxyType

from taizhang.catalogue.model import ClockDeclaration
from taizhang.catalogue.resolved import Ledger
from taizhang.catalogue.values import PARSED, Stored, to_scalar
from taizhang.matters.answers import unsaid
from taizhang.matters.conditions import ActCase, due_in
from taizhang.matters.entry import CORRECT, RECORD, Head, Intention
from taizhang.matters.facts_of_acts import refuse_against_state
from taizhang.matters.lifecycles import GIVEN, LEVELS, LIFECYCLES, Lifecycle, Transition
from taizhang.matters.words import COUNTING, NEW, OPENING, STATES, act_label, state_label
from taizhang.terms.problem import Problem
from taizhang.terms.sentence import chain, sentence
from taizhang.terms.workdays import shipped_calendar

UNGOVERNED = "registered"
_NO_OTHERS: Mapping[str, Head] = MappingProxyType({})
_NO_CLOCKS: Mapping[str, ClockDeclaration] = MappingProxyType({})
_ALL_STATES = tuple(state for state in STATES if state != NEW)


@dataclass(frozen=True, slots=True)
class Governed:
    """A ledger with its lifecycle and the fields in which its due date may stand, the deciding one first.

    windows: acts that must be done within a time limit, by act.
    """

    ledger: Ledger
    lifecycle: Lifecycle
    due_fields: tuple[str, ...]
    windows: Mapping[str, ClockDeclaration] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decision:
    """Where an act leads; with problems it leads nowhere."""

    state: str
    round: int = 1
    late: bool = False
    problems: tuple[Problem, ...] = ()


def govern(ledgers: Mapping[str, Ledger], clocks: Mapping[str, ClockDeclaration] = _NO_CLOCKS) -> dict[str, Governed]:
    """Each ledger with its lifecycle and the time limits of its acts, by name."""
    return {
        name: Governed(
            ledger,
            LIFECYCLES[ledger.declared.lifecycle],
            due_fields(ledger),
            {act: clocks[clock] for act, clock in ledger.declared.windows.items() if clock in clocks},
        )
        for name, ledger in ledgers.items()
    }


def due_fields(ledger: Ledger) -> tuple[str, ...]:
    """The fields behind the column ``due``: itself, or those it is derived from."""
    if "due" in ledger.declared.field:
        return ("due",)
    derived = ledger.declared.derive.get("due")
    return derived.first if derived else ()


@cache
def _index(name: str) -> Mapping[tuple[str, str], tuple[Transition, ...]]:
    rows: dict[tuple[str, str], list[Transition]] = {}
    for row in LIFECYCLES[name].rows:
        rows.setdefault((row.state, row.act), []).append(row)
    return {key: tuple(some) for key, some in rows.items()}


def rows_for(lifecycle: Lifecycle, head: Head | None, act: str) -> tuple[Transition, ...]:
    """The rows for the act in the matter's state, whatever its level of verification."""
    return _index(lifecycle.name).get((head.state if head else NEW, act), ())


def fits(row: Transition, head: Head | None) -> bool:
    """Whether the row is for a matter verified as often as this one."""
    return row.level is None or row.level == (len(head.round.verifiers) if head else 0)


def decide(
    governed: Governed | None,
    head: Head | None,
    intention: Intention,
    today: date,
    others: Mapping[str, Head] = _NO_OTHERS,
) -> Decision:
    """What the act leads to. today: the server's day at +08:00. others: the matters the matter points to.

    Without a declared ledger nothing is known of its lifecycle: matters can be recorded and corrected, not
    advanced by acts.
    """
    if head is None and intention.act not in OPENING:
        return _refuse("JRN-006", "事项不存在，无从办理。", "请检查事项标识，或先登记。")
    if head is not None and intention.act in OPENING:
        says = sentence("事项已登记过，不能再次“{act}”。", act=act_label(intention.act))
        return _refuse("JRN-007", says, "已有事项的内容请用更正修改。")
    if head is not None and head.ledger != intention.ledger:
        says = sentence("事项属于台账“{ledger}”，不在台账“{ledger2}”。", ledger=head.ledger, ledger2=intention.ledger)
        return _refuse("JRN-008", says, "请检查台账和事项是否对应。")
    if governed is None:
        return _decide_ungoverned(head, intention)
    rows = rows_for(governed.lifecycle, head, intention.act)
    row = next((row for row in rows if fits(row, head)), None)
    if row is None:
        return Decision("", problems=(_no_row(governed.lifecycle, rows, head, intention),))
    return _by_row(governed, row, head, intention, today, others=others)


def _by_row(
    governed: Governed,
    row: Transition,
    head: Head | None,
    intention: Intention,
    today: date,
    *,
    others: Mapping[str, Head],
) -> Decision:
    before = due_in(head.facts, governed.due_fields) if head else None
    problems = list(_wrong_facts(governed.ledger, intention.facts))
    after = before
    if intention.facts and governed.due_fields and not problems:
        after = due_in({**(head.facts if head else {}), **intention.facts}, governed.due_fields)
    case = ActCase(intention, head, before, after, others)
    problems += [found for need in row.needs if (found := need.check(case))]
    problems += [
        *unsaid(row.says, intention.said, act_label(row.act)),
        *_refuse_recused(case),
        *_window(governed, case),
    ]
    problems += _due_rule(row, case)
    problems += refuse_against_state(governed.ledger, head, intention) if head else ()
    problems += _days(row, case, today)
    state, wrong = _next_state(governed.lifecycle.states, governed.lifecycle.recorded, row.to, head, intention)
    problems += wrong
    late = row.to != GIVEN and before is not None and head is not None and head.state in COUNTING
    return Decision(
        state, _round(head, intention), late and before is not None and intention.on > before, tuple(problems)
    )


def _refuse_recused(case: ActCase) -> Iterator[Problem]:
    """Whoever declared an interest takes no further part; declaring it again has its own refusal."""
    actor, act = case.intention.actor, case.intention.act
    if case.head is not None and actor in case.head.recused and act not in ("recuse", RECORD):
        says = sentence("“{act}”不能由{actor}进行，此人已申报回避。", act=act_label(act), actor=actor)
        yield Problem("JRN-028", says, hint="请由与本事项没有利害关系的人办理。")


def last_day(governed: Governed, head: Head, act: str) -> date | None:
    """The last day on which the act may be done; None when nothing limits it."""
    clock, start = governed.windows.get(act), head.course.assigned if act == "ask_back" else head.course.concluded
    if act == "settle":
        start = head.application.objected
    return None if clock is None or start is None else shipped_calendar().due(start, clock.amount, clock.unit).day


def _window(governed: Governed, case: ActCase) -> Iterator[Problem]:
    """An application or objection comes within its time limit; what settles one is late but never refused."""
    act, on = case.intention.act, case.intention.on
    last = last_day(governed, case.head, act) if case.head and act != "settle" else None
    if last is not None and on > last:
        clock = governed.windows[act]
        rule = f"《{clock.source}》{clock.article}" + ("，未核" if clock.unverified else "")
        says = sentence(
            "“{act}”已过期限：最后一日是{last}（{rule}）。", act=act_label(act), last=last.isoformat(), rule=rule
        )
        yield Problem("JRN-029", says, hint="请如实办理，情况写入意见。")


def _round(head: Head | None, intention: Intention) -> int:
    return 1 if head is None else head.round.number + (intention.act == "reopen")


def _decide_ungoverned(head: Head | None, intention: Intention) -> Decision:
    if intention.act not in (RECORD, CORRECT):
        says = sentence(
            "台账“{ledger}”未在目录中声明，不知道它的办理流程，不能“{act}”。",
            ledger=intention.ledger,
            act=act_label(intention.act),
        )
        return _refuse("JRN-004", says, "请检查台账名，或先在目录中声明该台账。")
    state, wrong = _next_state(_ALL_STATES, UNGOVERNED, GIVEN, head, intention)
    return Decision(state, head.round.number if head else 1, problems=tuple(wrong))


def _next_state(
    states: tuple[str, ...], recorded: str, to: str, head: Head | None, intention: Intention
) -> tuple[str, list[Problem]]:
    """The next state and what is wrong with a state the intention names."""
    given = intention.state
    if to != GIVEN:
        if given and given != to:
            says = sentence(
                "“{act}”之后的状态由流程决定，不能指定为“{state}”。",
                act=act_label(intention.act),
                state=state_label(given),
            )
            return to, [Problem("JRN-041", says, hint="请去掉指定的状态。")]
        return to, []
    state = given or (head.state if head else recorded)
    if state not in states:
        says = sentence("状态“{state}”不是这个台账流程中的状态。", state=state_label(state))
        return state, [
            Problem("JRN-041", says, hint=sentence("可用的有：{known}。", known=chain(map(state_label, states), "、")))
        ]
    if head and state != head.state and not head.course.recorded:
        says = sentence(
            "事项已按流程办到“{state}”，更正不能把状态改为“{state2}”。",
            state=state_label(head.state),
            state2=state_label(state),
        )
        return state, [Problem("JRN-040", says, hint="状态请通过相应的办理操作改变；更正只改内容。")]
    return state, []


def _no_row(lifecycle: Lifecycle, rows: tuple[Transition, ...], head: Head | None, intention: Intention) -> Problem:
    act = act_label(intention.act)
    if rows and head:
        done = len(head.round.verifiers)
        says = sentence(
            "“{act}”不合核验层次：本轮已核验{done}级，共须{count}级。", act=act, done=done, count=len(LEVELS)
        )
        hint = sentence("请先进行{levels}。", levels=LEVELS[done]) if done < len(LEVELS) else "三级核验已齐，请办结。"
        return Problem("JRN-021", says, hint=hint)
    state = head.state if head else NEW
    acts = dict.fromkeys(row.act for row in lifecycle.rows if row.state == state)
    says = sentence("“{label}”的事项不能“{act}”。", label=lifecycle.label(state), act=act)
    return Problem("JRN-001", says, hint=sentence("此时可以：{acts}。", acts=chain(map(act_label, acts), "、")))


def _due_rule(row: Transition, case: ActCase) -> Iterator[Problem]:
    """The due date moves only by acts whose row says so; what acts have reached, a correction leaves alone."""
    free = row.due == "free" and (case.head is None or case.head.course.recorded)
    if case.due == case.new_due or free or (row.due == "fill" and case.due is None):
        return
    if row.due == "move" and case.new_due is not None:
        return
    was = case.due.isoformat() if case.due else "空"
    says = sentence("“{act}”不能改动期限（现为{was}）。", act=act_label(row.act), was=was)
    yield Problem("JRN-030", says, hint="期限只随延期、恢复计时、重新交办和恢复办理改变。")


def _days(row: Transition, case: ActCase, today: date) -> Iterator[Problem]:
    """An act took effect by today and not before the act it follows; recordings tell of whatever day."""
    on, head = case.intention.on, case.head
    if row.to == GIVEN:
        return
    if on > today:
        says = sentence("生效日{on}晚于今天（{today}）。", on=on.isoformat(), today=today.isoformat())
        yield Problem("JRN-033", says, hint="请填写实际办理的日期。")
    if head and head.course.on and on < head.course.on:
        says = sentence("生效日{on}早于上一步办理的日期（{on2}）。", on=on.isoformat(), on2=head.course.on.isoformat())
        yield Problem("JRN-034", says, hint="请核对日期；补记的情况请写入意见。")


def _wrong_facts(ledger: Ledger, facts: Mapping[str, Stored]) -> Iterator[Problem]:
    """Facts are declared fields holding values of their type."""
    fields = ledger.declared.field
    for name, value in facts.items():
        field = fields.get(name)
        if field is None:
            says = sentence("台账“{ledger}”没有字段“{name}”。", ledger=ledger.title, name=name)
            yield Problem("JRN-016", says, hint="请检查字段名，或先在目录中声明。")
            continue
        if field.type not in PARSED:
            continue
        try:
            to_scalar(field.type, value)
        except (ValueError, InvalidOperation):
            says = sentence("“{field}”的值“{value}”不合该字段的类型。", field=field.title, value=str(value)[:40])
            yield Problem("JRN-016", says, hint="日期写作 2026-03-05，数写作不带单位的十进制数。")


def _refuse(code: str, says: str, hint: str) -> Decision:
    return Decision("", problems=(Problem(code, says, hint=hint),))
