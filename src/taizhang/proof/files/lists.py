"""The lists an office gives: its own words, and the units that exist."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from taizhang.proof.files.plaintext import decode
from taizhang.terms.problem import Place, Problem, Refused
from taizhang.terms.sentence import sentence

# Lines. Chosen: more than any list of units of a province.
MOST = 200_000


def read_words(path: Path) -> tuple[tuple[str, str], ...]:
    """Pairs of wrong and right word, one a line, parted by white space, a tab, a comma or an arrow; ``#`` begins a note.

    Raises Refused: PRF-001, PRF-002 the file, PRF-010 a line of more than two words, PRF-011 a word of one
    character, which would be found everywhere, PRF-012 too many lines.
    """
    problems: list[Problem] = []
    words: dict[str, str] = {}
    for number, line in _lines(path):
        place = Place(file=str(path), line=number)
        parts = line.replace("→", " ").replace("->", " ").replace("=", " ").replace("，", " ").replace(",", " ").split()
        if len(parts) > 2:
            problems.append(
                Problem(
                    "PRF-010",
                    sentence("词表这一行有{count}个词。", count=len(parts)),
                    place,
                    "每行写错词和对词，中间空一格。",
                )
            )
        elif len(parts[0]) < 2:
            problems.append(
                Problem(
                    "PRF-011",
                    sentence("“{parts}”只有一个字，会处处误报。", parts=parts[0]),
                    place,
                    "请写两个字以上的词。",
                )
            )
        else:
            words[parts[0]] = parts[1] if len(parts) == 2 else ""
    if problems:
        raise Refused(*problems)
    return tuple(words.items())


def read_units(path: Path) -> tuple[str, ...]:
    """Names of units, one a line; what follows a tab or a comma is left out. Raises Refused: PRF-001, PRF-002, PRF-012."""
    names = (line.replace("，", ",").replace("\t", ",").partition(",")[0].strip() for _, line in _lines(path))
    return tuple(dict.fromkeys(name for name in names if name))


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    lines = decode(path).splitlines()
    if len(lines) > MOST:
        raise Refused(
            Problem(
                "PRF-012",
                sentence("名单有{count}行，超过{most}行。", count=len(lines), most=MOST),
                Place(file=str(path)),
                "请拆分。",
            )
        )
    for number, line in enumerate(lines, 1):
        plain = line.partition("#")[0].strip()
        if plain:
            yield number, plain
