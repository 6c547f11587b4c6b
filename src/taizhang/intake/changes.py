"""The change set: what an import would do, before anything is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from taizhang.catalogue.additions import Addition
from taizhang.catalogue.extending import with_additions
from taizhang.catalogue.resolved import Catalogue
from taizhang.catalogue.values import Stored
from taizhang.intake.asides import left_aside, left_out, withheld
from taizhang.intake.door import refuse_at_door
from taizhang.intake.gathering import (
    Gathered,
    Repeat,
    as_first_written,
    keep,
    keep_waiting,
    spelt_otherwise,
    spelt_twice,
)
from taizhang.intake.identities import matter_identity
from taizhang.intake.looking import Looked, Rename, SeenColumn, Settle, SheetChoices, list_columns, look
from taizhang.intake.mending import Mended
from taizhang.intake.own_columns import OwnColumns, companions, own_columns
from taizhang.intake.recognise import Recogniser, SheetMap
from taizhang.intake.rows import Judging, MatterDraft, RowRefusal, SheetReader
from taizhang.intake.sheets import Workbook
from taizhang.intake.soundness import CheckedDrafts, Heads, no_heads, replaced, unsound
from taizhang.intake.totals import Stated, stated_totals
from taizhang.intake.units import REGISTER, Units
from taizhang.intake.waiting import WaitingRow, waiting_rows
from taizhang.matters.entry import Head, Intention
from taizhang.terms.problem import Place, Problem
from taizhang.terms.progress import Progress, Tally, quiet
from taizhang.terms.scope import Organisation, Unit

AS_RECOGNISED = SheetChoices()


Find = Callable[[Collection[str]], Mapping[str, Head]]


@dataclass(frozen=True, slots=True)
class MatterChange:
    """A matter that would be opened or corrected: its identity, the draft, and before → after of each field.

    expect: the last mseq of the matter as it stood when compared, None for a new one. recorded: its state was taken
    over, not reached by acts.
    """

    matter: str
    draft: MatterDraft
    fields: tuple[tuple[str, Stored, Stored], ...] = ()
    before: Mapping[str, Stored] = field(default_factory=dict)
    expect: int | None = None
    recorded: bool = True


@dataclass(frozen=True, slots=True)
class SheetResult:
    """A sheet and what became of it: its map, or why it was passed over; the rest as ``looking`` has it."""

    file: str
    sheet: str
    map: SheetMap | None
    passed: str = ""
    records: int = 0
    seen: SheetMap | None = None
    columns: tuple[SeenColumn, ...] = ()
    signature: str = ""
    corrected: bool = False
    kept: bool = False


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """What the files would change. ``problems`` stop the whole import; refusals only when not accepted.

    mended: cells of the files that a person put right. additions: fields of the office's own that its columns make. waiting:
    rows kept until somebody says what their words mean; holding: what keeps them, and lets go of those that came in.
    """

    workbooks: tuple[Workbook, ...]
    sheets: tuple[SheetResult, ...]
    new: tuple[MatterChange, ...] = ()
    changed: tuple[MatterChange, ...] = ()
    unchanged: int = 0
    repeats: tuple[Repeat, ...] = ()
    refused: tuple[RowRefusal, ...] = ()
    units: tuple[Unit, ...] = ()
    warnings: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()
    same: tuple[MatterDraft, ...] = ()
    mended: tuple[Mended, ...] = ()
    additions: tuple[Addition, ...] = ()
    waiting: tuple[WaitingRow, ...] = ()
    holding: tuple[Intention, ...] = ()


def _look_at(
    recogniser: Recogniser, workbooks: Sequence[Workbook], asked: SheetChoices
) -> tuple[list[Looked], list[Problem]]:
    """Every part of every sheet as it was recognised, and what stands in the way of reading it."""
    looked: list[Looked] = []
    problems: list[Problem] = []
    for workbook in workbooks:
        parts = (part for sheet in workbook.sheets for part in recogniser.parts(sheet))
        here = [look(recogniser, workbook, part, asked) for part in parts]
        if asked.ledger and not any(one.map or one.problem for one in here):
            here = [look(recogniser, workbook, one.sheet, asked, named=True) for one in here]
        problems += [one.problem for one in here if one.problem]
        looked += here
        if not any(one.problem or one.map or one.corrected for one in here):
            message = "文件里没有一张工作表像已有的台账。"
            hint = "可以用这个文件新建一类台账：各栏、流程和指标由系统提出，改好后一次设立并导入。"
            problems.append(Problem("INT-050", message, Place(file=workbook.name), hint))
    for one in looked:
        if one.map:
            problems += refuse_at_door(one.file, one.sheet, one.map, one.rows, recogniser.alike)
    return looked, problems


def _result(recogniser: Recogniser, one: Looked, records: int) -> SheetResult:
    columns = list_columns(recogniser, one)
    return SheetResult(
        one.file,
        one.sheet.name,
        one.map,
        one.passed,
        records,
        one.seen,
        columns,
        one.signature,
        one.corrected,
        one.kept,
    )


def prepare(
    catalogue: Catalogue,
    workbooks: Sequence[Workbook],
    find: Find,
    organisation: Organisation,
    *,
    asked: SheetChoices = AS_RECOGNISED,
    today: date | None = None,
    heads: Heads = no_heads,
    progress: Progress = quiet,
) -> ChangeSet:
    """The change set of the workbooks against what the journal holds.

    find: the heads of those matters that exist, by identity. asked: what a person decided about the sheets.
    today: days far from it wait for a person; none do when it is not given. heads: all matters of a ledger that rows
    are held against. progress: is told how many rows are judged.
    """
    units, first = Units(organisation), Recogniser(_open_to_workbooks(catalogue))
    catalogue, recogniser, own, (looked, problems) = _with_own_columns(catalogue, first, workbooks, asked)
    for one in looked:
        _meet(units, one)
    units.settle()
    gathered, stated, sheets = Gathered(), [], []
    tally = Tally(progress, "核对各行", sum(row.kind == "record" for one in looked for row in one.rows))
    for one in looked:
        records, totals = _gather(Judging(catalogue, units, today), one, gathered, tally)
        stated += totals
        sheets.append(_result(recogniser, one, records))
    tally.end()
    asides = [problem for one in looked for problem in (*left_aside(one), *left_out(catalogue, one, own.personal))]
    asides += [*map(withheld, gathered.withheld), *gathered.ditto, *units.told()]
    sound = tuple(one for one in gathered.first.values() if not one.pending)
    judged = CheckedDrafts(sound, looked, organisation, heads, today, gathered.unkept, gathered.told)
    cannot = unsound(catalogue, judged)
    told = _Asides(units, find, stated, problems, asides, cannot, asked.settle, asked.rename, looked)
    changes = _compare(catalogue, tuple(workbooks), tuple(sheets), gathered, told)
    rows = ((one.ledger, one.facts) for one in (*gathered.first.values(), *gathered.waiting))
    additions = (*own.additions, *companions(catalogue, rows))
    pending = (*(one for one in gathered.first.values() if one.pending), *gathered.waiting)
    return replace(changes, additions=additions, waiting=tuple(waiting_rows(workbooks, looked, pending)))


def _with_own_columns(
    catalogue: Catalogue, recogniser: Recogniser, workbooks: Sequence[Workbook], asked: SheetChoices
) -> tuple[Catalogue, Recogniser, OwnColumns, tuple[list[Looked], list[Problem]]]:
    """The sheets as they are recognised once the columns left over are fields of the office's own."""
    looked = _look_at(recogniser, workbooks, asked)
    own = own_columns(looked[0])
    if own.additions:
        catalogue = with_additions(catalogue, own.additions)
        recogniser = Recogniser(_open_to_workbooks(catalogue))
        looked = _look_at(recogniser, workbooks, asked)
    return catalogue, recogniser, own, looked


def compare_drafts(
    catalogue: Catalogue,
    workbooks: Sequence[Workbook],
    drafts: Sequence[MatterDraft],
    organisation: Organisation,
    find: Find,
    asked: SheetChoices = AS_RECOGNISED,
) -> ChangeSet:
    """The change set of rows read before: what was written where is known already. workbooks: the files by name and digest."""
    gathered = Gathered()
    for one in drafts:
        keep(one, gathered)
    told = _Asides(Units(organisation), find, [], [], [], (), asked.settle, asked.rename)
    return _compare(catalogue, tuple(workbooks), (), gathered, told)


def _open_to_workbooks(catalogue: Catalogue) -> Catalogue:
    """The catalogue without the ledgers that only the program itself writes: no sheet is ever taken for one."""
    ledgers = {name: one for name, one in catalogue.ledgers.items() if not one.declared.registration.house}
    return replace(catalogue, ledgers=ledgers)


def _meet(units: Units, looked: Looked) -> None:
    """Lets the unit columns of a sheet tell which units there are."""
    if looked.map is None:
        return
    cells = looked.sheet.rows
    title = "".join(str(cell) for row in cells[: looked.map.heading.top] for cell in row if cell is not None)
    units.meet_title(looked.sheet.name, title)
    fields = looked.map.ledger.declared.field
    columns = [column for name, column in looked.map.columns.items() if fields[name].type == "unit"]
    records = [row.index for row in looked.rows if row.kind == "record"]
    met = Counter(cells[index][column] for index in records for column in columns)
    first = {cells[index][column]: (index, column) for index in reversed(records) for column in reversed(columns)}
    for cell in sorted(cell for cell in met if isinstance(cell, str)):
        at = Place(file=looked.file, sheet=looked.sheet.name, cell=looked.sheet.address(*first[cell]))
        units.meet(cell, full=looked.map.ledger.declared.own, times=met[cell], at=at)
    if looked.map.ledger.name == REGISTER:
        names = looked.map.columns["name"]
        for index in records:
            units.listed(cells[index][names])


def _gather(by: Judging, looked: Looked, gathered: Gathered, tally: Tally) -> tuple[int, list[Stated]]:
    if looked.map is None:
        return 0, []
    reader = SheetReader(by, looked.file, looked.sheet, looked.map, list(looked.rows))
    kept: list[MatterDraft] = []
    for one in reader.read(tally):
        if isinstance(one, RowRefusal):
            gathered.refused.append(one)
        elif one.pending and not one.composed:
            keep_waiting(one, gathered)
        elif known := keep(one, gathered):
            kept += [known, *(child for child in one.children if keep(child, gathered))]
    gathered.unkept += reader.unkept
    gathered.ditto += reader.ditto
    gathered.withheld += (Place(file=looked.file, sheet=looked.sheet.name, cell=cell) for cell in reader.withheld)
    records = sum(1 for one in kept if one.ledger == looked.map.ledger.name)
    return records, stated_totals(by.catalogue, looked.sheet, looked.map, looked.rows, kept)


@dataclass(frozen=True, slots=True)
class _Asides:
    units: Units
    find: Find
    stated: list[Stated]
    problems: list[Problem]
    aside: list[Problem]
    unsound: tuple[Problem, ...]
    settle: Settle
    rename: Rename
    looked: Sequence[Looked] = ()


def _compare(
    catalogue: Catalogue,
    workbooks: tuple[Workbook, ...],
    sheets: tuple[SheetResult, ...],
    gathered: Gathered,
    asides: _Asides,
) -> ChangeSet:
    new, changed, same = [], [], list[MatterDraft]()
    drafts = _by_matter(gathered, asides)
    heads = asides.find(drafts.keys())
    for matter, draft in drafts.items():
        head = heads.get(matter)
        if head is None:
            new.append(MatterChange(matter, draft))
            continue
        asides.aside.extend(spelt_otherwise(draft, head.number))
        draft = as_first_written(_confirming(draft, head), catalogue.ledgers[draft.ledger], head)
        fields = tuple(
            (name, head.facts.get(name), value) for name, value in draft.facts.items() if head.facts.get(name) != value
        )
        if fields:
            changed.append(MatterChange(matter, draft, fields, head.facts, head.mseq, head.course.recorded))
        else:
            same.append(draft)
    refused = sorted(gathered.refused, key=lambda one: [w.name for w in workbooks].index(one.at.file))
    return ChangeSet(
        workbooks,
        sheets,
        tuple(new),
        tuple(changed),
        len(same),
        tuple(gathered.repeats),
        tuple(refused),
        tuple(asides.units.found.values()),
        (*_notes(workbooks), *_warnings(gathered, asides), *_replacements(catalogue, changed, asides)),
        tuple(asides.problems),
        tuple(same),
    )


def _confirming(draft: MatterDraft, head: Head) -> MatterDraft:
    """The row of a list of units with what it says of a unit that was only met in rows: it is one."""
    met = draft.ledger == REGISTER and head.facts.get("met")
    return replace(draft, facts={**draft.facts, "met": None}) if met else draft


def _replacements(catalogue: Catalogue, changed: Sequence[MatterChange], asides: _Asides) -> Iterator[Problem]:
    return replaced(catalogue, ((one.draft, one.fields) for one in changed), asides.looked)


def _by_matter(gathered: Gathered, asides: _Asides) -> dict[str, MatterDraft]:
    """The drafts by the matters they are of, names of whom they are about as the roll has them.

    A row whose number nobody can tell apart from those of two matters is refused.
    """
    drafts = {
        matter_identity(draft.ledger, draft.key): replace(draft, facts=asides.settle(draft.ledger, draft.facts))
        for draft in gathered.first.values()
        if not draft.pending
    }
    renamed = asides.rename({matter: (one.ledger, "/".join(one.key)) for matter, one in drafts.items()})
    gathered.refused += [spelt_twice(one) for matter, one in drafts.items() if renamed.get(matter) == ""]
    return {kept: draft for matter, draft in drafts.items() if (kept := renamed.get(matter, matter))}


def _notes(workbooks: Sequence[Workbook]) -> Iterator[Problem]:
    """What is unusual about the files and was not read."""
    for workbook in workbooks:
        for note in workbook.notes:
            yield Problem("INT-062", note, Place(file=workbook.name), "请核对读到的数是不是要报的数。", "warning")


def _warnings(gathered: Gathered, asides: _Asides) -> list[Problem]:
    warnings = [*asides.aside, *(one.problem() for one in asides.stated), *asides.unsound]
    for draft in gathered.first.values():
        for cell in draft.about:
            place = Place(file=draft.at.file, sheet=draft.at.sheet, cell=cell)
            warnings.append(
                Problem("INT-060", "这个数写作约数，按所写的数计入。", place, "如有准确数请更正。", "warning")
            )
    return warnings
