"""What was acknowledged is kept: through SIGKILL, among several processes, and with damaged bytes found."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from taizhang.journal.journal import Journal
from taizhang.journal.memory import MemoryStore
from taizhang.journal.open_store import FILE
from taizhang.terms.problem import Refused
from tests.journals import NOW
from tests.matters.acts import does, wants

ROOT = Path(__file__).resolve().parents[2]


def started(module: str, *arguments: str) -> subprocess.Popen[bytes]:
    """A test module running as a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", f"tests.journal.{module}", *arguments], cwd=ROOT, stdout=subprocess.PIPE
    )


def answer(process: subprocess.Popen[bytes]) -> dict[str, int]:
    """What the process printed at its end."""
    said, _ = process.communicate(timeout=1200)
    assert process.returncode == 0
    counts: dict[str, int] = json.loads(said)
    return counts


def test_nothing_acknowledged_is_lost_when_the_writer_is_killed(tmp_path: Path) -> None:
    counts = answer(started("killer", str(tmp_path), "40", "20261124"))
    assert counts["promised"] > 40
    assert (counts["lost"], counts["faults"]) == (0, 0), counts


@pytest.mark.nightly
@pytest.mark.timeout(1800)
def test_nothing_acknowledged_is_lost_through_many_kills(tmp_path: Path) -> None:
    seed = random.SystemRandom().randrange(10**9)
    for round_ in range(10):
        counts = answer(started("killer", str(tmp_path / str(round_)), "60", str(seed + round_)))
        assert (counts["lost"], counts["faults"]) == (0, 0), counts


def test_a_writer_that_promises_too_early_is_caught(tmp_path: Path) -> None:
    lost = sum(answer(started("killer", str(tmp_path / str(n)), "10", str(n), "lie"))["lost"] for n in range(2))
    assert lost > 0


def closed_by_many(home: Path, processes: int, matters: int) -> None:
    """Several processes close the same matters; every matter is closed once and every loser is told."""
    journal = Journal.open(home)
    journal.append([wants("record", f"m{n}", state="in_progress") for n in range(matters)])
    journal.close()
    counts = [answer(one) for one in [started("closer", str(home), f"人{n}", str(matters)) for n in range(processes)]]
    assert sum(one["closed"] for one in counts) == matters
    assert sum(one["JRN-002"] for one in counts) == matters * (processes - 1)
    journal = Journal.open(home)
    assert journal.size == matters * 2
    assert all((head.mseq, head.state) == (2, "struck_off") for head in journal.heads())
    assert journal.fsck().ok
    journal.close()


def test_a_matter_is_closed_exactly_once_by_several_processes(tmp_path: Path) -> None:
    closed_by_many(tmp_path, 3, 150)


@pytest.mark.nightly
@pytest.mark.timeout(1800)
def test_many_matters_are_closed_exactly_once_by_eight_processes(tmp_path: Path) -> None:
    closed_by_many(tmp_path, 8, 2000)


def test_without_expect_the_same_race_closes_twice(tmp_path: Path) -> None:
    journal = Journal.open(tmp_path)
    does(journal, "record", "m0")
    for actor in ("甲", "乙"):
        does(journal, "correct", "m0", actor=actor, state="struck_off")
    assert journal.size == 3
    journal.close()


def flips(home: Path, count: int, seed: int, judge: Callable[[Path, bytes], str]) -> dict[str, int]:
    """Flips bits of a journal's file one at a time; counts what the judge says of each."""
    journal = Journal.open(home)
    for n in range(12):
        does(journal, "record", f"m{n}", facts={"no": f"甲{n}", "text": "路灯不亮" * 20})
    journal.export(home / "right.txt")
    journal.close()
    right, whole = (home / "right.txt").read_bytes(), (home / FILE).read_bytes()
    chance, counts = random.Random(seed), {"found": 0, "identical": 0, "silent": 0}
    for _ in range(count):
        damaged = bytearray(whole)
        damaged[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        for extra in ("-wal", "-shm"):
            (home / (FILE + extra)).unlink(missing_ok=True)
        (home / FILE).write_bytes(damaged)
        counts[judge(home, right)] += 1
    return counts


def judged(home: Path, right: bytes) -> str:
    """What becomes of a damaged file: found by the gate or the check, or of no effect on the export."""
    try:
        journal = Journal.open(home)
    except Refused:
        return "found"
    try:
        if not journal.fsck().ok:
            return "found"
        journal.export(home / "now.txt")
    except (Refused, ValueError, OSError):
        return "found"
    finally:
        journal.close()
    return "identical" if (home / "now.txt").read_bytes() == right else "silent"


def test_no_changed_bit_of_the_file_goes_unnoticed(tmp_path: Path) -> None:
    counts = flips(tmp_path, 60, 1, judged)
    assert counts["silent"] == 0, counts
    assert counts["found"] > 0


@pytest.mark.nightly
@pytest.mark.timeout(3600)
def test_no_changed_bit_among_thousands_goes_unnoticed(tmp_path: Path) -> None:
    counts = flips(tmp_path, 6000, random.SystemRandom().randrange(10**9), judged)
    assert counts["silent"] == 0, counts
    # Most of so small a file is the room indexes have not used yet.
    assert counts["found"] > 500


def trusting(home: Path, right: bytes) -> str:
    """The same judge without the journal's own check."""
    try:
        journal = Journal.open(home)
        journal.heads()
        bodies = b"".join(sealed.body + sealed.salt for sealed in journal._store.entries())
        journal.close()
    except Exception:
        return "found"
    return "silent" if len(bodies) and bodies not in right and _body_changed(bodies, right) else "identical"


def _body_changed(bodies: bytes, right: bytes) -> bool:
    return not all(line.split(b"\t")[2] in bodies for line in right.split(b"\n")[1:] if line.count(b"\t") == 2)


def test_a_judge_that_trusts_the_file_misses_changed_bits(tmp_path: Path) -> None:
    assert flips(tmp_path, 150, 1, trusting)["silent"] > 0


def test_a_fault_between_writing_and_committing_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = Journal.open(tmp_path)
    does(journal, "record", "a")
    add = journal._store.add

    def broken(*given: object) -> None:
        add(*given)  # type: ignore[arg-type]
        raise OSError("input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(journal._store, "add", broken)
        with pytest.raises(OSError, match="input/output"):
            does(journal, "record", "b")
    assert (journal.size, journal.head("b"), journal.fsck().ok) == (1, None, True)
    does(journal, "record", "b")
    assert journal.size == 2
    journal.close()


def test_a_journal_reopened_is_the_same_journal(tmp_path: Path) -> None:
    journal = Journal.open(tmp_path, origin="某某办公室")
    does(journal, "record", "a")
    before = (journal.checkpoint(), list(journal.entries()), list(journal.heads()))
    journal.close()
    again = Journal.open(tmp_path, origin="另一个名字")
    assert (again.checkpoint(), list(again.entries()), list(again.heads())) == before
    assert again.checkpoint().origin == "某某办公室"
    again.close()


def test_two_journals_of_the_same_intentions_differ_only_by_their_salt() -> None:
    said = [wants("record", f"m{n}") for n in range(3)]
    one, other = (Journal(MemoryStore("o"), clock=lambda: NOW) for _ in range(2))
    assert one.append(said) == other.append(said)
    assert one.root != other.root
