"""A Word file measured: its sections in millimetres, its paragraphs and runs as they are set."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from taizhang.proof.lengths import MM_OF_TWIP, POINTS_OF_TWIP
from taizhang.proof.model import Zone
from taizhang.proof.parts import ParagraphZone
from taizhang.proof.word.package import OFFICE, Element, q
from taizhang.proof.word.properties import Props, is_on
from taizhang.proof.word.reading import half_points, paragraphs_and_parts
from taizhang.proof.word.walk import PackageParagraphs, PlacedParagraph
from taizhang.terms.characters import is_han

# Single spacing over the size of type: a guess, the fonts of Chinese Word files differ by a fifth.
_NATURAL = 1.3


@dataclass(frozen=True, slots=True)
class Section:
    """A section: paper and margins in mm, the pitch of its line grid in points (0: none), its footers by kind."""

    element: Element
    width: float
    height: float
    top: float
    right: float
    bottom: float
    left: float
    pitch: float
    footers: Mapping[str, str]

    @property
    def landscape(self) -> bool:
        """Whether the paper lies on its side."""
        return self.width > self.height


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text set alike: Chinese and Latin fonts, points, colour (hex, '' for black), spacing between characters in points."""

    text: str
    run: Element | None
    east: str
    latin: str
    size: float
    bold: bool
    colour: str
    closer: float


@dataclass(frozen=True, slots=True)
class Look:
    """A paragraph as it is set. Indents in characters of its own size, spacing in points; line 0: cannot be told.

    gap: what stands between it and the paragraph with text before it, in lines.
    """

    standing: PlacedParagraph
    zone: Zone
    level: int
    text: str
    align: str
    left: float
    right: float
    first: float
    before: float
    after: float
    line: float
    gap: float
    stretches: tuple[Stretch, ...]
    style: str = ""

    @property
    def aside(self) -> bool:
        """Whether it stands beside the text: a caption, a line of contents, a unit above a table, a note below."""
        named = self.style.startswith(("toc", "caption", "题注", "目录"))
        return (
            named
            or self.align in ("center", "right")
            or self.text.lstrip().startswith(("注：", "备注：", "数据来源："))
        )

    @property
    def size(self) -> float:
        """Points of its first character."""
        written = [one for one in self.stretches if one.text.strip()]
        return next((one.size for one in written if one.run is not None), written[0].size if written else 0.0)

    def share(self, fonts: frozenset[str], start: int = 0, end: int | None = None) -> float:
        """How much of the Chinese text from ``start`` on is in one of these fonts (lower case); 1 when there is none."""
        at, right, all_of_it = 0, 0, 0
        for one in self.stretches:
            for offset, character in enumerate(one.text, at):
                if offset >= start and (end is None or offset < end) and is_han(character):
                    all_of_it += 1
                    right += one.east.casefold() in fonts
            at += len(one.text)
        return right / all_of_it if all_of_it else 1.0


class Measured:
    """A whole file measured: sections, paragraphs in reading order, settings."""

    def __init__(self, walk: PackageParagraphs) -> None:
        self.walk = walk
        body = walk.package.tree(walk.package.main).find(q("body"))
        self._root = walk.package.tree(walk.package.main) if body is None else body
        if self._root.find(f".//{q('sectPr')}") is None:
            # A file may leave its only section out; what is set for it is nothing.
            etree.SubElement(self._root, q("sectPr"))
        self.sections = _sections(self._root, dict(walk.package.related(walk.package.main, "footer")))
        self.pitch = next((one.pitch for one in self.sections if one.pitch), 0.0)
        written, parts = paragraphs_and_parts(walk)
        self._parts = dict(zip(written, parts, strict=True))

    @cached_property
    def looks(self) -> tuple[Look, ...]:
        """Every paragraph with text."""
        made: list[Look] = []
        blank, after = 0.0, 0.0
        for standing in self.walk.paragraphs:
            if standing.number:
                look = self._look(standing, self._parts[standing], blank + after)
                made.append(look)
                blank, after = 0.0, look.after / (self.pitch or 29.0)
            else:
                blank += 1.0
        return tuple(made)

    @property
    def has_even_pages(self) -> bool:
        """Whether odd and even pages have footers of their own."""
        return any(
            (found := self.walk.package.tree(part).find(q("evenAndOddHeaders"))) is not None
            and found.get(q("val"), "1") not in ("0", "false", "off")
            for _, part in self.walk.package.related(self.walk.package.main, "settings")
        )

    def of(self, *zones: Zone) -> list[Look]:
        """The paragraphs of these parts of the document, those of text boxes and notes left out."""
        return [one for one in self.looks if one.zone in zones and one.standing.kind in ("body", "table")]

    def _look(self, standing: PlacedParagraph, part: ParagraphZone, gap: float) -> Look:
        props = self.walk.paragraph_properties(standing.element)
        stretches = self._stretches(standing)
        size = next((one.size + one.closer for one in stretches if one.text.strip()), 16.0)
        spacing, indent = props.get("spacing", {}), props.get("ind", {})
        before = _points(spacing, "before", "beforeLines", self.pitch)
        return Look(
            standing=standing,
            zone=part.zone,
            level=part.level,
            text=standing.text,
            align={"start": "left", "end": "right"}.get(said := props.get("jc", {}).get("val", "left"), said),
            left=_characters(indent, ("left", "start"), size),
            right=_characters(indent, ("right", "end"), size),
            first=_characters(indent, ("firstLine",), size)
            - _characters(indent, ("hanging",), size)
            + _spaces(standing.text),
            before=before,
            after=_points(spacing, "after", "afterLines", self.pitch),
            line=_line(spacing, self.pitch if "snapToGrid" not in props or is_on(props, "snapToGrid") else 0.0, size),
            gap=gap + before / (self.pitch or 29.0),
            stretches=stretches,
            style=self.walk.properties.style_name(standing.element),
        )

    def _stretches(self, standing: PlacedParagraph) -> tuple[Stretch, ...]:
        known: dict[int, Props] = {}
        made = []
        for piece in standing.pieces:
            key = id(piece.run)
            if key not in known:
                known[key] = self.walk.properties.run(piece.run, standing.element)
            props = known[key]
            fonts, colour = props.get("rFonts", {}), props.get("color", {}).get("val", "auto")
            made.append(
                Stretch(
                    text=piece.text,
                    run=piece.run,
                    east=_first(fonts.get("eastAsia", "")),
                    latin=_first(fonts.get("ascii", "")),
                    size=half_points(props) / 2,
                    bold=is_on(props, "b"),
                    colour="" if _is_black(colour) else colour,
                    closer=_number(props.get("spacing", {}).get("val")) * POINTS_OF_TWIP,
                )
            )
        return tuple(made)


def _first(fonts: str) -> str:
    """The first font of a list, as LibreOffice writes them: 仿宋_GB2312;仿宋."""
    return fonts.partition(";")[0].strip()


def _is_black(colour: str) -> bool:
    """Whether a colour cannot be told from black on paper."""
    if not re.fullmatch(r"[0-9A-Fa-f]{6}", colour):
        return True
    return max(int(colour[at : at + 2], 16) for at in (0, 2, 4)) <= 0x40


def _sections(root: Element, footers: Mapping[str, str]) -> list[Section]:
    found: list[Section] = []
    for element in root.iter(q("sectPr")):
        parent = element.getparent()
        if parent is not None and parent.tag not in (q("body"), q("pPr"), q("document")):
            continue
        size, margins, grid = (element.find(q(tag)) for tag in ("pgSz", "pgMar", "docGrid"))
        named = {
            str(one.get(q("type"), "default")): footers.get(str(one.get(f"{{{OFFICE}}}id")), "")
            for one in element.iterfind(q("footerReference"))
        }
        inherited = found[-1].footers if found else {}
        on = grid is not None and grid.get(q("type")) in ("lines", "linesAndChars", "snapToChars")
        found.append(
            Section(
                element,
                width=_mm(size, "w"),
                height=_mm(size, "h"),
                top=_mm(margins, "top"),
                right=_mm(margins, "right"),
                bottom=_mm(margins, "bottom"),
                left=_mm(margins, "left"),
                pitch=_number(grid.get(q("linePitch"))) * POINTS_OF_TWIP if grid is not None and on else 0.0,
                footers={**inherited, **named},
            )
        )
    return found


def _mm(element: Element | None, name: str) -> float:
    return 0.0 if element is None else abs(_number(element.get(q(name)))) * MM_OF_TWIP


def _number(text: object) -> float:
    """Twips, or a number with a unit of its own (``12pt``), as twips; 0 for nothing."""
    said = str(text or "").strip()
    for unit, twips in (("pt", 20.0), ("cm", 567.0), ("mm", 56.7), ("in", 1440.0)):
        if said.endswith(unit):
            return _float(said.removesuffix(unit)) * twips
    return _float(said)


def _float(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def _characters(indent: Mapping[str, str], names: tuple[str, ...], size: float) -> float:
    """An indent in characters: as characters when written so, else its length over a character's width."""
    for name in names:
        if _number(indent.get(f"{name}Chars")):
            return _number(indent[f"{name}Chars"]) / 100
    for name in names:
        if name in indent:
            return _number(indent[name]) * POINTS_OF_TWIP / (size or 16.0)
    return 0.0


def _points(spacing: Mapping[str, str], plain: str, lines: str, pitch: float) -> float:
    if _number(spacing.get(lines)):
        return _number(spacing[lines]) / 100 * (pitch or 15.6)
    return _number(spacing.get(plain)) * POINTS_OF_TWIP


def _line(spacing: Mapping[str, str], pitch: float, size: float) -> float:
    """The distance of lines in points. On a line grid single spacing is the grid's; else a font's own is a guess."""
    line, rule = _number(spacing.get("line")), spacing.get("lineRule", "auto")
    if line and rule == "exact":
        return line * POINTS_OF_TWIP
    if line and rule == "atLeast":
        return max(line * POINTS_OF_TWIP, pitch or size * _NATURAL)
    lines = line / 240 if line else 1.0
    if pitch:
        return lines * pitch
    # Fonts differ by a fifth: only what is far from any of them can be told.
    return 0.0 if 1.2 <= lines <= 1.85 else lines * size * _NATURAL


def _spaces(text: str) -> float:
    """Characters of white space the text itself begins with."""
    led = text[: len(text) - len(text.lstrip(" \u3000\xa0"))]
    return sum(1.0 if one == "\u3000" else 0.5 for one in led)
