"""Columns of the site's own database that lie there encrypted: second factors, names of files, what jobs were asked and told.

They are encrypted under the site's key. Where it is not at hand what it encrypted is neither shown nor overwritten, and a
second factor fits no code.
"""

from __future__ import annotations

import hmac
import json
from base64 import b32encode, b64decode, b64encode
from functools import cache
from secrets import token_bytes
from typing import Any

from django.conf import settings
from django.db import models

from taizhang.vault.ciphers import WrongKeyError, decrypt, encrypt
from taizhang.vault.vault import UNREADABLE
from taizhang_site.house import site

KEPT, BESIDE = "box1:", "box0:"
"""Before what is encrypted under the site's key, and under the key of sessions while the site's is not at hand."""


class Unopened(str):
    """What stands for a value that does not open; ``kept`` goes back to the database as it came."""

    kept: str = ""


@cache
def _beside() -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), b"taizhang without its key", "sha256")


def close(value: str, bound: str) -> str:
    """A text as it is kept in the database."""
    if isinstance(value, Unopened):
        return value.kept
    vault = site().vault
    if vault.problem:
        return BESIDE + b64encode(encrypt("aes-256-gcm", _beside(), value.encode(), bound.encode())).decode("ascii")
    return KEPT + vault.encrypt_secret(value.encode(), bound)


def open_(kept: str, bound: str, instead: str) -> str:
    """The text that is kept so; older rows are in the clear. instead: what stands for one that does not open."""
    try:
        if kept.startswith(BESIDE):
            return decrypt(_beside(), b64decode(kept[len(BESIDE) :]), bound.encode()).decode()
        if kept.startswith(KEPT) and not site().vault.problem:
            return site().vault.decrypt_secret(kept[len(KEPT) :], bound).decode()
    except (WrongKeyError, ValueError):
        pass
    else:
        if not kept.startswith(KEPT):
            return kept
    found = Unopened(instead)
    found.kept = kept
    return found


class EncryptedText(models.TextField):
    """A text; '' stays as it is, so that it can be asked for."""

    instead = UNREADABLE

    def get_prep_value(self, value: Any) -> Any:
        """As it is kept."""
        return close(value, self.name) if value else value

    def from_db_value(self, value: Any, *_: object) -> Any:
        """As it reads."""
        return open_(value, self.name, self.instead) if value else value


class EncryptedSecret(EncryptedText):
    """A shared secret in Base 32; one that does not open reads as another, drawn anew each time, that no code fits."""

    def from_db_value(self, value: Any, *_: object) -> Any:
        """As it reads."""
        return open_(value, self.name, b32encode(token_bytes(20)).decode("ascii")) if value else value


class EncryptedJson(EncryptedText):
    """Plain values."""

    instead = "{}"

    def get_prep_value(self, value: Any) -> Any:
        """As it is kept."""
        return (
            close(json.dumps(value, ensure_ascii=False), self.name) if not isinstance(value, Unopened) else value.kept
        )

    def from_db_value(self, value: Any, *_: object) -> Any:
        """As it reads."""
        return json.loads(open_(value, self.name, self.instead)) if value else None
