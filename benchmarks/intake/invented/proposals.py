"""How right proposals are on the invented workbooks: types, roles, units, lifecycle, key, confidentiality, records, sums."""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

from benchmarks.intake.invented.books import Answer, write
from taizhang.catalogue.load import load
from taizhang.intake.proposing import LedgerProposal, propose
from taizhang.intake.reading.files import read
from taizhang.intake.recognise import Recogniser
from taizhang.shipped import CATALOGUE


class Score:
    """Marks by what is judged, and what was wrong with the workbook at hand."""

    def __init__(self) -> None:
        self.right: Counter[str] = Counter()
        self.whole: Counter[str] = Counter()
        self.wrong: list[str] = []

    def mark(self, what: str, ok: bool, note: str = "") -> None:
        """One judgement."""
        self.whole[what] += 1
        self.right[what] += ok
        if not ok:
            self.wrong.append(f"{what}: {note}")


def judge(score: Score, made: LedgerProposal, answer: Answer) -> None:
    """Holds a proposal against the right answer."""
    key = tuple(one.heading for one in answer.columns if one.key)
    score.mark("lifecycle", made.lifecycle == answer.lifecycle, f"{made.lifecycle}≠{answer.lifecycle}")
    score.mark("key", made.key == key, f"{made.key}≠{key}")
    by = {one.heading: one for one in made.fields}
    for one in answer.columns:
        got = by.get(one.heading)
        score.mark("columns", got is not None, one.heading)
        if got:
            role = "" if got.role == "closed" else got.role
            score.mark("types", got.type == one.kind, f"{one.heading} {got.type}≠{one.kind}")
            score.mark("roles", role == one.role, f"{one.heading} {role}≠{one.role}")
            score.mark("confidential", got.confidential == one.confidential, f"{one.heading} {got.confidential}")
    score.mark("records", len(made.records) == len(answer.records), f"{len(made.records)}≠{len(answer.records)}")
    for truth, record in zip(answer.records, made.records, strict=False):
        for field, value in zip(made.fields, record.values, strict=True):
            score.mark("cells", truth.get(field.heading) == value, f"{field.heading} {value}")
    sums = {one.title: one.value for one in made.figures}
    for one in answer.columns:
        if one.kind == "number" and f"{one.heading}合计" in sums:
            total = sum((Decimal(str(record[one.heading] or 0)) for record in answer.records), Decimal(0))
            score.mark("sums", sums[f"{one.heading}合计"] == total, one.heading)


def main(seed: int = 1, each: int = 1) -> int:
    """Prints what is wrong, workbook by workbook, and the marks."""
    recogniser, score = Recogniser(load(CATALOGUE)), Score()
    with tempfile.TemporaryDirectory() as folder:
        for path, answer in write(Path(folder), seed, each):
            score.wrong = []
            found = propose(recogniser, [read(path)], date(2026, 11, 30))
            score.mark("tables", len(found) == 1, f"{len(found)}")
            if found:
                judge(score, found[0], answer)
            if score.wrong:
                print(path.name, answer.layout, *score.wrong[:5], sep="\n    ")
    for what, whole in score.whole.items():
        print(f"{what:14} {score.right[what]}/{whole} {score.right[what] / whole:.3f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(*map(int, sys.argv[1:])))
