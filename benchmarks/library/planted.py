"""Planted copies: paragraphs of the papers, edited by so many hundredths, looked for again in the whole library.

python -m benchmarks.library.planted --folder DIR      after benchmarks.library.run --folder DIR
"""

from __future__ import annotations

import argparse
import random
import time
from pathlib import Path

from benchmarks.library.corpus import papers
from benchmarks.library.edits import EDITS, edited, paragraphs
from benchmarks.library.engines import Ours

EACH = 100


def main() -> None:
    """Print recall for each share of edits, how many new paragraphs were taken for copies, and the time of a paper."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--folder", type=Path, required=True)
    folder = asked.parse_args().folder
    engine, draw = Ours(folder / "taizhang"), random.Random(11)
    library, allowed = engine.library, engine.allowed
    files = draw.sample(sorted((folder / "papers").rglob("*.txt")), EACH * 4)
    known = [(path, line) for path in files for line in paragraphs(path.read_text("utf-8"))]
    for percent in EDITS:
        planted = draw.sample(known, EACH)
        text = "\n".join(edited(line, percent, draw) for _, line in planted)
        found = {
            one.paragraph: {each.document.name for each in one.sources} for one in library.reuse(text, allowed=allowed)
        }
        names = [str(path.relative_to(folder / "papers")) for path, _ in planted]
        recall = sum(name in found.get(at, ()) for at, name in enumerate(names)) / EACH
        named = sum(at in found for at in range(EACH)) / EACH
        print(f"改动{percent:>2}%：{EACH}段中认出原件{recall:.2f}，认出来历{named:.2f}")
    fresh = [line for paper in papers(EACH * 5_000, seed=77) for line in paragraphs(paper.text)][: EACH * 10]
    alarms = len(library.reuse("\n".join(fresh), allowed=allowed))
    print(f"新写的{len(fresh)}段中误认{alarms}段，准确率{1 - alarms / len(fresh):.4f}")
    times = []
    for path in files[:20]:
        start = time.perf_counter()
        library.reuse(path.read_text("utf-8"), allowed=allowed)
        times.append(time.perf_counter() - start)
    print(f"一篇对全库：中位{1000 * sorted(times)[10]:.0f}毫秒，最慢{1000 * max(times):.0f}毫秒")


if __name__ == "__main__":
    main()
