"""Amounts that may have been taken in a wrong unit: named with their rows and what speaks against them; nothing is changed.

Two witnesses are heard. The workbook an amount came from, read once more: what it says now in another magnitude was read
otherwise then. And the ledger's other amounts: one that is ten thousand times their middle, or a ten-thousandth of it, is out of line.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from taizhang.catalogue.model import FieldDeclaration
from taizhang.catalogue.resolved import Ledger
from taizhang.intake.changes import MatterChange
from taizhang.matters.entry import Head
from taizhang.site.site import Site
from taizhang.terms.measures import kin, measure
from taizhang.terms.problem import Place, Problem, Refused
from taizhang.terms.quantity import format_plain
from taizhang.terms.sentence import sentence

REREAD, OUT_OF_LINE, UNREAD = "INT-082", "INT-083", "INT-084"
# 元 and 万元 lie so far apart; what differs less may well be another amount.
FAR = Decimal(10_000)
# Chosen: fewer amounts have no middle to be far from.
FEWEST = 5
_HINT = "请对照原表核对；确实错了的，在这一件的页面上更正，或把原表改好后重新导入。"


@dataclass(frozen=True, slots=True)
class AmountAudit:
    """What was looked at and what is in doubt: amounts of how many matters, workbooks read once more, and each doubt."""

    matters: int
    workbooks: int
    problems: tuple[Problem, ...]


def audit_amounts(site: Site) -> AmountAudit:
    """Every kept amount of money in doubt (INT-082 by its workbook, INT-083 by the ledger's others), in order of ledgers.

    A workbook that cannot be read any more is said (INT-084).
    """
    by_file: dict[tuple[str, str], dict[str, Head]] = defaultdict(dict)
    found, matters = list[Problem](), 0
    for name, ledger in sorted(site.catalogue.ledgers.items()):
        fields = {one: field for one, field in ledger.declared.field.items() if _is_money(field)}
        heads = list(site.journal.heads(name)) if fields else []
        matters += len(heads)
        for one, field in fields.items():
            found += _out_of_line(ledger, field, one, heads)
        for head in heads:
            if head.source.digest:
                by_file[head.source.digest, head.source.file][head.matter] = head
    reread = [problem for source, heads in by_file.items() for problem in _read_again(site, source, heads)]
    return AmountAudit(matters, len(by_file), (*reread, *found))


def _is_money(field: FieldDeclaration) -> bool:
    return field.type in ("integer", "decimal") and bool(measure(field.unit)) and kin(field.unit) == "money"


def _out_of_line(ledger: Ledger, field: FieldDeclaration, name: str, heads: Sequence[Head]) -> Iterator[Problem]:
    amounts = [(head, Decimal(str(head.facts[name]))) for head in heads if head.facts.get(name) not in (None, "")]
    known = [amount for _, amount in amounts if amount > 0]
    if len(known) < FEWEST:
        return
    middle = median(known)
    for head, amount in amounts:
        if amount > 0 and (amount >= middle * FAR or amount * FAR <= middle):
            says = sentence(
                "{ledger}“{field}”为{amount}{unit}，而这个台账的居中数是{middle}{unit}，相差一万倍以上，可能读错了计量单位。",
                ledger=ledger.title,
                field=field.title,
                amount=format_plain(amount),
                middle=format_plain(middle),
                unit=field.unit,
            )
            yield Problem(OUT_OF_LINE, says, _place(head), _HINT, "warning")


def _read_again(site: Site, source: tuple[str, str], heads: dict[str, Head]) -> Iterator[Problem]:
    """The amounts of one workbook that it says in another magnitude when it is read today."""
    digest, file = source
    place = Place(file=file)
    with site.blobs.at_hand(digest) as kept, TemporaryDirectory() as folder:
        if kept is None:
            yield Problem(
                UNREAD, "原工作簿不在材料库里，没有重读核对。", place, "请从备份恢复材料库后再核对。", "warning"
            )
            return
        path = Path(folder) / Path(file).name
        path.write_bytes(kept.read_bytes())
        try:
            changes = site.change_set([path], accept_refused=True).changes
        except Refused as refused:
            yield from refused.problems
            return
    for change in changes.changed:
        head = heads.get(change.matter)
        if head and (head.source.sheet, head.source.row) == (change.draft.at.sheet, change.draft.at.row):
            yield from _otherwise(site.catalogue.ledgers[head.ledger], head, change)


def _otherwise(ledger: Ledger, head: Head, change: MatterChange) -> Iterator[Problem]:
    for name, kept, now in change.fields:
        field = ledger.declared.field[name]
        if not _is_money(field) or kept is None or now is None or not _differ_by_unit(kept, now):
            continue
        says = sentence(
            "{ledger}“{field}”存的是{kept}{unit}，原表现在读出的是{now}{unit}，差的正是计量单位的倍数。",
            ledger=ledger.title,
            field=field.title,
            kept=kept,
            now=now,
            unit=field.unit,
        )
        yield Problem(REREAD, says, _place(head), _HINT, "warning")


def _differ_by_unit(kept: object, now: object) -> bool:
    """Whether two amounts are one number in two units: apart by ten, a hundred, … and nothing else."""
    one, other = Decimal(str(kept)), Decimal(str(now))
    if one == 0 or other == 0:
        return False
    ratio = (one / other).normalize() if abs(one) > abs(other) else (other / one).normalize()
    return ratio > 1 and ratio.as_tuple().digits == (1,)


def _place(head: Head) -> Place:
    return Place(matter=head.number, file=head.source.file, sheet=head.source.sheet, cell=head.source.cell)
