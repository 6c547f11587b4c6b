"""Checks a journal from its own bytes: nothing it says about itself is believed before it is recomputed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from taizhang.journal import merkle
from taizhang.journal.blobs import Blobs
from taizhang.journal.body import Sealed, commitment, header, read_row
from taizhang.journal.canonical import NotCanonical
from taizhang.journal.guard import Guard
from taizhang.journal.store import Store, Tree
from taizhang.lists.rows import Lister
from taizhang.matters.entry import Entry, Head
from taizhang.matters.fold import fold
from taizhang.terms.problem import Place, Problem
from taizhang.terms.sentence import sentence

# Chosen: where so many are broken, the rest is told by its number alone.
MOST_PROBLEMS = 100


@dataclass(frozen=True, slots=True)
class Fsck:
    """What was checked and what was found; root: recomputed from the headers, hex. erased: matters whose content was destroyed.

    At most MOST_PROBLEMS problems are named; ``found`` counts them all.
    """

    entries: int
    matters: int
    blobs: int
    root: str
    found: int
    problems: tuple[Problem, ...]
    erased: int = 0

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.found


@dataclass(slots=True)
class _Check:
    """The recomputation so far."""

    problems: list[Problem] = field(default_factory=list)
    found: int = 0
    size: int = 0
    peaks: list[bytes] = field(default_factory=list)
    heads: dict[str, Head] = field(default_factory=dict)
    ids: set[tuple[str, str]] = field(default_factory=set)
    evidence: set[str] = field(default_factory=set)
    erased: set[str] = field(default_factory=set)
    guard: Guard = field(default_factory=Guard)
    last: datetime | None = None

    def note_against(self, code: str, says: str, place: Place, hint: str) -> None:
        """Notes a problem."""
        self.count(Problem(code, says, place, hint))

    def count(self, problem: Problem) -> None:
        """Counts a problem and keeps the first ones."""
        self.found += 1
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(problem)


def fsck(store: Store, blobs: Blobs | None = None, lister: Lister | None = None, guard: Guard | None = None) -> Fsck:
    """Recomputes everything from the stored bytes: numbering, canonical form, commitments, root, heads, files.

    lister: rows for lists are recomputed by it; without it they are not looked at.
    Damage never stops the check: a store that cannot be read any further is itself a problem.
    """
    check = _Check(guard=guard or Guard())
    for part in (_check_guards, _check_entries, _check_summary, partial(_check_rows, lister)):
        try:
            part(store, check)
        except Exception as error:  # whatever a damaged file makes the engine raise is a finding here
            says = sentence("流水库读到第{size}条之后无法继续：{name}。", size=check.size, name=type(error).__name__)
            check.note_against("JRN-081", says, Place(entry=check.size), "请停止写入，用最近的备份恢复并核对。")
    if blobs:
        for wrong in filter(None, map(blobs.wrong, sorted(check.evidence))):
            check.count(wrong)
    return Fsck(
        check.size,
        len(check.heads),
        len(check.evidence) if blobs else 0,
        merkle.root(check.peaks).hex(),
        check.found,
        tuple(check.problems),
        len(check.erased),
    )


def _check_guards(store: Store, check: _Check) -> None:
    for problem in store.faults():
        check.count(problem)


def _check_entries(store: Store, check: _Check) -> None:
    for sealed in store.entries():
        try:
            entry = read_row(sealed)
        except NotCanonical as error:
            place = Place(matter=sealed.matter, entry=sealed.seq)
            check.note_against(
                "JRN-082", sentence("流水正文{error}。", error=error), place, "流水被改动或损坏，请用备份核对。"
            )
            entry = None
        _check_seal(sealed, entry, check)
        if entry:
            _check_entry(sealed, entry, check)


def _check_seal(sealed: Sealed, entry: Entry | None, check: _Check) -> None:
    """The row's place in the numbering, its header and its commitment."""
    place = Place(entry=sealed.seq)
    if sealed.seq != check.size + 1:
        says = sentence("流水编号不连续：第{size}条之后是第{seq}条。", size=check.size, seq=sealed.seq)
        check.note_against("JRN-083", says, place, "有流水被删除或插入，请用备份核对。")
    commits = commitment(sealed.salt, sealed.body)
    if entry and sealed.header != header(sealed.seq, entry.intention.ledger, commits):
        check.note_against("JRN-082", "流水的封面与正文不符。", place, "流水被改动或损坏，请用备份核对。")
    merkle.push(check.peaks, check.size, merkle.leaf(sealed.header))
    check.size += 1


def _check_entry(sealed: Sealed, entry: Entry, check: _Check) -> None:
    """The entry against those before it, and folded into its matter."""
    place = Place(matter=entry.matter, entry=sealed.seq)
    _check_box(entry, place, check)
    for says in _wrong(entry, sealed, check):
        check.note_against("JRN-083", says, place, "流水被改动或损坏，请用备份核对。")
    check.ids.add((sealed.actor, sealed.idem))
    check.heads[entry.matter] = fold(check.heads.get(entry.matter), entry)
    check.last = entry.at
    check.evidence.update(entry.intention.evidence)
    # The workbook a fact was read from is kept like evidence; '' where a fact came from nowhere else.
    check.evidence.update({entry.intention.source.digest} - {""})


def _check_box(entry: Entry, place: Place, check: _Check) -> None:
    """What an entry keeps encrypted opens, or was destroyed; without the site's key nothing can be said of it."""
    match check.guard.verdict(entry):
        case "erased":
            check.erased.add(entry.matter)
        case "missing":
            says = "这条流水的密钥不在密钥文件里，而没有批准过销毁。"
            check.note_against("JRN-089", says, place, "请从密钥备份取回密钥；取不回的，内容已经失去。")
        case "wrong":
            check.note_against("JRN-089", "这条流水的密文打不开。", place, "流水或密钥被改动或损坏，请用备份核对。")
        case _:
            pass


def _wrong(entry: Entry, sealed: Sealed, check: _Check) -> Iterator[str]:
    """What does not fit in an entry whose bytes are in order."""
    given, head = entry.intention, check.heads.get(entry.matter)
    columns = (given.actor, given.idem, entry.matter, entry.mseq)
    if columns != (sealed.actor, sealed.idem, sealed.matter, sealed.mseq):
        yield "流水的索引列与正文不符。"
    if entry.mseq != (head.mseq if head else 0) + 1:
        wanted = (head.mseq if head else 0) + 1
        yield sentence("事项内的步数不连续，应为第{wanted}步，现为第{now}步。", wanted=wanted, now=entry.mseq)
    if head and head.ledger != given.ledger:
        yield "同一事项的流水分属两个台账。"
    if check.last and entry.at < check.last:
        yield "流水时间早于上一条。"
    if (sealed.actor, sealed.idem) in check.ids:
        yield "同一次提交有两条流水。"


def _check_summary(store: Store, check: _Check) -> None:
    """The stored tree and heads against those recomputed."""
    tree = store.tree()
    if tree != Tree(tree.origin, check.size, tuple(check.peaks)):
        says = sentence("流水共{size}条，与登记的{size2}条或其根不符。", size=check.size, size2=tree.size)
        check.note_against("JRN-086", says, Place(entry=check.size), "流水被增删或改动，请用封存点和备份核对。")
    stored = 0
    for head in store.heads(None, 0):
        stored += 1
        if check.heads.get(head.matter) != head:
            says = "事项的现状与由流水推算的不符。"
            check.note_against("JRN-087", says, Place(matter=head.matter, entry=head.seq), "请用备份核对后重建现状表。")
    if stored != len(check.heads):
        says = sentence("现状表有{stored}个事项，由流水推算应有{count}个。", stored=stored, count=len(check.heads))
        check.note_against("JRN-087", says, Place(), "请用备份核对后重建现状表。")


def _check_rows(lister: Lister | None, store: Store, check: _Check) -> None:
    """Rows for lists against those the recomputed heads give."""
    if lister is None:
        return
    stored = 0
    for row in store.rows():
        stored += 1
        head = check.heads.get(row.matter)
        right = lister.of(head) if head else None
        if right is None or row[:-1] != right[:-1] or set(row.parties) != set(right.parties):
            says = "事项在列表中的一行与其现状不符。"
            check.note_against("JRN-088", says, Place(matter=row.matter, entry=row.seq), "列表可以重建，请用备份核对。")
    if stored != len(check.heads):
        says = sentence("列表有{stored}行，应有{count}行。", stored=stored, count=len(check.heads))
        check.note_against("JRN-088", says, Place(), "列表可以重建，请用备份核对。")
