"""Runs cut so that a stretch of a paragraph's text is whole runs; no word and no look changes."""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from itertools import pairwise

from lxml import etree

from taizhang.proof.word.package import Element, q
from taizhang.proof.word.walk import PlacedParagraph, RunSlice

SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def cut_runs(standing: PlacedParagraph, offsets: Iterable[int]) -> None:
    """Cuts runs at the offsets of the paragraph's text; afterwards each run holds one piece, and no cut is inside one."""
    wanted = sorted(set(offsets))
    touched = {
        id(piece.run)
        for start, piece in place_pieces(standing)
        if piece.run is not None and any(start <= offset <= start + len(piece.text) for offset in wanted)
    }
    pieces: list[RunSlice] = []
    split: dict[int, dict[int, Element]] = {}
    for start, piece in place_pieces(standing):
        if piece.run is None or piece.leaf is None or id(piece.run) not in touched:
            pieces.append(piece)
            continue
        if id(piece.run) not in split:
            split[id(piece.run)] = _split_run(piece.run)
        run = split[id(piece.run)][id(piece.leaf)]
        inner = [offset - start for offset in wanted if start < offset < start + len(piece.text)]
        pieces.extend(
            _slices(run, piece.leaf, inner) if piece.leaf.tag == q("t") else [RunSlice(piece.text, run, piece.leaf)]
        )
    standing.pieces = pieces


def place_pieces(standing: PlacedParagraph) -> list[tuple[int, RunSlice]]:
    """Each piece with the offset it begins at."""
    found, at = [], 0
    for piece in standing.pieces:
        found.append((at, piece))
        at += len(piece.text)
    return found


def within(standing: PlacedParagraph, start: int, end: int) -> list[RunSlice]:
    """The pieces of runs that lie in the stretch."""
    return [
        piece
        for at, piece in place_pieces(standing)
        if piece.run is not None and start <= at and at + len(piece.text) <= end
    ]


def _split_run(run: Element) -> dict[int, Element]:
    """A run for each of the run's children: by the child, the run that holds it now. The first stays the run itself."""
    properties = run.find(q("rPr"))
    children = [child for child in run if child is not properties]
    holders = {id(child): run for child in children[:1]}
    last = run
    for child in children[1:]:
        made = etree.Element(run.tag, {str(key): str(value) for key, value in run.attrib.items()})
        if properties is not None:
            made.append(deepcopy(properties))
        made.append(child)
        last.addnext(made)
        holders[id(child)] = last = made
    return holders


def _slices(run: Element, leaf: Element, inner: list[int]) -> list[RunSlice]:
    """The piece of one ``w:t`` cut at offsets inside it."""
    text = leaf.text or ""
    edges = [0, *inner, len(text)]
    slices = [text[start:end] for start, end in pairwise(edges)]
    pieces, last = [], run
    for number, part in enumerate(slices):
        if number:
            made = deepcopy(run)
            last.addnext(made)
            last = made
        words = last.find(q("t"))
        if words is None:
            continue
        words.text = part
        words.set(SPACE, "preserve")
        pieces.append(RunSlice(part, last, words))
    return pieces
