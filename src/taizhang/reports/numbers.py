"""What reports need of the figures room: values, traces and definitions for a batch of asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from taizhang.catalogue.resolved import Catalogue
from taizhang.figures.value import Ask, Trace, Value
from taizhang.terms.scope import Scope


@dataclass(frozen=True, slots=True)
class Numbers:
    """The answers to one batch.

    value: of an ask of the batch. trace: the rows behind it. define: a figure's definition in words.
    sql: the query that computed it. units: the lowest units of a scope that stood on a day.
    """

    value: Callable[[Ask], Value]
    trace: Callable[[Ask], Trace]
    define: Callable[[str], str]
    sql: Callable[[str], str]
    units: Callable[[date, Scope], tuple[str, ...]] = lambda _day, _scope: ()


Counting = Callable[[Catalogue, tuple[Ask, ...]], Numbers]
"""Answers all asks at once, over the catalogue given: it may hold year-on-year figures made for a template."""
