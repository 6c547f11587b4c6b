"""No code of ours calls what turns data into commands, code or objects, nor a digest that is broken."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCES = Path(__file__).resolve().parents[2] / "src"
CALLS = frozenset(
    ["eval", "exec", "os.system", "os.popen", "pickle.load", "pickle.loads", "marshal.loads", "yaml.load"]
)
DIGESTS = frozenset(["md5", "sha1", "hashlib.md5", "hashlib.sha1"])
# The one-time codes of RFC 6238, whose HMAC the collisions of SHA-1 leave alone, are made by the package cryptography.
_SHELL = ("shell", True)
ALLOWED = {
    # Definitions of a bundle become expressions of listed operations over quoted values, and nothing else.
    "taizhang/reports/bundle/verify.py: eval",
    # Bytes the site sealed with its own key; others are not read (tests/web/test_jobs_papers.py).
    "taizhang_site/papers/drawing.py: pickle.loads",
}


def dangers(text: str) -> Iterator[str]:
    """Dangerous calls of a module's source, as they are written."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            if called in CALLS or called in DIGESTS:
                yield called
            if any((one.arg, getattr(one.value, "value", None)) == _SHELL for one in node.keywords):
                yield f"{called}(shell=True)"


@pytest.mark.parametrize("room", sorted(one.name for one in SOURCES.iterdir() if one.is_dir()))
def test_nothing_dangerous_is_called(room: str) -> None:
    found = {
        f"{path.relative_to(SOURCES)}: {one}"
        for path in (SOURCES / room).rglob("*.py")
        for one in dangers(path.read_text("utf-8"))
    }
    assert found - ALLOWED == set()


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("eval(x)", ["eval"]),
        ("import pickle\npickle.loads(b)", ["pickle.loads"]),
        ("run(c, shell=True)", ["run(shell=True)"]),
        ("run(c, shell=False)", []),
        ("hashlib.md5(b)", ["hashlib.md5"]),
        ("hashlib.sha256(b)", []),
        ("model.eval()", []),
    ],
)
def test_the_scan_sees_each_kind(text: str, seen: list[str]) -> None:
    assert list(dangers(text)) == seen
