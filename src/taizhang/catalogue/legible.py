"""Checks that what figures print and compare can be read: words of guarded ledgers are encrypted, only tokens stand for them."""

from __future__ import annotations

from collections.abc import Iterator

from taizhang.catalogue.predicate import NotAllowed, compared_in_text
from taizhang.catalogue.whole import Whole
from taizhang.terms.problem import Problem
from taizhang.terms.sentence import sentence

PRINTS = ("latest", "maximum", "list", "streak", "ordinal")
"""Kinds that say what a cell says, or the order of what cells say; the others count, and tokens count as well as words."""
_HINT = "请给该字段写 group = true（不得是姓名或能认出人的内容），改用选项字段，或改用 distinct 等只计数的类型。"


def figures_read_what_is_not_encrypted(whole: Whole) -> Iterator[Problem]:
    """A figure prints no word that is encrypted, and no condition holds one against another value.

    Conditions of refusals are asked at the door, of words; all others are asked of what is kept.
    """
    encrypted = {name: ledger.encrypted for name, ledger in whole.declared.ledger.items()}
    for item in whole.figures:
        figure = item.declared
        if figure.kind in PRINTS and figure.measure in encrypted.get(figure.ledger, ()):
            says = sentence(
                "指标“{item}”要显示“{column}”的内容，但“{ledger}”的这一列加密存放，显示出来的只会是记号。",
                item=item.name,
                column=figure.measure,
                ledger=whole.declared.ledger[figure.ledger].title,
            )
            yield Problem("CAT-041", says, whole.place((*item.path, "measure")), _HINT)
    for path, text, ledger, _ in whole.conditions():
        if path[2:3] == ("refuse",):
            continue
        for name in dict.fromkeys(one for one in _compared(text) if one in encrypted[ledger]):
            says = sentence(
                "条件“{text}”要比较“{column}”的内容，但“{ledger}”的这一列加密存放，比较永远不成立。",
                text=text,
                column=name,
                ledger=whole.declared.ledger[ledger].title,
            )
            yield Problem("CAT-041", says, whole.place(path), _HINT)


def _compared(text: str) -> tuple[str, ...]:
    try:
        return compared_in_text(text)
    except NotAllowed:  # told by the check of conditions
        return ()
