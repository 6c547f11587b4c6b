"""What makes it the same matter: its ledger and number, in whatever spelling and file."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from taizhang.terms.number_spelling import fold_number


def identity(ledger: str, key: Sequence[str]) -> str:
    """The identity made of names as they stand: the same ledger and key always give the same one."""
    text = "\x1f".join((ledger, *key))
    return f"{kind_of_identity(ledger)}-{hashlib.sha256(text.encode('utf-8')).hexdigest()[:20]}"


def matter_identity(ledger: str, key: Sequence[str]) -> str:
    """The identity of a matter, the same in every spelling of its number."""
    return identity(ledger, folded(key))


def folded(key: Sequence[str]) -> tuple[str, ...]:
    """The key in the spelling in which it is compared."""
    return tuple(map(fold_number, key))


def kind_of_identity(ledger: str) -> str:
    """What every identity of the ledger begins with, before its last hyphen; ledgers of one beginning share it."""
    return ledger.replace("_", "-")[:16]
