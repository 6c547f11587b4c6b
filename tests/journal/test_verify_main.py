"""The verifier of an export as a program: its exit codes, its sentence, and every older checkpoint it is given."""

from __future__ import annotations

from pathlib import Path

import pytest

from taizhang.journal.journal import Journal
from taizhang.journal.memory import MemoryStore
from taizhang.journal.verify_export import LARGEST, WrongExportError, canonical, main, plain, root_of, verify
from tests.journals import NOW
from tests.matters.acts import does


def kept(folder: Path, entries: int = 3, origin: str = "taizhang/test") -> tuple[Path, list[str]]:
    """An export and the checkpoint after each number of entries, from none."""
    journal = Journal(MemoryStore(origin), clock=lambda: NOW)
    points = [str(journal.checkpoint())]
    for n in range(entries):
        does(journal, "record", f"m{n}", idem=f"i{n}", facts={"no": f"甲{n}"})
        points.append(str(journal.checkpoint()))
    path = folder / f"{origin.rpartition('/')[2]}.txt"
    journal.export(path)
    return path, points


def test_exit_codes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, points = kept(tmp_path)
    older = tmp_path / "older.txt"
    older.write_text(points[1])
    assert main([]) == 2
    assert capsys.readouterr().out.startswith("用法")
    assert main([str(path), str(older)]) == 0
    said = capsys.readouterr().out
    assert "共3条流水" in said
    assert "与1个旧封存点一致" in said
    path.write_bytes(path.read_bytes() + b" ")
    assert main([str(path)]) == 1
    assert main([str(tmp_path / "none.txt")]) == 1
    older.write_bytes(b"\xff")
    assert main([str(path), str(older)]) == 1


@pytest.mark.parametrize("size", range(4))
def test_every_older_checkpoint_is_held_against_the_root_of_its_own_size(tmp_path: Path, size: int) -> None:
    path, points = kept(tmp_path)
    data = path.read_bytes()
    assert verify(data, (points[0], points[size]))[1] == 3
    _, others = kept(tmp_path, 4)
    with pytest.raises(WrongExportError, match="不足4条"):
        verify(data, (points[size], others[4]))
    moved = points[size].replace(f"\n{size}\n", f"\n{(size + 1) % 4}\n")
    with pytest.raises(WrongExportError, match="旧封存点"):
        verify(data, (points[size], moved))


def test_a_checkpoint_of_none_of_another_journal_is_no_witness_either(tmp_path: Path) -> None:
    path, _ = kept(tmp_path)
    _, others = kept(tmp_path, 0, "taizhang/other")
    with pytest.raises(WrongExportError, match="另一份"):
        verify(path.read_bytes(), (others[0],))


def test_numbers_are_written_up_to_the_largest_that_every_reader_keeps() -> None:
    assert LARGEST == 2**53
    assert plain([{"a": LARGEST - 1, "b": -LARGEST + 1, "c": True}])
    for wrong in (LARGEST, -LARGEST, 1.0, {"甲": 1}, [[LARGEST]], {"a": {"b": 0.5}}):
        assert not plain(wrong)
        with pytest.raises(WrongExportError):
            canonical(wrong)
    assert canonical({"b": '\n\t\\"', "a": 1}) == b'{"a":1,"b":"\\n\\t\\\\\\""}'
    for letter in ("\x7f", "\x01", "\r"):
        with pytest.raises(WrongExportError):
            canonical(letter)


def test_roots_of_few_leaves() -> None:
    assert root_of([]).hex().startswith("e3b0c442")
    assert root_of([b"a" * 32]) == b"a" * 32
    assert len({root_of([bytes([n]) * 32 for n in range(size)]) for size in range(1, 9)}) == 8
