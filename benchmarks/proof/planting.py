"""Kinds of errors to plant in clean text: each takes a text and a source of chance, and gives the text with one error in it."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass

Planted = tuple[str, int, int]
Plant = Callable[[str, random.Random], Planted | None]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of error: its name, the rules that claim it, and how it is planted."""

    name: str
    rules: tuple[str, ...]
    plant: Plant


def changed(pattern: str, to: Callable[[re.Match[str], random.Random], str], group: int | str = 0) -> Plant:
    """Changes the words of one match, chosen by chance, into others; the span planted is that of the new words."""
    compiled = re.compile(pattern, re.MULTILINE)

    def plant(text: str, chance: random.Random) -> Planted | None:
        found = list(compiled.finditer(text))
        if not found:
            return None
        match = chance.choice(found)
        start, words = match.start(group), to(match, chance)
        return text[:start] + words + text[match.end(group) :], start, start + max(len(words), 1)

    return plant


def dropped(pattern: str) -> Plant:
    """Drops the group ``n`` of one match: the span planted is what stood around it."""
    compiled = re.compile(pattern, re.MULTILINE)

    def plant(text: str, chance: random.Random) -> Planted | None:
        found = list(compiled.finditer(text))
        if not found:
            return None
        match = chance.choice(found)
        start, end = match.span("n")
        return text[:start] + text[end:], max(match.start(), start - 6), start + match.end() - end

    return plant


def halved(text: str, chance: random.Random) -> Planted | None:
    """A closing mark is gone: the span planted runs from the opening mark."""
    found = list(re.finditer(r"[“《（][^“”《》（）\n]{2,30}(?P<n>[”》）])", text))
    if not found:
        return None
    match = chance.choice(found)
    return text[: match.start("n")] + text[match.end() :], match.start(), match.end() - 1


def inserted(*sentences: Callable[[random.Random], tuple[str, int, int]]) -> Plant:
    """Puts a sentence with an error after a sentence of the text."""

    def plant(text: str, chance: random.Random) -> Planted | None:
        stops = [match.end() for match in re.finditer(r"(?<=[\u4e00-\u9fff%])。(?=[\u4e00-\u9fff])", text)]
        if not stops:
            return None
        at = chance.choice(stops)
        words, start, end = chance.choice(sentences)(chance)
        return text[:at] + words + text[at:], at + start, at + end

    return plant


def said(template: str) -> Callable[[random.Random], tuple[str, int, int]]:
    """A fixed sentence in which ⟦ ⟧ stand around the error."""
    start, end = template.index("⟦"), template.index("⟧") - 1
    words = template.replace("⟦", "").replace("⟧", "")
    return lambda _: (words, start, end)


def everywhere(pattern: str, to: str, least: int = 1) -> Plant:
    """Replaces every match; one of them, chosen by chance, is the one that must be found."""
    compiled = re.compile(pattern)

    def plant(text: str, chance: random.Random) -> Planted | None:
        found = list(compiled.finditer(text))
        if len(found) < least:
            return None
        chosen = chance.choice(found)
        offset = sum(len(to) - len(match[0]) for match in found if match.start() < chosen.start())
        start = chosen.start() + offset
        return compiled.sub(to, text), start, start + len(to)

    return plant


def doubled_paragraph(text: str, chance: random.Random) -> Planted | None:
    """A long paragraph stands a second time, after the next one."""
    lines = text.split("\n")
    long = [index for index, line in enumerate(lines) if len(line.strip()) > 40]
    if len(long) < 2:
        return None
    index = chance.choice(long)
    at = sum(len(line) + 1 for line in lines[: index + 2])
    at = min(at, len(text) + 1)
    joined = "\n".join([*lines[: index + 2], lines[index], *lines[index + 2 :]])
    return joined, at, at + len(lines[index])


def wrong_in(words: str, wrong: str) -> tuple[str, int, int]:
    """A sentence and the span of the wrong words in it, where they stand last."""
    start = words.rindex(wrong)
    return words, start, start + len(wrong)


def rate(chance: random.Random) -> tuple[str, int, int]:
    """A rate that is not its quotient."""
    whole = chance.randint(40, 900)
    part = chance.randint(whole // 2, whole - 3)
    wrong = f"{part * 100 / whole + chance.choice((-3.1, -1.2, 0.9, 2.3)):.1f}%"
    words = f"全年共受理事项{whole}件，已办结{part}件，办结率{wrong}。"
    return wrong_in(words, wrong)


def growth(chance: random.Random) -> tuple[str, int, int]:
    """Growth that both years do not bear out."""
    before = chance.randint(120, 900)
    now = before + chance.randint(20, 200)
    wrong = f"{(now - before) * 100 / before + chance.choice((-4.5, 3.2, 6.1)):.1f}%"
    words = f"信息采用数由上年的{before}条增加到{now}条，增长{wrong}。"
    return wrong_in(words, wrong)


def total(chance: random.Random) -> tuple[str, int, int]:
    """A total that is not the sum of its parts."""
    first, second, third = (chance.randint(5, 80) for _ in range(3))
    amount = f"{first + second + third + chance.choice((-3, 2, 10))}件"
    words = f"全年共受理{amount}，包括咨询类{first}件、投诉类{second}件、建议类{third}件。"
    return wrong_in(words, amount)


def points(chance: random.Random) -> tuple[str, int, int]:
    """A difference of rates given in percent."""
    low = chance.randint(40, 80)
    step = chance.randint(3, 9)
    words = f"覆盖率由{low}%提高到{low + step}%，提高{step}%。"
    return wrong_in(words, f"{step}%")
