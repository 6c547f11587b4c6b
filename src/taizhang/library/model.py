"""The values of the library: a document and what is known of it, who may see it, and what a search answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Literal

from taizhang.terms.problem import Problem

Level = Literal["public", "internal", "sensitive", "confidential"]
Status = Literal["in_force", "superseded", "repealed"]
Verb = Literal["adopts", "implements", "forwards", "supersedes"]

LEVELS: Mapping[Level, str] = MappingProxyType(
    {"public": "公开", "internal": "内部", "sensitive": "敏感", "confidential": "保密件"}
)
STATUSES: Mapping[Status, str] = MappingProxyType({"in_force": "现行", "superseded": "已被替代", "repealed": "已废止"})
VERBS: Mapping[Verb, str] = MappingProxyType(
    {"adopts": "采纳", "implements": "落实", "forwards": "转发", "supersedes": "替代"}
)
INDEXED: tuple[Level, ...] = ("public", "internal", "sensitive")


@dataclass(frozen=True, slots=True)
class Relation:
    """What the document does to another one; ``target`` is a document number or a title in 《》."""

    verb: Verb
    target: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of a document; '' and None mean unknown. ``unit`` is the unit whose document it is."""

    title: str = ""
    issuer: str = ""
    number: str = ""
    day: date | None = None
    kind: str = ""
    addressee: str = ""
    level: Level = "internal"
    status: Status = "in_force"
    unit: str = ""
    relations: tuple[Relation, ...] = ()


@dataclass(frozen=True, slots=True)
class LibraryDocument:
    """One document of the register. ``text`` has one paragraph a line and is '' for a confidential one.

    digest: SHA-256 of the file in hexadecimal. group: id of the first document of its group of near-duplicates.
    """

    id: int
    digest: str
    name: str
    size: int
    admitted: str
    group: int
    meta: Metadata
    text: str = ""

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The paragraphs of the text, in order."""
        return tuple(self.text.split("\n")) if self.text else ()


@dataclass(frozen=True, slots=True)
class ReadableLevels:
    """What a reader may see: to each level the units whose documents are open to him, None for every unit.

    A level that is not named is closed.
    """

    units: Mapping[Level, frozenset[str] | None]

    @classmethod
    def to(cls, own: Iterable[str], *, level: Level = "internal") -> ReadableLevels:
        """Public documents of everybody, and those of one's own units up to the level."""
        mine, rest = frozenset(own), list(LEVELS)[1 : list(LEVELS).index(level) + 1]
        units: dict[Level, frozenset[str] | None] = {"public": None}
        return cls(units | {name: mine for name in rest})

    @classmethod
    def everything(cls) -> ReadableLevels:
        """Every document of every level: for the keeper of the library."""
        return cls({level: None for level in LEVELS})

    def admits(self, meta: Metadata) -> bool:
        """Whether a document may be seen."""
        if meta.level not in self.units:
            return False
        units = self.units[meta.level]
        return units is None or meta.unit in units


@dataclass(frozen=True, slots=True)
class Filters:
    """Narrowing beside the query: any of the values named in each part; an empty part does not narrow."""

    kinds: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    levels: tuple[Level, ...] = ()
    statuses: tuple[Status, ...] = ()
    units: tuple[str, ...] = ()
    ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentPassage:
    """A piece of a document: paragraph from 0, characters [start, end) of the document's text, and what to mark.

    ``marks`` are [start, end) within ``text``.
    """

    paragraph: int
    start: int
    end: int
    text: str
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One document found, best passage first."""

    document: LibraryDocument
    score: float
    passages: tuple[DocumentPassage, ...]


@dataclass(frozen=True, slots=True)
class View:
    """A document opened at a query: ``marks`` are [start, end) of its text, in order, never overlapping."""

    document: LibraryDocument
    marks: tuple[tuple[int, int], ...] = ()

    @property
    def first(self) -> int:
        """The paragraph of the first mark, from 0; 0 when nothing is marked."""
        return self.document.text.count("\n", 0, self.marks[0][0]) if self.marks else 0


@dataclass(frozen=True, slots=True)
class Facet:
    """How many of the documents found carry a value of kind, issuer, year, level or status."""

    name: str
    value: str
    count: int


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What a search answers.

    count: documents found, among those allowed. exact: False when ``count`` is an upper bound, because more
    candidates of a literal phrase were left than are read through at once. relaxed: nothing held every word, so
    documents with most of them are shown. suggestions: what may have been meant. pending: documents admitted but
    not yet indexed.
    """

    hits: tuple[SearchHit, ...] = ()
    count: int = 0
    exact: bool = True
    relaxed: bool = False
    facets: tuple[Facet, ...] = ()
    suggestions: tuple[str, ...] = ()
    pending: int = 0
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class AdmissionReport:
    """What became of the files offered: ids admitted in order, and a problem for each refusal or remark."""

    admitted: tuple[int, ...] = ()
    known: tuple[int, ...] = ()
    problems: tuple[Problem, ...] = field(default=())
