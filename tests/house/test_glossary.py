"""One word, one idea: words that many modules know have a row in the glossary, and no class name means two things."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WIDELY_KNOWN = 3
"""Modules that know a class from which its word belongs to the language of the house."""


@cache
def trees() -> dict[Path, ast.Module]:
    """Every module of core and site, parsed; migrations are written by Django."""
    files = (path for room in ("taizhang", "taizhang_site") for path in sorted((ROOT / "src" / room).rglob("*.py")))
    return {path: ast.parse(path.read_text("utf-8")) for path in files if "migrations" not in path.parts}


def _names_known_to(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.ImportFrom):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.Name):
            yield node.id


def head_noun(name: str) -> str:
    """The last word of a class name, in lower case: HeadQuery → query."""
    words: list[str] = re.findall(r"[A-Z]+(?=[A-Z][a-z])|[A-Z][a-z0-9]*|[A-Z]+", name)
    return words[-1].lower()


@cache
def glossary() -> frozenset[str]:
    """Every word that has a row."""
    rows = (
        line.split("|")[1] for line in (ROOT / "GLOSSARY.md").read_text("utf-8").split("\n") if line.startswith("|")
    )
    return frozenset(word for row in rows for word in re.findall(r"[a-z_]+", row.lower()))


def has_row(word: str) -> bool:
    """Whether the word or its singular has a row."""
    singular = word[:-3] + "y" if word.endswith("ies") else word.removesuffix("s")
    return word in glossary() or singular in glossary()


def test_a_word_that_many_modules_know_has_a_row_in_the_glossary() -> None:
    known = defaultdict[str, set[Path]](set)
    for path, tree in trees().items():
        for name in _names_known_to(tree):
            known[name].add(path)
    classes = {node.name for tree in trees().values() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}
    missing = {
        f"{head_noun(name)} ({name})"
        for name in classes
        if not name.startswith("_") and len(known[name]) >= WIDELY_KNOWN and not has_row(head_noun(name))
    }
    assert sorted(missing) == [], "give the word a row in GLOSSARY.md, or use the one that has a row for the idea"


def test_no_class_name_stands_for_two_things() -> None:
    homes = defaultdict[str, list[str]](list)
    for path, tree in trees().items():
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                homes[node.name].append(str(path.relative_to(ROOT)))
    assert {name: places for name, places in homes.items() if len(places) > 1} == {}


def test_head_nouns_are_told_and_found_in_either_number() -> None:
    assert [head_noun(name) for name in ("HeadQuery", "SQLiteStore", "Sql", "Deliveries")] == [
        "query",
        "store",
        "sql",
        "deliveries",
    ]
    assert has_row("deliveries")
    assert has_row("rows")
    assert not has_row("gizmo")
