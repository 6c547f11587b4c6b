"""Identifiers of new matters, drawn by chance."""

from __future__ import annotations

import secrets

_CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"


def new_matter() -> str:
    """A random identifier of 128 bits in Crockford base 32, 26 characters."""
    number = secrets.randbits(128)
    return "".join(_CROCKFORD[number >> shift & 31] for shift in range(125, -1, -5))
