"""WordprocessingML elements and the names of the parts a document is made of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from lxml import etree

from taizhang.vault.vault import without_tokens

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CELLS = "urn:taizhang:cells:1"
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

Element = etree._Element


def name(tag: str) -> str:
    """The qualified name of a WordprocessingML element or attribute."""
    return f"{{{W}}}{tag}"


def w(
    tag: str,
    attributes: Mapping[str, str | int] | Mapping[str, int] | Mapping[str, str] | None = None,
    *children: Element,
) -> Element:
    """A WordprocessingML element; attributes are of the same namespace."""
    made = etree.Element(name(tag), nsmap={"w": W, "r": R} if tag in _ROOTS else None)
    for key, value in (attributes or {}).items():
        made.set(name(key), str(value))
    made.extend(children)
    return made


_ROOTS = ("document", "styles", "settings", "fonts", "ftr")


def val(tag: str, value: str | int) -> Element:
    """An element that says one thing: ``<w:tag w:val="value"/>``."""
    return w(tag, {"val": value})


def legal(text: str) -> str:
    """The text without the characters XML 1.0 cannot hold (2.2 Characters); a token is said to be something encrypted.

    No word takes its place: a document lies outside the site and its keys, and outlives what is destroyed there.
    """
    return _ILLEGAL.sub("", without_tokens(text))


def make_run(text: str, *properties: Element) -> Element:
    """A run of text; line breaks become breaks, properties come in the order CT_RPr asks for."""
    made = w("r")
    if properties:
        made.append(w("rPr", None, *properties))
    for number, line in enumerate(legal(text).split("\n")):
        if number:
            made.append(w("br"))
        words = w("t")
        words.text = line
        words.set(_XML_SPACE, "preserve")
        made.append(words)
    return made


def serialise(root: Element) -> bytes:
    """The bytes of a part, the same for the same tree."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def texts(elements: Iterable[Element]) -> str:
    """The words of ``w:t`` elements joined."""
    return "".join(element.text or "" for element in elements)
