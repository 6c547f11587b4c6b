"""What the library's commands share: opening it, who is reading, and its answers as plain values."""

from __future__ import annotations

import getpass
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from rich.markup import escape

from taizhang.commands.exits import USAGE
from taizhang.commands.terminal import err, stop
from taizhang.terms.clock import CHINA_TIME
from taizhang.terms.problem import Refused

if TYPE_CHECKING:
    from taizhang.library.library import Library
    from taizhang.library.model import DocumentPassage, Filters, LibraryDocument, ReadableLevels

As = Annotated[str, typer.Option("--as", help="按某单位的人能看到的来查；不写为管理员，全部可见。")]
UpTo = Annotated[str, typer.Option("--up-to", help="与 --as 连用：可看到哪一级：公开 内部 敏感 保密件。")]
Who = Annotated[str, typer.Option("--who", help="取用人，默认为当前登录名。")]
Kinds = Annotated[list[str] | None, typer.Option("--kind", help="只看某文种，可重复。")]
Issuers = Annotated[list[str] | None, typer.Option("--issuer", help="只看某发文机关，可重复。")]
Years = Annotated[list[int] | None, typer.Option("--year", help="只看某年，可重复。")]
Units = Annotated[list[str] | None, typer.Option("--unit", help="只看某单位，可重复。")]


@contextmanager
def open_library(home: Path) -> Iterator[Library]:
    """The library of the site at ``home``; what is refused inside is listed and ends the command."""
    from taizhang.library.library import Library

    try:
        with Library(home / "library") as library:
            yield library
    except Refused as refused:
        stop(refused.problems)


def reader(unit: str, up_to: str) -> ReadableLevels:
    """What the one who asks may see: everything for the keeper of the machine, or what a unit's people may."""
    from taizhang.library.model import LEVELS, ReadableLevels

    levels = {label: level for level, label in LEVELS.items()}
    if up_to not in levels:
        wrong(f"没有“{up_to}”这一级，可用：{'、'.join(levels)}。")
    return ReadableLevels.to([unit], level=levels[up_to]) if unit else ReadableLevels.everything()


def filters_of(
    kinds: Sequence[str] | None, issuers: Sequence[str] | None, years: Sequence[int] | None, units: Sequence[str] | None
) -> Filters:
    """The filters of the options."""
    from taizhang.library.model import Filters

    return Filters(tuple(kinds or ()), tuple(issuers or ()), tuple(years or ()), units=tuple(units or ()))


def wrong(message: str) -> NoReturn:
    """Says that the command was called wrongly and ends it."""
    err.print(f"[red]{escape(message)}[/red]")
    raise typer.Exit(USAGE)


def now() -> datetime:
    """This moment, at +08:00."""
    return datetime.now(CHINA_TIME)


def person(who: str) -> str:
    """Who is asking."""
    return who or getpass.getuser()


def label_of(value: str) -> str:
    """A level, status or verb in Chinese; any other value as it is."""
    from taizhang.library.model import LEVELS, STATUSES, VERBS

    labels: dict[str, str] = {}
    for known in (LEVELS, STATUSES, VERBS):
        labels |= {str(name): label for name, label in known.items()}
    return labels.get(value, value)


def line_of(document: LibraryDocument) -> str:
    """What a document is, in one line."""
    from taizhang.library.model import LEVELS, STATUSES

    meta = document.meta
    parts = (meta.number, meta.issuer, meta.day.isoformat() if meta.day else "", meta.kind, LEVELS[meta.level])
    status = "" if meta.status == "in_force" else STATUSES[meta.status]
    return " · ".join(part for part in (*parts, status) if part)


def paint(text: str, spans: Iterable[tuple[int, int]], before: str, after: str) -> str:
    """The text for the terminal, the spans between two pieces of markup."""
    parts, at = [], 0
    for start, end in spans:
        parts += [escape(text[at:start]), before, escape(text[start:end]), after]
        at = end
    return "".join([*parts, escape(text[at:])])


def mark_bold(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with what answers a query set bold."""
    return paint(text, spans, "[bold yellow]", "[/bold yellow]").replace("\n", " ")


def plain_document(document: LibraryDocument) -> dict[str, object]:
    """A document without its text as plain values."""
    meta = document.meta
    return {
        "id": document.id,
        "digest": document.digest,
        "name": document.name,
        "size": document.size,
        "admitted": document.admitted,
        "group": document.group,
        "title": meta.title,
        "issuer": meta.issuer,
        "number": meta.number,
        "date": meta.day.isoformat() if meta.day else "",
        "kind": meta.kind,
        "addressee": meta.addressee,
        "level": meta.level,
        "status": meta.status,
        "unit": meta.unit,
        "relations": [{"verb": each.verb, "target": each.target} for each in meta.relations],
    }


def plain_passage(passage: DocumentPassage) -> dict[str, object]:
    """A passage as plain values; ``marks`` are [start, end) of its text."""
    return {
        "paragraph": passage.paragraph,
        "start": passage.start,
        "end": passage.end,
        "text": passage.text,
        "marks": [list(mark) for mark in passage.marks],
    }
