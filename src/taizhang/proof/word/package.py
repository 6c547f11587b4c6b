"""A Word file taken apart into its parts and put together again, the same bytes for the same parts."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree

from taizhang.confine.packages import ZIP_EPOCH
from taizhang.terms.sentence import sentence

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
CONTENT_TYPES = "[Content_Types].xml"

Element = etree._Element


class UnreadablePackage(Exception):
    """The file holds nothing that can be read as a document; the message is a Chinese sentence."""


# Strict Open XML (ISO/IEC 29500-1) names the same elements in namespaces of its own (Annex A against part 4).
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W.encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", OFFICE.encode()),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
    (b' w:conformance="strict"', b""),
)


def q(tag: str) -> str:
    """The qualified name of a WordprocessingML element or attribute."""
    return f"{{{W}}}{tag}"


def parse_part(content: bytes, part: str) -> Element:
    """The root element of a part. Raises Unreadable when it is no XML or declares a document type."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as fault:
        raise UnreadablePackage(sentence("文件内的{part}不是完整的XML。", part=part)) from fault
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadablePackage(sentence("文件内的{part}带有文档类型声明。", part=part))
    return root


class Package:
    """The parts of a .docx by name; those that were parsed are written back as they then are."""

    def __init__(self, content: bytes) -> None:
        """Raises Unreadable when there is no main part, or a part cannot be unpacked."""
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                names = [one.filename for one in archive.infolist() if not one.is_dir()]
                if len(set(names)) != len(names):
                    raise UnreadablePackage("压缩包内有重名的部件。")
                self.parts = {name: _transitional(archive.read(name)) for name in names}
        except (zipfile.BadZipFile, OSError, EOFError, ValueError, RuntimeError, zlib.error) as fault:
            raise UnreadablePackage("压缩结构已损坏。") from fault
        self._trees: dict[str, Element] = {}
        self.main = next((target for _, target in self.related("", "officeDocument")), "word/document.xml")
        if self.main not in self.parts:
            raise UnreadablePackage("文件里没有正文。")
        if self.tree(self.main).tag != q("document"):
            raise UnreadablePackage("正文不是通行的Word结构。")
        if next(self.tree(self.main).iter(q("altChunk")), None) is not None:
            raise UnreadablePackage("正文里有嵌入的文档片段，打开后才会并入正文，没有读到。")

    def has(self, part: str) -> bool:
        """Whether there is such a part."""
        return part in self.parts

    def tree(self, part: str) -> Element:
        """The part's root, parsed once. Raises Unreadable."""
        if part not in self._trees:
            self._trees[part] = parse_part(self.parts[part], part)
        return self._trees[part]

    def put(self, part: str, root: Element) -> None:
        """Adds a part, or replaces it."""
        self._trees[part] = root
        self.parts[part] = b""

    def relations(self, part: str) -> Element:
        """The root of the part's relations; an empty one when it has none ('' for the package's own)."""
        name = _relations_of(part)
        if name not in self.parts:
            return etree.fromstring(f'<Relationships xmlns="{RELATIONS}"/>')
        return self.tree(name)

    def related(self, part: str, kind: str) -> Iterator[tuple[str, str]]:
        """(id, target) of the relations of a part whose type ends in ``kind``, when the target exists."""
        for relation in self.relations(part):
            if str(relation.get("Type", "")).endswith(f"/{kind}") and relation.get("TargetMode") != "External":
                target = str(relation.get("Target", ""))
                name = posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")
                if name in self.parts:
                    yield str(relation.get("Id", "")), name

    def relate(self, part: str, kind: str, target: str) -> str:
        """The id of a new relation of a part, ``target`` as written from the part's folder."""
        root = self.relations(part)
        taken = {str(one.get("Id")) for one in root}
        key = next(f"rId{number}" for number in range(1, len(taken) + 2) if f"rId{number}" not in taken)
        etree.SubElement(
            root, f"{{{RELATIONS}}}Relationship", {"Id": key, "Type": f"{OFFICE}/{kind}", "Target": target}
        )
        self.put(_relations_of(part), root)
        return key

    def declare(self, part: str, content_type: str) -> None:
        """Says of what type a new part is."""
        root = self.tree(CONTENT_TYPES)
        if not any(one.get("PartName") == f"/{part}" for one in root):
            etree.SubElement(root, f"{{{TYPES}}}Override", {"PartName": f"/{part}", "ContentType": content_type})

    def to_bytes(self, touched: frozenset[str] | None = None) -> bytes:
        """The file; parts not in ``touched`` (None: all that were parsed) keep their very bytes."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for name, content in self.parts.items():
                entry = zipfile.ZipInfo(name, ZIP_EPOCH)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.create_system = 0
                changed = name in self._trees and (touched is None or name in touched or not content)
                archive.writestr(entry, _serialise(self._trees[name]) if changed else content, compresslevel=6)
        return buffer.getvalue()


def _transitional(content: bytes) -> bytes:
    """A part of a strict document with the names everybody else uses; any other part as it is."""
    if b"http://purl.oclc.org/ooxml/" not in content[:4096]:
        return content
    for strict, usual in _STRICT:
        content = content.replace(strict, usual)
    return content


def _serialise(root: Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")
