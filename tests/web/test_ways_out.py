"""No page tells anybody to type a command: every message that reaches one has its way out there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import taizhang
import taizhang_site
from taizhang.terms.problem import Problem
from taizhang.terms.sentence import chain, sentence
from taizhang_site.rendering.language import english, translate_sentence
from taizhang_site.rendering.ways import COMMAND, WAYS, on_page

CORE, SITE = Path(taizhang.__file__).parent, Path(taizhang_site.__file__).parent
HAN = re.compile("[\u4e00-\u9fff]")
TERMINAL = ("server.py", "working.py", "console.py", "ways.py")
"""Modules of the site that speak to a terminal alone, and the table of ways itself."""
DOCUMENTS = ("catalogue_page.py",)
"""What writes a page of the documentation, which no site shows."""


def sentences(path: Path) -> set[str]:
    """Chinese texts of a module, of f-strings their parts, docstrings left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    texts = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in documented)
    return {str(node.value) for node in texts if isinstance(node.value, str) and HAN.search(node.value)}


def spoken() -> dict[str, str]:
    """Every sentence that may reach a page and names a command, with the module that says it."""
    modules = [
        path
        for path in CORE.rglob("*.py")
        if path.relative_to(CORE).parts[0] != "commands" and path.name not in DOCUMENTS
    ]
    modules += [path for path in SITE.rglob("*.py") if path.name not in TERMINAL]
    return {text: path.name for path in modules for text in sentences(path) if COMMAND.search(text)}


def test_every_sentence_that_names_a_command_says_something_else_on_a_page() -> None:
    found = spoken()
    assert len(found) > 10
    assert {text: where for text, where in found.items() if COMMAND.search(on_page(text))} == {}


def test_no_way_is_kept_for_what_nobody_says_any_more() -> None:
    assert sorted(WAYS.keys() - spoken().keys()) == []


def test_no_way_names_a_command_and_each_can_be_read_in_english() -> None:
    assert [way for way in WAYS.values() if COMMAND.search(way)] == []
    assert [way for way in WAYS.values() if way not in english()] == []
    assert [told for told in WAYS if COMMAND.search(translate_sentence(told, "en"))] == []


def test_no_template_names_a_command_in_either_language() -> None:
    for path in SITE.rglob("*.html"):
        text = re.sub(r"\{%\s*(?:static|load|extends|include)[^%]*%\}|<!--.*?-->", "", path.read_text(encoding="utf-8"))
        said = [*re.findall(r"""\{%\s*t\s+["']([^"']*)""", text), re.sub(r"<[^>]*>|\{%.*?%\}", " ", text)]
        assert [one for one in said if COMMAND.search(one)] == [], path.name
        assert [one for one in said[:-1] if COMMAND.search(english().get(one, ""))] == [], path.name


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_sentence_with_values_and_several_together_are_said_so_too(language: str) -> None:
    told = next(iter(WAYS))
    many = chain((sentence("{name}不对。", name=told), "请写 --approver。"))
    assert COMMAND.search(many)
    assert not COMMAND.search(translate_sentence(many, language))
    assert not COMMAND.search(translate_sentence(f"别的话。{told}", language))


def test_a_terminal_is_still_told_the_command() -> None:
    told = next(iter(WAYS))
    assert told in str(Problem("FIG-010", "两边不等。", hint=told))
