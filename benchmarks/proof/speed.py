"""Megabytes of Chinese text a second for all the rules of the text, on one core.

python -m benchmarks.proof.speed [FOLDER] [--slowest 10]
"""

from __future__ import annotations

import argparse
import time
from functools import partial
from pathlib import Path

from taizhang.proof.content.engine import apply, proofread
from taizhang.proof.content.reading import Reading
from taizhang.proof.content.rule import PLAIN, Rule
from taizhang.proof.content.rules import RULES
from taizhang.proof.files.zones import TextLine, document

SIZE = 1_500_000


def main() -> None:
    """Repeats the texts of the folder to a megabyte and a half and times the rules, in seconds of the processor."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", nargs="?", type=Path, default=Path(__file__).with_name("texts"))
    asked.add_argument("--slowest", type=int, default=10)
    given = asked.parse_args()
    once = "\n".join(path.read_text("utf-8") for path in sorted(given.folder.glob("*.txt")))
    text = "\n".join([once] * max(1, SIZE // len(once.encode())))
    size = len(text.encode()) / 1e6
    lines = [TextLine(line, number) for number, line in enumerate(text.split("\n"), 1)]
    read = document("", lines)
    proofread(document("", lines[:50]))
    best = min(_seconds(lambda: proofread(read)) for _ in range(3))
    print(f"{size:.2f} MB，{len(RULES)}条规则，{best:.2f}秒：每秒{size / best:.2f} MB")
    reading = Reading(read)
    cut = _seconds(lambda: reading.borders)
    times = sorted(((_seconds(partial(_run, one, reading)), one.code, one.title) for one in RULES), reverse=True)
    print(f"分词{cut * 1000:.0f}毫秒；最慢的规则：")
    for seconds, code, title in times[: given.slowest]:
        print(f"  {code} {title} {seconds * 1000:.0f}毫秒")


def _run(one: Rule, reading: Reading) -> None:
    for _ in apply(one, reading, PLAIN):
        pass


def _seconds(work: object) -> float:
    start = time.process_time()
    work()  # type: ignore[operator]  # whatever is to be timed
    return time.process_time() - start


if __name__ == "__main__":
    main()
