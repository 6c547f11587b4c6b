"""Movement since the last frozen report: each number then and now, the rows that came, went or changed, and why."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from taizhang.boards.board import BoardChoice
from taizhang.boards.ways import Ways
from taizhang.boards.whole import visible_figures
from taizhang.catalogue.resolved import Figure
from taizhang.figures.compute import compute
from taizhang.figures.trace import Tracer
from taizhang.figures.value import Ask, Trace, Value
from taizhang.matters.words import act_label
from taizhang.papers.editions import Edition, editions, frozen
from taizhang.reports.edition import FrozenCell, Manifest, content
from taizhang.site.desk import Desk
from taizhang.terms.period import Period
from taizhang.terms.quantity import format_plain
from taizhang.terms.sentence import sentence

# Chosen: what a person reads of one report; acts are looked up for so many matters that the page still comes at once.
MOST_TOLD, MOST_ROWS, MOST_LOOKED_UP = 40, 12, 400
SIDES = ("新计入", "不再计入", "内容有变")
_AT_ONCE = ("stock", "cumulative")


@dataclass(frozen=True, slots=True)
class Stirred:
    """A row that came, went or changed: its number, its page, and what was done to it since."""

    number: str
    href: str
    act: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a number moved, and what was done to the rows that moved it, each act with how often."""

    text: str
    acts: tuple[tuple[str, int], ...] = ()

    def __str__(self) -> str:
        """The reason as one Chinese sentence."""
        told = "、".join(f"{act}{number}" for act, number in self.acts)
        return f"{self.text}：{told}。" if told else f"{self.text}。"


@dataclass(frozen=True, slots=True)
class MovedNumber:
    """A number that is no longer what the report told. why: one sentence a reason. up: whether it grew.

    split: the page that splits its change against ``against``: the report's period, or the year before when the report's
    is the board's own.
    """

    title: str
    then: str
    now: str
    change: str
    up: bool | None
    href: str
    split: str
    against: str
    why: tuple[Reason, ...]
    come: tuple[Stirred, ...] = ()
    gone: tuple[Stirred, ...] = ()
    changed: tuple[Stirred, ...] = ()

    @property
    def sides(self) -> tuple[tuple[tuple[Stirred, ...], str], ...]:
        """The rows by what became of them, each with the word for it."""
        return tuple(zip((self.come, self.gone, self.changed), SIDES, strict=True))


@dataclass(frozen=True, slots=True)
class Movement:
    """What moved since an edition; same: how many of its numbers the person may see did not."""

    edition: Edition
    title: str
    moved: tuple[MovedNumber, ...]
    same: int


def latest(desk: Desk) -> Edition | None:
    """The report frozen last, None when there is none."""
    return max(editions(desk.site), key=lambda one: (one.on, one.version, one.period), default=None)


def movement(desk: Desk, edition: Edition, choice: BoardChoice, ways: Ways) -> Movement:
    """Every number of the edition the person sees whole, as told and now, those that moved most first.

    A report tells of the whole body, so a chosen unit does not narrow it; a chosen ledger does.

    Now: over the board's period when it begins with the report's own and ends later, and for what is open on a day;
    else over the report's own period, where only later records can have moved it. Raises Refused (RPT-053).
    """
    return _Comparer(desk, frozen(edition), choice, ways).movement(edition)


_MADE_ANEW = Reason("口径已改，两个数不是同一种算法")


class _Comparer:
    def __init__(self, desk: Desk, manifest: Manifest, choice: BoardChoice, ways: Ways) -> None:
        self.desk, self.site, self.manifest, self.ways = desk, desk.site, manifest, ways
        self.period = Period.year(choice.period.end.year).as_of(choice.period.until)
        self.acts: dict[str, tuple[str, str]] = {}
        every = visible_figures(desk, leaving=choice.leaving)
        self.known = {name: one for name, (one, scope) in every.items() if not scope.unit}
        self.mine = visible_figures(desk, ledger=choice.ledger, leaving=choice.leaving)

    def movement(self, edition: Edition) -> Movement:
        """All asked for together, only those that moved traced."""
        told = {
            cell.ask: cell
            for cell in self.manifest.cells
            if cell.figure in self.known and cell.figure in self.mine and not cell.by and not cell.scope
        }
        pairs = [(cell, self._now(cell.ask)) for cell in told.values()]
        warehouse, units = self.site.refresh(), self.site.organisation()
        answers = compute(self.site.catalogue, warehouse, [ask for _, ask in pairs], units)
        tracer = Tracer(self.site.catalogue, warehouse, answers, units)
        stirred = [(cell, answers.value(ask)) for cell, ask in pairs if _differs(cell, answers.value(ask))]
        stirred.sort(key=lambda one: (-_weight(*one), one[0].title))
        moved = tuple(self._compare(cell, tracer.trace(value.ask)) for cell, value in stirred[:MOST_TOLD])
        return Movement(edition, self.manifest.title, moved, len(pairs) - len(stirred))

    def _now(self, then: Ask) -> Ask:
        """The same figure for now."""
        figure, mine = self.known[then.figure], self.period
        same = then.period.start == mine.start or _at_once(figure, self.known)
        period = mine if same and mine.end >= then.period.end else then.period
        return Ask(then.figure, period)

    def _describe_act(self, matter: str, *, first: bool) -> str:
        """The first or last act on a matter since the edition; '' once too many matters have moved to tell of each."""
        if matter not in self.acts:
            if len(self.acts) >= MOST_LOOKED_UP:
                return ""
            history = self.site.journal.history(matter)
            since = [act_label(entry.intention.act) for entry in history if entry.seq > self.manifest.entries]
            self.acts[matter] = (since[0], since[-1]) if since else (PASSING, PASSING)
        return self.acts[matter][0 if first else 1]

    def _compare(self, cell: FrozenCell, trace: Trace) -> MovedNumber:
        then, now = _parts(cell), _traced_rows(trace)
        come = {key for part, keys in now.items() for key in keys if key not in then.get(part, ())}
        gone = {key for part, keys in then.items() for key in keys if key not in now.get(part, {})}
        both = {
            key: digest for part, keys in now.items() for key, (_, digest) in keys.items() if key in then.get(part, ())
        }
        changed = {key for key, digest in both.items() if self.manifest.rows.get(key, ("", ""))[1] != digest}
        numbers = {key: number for keys in now.values() for key, (number, _) in keys.items()}
        numbers |= {key: number for key, (number, _) in self.manifest.rows.items() if key not in numbers}
        value = trace.value
        now_over, told_over = value.ask.period, cell.ask.period
        against = now_over.last_year() if now_over == told_over else told_over
        sides = tuple(
            self._changed_rows(sorted(keys), numbers, first=first)
            for keys, first in ((come, True), (gone, False), (changed - come - gone, False))
        )
        why = [_MADE_ANEW] if value.figure.hash != cell.definition else []
        why += [_count_reason(word, rows) for word, rows in zip(SIDES, sides, strict=True) if rows]
        return MovedNumber(
            cell.title,
            _format(cell, value.figure),
            f"{value.text or value.reason}{value.figure.unit if value.text else ''}",
            *_change(cell, value),
            self.ways.figure(cell.figure, now_over),
            self.ways.why(cell.figure, now_over, against),
            against.key,
            tuple(why),
            *(rows[:MOST_ROWS] for rows in sides),
        )

    def _changed_rows(self, keys: Iterable[str], numbers: Mapping[str, str], *, first: bool) -> tuple[Stirred, ...]:
        """The rows with the act that brought them in, or that took them out."""
        matters = [(key, key.partition(":")[2]) for key in keys]
        return tuple(
            Stirred(numbers.get(key, ""), self.ways.matter(matter), self._describe_act(matter, first=first))
            for key, matter in matters
        )


PASSING = "期间推移"


def _count_reason(word: str, rows: tuple[Stirred, ...]) -> Reason:
    """How many rows, and what was done to them: 登记4、恢复办理1; nothing of those too many to look up."""
    acts = Counter(row.act for row in rows if row.act).most_common(4)
    return Reason(sentence(word + "{count}条", count=len(rows)), tuple(acts))


def _differs(cell: FrozenCell, value: Value) -> bool:
    sides = ("" if one is None else format_plain(one) for one in (value.numerator, value.denominator))
    return (cell.amount, cell.words, cell.numerator, cell.denominator) != (value.exact, [*value.words], *sides)


def _weight(cell: FrozenCell, value: Value) -> Decimal:
    """How much it moved for its size; texts count as much as doubling."""
    if not cell.amount or value.amount is None:
        return Decimal(1)
    then = Decimal(cell.amount)
    return abs(value.amount - then) / max(abs(then), Decimal(1))


def _at_once(figure: Figure, known: Mapping[str, Figure]) -> bool:
    """Whether it tells of one day, so that only the end of the period matters."""
    if not figure.composed:
        return figure.basis in _AT_ONCE
    return all(name in known and _at_once(known[name], known) for name in figure.declared.made_of)


def _parts(cell: FrozenCell) -> dict[str, set[str]]:
    """Keys of the rows by the figure they were counted for."""
    found: dict[str, set[str]] = defaultdict(set)
    for part, keys in cell.rows.items():
        found[part.partition("@")[0]].update(keys)
    return found


def _traced_rows(trace: Trace) -> dict[str, dict[str, tuple[str, str]]]:
    """The same of a trace: key → number and digest of the row's contents."""
    if trace.parts:
        found: dict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
        for _, part in trace.parts:
            for name, keys in _traced_rows(part).items():
                found[name].update(keys)
        return found
    figure = trace.value.figure
    return {figure.name: {f"{figure.ledger}:{row.matter}": (row.number, content(row)) for row in trace.rows}}


def _format(cell: FrozenCell, figure: Figure) -> str:
    """The number as the report printed it."""
    amount = Decimal(cell.amount) if cell.amount else None
    text = Value(figure, cell.ask, amount, words=tuple(cell.words)).text
    return f"{text}{cell.unit}" if text else "—"


def _change(cell: FrozenCell, value: Value) -> tuple[str, bool | None]:
    """The difference as printed, with its sign."""
    if not cell.amount or value.amount is None or cell.words:
        return "", None
    apart = value.amount - Decimal(cell.amount)
    shown = Value(value.figure, value.ask, apart).text
    return (f"+{shown}" if apart > 0 else shown), (apart > 0 if apart else None)
