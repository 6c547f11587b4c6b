"""What an .xlsx says beside its cells: comments (ECMA-376 part 1, 18.7), text boxes. A unit may stand there."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator

from lxml import etree

from taizhang.intake.reading.limits import Limits
from taizhang.intake.reading.oddities import part_of, sheets_of
from taizhang.intake.sheets import column_of

Remark = tuple[int, int, str]
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
# Chosen: more comments than a sheet of headings has; a comment that states a unit is a line.
MOST, LONGEST = 2000, 400


def beside_cells(archive: zipfile.ZipFile, limits: Limits) -> dict[str, tuple[list[Remark], list[str]]]:
    """By sheet name: the comments as (row, column, text), those of a thread one after another; lines of text boxes."""
    names = set(archive.namelist())
    drawn = any("comments" in name.lower() or name.startswith("xl/drawings/") for name in names)
    book = part_of(archive, "xl/workbook.xml", names) if drawn else None
    if book is None:
        return {}
    found = {}
    for name, part in sheets_of(archive, book, names):
        remarks, lines = list[Remark](), list[str]()
        for kind, inner in _linked(archive, part, names):
            if kind == "drawing":
                lines += _boxes(inner)
            else:
                remarks += _remarks(inner, limits)
        if remarks or lines:
            found[name] = remarks[:MOST], lines[:MOST]
    return found


def _linked(archive: zipfile.ZipFile, part: str, names: set[str]) -> Iterator[tuple[str, etree._Element]]:
    """The comments and drawings of a sheet, each with its kind."""
    folder, _, file = part.rpartition("/")
    links = part_of(archive, f"{folder}/_rels/{file}.rels", names)
    for link in links.iter("{*}Relationship") if links is not None else ():
        kind, target = str(link.get("Type") or "").rpartition("/")[2], str(link.get("Target") or "")
        place = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        if kind in ("comments", "threadedComment", "drawing") and (found := part_of(archive, place, names)) is not None:
            yield kind, found


def _remarks(part: etree._Element, limits: Limits) -> Iterator[Remark]:
    for one in part.iter("{*}comment", "{*}threadedComment"):
        where = _PLACE.fullmatch(str(one.get("ref") or ""))
        if where and int(where[2]) <= limits.rows:
            yield int(where[2]) - 1, column_of(where[1]), _text(one)


def _boxes(drawing: etree._Element) -> Iterator[str]:
    """The paragraphs of the text boxes of a drawing."""
    for paragraph in drawing.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}p"):
        if words := _text(paragraph).strip():
            yield words


def _text(comment: etree._Element) -> str:
    """Its words; a phonetic guide is none of them."""
    runs = (one.text or "" for one in comment.iter("{*}t", "{*}text") if one.getparent() is not None)
    return "".join(runs)[:LONGEST]
