"""Hold the hand of one clerk: habits a column keeps, and the count of every kind of mess written so far."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

HABIT = 0.7
"""How often a clerk writes a column in the way she began it."""


@dataclass(slots=True)
class Pen:
    """Write one sheet: ``year`` is the year of its name, ``typed`` says whether cells may hold dates and numbers.

    ``sober`` is set while a row is written that will be refused or repeated: nothing doubtful goes into it beside
    the planted fault, so that the answers can name one cell and one reason. ``neat`` is the share of numbers typed
    as numbers without further thought.
    """

    rng: Random
    tally: Counter[str]
    typed: bool
    year: int | None = None
    sober: bool = False
    neat: float = 0.0
    habits: dict[str, str] = field(default_factory=dict)

    def habit(self, column: str, styles: Mapping[str, int]) -> str:
        """Choose a style by weight, mostly the one this column began with."""
        if not styles:
            raise ValueError(f"no style is left for column {column}")
        kept = self.habits.get(column)
        if kept in styles and self.rng.random() < HABIT:
            return str(kept)
        chosen = self.rng.choices(list(styles), list(styles.values()))[0]
        self.habits.setdefault(column, chosen)
        return chosen

    def note(self, kind: str) -> None:
        """Count one use of a kind of mess."""
        self.tally[kind] += 1

    def chance(self, share: float) -> bool:
        """Say yes in ``share`` of all cases."""
        return self.rng.random() < share

    def pick(self, words: Sequence[str]) -> str:
        """Choose one word."""
        return self.rng.choice(words)


def full_width(text: str) -> str:
    """Write digits, letters and points in their full-width forms."""
    return "".join(chr(ord(mark) + 0xFEE0) if "!" <= mark <= "~" else mark for mark in text)
