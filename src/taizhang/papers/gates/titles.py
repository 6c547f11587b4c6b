"""What each rule of the gates is called: a finding is told by its title, not by its code."""

from __future__ import annotations

from functools import cache

from taizhang.proof.basis.gate import TITLES as CITATIONS
from taizhang.proof.content.rules import RULES
from taizhang.proof.layout.profile import load_profile

# Rules of numbers and of reading, which no gate of its own lists.
_OTHERS = {
    "B03": "文稿里的数没有数格，也没有写明引自何处",
    "B04": "引来的数没有写明第几页",
    "PRF-114": "没有读到的内容",
}
DRAFTED = "起草时的核对"
"""What findings are called that drafting made, under the codes of its problems."""


@cache
def rule_titles() -> dict[str, str]:
    """Code → title of every rule of the three gates, in the order of the gates."""
    content = {one.code: one.title for one in RULES}
    form = {code: entry.title for code, entry in load_profile().rules.items()}
    return {**CITATIONS, **_OTHERS, **content, **form}


def title_of(rule: str) -> str:
    """The title of a finding's rule."""
    return rule_titles().get(rule, DRAFTED)
