"""The four lifecycles as tables of rows: state, act, next state, and what the act must bring.

No statute fixes these steps; the rows gather practice from local supervision and strike-off rules. What the
State Council's 政府督查工作条例 does fix is kept: who approves, that a conclusion is reviewed, and that
rectification is checked by others than those who did it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from taizhang.matters.answers import (
    CAUSE,
    CHECKER,
    CONTACT,
    CRITERION,
    CYCLE,
    DRAW,
    FLAW,
    OWNER,
    PART,
    PROCEDURE,
    RETENTION,
    RULING,
    SLIP,
    UNTIL,
    AnswerDeclaration,
)
from taizhang.matters.conditions import (
    ASKED,
    ASKED_BACK,
    BASIS,
    BEFORE_DUE,
    CHOSEN_CHECKER,
    DUE_NOT_EARLIER,
    EARLIEST_DUE,
    EVIDENCE,
    EVIDENCE_ON_FILE,
    LATER_DUE,
    LATER_UNTIL,
    LINKED,
    NEW_UNIT,
    NO_OBJECTION,
    NOT_ANSWERED,
    NOT_ASKER,
    NOT_CLOSER,
    NOT_DESIGNATED,
    NOT_HANDLER,
    NOT_OBJECTOR,
    NOT_RECUSED_YET,
    NOT_REGISTRAR,
    NOT_REPORTER,
    NOT_RETURNER,
    NOT_VERIFIER,
    NOTE,
    NOTHING_ASKED,
    OBJECTED,
    RELATED,
    REVIEW,
    TARGETS_DONE,
    UNIT,
    Condition,
)
from taizhang.matters.entry import CORRECT, RECORD
from taizhang.matters.words import NEW, STATES

GIVEN = "*"
DueRule = Literal["keep", "fill", "move", "free"]


@dataclass(frozen=True, slots=True)
class Transition:
    """One allowed step.

    to: the next state; GIVEN takes the state the intention names. due: whether the act may leave the due date
    alone only (keep), fill an empty one (fill), move it (move), or correct it (free). level: how many
    verifications this round must have had for the row to apply, None for any. title: what this step is called
    where the act alone does not say it. says: the answers the act asks for besides its note.
    """

    state: str
    act: str
    to: str
    needs: tuple[Condition, ...] = ()
    due: DueRule = "keep"
    level: int | None = None
    title: str = ""
    says: tuple[AnswerDeclaration, ...] = ()


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """A table of rows; ``recorded`` is the state of a matter taken over when its ledger declares none.

    states: every state a matter can be in, in table order.
    """

    name: str
    title: str
    rows: tuple[Transition, ...]
    recorded: str
    labels: Mapping[str, str] = field(default_factory=dict)
    states: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        named = dict.fromkeys(state for row in self.rows for state in (row.state, row.to))
        object.__setattr__(self, "states", tuple(state for state in named if state not in (NEW, GIVEN)))

    def label(self, state: str) -> str:
        """The state's Chinese name in this lifecycle."""
        return self.labels.get(state) or STATES.get(state, state)


LEVELS = ("一级核验（承办处室自核）", "二级核验（分管领导复核）", "三级核验（督查室终核）")
OTHERS = (NOT_REPORTER, NOT_HANDLER, NOT_VERIFIER)


def _recording(states: Iterable[str]) -> tuple[Transition, ...]:
    """Taking a matter over as it stands, and correcting it in whatever state."""
    return (
        Transition(NEW, RECORD, GIVEN, due="free"),
        *(Transition(state, CORRECT, GIVEN, (BASIS,), "free") for state in states),
    )


def _leaving(states: Iterable[str]) -> tuple[Transition, ...]:
    """Ways out that are open as long as the matter is not struck off."""
    return tuple(
        row
        for state in states
        for row in (
            Transition(state, "merge", "merged", (NOTE, RELATED)),
            Transition(state, "absorb", state, (NOTE, RELATED, EARLIEST_DUE), "move"),
            Transition(state, "split", "split", (NOTE, RELATED)),
            Transition(state, "cancel", "cancelled", (NOTE, EVIDENCE)),
            Transition(state, "transfer", "transferred", (NOTE, EVIDENCE), says=(PROCEDURE,)),
        )
    )


def _same_under_two_numbers(*states: str) -> tuple[Transition, ...]:
    """A matter found to be another one's double goes into it, finished or not, so that it counts once."""
    return tuple(
        row
        for state in states
        for row in (
            Transition(state, "merge", "merged", (NOTE, RELATED)),
            Transition(state, "absorb", state, (NOTE, RELATED)),
        )
    )


def _beside(states: Iterable[str]) -> tuple[Transition, ...]:
    """What moves nothing: links to other matters, and a person who declares to take no part."""
    return tuple(
        row
        for state in states
        for row in (
            Transition(state, "link", state, (RELATED,)),
            Transition(state, "unlink", state, (RELATED, LINKED, NOTE)),
            Transition(state, "recuse", state, (NOTE, NOT_RECUSED_YET)),
        )
    )


def _answering() -> tuple[Transition, ...]:
    """A merged or split matter stays what it is, and its source is answered once all that stands for it is done."""
    needs = (NOTE, EVIDENCE, TARGETS_DONE, NOT_ANSWERED)
    return (
        Transition("merged", "answer", "merged", needs, title="答复来源"),
        Transition("split", "answer", "split", needs, title="子项全部办结，汇总答复"),
    )


def _slips(states: Iterable[str]) -> tuple[Transition, ...]:
    """Letters that press a matter without moving it: reminder, chasing letter, red slip, each by a person's decision."""
    return tuple(
        Transition(state, act, state, (NOTE, NOT_HANDLER)) for state in states for act in ("remind", "chase", "warn")
    )


def _objections(states: Iterable[str]) -> tuple[Transition, ...]:
    """An objection to a conclusion, settled by somebody who had no part in it."""
    recused = (NOTE, OBJECTED, NOT_OBJECTOR, NOT_RETURNER, NOT_HANDLER, NOT_REPORTER, NOT_VERIFIER, NOT_CLOSER)
    return tuple(
        row
        for state in states
        for row in (
            Transition(state, "object", state, (NOTE, NO_OBJECTION)),
            Transition(state, "settle", state, recused, says=(RULING,)),
        )
    )


_LIVE = (
    "registered",
    "approved",
    "assigned",
    "in_progress",
    "suspended",
    "reported",
    "in_review",
    "closed",
    "standing",
    "handed_back",
)
_ENDED = ("struck_off", "archived", "declined", "merged", "split", "cancelled", "transferred")

# level: how many verifications were passed before, by which LEVELS names the next one.
CLOSED_LOOP = Lifecycle(
    "closed_loop",
    "闭环办理",
    (
        Transition(NEW, "register", "registered", (BASIS,), "fill"),
        Transition(NEW, "branch", "approved", (BASIS, RELATED), "fill"),
        Transition("registered", "approve", "approved", (NOTE, NOT_REGISTRAR), "fill", says=(CRITERION,)),
        Transition("registered", "decline", "declined", (NOTE,)),
        Transition("approved", "assign", "assigned", (UNIT,), "fill", says=(SLIP, CONTACT, CYCLE)),
        Transition("assigned", "accept", "in_progress"),
        *(
            row
            for state in ("assigned", "in_progress")
            for row in (
                Transition(state, "ask_back", state, (NOTE, NOTHING_ASKED, NOT_DESIGNATED), says=(OWNER,)),
                Transition(
                    state, "hand_back", "handed_back", (NOTE, ASKED_BACK, NOT_ASKER, NOT_HANDLER), title="同意退办"
                ),
                Transition(state, "refuse", state, (NOTE, ASKED, NOT_ASKER)),
            )
        ),
        Transition("handed_back", "reassign", "assigned", (NOTE, NEW_UNIT), "move"),
        Transition("assigned", "reassign", "assigned", (NOTE, NEW_UNIT), "move"),
        Transition("in_progress", "reassign", "assigned", (NOTE, NEW_UNIT, NOT_HANDLER), "move"),
        Transition("in_progress", "report_progress", "in_progress", (NOTE,)),
        Transition(
            "in_progress", "ask_extension", "in_progress", (NOTE, NOTHING_ASKED, BEFORE_DUE, LATER_UNTIL), says=(UNTIL,)
        ),
        Transition(
            "in_progress", "extend", "in_progress", (NOTE, BEFORE_DUE, LATER_DUE, NOT_ASKER, NOT_HANDLER), "move"
        ),
        Transition("in_progress", "suspend", "suspended", (NOTE, EVIDENCE)),
        Transition("suspended", "resume", "in_progress", (NOTE, DUE_NOT_EARLIER), "move"),
        Transition("in_progress", "report", "reported", (NOTE, EVIDENCE)),
        Transition("reported", "start_review", "in_review", (NOT_REPORTER, NOT_HANDLER)),
        Transition("in_review", "return_work", "in_progress", (NOTE, NOT_REPORTER, NOT_HANDLER), says=(FLAW,)),
        Transition("in_review", "verify", "in_review", (NOTE, *OTHERS), level=0, title=LEVELS[0]),
        Transition("in_review", "verify", "in_review", (NOTE, *OTHERS), level=1, title=LEVELS[1]),
        Transition("in_review", "verify", "in_review", (NOTE, *OTHERS), level=2, title=LEVELS[2]),
        Transition("in_review", "close", "closed", OTHERS, level=3),
        Transition(
            "closed", "reopen", "in_progress", (NOTE, EVIDENCE), "move", title="有新批示，恢复办理", says=(CAUSE,)
        ),
        Transition("closed", "strike_off", "struck_off", (NOTE, EVIDENCE_ON_FILE, NO_OBJECTION, *OTHERS, NOT_CLOSER)),
        Transition("closed", "keep_standing", "standing", (NOTE, EVIDENCE, REVIEW)),
        Transition("standing", "keep_standing", "standing", (NOTE, EVIDENCE, REVIEW), title="定期评估，继续坚持"),
        Transition(
            "standing", "strike_off", "struck_off", (NOTE, EVIDENCE, *OTHERS, NOT_CLOSER), title="期满复评，销号"
        ),
        Transition(
            "struck_off", "reopen", "in_progress", (NOTE,), "move", title="反弹或回头看不合格，恢复办理", says=(CAUSE,)
        ),
        Transition("closed", "archive", "archived", (EVIDENCE, NO_OBJECTION), says=(RETENTION,)),
        Transition("struck_off", "archive", "archived", (EVIDENCE, NO_OBJECTION), says=(RETENTION,)),
        *_answering(),
        *_slips(("assigned", "in_progress", "reported", "in_review")),
        *_objections(("in_progress", "in_review", "closed", "struck_off")),
        *(
            row
            for state in ("closed", "struck_off")
            for row in (
                Transition(state, "sample", state, says=(CHECKER, DRAW, PART)),
                Transition(
                    state,
                    "recheck",
                    state,
                    (NOTE, EVIDENCE, CHOSEN_CHECKER, *OTHERS, NOT_CLOSER),
                    title="回头看，成效巩固",
                ),
            )
        ),
        *_leaving(_LIVE),
        *_same_under_two_numbers("struck_off"),
        *_beside((*_LIVE, *_ENDED)),
        *_recording((*_LIVE, *_ENDED)),
    ),
    recorded="in_progress",
)

ACTIVITY = Lifecycle(
    "activity",
    "活动记录",
    (
        Transition(NEW, "register", "registered", (BASIS,), "fill"),
        Transition("registered", "report_progress", "registered", (NOTE,)),
        Transition("registered", "archive", "archived"),
        Transition("registered", "cancel", "cancelled", (NOTE,)),
        *_same_under_two_numbers("registered"),
        *_beside(("registered", "archived", "cancelled", "merged")),
        *_recording(("registered", "archived", "cancelled", "merged")),
    ),
    recorded="registered",
    labels=MappingProxyType({"registered": "已登记"}),
)

PROGRESS = Lifecycle(
    "progress",
    "进度填报",
    (
        Transition(NEW, "register", "in_progress", (BASIS,), "fill"),
        Transition("in_progress", "report_progress", "in_progress", (NOTE,)),
        Transition("in_progress", "extend", "in_progress", (NOTE, BEFORE_DUE, LATER_DUE), "move"),
        Transition("in_progress", "suspend", "suspended", (NOTE,)),
        Transition("suspended", "resume", "in_progress", (NOTE, DUE_NOT_EARLIER), "move"),
        Transition("in_progress", "close", "closed", (NOTE, EVIDENCE)),
        Transition("closed", "reopen", "in_progress", (NOTE,), "move"),
        Transition("closed", "archive", "archived"),
        Transition("in_progress", "cancel", "cancelled", (NOTE,)),
        Transition("suspended", "cancel", "cancelled", (NOTE,)),
        *_same_under_two_numbers("in_progress", "closed"),
        *_beside(("in_progress", "suspended", "closed", "archived", "cancelled", "merged")),
        *_recording(("in_progress", "suspended", "closed", "archived", "cancelled", "merged")),
    ),
    recorded="in_progress",
    labels=MappingProxyType({"in_progress": "推进中", "closed": "已完成", "suspended": "已停工"}),
)

_DOCUMENT_STATES = (
    "registered",
    "assigned",
    "in_progress",
    "handed_back",
    "closed",
    "archived",
    "cancelled",
    "merged",
)
DOCUMENT = Lifecycle(
    "document",
    "公文运转",
    (
        Transition(NEW, "register", "registered", (BASIS,), "fill"),
        Transition("registered", "assign", "assigned", (UNIT,), "fill"),
        Transition("assigned", "accept", "in_progress"),
        Transition("assigned", "hand_back", "handed_back", (NOTE,)),
        Transition("handed_back", "reassign", "assigned", (NOTE, NEW_UNIT), "move"),
        Transition("in_progress", "report_progress", "in_progress", (NOTE,)),
        Transition("in_progress", "extend", "in_progress", (NOTE, BEFORE_DUE, LATER_DUE, NOT_HANDLER), "move"),
        Transition("registered", "close", "closed", (NOTE,)),
        Transition("in_progress", "close", "closed", (NOTE, NOT_HANDLER)),
        Transition("closed", "reopen", "in_progress", (NOTE,), "move"),
        Transition("registered", "archive", "archived"),
        Transition("closed", "archive", "archived"),
        *_slips(("assigned", "in_progress")),
        *(
            Transition(state, "cancel", "cancelled", (NOTE,))
            for state in ("registered", "assigned", "in_progress", "handed_back")
        ),
        *_same_under_two_numbers("registered", "assigned", "in_progress", "handed_back", "closed"),
        *_beside(_DOCUMENT_STATES),
        *_recording(_DOCUMENT_STATES),
    ),
    recorded="registered",
    labels=MappingProxyType({"registered": "已登记", "assigned": "已分办"}),
)

LIFECYCLES: Mapping[str, Lifecycle] = MappingProxyType(
    {one.name: one for one in (CLOSED_LOOP, ACTIVITY, PROGRESS, DOCUMENT)}
)
