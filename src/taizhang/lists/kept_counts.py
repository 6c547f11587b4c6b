"""Counts read from what is counted already, whatever the number of matters; what they leave out is told row by row.

Kept counts know ledger, unit, state, lamp, level and month, not persons or whom a matter is about. So they are read as
if nobody were shut out, and the few matters that name one of those shut out are subtracted one by one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from taizhang.lists.query import By, Filter, HeadQuery, Role, Sight, Turn, week_end
from taizhang.lists.sql import Manner, Sql, condition, every, groups_of, of_its_day, parties


def count_sql(query: HeadQuery, by: tuple[By, ...], manner: Manner) -> Sql | None:
    """How many in each group, groups without any left out; None when it cannot be told from kept counts."""
    open_ = replace(
        query,
        sight=Sight(query.sight.grants),
        filter=replace(query.filter, turns=_anybody(query.filter.turns), without=None),
    )
    if not _whole(query):
        return None
    if _by_month(query, by):
        kept = _monthly(open_, by, manner)
    elif _by_kind(query, by, manner):
        kept = _select(_kept_columns(by, query, manner), "n", "tally", condition(open_, manner))
    else:
        return None
    parts = [kept, *_of_the_week(query, open_, by, manner), *_hidden_counts(query, open_, by, manner)]
    text = " UNION ALL ".join(part.text for part in parts)
    values = tuple(value for part in parts for value in part.values)
    guard = of_its_day(query) if "lamp" in by else Sql("1 = 1")
    names = "".join(f"g{n}, " for n in range(len(by)))
    grouped = f" GROUP BY {names[:-2]} HAVING SUM(n) <> 0" if by else ""
    whole = f"SELECT {names}COALESCE(SUM(n), 0) FROM ({text}) AS told WHERE {guard.text}{grouped}"
    return Sql(whole, (*values, *guard.values))


def _whole(query: HeadQuery) -> bool:
    """Whether the asker's posts reach the whole body, and only what is counted is asked for."""
    asks = query.filter
    counted_by = Filter(
        asks.ledgers,
        asks.units,
        asks.states,
        asks.lamps,
        asks.live,
        turns=asks.turns,
        opened_from=asks.opened_from,
        opened_to=asks.opened_to,
        without=asks.without,
    )
    reach = [*(grant.units for grant in query.sight.grants), *(turn.units for turn in asks.turns or ())]
    return (
        bool(query.sight.grants)
        and all(units is None for units in reach)
        and asks == counted_by
        and query.order.field is None
    )


def _by_kind(query: HeadQuery, by: tuple[By, ...], manner: Manner) -> bool:
    lamps = bool(query.filter.lamps) or "lamp" in by
    return not (query.filter.opened_from or query.filter.opened_to or {"opened_month", "letter"} & set(by)) and (
        manner.rolled or not lamps
    )


def _by_month(query: HeadQuery, by: tuple[By, ...]) -> bool:
    """Whether months of ledgers tell it: bounds are whole months and nothing else is asked."""
    first, last = query.filter.opened_from, query.filter.opened_to
    rest = (query.filter.lamps, query.filter.turns is not None)
    even = (first is None or first.day == 1) and (last is None or (last + timedelta(days=1)).day == 1)
    asked = bool(first or last or "opened_month" in by)
    return asked and set(by) <= {"ledger", "unit", "state", "opened_month"} and even and not any(rest)


def _monthly(query: HeadQuery, by: tuple[By, ...], manner: Manner) -> Sql:
    bounds = [
        Sql(f"month {sign} ?", (day.isoformat()[:7],))
        for sign, day in ((">=", query.filter.opened_from), ("<=", query.filter.opened_to))
        if day
    ]
    where = every(
        [condition(replace(query, filter=replace(query.filter, opened_from=None, opened_to=None)), manner), *bounds]
    )
    groups = ", ".join(f"{'month' if one == 'opened_month' else one} AS g{n}" for n, one in enumerate(by))
    return _select(Sql(groups), "n", "monthly", where)


def _kept_columns(by: tuple[By, ...], query: HeadQuery, manner: Manner) -> Sql:
    """The columns of kept counts, which know no due dates: as if nothing fell due within the week."""
    return groups_of(by, query, manner, week=Sql("'0'"))


def _of_the_week(query: HeadQuery, open_: HeadQuery, by: tuple[By, ...], manner: Manner) -> Iterator[Sql]:
    """What falls due within the week, taken from where kept counts have it and put where it belongs."""
    if "week" in by:
        due = Sql("due >= ? AND due <= ?", (query.day.isoformat(), week_end(query.day)))
        where = every([due, condition(open_, manner)])
        yield _select(_kept_columns(by, query, manner), "-1", "listed", where)
        yield _select(groups_of(by, query, manner), "1", "listed", where)


def _hidden_counts(query: HeadQuery, open_: HeadQuery, by: tuple[By, ...], manner: Manner) -> Iterator[Sql]:
    """The matters that kept counts have and the asker has not, each once and negative, and the other way round."""
    named: dict[Role, set[str]] = defaultdict(set)
    named["about"] |= query.sight.hides
    if query.filter.without:
        named[query.filter.without.role].add(query.filter.without.name)
    for turn in query.filter.turns or ():
        if turn.not_by:
            named[turn.not_role].add(turn.not_by)
        if turn.bound:
            named[turn.bound.role].add(turn.bound.name)
    if not (named := {role: names for role, names in named.items() if names}):
        return
    bound = parties(named)
    strict, loose, groups = condition(query, manner), condition(open_, manner), groups_of(by, query, manner)
    for n, one, other in (("1", strict, loose), ("-1", loose, strict)):
        if query.filter.turns or n == "-1":
            where = every([bound, one, Sql(f"NOT ({other.text})", other.values)])
            yield _select(groups, n, "listed", where)


def _anybody(turns: tuple[Turn, ...] | None) -> tuple[Turn, ...] | None:
    """The turns that whoever and whatever is bound to a matter does not change, as anybody's."""
    return None if turns is None else tuple(replace(turn, not_by="") for turn in turns if not turn.bound)


def _select(groups: Sql, n: str, table: str, where: Sql) -> Sql:
    columns = f"{groups.text}, {n} AS n" if groups.text else f"{n} AS n"
    return Sql(f"SELECT {columns} FROM {table} WHERE {where.text}", (*groups.values, *where.values))
