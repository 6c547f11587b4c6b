"""Admits a change set: all of it or nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from taizhang.catalogue.resolved import Catalogue, Ledger
from taizhang.catalogue.values import Stored, row_of, state_of
from taizhang.intake.adding import declaring
from taizhang.intake.changes import ChangeSet, MatterChange
from taizhang.intake.identities import matter_identity
from taizhang.intake.mending import Mended, note_of
from taizhang.intake.rows import RowRefusal
from taizhang.matters.entry import CORRECT, RECORD, Intention, Source
from taizhang.terms.problem import Place, Problem
from taizhang.terms.sentence import sentence


def obstacles(changes: ChangeSet, *, accept_refused: bool = False) -> tuple[Problem, ...]:
    """What keeps the change set from being admitted; refused rows may be left out knowingly, rows that wait are kept."""
    refused = () if accept_refused else tuple(problem_of(one) for one in changes.refused if not one.waits)
    return (*changes.problems, *refused)


def problem_of(refusal: RowRefusal) -> Problem:
    """A refusal as a problem at its cell."""
    at = refusal.at
    written = sentence("写的是“{value}”", value=refusal.value) if refusal.value else "是空的"
    number = sentence("（{number}）", number=refusal.number) if refusal.number else ""
    related = sentence("，另见{related}", related=refusal.related) if refusal.related else ""
    message = sentence(
        "这一格{written}：{because}{number}{related}。",
        written=written,
        because=refusal.because,
        number=number,
        related=related,
    )
    place = Place(file=at.file, sheet=at.sheet, cell=at.cell, line=0 if at.cell else at.row)
    return Problem("INT-055", message, place, "请改正后重新导入，也可以明知而略去这些行。")


def intentions(catalogue: Catalogue, changes: ChangeSet, actor: str, on: date) -> Iterator[Intention]:
    """What the change set asks of the journal: what it adds to ledgers and units met in the rows first, then new matters,
    corrections, and the rows that wait.

    A unit that has a row of its own in a list of units is told by that row alone.
    """
    yield from declaring(catalogue, changes.additions, actor, on)
    digests = {workbook.name: workbook.digest for workbook in changes.workbooks}
    listed = {change.matter for change in changes.new}
    for unit in changes.units:
        facts: dict[str, Stored] = {
            "name": unit.name,
            "kind": unit.kind,
            "parent": catalogue.body.name,
            "met": True,
        }
        matter = matter_identity("unit", (unit.name,))
        if matter in listed:
            continue
        yield Intention(actor, f"unit:{matter}", "unit", RECORD, on, matter, number=unit.name, facts=facts)
    mended: dict[tuple[str, str, int], list[Mended]] = {}
    for one in changes.mended:
        mended.setdefault((one.file, one.sheet, one.row), []).append(one)

    def noted(change: MatterChange, asked: Intention) -> Intention:
        at = change.draft.at
        row = mended.get((at.file, at.sheet, at.row))
        return replace(asked, note=note_of(row)) if row else asked

    for change in changes.new:
        yield noted(change, _intention(catalogue, change, RECORD, change.draft.facts, (digests, actor, on)))
    for change in changes.changed:
        facts = {name: after for name, _, after in change.fields}
        yield noted(change, _intention(catalogue, change, CORRECT, facts, (digests, actor, on)))
    yield from changes.holding


def _intention(
    catalogue: Catalogue,
    change: MatterChange,
    act: str,
    facts: Mapping[str, Stored],
    circumstances: tuple[Mapping[str, str], str, date],
) -> Intention:
    digests, actor, on = circumstances
    draft = change.draft
    ledger = catalogue.ledgers[draft.ledger]
    whole = {**change.before, **draft.facts}
    source = Source(digests[draft.at.file], draft.at.file, draft.at.sheet, draft.at.row, draft.at.cell)
    return Intention(
        actor=actor,
        idem=_idem(source, change, act),
        ledger=draft.ledger,
        act=act,
        on=on,
        matter=change.matter,
        expect=change.expect,
        number="/".join(draft.key),
        unit=str(whole.get(ledger.declared.unit) or "") if ledger.declared.unit else "",
        facts=dict(facts),
        state=_state(ledger, change, whole),
        source=source,
    )


def _state(ledger: Ledger, change: MatterChange, whole: Mapping[str, Stored]) -> str:
    """The state the row tells; '' for a matter that acts have moved, whose state a row does not tell."""
    if not change.before:
        return change.draft.state
    return state_of(ledger, row_of(ledger, whole)) if change.recorded else ""


def _idem(source: Source, change: MatterChange, act: str) -> str:
    """The same row of the same file, met by the same state of the matter, is the same intention."""
    parts = (source.digest, source.sheet, source.cell or str(source.row), change.matter, act, str(change.expect or 0))
    return hashlib.sha256("\x1f".join(parts).encode("utf-8")).hexdigest()[:32]
