"""How likely characters are where they stand: each after the three before it, by runs of four with backing off."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from taizhang.proof.slips.places import AROUND, Flags
from taizhang.proof.slips.table import TOTAL, Numbers, RunTable

# log2 of what a step to a shorter run costs ("stupid backoff", Brants et al. 2007: 0.4).
_BACKOFF = 1.3
# Of the table's form: a byte holds a logarithm in eighths.
_STEPS = 8

Steps = NDArray[np.int64]


class Runs:
    """What the table knows of rows of neighbouring characters: runs of one, two, three and four, by their first character."""

    def __init__(self, table: RunTable, rows: Numbers) -> None:
        parts = [rows[:, at:] for at in range(4)]
        wide = rows.shape[1]
        self.ones, self.twos, self.threes, self.fours = (
            table.steps(*(one[:, : wide - long + 1] for one in parts[:long])).astype(np.int64) for long in range(1, 5)
        )

    def bits(self, inside: Flags) -> NDArray[np.float64]:
        """log2 of how likely the characters from the place on are, a row each. inside: which are in the place's run."""
        before = np.cumprod(inside[:, AROUND - 1 :: -1], axis=1).sum(axis=1)
        total = np.zeros(len(inside))
        for at in range(AROUND, inside.shape[1]):
            reach = np.minimum(4, before + at - AROUND + 1)
            four, three, two = self.fours[:, at - 3], self.threes[:, at - 2], self.twos[:, at - 1]
            found = np.select([four > 0, three > 0, two > 0], [4, 3, 2], 1)
            bits = np.select(
                [four > 0, three > 0, two > 0],
                [four - self.threes[:, at - 3], three - self.twos[:, at - 2], two - self.ones[:, at - 1]],
                self.ones[:, at] - TOTAL * _STEPS,
            )
            total += np.where(inside[:, at], bits / _STEPS - _BACKOFF * (reach - found), 0)
        return total
