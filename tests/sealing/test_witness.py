"""A witness vouches only for what extends what it saw; a journal rewritten from below is signed by nobody."""

from __future__ import annotations

import threading
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taizhang.journal import merkle
from taizhang.journal.checkpoint import Checkpoint, read_checkpoint
from taizhang.journal.journal import Journal
from taizhang.sealing.notes import LOG, WITNESS, PrivateKey, read_key
from taizhang.sealing.seal import against, extension, keep, last_kept, sealed
from taizhang.sealing.serve import ask, server_of
from taizhang.sealing.witness import Request, Witness
from taizhang.terms.problem import Refused
from tests.matters.acts import does

ORIGIN = "taizhang/test"
LEAVES = [merkle.leaf(b"%d" % n) for n in range(64)]


def point(size: int, leaves: list[bytes] = LEAVES) -> Checkpoint:
    """The checkpoint over the first leaves."""
    return Checkpoint(ORIGIN, size, merkle.root_of(leaves[:size]))


def request(old: int, size: int) -> str:
    """An honest request."""
    proof = merkle.consistency(LEAVES[:size], old) if 0 < old < size else ()
    return str(Request(old, proof, point(size)))


@pytest.fixture
def log_key(tmp_path: Path) -> PrivateKey:
    """The journal's own key."""
    return PrivateKey.load_or_make(tmp_path / "log" / "key", ORIGIN, LOG)


@pytest.fixture
def signer(tmp_path: Path, log_key: PrivateKey) -> Witness:
    """The body's own signer."""
    return Witness(log_key, tmp_path / "log" / "seen.json", {ORIGIN: ()}, lambda: 1_790_000_000)


@pytest.fixture
def witness(tmp_path: Path, log_key: PrivateKey) -> Witness:
    """A superior body's witness, which knows the journal's key."""
    key = PrivateKey.load_or_make(tmp_path / "w" / "key", "shang.gov/witness", WITNESS)
    return Witness(key, tmp_path / "w" / "seen.json", {ORIGIN: (log_key.public,)}, lambda: 1_790_000_000)


def test_every_status_that_is_asked_for(signer: Witness, witness: Witness, log_key: PrivateKey) -> None:
    first = signer.add(request(0, 5))
    assert first.status == 200
    signed = read_checkpoint(str(point(5)) + first.text)
    assert log_key.public.vouches(signed)
    assert witness.add(request(0, 5)).status == 403
    answer = witness.add(str(Request(0, (), signed)))
    assert answer.status == 200
    both = read_checkpoint(str(signed) + answer.text)
    assert witness.key.public.vouches(both)
    assert read_key(str(witness.key.public)) == witness.key.public
    assert signer.add(request(0, 9)) == (409, "5\n")
    assert signer.add(request(5, 9)).status == 200
    assert signer.add(request(9, 9)).status == 200
    assert signer.add(str(Request(9, (), Checkpoint(ORIGIN, 9, bytes(32))))).status == 409
    assert signer.add(str(Request(9, (bytes(32),), point(12)))).status == 422
    assert signer.add(str(Request(12, (), point(9)))).status == 400
    assert signer.add(str(Request(0, (), Checkpoint("taizhang/other", 1, bytes(32))))).status == 404
    for text in ("", "old x\n\n", "old 01\n\n" + str(point(12)), "old 9\n%\n\n" + str(point(12)), request(9, 12)[:-1]):
        assert signer.add(text).status == 400
    assert signer.last(ORIGIN) == read_checkpoint(str(signer.last(ORIGIN)))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 40), st.booleans()), max_size=12))
def test_it_never_goes_back_and_never_sees_two_histories(asked: list[tuple[int, int, bool]]) -> None:
    import tempfile

    other = [*LEAVES[:7], *(merkle.leaf(b"x%d" % n) for n in range(57))]
    with tempfile.TemporaryDirectory() as folder:
        key = PrivateKey.load_or_make(Path(folder) / "key", ORIGIN, LOG)
        one = Witness(key, Path(folder) / "seen.json", {ORIGIN: ()})
        seen: list[Checkpoint] = []
        for old, size, forged in asked:
            leaves = other if forged else LEAVES
            proof = merkle.consistency(leaves[:size], old) if 0 < old < size else ()
            if one.add(str(Request(old, proof, point(size, leaves)))).status == 200:
                seen.append(point(size, leaves))
        sizes = [each.size for each in seen]
        assert sizes == sorted(sizes)
        forks = {each.root == point(each.size).root for each in seen if each.size > 7}
        assert len(forks) < 2


@pytest.fixture
def address(signer: Witness) -> Iterator[str]:
    """The signer over HTTP."""
    server = server_of(signer, "127.0.0.1", 0)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def journal_of(entries: int, origin: str = ORIGIN) -> Journal:
    """A journal in memory with matters."""
    from taizhang.journal.memory import MemoryStore

    made = Journal(MemoryStore(origin))
    for number in range(entries):
        does(made, "record", f"m{number}")
    return made


def test_a_journal_is_sealed_over_http_again_and_again_and_a_rewritten_one_is_refused(
    address: str, log_key: PrivateKey, tmp_path: Path
) -> None:
    journal = journal_of(3)
    first = sealed(journal, [address])
    assert log_key.public.vouches(first)
    does(journal, "record", "later")
    second = sealed(journal, [address])
    assert second.size == 4
    keep(first, [tmp_path / "a", tmp_path / "b"])
    keep(second, [tmp_path / "a"])
    keep(Checkpoint(second.origin, second.size, second.root), [tmp_path / "a"])
    assert last_kept(tmp_path / "a", journal.checkpoint(), 1) == second
    assert against(journal, [tmp_path / "a", tmp_path / "b"]) == (3, ())
    assert extension(journal, 3).startswith("extension\n")
    rewritten = journal_of(6)
    with pytest.raises(Refused, match="SEA-004"):
        sealed(rewritten, [address])
    fit, wrong = against(rewritten, [tmp_path / "a"])
    assert (fit, [one.code for one in wrong]) == (0, ["SEA-005", "SEA-005"])
    with pytest.raises(Refused, match="SEA-002"):
        ask("file:///etc/passwd", "")
    with pytest.raises(Refused, match="SEA-002"):
        sealed(journal, ["http://127.0.0.1:9"])


def test_what_does_not_add_up_on_disk_is_not_offered_for_signing(address: str) -> None:
    journal = journal_of(3)
    store = journal._store
    store._entries[1] = store._entries[1]._replace(header=store._entries[1].header.replace(b'"c":"', b'"c":"0'))  # type: ignore[attr-defined]
    with pytest.raises(Refused, match="SEA-003"):
        sealed(journal, [address])


@pytest.mark.parametrize("text", ["", "a+b+c", "a+00000000+" + b64encode(bytes([1]) + bytes(32)).decode()])
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="SEA-001"):
        read_key(text)
