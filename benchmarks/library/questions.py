"""The questions asked of every engine: words, pairs of words and pieces of the very texts, drawn once by a seed."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from pathlib import Path

_HAN = re.compile(r"[\u4e00-\u9fff]+")
_WORDS = [
    "整改",
    "信访",
    "安全",
    "生产",
    "台账",
    "督查",
    "隐患",
    "排查",
    "积案",
    "化解",
    "营商",
    "环境",
    "财政",
    "审计",
    "调解",
    "预案",
    "走访",
    "座谈",
    "答复",
    "销号",
]
COUNT = 240


@dataclass(frozen=True, slots=True)
class Question:
    """Its kind, the pieces that must all stand in a document, and a year or 0."""

    kind: str
    pieces: tuple[str, ...]
    year: int = 0


def questions(folder: Path, seed: int = 7) -> list[Question]:
    """A mix of questions; the pieces of one to eight characters are cut from papers of the folder."""
    draw = random.Random(seed)
    texts = [path.read_text("utf-8") for path in sorted(folder.rglob("*.txt"))[::37]]
    made: list[Question] = []
    for _ in range(COUNT // 8):
        made += [
            Question("一个词", (draw.choice(_WORDS),)),
            Question("两个词", tuple(draw.sample(_WORDS, 2))),
            Question("词加年份", (draw.choice(_WORDS),), draw.randrange(2012, 2026)),
            Question("一个字", (_piece(draw, texts, 1),)),
            Question("原文二字", (_piece(draw, texts, 2),)),
            Question("原文三字", (_piece(draw, texts, 3),)),
            Question("原文四字", (_piece(draw, texts, 4),)),
            Question("原文八字", (_piece(draw, texts, 8),)),
        ]
    return made


def _piece(draw: random.Random, texts: list[str], length: int) -> str:
    while True:
        run = draw.choice(_HAN.findall(draw.choice(texts)))
        if len(run) >= length:
            start = draw.randrange(len(run) - length + 1)
            return str(run[start : start + length])
