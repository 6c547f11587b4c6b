"""Dated values: which one of several is in force on a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from taizhang.catalogue.dossier import TextValue
from taizhang.catalogue.model import ParameterValue

Dated = TypeVar("Dated", TextValue, ParameterValue)


def in_force(values: Sequence[Dated], day: date) -> Dated | None:
    """The value of the day: of those in force the one that began last, of equals the one written last."""
    fitting = [one for one in values if one.since <= day and (one.until is None or day <= one.until)]
    return max(reversed(fitting), key=lambda one: one.since, default=None)
