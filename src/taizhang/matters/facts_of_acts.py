"""Facts that acts of the lifecycle set: a correction may put their days right, never tell another state than acts reached."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from taizhang.catalogue.model import Role
from taizhang.catalogue.resolved import Ledger
from taizhang.catalogue.roles import role_of
from taizhang.catalogue.values import Stored
from taizhang.matters.entry import CORRECT, NO_SOURCE, Head, Intention
from taizhang.matters.lifecycles import LIFECYCLES
from taizhang.matters.words import act_label
from taizhang.terms.problem import Place, Problem
from taizhang.terms.sentence import sentence

# By the part a field plays where its ledger does not say which act sets it.
_BY_ROLE: Mapping[Role, tuple[str, ...]] = MappingProxyType(
    {"done": ("report",), "review": ("verify",), "closed": ("strike_off", "close")}
)
_ENDED = frozenset(("struck_off", "archived"))
_CLOSED = _ENDED | {"closed", "standing"}
# The states in which the act has been done.
REACHED: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "report": _CLOSED | {"reported", "in_review"},
        "verify": _CLOSED | {"in_review"},
        "close": _CLOSED,
        "strike_off": _ENDED,
    }
)


@dataclass(frozen=True, slots=True)
class SetByAct:
    """A field an act sets: the act, and the values that tell it was done; () for any value at all."""

    act: str
    values: frozenset[Stored] = frozenset()

    def tells(self, value: Stored) -> bool:
        """Whether the value says that the act was done."""
        said = value not in (None, "")
        return said and not isinstance(value, list) and (not self.values or value in self.values)


def set_by_acts(ledger: Ledger) -> dict[str, SetByAct]:
    """The fields whose value tells that an act was done: declared by the ledger, else told by the part they play."""
    declared = ledger.declared
    acts = {row.act for row in LIFECYCLES[declared.lifecycle].rows}
    found: dict[str, SetByAct] = {}
    for name, one in declared.field.items():
        by = _BY_ROLE.get(role_of(name, one), ()) if one.type == "date" else ()
        if act := next((act for act in by if act in acts), ""):
            found[name] = SetByAct(act)
    for written, sets in declared.sets.items():
        act = "verify" if written.startswith("verify") else written
        for name, word in sets.items():
            if act in REACHED and act in acts and word and word != "due":
                found[name] = SetByAct(act) if word == "on" else SetByAct(act, _kept(ledger, name, {word}))
    finished = ledger.roles.finished
    ends = next((act for act in ("strike_off", "close") if act in acts), "")
    if declared.status in declared.field and finished and ends:
        found[declared.status] = SetByAct(ends, _kept(ledger, declared.status, finished))
    return found


def _kept(ledger: Ledger, name: str, words: Collection[str]) -> frozenset[Stored]:
    """The words as facts keep them."""
    flag = ledger.declared.field[name].type == "flag"
    return frozenset(word == "是" if flag else word for word in words)


def refuse_against_state(ledger: Ledger, head: Head, asked: Intention) -> Iterator[Problem]:
    """Facts a correction would set or clear though acts have led elsewhere, each with the act that does it (JRN-042).

    What was taken over from a workbook moves with its fields, and what an import says is the workbook's.
    """
    if asked.act != CORRECT or head.course.recorded or asked.source != NO_SOURCE or ledger.declared.registration.house:
        return
    for name, one in set_by_acts(ledger).items() if asked.facts else ():
        if name not in asked.facts:
            continue
        was, now = one.tells(head.facts.get(name)), one.tells(asked.facts[name])
        reached = head.state in REACHED[one.act] or head.relations.answered is not None
        if was != now and now != reached:
            yield _refusal(ledger, head, name, one.act if now else _undoing(ledger, head))


def _undoing(ledger: Ledger, head: Head) -> str:
    """The act by which the matter goes back to work from where it stands."""
    open_now = {row.act for row in LIFECYCLES[ledger.declared.lifecycle].rows if row.state == head.state}
    return next((act for act in ("reopen", "return_work") if act in open_now), "reopen")


def _refusal(ledger: Ledger, head: Head, name: str, act: str) -> Problem:
    says = sentence(
        "“{state}”的事项不能用更正改“{field}”，它随办理改变。",
        state=LIFECYCLES[ledger.declared.lifecycle].label(head.state),
        field=ledger.declared.field[name].title,
    )
    hint = sentence("请由有此职责的人办理“{act}”；更正只改内容。", act=act_label(act))
    return Problem("JRN-042", says, Place(key=name), hint)
