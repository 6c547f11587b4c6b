"""Generate the whole county: thirteen workbooks and their answers, from one seed."""

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from random import Random

from taizhang_samples.county.answers import Told, answers_of, plain_record, tell
from taizhang_samples.county.book import Book, compose
from taizhang_samples.county.ledgers.approval import compose_approval
from taizhang_samples.county.ledgers.dispute import DISPUTE
from taizhang_samples.county.ledgers.document import DOCUMENT
from taizhang_samples.county.ledgers.expense import compose_expense
from taizhang_samples.county.ledgers.hazard import HAZARD
from taizhang_samples.county.ledgers.information import INFORMATION
from taizhang_samples.county.ledgers.inspection import INSPECTION
from taizhang_samples.county.ledgers.meeting import MEETING
from taizhang_samples.county.ledgers.petition import PETITION
from taizhang_samples.county.ledgers.proposal import PROPOSAL
from taizhang_samples.county.ledgers.research import RESEARCH
from taizhang_samples.county.ledgers.road import ROAD
from taizhang_samples.county.ledgers.supervision import SUPERVISION
from taizhang_samples.county.write import write_book

ROW_LEDGERS = (
    HAZARD,
    INSPECTION,
    SUPERVISION,
    PROPOSAL,
    PETITION,
    DISPUTE,
    INFORMATION,
    DOCUMENT,
    MEETING,
    ROAD,
    RESEARCH,
)
NAMES = tuple(sorted([*(ledger.name for ledger in ROW_LEDGERS), "approval", "expense"]))

Budgets = Mapping[tuple[int, str], Decimal]


def books_of(seed: int, *, scale: int = 1, tidy: bool = False, only: str | None = None) -> list[tuple[Book, Budgets]]:
    """Give the workbooks in the order of their files, with the budgets that belong to them.

    Each ledger draws from a generator of its own that the seed's one generator starts, so that a change in one
    ledger leaves the others as they were. ``only`` names one ledger.
    """
    seeds = Random(seed)
    made: list[tuple[Book, Budgets]] = []
    for ledger in ROW_LEDGERS:
        rng = Random(seeds.getrandbits(64))
        if only in (None, ledger.name):
            made.append((compose(ledger, rng, scale=scale, tidy=tidy), {}))
    approval, expense = Random(seeds.getrandbits(64)), Random(seeds.getrandbits(64))
    if only in (None, "approval"):
        made.append((compose_approval(approval, tidy=tidy), {}))
    if only in (None, "expense"):
        made.append(compose_expense(expense, tidy=tidy))
    return sorted(made, key=lambda pair: pair[0].file)


def generate(
    folder: Path, *, seed: int, scale: int = 1, tidy: bool = False, only: str | None = None, records: bool = False
) -> list[Told]:
    """Write the workbooks and answers.json into ``folder``, made when missing; give what was told.

    ``tidy`` puts every refused row right; ``records`` also writes the true records, one a line.
    """
    folder.mkdir(parents=True, exist_ok=True)
    told = [tell(book, budgets) for book, budgets in books_of(seed, scale=scale, tidy=tidy, only=only)]
    for one in told:
        write_book(one.book, folder)
    answers = json.dumps(answers_of(told, seed), ensure_ascii=False, separators=(",", ":"))
    (folder / "answers.json").write_text(_broken(answers), encoding="utf-8", newline="\n")
    if records:
        lines = (
            json.dumps(plain_record(one.book.file, sheet, row, record), ensure_ascii=False)
            for one in told
            for sheet, row, record in one.book.records
        )
        (folder / "records.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    return told


def _broken(text: str) -> str:
    """Break compact JSON into lines at its larger joints, so that a change shows as few lines."""
    for joint in ('},{"sheet"', '},"', '],"'):
        text = text.replace(joint, joint.replace(",", ",\n"))
    return text + "\n"
