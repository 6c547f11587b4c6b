"""The report of a county government office over the thirteen ledgers of the shipped sample."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

import taizhang.shipped
from taizhang.catalogue.load import load
from taizhang.catalogue.resolved import Catalogue
from taizhang.reports.draft import draft
from taizhang.reports.lineage import unsourced_problems
from taizhang.reports.paper import Paper, Paragraph
from taizhang.terms.characters import is_han
from taizhang.terms.period import Period
from tests.reports.county import Fake

YEAR = Period.year(2026)


class Any(Mapping[tuple[str, ...], int | str]):
    """Some amount for every figure, more this year than last."""

    def __getitem__(self, key: tuple[str, ...]) -> int:
        return (90 if key[1] == "2026" else 80) - (40 if len(key) == 3 else 0)

    def __iter__(self) -> Iterator[tuple[str, ...]]:
        return iter(())

    def __len__(self) -> int:
        return 0

    def __contains__(self, key: object) -> bool:
        return True


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load(Path(taizhang.shipped.__file__).parent / "catalogue")


@pytest.fixture(scope="module")
def paper(catalogue: Catalogue) -> Paper:
    filled, problems = draft(catalogue, catalogue.templates["county"], YEAR, Fake(Any()), file="county.md")
    assert problems == ()
    return filled


def test_every_number_and_claim_of_the_shipped_report_has_a_source(paper: Paper) -> None:
    assert unsourced_problems(paper, "county.md") == ()


def test_its_parts_are_those_of_an_office_report(paper: Paper) -> None:
    levels = [block.level for block in paper.blocks if isinstance(block, Paragraph)]
    assert levels == [0, 1, *[2] * 7, 1, *[2] * 3, 1, *[2] * 4, 0, 0]


def ledgers_of(catalogue: Catalogue, name: str) -> set[str]:
    figure = catalogue.figures[name]
    parts = (*figure.declared.of, *figure.declared.over)
    return {figure.ledger} if figure.ledger else {ledger for part in parts for ledger in ledgers_of(catalogue, part)}


def test_every_figure_of_its_ledgers_bound_to_a_place_is_printed(catalogue: Catalogue, paper: Paper) -> None:
    printed = {cell.value.figure.name for cell in paper.cells.values()}
    drawn_on = {ledger for name in printed & catalogue.figures.keys() for ledger in ledgers_of(catalogue, name)}
    bound = {
        name
        for name, figure in catalogue.figures.items()
        if any(slot.startswith("R3-") for slot in figure.declared.slots) and ledgers_of(catalogue, name) <= drawn_on
    }
    assert len(bound) > 15
    assert bound <= printed


def test_what_is_open_and_overdue_is_told_too(paper: Paper) -> None:
    printed = {cell.value.figure.name for cell in paper.cells.values()}
    for ledger in ("hazard", "inspection", "supervision", "proposal", "petition", "research"):
        assert {f"{ledger}_open_end", f"{ledger}_overdue_end"} <= printed


def test_its_length_is_that_of_a_report_read_aloud(paper: Paper) -> None:
    length = sum(is_han(char) for block in paper.blocks if isinstance(block, Paragraph) for char in block.text)
    assert 2500 <= length <= 3500
