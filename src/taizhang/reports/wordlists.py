"""The word lists of lineage, read from words.toml, and how a site adds its own."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Lists:
    """counters: 量词. rhetoric: what follows 个 in 三个坚持. fixed: names that hold numerals. claims: words that
    say all, none, first or most. innocent: longer words that hold a claim word and claim nothing.
    """

    counters: tuple[str, ...]
    rhetoric: tuple[str, ...]
    fixed: tuple[str, ...]
    claims: tuple[str, ...]
    innocent: tuple[str, ...]

    def extend(self, fixed: Iterable[str] = (), claims: Iterable[str] = (), innocent: Iterable[str] = ()) -> Lists:
        """The lists with words a site adds."""
        return replace(
            self,
            fixed=(*self.fixed, *fixed),
            claims=(*self.claims, *claims),
            innocent=(*self.innocent, *innocent),
        )


def shipped_lists() -> Lists:
    """The lists that come with the room."""
    table = tomllib.loads(files("taizhang.reports").joinpath("words.toml").read_text(encoding="utf-8"))
    return Lists(**{name: tuple(words) for name, words in table.items()})


SHIPPED = shipped_lists()


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))
