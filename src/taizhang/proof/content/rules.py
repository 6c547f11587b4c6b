"""Every rule of the text, in the order in which they are listed."""

from __future__ import annotations

from taizhang.proof.content import arithmetic as content_arithmetic
from taizhang.proof.content import claims as content_claims
from taizhang.proof.content import counters as content_counters
from taizhang.proof.content import dates as content_dates
from taizhang.proof.content import drops as content_drops
from taizhang.proof.content import enumeration as content_enumeration
from taizhang.proof.content import eras as content_eras
from taizhang.proof.content import formal as content_formal
from taizhang.proof.content import gaps as content_gaps
from taizhang.proof.content import grammar as content_grammar
from taizhang.proof.content import headings as content_headings
from taizhang.proof.content import levels as content_levels
from taizhang.proof.content import masks as content_masks
from taizhang.proof.content import names as content_names
from taizhang.proof.content import pairs as content_pairs
from taizhang.proof.content import public as content_public
from taizhang.proof.content import replaced as content_replaced
from taizhang.proof.content import rounding as content_rounding
from taizhang.proof.content import slips as content_slips
from taizhang.proof.content import stray as content_stray
from taizhang.proof.content import typography, typography_numbers
from taizhang.proof.content import words as content_words
from taizhang.proof.content.rule import Rule

RULES: tuple[Rule, ...] = (
    *content_masks.RULES,
    *content_drops.RULES,
    *content_counters.RULES,
    *content_gaps.RULES,
    *content_grammar.RULES,
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
    *content_slips.RULES,
    *content_eras.RULES,
    *content_names.RULES,
    *content_public.RULES,
    *content_formal.RULES,
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
