"""The questions of the benchmark held against reading every text: nothing is missed and nothing is made up.

python -m benchmarks.library.exact --folder DIR      after benchmarks.library.run --folder DIR
"""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.library.engines import TODAY, Ours
from benchmarks.library.questions import questions
from taizhang.library.model import Filters


def main() -> None:
    """Print how many questions were answered with exactly the documents that hold their pieces."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--folder", type=Path, required=True)
    folder = asked.parse_args().folder
    engine, each = Ours(folder / "taizhang"), questions(folder / "papers")
    needles = [tuple(piece.encode() for piece in question.pieces) for question in each]
    holding: list[set[int]] = [set() for _ in each]
    rows = engine.library.register.db.execute(
        "SELECT id, substr(day, 1, 4), body FROM texts JOIN documents ON id = document"
    )
    for identity, year, body in rows:
        if isinstance(body, bytes):
            for number, pieces in enumerate(needles):
                if all(piece in body for piece in pieces) and each[number].year in (0, int(str(year) or 0)):
                    holding[number].add(int(str(identity)))
    right = bounds = 0
    for question, wanted in zip(each, holding, strict=True):
        text = " ".join(f"“{piece}”" for piece in question.pieces)
        filters = Filters(years=(question.year,) if question.year else ())
        found = engine.library.search(text, allowed=engine.allowed, today=TODAY, filters=filters, limit=1_000)
        ids = {hit.document.id for hit in found.hits}
        whole = ids == wanted if found.count <= 1_000 else ids <= wanted and len(ids) == 1_000
        agrees = found.count == len(wanted) if found.exact else found.count >= len(wanted)
        right += whole and agrees
        bounds += not found.exact
        if not (whole and agrees):
            print(question, found.count, found.exact, len(wanted), len(ids & wanted))
    print(f"{len(each)}个问题，{right}个与逐篇通读一致；其中{bounds}个的篇数是上界")


if __name__ == "__main__":
    main()
