"""What stands behind an edition's numbers, frozen with it: the rows' contents, redacted, and the definitions as data.

Every matter of a ledger that a number draws on is there, counted or not, with the columns that definitions read and
nothing else; so whoever has them computes the number by its definition instead of believing a list. Ledgers that a
receiver may not see stay away, and their numbers are not recomputed by him.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from secrets import token_hex

from taizhang.catalogue.values import Stored
from taizhang.journal import merkle
from taizhang.matters.entry import Head
from taizhang.rendering.controls import tag_of
from taizhang.reports.formula import Formula, Formulas, Json, columns_in, derivations, ledgers_in
from taizhang.reports.paper import Claim, Number, Paper
from taizhang.site.site import Site
from taizhang.terms.durable import replace_file
from taizhang.terms.problem import Problem, Refused

ROWS, DEFINITIONS = "rows.txt", "definitions.json"


@dataclass(frozen=True, slots=True)
class Contents:
    """definitions: as a file. rows: lines ``leaf hash, tab, canonical JSON``. ledgers: whose matters are all among them.

    known: the cells whose definition is among them.
    """

    definitions: bytes
    rows: tuple[str, ...]
    ledgers: tuple[str, ...]
    known: frozenset[str]

    @property
    def rows_root(self) -> str:
        """The root over the rows, hex."""
        return merkle.root_of([bytes.fromhex(line[:64]) for line in self.rows]).hex()

    @property
    def file(self) -> bytes:
        """The rows as a file."""
        return "".join(f"{line}\n" for line in self.rows).encode()


class PaperContents:
    """What stands behind a paper's numbers, from which each receiver is given what he may see.

    Raises Refused (RPT-072) when entries were added since the paper was drafted.
    """

    def __init__(self, site: Site, paper: Paper) -> None:
        if site.journal.size != paper.entries:
            says = "起草之后台账又有新的流水，没有定稿。"
            raise Refused(Problem("RPT-072", says, hint="请再定稿一次；定稿按最后一条流水为止的台账。"))
        self.site, self.paper, self.ledgers = site, paper, site.catalogue.ledgers
        writer = Formulas(self.ledgers, site.organisation())
        self._formulas = {key: writer.of(cell.trace) for key, cell in paper.cells.items()}
        self._steps: dict[str, list[int]] = defaultdict(list)
        for sealed in site.journal.stored():
            self._steps[sealed.matter].append(sealed.seq)

    def without(self, shut: Collection[str]) -> Contents:
        """The contents with no row of some ledgers, and no definition or value that draws on one."""
        told = {key: None if one is None or self._closed(one, shut) else one for key, one in self._formulas.items()}
        readable = [one for one in told.values() if one]
        wanted: dict[str, set[str]] = {name: set() for name in sorted({n for one in readable for n in _ledgers(one)})}
        for one in readable:
            for ledger, column in columns_in(["", one.amount, one.words]):
                wanted[ledger].add(column)
        shapes = {name: derivations(self.ledgers[name], columns) for name, columns in wanted.items()}
        definitions: Json = {
            "cells": {key: _cell(self.paper, key, one) for key, one in told.items()},
            "ledgers": {name: derived for name, (derived, _) in shapes.items()},
        }
        rows = tuple(self._rows({name: fields for name, (_, fields) in shapes.items()}))
        known = frozenset(key for key, one in told.items() if one)
        return Contents(_canonical(definitions).encode(), rows, tuple(shapes), known)

    def _closed(self, formula: Formula, shut: Collection[str]) -> bool:
        """Whether a number is not recomputed: it draws on a ledger that stays away, or tells words kept as tokens."""
        words = {name for ledger, name in columns_in(["", formula.words]) if name in self._encrypted(ledger)}
        return bool(words or _ledgers(formula) & set(shut))

    def _encrypted(self, ledger: str) -> frozenset[str]:
        return self.ledgers[ledger].declared.encrypted if ledger in self.ledgers else frozenset()

    def _rows(self, fields: Mapping[str, Collection[str]]) -> Iterator[str]:
        """A line a matter of each ledger, as the journal keeps it: of a guarded one with tokens in the place of words."""
        for ledger, names in fields.items():
            for head in self.site.journal.kept.heads(ledger):
                facts = {name: said_in(head, name) for name in sorted(names)}
                row = {
                    "ledger": ledger,
                    "matter": head.matter,
                    "number": head.number,
                    "state": head.state,
                    **{name: day and day.isoformat() for name, day in days_of(head).items()},
                    "facts": facts,
                    "entries": self._steps[head.matter],
                    "salt": token_hex(16),
                }
                text = _canonical(row)
                yield f"{merkle.leaf(text.encode()).hex()}\t{text}"


def said_in(head: Head, name: str) -> Stored:
    """What a matter says in a field; None for nothing, so that a row names every field a definition reads."""
    told = head.facts.get(name)
    return None if told == "" else told


def _ledgers(formula: Formula) -> set[str]:
    return set(ledgers_in(["", formula.amount, formula.words]))


def _cell(paper: Paper, key: str, formula: Formula | None) -> Json:
    cell = paper.cells[key]
    return {
        "amount": formula.amount if formula else None,
        "words": formula.words if formula else None,
        "ledgers": list[Json](sorted(_ledgers(formula))) if formula else [],
        "text": cell.value.text if formula else "",
        "tag": tag_of(Number("", key)),
        "says": cell.definition,
        "hash": cell.value.figure.hash,
    }


def days_of(head: Head) -> dict[str, date | None]:
    """The days that entries tell of a matter and no field: standard columns of its table."""
    return {"discontinued": head.course.discontinued, "completed": head.course.completed}


def printed(paper: Paper) -> list[tuple[str, str]]:
    """(tag, words) of every number and claim a paper prints, in reading order."""
    return [(tag_of(run), run.text) for _, run in paper.runs() if isinstance(run, Number | Claim)]


def erase(folder: Path, matters: Collection[str]) -> int:
    """Puts tombstones in the place of matters' rows in an edition's folder; every other proof holds. How many they were."""
    path, erased = folder / ROWS, 0
    lines: list[str] = []
    for line in path.read_text("utf-8").split("\n")[:-1] if path.is_file() else ():
        leaf, _, text = line.partition("\t")
        row = json.loads(text) if text.startswith("{") else {}
        if row.get("matter") in matters:
            line, erased = f"{leaf}\t- {' '.join(map(str, row['entries']))}", erased + 1
        lines.append(line)
    if erased:
        replace_file(path, "".join(f"{line}\n" for line in lines).encode())
    return erased


def matters_in(path: Path) -> frozenset[str]:
    """The matters whose rows a file of rows holds, as ``ledger:matter``; those erased since are not there."""
    lines = path.read_text("utf-8").split("\n")[:-1] if path.is_file() else ()
    rows = (json.loads(text) for _, _, text in (line.partition("\t") for line in lines) if text.startswith("{"))
    return frozenset(f"{row['ledger']}:{row['matter']}" for row in rows)


def row_faults(lines: Sequence[str], root: str) -> int:
    """The number of the first row that is not what was frozen, from 1; 0 when all are."""
    for number, line in enumerate(lines, 1):
        leaf, _, text = line.partition("\t")
        if not text.startswith("-") and sha256(b"\0" + text.encode()).hexdigest() != leaf:
            return number
    return 0 if merkle.root_of([bytes.fromhex(line[:64]) for line in lines]).hex() == root else len(lines) + 1


def _canonical(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
