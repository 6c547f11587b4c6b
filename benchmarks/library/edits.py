"""Paragraphs edited by so many hundredths, the same from the same random numbers."""

from __future__ import annotations

import random

EDITS = (0, 5, 10, 15, 20, 25, 30)
_LIKE_THE_TEXT = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜"


def edited(paragraph: str, percent: int, draw: random.Random) -> str:
    """The paragraph with so many of its characters replaced, left out or put in between."""
    signs = list(paragraph)
    for at in draw.sample(range(len(signs)), len(signs) * percent // 100):
        kind = draw.randrange(3)
        signs[at] = ("", draw.choice(_LIKE_THE_TEXT), signs[at] + draw.choice(_LIKE_THE_TEXT))[kind]
    return "".join(signs)


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a paper that are worth planting."""
    return [line for line in text.split("\n")[3:-2] if 60 < len(line) < 300]
