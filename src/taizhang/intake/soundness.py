"""Rows that cannot be, told at the door: each with its cell, before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from taizhang.catalogue.model import FieldDeclaration
from taizhang.catalogue.resolved import Catalogue, Ledger
from taizhang.catalogue.values import Stored, row_of
from taizhang.intake.looking import Looked
from taizhang.intake.recognise import SheetMap
from taizhang.intake.rows import MatterDraft
from taizhang.intake.sheets import Sheet
from taizhang.matters.entry import Head
from taizhang.matters.soundness import flaws
from taizhang.matters.soundness.days import mistyped
from taizhang.matters.soundness.flaw import Flaw
from taizhang.matters.soundness.twins import Kept, standing, twins
from taizhang.matters.soundness.units import units_stood_on_the_day
from taizhang.terms.problem import Place, Problem
from taizhang.terms.scope import Organisation, Unit
from taizhang.terms.sentence import sentence

REGISTER = "unit"
# Chosen as ``SHORT_YEARS`` of the rules of days is: a matter that is dealt with is no older.
YEARS_BACK = 10
Heads = Callable[[str], Iterable[Head]]


def no_heads(ledger: str) -> Iterable[Head]:
    """Nothing kept yet."""
    return ()


@dataclass(frozen=True, slots=True)
class CheckedDrafts:
    """What a door's check looks at: the drafts of one import, the sheets they stand in, what is known beside them.

    heads: the matters kept in a ledger. today: the day of the import, None when nobody said. unkept: rows read in full
    that are refused, whose other faults are named as well; refused: the cells (file, sheet, cell) already told of.
    """

    drafts: Sequence[MatterDraft]
    looked: Sequence[Looked]
    organisation: Organisation
    heads: Heads = no_heads
    today: date | None = None
    unkept: Sequence[MatterDraft] = ()
    refused: frozenset[tuple[str, str, str]] = frozenset()


def unsound(catalogue: Catalogue, judged: CheckedDrafts) -> tuple[Problem, ...]:
    """Everything the rows contradict themselves in (ROW-001 to ROW-012), each at its cell; what is refused anyway is not
    told twice."""
    maps = _maps(judged.looked)
    organisation = _organisation(judged)
    years = _years(catalogue, judged.drafts, judged.today) if judged.today else {}
    found = list[Problem]()
    rows: dict[str, list[tuple[MatterDraft, Kept]]] = {}
    for draft in (*judged.drafts, *judged.unkept):
        ledger = catalogue.ledgers[draft.ledger]
        row = row_of(ledger, draft.facts)
        number = "/".join(draft.key)
        rows.setdefault(draft.ledger, []).append((draft, Kept(number, number, row)))
        told = list(flaws(ledger, row))
        told += units_stood_on_the_day(ledger, row, organisation)
        year = years.get((draft.at.file, draft.at.sheet, draft.ledger))
        if judged.today is not None and year is not None:
            told += mistyped(ledger, row, year, judged.today)
        found += (_problem(draft, maps, one.graded("warning"), number) for one in _once(told))
    for name, drafted in rows.items():
        found += _twins(catalogue.ledgers[name], drafted, judged.heads, maps)
    return tuple(one for one in found if (one.place.file, one.place.sheet, one.place.cell) not in judged.refused)


def _once(told: Iterable[Flaw]) -> Iterator[Flaw]:
    """One flaw a cell and kind."""
    seen = set[tuple[str, str]]()
    for one in told:
        if (one.kind, one.cell) not in seen:
            seen.add((one.kind, one.cell))
            yield one


def _years(catalogue: Catalogue, drafts: Sequence[MatterDraft], today: date) -> Mapping[tuple[str, str, str], int]:
    """The year each sheet is about: that of most of its matters' first days, never a year to come nor long past."""
    found: dict[tuple[str, str, str], list[int]] = {}
    for draft in drafts:
        opened = str(draft.facts.get(catalogue.ledgers[draft.ledger].roles.opened) or "")
        if opened:
            found.setdefault((draft.at.file, draft.at.sheet, draft.ledger), []).append(int(opened[:4]))
    middle = {where: sorted(years)[len(years) // 2] for where, years in found.items()}
    return {where: max(min(year, today.year), today.year - YEARS_BACK) for where, year in middle.items()}


Maps = Mapping[tuple[str, str, str, int], tuple[SheetMap, Sheet]]


def _maps(looked: Sequence[Looked]) -> Maps:
    return {
        (one.file, one.sheet.name, one.map.ledger.name, row.index + 1): (one.map, one.sheet)
        for one in looked
        if one.map is not None
        for row in one.rows
        if row.kind == "record"
    }


def _cell(draft: MatterDraft, maps: Maps, field: str) -> str:
    """The name of the cell that holds a field; '' where no column does."""
    found = maps.get((draft.at.file, draft.at.sheet, draft.ledger, draft.at.row))
    column = found[0].columns.get(field) if found else None
    return found[1].address(draft.at.row - 1, column) if found and column is not None else ""


def _problem(draft: MatterDraft, maps: Maps, flaw: Flaw, number: str) -> Problem:
    cell = _cell(draft, maps, flaw.cell) or draft.at.cell
    place = Place(file=draft.at.file, sheet=draft.at.sheet, cell=cell, line=0 if cell else draft.at.row)
    return flaw.problem(place, number, _cell(draft, maps, flaw.related) if flaw.related else "")


def _twins(ledger: Ledger, drafted: list[tuple[MatterDraft, Kept]], heads: Heads, maps: Maps) -> Iterator[Problem]:
    """Pairs of one matter under two numbers, among the rows and against what is kept."""
    by_number = {kept.number: draft for draft, kept in reversed(drafted)}
    there = {head.number: head for head in heads(ledger.name)}
    known = [
        Kept(head.matter, head.number, row_of(ledger, head.facts), True, head.relations.links)
        for head in there.values()
        if head.number not in by_number and standing(head)
    ]
    written = [
        replace(kept, matter=head.matter, linked=head.relations.links) if (head := there.get(kept.number)) else kept
        for _, kept in drafted
        if kept.number not in there or standing(there[kept.number])
    ]
    for one, two in twins(ledger, [*known, *written]):
        draft = by_number.get(two.number) or by_number.get(one.number)
        if draft is None:
            continue
        other = one if by_number.get(two.number) is draft else two
        where = by_number.get(other.number)
        stands = f"第{where.at.row}行" if where else "台账里已有"
        because = (
            f"与“{other.number}”（{stands}）同一天、同一单位，内容也相同，像是同一{ledger.declared.counter}编了两个号"
        )
        number = two.number if other is one else one.number
        yield _problem(draft, maps, Flaw("twins", ledger.declared.key[0], because), number)


def _organisation(judged: CheckedDrafts) -> Organisation:
    """The units known, with what this import's own list of units says of them."""
    told = {name: unit for name, unit in judged.organisation.units.items()}
    for draft in judged.drafts:
        if draft.ledger == REGISTER:
            unit = _unit(draft.facts)
            told[unit.name] = unit
    return Organisation(told.values())


def _unit(facts: Mapping[str, Stored]) -> Unit:
    aliases = tuple(one for one in str(facts.get("aliases") or "").split("、") if one)
    since, until = (date.fromisoformat(str(facts[key])) if facts.get(key) else None for key in ("since", "until"))
    words = {key: str(facts.get(key) or "") for key in ("name", "parent", "kind", "successor")}
    return Unit(words["name"], words["parent"], words["kind"], aliases, since, until, words["successor"])


@dataclass(frozen=True, slots=True)
class _Told:
    """A number told anew: of which matter, of which month, quarter or year, in which cell."""

    number: str
    when: str
    place: Place


Changed = tuple[MatterDraft, Sequence[tuple[str, Stored, Stored]]]
"""A draft of a matter kept already, and the fields it changes with their values before and after."""


def replaced(catalogue: Catalogue, changed: Iterable[Changed], looked: Sequence[Looked]) -> Iterator[Problem]:
    """Numbers of a past month, quarter or year that an import replaces without a word of why (INT-064), at their cells."""
    maps = _maps(looked)
    for draft, fields in changed:
        declared = catalogue.ledgers[draft.ledger].declared
        periodic = [name for name in declared.key if declared.field[name].type in ("date", "year")]
        if not periodic or any(draft.facts.get(name) for name in ("note", "remark")):
            continue
        when = "、".join(str(draft.facts.get(name) or "") for name in periodic)
        for name, before, after in fields:
            one = declared.field[name]
            if one.type in ("integer", "decimal") and before not in (None, ""):
                cell = _cell(draft, maps, name) or draft.at.cell
                place = Place(file=draft.at.file, sheet=draft.at.sheet, cell=cell)
                yield _retold(_Told("/".join(draft.key), when, place), one, before, after)


def _retold(told: _Told, field: FieldDeclaration, before: Stored, after: Stored) -> Problem:
    was, now = f"{before}{field.unit}", f"{after}{field.unit}" if after not in (None, "") else "空"
    message = sentence(
        "“{number}”改了{when}已报的“{title}”：由{was}改为{now}，没有写明原因。",
        number=told.number,
        when=told.when,
        title=field.title,
        was=was,
        now=now,
    )
    hint = "请核对；确需更正的，在备注栏写明原因。已定稿的报告会列出受影响的数。"
    return Problem("INT-064", message, told.place, hint, "warning")
