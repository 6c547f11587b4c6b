"""What is declared about letters that press a matter."""

from __future__ import annotations

from pydantic import Field

from taizhang.catalogue.declared import Declared


class Letters(Declared):
    """When a matter is pressed by letter, in workdays; a ledger's own goes before the body's.

    off: it never is. ladder: no red slip goes out before a chasing letter did. unsigned: an assigned matter may stay so long unsigned-for before its handler is reminded.
    silence: a red matter may stay so long without feedback before a red slip falls due. answer: for how long a letter
    may go unanswered. sign: what letters are numbered under (发文机关代字).
    """

    off: bool = False
    ladder: bool = True
    unsigned: int = Field(default=1, ge=1, le=250)
    silence: int = Field(default=5, ge=1, le=250)
    answer: int = Field(default=3, ge=1, le=250)
    sign: str = Field(default="督函", pattern=r"^[\u3400-\u9fff]{1,12}$")


USUAL = Letters()
"""What holds where nothing is declared."""
