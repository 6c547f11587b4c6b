"""The vault of a site: encrypts values under a key of their owner, decrypts them, and tells the same names by the same token."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from functools import lru_cache
from hmac import digest as hmac
from pathlib import Path
from typing import NamedTuple

from taizhang.terms.problem import Place, Problem, Refused
from taizhang.terms.sentence import sentence
from taizhang.vault import ciphers
from taizhang.vault.ciphers import Name as Cipher
from taizhang.vault.ciphers import WrongKeyError
from taizhang.vault.keyring import NAME, Keyring, owner_of
from taizhang.vault.site_key import data_keys, key_file, left_out, make_site_key, read_site_key

MARK = "\ue0ff"
"""What a token begins with. Tokens are written in characters for private use, which no keyboard has: a search that
somebody types never finds one, and they need no rule in any statement."""
# Sixteen characters of Unicode's private use area, one a hexadecimal digit.
_DIGITS = {ord(digit): 0xE0A0 + number for number, digit in enumerate("0123456789abcdef")}
# Bytes of HMAC-SHA-256 kept: 96 bits, beyond collision among the names of a site.
_LENGTH = 12
TOKEN = f"{MARK}[\ue0a0-\ue0af]{{{2 * _LENGTH}}}"
"""The pattern of a token inside a text."""
_TOKEN = re.compile(TOKEN)
_MEMORY = Path("/dev/shm")
ERASED, UNREADABLE, ENCRYPTED = "（已销毁）", "（密钥不在，读不出）", "（内容已加密）"


class Box(NamedTuple):
    """Encrypted bytes as text, and the name of their key; a box of two empty texts holds nothing."""

    key: str = ""
    data: str = ""


NO_BOX = Box()


class Gone(NamedTuple):
    """Why a box does not open: ``erased`` when its key was destroyed, else the keys are not here."""

    erased: bool


class Vault:
    """Encrypts and decrypts. problem: why it does neither, None when its keys are at hand.

    folder: of the site; its keys are made when it has none. cipher: for what is sealed from now on.
    """

    def __init__(self, home: Path, cipher: Cipher = "aes-256-gcm") -> None:
        self.problem: Problem | None = None
        self.home, self._cipher = home, cipher
        place, path = key_file(home), data_keys(home)
        try:
            if missing := left_out(home):
                raise Refused(missing)
            site = read_site_key(place) if path.exists() or place.exists() else make_site_key(place)
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._tokens = hmac(site, b"taizhang tokens", "sha256")
            self._secrets = hmac(site, b"taizhang secrets of accounts", "sha256")
            self._ring = Keyring(path, master_of(site), cipher)
        except Refused as refused:
            (self.problem,) = refused.problems
        except WrongKeyError:
            says = sentence("站点密钥“{path}”不是这个站点的，涉密和敏感台账的内容读不出，也写不进。", path=place)
            self.problem = Problem(
                "KEY-002", says, Place(file=str(place)), "请换上本站点的密钥；公开和内部台账照常可用。"
            )
        self.token = lru_cache(maxsize=65_536)(self._token)

    def require(self) -> None:
        """Raises Refused (KEY-001, KEY-002) when the keys are not at hand."""
        if self.problem:
            raise Refused(self.problem)

    def close(self) -> None:
        """Lets go of the keys."""
        if not self.problem:
            self._ring.close()

    def _token(self, value: str) -> str:
        """What stands for a value where it may not stand itself: alike for alike values, and telling nothing."""
        return MARK + hmac(self._tokens, value.encode(), "sha256")[:_LENGTH].hex().translate(_DIGITS)

    def encrypt(self, kind: str, name: str, data: bytes, bound: str) -> Box:
        """The bytes encrypted under the key of an owner; ``flush`` must follow before the box is kept anywhere.

        bound: what they are said of; the box opens for nothing else. Raises Refused: KEY-004 the owner was erased.
        """
        self.require()
        owner = owner_of(kind, name)
        if self._ring.is_erased(owner):
            says = "内容已经销毁，不能再往这里写。"
            raise Refused(Problem("KEY-004", says, hint="需要继续办理的，请另行登记。"))
        key_name, key = self._ring.key_for(owner)
        return Box(key_name.hex(), b64encode(ciphers.encrypt(self._cipher, key, data, bound.encode())).decode("ascii"))

    def decrypt(self, box: Box, bound: str) -> bytes | Gone:
        """What is in the box, or why it does not open. Raises WrongKeyError for altered bytes."""
        if self.problem:
            return Gone(erased=False)
        name = bytes.fromhex(box.key)
        key = self._ring.key(name)
        if key is None:
            return Gone(erased=self._ring.knows(name))
        return ciphers.decrypt(key, b64decode(box.data), bound.encode())

    def encrypt_file(self, digest: str, data: bytes) -> bytes:
        """A file encrypted under a key of its own: the key's name, then the sealed bytes; ``flush`` must follow."""
        self.require()
        owner = owner_of("file", digest)
        if self._ring.is_erased(owner):
            raise Refused(Problem("KEY-004", "内容已经销毁，不能再往这里写。", hint="需要继续办理的，请另行登记。"))
        name, key = self._ring.key_for(owner)
        return name + ciphers.encrypt(self._cipher, key, data, digest.encode())

    def decrypt_file(self, digest: str, boxed: bytes) -> bytes | Gone:
        """What an encrypted file says, or why it does not open. Raises WrongKeyError for altered bytes."""
        if self.problem:
            return Gone(erased=False)
        name = boxed[:NAME]
        key = self._ring.key(name)
        if key is None:
            return Gone(erased=self._ring.knows(name))
        return ciphers.decrypt(key, boxed[NAME:], digest.encode())

    def encrypt_bytes(self, data: bytes, bound: str) -> bytes:
        """Bytes encrypted under the site's key, for what the site itself keeps for a while."""
        self.require()
        return ciphers.encrypt(self._cipher, self._secrets, data, bound.encode())

    def decrypt_bytes(self, data: bytes, bound: str) -> bytes:
        """What ``encrypt_bytes`` encrypted; raises Refused without the key, WrongKeyError for altered bytes."""
        self.require()
        return ciphers.decrypt(self._secrets, data, bound.encode())

    def encrypt_secret(self, data: bytes, bound: str) -> str:
        """A secret of an account encrypted under the site's key, as text."""
        return b64encode(self.encrypt_bytes(data, bound)).decode("ascii")

    def decrypt_secret(self, sealed: str, bound: str) -> bytes:
        """The secret of an account; raises Refused without the key, WrongKeyError for altered text."""
        return self.decrypt_bytes(b64decode(sealed), bound)

    def flush(self) -> None:
        """Keeps new keys for good."""
        if not self.problem:
            self._ring.flush()

    def destroy(self, kind: str, name: str) -> int:
        """Destroys the keys of an owner for ever; how many there were."""
        self.require()
        return self._ring.destroy(owner_of(kind, name))

    def destroy_owner(self, owner: bytes) -> int:
        """The same for an owner known by digest, from a list of what was erased elsewhere."""
        self.require()
        return self._ring.destroy(owner)

    def is_erased(self, kind: str, name: str) -> bool:
        """Whether the owner's keys were destroyed."""
        return not self.problem and self._ring.is_erased(owner_of(kind, name))

    def is_owner_erased(self, owner: bytes) -> bool:
        """The same for an owner known by digest."""
        return not self.problem and self._ring.is_erased(owner)

    def erased(self) -> tuple[bytes, ...]:
        """The owners whose keys were destroyed, by digest."""
        return () if self.problem else self._ring.erased()

    def count(self) -> int:
        """How many data keys there are."""
        return 0 if self.problem else self._ring.count()


def memory_folder() -> Path | None:
    """Where Linux keeps files in memory alone: what is decrypted to be looked at touches no disk there; None elsewhere."""
    return _MEMORY if _MEMORY.is_dir() else None


def master_of(site: bytes) -> bytes:
    """What data keys are wrapped under, made of the site's key."""
    return hmac(site, b"taizhang data keys", "sha256")


def is_token(value: object) -> bool:
    """Whether the value stands for an encrypted one."""
    return type(value) is str and value[:1] == MARK


def without_tokens(text: str) -> str:
    """The text with every token in it said to be something encrypted: for files that leave, in which no word may stand."""
    return _TOKEN.sub(ENCRYPTED, text) if MARK in text else text
