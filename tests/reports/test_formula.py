"""Definitions as data: the evaluator that a bundle carries agrees with the engine on every kind of figure."""

from __future__ import annotations

import importlib.util
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taizhang.figures.trace import trace
from taizhang.figures.value import Ask
from taizhang.matters.entry import Head
from taizhang.reports import bundle as programs
from taizhang.reports.formula import Formulas, columns_in, derivations
from taizhang.terms.scope import EVERYTHING, Scope
from tests.figures.yard import PERIODS, TREE, catalogue, heads, warehouse_of

FOLDER = Path(str(programs.__file__)).parent
SKIPPED = {"forecast", "score"}
LEDGER = catalogue().ledgers["visit"]


def load(name: str) -> ModuleType:
    """A program of the bundle, as it is run there."""
    spec = importlib.util.spec_from_file_location(name, FOLDER / f"{name}.py")
    assert spec
    assert spec.loader
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


RECOMPUTE = load("recompute")


def rows_of(kept: list[Head], formula: Any) -> dict[str, list[dict[str, object]]]:
    """The rows as a bundle's reader makes them."""
    derived, fields = derivations(LEDGER, {column for _, column in columns_in(formula)})
    rows = []
    for head in kept:
        row: dict[str, object] = {
            name: RECOMPUTE.typed(head.facts.get(name), LEDGER.declared.field[name].type) for name in fields
        }
        row |= {"id": head.matter, "number": head.number or None, "state": head.state or None}
        for told in derived:
            name, first, when = told  # type: ignore[misc,str-unpack]
            given = next((row[key] for key in first if row[key] is not None), None)  # type: ignore[union-attr,index]
            row[str(name)] = given if RECOMPUTE.holds(when, row) is True else None
        rows.append(row)
    return {"visit": rows}


@settings(max_examples=60, deadline=None)
@given(heads(), st.sampled_from(PERIODS), st.sampled_from([EVERYTHING, Scope("东乡")]))
def test_every_kind_is_recomputed_to_the_last_digit(kept: list[Head], period: Any, scope: Scope) -> None:
    warehouse, seen = warehouse_of(kept), set()
    for name, figure in catalogue().figures.items():
        found = trace(catalogue(), warehouse, Ask(name, period, scope=scope), TREE)
        formula = Formulas(catalogue().ledgers, TREE).of(found)
        if formula is None:
            assert figure.kind in SKIPPED
            continue
        seen.add(figure.kind)
        amount, words = RECOMPUTE.recompute(formula, rows_of(kept, formula))
        value = found.value
        assert words == list(value.words), name
        if not words:
            assert amount == value.amount, (name, amount, value)
    assert len(seen) > 18
    warehouse.close()


def test_the_signature_check_agrees_with_a_library_and_refuses_every_changed_bit() -> None:
    ed25519 = load("ed25519")
    private = pytest.importorskip("cryptography.hazmat.primitives.asymmetric.ed25519").Ed25519PrivateKey
    for number in range(3):
        key = private.from_private_bytes(bytes([number + 1]) * 32)
        public, message = key.public_key().public_bytes_raw(), b"taizhang\n%d\n" % number
        signature = key.sign(message)
        assert ed25519.signed_by(public, message, signature)
        for at in range(0, 512, 37):
            flipped = bytearray(signature)
            flipped[at // 8] ^= 1 << at % 8
            assert not ed25519.signed_by(public, message, bytes(flipped))
        assert not ed25519.signed_by(public, message + b" ", signature)
        assert not ed25519.signed_by(public, message, signature[:63])


def test_the_tree_agrees_with_the_journals_and_with_published_roots() -> None:
    tree = load("tree")
    from taizhang.journal import merkle

    leaves = [merkle.leaf(bytes([n])) for n in range(40)]
    for size in range(len(leaves) + 1):
        assert tree.root_of(leaves[:size]) == merkle.root_of(leaves[:size])
    for new in range(1, 33):
        for old in range(1, new + 1):
            proof = list(merkle.consistency(leaves[:new], old))
            older, newer = (old, tree.root_of(leaves[:old])), (new, tree.root_of(leaves[:new]))
            assert tree.extends(older, newer, proof)
            assert not tree.extends(older, (new, bytes(32)), proof)
            assert not tree.extends((old, bytes(32)), newer, proof)
            assert not tree.extends(older, newer, [*proof, bytes(32)])
            if proof:
                assert not tree.extends(older, newer, proof[:-1])


def test_a_percentage_is_a_hundred_only_when_it_is() -> None:
    for exact, told in (("99.996", "99.99"), ("100.004", "100.01"), ("100", "100.00"), ("77.885", "77.89")):
        assert RECOMPUTE.percent(Decimal(exact), 2) == Decimal(told)
