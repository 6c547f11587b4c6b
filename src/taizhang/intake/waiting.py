"""Rows kept waiting until somebody says what their words mean: as entries keep them, and as they come in once it is said."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from taizhang.catalogue.predicate import holds
from taizhang.catalogue.resolved import Catalogue, Ledger
from taizhang.catalogue.values import Stored, row_of, state_of
from taizhang.intake.cells import blank, format_cell
from taizhang.intake.identities import folded
from taizhang.intake.looking import Looked
from taizhang.intake.pending import waiting_key
from taizhang.intake.rows import At, MatterDraft
from taizhang.intake.sheets import Workbook
from taizhang.matters.entry import Head
from taizhang.matters.soundness import flaws

OPEN_LEDGER, GUARDED_LEDGER = "held_row", "held_row_guarded"
"""Where rows wait: those of guarded ledgers apart, encrypted like the matters they are to become."""
LEDGERS = (OPEN_LEDGER, GUARDED_LEDGER)
WAITING, ADMITTED, SUPERSEDED, DROPPED = "waiting", "admitted", "superseded", "dropped"


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A row that waits: what is read of it so far, the digest of its file, and all its cells under their headings."""

    draft: MatterDraft
    digest: str
    cells: tuple[tuple[str, str], ...]

    @property
    def number(self) -> str:
        """The number it will have."""
        return "/".join(self.draft.key)


@dataclass(frozen=True, slots=True)
class HeldRow:
    """A waiting row as the journal keeps it. expect: the step its matter stood at, None where there was none.

    matter: of the entry that holds it; step: the last of that. fault: why it did not come in though its words were placed.
    """

    matter: str
    step: int
    row: WaitingRow
    expect: int | None
    by: str
    since: str
    fault: str


def waiting_rows(
    workbooks: Sequence[Workbook], looked: Sequence[Looked], drafts: Iterable[MatterDraft]
) -> Iterator[WaitingRow]:
    """The drafts that wait, with all the cells of their rows; exact repeats once."""
    digests = {one.name: one.digest for one in workbooks}
    maps = {(one.file, one.sheet.name, row.index): one for one in looked if one.map for row in one.rows}
    seen = set[tuple[object, ...]]()
    for draft in drafts:
        told = (draft.ledger, draft.key, draft.content)
        one = maps.get((draft.at.file, draft.at.sheet, draft.at.row - 1))
        if one and one.map and told not in seen:
            seen.add(told)
            cells = one.sheet.rows[draft.at.row - 1]
            said = [
                (heading.shown, format_cell(cells[n]))
                for n, heading in enumerate(one.map.heading.headings)
                if n < len(cells) and not blank(cells[n])
            ]
            yield WaitingRow(draft, digests[draft.at.file], tuple(said))


def ledger_for(ledger: Ledger) -> str:
    """Where rows of a ledger wait."""
    return GUARDED_LEDGER if ledger.declared.guarded else OPEN_LEDGER


def held_key(row: WaitingRow) -> tuple[str, ...]:
    """What makes it the same waiting row: its ledger and number, whichever file it stands in."""
    return (row.draft.ledger, *folded(row.draft.key))


def facts_of(row: WaitingRow, by: str, today: str, expect: int | None) -> dict[str, Stored]:
    """The row as an entry keeps it."""
    draft = row.draft
    return {
        "no": f"{draft.ledger}/{row.number}",
        "ledger": draft.ledger,
        "file": draft.at.file,
        "sheet": draft.at.sheet,
        "line": str(draft.at.row),
        "cell": draft.at.cell,
        "digest": row.digest,
        "said": _json(row.cells),
        "facts": _json(draft.facts),
        "pending": _json(draft.pending),
        "children": _json([(one.ledger, one.at.cell, dict(one.facts)) for one in draft.children])
        if draft.children
        else None,
        "words": len(draft.pending),
        "expect": str(expect or ""),
        "by": by,
        "opened": today,
        "outcome": WAITING,
        "fault": None,
        "decider": None,
        "decided": None,
        "remark": None,
    }


def held_from(head: Head, ledgers: Mapping[str, Ledger]) -> HeldRow | None:
    """The row a head of a waiting ledger holds; None where it no longer waits or cannot be read."""
    told = {name: str(value or "") for name, value in head.facts.items()}
    ledger = ledgers.get(told.get("ledger", ""))
    if told.get("outcome") != WAITING or ledger is None:
        return None
    try:
        facts, pending, said = (json.loads(told[name]) for name in ("facts", "pending", "said"))
        spread = json.loads(told.get("children") or "[]")
    except (KeyError, json.JSONDecodeError):  # its content was destroyed, or the keys are not at hand
        return None
    at = At(told["file"], told["sheet"], int(told["line"]), told["cell"])
    children = tuple(
        draft_of(ledgers[name], child, at._replace(cell=cell)) for name, cell, child in spread if name in ledgers
    )
    key = waiting_key(ledger, facts, pending)
    draft = replace(draft_of(ledger, facts, at), key=key, children=children)
    cells = tuple((heading, text) for heading, text in said)
    row = WaitingRow(replace(draft, pending=pending), told["digest"], cells)
    expect = int(told["expect"]) if told["expect"] else None
    return HeldRow(head.matter, head.mseq, row, expect, told["by"], told["opened"], told.get("fault", ""))


def draft_of(ledger: Ledger, facts: Mapping[str, Stored], at: At) -> MatterDraft:
    """A matter as its facts say it."""
    key = tuple(str(facts.get(name) or "") for name in ledger.declared.key)
    state = state_of(ledger, row_of(ledger, facts))
    return MatterDraft(ledger.name, key, facts, at, tuple(map(str, facts.values())), state)


def completed(catalogue: Catalogue, held: HeldRow, placed: Mapping[str, Stored]) -> tuple[tuple[MatterDraft, ...], str]:
    """The matters of the row with the words placed that it waited for, and what stands against it, '' when nothing does.

    They are the row's own, and those of the cells of a wide table. placed: field → value; a field that is to keep its
    words has None here and the words in its companion.
    """
    ledger = catalogue.ledgers[held.row.draft.ledger]
    facts = {**held.row.draft.facts, **placed}
    pivot = ledger.declared.pivot
    carried = {name: value for name, value in placed.items() if pivot and name in pivot.carry}
    children = tuple(
        draft_of(catalogue.ledgers[one.ledger], {**one.facts, **carried}, one.at) for one in held.row.draft.children
    )
    if pivot and pivot.into == ledger.name:
        return children, ""
    draft = draft_of(ledger, facts, held.row.draft.at)
    row = row_of(ledger, facts)
    broken = next((rule.because for rule in ledger.rules if holds(rule.when, row)), "")
    grave = (one.because for one in flaws(ledger, row) if one.level == "error")
    return (draft, *children), broken or next(grave, "")


def counted(held: Iterable[HeldRow]) -> dict[tuple[str, str, str], int]:
    """How many rows wait for each word: (ledger, field, word) → rows."""
    found: dict[tuple[str, str, str], int] = {}
    for one in held:
        for field, word in one.row.draft.pending.items():
            key = (one.row.draft.ledger, field, word)
            found[key] = found.get(key, 0) + 1
    return found


def _json(value: object) -> str:
    plain = dict(value) if isinstance(value, Mapping) else value
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
