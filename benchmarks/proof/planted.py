"""Recall and precision on errors planted in clean texts, beside what one would use instead.

    python -m benchmarks.proof.planted [FOLDER] [--each 40] [--seed 7] [--rivals FOLDER]

FOLDER holds clean texts (.txt); without it two invented ones are used. ``--rivals`` names a folder with what is compared:
``py/autocorrect_py`` (pip install --target py autocorrect-py), ``node_modules/zhlint`` (npm install zhlint) and
``pyc/pycorrector/data`` (the unpacked wheel of pycorrector); what is not there is left out and said so.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from pathlib import Path

from benchmarks.proof.kinds import KINDS
from benchmarks.proof.planting import Kind
from benchmarks.proof.rivals import Rival, rivals
from taizhang.proof.content.engine import proofread
from taizhang.proof.content.rule import PLAIN
from taizhang.proof.files.zones import TextLine, document

TEXTS = Path(__file__).with_name("texts")
LEAST = 700
Span = tuple[int, int]


def chunks(folder: Path) -> list[str]:
    """Stretches of whole paragraphs of some 700 characters of every text in the folder."""
    out: list[str] = []
    for path in sorted(folder.glob("*.txt")):
        chunk: list[str] = []
        for line in path.read_text("utf-8").split("\n"):
            if line.strip():
                chunk.append(line)
            if sum(map(len, chunk)) >= LEAST:
                out.append("\n".join(chunk))
                chunk = []
        if chunk:
            out.append("\n".join(chunk))
    return out


def found(
    text: str, least: frozenset[str] = frozenset(("block", "error", "warn", "info"))
) -> list[tuple[int, int, str]]:
    """What the rules find, as offsets in the text and the rule."""
    read = document("", [TextLine(line) for line in text.split("\n")])
    starts, at = {}, 0
    for paragraph in read.paragraphs:
        at = text.index(paragraph.text, at)
        starts[paragraph.number] = at
        at += len(paragraph.text)
    return [
        (starts[one.spot.paragraph] + one.spot.start, starts[one.spot.paragraph] + one.spot.end, one.rule)
        for one in proofread(read, PLAIN)
        if one.level in least
    ]


def trials(kind: Kind, texts: Sequence[str], each: int, seed: int) -> list[tuple[str, str, Span]]:
    """Clean text, text with one error, and the span of the error; fewer than asked where too few places are there."""
    chance = random.Random(f"{seed}-{kind.name}")
    out: list[tuple[str, str, Span]] = []
    for _ in range(each * 6):
        clean = chance.choice(texts)
        planted = kind.plant(clean, chance)
        if planted and len(out) < each:
            out.append((clean, planted[0], planted[1:]))
    return out


def overlap(span: Span, start: int, end: int) -> bool:
    """Whether a finding lies on the error, or right at it where nothing is left."""
    return start <= span[1] and end >= span[0] if span[1] - span[0] <= 1 else start < span[1] and end > span[0]


def measure(kind: Kind, done: Sequence[tuple[str, str, Span]], others: Sequence[Rival]) -> list[tuple[int, int]]:
    """For the rules and each rival: how many were found, and how many findings were new and not on the error."""
    scores = [(0, 0)] * (len(others) + 1)
    answers = [other.ask([text for clean, bad, _ in done for text in (clean, bad)]) for other in others]
    for index, (clean, bad, span) in enumerate(done):
        ours = [(start, end) for start, end, rule in found(bad) if rule in kind.rules]
        extra = [one for one in found(bad) if not overlap(span, one[0], one[1])]
        known = {(clean[start:end], rule) for start, end, rule in found(clean)} if extra else set()
        false = [one for one in extra if (bad[one[0] : one[1]], one[2]) not in known and one[2] not in kind.rules]
        scores[0] = (scores[0][0] + any(overlap(span, *one) for one in ours), scores[0][1] + len(false))
        for place, answer in enumerate(answers, 1):
            marked, clean_marked = answer[2 * index + 1], answer[2 * index]
            words = {clean[max(0, start - 2) : end + 2] for start, end, _ in clean_marked}
            fresh = [one for one in marked if one[2] and bad[max(0, one[0] - 2) : one[1] + 2] not in words]
            hit = any(overlap(span, start, end) for start, end, _ in fresh)
            scores[place] = (scores[place][0] + hit, scores[place][1] + len(clean_marked))
    return scores


def main() -> None:
    """Plants every kind, prints recall a kind, precision over all, and the rivals' in the same run."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", nargs="?", type=Path, default=TEXTS)
    asked.add_argument("--each", type=int, default=40)
    asked.add_argument("--seed", type=int, default=7)
    asked.add_argument("--rivals", type=Path)
    given = asked.parse_args()
    texts, others = chunks(given.folder), rivals(given.rivals)
    names = ["规则", *(other.name for other in others)]
    print("| 错误 | 数 | " + " | ".join(f"{name}查出" for name in names) + " |\n|---|---:|" + "---:|" * len(names))
    sums, right, false = 0, [0] * len(names), [0] * len(names)
    for kind in KINDS:
        done = trials(kind, texts, given.each, given.seed)
        scores = measure(kind, done, others) if done else []
        print(
            f"| {kind.name} | {len(done)} | " + " | ".join(f"{hit / len(done):.0%}" for hit, _ in scores) + " |",
            flush=True,
        )
        sums += len(done)
        right = [one + score[0] for one, score in zip(right, scores, strict=False)] or right
        false = [one + score[1] for one, score in zip(false, scores, strict=False)] or false
    for index, name in enumerate(names):
        precision = right[index] / (right[index] + false[index]) if right[index] else 0
        print(
            f"{name}：查出{right[index]}／{sums}（{right[index] / sums:.1%}），另报{false[index]}处，准确率{precision:.1%}"
        )


if __name__ == "__main__":
    main()
