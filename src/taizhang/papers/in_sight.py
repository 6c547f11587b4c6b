"""A paper as one reader may have it: no number of a guarded ledger out of his sight but those the body's own template
prints, and of those none that is small.

A text somebody types can ask for any figure, group, unit and month; where the reader does not see the rows, each answer
would tell of them. So what is asked of such a ledger is let through only as the declared template asks it, letter by
letter, and a claim is never held against it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from taizhang.catalogue.resolved import Catalogue
from taizhang.figures.dictionary import ledgers_of
from taizhang.reports.paper import Paper
from taizhang.reports.slots import ChangeSlot, ClaimSlot, FigureSlot, read_slot
from taizhang.reports.suppression import WITHHELD, strip_rows, suppress
from taizhang.terms.problem import Place, Problem

_SLOT = re.compile(r"\{\{([^{}\n]*)\}\}")


def without_unseen(
    catalogue: Catalogue, text: str, declared: str, unseen: Collection[str], file: str
) -> tuple[str, tuple[Problem, ...]]:
    """The text with every slot taken out that asks a ledger out of sight for more than the template does.

    declared: the template's own text. unseen: ledgers by name. The problems say where, never what.
    """
    if not unseen:
        return text, ()
    allowed, problems, lines = set(_SLOT.findall(declared)), list[Problem](), text.split("\n")
    for number, line in enumerate(lines, 1):
        place = Place(file=file, line=number)

        def told(found: re.Match[str], place: Place = place) -> str:
            words = _asks_unseen(catalogue, found[1], unseen)
            if words is None or (found[1] in allowed and not words):
                return found[0]
            says = "这里要的数出自您看不到记录的台账，模板里没有这样写，没有填。"
            problems.append(Problem("RPT-063", says, place, "请由看得到这类台账的人填写，或照模板的写法。", "warning"))
            return words or WITHHELD

        lines[number - 1] = _SLOT.sub(told, line)
    return "\n".join(lines), tuple(problems)


def newly_asked(catalogue: Catalogue, text: str, known: str, unseen: Collection[str], file: str) -> tuple[Problem, ...]:
    """Where a text asks a ledger out of sight for what stood neither in the template nor in the draft before.

    The gates draw a paper as the body's own, whoever looks: a slot that is saved is answered there. known: both texts.
    """
    stood = set(_SLOT.findall(known))
    return tuple(
        Problem(
            "RPT-064",
            "这里新写的数出自您看不到记录的台账，没有保存。",
            Place(file=file, line=number),
            "请去掉这一处，或请看得到这类台账的人来写。",
        )
        for number, line in enumerate(text.split("\n"), 1)
        for body in _SLOT.findall(line)
        if body not in stood and _asks_unseen(catalogue, body, unseen) is not None
    )


def _asks_unseen(catalogue: Catalogue, body: str, unseen: Collection[str]) -> str | None:
    """None for a slot that asks nothing of the ledgers; else the words of a claim, '' for a number."""
    slot = read_slot(body, Place())
    if not isinstance(slot, FigureSlot | ChangeSlot | ClaimSlot):
        return None
    figure = catalogue.figures.get(slot.figure)
    if figure is None or not set(ledgers_of(catalogue, slot.figure)) & set(unseen):
        return None
    return slot.words if isinstance(slot, ClaimSlot) else ""


def as_read(catalogue: Catalogue, paper: Paper, unseen: Collection[str]) -> Paper:
    """The drawn paper without small counts of ledgers out of sight, and without their rows."""
    return strip_rows(suppress(paper, catalogue, unseen).paper, unseen) if unseen else paper


def problems_in_sight(
    catalogue: Catalogue, problems: Iterable[Problem], unseen: Collection[str]
) -> tuple[Problem, ...]:
    """What is wrong with the paper, without what compares figures of ledgers out of sight or names files of their rows."""
    return tuple(one for one in problems if not _compares(catalogue, one, unseen) and not _names_rows(one, unseen))


def _names_rows(problem: Problem, unseen: Collection[str]) -> bool:
    kind, _, ledger = problem.place.key.partition(".")
    return kind == "left_out" and ledger in unseen


def _compares(catalogue: Catalogue, problem: Problem, unseen: Collection[str]) -> bool:
    kind, _, key = problem.place.key.partition(".")
    identity = catalogue.identities.get(key) if kind == "identity" else None
    if identity is None:
        return False
    counted = {name for one in identity.figures for name in ledgers_of(catalogue, one)}
    return bool({*counted, identity.ledger} & set(unseen))
