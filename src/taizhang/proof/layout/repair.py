"""Repairs of form: fonts, sizes, margins, spacing, indents, page numbers, and brackets where they are sure.

Nothing else is touched, and a digest of the words before and after says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from taizhang.proof.layout.found import Fault, findings
from taizhang.proof.layout.gate import RULES, examine_layout
from taizhang.proof.layout.measure import Look, Measured
from taizhang.proof.layout.numbering_pages import set_numbers
from taizhang.proof.layout.profile import Profile
from taizhang.proof.layout.text_rules import HEADINGS, lead
from taizhang.proof.layout.words import NUMBER, digest
from taizhang.proof.lengths import TWIPS_OF_MM
from taizhang.proof.model import Finding
from taizhang.proof.word.cutting import cut_runs, within
from taizhang.proof.word.package import Element, Package, q
from taizhang.proof.word.walk import PackageParagraphs
from taizhang.proof.word.writing import child, properties_of, put, put_in_mark
from taizhang.terms.sentence import chain, sentence

LINE = "579"
# What a first pass reveals a second repairs; a third shows that nothing is left.
_PASSES = 3
_ONLY_NUMBER = re.compile(r"\s*[\u4e00-\u9fff]{2,12}\s*" + NUMBER.pattern + r"\s*\d+\s*号\s*")


@dataclass(frozen=True, slots=True)
class Repaired:
    """A repaired file: what was done, what is left to a person, and the digest of the words before and after."""

    content: bytes
    done: tuple[str, ...]
    left: tuple[Finding, ...]
    before: str
    after: str


class _FormRepair:
    def __init__(self, measured: Measured, profile: Profile) -> None:
        self.measured, self.profile = measured, profile
        self.touched: set[str] = {measured.walk.package.main}

    def paper(self, look: Look | None) -> None:
        for section in self.measured.sections:
            width, height = self.profile.page.width * TWIPS_OF_MM, self.profile.page.height * TWIPS_OF_MM
            sides = (height, width) if section.landscape else (width, height)
            size = child(section.element, "pgSz")
            for name, value in zip(("w", "h"), sides, strict=True):
                size.set(q(name), str(round(value)))

    def margins(self, look: Look | None) -> None:
        page = self.profile.page
        for section in self.measured.sections:
            if not section.landscape:
                margins = child(section.element, "pgMar")
                for name, value in (
                    ("top", page.top),
                    ("right", page.right),
                    ("bottom", page.bottom),
                    ("left", page.left),
                ):
                    margins.set(q(name), str(round(value * TWIPS_OF_MM)))

    def numbers(self, look: Look | None) -> None:
        self.touched |= set_numbers(self.measured, self.profile)

    def face(self, name: str, from_lead: bool = False) -> Callable[[Look], None]:
        def fix(look: Look) -> None:
            for run in self._runs(look, lead(look) if from_lead else 0, None):
                self._font(run, name)

        return fix

    def heading_face(self, look: Look) -> None:
        end = None if look.zone == "heading" else lead(look)
        for run in self._runs(look, 0, end):
            self._font(run, HEADINGS[look.level])

    def size(self, points: float) -> Callable[[Look], None]:
        def fix(look: Look) -> None:
            for tag in ("sz", "szCs"):
                for run in self._runs(look, 0, None):
                    put(run, tag, {"val": str(round(points * 2))})
                put_in_mark(look.standing.element, tag, {"val": str(round(points * 2))})

        return fix

    def black(self, look: Look) -> None:
        for one in look.stretches:
            if one.colour and one.run is not None:
                put(one.run, "color", {"val": "auto", "themeColor": None, "themeTint": None, "themeShade": None})

    def spacing(self, look: Look) -> None:
        none = {"beforeLines": None, "afterLines": None, "beforeAutospacing": None, "afterAutospacing": None}
        put(look.standing.element, "spacing", {**none, "before": "0", "after": "0", "line": LINE, "lineRule": "exact"})

    def indent(self, look: Look) -> None:
        led = sum(
            1.0 if sign == "\u3000" else 0.5 for sign in look.text[: len(look.text) - len(look.text.lstrip(" \u3000"))]
        )
        self._indent(look, max(0.0, self.profile.indents.paragraph - led))

    def flush(self, look: Look) -> None:
        self._indent(look, 0.0)
        put(look.standing.element, "jc", {"val": "left"})

    def centre(self, look: Look) -> None:
        self._indent(look, 0.0)
        put(look.standing.element, "jc", {"val": "center"})

    def imprint(self, look: Look) -> None:
        self.face("fangsong")(look)
        self.size(self.profile.sizes.imprint)(look)

    def label(self, look: Look) -> None:
        self.face("hei")(look)
        self.size(self.profile.sizes.body)(look)
        self.flush(look)

    def gap_before(self, look: Look) -> None:
        put(look.standing.element, "spacing", {"beforeLines": "100", "before": LINE})

    def note(self, look: Look) -> None:
        self.indent(look)
        if look.gap < 0.6:
            self.gap_before(look)

    def repeat_heading(self, look: Look | None) -> None:
        root = self.measured.walk.package.tree(self.measured.walk.package.main)
        for table in root.iter(q("tbl")):
            rows = table.findall(q("tr"))
            if len(rows) >= self.profile.table.rows:
                child(child(rows[0], "trPr", first=rows[0].find(q("tblPrEx")) is None), "tblHeader").attrib.clear()

    def brackets(self) -> list[str]:
        """〔〕 around the year of a letterhead's document number; what was done."""
        done = []
        for look in self.measured.of("letterhead"):
            match = NUMBER.search(look.text)
            if not match or not _ONLY_NUMBER.fullmatch(look.text) or match["open"] + match["close"] == "〔〕":
                continue
            cut_runs(look.standing, [*match.span("open"), *match.span("close")])
            for group, sign in (("open", "〔"), ("close", "〕")):
                for piece in within(look.standing, *match.span(group)):
                    if piece.leaf is not None:
                        piece.leaf.text = sign
            done.append(sentence("发文字号“{words}”的年份改用六角括号〔〕。", words=look.text.strip()))
        return done

    def _indent(self, look: Look, characters: float) -> None:
        # The size the paragraph will have, which is not always the one it has.
        size = (self.profile.sizes.title if look.zone == "title" else self.profile.sizes.body) * 20
        cleared = dict.fromkeys(("hanging", "hangingChars", "start", "startChars", "left", "leftChars"))
        first = {"firstLineChars": str(round(characters * 100)), "firstLine": str(round(characters * size))}
        put(look.standing.element, "ind", {**cleared, "left": "0", "leftChars": "0", **first})

    def _font(self, run: Element, face: str) -> None:
        put(run, "rFonts", {"eastAsia": self.profile.faces[face].proper[0], "eastAsiaTheme": None})

    def _runs(self, look: Look, start: int, end: int | None) -> Iterable[Element]:
        """The runs that hold this stretch of the paragraph's text and nothing else."""
        self.touched.add(look.standing.part)
        stop = len(look.text) if end is None else end
        cut_runs(look.standing, [start, stop])
        found = {id(piece.run): piece.run for piece in within(look.standing, start, stop)}
        return [run for run in found.values() if run is not None and properties_of(run) is not None]


def repair_file(package: Package, profile: Profile) -> Repaired:
    """The file with its form repaired. The caller compares the digests and writes nothing when they differ."""
    walk = PackageParagraphs(package)
    before, done = digest(walk), list[str]()
    # One fault may hide another: margins are not measured on the wrong paper.
    for _ in range(_PASSES):
        content, said = _pass(walk, profile)
        walk = PackageParagraphs(Package(content))
        done += said
        if not said:
            break
    return Repaired(content, tuple(done), examine_layout(Measured(walk), profile), before, digest(walk))


def _pass(walk: PackageParagraphs, profile: Profile) -> tuple[bytes, list[str]]:
    """The file with every fault mended that is seen now, and what was done."""
    measured = Measured(walk)
    repair = _FormRepair(measured, profile)
    faults = [fault for rule in RULES for fault in rule(measured, profile) if profile.level(fault.rule)]
    mendable = [fault for fault in faults if _mends(repair, fault)]
    done = repair.brackets()
    for fault in mendable:
        _FIXES[fault.rule](repair)(fault.look)
    content = walk.package.to_bytes(frozenset(repair.touched))
    left = {(one.rule, one.message) for one in examine_layout(Measured(PackageParagraphs(Package(content))), profile)}
    said = [one for one in findings(mendable, profile) if (one.rule, one.message) not in left]
    return content, done + [chain((one.message, one.suggestion)) for one in said]


def _mends(repair: _FormRepair, fault: Fault) -> bool:
    """Whether the fault can be mended without touching a word."""
    words = ("冒号", "加了标点")
    return fault.rule in _FIXES and not any(word in fault.said for word in words)


_FIXES: dict[str, Callable[[_FormRepair], Callable[..., None]]] = {
    "L01": lambda repair: repair.paper,
    "L02": lambda repair: repair.margins,
    "L04": lambda repair: repair.face("fangsong", from_lead=True),
    "L05": lambda repair: repair.size(repair.profile.sizes.body),
    "L06": lambda repair: repair.spacing,
    "L07": lambda repair: repair.indent,
    "L08": lambda repair: repair.face("xiaobiaosong"),
    "L09": lambda repair: repair.size(repair.profile.sizes.title),
    "L10": lambda repair: repair.centre,
    "L11": lambda repair: repair.flush,
    "L12": lambda repair: repair.heading_face,
    "L13": lambda repair: repair.size(repair.profile.sizes.body),
    "L14": lambda repair: repair.numbers,
    "L15": lambda repair: repair.numbers,
    "L16": lambda repair: repair.numbers,
    "L17": lambda repair: repair.imprint,
    "L21": lambda repair: repair.note,
    "L22": lambda repair: repair.repeat_heading,
    "L23": lambda repair: repair.black,
    "L24": lambda repair: repair.gap_before,
    "L27": lambda repair: repair.label,
}
