"""What an office writes that published texts do not: learnt from its own texts and names, and never taken for a slip."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from taizhang.proof.slips.table import shipped

HAN = re.compile(r"[\u4e00-\u9fff]{2,}")
LEARNED = "learned.txt"
# A pair of characters the office writes so often is meant; a slip is seldom made three times.
OFTEN = 3


def unattested(texts: Iterable[str], names: Iterable[str] = ()) -> frozenset[str]:
    """The pairs of characters that no published text has: those written at least three times, and those of every name."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(_pairs(text))
    for name in names:
        counts.update(dict.fromkeys(_pairs(name), OFTEN))
    return frozenset(pair for pair, count in counts.items() if count >= OFTEN and pair not in shipped())


def recall_learned(folder: Path) -> frozenset[str]:
    """What was learnt before, kept in a folder; nothing where nothing was."""
    path = folder / LEARNED
    return frozenset(path.read_text("utf-8").split()) if path.is_file() else frozenset()


def keep_learned(folder: Path, pairs: frozenset[str]) -> int:
    """Adds to what was learnt before, whole or not at all; answers how many pairs are new. Raises OSError."""
    before = recall_learned(folder)
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / f"{LEARNED}.new"
    fresh.write_text("\n".join(sorted(before | pairs)) + "\n", "utf-8")
    os.replace(fresh, folder / LEARNED)
    return len(pairs - before)


def _pairs(text: str) -> list[str]:
    return [match[0][at : at + 2] for match in HAN.finditer(text) for at in range(len(match[0]) - 1)]
