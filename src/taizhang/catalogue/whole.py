"""What the checks look at: the declarations as a whole, with every figure and column they come to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from taizhang.catalogue.expand import Expanded
from taizhang.catalogue.model import Declarations
from taizhang.catalogue.resolved import ColumnType
from taizhang.terms.problem import Place, Problem
from taizhang.terms.sentence import sentence

Locate = Callable[[tuple[str, ...]], Place]


@dataclass(frozen=True, slots=True)
class Whole:
    """What the checks look at."""

    declared: Declarations
    templates: Mapping[str, str]
    place: Locate
    figures: tuple[Expanded, ...]
    columns: Mapping[str, Mapping[str, ColumnType]]

    def unknown(self, path: tuple[str, ...], name: str, what: str) -> Problem:
        """A name that is none of what it should be."""
        return Problem(
            "CAT-012",
            sentence("“{name}”不是{what}。", name=name, what=what),
            self.place(path),
            "请检查拼写，或先声明它。",
        )

    def conditions(self) -> list[tuple[tuple[str, ...], str, str, bool]]:
        """Every condition with its path and ledger, and whether it may read derived columns."""
        found: list[tuple[tuple[str, ...], str, str, bool]] = []
        for name, ledger in self.declared.ledger.items():
            base: tuple[str, ...] = ("ledger", name)
            found += [((*base, "state", key), text, name, True) for key, text in ledger.state.items()]
            found += [((*base, "derive", key, "when"), one.when, name, False) for key, one in ledger.derive.items()]
            found += [((*base, "refuse", str(n), "when"), one.when, name, True) for n, one in enumerate(ledger.refuse)]
            found += [((*base, "serves", key), text, name, True) for key, text in ledger.serves.items()]
        for key, clock in self.declared.clock.items():
            where = (("clock", key, "where"), clock.where)
            found += [(*where, name, True) for name in clock.ledgers if name in self.columns and clock.where]
        for key, identity in self.declared.identity.items():
            if identity.ledger in self.columns:
                texts = (("where", identity.where), ("must", identity.must))
                found += [(("identity", key, part), text, identity.ledger, True) for part, text in texts if text]
        for item in self.figures:
            if item.declared.ledger in self.columns:
                texts = (("where", item.declared.where), ("met", item.declared.met))
                found += [((*item.path, key), text, item.declared.ledger, True) for key, text in texts if text]
        return found
