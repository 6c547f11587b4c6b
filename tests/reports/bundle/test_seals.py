"""What the program holds entries against: tree, checkpoint, signature, code; each agrees with the journal's own and with a library."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from taizhang.journal import merkle
from taizhang.journal.checkpoint import Checkpoint
from taizhang.reports import paper_code
from taizhang.sealing.notes import LOG, WITNESS, PrivateKey
from tests.bundled import SEALS

LEAVES = [merkle.leaf(bytes([n])) for n in range(9)]
ROOT = merkle.root_of(LEAVES)
NOTE: tuple[object, ...] = ("o", 9, ROOT, b"", [])
MANIFEST = {"name": "county", "period": "2026", "entries": 9, "root": "ab", "revision": "cd"}


def test_the_tree_is_the_journals_for_every_size() -> None:
    for size in range(len(LEAVES) + 1):
        assert SEALS.root_of(LEAVES[:size]) == merkle.root_of(LEAVES[:size])


def test_a_checkpoint_is_read_and_any_other_way_to_write_it_refused() -> None:
    point = Checkpoint("o", 9, ROOT).signed("k", bytes(range(68)))
    told = ("o", 9, ROOT, point.note.encode(), [("k", b64encode(bytes(range(68))).decode())])
    assert SEALS.read_note(str(point), "甲") == told
    for wrong in (
        str(point)[:-1],
        str(point) + "\n",
        str(point).replace("\n9\n", "\n09\n"),
        str(point).replace("— ", "- "),
    ):
        with pytest.raises(ValueError, match="甲的写法不对"):
            SEALS.read_note(wrong, "甲")


def test_hexadecimal_and_base_64_have_one_way_to_be_written() -> None:
    assert (SEALS.unhex("0aff"), SEALS.unbase64("AAE=")) == (b"\x0a\xff", b"\0\1")
    for wrong in ("0A", "0", "0a ff", "0g", " 0a"):
        with pytest.raises(ValueError, match=r"十六进制|hexadecimal"):
            SEALS.unhex(wrong)
    for wrong in ("AAF=", "AAE", "AA E=", "AAE=="):
        with pytest.raises(ValueError, match=r"Base64|padding"):
            SEALS.unbase64(wrong)
    with pytest.raises(ValueError, match=f"“{'AB' * 10}”不是小写"):
        SEALS.unhex("AB" * 20)
    with pytest.raises(ValueError, match=f"“{'AA!A' * 5}”不是规范"):
        SEALS.unbase64("AA!A" * 8)


def test_the_code_is_the_papers(tmp_path: Path) -> None:
    code = paper_code.code_of("county", "2026", 9, "ab", "cd")
    assert SEALS.code_of(MANIFEST) == code.replace("-", "")
    for given in (code, code.lower(), code.replace("-", " ").replace("0", "o").replace("1", "l"), f" {code}\n"):
        assert SEALS.reach_of(given, MANIFEST, NOTE, LEAVES) == 9
    (tmp_path / "code.txt").write_text(code, "utf-8")
    assert SEALS.reach_of(tmp_path / "code.txt", MANIFEST, NOTE, LEAVES) == 9
    other = ("Y" if code[0] != "Y" else "X") + code[1:]
    with pytest.raises(ValueError, match=f"核验码“{other}”不是这份定稿的，或者抄错了"):
        SEALS.reach_of(other, MANIFEST, NOTE, LEAVES)


def test_every_digit_of_the_code_is_the_papers() -> None:
    for n in range(40):
        told = {**MANIFEST, "entries": n}
        assert SEALS.code_of(told) == paper_code.code_of("county", "2026", n, "ab", "cd").replace("-", "")


@pytest.mark.parametrize("kind", [LOG, WITNESS])
def test_a_key_vouches_for_the_checkpoint_it_signed_alone(tmp_path: Path, kind: int) -> None:
    key, other = (PrivateKey.load_or_make(tmp_path / name, "shang.gov/w", kind) for name in ("one", "two"))
    point = Checkpoint("o", 9, ROOT)
    signed = other.sign(key.sign(point, 2**60 + 5), 5)  # every byte of the time counts
    note = SEALS.read_note(str(signed), "")
    assert SEALS.reach_of(str(key.public), MANIFEST, note, LEAVES) == 9
    assert SEALS.reach_of(f"{other.public}\n", MANIFEST, note, LEAVES) == 9
    alone = SEALS.read_note(str(other.sign(point, 5)), "")
    moved = (*note[:3], note[3].replace(b"\n9\n", b"\n8\n"), note[4][:1])
    renamed = (*note[:4], [("xia.gov/w", note[4][0][1])])
    for wrong in (alone, moved, renamed):
        with pytest.raises(ValueError, match="这把公钥的有效签名"):
            SEALS.reach_of(str(key.public), MANIFEST, wrong, LEAVES)


def text_of(name: str, kind: int, key: bytes) -> str:
    number = hashlib.sha256(name.encode() + b"\n" + bytes([kind]) + key).hexdigest()[:8]
    return f"{name}+{number}+{b64encode(bytes([kind]) + key).decode()}"


def test_a_key_copied_wrongly_is_named() -> None:
    good = text_of("a.b/c", 1, bytes(range(32)))
    name, number, coded = good.split("+", 2)
    other = ("0" if number[0] != "0" else "1") + number[1:]
    for wrong in (
        f"{name}+{other}+{coded}",
        text_of(name, 2, bytes(range(32))),
        text_of(name, 0, bytes(range(32))),
        text_of(name, 3, bytes(range(32))),
        text_of(name, 5, bytes(range(32))),
        text_of(name, 1, bytes(range(31))),
        text_of(name, 4, bytes(range(33))),
    ):
        with pytest.raises(ValueError, match=r"公钥“a\.b/c”抄得不对"):
            SEALS.reach_of(wrong, MANIFEST, NOTE, LEAVES)
    with pytest.raises(ValueError, match="有效签名"):
        SEALS.reach_of(good, MANIFEST, NOTE, LEAVES)


def test_evidence_leads_to_any_checkpoint_and_says_how_far(tmp_path: Path) -> None:
    for size in range(1, 10):
        assert SEALS.reach_of(str(Checkpoint("o", size, merkle.root_of(LEAVES[:size]))), MANIFEST, NOTE, LEAVES) == size
        point = Checkpoint("o", 9, ROOT)
        proof = "".join(f"{count} {root.hex()}\n" for count, root in merkle.further(LEAVES, size))
        path = tmp_path / "later.txt"
        path.write_text(f"extension\n{proof}\n\n{point}", "utf-8")
        assert SEALS.reach_of(path, MANIFEST, NOTE, LEAVES[:size]) == 9
        for said in (8, 10, 79):
            path.write_text(f"extension\n{proof}\n\n{Checkpoint('o', said, ROOT)}", "utf-8")
            with pytest.raises(ValueError, match=f"（第{said}条为止）与本包的流水不符"):
                SEALS.reach_of(path, MANIFEST, NOTE, LEAVES[:size])
        path.write_text(f"extensiom\n{proof}\n\n{point}", "utf-8")
        with pytest.raises(ValueError, match=r"“later\.txt”的写法不对"):
            SEALS.reach_of(path, MANIFEST, NOTE, LEAVES[:size])
    with pytest.raises(ValueError, match="属于另一份流水"):
        SEALS.reach_of(str(Checkpoint("p", 9, ROOT)), MANIFEST, NOTE, LEAVES)
    with pytest.raises(ValueError, match="（第10条为止）与本包的流水不符"):
        SEALS.reach_of(str(Checkpoint("o", 10, ROOT)), MANIFEST, NOTE, LEAVES)
    with pytest.raises(ValueError, match="（第8条为止）与本包的流水不符：流水被改写过，或没有延续到它的证明"):
        SEALS.reach_of(str(Checkpoint("o", 8, ROOT)), MANIFEST, NOTE, LEAVES)


def test_a_signature_is_one_of_rfc_8032() -> None:
    """Keys with either sign of x and either square root; a scalar not below the order makes a second signature of the first."""
    for number in range(1, 4):
        private = Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32)
        key, message = private.public_key().public_bytes_raw(), b"taizhang"
        good = private.sign(message)
        assert SEALS.signed_by(key, message, good) is True
    moved = int.from_bytes(good[32:], "little") + SEALS.ORDER
    for wrong in (good[:63], good + b"\0", good[:32] + moved.to_bytes(32, "little"), bytes([good[0] ^ 1]) + good[1:]):
        assert not SEALS.signed_by(key, message, wrong)
    assert not SEALS.signed_by(bytes([*key[:31], key[31] ^ 128]), message, good)


def test_a_scalar_that_is_the_order_itself_is_refused() -> None:
    """With the neutral point for key and commitment, 0 and the order are the same scalar; only 0 is written right."""
    neutral = bytes([1, *bytes(31)])
    assert SEALS.signed_by(neutral, b"text", neutral + bytes(32))
    assert not SEALS.signed_by(neutral, b"text", neutral + SEALS.ORDER.to_bytes(32, "little"))


def test_a_vector_of_rfc_8032() -> None:
    """7.1, test 2."""
    key = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
    signature = bytes.fromhex(
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    )
    assert SEALS.signed_by(key, b"\x72", signature)
    assert not SEALS.signed_by(key, b"\x73", signature)


def test_the_base_point_and_the_curve_are_those_of_rfc_8032() -> None:
    x, y = SEALS.BASE
    assert (y * y - x * x - 1 - SEALS.D * x * x * y * y) % SEALS.P == 0
    assert 5 * y % SEALS.P == 4
    assert x % 2 == 0
