"""What a row of a lifecycle asks of an act besides the state: papers, dates and different persons."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from taizhang.catalogue.values import Stored
from taizhang.matters.answers import parse_day
from taizhang.matters.entry import Head, Intention
from taizhang.matters.words import FINISHED, POINTERS, act_label
from taizhang.terms.problem import Problem
from taizhang.terms.sentence import sentence


@dataclass(frozen=True, slots=True)
class ActCase:
    """What a condition looks at: the act asked for, the matter before it, and the due date before and after.

    due, new_due: the dates standing in the ledger's due fields; None when there is none, or the ledger has no
    such field. others: the matters the matter points to.
    """

    intention: Intention
    head: Head | None
    due: date | None
    new_due: date | None
    others: Mapping[str, Head] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition by the label screens show before the act, and what is wrong when it does not hold."""

    label: str
    check: Callable[[ActCase], Problem | None]


def _problem(code: str, case: ActCase, template: str, hint: str, **values: object) -> Problem:
    """The problem whose message is the template with ``{act}``, the label of the act asked for, and the values."""
    return Problem(code, sentence(template, act=act_label(case.intention.act), **values), hint=hint)


def _note(case: ActCase) -> Problem | None:
    if case.intention.note.strip():
        return None
    return _problem("JRN-010", case, "“{act}”没有写明意见或理由。", "请填写办理意见、理由或情况说明。")


def _evidence(case: ActCase) -> Problem | None:
    if case.intention.evidence:
        return None
    return _problem("JRN-011", case, "“{act}”没有附佐证材料。", "请附上文件、照片或凭证后再提交。")


def _evidence_on_file(case: ActCase) -> Problem | None:
    if case.intention.evidence or (case.head and case.head.round.evidence):
        return None
    return _problem("JRN-011", case, "“{act}”时本轮办理尚无任何佐证材料。", "请附上核验结论或完成情况的凭证。")


def _basis(case: ActCase) -> Problem | None:
    given = case.intention
    if given.evidence or given.note.strip() or given.source.file or given.source.digest:
        return None
    return _problem(
        "JRN-012", case, "“{act}”没有写明依据。", "请附来源文件，或在意见中写明依据（批示、纪要、来信等）。"
    )


def _unit(case: ActCase) -> Problem | None:
    if case.intention.unit or (case.head and case.head.unit):
        return None
    return _problem("JRN-013", case, "“{act}”没有指明牵头单位。", "请指定一个牵头（主办）单位。")


def _new_unit(case: ActCase) -> Problem | None:
    if case.intention.unit:
        return None
    return _problem("JRN-013", case, "“{act}”没有指明新的牵头单位。", "请指定接办的单位。")


def _related(case: ActCase) -> Problem | None:
    if case.intention.related:
        return None
    return _problem("JRN-014", case, "“{act}”没有指明对应的事项。", "并入请指明保留的事项，拆分请指明分出的各事项。")


def _review(case: ActCase) -> Problem | None:
    review = case.intention.review
    if review is not None and review > case.intention.on:
        return None
    return _problem("JRN-015", case, "“{act}”没有写明下次评估日期，或日期不在今后。", "请填写下次评估日期。")


def _before_due(case: ActCase) -> Problem | None:
    if case.due is None or case.intention.on <= case.due:
        return None
    head = case.head
    if (
        case.intention.act == "extend"
        and head
        and head.application.act == "extend"
        and head.application.on
        and head.application.on <= case.due
    ):
        return None
    says = "“{act}”须在到期日{due}之前提出，本次生效日为{on}，事项已逾期。"
    hint = "逾期后不再延期，请如实办理，逾期记录保留。"
    return _problem("JRN-031", case, says, hint, due=case.due, on=case.intention.on)


def _later_due(case: ActCase) -> Problem | None:
    if case.new_due is None or (case.due is not None and case.new_due <= case.due):
        was = sentence("（现为{due}）", due=case.due) if case.due else ""
        return _problem("JRN-032", case, "“{act}”没有写明晚于原期限{was}的新期限。", "请填写明确的新期限。", was=was)
    return None


def _later_until(case: ActCase) -> Problem | None:
    until = parse_day(case.intention.said.get("until", ""))
    if until is None or case.due is None or until > case.due:
        return None
    says = "“{act}”申请的日期没有晚于原期限（现为{due}）。"
    return _problem("JRN-032", case, says, "请填写明确的新期限。", due=case.due)


def _due_not_earlier(case: ActCase) -> Problem | None:
    if case.due is None or (case.new_due is not None and case.new_due >= case.due):
        return None
    says = "“{act}”后的期限不应早于原期限{due}。"
    return _problem("JRN-032", case, says, "请按中止的天数顺延期限。", due=case.due)


def _other_person(who: str, persons: Callable[[Head], tuple[str, ...]]) -> Callable[[ActCase], Problem | None]:
    def check(case: ActCase) -> Problem | None:
        if case.head is None or case.intention.actor not in persons(case.head):
            return None
        says = "“{act}”不能由{actor}进行，此人是本事项的{who}。"
        hint = "登记、承办、报结、核验、办结、销号须由不同的人进行，请换人。"
        return _problem("JRN-020", case, says, hint, actor=case.intention.actor, who=who)

    return check


def _no_objection(case: ActCase) -> Problem | None:
    if case.head is None or case.head.application.objected is None:
        return None
    says, by = "“{act}”之前须先了结异议（{objector}于{objected}提出）。", case.head.application
    hint = "请由未参与本事项的人进行异议复核。"
    return _problem("JRN-022", case, says, hint, objector=by.objector, objected=by.objected)


def _objected(case: ActCase) -> Problem | None:
    if case.head is not None and case.head.application.objected is not None:
        return None
    return _problem("JRN-022", case, "“{act}”的前提是有人提出异议，本事项现无未了结的异议。", "请核对事项编号。")


def _asked(act: str) -> Callable[[ActCase], Problem | None]:
    def check(case: ActCase) -> Problem | None:
        if case.head is not None and case.head.application.act and act in ("", case.head.application.act):
            return None
        says = "“{act}”的前提是承办单位提出了{what}申请，本事项现无待决定的申请。"
        hint = "由承办单位先申请；督查机关主动改派的，请用“重新交办”。"
        return _problem("JRN-023", case, says, hint, what="退办" if act else "")

    return check


def _nothing_asked(case: ActCase) -> Problem | None:
    if case.head is None or not case.head.application.act:
        return None
    says, made = "“{act}”之前须先答复已提出的申请（{by}申请{what}）。", case.head.application
    return _problem("JRN-023", case, says, "请等申请得到同意或不同意。", by=made.by, what=act_label(made.act))


def _not_designated(case: ActCase) -> Problem | None:
    if case.head is None or not case.head.application.designated:
        return None
    says = "“{act}”不能再提出，承办单位已经指定。"
    return _problem("JRN-024", case, says, "指定后不再退办；确需调整的，由督查机关重新交办。")


def _checker(case: ActCase) -> Problem | None:
    if case.head is None or case.head.round.checker in ("", case.intention.actor):
        return None
    hint = "请由指定的抽查人进行，或重新抽查、另行指定。"
    return _problem("JRN-025", case, "“{act}”已指定由{checker}进行。", hint, checker=case.head.round.checker)


def _targets_done(case: ActCase) -> Problem | None:
    waits = [one.number or one.matter for one in case.others.values() if _goes_on(one)]
    if not waits:
        return None
    shown = "、".join(waits[:5]) + ("等" if len(waits) > 5 else "")
    says = "“{act}”须等对应的事项全部办结，还有{count}件未办结（{shown}）。"
    return _problem("JRN-026", case, says, "请在全部办结后再汇总答复来源。", count=len(waits), shown=shown)


def _goes_on(head: Head) -> bool:
    return (
        head.relations.answered is None
        if head.state in POINTERS
        else head.state not in FINISHED and head.state != "standing"
    )


def _not_answered(case: ActCase) -> Problem | None:
    if case.head is None or case.head.relations.answered is None:
        return None
    answered = case.head.relations.answered
    return _problem("JRN-026", case, "“{act}”已于{answered}作出。", "来源只须答复一次。", answered=answered)


def _earliest_due(case: ActCase) -> Problem | None:
    if case.due is None or (case.new_due is not None and case.new_due <= case.due):
        return None
    says = "“{act}”之后的期限不能晚于现有的{due}。"
    return _problem("JRN-032", case, says, "并件按其中最早的期限办理。", due=case.due)


def _not_recused_yet(case: ActCase) -> Problem | None:
    if case.head is None or case.intention.actor not in case.head.recused:
        return None
    return _problem("JRN-027", case, "“{act}”，{actor}已经申报过。", "不必再申报。", actor=case.intention.actor)


def _linked(case: ActCase) -> Problem | None:
    links = case.head.relations.links if case.head else ()
    if links and all(one in links for one in case.intention.related):
        return None
    return _problem("JRN-014", case, "“{act}”所指的事项没有与本事项关联。", "请从已关联的事项中选择。")


NOTE = Condition("须写意见或理由", _note)
EVIDENCE = Condition("须附佐证材料", _evidence)
EVIDENCE_ON_FILE = Condition("本轮须有佐证材料", _evidence_on_file)
BASIS = Condition("须有依据", _basis)
UNIT = Condition("须有牵头单位", _unit)
NEW_UNIT = Condition("须指定接办单位", _new_unit)
RELATED = Condition("须指明对应事项", _related)
REVIEW = Condition("须定下次评估日期", _review)
BEFORE_DUE = Condition("须在到期前提出", _before_due)
LATER_DUE = Condition("须定新的期限", _later_due)
LATER_UNTIL = Condition("须晚于原期限", _later_until)
DUE_NOT_EARLIER = Condition("期限按中止天数顺延", _due_not_earlier)
NOT_REGISTRAR = Condition("不得由登记人进行", _other_person("登记人", lambda head: (head.registrar,)))
NOT_HANDLER = Condition("不得由承办人进行", _other_person("承办人", lambda head: (head.round.handler,)))
NOT_REPORTER = Condition("不得由报结人进行", _other_person("报结人", lambda head: (head.round.reporter,)))
NOT_VERIFIER = Condition("不得由本轮核验人进行", _other_person("核验人", lambda head: head.round.verifiers))
NOT_CLOSER = Condition("不得由办结人进行", _other_person("办结审核人", lambda head: (head.round.closer,)))

NOT_OBJECTOR = Condition("不得由异议人进行", _other_person("异议人", lambda head: (head.application.objector,)))
NOT_RETURNER = Condition("不得由原退回人进行", _other_person("原退回人", lambda head: (head.round.returner,)))
NOT_ASKER = Condition("不得由申请人进行", _other_person("申请人", lambda head: (head.application.by,)))
ASKED = Condition("须有待决定的申请", _asked(""))
ASKED_BACK = Condition("须有退办申请", _asked("hand_back"))
NOTHING_ASKED = Condition("须无待决定的申请", _nothing_asked)
NOT_DESIGNATED = Condition("承办单位尚未指定", _not_designated)
CHOSEN_CHECKER = Condition("由指定的抽查人进行", _checker)
TARGETS_DONE = Condition("对应的事项须全部办结", _targets_done)
NOT_ANSWERED = Condition("来源尚未答复", _not_answered)
EARLIEST_DUE = Condition("按最早的期限", _earliest_due)
LINKED = Condition("须有关联的事项", _linked)
NOT_RECUSED_YET = Condition("尚未申报", _not_recused_yet)
NO_OBJECTION = Condition("须无未了结的异议", _no_objection)
OBJECTED = Condition("须有未了结的异议", _objected)


def due_in(facts: Mapping[str, Stored], fields: tuple[str, ...]) -> date | None:
    """The due date standing in the facts: the first of the ledger's due fields that is filled."""
    for name in fields:
        written = facts.get(name)
        if isinstance(written, str) and written:
            return date.fromisoformat(written)
    return None
