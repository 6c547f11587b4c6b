"""Head queries as SQL that SQLite and PostgreSQL read alike, with ``?`` for each bound value."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from taizhang.lists.bigrams import fewest_grams
from taizhang.lists.field_filters import MOST_SIFTED, FieldOrder, Kind, Sift
from taizhang.lists.query import DEEPEST, LARGEST_PAGE, By, Filter, Grant, HeadQuery, Role, Sight, Turn, week_end
from taizhang.matters.words import FINISHED
from taizhang.terms.names import is_name
from taizhang.terms.number_spelling import fold_number

FEW_UNITS = 50  # chosen: a read of the index for each; of more, one walk through all is cheaper
_LAMP = "CASE WHEN day3 <= ? THEN lamp3 WHEN day2 <= ? THEN lamp2 WHEN day1 <= ? THEN lamp1 ELSE lamp END"
_LETTER = "CASE WHEN letter3 <= ? THEN '3' WHEN letter2 <= ? THEN '2' WHEN letter1 <= ? THEN '1' ELSE '0' END"
_GROUPS: dict[By, str] = {
    "ledger": "ledger",
    "unit": "unit",
    "state": "state",
    "opened_month": "substr(opened, 1, 7)",
}
HEAD = ", ".join(f"head.{name}" for name in ("seq", "matter", "ledger", "number", "unit", "state", "mseq", "data"))
_FACTS = "head.data -> 'facts'"


class Sql(NamedTuple):
    """A statement or part of one, and the values it binds in their order."""

    text: str
    values: tuple[str | int, ...] = ()


class Manner(NamedTuple):
    """How a statement is written.

    free: before a column that no index is to be chosen for. found: the source of rows whose text holds all pieces,
    or the condition that they do when ``among`` is False; it binds ``joined`` of them. rolled: lamps are asked for
    the day the stored ones are of. searched: text is found by its pieces, '' when rows are looked at one by one.
    """

    free: str
    found: str
    among: bool
    joined: Callable[[Sequence[str]], str]
    rolled: bool = False
    searched: bool = True


def page_of(query: HeadQuery, manner: Manner) -> Sql:
    """The matters of one page, in order."""
    source, where = _source(query, manner), condition(query, manner)
    way = "DESC" if query.order.descending else "ASC"
    start, size = min(max(query.page.start, 0), DEEPEST), min(query.page.size, LARGEST_PAGE)
    if query.filter.fields or query.order.field:
        near, sift = _near(query, manner), every(list(map(_sift, query.filter.fields)))
        order = _field_order(query.order.field) if query.order.field else "place"
        text = (
            f"SELECT near.matter FROM {near.text} WHERE {sift.text} ORDER BY {order} {way}, id {way} LIMIT ? OFFSET ?"
        )
        return Sql(text, (*near.values, *sift.values, size, start))
    order = f"ORDER BY {query.order.by} {way}, id {way} LIMIT ?"
    if query.filter.turns and source.text == "listed":
        return _merge(_by_turns(query, query.filter.turns, order, manner), order, size, start)
    text = f"SELECT matter FROM {source.text} WHERE {where.text} {order} OFFSET ?"
    return Sql(text, (*source.values, *where.values, size, start))


def _by_turns(query: HeadQuery, turns: tuple[Turn, ...], order: str, manner: Manner) -> list[Sql]:
    """The first matters of each state and level in which an act is next, as an index holds them in order, and of each
    turn that only what is bound to a matter makes somebody's: those are few and looked up by that.
    """
    open_ = [turn for turn in turns if not turn.bound]
    steps = {(state, turn.verified): None for turn in open_ for state in sorted(turn.states)}
    parts = []
    for state, level in steps:
        mine = tuple(turn for turn in open_ if state in turn.states and turn.verified == level)
        where = condition(replace(query, filter=replace(query.filter, turns=mine)), manner)
        at = [Sql("state = ?", (state,)), *([Sql("verified = ?", (level,))] if level is not None else [])]
        at += [] if state in FINISHED else [Sql("live = 1")]
        parts.append(_first("listed", every([*at, where]), query.order.by, order))
    few = "(SELECT DISTINCT id AS few_id FROM party WHERE role = ? AND name = ?) AS few CROSS JOIN listed"
    for turn in turns:
        if turn.bound:
            where = condition(replace(query, filter=replace(query.filter, turns=(turn,))), manner)
            part = _first(few, every([Sql("id = few_id"), where]), query.order.by, order)
            parts.append(Sql(part.text, (*turn.bound, *part.values)))
    return parts


def _first(source: str, where: Sql, column: str, order: str) -> Sql:
    return Sql(f"SELECT matter, {column}, id FROM {source} WHERE {where.text} {order}", where.values)


def _merge(parts: list[Sql], order: str, size: int, start: int) -> Sql:
    """One page of several ordered parts."""
    if not parts:
        return Sql("SELECT matter FROM listed WHERE 1 = 0")
    text = " UNION ".join(f"SELECT * FROM ({part.text}) AS part{n}" for n, part in enumerate(parts))
    values = tuple(value for part in parts for value in (*part.values, start + size))
    return Sql(f"SELECT matter FROM ({text}) AS merged {order} OFFSET ?", (*values, size, start))


def count_of(query: HeadQuery, manner: Manner) -> Sql:
    """How many there are, and how many were looked at to tell: what it costs has a bound.

    Counted no further than one beyond ``most``, looked at no more than MOST_SIFTED.
    """
    if query.filter.fields or query.order.field:
        near, sift = _near(query, manner), every(list(map(_sift, query.filter.fields)))
        counted = f"COALESCE(SUM(CASE WHEN {sift.text} THEN 1 ELSE 0 END), 0)"
        return Sql(f"SELECT {counted}, COUNT(*) FROM {near.text}", (*sift.values, *near.values))
    source, where = _source(query, manner), condition(query, manner)
    inner = f"SELECT 1 FROM {source.text} WHERE {where.text} LIMIT ?"
    return Sql(f"SELECT COUNT(*), 0 FROM ({inner}) AS counted", (*source.values, *where.values, query.page.most + 1))


def walk_of(query: HeadQuery, manner: Manner) -> Sql:
    """Every head asked for, in order; nothing stops it."""
    source, where = _source(query, manner), condition(query, manner)
    way = "DESC" if query.order.descending else "ASC"
    sift = every([where, *([_sift_page(query.filter.fields)] if query.filter.fields else [])])
    found = f"(SELECT seq AS at, {query.order.by} AS place, id FROM {source.text} WHERE {sift.text}) AS found"
    order = _field_order(query.order.field) if query.order.field else "place"
    text = f"SELECT {HEAD} FROM {found} JOIN head ON head.seq = found.at ORDER BY {order} {way}, id {way}"
    return Sql(text, (*source.values, *sift.values))


def counts_of(query: HeadQuery, by: tuple[By, ...], manner: Manner) -> Sql:
    """How many in each group."""
    source, groups = _source(query, manner), groups_of(by, query, manner)
    where = every([condition(query, manner), *([_sift_page(query.filter.fields)] if query.filter.fields else [])])
    names = ", ".join(f"g{n}" for n in range(len(by)))
    inner = f"SELECT {groups.text} FROM {source.text} WHERE {where.text}"
    values = (*groups.values, *source.values, *where.values)
    return Sql(f"SELECT {names}, COUNT(*) FROM ({inner}) AS grouped GROUP BY {names}", values)


def groups_of(by: tuple[By, ...], query: HeadQuery, manner: Manner, **instead: Sql) -> Sql:
    """The columns rows are grouped by, named g0, g1 …; ``instead``: what stands in the place of one."""
    day, week = query.day.isoformat(), "CASE WHEN due < ? THEN '0' WHEN due <= ? THEN '1' ELSE '0' END"
    told = {**{one: Sql(text) for one, text in _GROUPS.items()}, "lamp": _lamp(query, manner)}
    told |= {"letter": Sql(_LETTER, (day,) * 3), "week": Sql(week, (day, week_end(query.day)))}
    parts = [instead.get(one) or told[one] for one in by]
    text = ", ".join(f"{part.text} AS g{n}" for n, part in enumerate(parts))
    return Sql(text, tuple(value for part in parts for value in part.values))


def _lamp(query: HeadQuery, manner: Manner) -> Sql:
    """The lamp of the day asked for."""
    return Sql("colour") if manner.rolled else Sql(_LAMP, (query.day.isoformat(),) * 3)


def of_its_day(query: HeadQuery) -> Sql:
    """That the stored lamps are those of the day asked for: another process may have gone on to the next."""
    return Sql("(SELECT day FROM listing) = ?", (query.day.isoformat(),))


def _source(query: HeadQuery, manner: Manner) -> Sql:
    """Where rows come from: from the few units or the one person asked for, when there are such, else from all.

    SQLite keeps the order of a CROSS JOIN, so the short list is read first; PostgreSQL finds that out by itself.
    """
    names: frozenset[str] = frozenset()
    role = "person"
    if query.filter.person:
        names = frozenset({query.filter.person})
    elif query.sight.grants and all(grant.units is not None for grant in query.sight.grants):
        role, names = "unit", frozenset().union(*(grant.units or () for grant in query.sight.grants))
    if not 0 < len(names) <= FEW_UNITS:
        if query.filter.text and manner.among and manner.searched and (pieces := fewest_grams(query.filter.text)):
            return Sql(f"({manner.found}) AS few CROSS JOIN listed", (manner.joined(pieces),))
        return Sql("listed")
    few = f"SELECT DISTINCT id AS few_id FROM party WHERE role = ? AND name IN ({_marks(names)})"
    return Sql(f"({few}) AS few CROSS JOIN listed", (role, *sorted(names)))


def _near(query: HeadQuery, manner: Manner) -> Sql:
    """The first matters that the indexed part of the query finds, each with its facts.

    Those of an order by a field, which no index knows, are the ones registered last.
    """
    source, where = _source(query, manner), condition(query, manner)
    order, way = (
        ("opened", "DESC") if query.order.field else (query.order.by, "DESC" if query.order.descending else "ASC")
    )
    inner = (
        f"SELECT id, matter, seq AS at, {order} AS place FROM {source.text} WHERE {where.text}"
        f" ORDER BY {order} {way}, id {way} LIMIT ?"
    )
    return Sql(f"({inner}) AS near JOIN head ON head.seq = near.at", (*source.values, *where.values, MOST_SIFTED))


def _sift_page(fields: Collection[Sift]) -> Sql:
    sift = every(list(map(_sift, fields)))
    return Sql(f"EXISTS (SELECT 1 FROM head WHERE head.seq = listed.seq AND {sift.text})", sift.values)


def _sift(sift: Sift) -> Sql:
    """What a declared field must say."""
    value, parts = _value(sift.name, sift.kind), []
    if sift.values:
        among = [Sql(f"{value} = ?", (one,)) if one else Sql(f"{value} IS NULL") for one in sift.values]
        among += [
            Sql(f"'、' || {value} || '、' LIKE ? ESCAPE '!'", (_like(f"、{one}、"),)) for one in sift.values if one
        ]
        parts.append(either(among))
    if sift.text:
        parts.append(Sql(f"{value} LIKE ? ESCAPE '!'", (_like(sift.text),)))
    mark = "CAST(? AS NUMERIC)" if sift.kind == "number" else "?"
    parts += [
        Sql(f"{value} {sign} {mark}", (bound,)) for sign, bound in ((">=", sift.first), ("<=", sift.last)) if bound
    ]
    return every(parts)


def _value(name: str, kind: Kind) -> str:
    """A fact as it is compared; NULL where there is none."""
    assert is_name(name)
    if kind == "number":
        return f"CAST(NULLIF({_FACTS} ->> '{name}', '') AS NUMERIC)"
    if kind == "flag":
        return f"(CASE CAST({_FACTS} -> '{name}' AS TEXT) WHEN 'true' THEN '是' WHEN 'false' THEN '否' END)"
    return f"NULLIF({_FACTS} ->> '{name}', '')"


def _field_order(by: FieldOrder) -> str:
    value = _value(by.name, by.kind)
    return f"({value} IS NULL), {value}"


def _like(text: str) -> str:
    return "%" + text.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%"


def condition(query: HeadQuery, manner: Manner) -> Sql:
    """What the query asks, beginning with what the asker may see."""
    asks = query.filter
    parts = [Sql("id = few_id")] if _source(query, manner).values else []
    parts.append(_sight(query.sight, manner))
    columns = {"ledger": asks.ledgers, "unit": asks.units, "state": asks.states, "matter": asks.matters}
    parts += [_among(_loose(column, chosen, manner), chosen) for column, chosen in columns.items() if chosen]
    if asks.numbers:
        plain = frozenset(map(fold_number, asks.numbers))
        parts.append(either([_among("number", sorted({*asks.numbers, *plain})), party("number", plain)]))
    parts += _lamps(query, manner)
    parts += _pressed_conditions(asks, query.day.isoformat())
    if asks.text:
        parts += _text(query, manner)
    if asks.person:
        parts.append(party("person", (asks.person,)))
    for column, sign, bound in (
        ("due", ">=", asks.due_from),
        ("due", "<=", asks.due_to),
        ("opened", ">=", asks.opened_from),
        ("opened", "<=", asks.opened_to),
    ):
        if bound:
            parts.append(Sql(f"{column} {sign} ?", (bound.isoformat(),)))
    parts += _binding_conditions(asks)
    if asks.turns is not None:
        # Said by the turns already; said once more where an index can be found for it.
        parts.append(_among("state", frozenset().union(*(turn.states for turn in asks.turns)) or {""}))
        parts.append(either([_turn(turn) for turn in asks.turns]))
    return every(parts)


def _pressed_conditions(asks: Filter, day: str) -> list[Sql]:
    """Reminders and letters; what is never so is said in the words of the indexes, so that they are found."""
    parts = []
    if asks.letters:
        parts.append(Sql("letter1 < '9999' AND letter1 <= ?", (day,)))
        levels = tuple(map(str, asks.letters))
        parts.append(Sql(f"{_LETTER} IN ({_marks(levels)})", (day, day, day, *levels)))
    if asks.reminded:
        parts.append(Sql("remind < '9999' AND remind <= ?", (day,)))
    if asks.awaited:
        parts.append(Sql("answer < '9999'"))
    if asks.lettered:
        parts.append(Sql("lettered > 0"))
    return parts


def _binding_conditions(asks: Filter) -> list[Sql]:
    """Who or what is bound to a matter, and who is not."""
    roles = dict.fromkeys(one.role for one in asks.bound)
    parts = [party(role, [one.name for one in asks.bound if one.role == role]) for role in roles]
    bound = [either(parts)] if parts else []
    if none_of := (*asks.elsewhere, *asks.left_out):
        mine = either([_turn(turn) for turn in none_of])
        bound.append(Sql(f"NOT ({mine.text})", mine.values))
    if asks.without:
        taken_out = party(asks.without.role, (asks.without.name,))
        bound.append(Sql(f"NOT {taken_out.text}", taken_out.values))
    return bound


def _lamps(query: HeadQuery, manner: Manner) -> list[Sql]:
    """The lamps asked for, and whether something is to be done: only a green lamp tells nothing about that.

    Where somebody's act is next, an index of states is to be read, not one of lamps.
    """
    asks = query.filter
    parts, lamp, free = [], _lamp(query, manner), manner.free if asks.turns else ""
    if asks.lamps:
        parts.append(Sql(f"{free}{lamp.text} IN ({_marks(asks.lamps)})", (*lamp.values, *asks.lamps)))
        if manner.rolled:
            parts.append(of_its_day(query))
    if asks.live is not None or (asks.lamps and "green" not in asks.lamps):
        parts.append(Sql(f"{free}live = ?", (int(asks.live is not False),)))
    return parts


def _loose(column: str, chosen: Collection[str], manner: Manner) -> str:
    """A column of which many values are asked for: an index of it would give nearly all, and in no order."""
    return f"{manner.free}{column}" if column == "ledger" and len(chosen) > 1 else column


def _text(query: HeadQuery, manner: Manner) -> list[Sql]:
    """That the text stands in number or title; its pieces are looked up first where no shorter list is read."""
    like, pieces = _like(query.filter.text), fewest_grams(query.filter.text)
    parts = [Sql("(number LIKE ? ESCAPE '!' OR title LIKE ? ESCAPE '!')", (like, like))]
    if query.filter.also:
        return [either([*parts, _among("matter", query.filter.also)])]
    if pieces and manner.searched and not manner.among and _source(query, manner).text == "listed":
        parts.append(Sql(manner.found, (manner.joined(pieces),)))
    return parts


def _sight(sight: Sight, manner: Manner) -> Sql:
    parts = [either([_grant(grant, manner) for grant in sight.grants])]
    for names, own in ((sight.blind, []), (sight.unclear, [party("person", {sight.own})])):
        about = party("about", names)
        parts += [either([Sql(f"NOT {about.text}", about.values), *own])] if names else []
    return every(parts)


def _grant(grant: Grant, manner: Manner) -> Sql:
    parts = []
    if grant.ledgers is not None:
        parts.append(_among(_loose("ledger", grant.ledgers, manner), grant.ledgers))
    if grant.units is not None:
        parts.append(party("unit", grant.units))
    return every(parts)


def _turn(turn: Turn) -> Sql:
    parts = [_among("ledger", turn.ledgers), _among("state", turn.states)]
    if turn.units is not None:
        parts.append(_among("unit", turn.units) if turn.lead else party("unit", turn.units))
    if turn.bound:
        parts.append(party(turn.bound.role, (turn.bound.name,)))
    if turn.verified is not None:
        parts.append(Sql("verified = ?", (turn.verified,)))
    if turn.not_by:
        acted = party(turn.not_role, (turn.not_by,))
        parts.append(Sql(f"NOT {acted.text}", acted.values))
    return every(parts)


def party(role: Role, names: Collection[str]) -> Sql:
    """That one of the names is bound to the matter in this role."""
    return parties({role: names})


def parties(bound: Mapping[Role, Collection[str]]) -> Sql:
    """That one of the names is bound to the matter in its role: one list of matters, so that it can be read first."""
    inner = [f"SELECT id FROM party WHERE role = ? AND name IN ({_marks(names)})" for names in bound.values()]
    values = (value for role, names in bound.items() for value in (role, *sorted(names)))
    return Sql(f"(id IN ({' UNION '.join(inner)}))", tuple(values))


def _among(column: str, values: Collection[str]) -> Sql:
    return Sql(f"{column} IN ({_marks(values)})", tuple(sorted(values)))


def _marks(values: Collection[str]) -> str:
    return ", ".join("?" * len(values))


def every(parts: list[Sql]) -> Sql:
    """All of the conditions."""
    return _join(parts, " AND ", "1 = 1")


def either(parts: list[Sql]) -> Sql:
    """At least one of the conditions."""
    return _join(parts, " OR ", "1 = 0")


def _join(parts: list[Sql], word: str, none: str) -> Sql:
    if not parts:
        return Sql(none)
    text = word.join(f"({part.text})" for part in parts)
    return Sql(text, tuple(value for part in parts for value in part.values))
