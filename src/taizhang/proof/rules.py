"""Every rule of the text, in the order in which they are listed."""

from __future__ import annotations

from taizhang.proof import content_drops, content_masks
from taizhang.proof.rule import Rule

RULES: tuple[Rule, ...] = (*content_masks.RULES, *content_drops.RULES)
