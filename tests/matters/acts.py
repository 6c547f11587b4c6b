"""Short ways for tests to say what is wanted."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from taizhang.journal.journal import Journal
from taizhang.matters.entry import Intention
from taizhang.terms.problem import Problem, Refused

PAPER = "ab" * 32
_numbers = count(1)


def wants(act: str, matter: str = "", **more: Any) -> Intention:
    """An intention with everything most acts ask for, and an identifier of its own."""
    given: dict[str, Any] = {
        "actor": "王登记",
        "idem": f"i{next(_numbers)}",
        "ledger": "matter",
        "on": date(2026, 11, 24),
        "note": "" if act in ("record", "accept") else "情况属实",
    }
    return Intention(act=act, matter=matter, **{**given, **more})


def does(journal: Journal, act: str, matter: str = "", **more: Any) -> str:
    """Appends one act and gives its matter."""
    return journal.append([wants(act, matter, **more)])[0].matter


def against(journal: Journal, *intentions: Intention) -> tuple[Problem, ...]:
    """The problems for which the intentions are refused; () when they are not."""
    try:
        journal.append(intentions)
    except Refused as refused:
        return refused.problems
    return ()


def codes(journal: Journal, *intentions: Intention) -> list[str]:
    """The codes of those problems."""
    return [problem.code for problem in against(journal, *intentions)]


WAY = (
    ("register", {"unit": "城建科"}),
    ("approve", {"actor": "李分管"}),
    ("assign", {"actor": "赵督查"}),
    ("accept", {"actor": "钱承办"}),
    ("report", {"actor": "孙科长", "evidence": (PAPER,)}),
    ("start_review", {"actor": "赵督查"}),
    ("verify", {"actor": "周初核"}),
    ("verify", {"actor": "吴复核"}),
    ("verify", {"actor": "郑终核"}),
    ("close", {"actor": "冯办结"}),
    ("strike_off", {"actor": "李分管"}),
    ("archive", {"actor": "王登记", "evidence": (PAPER,), "said": {"retention": "30年"}}),
)


def brought_to(journal: Journal, steps: int, **more: Any) -> str:
    """A matter that has gone so many steps of the whole way from registration to the archive."""
    matter = ""
    for n, (act, given) in enumerate(WAY[:steps]):
        matter = does(journal, act, matter, **{**given, **(more if n == 0 else {})})
    return matter
