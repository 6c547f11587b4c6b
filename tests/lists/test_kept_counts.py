"""Kept counts: after any acts on any days, by whoever, they tell what plain Python counts row by row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from taizhang.catalogue.resolved import Ledger
from taizhang.journal.journal import Journal
from taizhang.journal.open_store import FILE
from taizhang.journal.sqlite import DIALECT, SQLiteStore
from taizhang.journal.store import Store
from taizhang.lists.answers import Answering
from taizhang.lists.bigrams import fewest_grams, grams
from taizhang.lists.kept_counts import count_sql
from taizhang.lists.query import EVERYTHING_SEEN, By, Filter, Grant, HeadQuery, Party, Sight, Turn, answers, group_of
from taizhang.lists.sql import Sql
from taizhang.terms.problem import Refused
from tests.journals import NOW, Clock
from tests.matters.acts import does, wants
from tests.questions import narrowed

UNITS = ("城建科", "水务科", "沄溪镇")
ACTORS = ("王登记", "周初核", "吴复核")
BYS: tuple[tuple[By, ...], ...] = (
    ("lamp",),
    ("ledger", "unit", "lamp"),
    ("state",),
    ("opened_month",),
    ("ledger", "state", "opened_month"),
    ("ledger", "unit", "state"),
    ("ledger",),
    ("lamp", "week"),
    ("unit", "ledger"),
)

MANNER = DIALECT.manner


def questions(day: date) -> list[HeadQuery]:
    """Questions of people who see everything but what is about them."""
    everywhere = Sight((Grant(None, None),), frozenset({"水务科", "孙某某"}))
    turns = (
        Turn(frozenset({"matter"}), frozenset({"in_progress", "reported"}), not_by="周初核"),
        Turn(frozenset({"matter"}), frozenset({"in_review"}), verified=1, not_by="吴复核", not_role="acted"),
        Turn(frozenset({"matter"}), frozenset({"closed", "in_progress"}), bound=Party("person", "王登记")),
    )
    return [
        HeadQuery(everywhere, day),
        HeadQuery(everywhere, day, Filter(live=True, lamps=("red", "yellow"))),
        HeadQuery(everywhere, day, Filter(opened_from=date(2026, 3, 1), opened_to=date(2026, 8, 31))),
        HeadQuery(everywhere, day, Filter(opened_from=date(2026, 3, 2))),
        HeadQuery(everywhere, day, Filter(opened_from=date(2026, 3, 1), states=("closed", "reported"))),
        HeadQuery(everywhere, day, Filter(left_out=(Turn(frozenset({"matter"}), frozenset({"closed"})),))),
        HeadQuery(everywhere, day, Filter(opened_from=date(2026, 3, 1), live=False, units=UNITS[:2])),
        HeadQuery(everywhere, day, Filter(turns=turns, units=("城建科",), without=Party("person", "吴复核"))),
        HeadQuery(EVERYTHING_SEEN, day, Filter(turns=turns[:2], lamps=("red",))),
    ]


def about(ledgers: dict[str, Ledger]) -> dict[str, Ledger]:
    """The ledger of these tests, told whom a matter is about."""
    declared = ledgers["matter"].declared
    field = {**declared.field, "text": declared.field["text"].model_copy(update={"about": True})}
    return {"matter": replace(ledgers["matter"], declared=declared.model_copy(update={"field": field}), derived=())}


@pytest.fixture
def kept(store: Store, ledgers: dict[str, Ledger]) -> tuple[Journal, Clock]:
    """A journal and its clock."""
    clock = Clock()
    return Journal(store, about(ledgers), clock), clock


step = st.tuples(
    st.sampled_from(["record", "correct", "register", "assign", "report", "verify", "later"]),
    st.integers(0, 3),
    st.sampled_from(ACTORS),
    st.sampled_from(UNITS),
    st.integers(-40, 40),
)


def takes(journal: Journal, clock: Clock, one: tuple[str, int, str, str, int]) -> None:
    """One step; what the lifecycle refuses changes nothing."""
    act, number, actor, unit, days = one
    if act == "later":
        clock.now += timedelta(days=abs(days))
        return
    day = clock.now.date()
    facts: dict[str, Any] = {"text": unit if days % 3 else "孙某某", "due": (day + timedelta(days=days)).isoformat()}
    facts["opened"] = f"2026-{days % 12 + 1:02}-0{days % 2 + 1}"
    more: dict[str, Any] = {"actor": actor, "on": day, "unit": unit, "facts": facts}
    if act in ("record", "correct"):
        more["state"] = ("in_progress", "reported", "in_review", "closed")[abs(days) % 4]
        more["number"] = f"甲{number}"
    try:
        journal.append([wants(act, f"m{number}", **more)])
    except Refused:
        return


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(step, max_size=14), opens=st.booleans())
def test_counts_and_lists_are_those_of_plain_python(
    kept: tuple[Journal, Clock], steps: list[tuple[str, int, str, str, int]], opens: bool
) -> None:
    journal, clock = kept
    for one in steps:
        takes(journal, clock, one)
    if opens:
        journal.open_day()
    rows = [journal.lister.of(head) for head in journal.heads()]
    for ahead in (0, 9):
        for query in questions((clock.now + timedelta(days=ahead)).date()):
            right = [row for row in rows if answers(query, row)]
            page = journal.page(query)
            assert ({head.matter for head in page.heads}, page.total) == ({row.matter for row in right}, len(right))
            for by in BYS:
                expected = Counter(group_of(by, row, query.day) for row in right)
                assert dict(journal.counts(query, *by)) == dict(expected), (query, by)
    assert not journal._store.faults()


def test_the_usual_questions_of_the_whole_body_are_told_from_kept_counts() -> None:
    rolled = MANNER._replace(rolled=True)
    first, second, months, odd, stated, without, _, turns, red = questions(NOW.date())
    asked: list[tuple[HeadQuery, tuple[By, ...]]] = [(first, BYS[0]), (second, BYS[1]), (turns, ()), (red, BYS[0])]
    for query, by in asked:
        assert count_sql(query, by, rolled), query
    assert count_sql(months, ("opened_month",), MANNER)
    assert count_sql(odd, ("opened_month",), MANNER) is None
    assert count_sql(first, ("lamp",), MANNER) is None
    for more in (
        {"text": "水"},
        {"person": "周初核"},
        {"elsewhere": (Turn(frozenset(), frozenset()),)},
    ):
        assert count_sql(narrowed(first, **more), ("ledger",), rolled) is None, more
    assert count_sql(stated, ("ledger", "unit", "state"), MANNER)
    assert count_sql(without, ("state",), rolled) is None
    assert count_sql(first, ("letter",), rolled) is None
    assert count_sql(narrowed(months, live=False, units=UNITS), ("ledger", "unit"), MANNER)
    assert count_sql(replace(first, sight=Sight((Grant(None, frozenset(UNITS)),))), ("ledger",), rolled) is None


def test_a_store_that_another_program_carried_on_to_the_next_day_is_asked_anew(
    tmp_path: Path, ledgers: dict[str, Ledger]
) -> None:
    clock = Clock()
    one = Journal(SQLiteStore(tmp_path / FILE, "taizhang/test"), ledgers, clock)
    does(one, "record", "a", state="in_progress", facts={"no": "甲1", "due": "2026-11-24"})
    today = HeadQuery(EVERYTHING_SEEN, NOW.date(), filter=Filter(lamps=("yellow",)))
    assert one.page(today).total == 1
    later = Clock()
    later.now = NOW + timedelta(days=3)
    other = Journal(SQLiteStore(tmp_path / FILE, ""), ledgers, later)
    other.open_day()
    assert other.page(replace(narrowed(today, lamps=("red",)), day=later.now.date())).total == 1
    assert one.page(today).total == 1
    assert one.counts(narrowed(today, lamps=()), "lamp") == {("yellow",): 1}
    one.close()
    other.close()


def test_a_question_writes_nothing_and_the_day_is_opened_once(kept: tuple[Journal, Clock]) -> None:
    journal, clock = kept
    does(journal, "record", "a", state="in_progress", facts={"no": "甲1", "due": "2026-11-24"})
    clock.now += timedelta(days=1)
    written: list[str] = []
    rolled, store = journal._store.roll, journal._store

    def roll(day: str) -> None:
        written.append(day)
        rolled(day)

    setattr(store, "roll", roll)  # noqa: B010
    red = HeadQuery(EVERYTHING_SEEN, clock.now.date(), Filter(lamps=("red",)))
    with held(store):
        assert journal.page(red).total == 1
        assert journal.counts(red, "lamp") == {("red",): 1}
    assert written == []
    journal.open_day()
    journal.open_day()
    assert written == ["2026-11-25"]
    assert journal.page(red).total == 1


@contextmanager
def held(store: Store) -> Iterator[None]:
    """Whoever begins to write meanwhile has a fault."""

    def refuse() -> None:
        raise AssertionError("a question wants to write")

    write = store.write
    setattr(store, "write", refuse)  # noqa: B010
    try:
        yield
    finally:
        setattr(store, "write", write)  # noqa: B010


def test_a_lamp_of_another_day_than_the_stored_one_is_told_by_its_days() -> None:
    asked: list[Sql] = []

    def run(sql: Sql) -> list[tuple[object, ...]]:
        asked.append(sql)
        return [("2026-11-25",)] if "FROM listing" in sql.text[:30] else [(0, 0)]

    Answering(run, MANNER).page(HeadQuery(EVERYTHING_SEEN, NOW.date(), filter=Filter(lamps=("red",))))
    assert "lamp3" in asked[1].text


@pytest.mark.parametrize("text", ["路灯", "灯不亮", "YH00", "yh0012", "12", "A座", "第3处漏", "灯-7"])
def test_every_piece_that_is_looked_for_stands_in_whatever_holds_the_text(text: str) -> None:
    assert fewest_grams(text)
    assert set(fewest_grams(text)) <= grams("甲1", f"某某路{text}号")


def test_one_character_is_too_short_to_be_looked_up() -> None:
    assert fewest_grams("灯") == ()
