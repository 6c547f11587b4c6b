"""A computed figure that knows how it came about."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from taizhang.catalogue.predicate import Scalar
from taizhang.catalogue.resolved import Figure
from taizhang.terms.period import Period
from taizhang.terms.quantity import format_plain, round_half_up, with_rounding_word
from taizhang.terms.scope import EVERYTHING, Scope


@dataclass(frozen=True, slots=True)
class Ask:
    """A figure wanted for a period: of a scope, of one ``member`` of column ``by``, or of all its members.

    by = '' asks for the whole. by = 'level' with member = '重大' asks for one group; compute() answers every
    member of ``by`` at once when member is ''.
    """

    figure: str
    period: Period
    by: str = ""
    member: str = ""
    scope: Scope = EVERYTHING


@dataclass(frozen=True, slots=True)
class Value:
    """The answer to an ask.

    amount: exact and unscaled for counts and sums; for ratio, share and year on year already rounded by
    ``terms.quantity.percent``. None with a ``reason`` (Chinese) when there is no such number. numerator,
    denominator: both sides of a ratio, this and last period of a comparison. words: the answer of ``list``,
    of ``latest`` over texts, and of a date as printed. note: what a reader must know beside the number.
    """

    figure: Figure
    ask: Ask
    amount: Decimal | None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    words: tuple[str, ...] = ()
    reason: str = ""
    note: str = ""

    @property
    def id(self) -> str:
        """A stable name of the cell: figure, period, group and scope."""
        group = f"[{self.ask.by}={self.ask.member}]" if self.ask.by else ""
        scope = f"/{self.ask.scope.unit}" if self.ask.scope.unit else ""
        return f"{self.ask.figure}@{self.ask.period.key}{group}{scope}"

    @property
    def text(self) -> str:
        """The number as printed: scaled, rounded, with its rounding word; '' when there is none."""
        if self.words:
            return "、".join(self.words)
        if self.amount is None:
            return ""
        shown = self.amount if self.figure.rate else self.amount / self.figure.scale
        if self.figure.declared.word:
            return with_rounding_word(shown, self.figure.declared.word)
        return format(round_half_up(shown, self.figure.decimals), "f")

    @property
    def exact(self) -> str:
        """The exact amount without rounding or scaling."""
        return "" if self.amount is None else format_plain(self.amount)


@dataclass(frozen=True, slots=True)
class TracedRow:
    """One row behind a number: the matter and its columns, typed. measure: what it adds, 1 for a count."""

    matter: str
    number: str
    columns: tuple[tuple[str, Scalar], ...]
    measure: Scalar


@dataclass(frozen=True, slots=True)
class Trace:
    """The very rows that were aggregated: ``rows``; of a ratio also the rows ``against`` which they stand.

    parts: for a figure made of others, each part's name with its own trace, in order: those of ``of`` first.
    withheld: whether the rows are confidential and were left out.
    """

    value: Value
    rows: tuple[TracedRow, ...] = ()
    parts: tuple[tuple[str, Trace], ...] = ()
    withheld: bool = False
