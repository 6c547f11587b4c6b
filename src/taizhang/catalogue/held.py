"""Checks of identities: their sides are figures, or a ledger's own fields, and groups are columns to group by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from taizhang.catalogue.expand import Expanded, identities_of
from taizhang.catalogue.model import IdentityDeclaration
from taizhang.catalogue.whole import Whole
from taizhang.terms.problem import Problem
from taizhang.terms.sentence import sentence

_HINT = "比较指标的写 left 和 right（或 bound）；逐行核对的写 ledger，以及 must，或 sum 和 total。"


def identities_stand_on_what_exists(whole: Whole) -> Iterator[Problem]:
    """Both sides of an identity are declared figures; one of rows names a ledger and its fields."""
    names = {item.name for item in whole.figures}
    for key, identity in identities_of(whole.declared).items():
        path = ("identity", key)
        for name in identity.figures:
            if name not in names:
                yield whole.unknown(path, name, "已声明的指标")
        if identity.of_rows and identity.ledger not in whole.columns:
            yield whole.unknown((*path, "ledger"), identity.ledger, "已声明的台账")
        elif identity.of_rows:
            yield from _numbers(whole, path, identity)
        if not _whole(identity):
            message = sentence("恒等式“{identity}”没有写全。", identity=identity.title)
            yield Problem("CAT-038", message, whole.place(path), _HINT)


def _whole(identity: IdentityDeclaration) -> bool:
    """Whether it says what must hold, in one of the two ways and not in both."""
    if identity.of_rows:
        rows = bool(identity.must or (identity.sum and identity.total) or (identity.told and identity.figure_in))
        return rows and not (identity.figures or identity.by) and identity.bound is None
    figures = bool(identity.left) and (bool(identity.right or identity.earlier) or identity.bound is not None)
    return figures and not (identity.must or identity.sum or identity.total or identity.where)


def _numbers(whole: Whole, path: tuple[str, ...], identity: IdentityDeclaration) -> Iterator[Problem]:
    columns = whole.columns[identity.ledger]
    if identity.figure_in and identity.figure_in not in columns:
        yield whole.unknown((*path, "figure_in"), identity.figure_in, "该台账的字段")
    for name in (*identity.sum, *(one for one in (identity.total, identity.told) if one)):
        if name not in columns or columns[name].type not in ("integer", "decimal"):
            yield whole.unknown((*path, "sum"), name, "该台账的数值列")


def groups_of_identities_exist(whole: Whole) -> Iterator[Problem]:
    """The column an identity is broken down by is one that every ledger behind its figures can group by."""
    figures = {item.name: item for item in whole.figures}
    for key, identity in whole.declared.identity.items():
        leaves = [leaf for name in identity.figures for leaf in _leaves(name, figures)]
        for ledger in dict.fromkeys(leaves if identity.by else ()):
            column = whole.columns.get(ledger, {}).get(identity.by)
            if column is None or not column.group:
                yield whole.unknown(("identity", key, "by"), identity.by, f"台账“{ledger}”可分组的列")


def _leaves(name: str, figures: Mapping[str, Expanded], depth: int = 0) -> Iterator[str]:
    """The ledgers a figure counts; a figure that comes back to itself is told elsewhere."""
    item = figures.get(name)
    if item is None or depth > len(figures):
        return
    if item.declared.ledger:
        yield item.declared.ledger
    for part in item.declared.made_of:
        yield from _leaves(part, figures, depth + 1)
