"""No key, token or password of anything real stands in what is committed."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
KINDS = {
    "private key": re.compile(r"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----\s*\n[A-Za-z0-9+/=]{40}"),
    "site key": re.compile(r"taizhang site key 1\n[0-9a-f]{64}"),
    "cloud key": re.compile(r"\b(?:AKIA|ASIA|LTAI|AKID)[0-9A-Za-z]{16,}\b"),
    "token": re.compile(r"\b(?:gh[pousr]_[A-Za-z0-9]{36}|glpat-[\w-]{20}|xox[abp]-[\w-]{20,}|pypi-[\w-]{50,})"),
    "web token": re.compile(r"\beyJ[\w-]{20,}\.eyJ[\w-]{20,}\.[\w-]{20,}"),
    "password in an address": re.compile(r"[a-z][a-z0-9+.-]+://[^\s/:@\"'{}<>]+:[^\s/@\"'{}<>]{6,}@[\w.-]+\.[a-z]{2,}"),
    "assigned": re.compile(
        r"(?i)\b(?:secret_?key|api_?key|auth_?token|password|passwd)\b\s*[:=]\s*[\"'][A-Za-z0-9+/_=-]{24,}[\"']"
    ),
}
PLANTED = {
    "private key": "-----BEGIN " + "RSA PRIVATE KEY-----\n" + "A" * 64,
    "site key": "taizhang site key " + "1\n" + "0f" * 32,
    "cloud key": "AKIA" + "ABCDEFGHIJKLMNOP",
    "token": "ghp_" + "a1" * 18,
    "web token": "eyJ" + "a" * 24 + ".eyJ" + "b" * 24 + "." + "c" * 24,
    "password in an address": "postgresql://tz:" + "hunter22@db.example.gov",
    "assigned": 'SECRET_KEY = "' + "Zx9" * 10 + '"',
}


def found_in(text: str) -> set[str]:
    """The kinds of secrets in a text."""
    return {kind for kind, pattern in KINDS.items() if pattern.search(text)}


def test_no_secret_is_committed() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    wrong, read = [], 0
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        if path.is_file():
            wrong += [(name, kind) for kind in found_in(path.read_bytes().decode("utf-8", "replace"))]
            read += 1
    assert read > 1000
    assert wrong == []


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_scan_sees_each_kind(kind: str) -> None:
    assert kind in found_in(f"x = 1\n{PLANTED[kind]}\n")
