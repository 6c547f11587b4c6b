"""Findings on published texts: each at error level is a false alarm until shown otherwise.

    python -m benchmarks.proof.clean FOLDER… [--part tuning|held] [--show]

Prints, a rule, the findings per 10,000 characters, first of the texts rules are made on, then of those held back
(``parts.py``); ``--show`` shows nothing of the latter. Ends with code 1 when typography has an error, or another rule more
than one in 100,000 characters.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from benchmarks.proof.parts import NAMES, PARTS, Part, part_of
from taizhang.proof.content.engine import proofread
from taizhang.proof.content.rules import RULES
from taizhang.proof.files.read import READERS, read_document
from taizhang.proof.model import Document, Finding

STOPS = ("block", "error")


def texts(folders: Sequence[Path], part: Part) -> list[Path]:
    """The texts in the folders that are in a part."""
    found = sorted(path for folder in folders for path in folder.iterdir() if path.suffix in READERS)
    return [path for path in found if part_of(path.name) == part]


def main() -> None:
    """Checks every text and prints a table a part."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folders", nargs="*", type=Path, default=[Path(__file__).with_name("texts")])
    asked.add_argument("--part", choices=PARTS)
    asked.add_argument("--show", action="store_true", help="print every finding at error level in the part for tuning")
    given = asked.parse_args()
    over = False
    for part in PARTS if given.part is None else (given.part,):
        characters, counts = measure(texts(given.folders, part), given.show and part == "tuning")
        if characters:
            print(f"{NAMES[part]}部分")
            over = report(characters, counts) or over
    sys.exit(1 if over else 0)


def measure(paths: Sequence[Path], shown: bool) -> tuple[int, Counter[tuple[str, str]]]:
    """Characters of the texts, and how often each rule found something in them at each level."""
    characters, counts = 0, Counter[tuple[str, str]]()
    for path in paths:
        document = read_document(path)
        characters += sum(len(one.text) for one in document.paragraphs)
        findings = proofread(document)
        counts.update((one.rule, one.level) for one in findings)
        if shown:
            show(path, document, findings)
    return characters, counts


def report(characters: int, counts: Counter[tuple[str, str]]) -> bool:
    """Prints the table; answers whether a rule has too many."""
    print(f"{characters}字\n| 规则 | 名称 | 错误 | 每万字 | 提醒 | 提示 |\n|---|---|---:|---:|---:|---:|")
    over = False
    for one in RULES:
        errors = sum(counts[one.code, level] for level in STOPS)
        if any(counts[one.code, level] for level in (*STOPS, "warn", "info")):
            rate = errors / characters * 10_000
            print(
                f"| {one.code} | {one.title} | {errors} | {rate:.3f} | {counts[one.code, 'warn']} | {counts[one.code, 'info']} |"
            )
        limit = 0 if one.gate == "format" else characters / 100_000
        over = over or errors > limit
    total = sum(count for (_, level), count in counts.items() if level in STOPS)
    print(f"错误共{total}处，每万字{total / characters * 10_000:.3f}处；{'有规则超过限度' if over else '都在限度内'}")
    return over


def show(path: Path, document: Document, findings: Sequence[Finding]) -> None:
    """Every finding at error level with its surroundings."""
    for one in findings:
        if one.level in STOPS:
            text = document.paragraphs[one.spot.paragraph - 1].text
            before, after = text[max(0, one.spot.start - 14) : one.spot.start], text[one.spot.end : one.spot.end + 14]
            print(f"{path.name} {one.rule} {before}⟦{one.text}⟧{after}")


if __name__ == "__main__":
    main()
