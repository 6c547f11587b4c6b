"""What each receiver of an edition is given: its form for a superior or neighbouring body, and the one for everybody.

Each form has a manifest of its own, registered by the edition's entry beside the whole one; so what was left out was left
out at the freeze, is said in it, and is verified like everything else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from taizhang.catalogue.resolved import Catalogue
from taizhang.papers.contents import DEFINITIONS, ROWS, Contents, PaperContents
from taizhang.reports.edition import FrozenCell, Manifest
from taizhang.reports.paper import Paper
from taizhang.reports.suppression import ledgers_of, suppress

MANIFEST = "manifest.json"
INSIDE, SUPERIOR, PUBLIC = "inside", "superior", "public"
LEVELS: Mapping[str, frozenset[str]] = {
    INSIDE: frozenset({"public", "internal", "sensitive"}),
    SUPERIOR: frozenset({"public", "internal"}),
    PUBLIC: frozenset({"public"}),
}
"""Whose ledgers' rows a receiver is given, by their declared level; those of confidential ones nobody."""
OUTSIDE = (SUPERIOR, PUBLIC)
FOR_WHOM: Mapping[str, str] = {SUPERIOR: "给上级和邻近单位", PUBLIC: "向社会公开"}
WITHHELD: Mapping[str, str] = {
    "numbers": "{}个数的确切值、口径和记录",
    "ledgers": "{}的记录",
    "rows": "没有计入的行的出处和原因",
    "bodies": "各条流水的正文（经办人、说明、材料、来源）",
    "headers": "其他台账的流水的封面",
    "opening": "网页里逐条打开的记录",
    "draft": "起草稿",
}
"""What a form may be without, in words."""


@dataclass(frozen=True, slots=True)
class Form:
    """An edition as one receiver has it. files: by their names in the bundle, what differs from the whole edition's."""

    manifest: Manifest
    files: Mapping[str, bytes]


def stored(receiver: str, name: str) -> str:
    """As what a receiver's own file lies in the edition's folder."""
    return name if receiver == INSIDE else f"{receiver}-{name}"


def shut_for(receiver: str, catalogue: Catalogue, paper: Paper) -> frozenset[str]:
    """The ledgers of which a receiver is given no row.

    Those of a level that he may not see; and, outside, those by which a number of such a ledger could be worked out from
    one that is printed: whatever a number counts together with a guarded ledger, or was withheld beside one.
    """
    levels = LEVELS[receiver]
    shut = {name for name, one in catalogue.ledgers.items() if one.declared.level not in levels}
    if receiver != INSIDE:
        guarded = {name for name, one in catalogue.ledgers.items() if one.declared.guarded}
        beside = set(suppress(paper, catalogue).withheld)
        drawn = {key: ledgers_of(cell.trace) for key, cell in paper.cells.items()}
        shut |= {name for key, ledgers in drawn.items() if key in beside or ledgers & guarded for name in ledgers}
    return frozenset(shut)


@dataclass(frozen=True, slots=True)
class WholeEdition:
    """What the forms for others are cut from. html, bare: the name of its page, and that page without rows to open.

    files: what every form has. corrected: (cell, sentence) of what is told otherwise than in the edition before.
    """

    manifest: Manifest
    html: str
    bare: bytes
    files: Mapping[str, bytes]
    corrected: Sequence[tuple[str, str]]


def form_for(receiver: str, whole: WholeEdition, gathered: PaperContents) -> Form:
    """The edition as somebody outside has it: its documents print the same, its page opens no rows."""
    told = whole.manifest
    contents = gathered.without(shut_for(receiver, gathered.site.catalogue, gathered.paper))
    digests = {
        name: sha256(one).hexdigest() for name, one in {**whole.files, DEFINITIONS: contents.definitions}.items()
    }
    outputs = {**told.outputs, whole.html: sha256(whole.bare).hexdigest()}
    manifest = told.model_copy(
        update={
            "receiver": receiver,
            "outputs": outputs,
            "files": dict(sorted({**outputs, **digests}.items())),
            "cells": [_seen(one, contents.known) for one in told.cells],
            "rows": {},
            "rows_root": contents.rows_root,
            "ledgers": list(contents.ledgers),
            "corrects": [says for key, says in whole.corrected if key in contents.known],
            "left_out": [],
            "accepted": (*told.accepted[:2], "") if told.accepted else None,
            "withheld": list(_withheld(receiver, told, gathered, contents)),
        }
    )
    manifest = with_notice(manifest)
    files = {MANIFEST: manifest.canonical().encode(), DEFINITIONS: contents.definitions, ROWS: contents.file}
    return Form(manifest, {**files, whole.html: whole.bare})


def with_notice(manifest: Manifest) -> Manifest:
    """The manifest that says of itself what was left out and accepted, for whom it is, and what he is not told."""
    given, told, notice = manifest.accepted, dict(manifest.withheld), ""
    if rows := len(manifest.left_out) or int(told.get("rows", 0)):
        accepted = f"，{given[0]}于{given[1]}接受{given[2] and '：'}{given[2]}" if given else ""
        notice = f"；另有{rows}行在导入时没有计入{accepted}"
    if manifest.receiver:
        notice += f"；本包{FOR_WHOM[manifest.receiver]}，不含：{words_withheld(manifest)}"
    return manifest.model_copy(update={"notice": notice})


def words_withheld(manifest: Manifest) -> str:
    """What a form is without, in words."""
    return "、".join(WITHHELD[what].format(which) for what, which in manifest.withheld)


def _seen(cell: FrozenCell, known: Collection[str]) -> FrozenCell:
    """The cell without the rows it names; without its exact value where that is not recomputed."""
    bare: dict[str, object] = {"rows": {}}
    if cell.id not in known:
        bare |= {"amount": "", "numerator": "", "denominator": "", "words": []}
    return cell.model_copy(update=bare)


def _withheld(receiver: str, told: Manifest, gathered: PaperContents, contents: Contents) -> Iterator[tuple[str, str]]:
    """What is not told, and which or how many; ``notice`` has the words."""
    drawn = {name for cell in gathered.paper.cells.values() for name in ledgers_of(cell.trace)}
    titles = [gathered.ledgers[name].title for name in sorted(drawn - set(contents.ledgers))]
    if numbers := sum(one.id not in contents.known for one in told.cells):
        yield "numbers", str(numbers)
    if titles:
        yield "ledgers", "、".join(titles)
    if told.left_out:
        yield "rows", str(len(told.left_out))
    yield "bodies", ""
    if receiver == PUBLIC:
        yield "headers", ""
    yield "opening", ""
    yield "draft", ""
