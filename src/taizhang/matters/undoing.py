"""What an act that undoes others takes back: the facts they filled in, so that a state looks the same whichever way led there."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from taizhang.catalogue.resolved import Ledger
from taizhang.catalogue.values import Stored

_DONE = ("report", "start_review", "verify", "verify_1", "verify_2", "verify_3")
_ENDED = ("close", "strike_off", "answer", "keep_standing", "archive")
UNDOES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "return_work": _DONE,
        "reopen": (*_DONE, *_ENDED),
        "resume": ("suspend",),
        "hand_back": ("assign", "accept", "reassign"),
        "reassign": ("accept",),
    }
)
"""Act → the acts whose facts are no longer so once it is done."""
ANEW = ("reassign", "reopen")
"""Acts with which the work begins anew: a due date given with them is a first term, and what prolonged the old is over."""
_ON_THE_WAY = ("register", "approve", "assign", "accept")


def undone_facts(ledger: Ledger, act: str, facts: Mapping[str, Stored]) -> dict[str, str]:
    """Field → the word the ledger's acts had set before the undone ones, '' for a field that is empty again.

    Only fields that are filled. A status nobody on the way sets is left to the act's own declaration.
    """
    sets, undone = ledger.fills, UNDOES.get(act, ())
    names = {name for one in undone for name in sets.get(one, {}) if facts.get(name) not in (None, "")}
    kept = [sets[one] for one in _ON_THE_WAY if one in sets and one not in undone]
    back: dict[str, str] = {}
    for name in sorted(names):
        before = [words[name] for words in kept if name in words and words[name] not in ("on", "due")]
        if before:
            back[name] = before[-1]
        elif name != ledger.declared.status and not any(name in words for words in kept):
            back[name] = ""
    return back
