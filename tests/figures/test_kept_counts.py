"""What was counted once is told again without the rows, and moved by exactly what changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taizhang.catalogue.values import Stored
from taizhang.figures.compute import compute
from taizhang.figures.value import Ask, Value
from taizhang.matters.entry import Head
from taizhang.terms.period import Period
from taizhang.terms.scope import EVERYTHING, Scope
from taizhang.warehouse import kept
from taizhang.warehouse.duck import Warehouse
from taizhang.warehouse.projection import Projection
from taizhang.warehouse.sql import Bound
from tests.figures.yard import PERIODS, TREE, Ledgers, catalogue, facts, head

FIGURES = sorted(catalogue().figures)
SCOPES = (EVERYTHING, Scope("东乡"), Scope("某县"), Scope("没有这个单位"))
YEAR = Period.year(2026)
STEPS = st.lists(st.lists(st.tuples(st.integers(1, 6), facts()), min_size=1, max_size=5), min_size=2, max_size=5)
QUESTIONS = st.lists(st.tuples(st.sampled_from(PERIODS), st.sampled_from(SCOPES)), min_size=1, max_size=2)


class Watched(Warehouse):
    """A warehouse that remembers what was asked of its tables."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def rows(self, sql: str, bound: Sequence[Bound] = ()) -> list[tuple[object, ...]]:
        self.asked.append(sql)
        return super().rows(sql, bound)

    def passes(self) -> int:
        """How often rows of the ledger were counted since this was last asked."""
        found, self.asked = [sql for sql in self.asked if "GROUPING SETS" in sql], []
        return len(found)


def told(warehouse: Warehouse, asks: Sequence[Ask]) -> Iterator[Value | dict[str, Value]]:
    answers = compute(catalogue(), warehouse, asks, TREE)
    for ask in asks:
        yield answers.groups(ask) if ask.by else answers.value(ask)


def asks_of(questions: Sequence[tuple[Period, Scope]]) -> list[Ask]:
    """Every figure, of the whole, of units, and by unit and grade, also within a unit."""
    asks = [Ask(name, period, scope=scope) for period, scope in questions for name in FIGURES]
    return [
        *asks,
        *(
            Ask(name, questions[0][0], by, "", scope)
            for by in ("unit", "grade")
            for _, scope in questions
            for name in FIGURES
        ),
    ]


def some_heads() -> list[Head]:
    said: list[dict[str, Stored]] = [
        {"no": "Z1", "unit": "东乡", "grade": "一般", "opened": "2026-03-01", "persons": "3"},
        {"no": "Z2", "unit": "西镇", "grade": "重大", "opened": "2026-04-01", "persons": "4"},
    ]
    return [head(n + 1, one) for n, one in enumerate(said)]


def lose_everything(warehouse: Warehouse) -> None:
    """Begins to change rows, and fails."""
    with warehouse.transaction():
        warehouse.run('DELETE FROM "visit"')
        warehouse.kept.carry("visit", ["id"], "visit", "visit")
        raise ZeroDivisionError


WAYS = [(kept.MOST_COLUMNS, kept.ROW_BY_ROW), (3, 0)]
Steps = list[list[tuple[int, dict[str, Stored]]]]
Questions = list[list[tuple[Period, Scope]]]
ASKED = st.lists(QUESTIONS, min_size=5, max_size=5)


@pytest.mark.parametrize(("columns", "one_by_one"), WAYS)
@settings(max_examples=8, deadline=None)
@given(steps=STEPS, questions=ASKED)
def test_what_is_carried_on_equals_what_is_counted_anew(
    columns: int, one_by_one: int, steps: Steps, questions: Questions
) -> None:
    require_same(columns, one_by_one, steps, questions)


@pytest.mark.nightly
@pytest.mark.timeout(1800)
@pytest.mark.parametrize(("columns", "one_by_one"), WAYS)
@settings(max_examples=100, deadline=None)
@given(steps=STEPS, questions=ASKED)
def test_what_is_carried_on_equals_it_over_many_changes(
    columns: int, one_by_one: int, steps: Steps, questions: Questions
) -> None:
    require_same(columns, one_by_one, steps, questions)


def require_same(columns: int, one_by_one: int, steps: Steps, questions: Questions) -> None:
    """After each step of changes, every answer of the warehouse carried on is that of one made anew."""
    warehouse, now, seq = Warehouse(), dict[str, Head](), 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kept, "MOST_COLUMNS", columns)
        patch.setattr(kept, "ROW_BY_ROW", one_by_one)
        for step, asked in zip(steps, questions, strict=False):
            for number, said in step:
                seq += 1
                now[f"m{number}"] = head(seq, said, f"m{number}")
            Projection(catalogue(), warehouse).run(Ledgers(list(now.values())))
            fresh = Warehouse()
            Projection(catalogue(), fresh).run(Ledgers(list(now.values())))
            asks = asks_of(asked)
            for ask, known, anew in zip(asks, told(warehouse, asks), told(fresh, asks), strict=True):
                assert known == anew, ask
            fresh.close()
    warehouse.close()


def test_the_rows_are_read_once_for_a_question_and_again_when_they_changed() -> None:
    warehouse, matters = Watched(), some_heads()
    Projection(catalogue(), warehouse).run(Ledgers(matters))
    asks = [Ask("flow", YEAR), Ask("units", YEAR)]
    assert [one.amount for one in told(warehouse, asks) if isinstance(one, Value)] == [2, 2]
    assert warehouse.passes() == 1
    list(told(warehouse, asks))
    assert warehouse.passes() == 0
    matters.append(head(3, {"no": "Z3", "unit": "东村", "opened": "2026-12-31"}))
    Projection(catalogue(), warehouse).run(Ledgers(matters))
    assert warehouse.passes() == 0, "the count is moved by the new row alone"
    assert [one.amount for one in told(warehouse, asks[:1]) if isinstance(one, Value)] == [3]
    assert warehouse.passes() == 0
    assert [one.amount for one in told(warehouse, asks) if isinstance(one, Value)] == [3, 3]
    assert warehouse.passes() == 1, "different units do not add up and are counted anew"


@pytest.mark.parametrize(("rows", "passes"), [(2, 0), (3, 1)])
def test_changed_rows_are_weighed_one_by_one_up_to_a_number_of_them(
    monkeypatch: pytest.MonkeyPatch, rows: int, passes: int
) -> None:
    monkeypatch.setattr(kept, "ROW_BY_ROW", 2)
    warehouse, matters = Watched(), some_heads()
    Projection(catalogue(), warehouse).run(Ledgers(matters))
    asks = [Ask("flow", YEAR)]
    list(told(warehouse, asks))
    warehouse.passes()
    matters += [head(n, {"no": f"Z{n}", "unit": "东村", "opened": "2026-12-31"}) for n in range(3, 3 + rows)]
    Projection(catalogue(), warehouse).run(Ledgers(matters))
    assert warehouse.passes() == passes
    assert [one.amount for one in told(warehouse, asks) if isinstance(one, Value)] == [2 + rows]


def test_what_does_not_add_up_is_kept_while_no_changed_row_counts_in_it() -> None:
    warehouse, matters = Watched(), some_heads()
    Projection(catalogue(), warehouse).run(Ledgers(matters))
    asks = [Ask("units", YEAR)]
    list(told(warehouse, asks))
    warehouse.passes()
    matters.append(head(3, {"no": "Z3", "unit": "东村", "opened": "2025-12-31"}))
    Projection(catalogue(), warehouse).run(Ledgers(matters))
    assert [one.amount for one in told(warehouse, asks) if isinstance(one, Value)] == [2]
    assert warehouse.passes() == 0, "a row of the year before is none of this year's"


def test_answers_given_before_an_entry_stay_as_they_were() -> None:
    warehouse, matters = Watched(), some_heads()
    Projection(catalogue(), warehouse).run(Ledgers(matters))
    ask = Ask("flow", YEAR, "unit")
    answers = compute(catalogue(), warehouse, [ask], TREE)
    matters.append(head(3, {"no": "Z3", "unit": "东乡", "opened": "2026-12-31"}))
    Projection(catalogue(), warehouse).run(Ledgers(matters))
    assert answers.groups(ask)["东乡"].amount == 1
    assert compute(catalogue(), warehouse, [ask], TREE).groups(ask)["东乡"].amount == 2


def test_units_are_told_from_the_numbers_of_all_units_once_these_are_known() -> None:
    warehouse = Watched()
    Projection(catalogue(), warehouse).run(Ledgers(some_heads()))
    one, all_units = [Ask("flow", YEAR, scope=Scope("东乡"))], [Ask("flow", YEAR, "unit")]
    assert [value.amount for value in told(warehouse, one) if isinstance(value, Value)] == [1]
    assert " WHERE " in warehouse.asked[-1], "only the unit's rows are read"
    list(told(warehouse, all_units))
    warehouse.passes()
    several = [Ask("flow", YEAR, scope=Scope(name)) for name in ("某县", "东村", "西镇")]
    assert [value.amount for value in told(warehouse, several) if isinstance(value, Value)] == [2, 0, 1]
    assert warehouse.passes() == 0


def test_units_asked_for_one_after_another_have_all_units_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MANY_PARTS", 2)
    warehouse = Watched()
    Projection(catalogue(), warehouse).run(Ledgers(some_heads()))
    passes = []
    for unit, amount in (("东乡", 1), ("东乡", 1), ("西镇", 1), ("东村", 0)):
        assert [
            one.amount for one in told(warehouse, [Ask("flow", YEAR, scope=Scope(unit))]) if isinstance(one, Value)
        ] == [amount]
        passes.append(warehouse.passes())
    assert passes == [1, 0, 1, 0], "the first unit for itself, the second with all others"


def test_nothing_is_told_from_before_a_doubt_or_a_change_that_failed() -> None:
    warehouse = Watched()
    Projection(catalogue(), warehouse).run(Ledgers(some_heads()))
    asks = [Ask("flow", YEAR)]
    list(told(warehouse, asks))
    warehouse.doubt()
    assert not warehouse.vouched
    warehouse.passes()
    list(told(warehouse, asks))
    assert warehouse.passes() == 1
    with pytest.raises(ZeroDivisionError):
        lose_everything(warehouse)
    assert [one.amount for one in told(warehouse, asks) if isinstance(one, Value)] == [2]


@pytest.mark.parametrize(("most", "passes"), [(2, 0), (1, 1)])
def test_no_more_is_kept_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch, most: int, passes: int) -> None:
    warehouse = Watched()
    Projection(catalogue(), warehouse).run(Ledgers(some_heads()))
    monkeypatch.setattr(kept, "MOST_KEPT", most)
    list(told(warehouse, [Ask("flow", YEAR), Ask("people", YEAR)]))
    warehouse.passes()
    list(told(warehouse, [Ask("flow", YEAR)]))
    assert warehouse.passes() == passes
