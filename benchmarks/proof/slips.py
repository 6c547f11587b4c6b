"""Slips of the pen in sentences of official documents, and false ones in published texts.

    python -m benchmarks.proof.slips SENTENCES.tsv [TEXTS…]

SENTENCES holds ``number<TAB>as written<TAB>right``. Prints how many wrong sentences are found, how many right ones are not
left alone, false findings in 100,000 characters of the texts, and seconds of processor time a megabyte, each for the part
that rules are made on and for the part held back (``parts.py``). The shipped table
has counted the published reports: for a fair measure make one without them (``scripts/grams.py --without TEXTS --to``).
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.proof.parts import NAMES, PARTS, part_of
from taizhang.proof.content.engine import apply
from taizhang.proof.content.reading import Reading
from taizhang.proof.content.rule import PLAIN
from taizhang.proof.content.slips import RULES
from taizhang.proof.files.read import READERS, read_document
from taizhang.proof.files.zones import TextLine, document
from taizhang.proof.model import Document, Finding


def found(read: Document) -> list[Finding]:
    """What the rules for slips find."""
    reading = Reading(read)
    return [finding for one in RULES for finding in apply(one, reading, PLAIN)]


def main() -> None:
    """Prints the four measures of each part."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("sentences", type=Path)
    asked.add_argument("texts", nargs="*", type=Path)
    given = asked.parse_args()
    lines = given.sentences.read_text("utf-8").splitlines()
    paths = [one for place in given.texts for one in sorted(place.iterdir()) if one.suffix in READERS]
    for part in PARTS:
        print(f"{NAMES[part]}部分")
        measure_sentences([line.split("\t") for number, line in enumerate(lines) if part_of(f"slip {number}") == part])
        measure_texts([path for path in paths if part_of(path.name) == part])


def measure_sentences(rows: Sequence[Sequence[str]]) -> None:
    """How many wrong sentences are found and how many right ones are not left alone."""
    wrong = [row for row in rows if row[1] != row[2]]
    hits = sum(bool(found(document("", [TextLine(row[1])]))) for row in wrong)
    false = sum(bool(found(document("", [TextLine(row[2])]))) for row in rows)
    print(f"错句{len(wrong)}，查出{hits}（{hits / len(wrong):.1%}）；对句{len(rows)}，误报{false}")


def measure_texts(paths: Sequence[Path]) -> None:
    """False findings in 100,000 characters and seconds of processor time a megabyte."""
    characters = findings = 0
    start = time.process_time()
    for path in paths:
        read = read_document(path)
        characters += sum(len(one.text) for one in read.paragraphs)
        findings += len(found(read))
    if characters:
        seconds = (time.process_time() - start) / (characters * 3) * 1_000_000
        print(
            f"{characters}字，误报{findings}（每十万字{findings / characters * 100_000:.2f}），每兆字节{seconds:.1f}秒"
        )


if __name__ == "__main__":
    main()
