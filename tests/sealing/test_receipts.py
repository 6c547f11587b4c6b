"""A receipt of an entry is read by software that is not this project's: scitt-cose, after RFC 9942."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import cbor2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scitt_cose.receipt import verify_receipt
from typer.testing import CliRunner, Result

from taizhang.__main__ import app
from taizhang.journal.journal import Journal
from taizhang.matters.entry import RECORD, Intention
from taizhang.sealing.cose import Cbor, encoded
from taizhang.sealing.notes import LOG, WITNESS, PrivateKey
from taizhang.sealing.seal import receipt_of
from taizhang.sealing.serve import server_of
from taizhang.sealing.witness import Witness
from taizhang.site.site import Site
from taizhang.terms.problem import Refused
from tests.matters.acts import does
from tests.sealing.test_witness import journal_of

DAY = date(2026, 12, 31)
VALUES: st.SearchStrategy[Cbor] = st.recursive(
    st.none() | st.integers(-(2**63), 2**63) | st.binary(max_size=30) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.integers(-70000, 70000), inner, max_size=4),
    max_leaves=8,
)


@settings(deadline=None)
@given(VALUES)
def test_what_is_encoded_another_library_reads(value: Cbor) -> None:
    """The order of keys is by their bytes (RFC 8949, 4.2.1), where canonical CBOR of before went by length first."""
    assert plain(cbor2.loads(encoded(value))) == value


@pytest.mark.parametrize("edge", [23, 24, 255, 256, 65_535, 65_536, 2**32 - 1, 2**32])
def test_heads_are_the_shortest_at_every_limit(edge: int) -> None:
    for value in (edge, -1 - edge, *((bytes(edge), "x" * edge, [None] * edge) if edge <= 65_536 else ())):
        assert encoded(value) == cbor2.dumps(value, canonical=True)


def plain(value: object) -> object:
    if hasattr(value, "items"):
        return {key: plain(one) for key, one in value.items()}
    return [plain(one) for one in value] if isinstance(value, list | tuple) else value


@pytest.fixture
def journal() -> Journal:
    """A journal of one matter."""
    return journal_of(1)


@pytest.fixture
def signer(tmp_path: Path, journal: Journal) -> Iterator[tuple[str, PrivateKey]]:
    """The address of the journal's own signer, running, and its key."""
    origin = journal.checkpoint().origin
    key = PrivateKey.load_or_make(tmp_path / "log" / "key", origin, LOG)
    server = server_of(Witness(key, tmp_path / "log" / "seen.json", {origin: ()}), "127.0.0.1", 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", key
    server.shutdown()
    server.server_close()


def test_every_entry_has_a_receipt_that_other_software_verifies(
    journal: Journal, signer: tuple[str, PrivateKey]
) -> None:
    address, key = signer
    for n in range(1, 12):
        if n > 1:
            does(journal, "record", f"x{n}")
        for seq in range(1, n + 1):
            content, header = receipt_of(journal, seq, address)
            found = verify_receipt(content, leaf_entry_hex=header.hex(), log_public_key_pem=key.public.pem)
            assert (found.ok, found.tree_size, found.leaf_index) == (True, n, seq - 1), found.errors
            assert found.root == journal.checkpoint().root.hex()
            assert (found.issuer, found.subject) == (key.name, key.name)


def test_a_receipt_of_another_entry_key_or_byte_is_refused(
    journal: Journal, signer: tuple[str, PrivateKey], tmp_path: Path
) -> None:
    address, key = signer
    for n in range(4):
        does(journal, "record", f"x{n}")
    content, header = receipt_of(journal, 3, address)
    other = PrivateKey.load_or_make(tmp_path / "other", key.name, LOG).public.pem
    (wrong, *_) = journal.stored(4)

    def good(receipt: bytes, leaf: bytes = header, pem: str = key.public.pem) -> bool:
        return bool(verify_receipt(receipt, leaf_entry_hex=leaf.hex(), log_public_key_pem=pem).ok)

    assert good(content)
    assert not good(content, leaf=wrong.header)
    assert not good(content, pem=other)
    for place in range(len(content)):
        assert not good(content[:place] + bytes([content[place] ^ 1 << place % 8]) + content[place + 1 :]), place


def test_the_signer_signs_no_root_but_the_last_it_vouched_for(
    journal: Journal, signer: tuple[str, PrivateKey], tmp_path: Path
) -> None:
    _, key = signer
    origin = journal.checkpoint().origin
    asked = Witness(key, tmp_path / "log" / "seen.json", {origin: ()})
    assert asked.sign_root(str(journal.checkpoint())) == (409, "0\n")
    assert asked.sign_root("no checkpoint").status == 400
    witness = Witness(PrivateKey.load_or_make(tmp_path / "w", origin, WITNESS), tmp_path / "w.json", {origin: ()})
    assert witness.sign_root(str(journal.checkpoint())).status == 404


def test_entries_that_are_not_there_have_none(journal: Journal, signer: tuple[str, PrivateKey]) -> None:
    for seq in (0, 2):
        with pytest.raises(Refused) as refused:
            receipt_of(journal, seq, signer[0])
        assert refused.value.problems[0].code == "JRN-092"


def test_the_command_writes_receipt_and_entry(tmp_path: Path) -> None:
    home = tmp_path / "site"
    Site.create(home, "青岚县人民政府办公室", "office").close()
    with Site(home) as site:
        told = {"no": "n1"}
        site.journal.append((Intention("甲", "1", "meeting", RECORD, DAY, number="n1", facts=told),))
        origin = site.journal.checkpoint().origin
    key = PrivateKey.load_or_make(tmp_path / "log" / "key", origin, LOG)
    server = server_of(Witness(key, tmp_path / "log" / "seen.json", {origin: ()}), "127.0.0.1", 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def run(*words: str) -> Result:
        return CliRunner().invoke(app, ["seal", "--home", str(home), "--to", str(tmp_path / "out"), *words])

    assert "SEA-006" in run("--receipt", "1").output
    try:
        done = run("--receipt", "1", "--by", f"http://127.0.0.1:{server.server_port}")
    finally:
        server.shutdown()
        server.server_close()
    assert done.exit_code == 0, done.output
    content, entry = ((tmp_path / "out" / f"回执-00000001.{kind}").read_bytes() for kind in ("cbor", "entry"))
    assert verify_receipt(content, leaf_entry_hex=entry.hex(), log_public_key_pem=key.public.pem).ok
