"""A frozen edition: what each number was, what it counted and from which rows, to be held against later values."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from pydantic import BaseModel, ConfigDict, ValidationError

from taizhang.catalogue.resolve import digest
from taizhang.catalogue.values import to_stored
from taizhang.figures.value import Ask, Trace, TracedRow
from taizhang.reports.paper import Cell, Paper
from taizhang.terms.period import Period
from taizhang.terms.problem import Place, Problem, Refused
from taizhang.terms.quantity import format_plain
from taizhang.terms.scope import Scope
from taizhang.terms.sentence import chain, sentence
from taizhang.warehouse.projection import SOURCE

FORMAT = "taizhang-edition/2"
READABLE = ("taizhang-edition/1", FORMAT)
"""Forms of editions that are read; rows of the first did not name the columns of which they say nothing."""


class _PlainManifest(BaseModel):
    """Plain values only: a manifest can be read with nothing but a JSON reader."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class FrozenCell(_PlainManifest):
    """A number as it was told: exact amounts as decimal text, '' for none.

    rows: by part (the id of the value the rows were counted for) the keys of ``Manifest.rows``, in order.
    """

    id: str
    figure: str
    title: str
    period: str
    by: str
    member: str
    scope: str
    amount: str
    numerator: str
    denominator: str
    words: list[str]
    unit: str
    definition: str
    rows: dict[str, list[str]]

    @property
    def ask(self) -> Ask:
        """The ask that gives this number again."""
        return Ask(self.figure, Period.parse(self.period), self.by, self.member, Scope(self.scope))


class Manifest(_PlainManifest):
    """Everything an edition freezes.

    entries, root: the journal's checkpoint. revision: the catalogue's. rows: ``ledger:matter`` → number and
    content digest. outputs: digests of the rendered files by name. All digests SHA-256, hex.

    Of editions whose rows' contents are frozen as well: files: digests of every file but the rows. rows_root: of the
    RFC 6962 tree over the rows. ledgers: whose rows are all there. printed: (tag, words) of every number and claim, in
    reading order. approver; approvals: digest of the file of approvals then. made: server time, UTC. renderer: the
    program's version. corrects: what this edition says otherwise than the one before, in sentences. left_out: rows that
    imports left out of its ledgers (ledger, file, sheet, row, why; a guarded ledger's without file and sheet), and who
    accepted on which day, and why, that it goes without them. until: the day the period was asked on, not yet over.

    Of the form of an edition for somebody outside: receiver; withheld: (what, which or how many) is not told him.
    notice: in words what was left out and accepted, for whom the form is, and what is not told him.
    """

    format: str
    name: str
    title: str
    period: str
    entries: int
    root: str
    revision: str
    template: str
    cells: list[FrozenCell]
    rows: dict[str, tuple[str, str]]
    outputs: dict[str, str]
    files: dict[str, str] = {}
    rows_root: str = ""
    ledgers: list[str] = []
    printed: list[tuple[str, str]] = []
    approver: str = ""
    approvals: str = ""
    made: str = ""
    renderer: str = ""
    corrects: list[str] = []
    left_out: list[tuple[str, str, str, int, str]] = []
    accepted: tuple[str, str, str] | None = None
    until: str = ""
    receiver: str = ""
    withheld: list[tuple[str, str]] = []
    notice: str = ""

    def canonical(self) -> str:
        """The manifest as JSON, byte for byte the same for the same edition; what was not frozen then is left out."""
        return json.dumps(self._plain(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def _plain(self) -> dict[str, object]:
        return self.model_dump(mode="json", exclude_defaults=True)

    @property
    def counted(self) -> Period:
        """The period as it was asked for."""
        return Period.parse(self.period).as_of(date.fromisoformat(self.until) if self.until else date.max)

    @property
    def digest(self) -> str:
        """SHA-256, hex, of the canonical bytes."""
        return digest(self._plain())


@dataclass(frozen=True, slots=True)
class Difference:
    """A number that is no longer what was told.

    told, now: the two frozen forms, now None when the number cannot be computed any more. redefined: the
    definition is another one. gone, come, changed: keys of rows no longer counted, newly counted, or counted
    with other contents.
    """

    told: FrozenCell
    now: FrozenCell | None
    redefined: bool
    gone: tuple[str, ...] = ()
    come: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """The difference in one Chinese sentence: as told, as now, how many rows moved."""
        title, told = self.told.title, _format(self.told)
        if self.now is None:
            return sentence("“{title}”定稿时为{told}，现在已算不出。", title=title, told=told)
        moves = (("不再计入{count}条", self.gone), ("新计入{count}条", self.come), ("内容有变{count}条", self.changed))
        rows = [sentence(words, count=len(keys)) for words, keys in moves if keys]
        defined = "，口径已改" if self.redefined else ""
        moved = sentence("（{rows}）", rows=chain(rows, "，")) if rows else ""
        says = "“{title}”定稿时为{told}，现在为{now}{defined}{moved}。"
        return sentence(says, title=title, told=told, now=_format(self.now), defined=defined, moved=moved)


def freeze(paper: Paper, template: str = "", outputs: Mapping[str, str] | None = None) -> Manifest:
    """The manifest of a paper. template: digest of the drafter's text; outputs: file name → digest."""
    rows: dict[str, tuple[str, str]] = {}
    cells = [_frozen(cell, rows) for cell in paper.cells.values()]
    return Manifest(
        format=FORMAT,
        name=paper.name,
        title=paper.title,
        period=paper.period.key,
        until="" if paper.period.until == date.max else paper.period.until.isoformat(),
        entries=paper.entries,
        root=paper.root,
        revision=paper.revision,
        template=template,
        cells=cells,
        rows=dict(sorted(rows.items())),
        outputs=dict(sorted((outputs or {}).items())),
    )


def thaw(text: str, file: str = "") -> Manifest:
    """The manifest read back from its JSON. Raises Refused (RPT-050) when it is none or of another format."""
    try:
        manifest = Manifest.model_validate_json(text)
    except ValidationError:
        manifest = None
    if manifest is None or manifest.format not in READABLE:
        raise Refused(
            Problem("RPT-050", "这不是可识别的定稿清单。", Place(file=file), "请选择由本系统冻结定稿时写出的清单文件。")
        )
    return manifest


def recheck(manifest: Manifest, now: Mapping[str, Cell]) -> tuple[Difference, ...]:
    """Every frozen number against the values as now (by cell id), row by row; those unchanged are left out."""
    found = []
    for told in manifest.cells:
        cell = now.get(told.id)
        if cell is None:
            found.append(Difference(told, None, redefined=False))
            continue
        rows: dict[str, tuple[str, str]] = {}
        again = _frozen(cell, rows)
        before, after = _keys(told), _keys(again)
        changed = tuple(sorted(key for key in before & after if manifest.rows.get(key) != rows[key]))
        difference = Difference(
            told,
            again,
            again.definition != told.definition,
            tuple(sorted(before - after)),
            tuple(sorted(after - before)),
            changed,
        )
        if again.model_copy(update={"title": told.title}) != told or changed:
            found.append(difference)
    return tuple(found)


def _frozen(cell: Cell, rows: dict[str, tuple[str, str]]) -> FrozenCell:
    """The cell in plain values; its rows are added to ``rows``."""
    value, ask = cell.value, cell.value.ask
    counted: dict[str, list[str]] = {}
    for leaf in _leaves(cell.trace):
        keys = counted.setdefault(leaf.value.id, [])
        for row in leaf.rows:
            key = f"{leaf.value.figure.ledger}:{row.matter}"
            rows[key] = (row.number, content(row))
            keys.append(key)
    return FrozenCell(
        id=cell.id,
        figure=ask.figure,
        title=value.figure.title,
        period=ask.period.stored,
        by=ask.by,
        member=ask.member,
        scope=ask.scope.unit,
        amount=value.exact,
        numerator="" if value.numerator is None else format_plain(value.numerator),
        denominator="" if value.denominator is None else format_plain(value.denominator),
        words=list(value.words),
        unit=value.figure.unit,
        definition=value.figure.hash,
        rows=counted,
    )


def content(row: TracedRow) -> str:
    """SHA-256, hex, over a row's number and columns; where a workbook held it does not matter."""
    return digest([row.number, {name: to_stored(value) for name, value in row.columns if name not in SOURCE}])


def _leaves(trace: Trace) -> Iterator[Trace]:
    """The traces that hold rows: itself, or those of its parts."""
    if not trace.parts:
        yield trace
    for _, part in trace.parts:
        yield from _leaves(part)


def _keys(cell: FrozenCell) -> set[str]:
    return {key for keys in cell.rows.values() for key in keys}


def _format(cell: FrozenCell) -> str:
    return ("、".join(cell.words) or cell.amount or "（无）") + cell.unit
