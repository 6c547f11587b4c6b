"""Turns checked declarations into the catalogue the other rooms use."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

import orjson

from taizhang.catalogue.expand import columns_of, figures_of, identities_of
from taizhang.catalogue.model import Declarations, FigureDeclaration, LedgerDeclaration
from taizhang.catalogue.predicate import parse
from taizhang.catalogue.resolved import (
    Catalogue,
    ColumnType,
    CoverageMeasure,
    Derived,
    Figure,
    Ledger,
    RowIdentity,
    RowRule,
)
from taizhang.catalogue.roles import roles_of

_COUNTED = ("flow", "cohort", "stock", "cumulative", "distinct", "streak", "forecast")
_NOT_COUNTING = {"title", "unit", "slots", "owner", "note", "word", "since", "serves", "profiles", "ceiling", "among"}

_LAYOUT = ("ledger", "vocabulary", "clock")

# What ends the standing of a row in a stock: the rule decides such numbers as much as the declaration does.
_STANDS_UNTIL = ("closed", "discontinued")


def resolve(declared: Declarations, templates: Mapping[str, str]) -> Catalogue:
    """The catalogue of declarations that passed every check."""
    ledgers = {name: _ledger(name, ledger, declared) for name, ledger in declared.ledger.items()}
    figures = {item.name: item.declared for item in figures_of(declared)}
    derived = {
        name: {key: one.model_dump(mode="json") for key, one in item.derive.items()}
        for name, item in declared.ledger.items()
    }
    hashes: dict[str, str] = {}
    for name in figures:
        _hash(name, figures, derived, hashes)
    resolved = {name: _figure(name, figures, ledgers, hashes[name]) for name in figures}
    listed = {"report", "mechanism", "slot"}
    said = declared.model_dump(mode="json", exclude=listed)
    return Catalogue(
        body=declared.body,
        vocabularies=declared.vocabulary,
        alike=declared.alike,
        ledgers=ledgers,
        figures=resolved,
        identities=identities_of(declared),
        clocks=declared.clock,
        texts=declared.text,
        rules=declared.rule,
        features=declared.feature,
        templates=dict(templates),
        measure=CoverageMeasure(declared.report, declared.mechanism, declared.slot),
        revision=_digest_declared({"declared": said, "templates": dict(templates)}),
        layout=_digest_declared({head: said[head] for head in _LAYOUT}),
    )


def digest(value: object) -> str:
    """SHA-256, hex, over the canonical JSON of plain values."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _digest_declared(value: dict[str, object]) -> str:
    """``digest`` of declarations, made of texts, truths and whole numbers: these orjson writes alike, ten times faster."""
    try:
        text = orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except orjson.JSONEncodeError:  # a number beyond 64 bits
        return digest(value)
    return hashlib.sha256(text).hexdigest()


def _ledger(name: str, declared: LedgerDeclaration, whole: Declarations) -> Ledger:
    return Ledger(
        name=name,
        declared=declared,
        columns=columns_of(declared),
        rules=tuple(
            RowRule(rule.name, parse(rule.when), rule.cell, rule.related, rule.because) for rule in declared.refuse
        ),
        derived=tuple(Derived(key, derive.first, parse(derive.when)) for key, derive in declared.derive.items()),
        states=tuple((state, parse(when)) for state, when in declared.state.items()),
        letters=declared.letters or whole.body.letters,
        roles=roles_of(declared, whole.vocabulary),
        clocks={
            clock: whole.clock[clock]
            for one in declared.field.values()
            for clock in (one.lasts, one.at_most)
            if clock in whole.clock
        },
        identities=tuple(
            RowIdentity(one.title, parse(one.where), parse(one.must), one.sum, one.total)
            for one in whole.identity.values()
            if one.ledger == name and not one.figure_in
        ),
        known={
            key: frozenset(whole.vocabulary[one.choices].values)
            for key, one in declared.field.items()
            if one.choices in whole.vocabulary and whole.vocabulary[one.choices].open
        },
    )


def _figure(name: str, figures: Mapping[str, FigureDeclaration], ledgers: Mapping[str, Ledger], hashed: str) -> Figure:
    declared = figures[name]
    column = ledgers[declared.ledger].columns.get(declared.measure) if declared.ledger else None
    decimals = declared.decimals if declared.decimals is not None else _decimals(declared, column)
    dated = column is not None and column.type in ("date", "year") and declared.kind in ("latest", "maximum")
    return Figure(
        name=name,
        declared=_inherit_scale(declared, figures),
        ledger=declared.ledger,
        where=parse(declared.where),
        met=parse(declared.met),
        unit=declared.unit or _unit(declared, figures, column),
        decimals=decimals,
        hash=hashed,
        show=declared.show or ("" if not dated or column is None else "year" if column.type == "year" else "day"),
    )


def _inherit_scale(declared: FigureDeclaration, figures: Mapping[str, FigureDeclaration]) -> FigureDeclaration:
    """A difference or a total is printed in the scale of what it is made of unless it says its own."""
    inherits = declared.kind == "total" or (declared.kind == "year_on_year" and declared.change == "difference")
    if not inherits or declared.scale != 1:
        return declared
    return declared.model_copy(update={"scale": figures[declared.of[0]].scale})


def _decimals(declared: FigureDeclaration, column: ColumnType | None) -> int:
    if declared.kind in _COUNTED or (declared.kind == "year_on_year" and declared.change == "difference"):
        return 0
    if declared.kind == "parameter":
        return max((-int(one.amount.as_tuple().exponent) for one in declared.value), default=0)
    if declared.kind == "total":
        return 0
    return 2 if declared.composed_of_figures else column.decimals if column else 0


def _unit(declared: FigureDeclaration, figures: Mapping[str, FigureDeclaration], column: ColumnType | None) -> str:
    if declared.kind in ("ratio", "share"):
        return "%"
    if declared.kind == "year_on_year":
        return {"rate": "%", "points": "个百分点", "difference": figures[declared.of[0]].unit}[declared.change]
    if declared.kind in ("total", "highest"):
        part = figures[declared.of[0]]
        return part.unit or ("%" if part.kind in ("ratio", "share") else "")
    if declared.kind == "score":
        return "分"
    return "月" if declared.kind == "forecast" else column.unit if column else ""


def _hash(
    name: str, figures: Mapping[str, FigureDeclaration], derived: Mapping[str, object], hashes: dict[str, str]
) -> str:
    """The definition's hash: what decides the number, not how it is called or printed. derived: columns by ledger."""
    if name not in hashes:
        declared = figures[name]
        parts: dict[str, object] = {"figure": declared.model_dump(mode="json", exclude=_NOT_COUNTING)}
        parts["made_of"] = [_hash(part, figures, derived, hashes) for part in declared.made_of]
        if "stock" in (declared.kind, declared.basis):
            parts["until"] = _STANDS_UNTIL
        if declared.ledger:
            parts["derive"] = derived[declared.ledger]
        hashes[name] = _digest_declared(parts)
    return hashes[name]
