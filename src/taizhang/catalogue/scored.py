"""What a score is made of: items with weights, bonuses and penalties with caps, each over a declared figure."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Literal

from taizhang.catalogue.declared import Declared

Role = Literal["item", "bonus", "penalty"]
How = Literal["share", "met", "reverse", "rate", "each"]


class ScoreItem(Declared):
    """One line of a score.

    how: ``share`` weight × figure ÷ target, at most ``most`` times; ``met`` weight when the target is reached,
    else 0; ``reverse`` weight × target ÷ figure, at most once; ``rate`` weight × the percentage; ``each``
    weight for every one counted, at most ``most`` points. target: a number, or ``against`` another figure.
    """

    title: str
    figure: str
    role: Role = "item"
    how: How = "share"
    weight: Decimal
    target: Decimal | None = None
    against: str = ""
    most: Decimal | None = None


class ScoreRule(Declared):
    """How a score is added up: the lines, what everybody begins with, caps, and the day the rule was fixed.

    full: what the weights of plain lines and the beginning must add up to. fixed: the day the rule was
    published; it holds for no period that began before. by_item: each line is rounded, not only the sum.
    """

    fixed: dt.date
    item: tuple[ScoreItem, ...] = ()
    begin: Decimal = Decimal(0)
    bonus_cap: Decimal | None = None
    penalty_cap: Decimal | None = None
    full: Decimal = Decimal(100)
    by_item: bool = False
