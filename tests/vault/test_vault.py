"""Keys: wrapped under the site's key, made durable before what they seal, destroyed for good."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.terms.problem import Refused
from taizhang.vault.ciphers import ALGORITHMS, Name, WrongKeyError, decrypt, encrypt
from taizhang.vault.keyring import LENGTH, Keyring, erased_in, owner_of
from taizhang.vault.site_key import data_keys, key_file, move_site_key
from taizhang.vault.vault import MARK, Box, Gone, Vault, is_token

MASTER = bytes(range(32))


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    made = Vault(tmp_path)
    yield made
    made.close()


@pytest.mark.parametrize("cipher", ALGORITHMS)
@given(data=st.binary(max_size=300), bound=st.binary(max_size=40))
def test_what_is_sealed_opens_for_what_it_was_sealed_for_and_no_changed_bit_passes(
    cipher: Name, data: bytes, bound: bytes
) -> None:
    sealed = encrypt(cipher, MASTER, data, bound)
    assert decrypt(MASTER, sealed, bound) == data
    assert len(data) < 4 or data not in sealed
    for place in (0, 1, 12, 13, len(sealed) - 1):
        with pytest.raises(WrongKeyError):
            decrypt(MASTER, sealed[:place] + bytes((sealed[place] ^ 1,)) + sealed[place + 1 :], bound)
    with pytest.raises(WrongKeyError):
        decrypt(MASTER, sealed, bound + b"x")
    with pytest.raises(WrongKeyError):
        decrypt(bytes(32), sealed, bound)


def test_a_known_answer_of_sm4_gcm() -> None:
    """RFC 8998 appendix A.1."""
    key = bytes.fromhex("0123456789ABCDEFFEDCBA9876543210")
    nonce = bytes.fromhex("00001234567800000000ABCD")
    bound = bytes.fromhex("FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2")
    words = ("AA" * 8, "BB" * 8, "CC" * 8, "DD" * 8, "EE" * 8, "FF" * 8, "EE" * 8, "AA" * 8)
    sealed = ALGORITHMS["sm4-gcm"].seal(key, nonce, bytes.fromhex("".join(words)), bound)
    assert sealed[-16:].hex().upper() == "83DE3541E4C2B58177E065A9BF7B62EC"
    assert sealed[:16].hex().upper() == "17F399F08C67D5EE19D0DC9969C4BB7D"


def test_a_key_outlives_its_process_once_it_was_flushed_and_only_then(tmp_path: Path) -> None:
    path = tmp_path / "data.keys"
    first = Keyring(path, MASTER)
    name, key = first.key_for(owner_of("matter", "a"))
    assert first.key(name) == key
    other = Keyring(path, MASTER)
    assert other.key(name) is None
    first.flush()
    assert other.key(name) == key
    assert other.key_for(owner_of("matter", "a")) == (name, key)
    first.close()
    other.close()


def test_a_destroyed_key_is_gone_from_the_file_and_from_every_process(tmp_path: Path) -> None:
    path = tmp_path / "data.keys"
    first, other = Keyring(path, MASTER), Keyring(path, MASTER)
    owners = [owner_of("matter", one) for one in "abc"]
    names = [first.key_for(owner)[0] for owner in owners]
    first.flush()
    before = path.read_bytes()
    assert other.key(names[1])
    assert first.destroy(owners[1]) == 1
    after = path.read_bytes()
    assert len(after) == len(before)
    record = slice(2 * LENGTH, 3 * LENGTH)
    assert after[: record.start] == before[: record.start]
    assert after[record.stop :] == before[record.stop :]
    assert after[record][3 + 32 :] == bytes(LENGTH - 35)
    assert [other.key(name) is None for name in names] == [False, True, False]
    assert other.is_erased(owners[1])
    assert not other.is_erased(owners[0])
    assert first.erased() == other.erased() == (owners[1],)
    told: list[bytes] = []
    erased_in(path, told.append)
    assert told == [owners[1]]
    first.close()
    other.close()


def test_an_owner_that_never_had_a_key_may_be_erased_too(tmp_path: Path) -> None:
    ring = Keyring(tmp_path / "data.keys", MASTER)
    assert ring.destroy(owner_of("matter", "a")) == 0
    ring.close()
    again = Keyring(tmp_path / "data.keys", MASTER)
    assert again.is_erased(owner_of("matter", "a"))
    again.close()


@pytest.mark.parametrize("cut", [1, LENGTH // 2, LENGTH - 1])
def test_half_a_record_left_by_a_crash_is_overwritten(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "data.keys"
    ring = Keyring(path, MASTER)
    ring.key_for(owner_of("matter", "a"))
    ring.flush()
    ring.key_for(owner_of("matter", "b"))
    ring.flush()
    ring.close()
    os.truncate(path, 3 * LENGTH - cut)
    again = Keyring(path, MASTER)
    assert again.count() == 1
    name, key = again.key_for(owner_of("matter", "c"))
    again.flush()
    again.close()
    last = Keyring(path, MASTER)
    assert (last.count(), last.key(name)) == (2, key)
    last.close()


def test_the_file_tells_neither_key_nor_owner(vault: Vault, tmp_path: Path) -> None:
    box = vault.encrypt("matter", "举报件一", "针".encode(), "a")
    vault.flush()
    data = data_keys(tmp_path).read_bytes()
    assert "举报件一".encode() not in data
    assert vault.decrypt(box, "a") == "针".encode()
    assert {path.stat().st_mode & 0o777 for path in (key_file(tmp_path), data_keys(tmp_path))} == {0o600}
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o700


def test_a_missing_or_wrong_site_key_is_said_and_never_made_anew(vault: Vault, tmp_path: Path) -> None:
    box = vault.encrypt("matter", "a", b"x", "a")
    vault.flush()
    place = key_file(tmp_path)
    right = place.read_bytes()
    for content, code in ((None, "KEY-001"), (b"nothing", "KEY-002"), (b"\xff", "KEY-002"), (_other(right), "KEY-002")):
        place.unlink()
        if content is not None:
            place.write_bytes(content)
        locked = Vault(tmp_path)
        assert locked.problem is not None
        assert locked.problem.code == code
        assert locked.problem.message.endswith("。")
        assert locked.decrypt(box, "a") == Gone(erased=False)
        with pytest.raises(Refused):
            locked.encrypt("matter", "a", b"x", "a")
        if content is None:
            assert not place.exists()
            place.touch()
    place.write_bytes(right)
    again = Vault(tmp_path)
    assert again.decrypt(box, "a") == b"x"
    again.close()


def _other(right: bytes) -> bytes:
    return right.replace(right[-2:-1], b"1" if right[-2:-1] != b"1" else b"2")


def test_the_site_key_moves_to_another_disk_and_leaves_nothing(vault: Vault, tmp_path: Path) -> None:
    box = vault.encrypt("matter", "a", b"x", "a")
    vault.flush()
    secret = key_file(tmp_path).read_text().split("\n")[1]
    place = move_site_key(tmp_path, tmp_path / "other" / "disk.key")
    assert key_file(tmp_path) == place
    assert place.stat().st_mode & 0o777 == 0o600
    assert not any(secret in path.read_text("latin1") for path in (tmp_path / "keys").iterdir())
    again = Vault(tmp_path)
    assert again.decrypt(box, "a") == b"x"
    again.close()
    with pytest.raises(Refused, match="已经存在"):
        move_site_key(tmp_path, place)


def test_the_environment_says_where_the_site_key_lies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TAIZHANG_KEY", str(tmp_path / "stick" / "key"))
    home = tmp_path / "site"
    Vault(home).close()
    assert (tmp_path / "stick" / "key").is_file()
    assert [path.name for path in (home / "keys").iterdir()] == ["data.keys"]


def test_after_the_key_is_destroyed_the_box_never_opens_and_nothing_is_sealed_there(vault: Vault) -> None:
    boxes = [vault.encrypt("matter", one, b"x", one) for one in "ab"]
    vault.flush()
    assert vault.destroy("matter", "a") == 1
    assert vault.decrypt(boxes[0], "a") == Gone(erased=True)
    assert vault.decrypt(boxes[1], "b") == b"x"
    with pytest.raises(Refused, match="已经销毁"):
        vault.encrypt("matter", "a", b"x", "a")
    assert vault.decrypt(Box("00" * 16, boxes[1].data), "b") == Gone(erased=False)


def test_tokens_are_alike_for_alike_values_of_one_site_only(vault: Vault, tmp_path: Path) -> None:
    assert vault.token("张三") == vault.token("张三") != vault.token("李四")
    assert is_token(vault.token("张三"))
    assert not is_token("张三")
    assert vault.token("x")[0] == MARK
    other = Vault(tmp_path / "other")
    assert other.token("张三") != vault.token("张三")
    other.close()


def test_secrets_of_accounts_open_for_their_account_alone(vault: Vault) -> None:
    sealed = vault.encrypt_secret(b"ABCD", "7")
    assert vault.decrypt_secret(sealed, "7") == b"ABCD"
    with pytest.raises(WrongKeyError):
        vault.decrypt_secret(sealed, "8")
