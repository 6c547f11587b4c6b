"""A number with a name says where it comes from: a statute, a standard, a format, a measurement, or a choice and its reason."""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src"
ADVICE = "say above, beside or below the constant where its number comes from: statute, format, measurement, or choice"
DOUBLES = (0, 1, 2)
"""What a number derived from others may hold besides them: nothing, one more or less, half and double."""


def _numbers(node: ast.AST) -> Iterator[float]:
    """The numbers written out in an expression, without positions: an index, a slice, the first of an enumeration."""
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool):
        yield node.value
    if isinstance(node, ast.Subscript):
        inner: list[ast.AST] = [node.value]
    elif isinstance(node, ast.Call) and ast.unparse(node.func) == "enumerate":
        inner = [node.args[0]]
    else:
        inner = [] if isinstance(node, ast.Lambda) else list(ast.iter_child_nodes(node))
    for one in inner:
        yield from _numbers(one)


def _is_derived(value: ast.expr) -> bool:
    """Whether the value is reckoned from names, with nothing but halves and doubles beside them."""
    names = any(isinstance(node, ast.Name) and node.id.isupper() for node in ast.walk(value))
    return names and all(number in DOUBLES for number in _numbers(value))


def _is_told(statement: ast.stmt, following: ast.stmt | None, comments: set[int]) -> bool:
    """Whether a comment stands on the line above, on one of its own lines, or a text below."""
    below = isinstance(following, ast.Expr) and isinstance(following.value, ast.Constant)
    return below or any(line in comments for line in range(statement.lineno - 1, (statement.end_lineno or 0) + 1))


def unexplained(text: str) -> Iterator[tuple[int, str]]:
    """Line and name of each constant of a module that holds a number and says nothing of it."""
    body = ast.parse(text).body
    comments = {
        token.start[0]
        for token in tokenize.generate_tokens(io.StringIO(text).readline)
        if token.type == tokenize.COMMENT
    }
    for statement, following in zip(body, [*body[1:], None], strict=True):
        if isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value is not None:
            target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
            silent = any(True for _ in _numbers(statement.value)) and not _is_derived(statement.value)
            if silent and not _is_told(statement, following, comments):
                yield statement.lineno, ast.unparse(target)


def test_every_number_with_a_name_says_where_it_comes_from() -> None:
    silent = [
        f"{path.relative_to(SOURCE)}:{line} {name}"
        for path in sorted(SOURCE.rglob("*.py"))
        for line, name in unexplained(path.read_text(encoding="utf-8"))
    ]
    assert silent == [], ADVICE


def test_the_rule_sees_a_silent_number_and_hears_one_that_speaks() -> None:
    silent = "A = 3\nB, C = 'x', 7\nD: int = 5\nE = {'x': 0.6}\nF = timedelta(days=7)\nG = A - 40\nH = 2\n"
    assert [name for _, name in unexplained(silent)] == ["A", "(B, C)", "D", "E", "F", "G", "H"]
    told = "# GB/T 9704-2012 5.2.3.\nA = 22\nB = 28  # of the same\nC = 3\n'''What fits a screen.'''\nD = (\n    4,  # lines\n)\n"
    assert list(unexplained(told)) == []
    derived = "A = WIDE - 2 * EDGE\nB = NAMES[:12]\nC = {name: n for n, name in enumerate(NAMES, 1)}\nD = {'=': lambda a: a > 5}\n"
    assert list(unexplained(derived)) == []
