"""Texts cut by a declared seed: rules are made on the larger part and measured on the part held back, which nobody reads.

A name's part depends on the seed and the name alone, so that a text stays where it is when others join or leave.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Literal

Part = Literal["tuning", "held"]
PARTS: tuple[Part, ...] = ("tuning", "held")
NAMES: dict[Part, str] = {"tuning": "调试", "held": "留出"}
SEED = "taizhang-proof-2026"


def part_of(name: str) -> Part:
    """The part in which a text or sentence is: one in four is held back."""
    return "held" if hashlib.sha256(f"{SEED}\n{name}".encode()).digest()[0] & 3 == 3 else "tuning"


def chosen(part: Part | None, names: Iterable[str]) -> list[str]:
    """Those of the names that are in a part, in their order; all of them where no part is asked for."""
    return [one for one in names if part in (None, part_of(one))]
