"""What a content rule is: a function over a reading, with its code, level, source and examples."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from taizhang.proof.content.reading import Reading
from taizhang.proof.model import Gate, Level, Zone

PROSE: frozenset[Zone] = frozenset({"title", "addressee", "heading", "body", "attachment"})
RUNNING: frozenset[Zone] = frozenset({"heading", "body"})
ALL: frozenset[Zone] = PROSE | {"letterhead", "table", "signature", "imprint", "footer"}


class Hit(NamedTuple):
    """What a rule found: a half-open stretch of the reading's text and what is wrong with it.

    replacement: the certain one, None when a person must decide. level: other than the rule's own.
    """

    start: int
    end: int
    message: str
    suggestion: str = ""
    replacement: str | None = None
    level: Level | None = None


@dataclass(frozen=True, slots=True)
class OfficeSettings:
    """What an office says about its documents.

    as_of: the day the figures stand at. body_level: 省, 市, 县, 区, 镇, 乡 or '' (told from the text). units: names of
    the units that exist. words: the body's own list, wrong word → right word ('' when a person must decide). learned: runs
    of characters of the office's own texts, names and units, which are never taken for slips.
    """

    as_of: date | None = None
    body_level: str = ""
    units: tuple[str, ...] = ()
    words: tuple[tuple[str, str], ...] = ()
    learned: frozenset[str] = frozenset()


PLAIN = OfficeSettings()


@dataclass(frozen=True, slots=True)
class Examples:
    """Sentences a rule must find something in and must be silent on; ⟦ ⟧ stand around what it finds."""

    bad: tuple[str, ...]
    good: tuple[str, ...]
    setting: OfficeSettings = PLAIN


@dataclass(frozen=True, slots=True)
class Reach:
    """Where a rule looks. triggers: characters of which one must occur. quoted: whether inside quotations too."""

    triggers: str = ""
    zones: frozenset[Zone] = PROSE
    quoted: bool = False


PROSE_ONLY = Reach()
Find = Callable[[Reading, OfficeSettings], Iterator[Hit]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: ``find`` yields hits; title and source are for the office, the requirement is ``find``'s docstring."""

    code: str
    title: str
    gate: Gate
    level: Level
    source: str
    find: Find
    examples: Examples
    reach: Reach


def rule(
    code: str,
    title: str,
    level: Level,
    source: str,
    *,
    examples: Examples,
    reach: Reach = PROSE_ONLY,
    gate: Gate = "content",
) -> Callable[[Find], Rule]:
    """Makes a function a rule."""
    return lambda find: Rule(code, title, gate, level, source, find, examples, reach)


def matches(reading: Reading, pattern: re.Pattern[str], *anchors: str) -> Iterator[re.Match[str]]:
    """Every place where the pattern stands in the text; with anchors, only in paragraphs that hold one of these words."""
    if not anchors:
        yield from pattern.finditer(reading.text)
        return
    for start, end in reading.near(anchors):
        yield from pattern.finditer(reading.text, start, end)
