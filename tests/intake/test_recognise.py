"""Each shipped ledger is told from all others by its own headings, titled or not, under any profile it is on."""

from __future__ import annotations

import random
from functools import cache

import pytest

from taizhang.catalogue.declared import PROFILES
from taizhang.catalogue.load import load
from taizhang.catalogue.resolved import Catalogue, Ledger
from taizhang.intake.recognise import Recogniser
from taizhang.intake.sheets import Sheet
from taizhang.shipped import CATALOGUE

MONTHS = ("1月", "2月", "3月", "4月", "5月", "6月")
QUARTERS = ("一季度", "二季度", "三季度", "四季度")


@cache
def catalogue(profile: str) -> Catalogue:
    """The shipped catalogue as a profile switches it on."""
    return load(CATALOGUE, profile=profile)


@cache
def recogniser(profile: str) -> Recogniser:
    """The recogniser of a profile."""
    return Recogniser(catalogue(profile))


def axes(profile: str, ledger: Ledger) -> list[tuple[str, ...]]:
    """The words of each axis of a ledger's wide table; two axes need two heading rows, which the samples hold."""
    pivot = ledger.declared.pivot
    if pivot is None:
        return []
    words = catalogue(profile).vocabularies
    return [
        {"month": MONTHS, "quarter": QUARTERS}.get(one.axis, tuple(words[one.choices].values) if one.choices else ())
        for one in catalogue(profile).ledgers[pivot.into].declared.field.values()
        if one.axis
    ]


CASES = [
    (profile, name)
    for profile in ("", *PROFILES)
    for name, ledger in catalogue(profile).ledgers.items()
    if any(field.headings for field in ledger.declared.field.values()) and len(axes(profile, ledger)) < 2
]


def columns(profile: str, ledger: Ledger, pick: random.Random | None) -> list[str]:
    """One heading a field: the first declared, or any; and those of the wide table's cells."""
    plain = [[word for word in one.headings if ">" not in word] for one in ledger.declared.field.values()]
    chosen = [pick.choice(headings) if pick else headings[0] for headings in plain if headings]
    return [*chosen, *(word for axis in axes(profile, ledger) for word in axis)]


def sheet(title: str, headings: list[str]) -> Sheet:
    """A sheet with a title, its headings and one row of words."""
    blank = (None,) * (len(headings) - 1)
    return Sheet("2026年", False, ((title, *blank), tuple(headings), tuple("某" for _ in headings)))


@pytest.mark.parametrize(("profile", "name"), CASES)
def test_a_ledger_is_known_by_its_first_headings(profile: str, name: str) -> None:
    ledger = catalogue(profile).ledgers[name]
    for title in ("", ledger.title):
        found = recogniser(profile).recognise(sheet(title, columns(profile, ledger, None)))
        assert found is not None
        assert (found.ledger.name, found.missing) == (name, ())
        assert {key for key, one in ledger.declared.field.items() if one.headings and not one.fill} <= set(
            found.columns
        )


@pytest.mark.parametrize("name", sorted({name for _, name in CASES}))
def test_a_titled_ledger_is_known_by_any_of_its_headings(name: str) -> None:
    ledger = catalogue("").ledgers[name]
    pick = random.Random(name)
    for _ in range(5):
        headings = columns("", ledger, pick)
        found = recogniser("").recognise(sheet(ledger.title, headings))
        assert found is not None, headings
        assert (found.ledger.name, found.missing) == (name, ()), headings
