"""What the sample bodies declare fits the shipped catalogue: no ledger or field is named that is not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from taizhang.catalogue.load import load
from taizhang.shipped import CATALOGUE
from taizhang_samples.bodies.generate import declared
from taizhang_samples.bodies.spec import BODIES, spec_of


@pytest.mark.parametrize("body", BODIES)
def test_ledgers_and_fields_of_a_body_are_in_its_catalogue(body: str, tmp_path: Path) -> None:
    spec = spec_of(body)
    (tmp_path / "body.toml").write_text(declared(spec), encoding="utf-8")
    ledgers = load(CATALOGUE, tmp_path).ledgers
    assert {one.ledger for one in spec.strata} <= ledgers.keys()
    assert {one.ledger for one in spec.contradictions} <= ledgers.keys()
    assert all(one.fits(ledgers[one.ledger]) for one in spec.strata)
    assert spec.count.keys() <= ledgers.keys()
    named = {
        key.partition("@")[0]
        for table in (spec.weight, spec.range, spec.below, spec.parts, spec.only, spec.words, spec.lag, spec.running)
        for key in table
    }
    for ledger, _, field in (key.partition(".") for key in named):
        assert field in ("", "cell") or ledger not in ledgers or field in ledgers[ledger].declared.field, field
