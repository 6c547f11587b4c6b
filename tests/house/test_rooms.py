"""The developer guide's table of rooms is the tree's."""

from __future__ import annotations

from scripts import rooms


def test_every_room_stands_on_one_floor_of_the_contract() -> None:
    named = [name for floor in rooms.floors() for name in floor]
    assert sorted(named) == rooms.rooms("taizhang")
    assert len(named) <= 30
    assert len(rooms.floors()) <= 12


def test_the_guide_has_the_tables_as_the_tree_makes_them() -> None:
    guide = rooms.GUIDE.read_text(encoding="utf-8")
    assert rooms.written(guide) == guide, "run: .venv/bin/python scripts/rooms.py"
    assert all(f"| {name} |" in guide for name in rooms.rooms("taizhang_site"))


def test_decisions_are_numbered_once() -> None:
    numbers = [path.name[:4] for path in (rooms.ROOT / "docs" / "decisions").glob("*.md")]
    assert sorted(numbers) == [f"{one:04}" for one in range(1, len(numbers) + 1)]
