"""The kinds of figures: one row and one module for each a catalogue may declare."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from typing import get_args

import pytest

from taizhang.catalogue.model import COMPOSED as MADE_OF_OTHERS
from taizhang.catalogue.model import Kind
from taizhang.catalogue.resolved import Figure
from taizhang.figures import kinds
from taizhang.figures.kinds import COMPOSED, COUNTED, KINDS, TITLES, composed, counted
from tests.figures.yard import catalogue


def test_every_kind_a_catalogue_may_declare_has_one_row_and_one_module() -> None:
    assert sorted(one.name for one in KINDS) == sorted(get_args(Kind))
    assert set(COMPOSED) == set(MADE_OF_OTHERS)
    modules = [import_module(f"{kinds.__name__}.{one.name}") for one in pkgutil.iter_modules(kinds.__path__)]
    assert sorted(one.KIND.name for one in modules if hasattr(one, "KIND")) == sorted(TITLES)


def test_a_kind_that_does_something_to_a_measure_says_what_and_every_other_which_rows_it_takes() -> None:
    for one in COUNTED.values():
        assert bool(one.takes) != bool(one.does), one.name
    assert len(set(TITLES.values())) == len(KINDS)


def test_a_figure_of_other_figures_is_no_aggregate() -> None:
    made: Figure = next(one for one in catalogue().figures.values() if one.composed)
    assert composed(made).name == made.kind
    with pytest.raises(ValueError, match=made.name):
        counted(made)
