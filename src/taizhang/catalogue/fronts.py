"""The front matter of a template: where it ends, whose body it is for, which mechanisms it serves."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass

FENCE = "+++"


@dataclass(frozen=True, slots=True)
class TemplateFront:
    """What the catalogue needs of a front matter; profiles empty: for every body."""

    profiles: tuple[str, ...] = ()
    serves: tuple[str, ...] = ()


def find_fences(text: str) -> tuple[int, int] | None:
    """The line numbers, from 0, of the two fences; None when the text does not begin with a front matter."""
    lines = text.split("\n")
    start = next((n for n, line in enumerate(lines) if line.strip()), 0)
    end = next((n for n, line in enumerate(lines) if n > start and line.strip() == FENCE), None)
    return None if lines[start].strip() != FENCE or end is None else (start, end)


def part_front(text: str) -> tuple[str, str]:
    """The text in two: its front matter with both fences and the empty lines after it, '' where there is none; the rest."""
    fences = find_fences(text)
    if fences is None:
        return "", text
    lines = text.split("\n")
    start = next((n for n in range(fences[1] + 1, len(lines)) if lines[n].strip()), len(lines))
    return "".join(f"{line}\n" for line in lines[:start]), "\n".join(lines[start:])


def front_of(text: str) -> TemplateFront:
    """The front of a template's text; empty where it cannot be read, which reading the template tells."""
    plain = text.replace("\r\n", "\n").removeprefix("\ufeff")
    fences = find_fences(plain)
    if fences is None:
        return TemplateFront()
    try:
        values = tomllib.loads("\n".join(plain.split("\n")[fences[0] + 1 : fences[1]]))
    except tomllib.TOMLDecodeError:
        return TemplateFront()
    return TemplateFront(_words(values.get("profiles")), _words(values.get("serves")))


def _words(value: object) -> tuple[str, ...]:
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else ()
