"""The canonical export and its stand-alone verifier: every slip found, no honest export refused."""

from __future__ import annotations

import ast
import subprocess
import sys
from base64 import b64encode
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.journal import verify_export
from taizhang.journal.checkpoint import Checkpoint, read_checkpoint
from taizhang.journal.journal import Journal
from taizhang.journal.memory import MemoryStore
from taizhang.journal.merkle import leaf, verify_consistency, verify_inclusion
from taizhang.journal.verify_export import WrongExportError, verify
from taizhang.terms.problem import Refused
from tests.journals import NOW, Clock
from tests.matters.acts import brought_to, does


def exported(journal: Journal, folder: Path) -> bytes:
    """The bytes of the journal's export."""
    journal.export(folder / "export.txt")
    return (folder / "export.txt").read_bytes()


def resealed(data: bytes) -> bytes:
    """The bytes with a right last line, as a forger would write it."""
    body = data[: data.rindex(b"sha256 ")]
    return body + b"sha256 " + sha256(body).hexdigest().encode() + b"\n"


def refused(data: bytes, *older: str) -> bool:
    """Whether the verifier refuses."""
    try:
        verify(data, older)
    except WrongExportError:
        return True
    return False


def test_an_export_says_what_the_journal_holds(journal: Journal, tmp_path: Path) -> None:
    brought_to(journal, 12)
    origin, size, root = verify(exported(journal, tmp_path), (str(journal.checkpoint()),))
    assert (origin, size, root) == ("taizhang/test", 12, journal.root.hex())
    assert not (tmp_path / "export.txt.incoming").exists()


def test_an_empty_journal_is_exported_too(journal: Journal, tmp_path: Path) -> None:
    assert verify(exported(journal, tmp_path))[1:] == (0, sha256().hexdigest())


@given(st.lists(st.text(st.sampled_from('字aZ\n\t\u2028\u2029\u0085\ufeff😀𠮷"\\/ 0')), min_size=1, max_size=6))
def test_no_honest_export_is_refused(texts: list[str]) -> None:
    journal = Journal.in_memory()
    for n, text in enumerate(texts):
        does(journal, "record", f"m{n}", note=text, facts={"text": text, "list": [text], "no": None})
    with TemporaryDirectory() as folder:
        assert verify(exported(journal, Path(folder)))[1] == len(texts)


def flipped(data: bytes, bit: int) -> bytes:
    """The bytes with one bit changed."""
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def small_export(folder: Path, entries: int) -> tuple[bytes, str]:
    """An export of a few entries and the checkpoint of all but the last."""
    journal = Journal(MemoryStore("taizhang/test"), clock=lambda: NOW)
    for n in range(entries):
        older = str(journal.checkpoint())
        does(journal, "record", f"m{n}", idem=f"i{n}", note="甲\u2028乙", facts={"no": f"甲{n}"})
    return exported(journal, folder), older


def test_every_changed_bit_is_found(tmp_path: Path) -> None:
    data, _ = small_export(tmp_path, 3)
    assert not refused(data)
    missed = [bit for bit in range(len(data) * 8) if not refused(flipped(data, bit))]
    assert missed == []


def test_every_changed_bit_of_a_line_is_found_even_when_the_last_line_is_made_to_fit(tmp_path: Path) -> None:
    data, _ = small_export(tmp_path, 3)
    start, end = data.index(b"\n") + 1, data.index(b"taizhang/test")
    missed = [bit for bit in range(start * 8, end * 8) if not refused(resealed(flipped(data, bit)))]
    assert missed == []


def test_a_verifier_that_leaves_a_check_out_would_be_caught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data, _ = small_export(tmp_path, 3)
    start, end = data.index(b"\n") + 1, data.index(b"taizhang/test")
    monkeypatch.setattr(verify_export, "leaf_of", lambda line, *_: leaf(line.split(b"\t")[0]))
    assert [bit for bit in range(start * 8, end * 8) if not refused(resealed(flipped(data, bit)))]


def test_every_byte_lost_doubled_or_cut_off_is_found(tmp_path: Path) -> None:
    data, _ = small_export(tmp_path, 3)
    for at in range(len(data)):
        assert refused(data[:at] + data[at + 1 :])
        assert refused(data[:at])
        assert refused(data[:at] + data[at : at + 1] + data[at:])


def test_lines_dropped_swapped_or_doubled_are_found(tmp_path: Path) -> None:
    data, _ = small_export(tmp_path, 5)
    lines = data.split(b"\n")
    for one in range(1, 6):
        assert refused(resealed(b"\n".join(lines[:one] + lines[one + 1 :])))
        assert refused(resealed(b"\n".join(lines[: one + 1] + lines[one:])))
        for other in range(one + 1, 6):
            swapped = list(lines)
            swapped[one], swapped[other] = lines[other], lines[one]
            assert refused(resealed(b"\n".join(swapped)))


@pytest.mark.nightly
@pytest.mark.timeout(3600)
def test_every_changed_bit_of_a_longer_export_is_found(tmp_path: Path) -> None:
    data, _ = small_export(tmp_path, 24)
    start, end = data.index(b"\n") + 1, data.index(b"taizhang/test")
    assert all(refused(flipped(data, bit)) for bit in range(len(data) * 8))
    assert all(refused(resealed(flipped(data, bit))) for bit in range(start * 8, end * 8))


def test_a_history_made_up_anew_is_found_by_one_older_checkpoint(tmp_path: Path) -> None:
    data, older = small_export(tmp_path, 5)
    assert not refused(data, older)
    journal = Journal(MemoryStore("taizhang/test"), clock=lambda: NOW)
    for n in range(5):
        does(journal, "record", f"m{n}")
    forged = exported(journal, tmp_path)
    assert not refused(forged)
    assert refused(forged, older)
    assert refused(small_export(tmp_path, 3)[0], older)


def test_a_checkpoint_of_another_journal_is_no_witness(tmp_path: Path) -> None:
    data, older = small_export(tmp_path, 5)
    assert refused(data, older.replace("taizhang/test", "taizhang/other"))
    assert refused(data, older.replace("\n\n", "\n"))
    assert refused(data, "")


def test_signatures_travel_with_the_checkpoint_and_change_nothing_it_says(tmp_path: Path) -> None:
    data, older = small_export(tmp_path, 5)
    signed = str(read_checkpoint(older).signed("某某政务督查", b"\x01" * 68))
    assert not refused(data, signed)


def test_the_verifier_stands_alone(tmp_path: Path) -> None:
    script = Path(verify_export.__file__)
    assert script.read_text(encoding="utf-8").count("\n") <= 150
    names = {
        (node.module or "") if isinstance(node, ast.ImportFrom) else node.names[0].name
        for node in ast.walk(ast.parse(script.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert {name.split(".")[0] for name in names} <= {*sys.stdlib_module_names}
    data, older = small_export(tmp_path, 5)
    (tmp_path / "older.txt").write_text(older, encoding="utf-8")

    def run(*arguments: str) -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, "-I", "-S", str(script), *arguments],
            capture_output=True,
            cwd=tmp_path,
            env={"PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1"},
            check=False,
        )
        assert done.stderr == b""
        return done.returncode, done.stdout.decode("utf-8")

    code, says = run("export.txt", "older.txt")
    assert (code, says[:5]) == (0, "核验通过：")
    assert "共5条流水" in says
    (tmp_path / "export.txt").write_bytes(flipped(data, 2000))
    assert run("export.txt")[0] == 1
    assert run("missing.txt")[0] == 1
    assert run()[0] == 2


def test_a_damaged_store_is_not_exported(tmp_path: Path) -> None:
    store = MemoryStore("taizhang/test")
    journal = Journal(store)
    does(journal, "record", "a")
    does(journal, "record", "b")
    store._entries[0] = store._entries[0]._replace(header=b"{}")
    with pytest.raises(Refused, match="JRN-091"):
        journal.export(tmp_path / "export.txt")
    assert list(tmp_path.iterdir()) == []


def test_checkpoints_print_and_read_back(journal: Journal) -> None:
    does(journal, "record", "a")
    checkpoint = journal.checkpoint()
    assert str(checkpoint) == f"taizhang/test\n1\n{b64encode(journal.root).decode()}\n\n"
    signed = checkpoint.signed("督查室", b"sig").signed("上级见证", b"other")
    assert read_checkpoint(str(signed)) == signed
    assert signed.note == checkpoint.note
    assert str(signed).endswith("\n\n— 督查室 c2ln\n— 上级见证 b3RoZXI=\n")


@pytest.mark.parametrize("change", ["\n\n", "size", "root", "sig", "cut", "more"])
def test_a_checkpoint_written_otherwise_is_refused(journal: Journal, change: str) -> None:
    text = str(journal.checkpoint().signed("督查室", b"sig"))
    wrong = {
        "\n\n": text.replace("\n\n", "\n"),
        "size": text.replace("\n0\n", "\n00\n"),
        "root": text.replace("=\n", "\n"),
        "sig": text.replace("c2ln", "c2l"),
        "cut": text[:-1],
        "more": text + "x",
    }
    with pytest.raises(Refused, match="JRN-090"):
        read_checkpoint(wrong[change])


def test_an_entry_and_an_older_checkpoint_are_proved(journal: Journal, clock: Clock) -> None:
    empty = journal.checkpoint()
    older: list[Checkpoint] = []
    for n in range(9):
        clock.now = NOW + timedelta(seconds=n)
        does(journal, "record", f"m{n}")
        older.append(journal.checkpoint())
    now = journal.checkpoint()
    sealed = list(journal._store.entries())
    for seq in range(1, 10):
        assert verify_inclusion(leaf(sealed[seq - 1].header), seq - 1, now.size, journal.prove(seq), now.root)
    for one in older:
        assert verify_consistency(one.size, one.root, now.size, now.root, journal.extends(one))
    assert journal.extends(empty) == ()
    for wrong in (0, 10):
        with pytest.raises(Refused, match="JRN-092"):
            journal.prove(wrong)
    for forged in (
        Checkpoint("taizhang/other", 1, older[0].root),
        Checkpoint("taizhang/test", 2, older[0].root),
        Checkpoint("taizhang/test", 10, now.root),
    ):
        with pytest.raises(Refused, match="JRN-093"):
            journal.extends(forged)
