"""The figures a proposed ledger would always have, on the records at hand, folded plainly from the records."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from taizhang.intake.proposing import words
from taizhang.intake.proposing.proposal import LedgerProposal, ProposedField, ProposedFigure, ProposedRecord
from taizhang.terms.quantity import percent, round_half_up

_TOTAL = re.compile(r"(?:合计|总计|小计|总额|总数)(?:[(（][^()（）]*[)）])?$")
# Chosen: kinds that one table of a page shows, and sums that stand beside each other.
MOST_GROUPS, MOST_SUMS_BY_GROUP = 15, 6


def figures_of(made: LedgerProposal, today: date) -> tuple[ProposedFigure, ...]:
    """Registered, closed, rate, overdue; sums and averages of numbers; each of these by unit, person and choice."""
    return (*_counts(made, today), *_numbers(made), *_groups(made))


def _counts(made: LedgerProposal, today: date) -> Iterator[ProposedFigure]:
    whole = len(made.records)
    yield ProposedFigure(f"登记{made.noun}", Decimal(whole), made.counter)
    if not _ends(made):
        return
    closed = sum(is_closed(made, one) for one in made.records)
    yield ProposedFigure(f"已办结{made.noun}", Decimal(closed), made.counter)
    yield ProposedFigure(f"未办结{made.noun}", Decimal(whole - closed), made.counter)
    yield ProposedFigure(f"{made.noun}办结率", percent(Decimal(closed), Decimal(whole)), "%")
    due = made.place("due")
    if due is not None:
        late = sum(_is_overdue(made, one, due, today) for one in made.records)
        yield ProposedFigure(f"逾期未办结{made.noun}", Decimal(late), made.counter)
        done = made.place("done")
        if done is not None:
            timed = [
                (end, limit)
                for one in made.records
                if isinstance(end := one.values[done], date) and isinstance(limit := one.values[due], date)
            ]
            on_time = sum(end <= limit for end, limit in timed)
            yield ProposedFigure(f"按期完成{made.noun}", Decimal(on_time), made.counter)
            yield ProposedFigure(f"超期完成{made.noun}", Decimal(len(timed) - on_time), made.counter)


def _ends(made: LedgerProposal) -> bool:
    """Whether its records tell that a matter has ended."""
    state = made.place("state")
    told = state is not None and bool(made.fields[state].finished or made.fields[state].type == "flag")
    return told or made.place("done") is not None


def is_closed(made: LedgerProposal, record: ProposedRecord) -> bool:
    """Whether the record says that it is done: by its state where there is one, else by a day of completion."""
    state = made.place("state")
    if state is not None:
        field, said = made.fields[state], record.values[state]
        if field.type == "flag":
            return said is True
        if field.finished:
            return said in field.finished
    ends = [n for n, one in enumerate(made.fields) if one.role in ("closed", "done")]
    return bool(ends) and isinstance(record.values[ends[-1]], date)


def _is_overdue(made: LedgerProposal, record: ProposedRecord, due: int, today: date) -> bool:
    """Whether it is open after its day; the day itself is not overdue."""
    limit = record.values[due]
    done = made.place("done")
    finished = done is not None and isinstance(record.values[done], date)
    return isinstance(limit, date) and limit < today and not finished and not is_closed(made, record)


def _numbers(made: LedgerProposal) -> Iterator[ProposedFigure]:
    for n, one in enumerate(made.fields):
        if one.type != "number":
            continue
        amounts = [value for record in made.records if isinstance(value := record.values[n], Decimal)]
        if one.summed:
            whole = sum(amounts, Decimal(0)) if amounts else None  # nothing written is not a sum of nothing
            yield ProposedFigure(sum_title(one.heading), whole, one.unit)
        elif one.latest:
            yield ProposedFigure(f"最近{one.heading}", amounts[-1] if amounts else None, one.unit)
        elif amounts and not words.ORDER.search(one.heading):
            mean = round_half_up(sum(amounts, Decimal(0)) / len(amounts), 2)
            yield ProposedFigure(f"{one.heading}平均", mean, one.unit)


def sum_title(heading: str) -> str:
    """What the sum of a column is called: 金额 → 金额合计, and a column of totals as it is."""
    return heading if _TOTAL.search(heading) else f"{heading}合计"


def _grouping(made: LedgerProposal) -> Iterator[tuple[int, ProposedField]]:
    for n, one in enumerate(made.fields):
        if one.confidential or one.type not in ("unit", "choice", "person", "flag", "code", "text"):
            continue
        kinds = len({record.values[n] for record in made.records})
        if kinds <= MOST_GROUPS and kinds * 2 <= max(len(made.records), 4):
            yield n, one


def _groups(made: LedgerProposal) -> Iterator[ProposedFigure]:
    sums = [(n, one) for n, one in enumerate(made.fields) if one.summed][:MOST_SUMS_BY_GROUP]
    for n, one in _grouping(made):
        counts = Counter(_shown(record.values[n]) for record in made.records if record.values[n] is not None)
        for word, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
            yield ProposedFigure(f"{one.heading}“{word}”的{made.noun}", Decimal(count), made.counter)
            if one.type in ("choice", "flag"):
                share = percent(Decimal(count), Decimal(len(made.records)))
                yield ProposedFigure(f"{one.heading}“{word}”占比", share, "%")
            for m, number in sums:
                amount = sum(
                    (
                        value
                        for record in made.records
                        if _shown(record.values[n]) == word and isinstance(value := record.values[m], Decimal)
                    ),
                    Decimal(0),
                )
                yield ProposedFigure(f"{one.heading}“{word}”的{sum_title(number.heading)}", amount, number.unit)


def _shown(value: object) -> str:
    return "是" if value is True else "否" if value is False else str(value)
