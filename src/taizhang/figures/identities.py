"""Identities between figures, checked on every computation."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from taizhang.catalogue.model import IdentityDeclaration
from taizhang.catalogue.resolved import Catalogue
from taizhang.figures.compute import Answers
from taizhang.figures.value import Ask, Value
from taizhang.terms.period import Period
from taizhang.terms.problem import Place, Problem
from taizhang.terms.quantity import plain
from taizhang.terms.scope import EVERYTHING, Scope

_SIGNS = {"=": "应等于", "<=": "应不大于", "<": "应小于"}


def asks(catalogue: Catalogue, period: Period, scope: Scope = EVERYTHING) -> tuple[Ask, ...]:
    """What has to be computed to check every identity in a period."""
    names = (name for one in catalogue.identities.values() for name in (*one.left, *one.right))
    return tuple(Ask(name, period, scope=scope) for name in dict.fromkeys(names))


def breaches(catalogue: Catalogue, answers: Answers, period: Period, scope: Scope = EVERYTHING) -> Iterator[Problem]:
    """Every identity that does not hold, naming both sides with their numbers; those without a value are left."""
    for key, identity in catalogue.identities.items():
        sides = [
            [answers.value(Ask(name, period, scope=scope)) for name in names]
            for names in (identity.left, identity.right)
        ]
        if any(value.amount is None for side in sides for value in side):
            continue
        left, right = (sum((value.amount or Decimal(0) for value in side), Decimal(0)) for side in sides)
        if not _stands(identity, left, right):
            told = f"{_side(sides[0])}＝{plain(left)}，{_SIGNS[identity.relation]}{_side(sides[1])}＝{plain(right)}"
            message = f"{period.key}期间“{identity.title}”不成立：{told}。"
            hint = "请用 taizhang trace 打开两边的记录，改正有误的事项。"
            yield Problem("FIG-010", message, Place(key=f"identity.{key}"), hint, identity.level)


def _stands(identity: IdentityDeclaration, left: Decimal, right: Decimal) -> bool:
    return {"=": left == right, "<=": left <= right, "<": left < right}[identity.relation]


def _side(values: list[Value]) -> str:
    return "＋".join(f"{value.figure.title}{plain(value.amount or Decimal(0))}" for value in values)
