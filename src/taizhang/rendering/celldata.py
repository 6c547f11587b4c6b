"""The cells of a paper as a custom XML part: what each tagged number means and stands on."""

from __future__ import annotations

import hashlib
import uuid

from lxml import etree

from taizhang.rendering.controls import tag_of
from taizhang.rendering.elements import CELLS, Element, legal, serialise
from taizhang.reports.paper import Claim, Number, Paper
from taizhang.terms.quantity import format_plain

_STORE = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"


def cell_part(paper: Paper) -> bytes:
    """customXml/item1.xml: the ground the paper stands on, then every cell with its tags, values and definition."""
    root = etree.Element(f"{{{CELLS}}}cells", nsmap={"t": CELLS})
    ground = {
        "paper": paper.name,
        "period": paper.period.key,
        "revision": paper.revision,
        "entries": str(paper.entries),
        "root": paper.root,
    }
    for key, text in ground.items():
        root.set(key, legal(text))
    for key in paper.cells:
        root.append(_cell(paper, key))
    return serialise(root)


def _cell(paper: Paper, key: str) -> Element:
    cell = paper.cells[key]
    value = cell.value
    made = etree.Element(f"{{{CELLS}}}cell")
    attributes = {
        "id": key,
        "number": tag_of(Number("", key)),
        "claim": tag_of(Claim("", key)),
        "figure": value.figure.name,
        "hash": value.figure.hash,
        "period": value.ask.period.key,
        "value": value.exact,
        "unit": value.figure.unit,
        "numerator": "" if value.numerator is None else format_plain(value.numerator),
        "denominator": "" if value.denominator is None else format_plain(value.denominator),
    }
    if key in paper.left_out:
        attributes["left-out"] = str(paper.left_out[key])
    for name, text in attributes.items():
        made.set(name, legal(text))
    for name, text in (
        ("title", value.figure.title),
        ("definition", cell.definition),
        *(("word", one) for one in value.words),
    ):
        child = etree.SubElement(made, f"{{{CELLS}}}{name}")
        child.text = legal(text)
    return made


def store_part(item: bytes) -> bytes:
    """customXml/itemProps1.xml: a name for the part, made from its content."""
    name = uuid.UUID(bytes=hashlib.sha256(item).digest()[:16])
    root = etree.Element(f"{{{_STORE}}}datastoreItem", nsmap={"ds": _STORE})
    root.set(f"{{{_STORE}}}itemID", f"{{{str(name).upper()}}}")
    references = etree.SubElement(root, f"{{{_STORE}}}schemaRefs")
    etree.SubElement(references, f"{{{_STORE}}}schemaRef").set(f"{{{_STORE}}}uri", CELLS)
    return serialise(root)
