"""Findings put into a Word file: a comment at the very words, and a tracked change where the replacement is certain."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy

from lxml import etree

from taizhang.proof.model import GATE_NAMES, LEVEL_NAMES, Finding
from taizhang.proof.word.cutting import SPACE, cut_runs, within
from taizhang.proof.word.package import CONTENT_TYPES, Element, Package, UnreadablePackage, W, q
from taizhang.proof.word.walk import PackageParagraphs, PlacedParagraph, RunSlice

AUTHOR, INITIALS = "台账审校", "校"
COMMENTS = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_CLOSED = frozenset(q(tag) for tag in ("ins", "moveTo", "fldSimple"))
_WHOLE = frozenset(q(tag) for tag in ("sdt", "fldSimple", "del"))


def mark_findings(package: Package, findings: Sequence[Finding], on: str = "") -> bytes:
    """The file with every finding in it; ``on``: the moment written to it, '' for none. The same order, the same bytes."""
    walk = PackageParagraphs(package)
    marker = _Marker(walk, on)
    by_paragraph: dict[int, list[Finding]] = {}
    for finding in findings:
        by_paragraph.setdefault(finding.spot.paragraph, []).append(finding)
    for standing in walk.paragraphs:
        if standing.number in by_paragraph and standing.number:
            marker.paragraph(standing, by_paragraph.pop(standing.number))
    for rest in by_paragraph.values():
        for finding in rest:
            marker.comment_on_first(finding)
    return package.to_bytes(frozenset(marker.touched))


class _Marker:
    def __init__(self, walk: PackageParagraphs, on: str) -> None:
        if not walk.paragraphs:
            raise UnreadablePackage("文件里没有段落，无处可标。")
        self._package, self._on = walk.package, on
        self._first = next((one for one in walk.paragraphs if one.kind == "body" and one.number), walk.paragraphs[0])
        self.touched = {walk.package.main}
        self._comments = self._comments_part()
        self._next_comment = 1 + max((_id(one) for one in self._comments), default=-1)
        root = walk.package.tree(walk.package.main)
        self._next_change = 1 + max((_id(one) for tag in ("ins", "del") for one in root.iter(q(tag))), default=0)

    def _comments_part(self) -> Element:
        package = self._package
        part = next((target for _, target in package.related(package.main, "comments")), "")
        if not part:
            folder = package.main.rpartition("/")[0]
            part = f"{folder}/comments.xml" if folder else "comments.xml"
            package.relate(package.main, "comments", "comments.xml")
            package.declare(part, COMMENTS)
            package.put(part, etree.Element(q("comments"), nsmap={"w": W}))
            self.touched.add(CONTENT_TYPES)
        self.touched.add(part)
        return package.tree(part)

    def paragraph(self, standing: PlacedParagraph, findings: list[Finding]) -> None:
        """Marks all findings of one paragraph."""
        self.touched.add(standing.part)
        length = len(standing.text)
        spans = [_span(finding, length) for finding in findings]
        changes = list(_apart(standing, findings, spans))
        cut_runs(standing, [offset for span in spans for offset in span])
        held = [within(standing, *span) for span in spans]
        for finding, pieces, change in zip(findings, held, changes, strict=True):
            runs = [piece.run for piece in pieces if piece.run is not None]
            if standing.kind not in ("body", "table"):
                self.comment_on_first(finding)
            elif runs:
                self._comment(finding, runs[0], runs[-1])
            else:
                self._comment_whole(finding, standing)
            if change and _replaceable(pieces):
                self._change(pieces, finding.replacement or "")

    def comment_on_first(self, finding: Finding) -> None:
        """A comment where Word allows one, for a finding about the whole document or about a place that takes none."""
        runs = [piece.run for piece in self._first.pieces if piece.run is not None]
        if runs:
            self._comment(finding, runs[0], runs[-1])
        else:
            self._comment_whole(finding, self._first)

    def _comment(self, finding: Finding, first: Element, last: Element) -> None:
        key = self._write(finding)
        _outer(first, _WHOLE).addprevious(etree.Element(q("commentRangeStart"), {q("id"): key}))
        end = etree.Element(q("commentRangeEnd"), {q("id"): key})
        _with_replacement(_outer(last, _WHOLE)).addnext(end)
        top = end
        while (parent := top.getparent()) is not None and parent.tag != q("p"):
            top = parent
        top.addnext(_reference(key))

    def _comment_whole(self, finding: Finding, standing: PlacedParagraph) -> None:
        key = self._write(finding)
        standing.element.append(etree.Element(q("commentRangeStart"), {q("id"): key}))
        standing.element.append(etree.Element(q("commentRangeEnd"), {q("id"): key}))
        standing.element.append(_reference(key))

    def _write(self, finding: Finding) -> str:
        key = str(self._next_comment)
        self._next_comment += 1
        comment = etree.SubElement(self._comments, q("comment"), self._signature(key, {"initials": INITIALS}))
        for line in _lines(finding):
            paragraph = etree.SubElement(comment, q("p"))
            words = etree.SubElement(etree.SubElement(paragraph, q("r")), q("t"))
            words.text = line
            words.set(SPACE, "preserve")
        return key

    def _signature(self, key: str, more: dict[str, str] | None = None) -> dict[str, str]:
        said = {"id": key, "author": AUTHOR, **({"date": self._on} if self._on else {}), **(more or {})}
        return {q(name): value for name, value in said.items()}

    def _change(self, pieces: list[RunSlice], replacement: str) -> None:
        """The words struck out, and after them, looking like the first of them, what replaces them."""
        last: Element | None = None
        for piece in pieces:
            if piece.run is None or piece.leaf is None:
                continue
            deleted = etree.Element(q("del"), self._signature(self._number()))
            piece.run.addprevious(deleted)
            deleted.append(piece.run)
            piece.leaf.tag = q("delText")
            last = deleted
        first = pieces[0].run
        if not replacement or last is None or first is None:
            return
        inserted = etree.Element(q("ins"), self._signature(self._number()))
        run = etree.SubElement(inserted, q("r"))
        properties = first.find(q("rPr"))
        if properties is not None:
            run.append(deepcopy(properties))
        words = etree.SubElement(run, q("t"))
        words.text = replacement
        words.set(SPACE, "preserve")
        last.addnext(inserted)

    def _number(self) -> str:
        self._next_change += 1
        return str(self._next_change - 1)


def _span(finding: Finding, length: int) -> tuple[int, int]:
    start, end = max(0, finding.spot.start), min(finding.spot.end, length)
    return (start, end) if start < end else (0, length)


def _apart(standing: PlacedParagraph, findings: list[Finding], spans: list[tuple[int, int]]) -> Iterator[bool]:
    """For each finding whether its change may be written: it is certain, says those very words, and meets no other."""
    taken: list[tuple[int, int]] = []
    for finding, (start, end) in zip(findings, spans, strict=True):
        said = standing.text[start:end].replace("\n", " ") == finding.text.replace("\n", " ")
        free = all(end <= other[0] or other[1] <= start for other in taken)
        if finding.replacement is not None and said and free and finding.spot.start < finding.spot.end:
            taken.append((start, end))
            yield True
        else:
            yield False


def _replaceable(pieces: list[RunSlice]) -> bool:
    """Whether all the words are plain text that is nobody's own open change and no field's result."""
    return bool(pieces) and all(
        piece.run is not None
        and piece.leaf is not None
        and piece.leaf.tag == q("t")
        and not any(parent.tag in _CLOSED for parent in piece.run.iterancestors())
        for piece in pieces
    )


def _outer(run: Element, closed: frozenset[str]) -> Element:
    """The run, or the outermost element around it that takes no marks inside."""
    outer = run
    for parent in run.iterancestors():
        if parent.tag == q("p"):
            break
        if parent.tag in closed:
            outer = parent
    return outer


def _with_replacement(element: Element) -> Element:
    """The element, or the insertion that replaces it."""
    following = element.getnext()
    return following if element.tag == q("del") and following is not None and following.tag == q("ins") else element


def _reference(key: str) -> Element:
    run = etree.Element(q("r"))
    etree.SubElement(run, q("commentReference"), {q("id"): key})
    return run


def _id(element: Element) -> int:
    said = str(element.get(q("id"), ""))
    return int(said) if said.isdecimal() else 0


def _lines(finding: Finding) -> Iterator[str]:
    yield f"【{GATE_NAMES[finding.gate]}·{LEVEL_NAMES[finding.level]}·{finding.rule}】{finding.message}"
    if finding.suggestion:
        yield f"建议：{finding.suggestion}"
    if finding.source:
        yield f"来源：{finding.source}"
