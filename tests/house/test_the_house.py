"""Rules every file of the project keeps."""

from __future__ import annotations

import ast
import json
import re
import subprocess
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "taizhang"
VAGUE = {"utils", "util", "helpers", "helper", "common", "base", "manager", "misc"}
CODE = re.compile(r"\b(?:CAT|JRN|INT|PRJ|FIG|RPT|DOC|PRF|LIB|NTF|MSK|CMD|POL|ACC|WEB|LST|SEA|ROW|KEY|LAK)-\d{3}\b")


@cache
def python_files() -> tuple[Path, ...]:
    """Every Python file of the project."""
    folders = ("src", "tests", "samples", "benchmarks", "scripts")
    return tuple(sorted(path for name in folders for path in (ROOT / name).rglob("*.py")))


@cache
def tracked() -> tuple[Path, ...]:
    """Every file git tracks; skips where there is no checkout."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return tuple(ROOT / line for line in listed.stdout.split("\n") if line)


@pytest.mark.parametrize("path", python_files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_is_at_most_400_lines_and_says_what_it_is_for(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 400
    assert ast.get_docstring(ast.parse(text)), "the module has no docstring"


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda path: str(path.relative_to(ROOT)))
def test_everything_public_has_a_docstring_and_functions_are_short(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    private = {
        id(inner)
        for node in ast.walk(tree)
        if _function(node) or _hidden(node)
        for inner in ast.walk(node)
        if inner is not node
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and id(node) not in private:
            if not node.name.startswith("_"):
                assert ast.get_docstring(node), f"{node.name} has no docstring"
            if _function(node):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                assert lines <= 40, f"{node.name} has {lines} lines"


def _hidden(node: ast.AST) -> bool:
    return isinstance(node, ast.ClassDef) and node.name.startswith("_")


def _function(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)


def test_no_room_is_named_for_nothing() -> None:
    assert not [path for path in python_files() if path.stem in VAGUE or path.parent.name in VAGUE]


def test_no_first_party_import_stands_inside_a_function() -> None:
    hidden = []
    for path in SOURCE.rglob("*.py"):
        if "commands" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if _function(node):
                hidden += [
                    f"{path.relative_to(ROOT)}:{inner.lineno}"
                    for inner in ast.walk(node)
                    if isinstance(inner, ast.ImportFrom) and (inner.module or "").startswith("taizhang")
                ]
    assert not hidden


def test_a_request_is_typed_and_nothing_is_asked_by_any_name() -> None:
    """A view relies on what the gatekeeper put on its request; a misspelt name is found before anybody asks."""
    loose = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in sorted(SOURCE.parent.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for one in (*node.args.args, node.args.kwarg)
        if one and one.annotation and ast.unparse(one.annotation) == "Any"
        if one.arg == "request" or one is node.args.kwarg
    ]
    assert not loose


def test_every_problem_code_is_documented_and_every_documented_code_is_used() -> None:
    used = {code for path in SOURCE.parent.rglob("*.py") for code in CODE.findall(path.read_text(encoding="utf-8"))}
    written = [
        code
        for path in (ROOT / "docs" / "problems").glob("*.md")
        for code in re.findall(r"^\| *`?((?:[A-Z]{3})-\d{3})`? *\|", path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert [code for code, rows in Counter(written).items() if rows > 1] == [], "one code for two things"
    assert used - set(written) == set(), "not documented"
    assert set(written) - used == set(), "documented but not used"


def test_no_address_of_a_registry_and_no_path_of_a_machine_is_committed() -> None:
    address = re.compile(
        r"index-url|find-links|\"resolved\"|https?://[^ ]*/(?:simple|packages)/|npmjs|pypi\.org|pythonhosted|/root/\.|"
        + "/"
        + "work/"
    )
    offenders = []
    for path in tracked():
        if path.suffix in (".xlsx", ".xls", ".png", ".csv") or path == Path(__file__) or not path.is_file():
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        if path.name != "lock.py" and address.search(text):
            offenders.append(str(path.relative_to(ROOT)))
    assert not offenders


def test_locked_requirements_carry_hashes_and_no_address() -> None:
    for name in ("core", "dev", "assets"):
        text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
        assert "--hash=sha256:" in text
        assert "://" not in text


def test_locked_packages_of_the_charts_carry_digests_and_no_address() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: one for name, one in lock["packages"].items() if name}
    assert packages
    assert all(one["integrity"].startswith("sha512-") and "resolved" not in one for one in packages.values())
    assert "omit-lockfile-registry-resolved=true" in (ROOT / ".npmrc").read_text(encoding="utf-8")


def test_built_bundles_are_never_tracked() -> None:
    assert not [path for path in tracked() if "built" in path.parts or "node_modules" in path.parts]
