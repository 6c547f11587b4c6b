"""Tables that do not add up never answer: what was altered past the program is found, named and made anew."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from taizhang.matters.entry import Head
from taizhang.warehouse.digest import beside, table_digest
from taizhang.warehouse.duck import Warehouse
from taizhang.warehouse.projection import Projection
from tests.figures.yard import Ledgers, catalogue, head

HEADS = [
    head(n, {"no": f"Z{n}", "opened": "2026-03-05", "persons": str(n), "unit": "东乡"}, f"m{n}") for n in range(1, 9)
]


def followed(path: Path, heads: list[Head]) -> Warehouse:
    """The replica, brought up to the heads."""
    warehouse = Warehouse(path)
    Projection(catalogue(), warehouse).run(Ledgers(heads))
    return warehouse


def persons(warehouse: Warehouse) -> list[tuple[object, ...]]:
    """What a figure would sum."""
    return warehouse.rows('SELECT count(*), sum("persons") FROM "visit"')


def by_hand(path: Path, statement: str) -> None:
    """Somebody opens the file with another program."""
    with duckdb.connect(str(path)) as engine:
        engine.execute(statement)


@pytest.mark.parametrize(
    ("statement", "wrong", "more", "named"),
    [
        ("DELETE FROM visit WHERE id IN ('m2', 'm5')", 2, -2, ["m2", "m5"]),
        ("UPDATE visit SET persons = 90 WHERE id = 'm3'", 1, 0, ["m3"]),
        ("INSERT INTO visit SELECT * FROM visit WHERE id = 'm1'", 1, 1, ["m1"]),
        ("UPDATE visit SET opened = NULL", 8, 0, [f"m{n}" for n in range(1, 9)]),
        ("DROP TABLE visit", 8, -8, [f"m{n}" for n in range(1, 9)]),
    ],
)
def test_what_was_altered_is_named_and_made_anew(
    tmp_path: Path, statement: str, wrong: int, more: int, named: list[str]
) -> None:
    path = tmp_path / "replica.duckdb"
    right = followed(path, HEADS)
    told = persons(right)
    right.close()
    by_hand(path, statement)
    replica = Warehouse(path)
    (found,) = Projection(catalogue(), replica).altered(Ledgers(HEADS))
    assert (found.ledger, found.wrong) == ("visit", wrong)
    assert [matter for matter, _ in found.matters] == named
    assert found.more == (0 if "UPDATE" in statement else more)
    Projection(catalogue(), replica).run(Ledgers(HEADS))
    assert replica.distrusted
    assert persons(replica) == told
    assert Projection(catalogue(), replica).altered(Ledgers(HEADS)) == ()


def test_without_the_digest_a_replica_is_not_believed_and_with_a_forged_one_it_is_still_found(tmp_path: Path) -> None:
    path = tmp_path / "replica.duckdb"
    followed(path, HEADS).close()
    said = beside(path).read_text(encoding="utf-8")
    beside(path).unlink()
    lost = Warehouse(path)
    assert Projection(catalogue(), lost).run(Ledgers(HEADS)) == len(HEADS)
    assert beside(path).read_text(encoding="utf-8") == said
    before, after = table_digest(lost, "visit"), None
    lost.close()
    by_hand(path, "DELETE FROM visit WHERE id = 'm1'")
    forged = Warehouse(path)
    after = table_digest(forged, "visit")
    beside(path).write_text(
        said.replace(str(list(before)).replace(" ", ""), "?").replace(str(list(before)), str(list(after))), "utf-8"
    )
    assert Projection(catalogue(), forged).run(Ledgers(HEADS)) == 0
    assert [one.matters for one in Projection(catalogue(), forged).altered(Ledgers(HEADS))] == [(("m1", "Z1"),)]


def test_the_digest_rolls_on_with_every_change(tmp_path: Path) -> None:
    path, heads = tmp_path / "replica.duckdb", list(HEADS)
    followed(path, heads).close()
    for seq, persons_ in ((9, "50"), (10, None)):
        heads = [one for one in heads if one.matter != "m4"]
        heads.append(head(seq, {"no": "Z4", "opened": "2026-03-05", "persons": persons_}, "m4"))
        replica = followed(path, heads)
        assert not replica.distrusted
        assert Projection(catalogue(), replica).altered(Ledgers(heads)) == ()
        replica.close()


def test_a_replica_that_is_behind_is_not_called_altered(tmp_path: Path) -> None:
    path = tmp_path / "replica.duckdb"
    replica = followed(path, HEADS)
    later = [*HEADS[1:], head(9, {"no": "Z1", "opened": "2026-05-05"}, "m1"), head(10, {"no": "Z10"}, "m10")]
    assert Projection(catalogue(), replica).altered(Ledgers(later)) == ()
