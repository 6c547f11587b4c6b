"""Properties written where the schema wants them: a paragraph's and a run's have a fixed order (ECMA-376 17.3)."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from taizhang.proof.word.package import Element, q

_PARAGRAPH = (
    "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs"
    " suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd"
    " snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment"
    " textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange"
)
_RUN = (
    "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish"
    " webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang"
    " eastAsianLayout specVanish oMath rPrChange"
)
_ORDERS = {
    q("pPr"): {q(tag): place for place, tag in enumerate(_PARAGRAPH.split())},
    q("rPr"): {q(tag): place for place, tag in enumerate(_RUN.split())},
}


def properties_of(element: Element) -> Element:
    """The ``w:pPr`` of a paragraph or the ``w:rPr`` of a run, made when there is none."""
    tag = q("pPr") if element.tag == q("p") else q("rPr")
    found = element.find(tag)
    if found is None:
        found = etree.Element(tag)
        element.insert(0, found)
    return found


def put(element: Element, tag: str, values: Mapping[str, str | None]) -> None:
    """Sets attributes of one property of a paragraph or run; None takes an attribute away."""
    _set(properties_of(element), tag, values)


def put_in_mark(paragraph: Element, tag: str, values: Mapping[str, str | None]) -> None:
    """Sets attributes of one property of the paragraph's mark, whose look automatic numbers take."""
    _set(_place(properties_of(paragraph), "rPr"), tag, values)


def _place(holder: Element, tag: str) -> Element:
    """The property of this name, made in its place when there is none."""
    found = holder.find(q(tag))
    if found is None:
        found = etree.Element(q(tag))
        order = _ORDERS[str(holder.tag)]
        place = order[q(tag)]
        holder.insert(sum(1 for child in holder if order.get(str(child.tag), 99) < place), found)
    return found


def _set(holder: Element, tag: str, values: Mapping[str, str | None]) -> None:
    found = _place(holder, tag)
    for name, value in values.items():
        if value is not None:
            found.set(q(name), value)
        elif q(name) in found.attrib:
            del found.attrib[q(name)]


def child(parent: Element, tag: str, first: bool = False) -> Element:
    """The child of this name, made at the end, or at the beginning, when there is none."""
    found = parent.find(q(tag))
    if found is None:
        found = etree.Element(q(tag))
        parent.insert(0 if first else len(parent), found)
    return found
