"""Declarations beside ledgers and figures: dated texts, rules, features, and the list coverage measures by."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from taizhang.catalogue.declared import Declared, Profile

PERIOD_TEXTS = ("period_titled", "period_opening", "within_period", "same_period", "carried_over")
BUILT_IN_TEXTS = ("body.name", "body.short", "year", "last_year", "next_year", "period", "as_of", *PERIOD_TEXTS)


class TextValue(Declared):
    """What a dated text says from a day on, until a day when one is given (both included)."""

    since: dt.date
    until: dt.date | None = None
    text: str


class TextDeclaration(Declared):
    """A dated text of the body: a slogan, a name, a year. Its values are usually given in the body's own folder.

    One declared under the name of a built-in text (``year``, ``as_of``) takes no values: it binds slots to it.
    """

    title: str
    slots: tuple[str, ...] = ()
    serves: tuple[str, ...] = ()
    profiles: tuple[Profile, ...] = ()
    value: tuple[TextValue, ...] = ()


class RuleDeclaration(Declared):
    """A dated rule the body works by, in words, with the document it comes from."""

    title: str
    text: str
    source: str
    since: dt.date
    until: dt.date | None = None
    serves: tuple[str, ...] = ()
    profiles: tuple[Profile, ...] = ()


class FeatureDeclaration(Declared):
    """A feature of the product that serves a mechanism: the command that runs it, and slots it prints itself."""

    title: str
    command: str
    serves: tuple[str, ...] = ()
    slots: tuple[str, ...] = ()


class ReportDeclaration(Declared):
    """One of the reports that coverage measures: whose it is and for which profile."""

    title: str
    profile: Profile | Literal[""] = ""


Need = Literal[
    "unit",
    "due",
    "closed",
    "verify",
    "people",
    "score",
    "rank",
    "edition",
    "problems",
    "money",
    "span",
    "share",
    "target",
    "area",
    "length",
    "document",
    "limit",
    "day",
]


class MechanismDeclaration(Declared):
    """A working mechanism to be served: its family and the reports that show bodies run it.

    needs: what a ledger of it must keep, by kind. clock: whether a time ``limit`` or a ``frequency`` must be watched.
    about: the words one of which names what the matters are about.
    """

    title: str
    family: str
    reports: tuple[str, ...]
    needs: tuple[Need, ...] = ()
    clock: Literal["", "limit", "frequency"] = ""
    about: tuple[str, ...] = ()


class SlotDeclaration(Declared):
    """A place in a report that needs a figure, a name, a rank or a date.

    mechanism: the one whose matters it counts. window: whether it counts what fell ``in`` the period, stands ``at`` its
    end, is kept ``through`` all years up to it, or is set for the ``next``. also: other units it may be printed in.
    level: the rank or level it is restricted to.
    """

    report: str
    section: str
    title: str
    type: str
    unit: str = ""
    mechanism: str = ""
    window: Literal["", "in", "at", "through", "next"] = ""
    also: tuple[str, ...] = ()
    level: str = ""
