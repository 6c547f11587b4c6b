"""Numbers as somebody has them: one that only a matter out of his sight bears is free to him.

In a ledger that hides matters from those they are about, whatever is answered otherwise of a taken number than of a free
one tells the person that there is a matter about him, and which. So a row or a form of such a number is kept as what it
is to whoever hands it in: a new matter, under an identity of its own that the same hand always finds again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection

Hidden = Callable[[Collection[str]], Collection[str]]
"""Those of some identities that belong to matters out of sight."""


def own_identities(usual: Collection[str], person: str, hidden: Hidden) -> dict[str, str]:
    """For each identity that a matter out of sight has, the one the person's own matter has or would have."""
    own: dict[str, str] = {}
    asked, turn = {one: one for one in usual}, 0
    while asked:
        taken = frozenset(hidden(tuple(asked.values())))
        asked = {one: _own(one, person, turn) for one, now in asked.items() if now in taken}
        own |= asked
        turn += 1
    return own


def _own(matter: str, person: str, turn: int) -> str:
    """The identity a person's own matter has in place of another; turn: how many of his own he cannot see himself."""
    text = "\x1f".join((matter, person, str(turn)))
    return f"{matter.rpartition('-')[0]}-{hashlib.sha256(text.encode('utf-8')).hexdigest()[:20]}"
