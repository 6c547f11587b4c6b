"""Every rule of the text, in the order in which they are listed."""

from __future__ import annotations

from taizhang.proof import (
    content_arithmetic,
    content_claims,
    content_dates,
    content_drops,
    content_enumeration,
    content_eras,
    content_gaps,
    content_headings,
    content_levels,
    content_masks,
    content_names,
    content_pairs,
    content_replaced,
    content_rounding,
    content_stray,
    content_words,
    typography,
    typography_numbers,
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
    *content_arithmetic.RULES,
    *content_rounding.RULES,
    *content_dates.RULES,
    *content_pairs.RULES,
    *content_stray.RULES,
    *content_words.RULES,
    *content_eras.RULES,
    *content_names.RULES,
    *content_claims.RULES,
    *typography.RULES,
    *typography_numbers.RULES,
)
