"""Closes every matter of a journal as fast as it can, beside others doing the same.

Run: python -m tests.journal.closer HOME ACTOR MATTERS. Prints how many it closed and how many were refused
because somebody else had, as JSON.
"""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

from taizhang.journal.journal import Journal
from taizhang.matters.entry import CORRECT, Intention
from taizhang.terms.problem import Refused


def main(home: Path, actor: str, matters: int) -> dict[str, int]:
    """Closes matters m0, m1, … as first seen at step 1."""
    journal = Journal.open(home)
    counts = {"closed": 0, "JRN-002": 0}
    for n in range(matters):
        while True:
            try:
                journal.append(
                    [
                        Intention(
                            actor,
                            f"close-{n}",
                            "matter",
                            CORRECT,
                            date(2026, 11, 24),
                            f"m{n}",
                            expect=1,
                            state="struck_off",
                            note="销号",
                        )
                    ]
                )
                counts["closed"] += 1
            except Refused as refused:
                code = refused.problems[0].code
                if code == "JRN-061":
                    continue
                counts[code] = counts.get(code, 0) + 1
            break
    journal.close()
    return counts


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))))
