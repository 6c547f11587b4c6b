"""What can be broken in a module: comparisons at their limit, numbers by one, and with or, what a function gives back."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import partial

_COMPARES: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}


Place = ast.Compare | ast.BoolOp | ast.Return | ast.Constant


@dataclass(frozen=True, slots=True)
class Mutant:
    """One broken line. write: makes the whole module with it, which takes longer than to find what can be broken."""

    line: int
    text: str
    before: str
    after: str
    write: Callable[[], str]

    @property
    def source(self) -> str:
        """The whole module with it."""
        return self.write()

    @property
    def key(self) -> str:
        """What it is called in the list of survivors: a line may move, its text not."""
        return f"{self.text} | {self.before} → {self.after}"


def mutants(source: str) -> Iterator[Mutant]:
    """Every way to break the module, in the order of its lines."""
    tree, lines = ast.parse(source), source.splitlines()
    for place in _places(tree):
        for broken in _broken(place):
            text, write = lines[place.lineno - 1].strip(), partial(_written, tree, place, broken)
            yield Mutant(place.lineno, text, _shown(place), _shown(broken), write)


def _written(tree: ast.Module, place: Place, broken: ast.AST) -> str:
    """The module with one expression or return in the place of another."""
    whole = deepcopy(tree, {id(place): ast.copy_location(broken, place)})
    return ast.unparse(ast.fix_missing_locations(whole))


def _shown(node: ast.AST) -> str:
    return " ".join(ast.unparse(node).split())[:120]


def _places(tree: ast.Module) -> Iterator[Place]:
    """The expressions and returns that can be broken; annotations, docstrings and texts to print are left alone."""
    todo: list[ast.AST] = [tree]
    while todo:
        node = todo.pop()
        if isinstance(node, Place):
            yield node
        for name, value in ast.iter_fields(node):
            if name in ("annotation", "returns", "decorator_list", "type_params") or isinstance(node, ast.JoinedStr):
                continue
            parts = value if isinstance(value, list) else [value]
            todo += [part for part in reversed(parts) if isinstance(part, ast.AST)]


def _broken(node: Place) -> Iterator[ast.AST]:
    """What may stand in its place."""
    if isinstance(node, ast.Compare):
        for n, one in enumerate(node.ops):
            ops = [*node.ops[:n], _COMPARES[type(one)](), *node.ops[n + 1 :]]
            yield ast.Compare(node.left, ops, node.comparators)
    elif isinstance(node, ast.BoolOp):
        yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
    elif isinstance(node, ast.Constant):
        if type(node.value) is int:
            yield ast.Constant(node.value + 1)
            yield ast.Constant(node.value - 1)
    elif node.value is None:
        return
    elif isinstance(node.value, ast.Compare | ast.BoolOp | ast.UnaryOp) or _is_truth(node.value):
        yield ast.Return(ast.UnaryOp(ast.Not(), node.value))
    elif not (isinstance(node.value, ast.Constant) and node.value.value is None):
        yield ast.Return(ast.Constant(None))


def _is_truth(node: ast.AST | None) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, bool)
