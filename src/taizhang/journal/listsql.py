"""Head queries as SQL that SQLite and PostgreSQL read alike, with ``?`` for each bound value."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from taizhang.journal.listing import DEEPEST, LARGEST_PAGE, By, Grant, HeadQuery, Listed, Sight, Turn, week_end
from taizhang.journal.sifting import MOST_SIFTED, FieldOrder, Kind, Sift
from taizhang.terms.names import is_name

COLUMNS = tuple(name for name in Listed._fields if name != "parties")
TABLES = """
CREATE TABLE listed(
  id INTEGER PRIMARY KEY, matter TEXT NOT NULL UNIQUE, seq INTEGER NOT NULL, ledger TEXT NOT NULL,
  number TEXT NOT NULL, unit TEXT NOT NULL, state TEXT NOT NULL, verified INTEGER NOT NULL, title TEXT NOT NULL,
  opened TEXT NOT NULL, due TEXT NOT NULL, live INTEGER NOT NULL, lamp TEXT NOT NULL, day1 TEXT NOT NULL,
  lamp1 TEXT NOT NULL, day2 TEXT NOT NULL, lamp2 TEXT NOT NULL, day3 TEXT NOT NULL, lamp3 TEXT NOT NULL,
  remind TEXT NOT NULL, letter1 TEXT NOT NULL, letter2 TEXT NOT NULL, letter3 TEXT NOT NULL, answer TEXT NOT NULL,
  lettered INTEGER NOT NULL) STRICT;
CREATE TABLE party(
  name TEXT NOT NULL, role TEXT NOT NULL, id INTEGER NOT NULL, PRIMARY KEY(name, role, id)) STRICT, WITHOUT ROWID;
CREATE TABLE listing(one INTEGER PRIMARY KEY CHECK(one = 1), revision TEXT NOT NULL) STRICT;
"""
INDEXES = """
CREATE INDEX listed_due ON listed(ledger, due);
CREATE INDEX listed_opened ON listed(ledger, opened);
CREATE INDEX listed_live ON listed(
  live, due, ledger, unit, state, lamp, day1, lamp1, day2, lamp2, day3, lamp3, id);
CREATE INDEX listed_number ON listed(number);
CREATE INDEX listed_state ON listed(ledger, state, due);
CREATE INDEX listed_unit ON listed(unit, ledger, due);
CREATE INDEX listed_seq ON listed(seq);
CREATE INDEX listed_remind ON listed(remind, ledger, state) WHERE remind < '9999';
CREATE INDEX listed_letter ON listed(letter1, ledger, state) WHERE letter1 < '9999';
CREATE INDEX listed_answer ON listed(answer) WHERE answer < '9999';
CREATE INDEX listed_lettered ON listed(lettered) WHERE lettered > 0;
CREATE INDEX party_of ON party(id);
"""
_LAMP = "CASE WHEN day3 <= ? THEN lamp3 WHEN day2 <= ? THEN lamp2 WHEN day1 <= ? THEN lamp1 ELSE lamp END"
_LETTER = "CASE WHEN letter3 <= ? THEN '3' WHEN letter2 <= ? THEN '2' WHEN letter1 <= ? THEN '1' ELSE '0' END"
_GROUPS: dict[By, str] = {
    "ledger": "ledger",
    "unit": "unit",
    "state": "state",
    "lamp": _LAMP,
    "opened_month": "substr(opened, 1, 7)",
    "letter": _LETTER,
    "week": "CASE WHEN due < ? THEN '0' WHEN due <= ? THEN '1' ELSE '0' END",
}


FEW_UNITS = 50
HEAD = ", ".join(
    f"head.{name}" for name in ("seq", "matter", "ledger", "number", "unit", "state", "round", "mseq", "data")
)
_FACTS = "head.data -> 'facts'"


class Sql(NamedTuple):
    """A statement or part of one, and the values it binds in their order."""

    text: str
    values: tuple[str | int, ...] = ()


def page_of(query: HeadQuery) -> Sql:
    """The matters of one page, in order."""
    source, where = _source(query), condition(query)
    way = "DESC" if query.descending else "ASC"
    start, size = min(max(query.start, 0), DEEPEST), min(query.size, LARGEST_PAGE)
    if query.fields or query.by:
        near, sift = _near(query), _all(list(map(_sift, query.fields)))
        order = _field_order(query.by) if query.by else "place"
        text = (
            f"SELECT near.matter FROM {near.text} WHERE {sift.text} ORDER BY {order} {way}, id {way} LIMIT ? OFFSET ?"
        )
        return Sql(text, (*near.values, *sift.values, size, start))
    text = (
        f"SELECT matter FROM {source.text} WHERE {where.text} ORDER BY {query.order} {way}, id {way} LIMIT ? OFFSET ?"
    )
    return Sql(text, (*source.values, *where.values, size, start))


def count_of(query: HeadQuery) -> Sql:
    """How many there are, and how many were looked at to tell: what it costs has a bound.

    Counted no further than one beyond ``most``, looked at no more than MOST_SIFTED.
    """
    if query.fields or query.by:
        near, sift = _near(query), _all(list(map(_sift, query.fields)))
        counted = f"COALESCE(SUM(CASE WHEN {sift.text} THEN 1 ELSE 0 END), 0)"
        return Sql(f"SELECT {counted}, COUNT(*) FROM {near.text}", (*sift.values, *near.values))
    source, where = _source(query), condition(query)
    inner = f"SELECT 1 FROM {source.text} WHERE {where.text} LIMIT ?"
    return Sql(f"SELECT COUNT(*), 0 FROM ({inner}) AS counted", (*source.values, *where.values, query.most + 1))


def walk_of(query: HeadQuery) -> Sql:
    """Every head asked for, in order; nothing stops it."""
    source, where = _source(query), condition(query)
    way = "DESC" if query.descending else "ASC"
    sift = _all([where, *([_sifted(query.fields)] if query.fields else [])])
    found = f"(SELECT seq AS at, {query.order} AS place, id FROM {source.text} WHERE {sift.text}) AS found"
    order = _field_order(query.by) if query.by else "place"
    text = f"SELECT {HEAD} FROM {found} JOIN head ON head.seq = found.at ORDER BY {order} {way}, id {way}"
    return Sql(text, (*source.values, *sift.values))


def counts_of(query: HeadQuery, by: tuple[By, ...]) -> Sql:
    """How many in each group."""
    source, day = _source(query), query.day.isoformat()
    where = _all([condition(query), *([_sifted(query.fields)] if query.fields else [])])
    groups = ", ".join(f"{_GROUPS[one]} AS g{n}" for n, one in enumerate(by))
    names = ", ".join(f"g{n}" for n in range(len(by)))
    days = {"lamp": (day,) * 3, "letter": (day,) * 3, "week": (day, week_end(query.day))}
    bound = tuple(value for one in by for value in days.get(one, ()))
    inner = f"SELECT {groups} FROM {source.text} WHERE {where.text}"
    values = (*bound, *source.values, *where.values)
    return Sql(f"SELECT {names}, COUNT(*) FROM ({inner}) AS grouped GROUP BY {names}", values)


def _source(query: HeadQuery) -> Sql:
    """Where rows come from: from the few units or the one person asked for, when there are such, else from all.

    SQLite keeps the order of a CROSS JOIN, so the short list is read first; PostgreSQL finds that out by itself.
    """
    names: frozenset[str] = frozenset()
    role = "person"
    if query.person:
        names = frozenset({query.person})
    elif query.sight.grants and all(grant.units is not None for grant in query.sight.grants):
        role, names = "unit", frozenset().union(*(grant.units or () for grant in query.sight.grants))
    if not 0 < len(names) <= FEW_UNITS:
        return Sql("listed")
    few = f"SELECT DISTINCT id AS few_id FROM party WHERE role = ? AND name IN ({_marks(names)})"
    return Sql(f"({few}) AS few CROSS JOIN listed", (role, *sorted(names)))


def _near(query: HeadQuery) -> Sql:
    """The first matters that the indexed part of the query finds, each with its facts.

    Those of an order by a field, which no index knows, are the ones registered last.
    """
    source, where = _source(query), condition(query)
    order, way = ("opened", "DESC") if query.by else (query.order, "DESC" if query.descending else "ASC")
    inner = (
        f"SELECT id, matter, seq AS at, {order} AS place FROM {source.text} WHERE {where.text}"
        f" ORDER BY {order} {way}, id {way} LIMIT ?"
    )
    return Sql(f"({inner}) AS near JOIN head ON head.seq = near.at", (*source.values, *where.values, MOST_SIFTED))


def _sifted(fields: Collection[Sift]) -> Sql:
    sift = _all(list(map(_sift, fields)))
    return Sql(f"EXISTS (SELECT 1 FROM head WHERE head.seq = listed.seq AND {sift.text})", sift.values)


def _sift(sift: Sift) -> Sql:
    """What a declared field must say."""
    value, parts = _value(sift.name, sift.kind), []
    if sift.values:
        among = [Sql(f"{value} = ?", (one,)) if one else Sql(f"{value} IS NULL") for one in sift.values]
        among += [
            Sql(f"'、' || {value} || '、' LIKE ? ESCAPE '!'", (_like(f"、{one}、"),)) for one in sift.values if one
        ]
        parts.append(_any(among))
    if sift.text:
        parts.append(Sql(f"{value} LIKE ? ESCAPE '!'", (_like(sift.text),)))
    mark = "CAST(? AS NUMERIC)" if sift.kind == "number" else "?"
    parts += [
        Sql(f"{value} {sign} {mark}", (bound,)) for sign, bound in ((">=", sift.first), ("<=", sift.last)) if bound
    ]
    return _all(parts)


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


def condition(query: HeadQuery) -> Sql:
    """What the query asks, beginning with what the asker may see."""
    day = query.day.isoformat()
    parts = [Sql("id = few_id")] if _source(query).values else []
    parts.append(_sight(query.sight))
    for column, chosen in (
        ("ledger", query.ledgers), ("unit", query.units), ("state", query.states), ("number", query.numbers),
        ("matter", query.matters),
    ):  # fmt: skip
        if chosen:
            parts.append(_among(column, chosen))
    if query.lamps:
        parts.append(Sql(f"{_LAMP} IN ({_marks(query.lamps)})", (day, day, day, *query.lamps)))
    if query.live is not None or (query.lamps and "green" not in query.lamps):
        parts.append(Sql("live = ?", (int(query.live is not False),)))
    parts += _pressed(query, day)
    if query.text:
        like = _like(query.text)
        parts.append(Sql("(number LIKE ? ESCAPE '!' OR title LIKE ? ESCAPE '!')", (like, like)))
    if query.person:
        parts.append(_party("person", (query.person,)))
    for column, sign, bound in (
        ("due", ">=", query.due_from), ("due", "<=", query.due_to), ("opened", ">=", query.opened_from),
        ("opened", "<=", query.opened_to),
    ):  # fmt: skip
        if bound:
            parts.append(Sql(f"{column} {sign} ?", (bound.isoformat(),)))
    parts += _bound(query)
    if query.turns is not None:
        # Said by the turns already; said once more where an index can be found for it.
        parts.append(_among("state", frozenset().union(*(turn.states for turn in query.turns)) or {""}))
        parts.append(_any([_turn(turn) for turn in query.turns]))
    return _all(parts)


def _pressed(query: HeadQuery, day: str) -> list[Sql]:
    """Reminders and letters; what is never so is said in the words of the indexes, so that they are found."""
    parts = []
    if query.letters:
        parts.append(Sql("letter1 < '9999' AND letter1 <= ?", (day,)))
        levels = tuple(map(str, query.letters))
        parts.append(Sql(f"{_LETTER} IN ({_marks(levels)})", (day, day, day, *levels)))
    if query.reminded:
        parts.append(Sql("remind < '9999' AND remind <= ?", (day,)))
    if query.awaited:
        parts.append(Sql("answer < '9999'"))
    if query.lettered:
        parts.append(Sql("lettered > 0"))
    return parts


def _bound(query: HeadQuery) -> list[Sql]:
    """Who or what is bound to a matter, and who is not."""
    roles = dict.fromkeys(one.role for one in query.bound)
    parts = [_party(role, [one.name for one in query.bound if one.role == role]) for role in roles]
    bound = [_any(parts)] if parts else []
    if query.elsewhere:
        mine = _any([_turn(turn) for turn in query.elsewhere])
        bound.append(Sql(f"NOT ({mine.text})", mine.values))
    if query.without:
        taken_out = _party(query.without.role, (query.without.name,))
        bound.append(Sql(f"NOT {taken_out.text}", taken_out.values))
    return bound


def _sight(sight: Sight) -> Sql:
    parts = [_any([_grant(grant) for grant in sight.grants])]
    if sight.blind:
        about = _party("about", sight.blind)
        parts.append(Sql(f"NOT {about.text}", about.values))
    return _all(parts)


def _grant(grant: Grant) -> Sql:
    parts = []
    if grant.ledgers is not None:
        parts.append(_among("ledger", grant.ledgers))
    if grant.units is not None:
        parts.append(_party("unit", grant.units))
    return _all(parts)


def _turn(turn: Turn) -> Sql:
    parts = [_among("ledger", turn.ledgers), _among("state", turn.states)]
    if turn.units is not None:
        parts.append(_among("unit", turn.units) if turn.lead else _party("unit", turn.units))
    if turn.bound:
        parts.append(_party(turn.bound.role, (turn.bound.name,)))
    if turn.verified is not None:
        parts.append(Sql("verified = ?", (turn.verified,)))
    if turn.not_by:
        acted = _party(turn.not_role, (turn.not_by,))
        parts.append(Sql(f"NOT {acted.text}", acted.values))
    return _all(parts)


def _party(role: str, names: Collection[str]) -> Sql:
    inner = f"SELECT id FROM party WHERE role = ? AND name IN ({_marks(names)})"
    return Sql(f"(id IN ({inner}))", (role, *sorted(names)))


def _among(column: str, values: Collection[str]) -> Sql:
    return Sql(f"{column} IN ({_marks(values)})", tuple(sorted(values)))


def _marks(values: Collection[str]) -> str:
    return ", ".join("?" * len(values))


def _all(parts: list[Sql]) -> Sql:
    return _joined(parts, " AND ", "1 = 1")


def _any(parts: list[Sql]) -> Sql:
    return _joined(parts, " OR ", "1 = 0")


def _joined(parts: list[Sql], word: str, none: str) -> Sql:
    if not parts:
        return Sql(none)
    text = word.join(f"({part.text})" for part in parts)
    return Sql(text, tuple(value for part in parts for value in part.values))
