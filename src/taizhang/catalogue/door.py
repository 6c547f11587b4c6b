"""What a ledger keeps out at its door, as declared."""

from __future__ import annotations

from taizhang.catalogue.declared import Declared


class Door(Declared):
    """What a ledger does not take in, and why (one Chinese sentence ending in 。).

    headings: columns kept out, none for every column the ledger does not declare. codes: fields that hold a code,
    never a name. longest: characters a text may have before it is taken for content, 0 for any.
    """

    because: str
    headings: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    longest: int = 0
