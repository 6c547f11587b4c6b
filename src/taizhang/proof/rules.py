"""Every rule of the text, in the order in which they are listed."""

from __future__ import annotations

from taizhang.proof import (
    content_drops,
    content_enumeration,
    content_gaps,
    content_headings,
    content_levels,
    content_masks,
    content_replaced,
)
from taizhang.proof.rule import Rule

RULES: tuple[Rule, ...] = (
    *content_masks.RULES,
    *content_drops.RULES,
    *content_gaps.RULES,
    *content_replaced.RULES,
    *content_levels.RULES,
    *content_enumeration.RULES,
    *content_headings.RULES,
)
