"""The table of rights: for each act the roles that may do it, and for each role what it sees."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from taizhang.catalogue.resolved import Ledger

SUPERVISOR, HANDLER, HEAD, LEADER, INTAKE = "supervisor", "handler", "unit_head", "leader", "intake"
_CLOSED_LOOP = {
    "register": (SUPERVISOR,),
    "record": (SUPERVISOR,),
    "correct": (SUPERVISOR,),
    "approve": (LEADER,),
    "decline": (SUPERVISOR, LEADER),
    "assign": (SUPERVISOR,),
    "reassign": (SUPERVISOR,),
    "accept": (HANDLER, HEAD),
    "ask_back": (HANDLER, HEAD),
    "hand_back": (SUPERVISOR,),
    "refuse": (SUPERVISOR, LEADER),
    "report_progress": (HANDLER, HEAD),
    "report": (HANDLER, HEAD),
    "ask_extension": (HANDLER, HEAD),
    "extend": (LEADER,),
    "suspend": (SUPERVISOR,),
    "resume": (SUPERVISOR,),
    "start_review": (SUPERVISOR,),
    "return_work": (SUPERVISOR, LEADER),
    "verify_1": (HEAD,),
    "verify_2": (LEADER,),
    "verify_3": (SUPERVISOR,),
    "close": (LEADER, SUPERVISOR),
    "strike_off": (LEADER, SUPERVISOR),
    "keep_standing": (LEADER,),
    "reopen": (LEADER, SUPERVISOR),
    "archive": (SUPERVISOR,),
    "remind": (SUPERVISOR,),
    "chase": (SUPERVISOR,),
    "warn": (SUPERVISOR, LEADER),
    "sample": (SUPERVISOR, LEADER),
    "recheck": (SUPERVISOR, LEADER),
    "object": (HANDLER, HEAD),
    "settle": (LEADER, SUPERVISOR),
    "recuse": (SUPERVISOR, HANDLER, HEAD, LEADER),
    "link": (SUPERVISOR, HANDLER, HEAD),
    "unlink": (SUPERVISOR, HANDLER, HEAD),
    "merge": (SUPERVISOR,),
    "absorb": (SUPERVISOR,),
    "split": (SUPERVISOR,),
    "branch": (SUPERVISOR,),
    "answer": (SUPERVISOR,),
    "cancel": (LEADER,),
    "transfer": (SUPERVISOR,),
}
_LIGHT = {
    **_CLOSED_LOOP,
    "register": (SUPERVISOR, HANDLER, HEAD),
    "report_progress": (SUPERVISOR, HANDLER, HEAD),
    "extend": (SUPERVISOR, LEADER),
    "suspend": (SUPERVISOR, HEAD),
    "resume": (SUPERVISOR, HEAD),
    "close": (SUPERVISOR, HEAD, LEADER),
    "cancel": (SUPERVISOR, LEADER),
}
_TABLES = {"closed_loop": _CLOSED_LOOP, "activity": _LIGHT, "progress": _LIGHT, "document": _LIGHT}
RIGHTS: Mapping[str, Mapping[str, frozenset[str]]] = MappingProxyType(
    {name: {act: frozenset(roles) for act, roles in table.items()} for name, table in _TABLES.items()}
)
NEXT: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "closed_loop": (
            "approve",
            "assign",
            "reassign",
            "accept",
            "report",
            "start_review",
            "verify",
            "close",
            "strike_off",
        ),
        "document": ("reassign", "accept"),
        "progress": (),
        "activity": (),
    }
)
"""Acts that carry a matter on, by lifecycle; whoever may do one is waited for. Reassigning waits only after a hand-back."""

PENDING = ("hand_back", "extend", "settle", "recheck")
"""Acts that decide what somebody applied for, objected to or was chosen for; they wait only then."""

LEADING = frozenset({"accept", "report", "ask_back", "ask_extension", "object", "verify_1"})
"""Acts of the lead unit alone: a co-unit reports its part to it and answers nobody else."""

SENSITIVE = frozenset({SUPERVISOR, HANDLER, HEAD, LEADER})
"""Roles whose work needs matters of sensitive ledgers."""

CONFIDENTIAL = frozenset({SUPERVISOR, LEADER})
"""Roles that see the rows of confidential ledgers, numbers though they are."""

READERS = frozenset({*SENSITIVE, INTAKE, "drafter", "approver", "assessor", "reader"})
"""Roles that see matters at all; administrators see none. Who matches names sees the ledgers that tell of persons."""

UNSEEN = frozenset(
    {
        "unit",
        "post",
        "redefinition",
        "draft",
        "post_change",
        "access",
        "erasure",
        "left_out",
        "held_row",
        "held_row_guarded",
        "left_out_guarded",
        "left_out_accepted",
    }
)
"""Ledgers that are the house's own and stand in no list of matters."""


def key_of(act: str, verified: int) -> str:
    """The act's line in the table: verification has one for each level."""
    return f"verify_{verified + 1}" if act == "verify" else act


def roles_for(ledger: Ledger, act: str, verified: int = 0) -> frozenset[str]:
    """Who may do the act in this ledger."""
    return RIGHTS[ledger.declared.lifecycle].get(key_of(act, verified), frozenset())


def readable(role: str, ledger: Ledger) -> bool:
    """Whether the role sees matters of the ledger."""
    if role == INTAKE:
        return tells_of_persons(ledger)
    if ledger.declared.level == "confidential":
        return role in CONFIDENTIAL
    return role in READERS and (not ledger.declared.guarded or role in SENSITIVE)


def tells_of_persons(ledger: Ledger) -> bool:
    """Whether the ledger says whom its matters are about, and so hides them from those."""
    return any(field.about for field in ledger.declared.field.values())
