"""Every rule of the text, in the order in which they are listed."""

from __future__ import annotations

from taizhang.proof import (
    content_arithmetic,
    content_claims,
    content_counters,
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
    *content_counters.RULES,
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

_GATES = {"basis": "依据", "content": "内容", "format": "格式"}
_LEVELS = {"block": "阻断", "error": "错误", "warn": "提醒", "info": "提示"}


def table() -> str:
    """All rules as a Markdown table for the office: the first bad example of each in bold where it is wrong."""
    head = "| 代码 | 查什么 | 关口 | 级别 | 依据 | 错例 | 正例 |\n|---|---|---|---|---|---|---|\n"
    return head + "\n".join(_row(one) for one in RULES)


def _row(one: Rule) -> str:
    bad = one.examples.bad[0].replace("⟦", "**").replace("⟧", "**")
    cells = (one.code, one.title, _GATES[one.gate], _LEVELS[one.level], one.source, bad, one.examples.good[0])
    return "| " + " | ".join("".join(_cell(cell)) for cell in cells) + " |"


def _cell(text: str) -> list[str]:
    return [
        {"|": "\\|", "\n": "↵", "<": "&lt;", "&": "&amp;", "`": "\\`"}.get(sign, sign)
        for sign in text
        if sign.isprintable() or sign == "\n"
    ]
