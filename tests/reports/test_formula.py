"""Definitions as data: the evaluator that a bundle carries agrees with the engine on every kind of figure."""

from __future__ import annotations

import ast
import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taizhang.figures.trace import trace
from taizhang.figures.value import Ask
from taizhang.journal import merkle
from taizhang.matters.entry import Head
from taizhang.papers.contents import days_of, said_in
from taizhang.reports.bundle import PROGRAMS
from taizhang.reports.formula import Formula, Formulas, columns_in, derivations
from taizhang.terms.scope import EVERYTHING, Scope
from tests.bundled import FOLDER, RECOMPUTE, SEALS
from tests.figures.yard import PERIODS, TREE, catalogue, heads, warehouse_of

SKIPPED = {"forecast", "score"}
LEDGER = catalogue().ledgers["visit"]


def rows_of(kept: list[Head], formula: Formula) -> dict[str, Any]:
    """What definitions see: the rows as a bundle's reader makes them."""
    derived, fields = derivations(LEDGER, {column for _, column in columns_in(["", formula.amount, formula.words])})
    rows: list[dict[str, object]] = []
    names = {"CALLS": RECOMPUTE.CALLS, "rows": {"visit": rows}}
    for head in kept:
        facts = {name: said_in(head, name) for name in fields}
        own = {"id": head.matter, "number": head.number or None, "state": head.state or None}
        rows.append({**facts, **own, **{key: day and day.isoformat() for key, day in days_of(head).items()}})
    for told in derived:
        name, said = told  # type: ignore[misc,str-unpack]
        run = eval(f"lambda row: {RECOMPUTE.source(said)}", names)
        for row in rows:
            row[str(name)] = run(row)
    return names


ASKED = (heads(), st.sampled_from(PERIODS), st.sampled_from([EVERYTHING, Scope("东乡")]))


@settings(max_examples=20, deadline=None)
@given(*ASKED)
def test_every_kind_is_recomputed_to_the_last_digit(kept: list[Head], period: Any, scope: Scope) -> None:
    require_recomputed(kept, period, scope)


@settings(max_examples=15, deadline=None)
@given(*ASKED)
def test_the_page_computes_every_kind_as_the_program_does(kept: list[Head], period: Any, scope: Scope) -> None:
    require_computed_by_the_page(kept, period, scope)


@pytest.mark.nightly
@pytest.mark.timeout(1800)
@settings(max_examples=300, deadline=None)
@given(*ASKED)
def test_every_kind_is_recomputed_by_both_over_many_rows(kept: list[Head], period: Any, scope: Scope) -> None:
    require_recomputed(kept, period, scope)
    require_computed_by_the_page(kept, period, scope)


def require_recomputed(kept: list[Head], period: Any, scope: Scope) -> None:
    """By the program that a bundle carries."""
    warehouse, seen = warehouse_of(kept), set()
    for name, figure in catalogue().figures.items():
        found = trace(catalogue(), warehouse, Ask(name, period, scope=scope), TREE)
        formula = Formulas(catalogue().ledgers, TREE).of(found)
        if formula is None:
            assert figure.kind in SKIPPED
            continue
        seen.add(figure.kind)
        names, value = rows_of(kept, formula), found.value
        said = (formula.amount, formula.words)
        amount, words = (RECOMPUTE.told(eval(f"lambda: {RECOMPUTE.source(one)}", names)) for one in said)
        assert words == list(value.words), name
        assert amount == (Decimal(value.exact) if value.exact else None), (name, amount, value)
    assert len(seen) > 18
    warehouse.close()


def flipped(signature: bytes, at: int) -> bytes:
    """The signature with one bit changed."""
    changed = bytearray(signature)
    changed[at // 8] ^= 1 << at % 8
    return bytes(changed)


@pytest.mark.nightly
@pytest.mark.timeout(900)
def test_every_changed_bit_of_a_signature_is_refused() -> None:
    key = pytest.importorskip("cryptography.hazmat.primitives.asymmetric.ed25519").Ed25519PrivateKey.generate()
    public, signature = key.public_key().public_bytes_raw(), key.sign(b"text")
    assert [at for at in range(512) if SEALS.signed_by(public, b"text", flipped(signature, at))] == []


def test_the_signature_check_agrees_with_a_library_and_refuses_changed_bits() -> None:
    private = pytest.importorskip("cryptography.hazmat.primitives.asymmetric.ed25519").Ed25519PrivateKey
    for number in range(3):
        key = private.from_private_bytes(bytes([number + 1]) * 32)
        public, message = key.public_key().public_bytes_raw(), b"taizhang\n%d\n" % number
        signature = key.sign(message)
        assert SEALS.signed_by(public, message, signature)
        for at in range(37 * number, 512, 111):
            assert not SEALS.signed_by(public, message, flipped(signature, at))
        assert not SEALS.signed_by(public, message + b" ", signature)
        assert not SEALS.signed_by(public, message, signature[:63])
        assert not SEALS.signed_by(public, message, signature + b"\0")


def test_a_scalar_not_less_than_the_order_is_refused() -> None:
    """RFC 8032, 5.1.7: else a second signature of the same text could be made from the first."""
    private = pytest.importorskip("cryptography.hazmat.primitives.asymmetric.ed25519").Ed25519PrivateKey
    key = private.from_private_bytes(bytes(31) + b"7")
    signature = key.sign(b"text")
    moved = int.from_bytes(signature[32:], "little") + SEALS.ORDER
    other = signature[:32] + moved.to_bytes(32, "little")
    assert not SEALS.signed_by(key.public_key().public_bytes_raw(), b"text", other)


def test_the_tree_agrees_with_the_journals_and_an_extension_leads_to_every_later_root() -> None:
    leaves = [merkle.leaf(bytes([n])) for n in range(40)]
    for size in range(len(leaves) + 1):
        assert SEALS.root_of(leaves[:size]) == merkle.root_of(leaves[:size])
    for new in range(1, 33):
        root = merkle.root_of(leaves[:new])
        for old in range(1, new + 1):
            further = merkle.further(leaves[:new], old)
            assert sum(size for size, _ in further) == new - old
            assert SEALS.root_of(leaves[:old], further) == root
            assert SEALS.root_of([*leaves[: old - 1], bytes(32)], further) != root
            assert {one for _, one in further} <= {*merkle.consistency(leaves[:new], old)}
            if further:
                assert SEALS.root_of(leaves[:old], further[:-1]) != root


def test_a_percentage_is_a_hundred_only_when_it_is() -> None:
    for exact, told in (("99.996", "99.99"), ("100.004", "100.01"), ("100", "100.00"), ("77.885", "77.89")):
        assert RECOMPUTE.CALLS["percent"](Decimal(exact), "0.01") == Decimal(told)


def test_a_definition_runs_nothing_but_what_it_is_made_of() -> None:
    """A forger writes definitions: whatever is no declared operation is refused, and texts stay texts."""
    for said in (["__import__", ["is", "os"]], ["os.system", "x"], ["lambda", "x"], ["()", ["is", 1]]):
        with pytest.raises(ValueError, match="不认识"):
            RECOMPUTE.source(said)
    assert eval(RECOMPUTE.source(["is", "'); import os; ('"])) == "'); import os; ('"
    row = {"'] or 1 #": 5}
    assert eval(RECOMPUTE.source("'] or 1 #"), {"row": row}) == 5
    assert "__" not in RECOMPUTE.source(["of", "x", ["is", True], ["is", 1]])


def test_the_programs_need_nothing_but_a_python_from_3_8_on() -> None:
    own = [name for name in PROGRAMS if name.endswith(".py")]
    for name in own:
        text = (FOLDER / name).read_text("utf-8")
        tree = ast.parse(text, feature_version=(3, 8))
        imported = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
        imported |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        allowed = {
            "json",
            "re",
            "sys",
            "base64",
            "decimal",
            "hashlib",
            "html",
            "pathlib",
            "zipfile",
            "itertools",
            "collections",
        }
        assert imported <= allowed | {Path(one).stem for one in own}
        for call in (
            "removeprefix",
            "removesuffix",
            "strict=",
            "match ",
            "is_relative_to",
            "math.lcm",
            "|= {",
            "} | {",
        ):
            assert call not in text, (name, call)


def test_the_program_of_steps_is_short_enough_to_be_read_by_whoever_relies_on_it() -> None:
    assert len((FOLDER / "verify.py").read_text("utf-8").splitlines()) <= 150


def in_a_browser() -> Any:
    """The definitions' part of the offline page, in an engine of JavaScript."""
    quickjs = pytest.importorskip("quickjs")
    script = (FOLDER / "verify.html").read_text("utf-8")
    start, end = script.index("// —— exact numbers"), script.index("// —— checkpoints")
    context = quickjs.Context()
    context.eval(
        "class Wrong extends Error {} class Unknown extends Error {}\n"
        "function has(object, name) { return Object.prototype.hasOwnProperty.call(object, name); }\n"
        "function must(fits, says) { if (!fits) throw new Wrong(says); }\n"
        + script[start:end]
        + """
        function run(ask) {
          const { rows, columns, amount, words } = JSON.parse(ask);
          const kept = new Map([["visit", rows.map((row) => new Map(Object.entries(row)))]]);
          for (const [name, said] of columns) for (const row of kept.get("visit")) row.set(name, build(said)(row, kept));
          const found = [amount, words].map((said) => told(() => build(said)(null, kept)));
          const exactly = found[0] === null ? null : [String(exact(found[0]).above), String(exact(found[0]).below)];
          return JSON.stringify([exactly, found[1]]);
        }"""
    )
    return context.get("run")


def require_computed_by_the_page(kept: list[Head], period: Any, scope: Scope) -> None:
    """By the script of the offline page."""
    warehouse, run = warehouse_of(kept), in_a_browser()
    for name in catalogue().figures:
        found = trace(catalogue(), warehouse, Ask(name, period, scope=scope), TREE)
        formula = Formulas(catalogue().ledgers, TREE).of(found)
        if formula is None:
            continue
        derived, fields = derivations(LEDGER, {one for _, one in columns_in(["", formula.amount, formula.words])})
        rows = [
            {key: said_in(head, key) for key in fields}
            | {"id": head.matter, "number": head.number or None, "state": head.state or None}
            | {key: day and day.isoformat() for key, day in days_of(head).items()}
            for head in kept
        ]
        asked = {"rows": rows, "columns": derived, "amount": formula.amount, "words": formula.words}
        amount, words = json.loads(run(json.dumps(asked)))
        assert words == list(found.value.words), name
        exact = Fraction(found.value.exact) if found.value.exact else None
        assert (Fraction(int(amount[0]), int(amount[1])) if amount else None) == exact, name
    warehouse.close()
