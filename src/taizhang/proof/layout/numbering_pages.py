"""Page numbers put as 7.5 wants them: — 1 — in 4号 宋体, odd pages at the right, even pages at the left."""

from __future__ import annotations

from lxml import etree

from taizhang.proof.layout.measure import Measured, Section
from taizhang.proof.layout.profile import Profile
from taizhang.proof.layout.words import is_page_number
from taizhang.proof.word.package import CONTENT_TYPES, OFFICE, Element, Package, W, parse_part, q
from taizhang.proof.word.writing import child

_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"
# 7 mm below the type area, less half a line of 14 pt.
_DISTANCE = "1447"
_PLACES = {
    "default": '<w:ind w:right="280"/><w:jc w:val="right"/>',
    "even": '<w:ind w:left="280"/><w:jc w:val="left"/>',
}

_LATER_SETTINGS = (
    "bookFoldRevPrinting bookFoldPrinting bookFoldPrintingSheets drawingGridHorizontalSpacing"
    " drawingGridVerticalSpacing displayHorizontalDrawingGridEvery displayVerticalDrawingGridEvery"
    " doNotUseMarginsForDrawingGridOrigin drawingGridHorizontalOrigin drawingGridVerticalOrigin doNotShadeFormData"
    " noPunctuationKerning characterSpacingControl printTwoOnOne strictFirstAndLastChars noLineBreaksAfter"
    " noLineBreaksBefore savePreviewPicture doNotValidateAgainstSchema saveInvalidXml ignoreMixedContent"
    " alwaysShowPlaceholderText doNotDemarcateInvalidXml saveXmlDataOnly useXSLTWhenSaving saveThroughXslt"
    " showXMLTags alwaysMergeEmptyNamespace updateFields hdrShapeDefaults footnotePr endnotePr compat docVars rsids"
    " mathPr attachedSchema themeFontLang clrSchemeMapping shapeDefaults decimalSymbol listSeparator"
)


def set_numbers(measured: Measured, profile: Profile) -> set[str]:
    """Gives every section the two footers; the parts changed. Nothing is done where a footer says anything else."""
    package = measured.walk.package
    written = [one for one in measured.walk.paragraphs if one.kind == "footer" and one.number]
    if not all(is_page_number(one.text) for one in written):
        return set()
    touched = {CONTENT_TYPES}
    keys: dict[str, str] = {}
    for kind, place in _PLACES.items():
        part, keys[kind] = _footer(package, kind, place, profile)
        touched.add(part)
    for section in measured.sections:
        _refer(section, keys)
    touched.add(_odd_and_even(package))
    return touched


def _footer(package: Package, kind: str, place: str, profile: Profile) -> tuple[str, str]:
    """A new footer part, and the id of its relation."""
    folder = package.main.rpartition("/")[0]
    name = f"footer-{kind}.xml"
    part = f"{folder}/{name}" if folder else name
    fonts = '<w:rFonts w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体" w:cs="宋体"/>'
    size = round(profile.sizes.number * 2)
    look = f'<w:rPr>{fonts}<w:spacing w:val="0"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
    spacing = '<w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="280" w:lineRule="exact"/>'
    text = '<w:r>{}<w:t xml:space="preserve">{}</w:t></w:r>'
    package.put(
        part,
        parse_part(
            f'<w:ftr xmlns:w="{W}"><w:p><w:pPr>{spacing}{place}</w:pPr>{text.format(look, "— ")}'
            f'<w:fldSimple w:instr=" PAGE ">{text.format(look, "1")}</w:fldSimple>{text.format(look, " —")}</w:p></w:ftr>'.encode(),
            part,
        ),
    )
    package.declare(part, _KIND.format("footer"))
    return part, package.relate(package.main, "footer", name)


def _refer(section: Section, keys: dict[str, str]) -> None:
    element = section.element
    for old in element.findall(q("footerReference")):
        if old.get(q("type"), "default") in keys:
            element.remove(old)
    for kind, key in keys.items():
        made = etree.Element(q("footerReference"), {q("type"): kind, f"{{{OFFICE}}}id": key})
        element.insert(len(element.findall(q("headerReference"))), made)
    _even_header(element)
    child(element, "pgMar").set(q("footer"), _DISTANCE)


def _even_header(element: Element) -> None:
    """A header every page had is kept on even pages too."""
    headers = {str(one.get(q("type"), "default")): one for one in element.findall(q("headerReference"))}
    if "default" in headers and "even" not in headers:
        key = str(headers["default"].get(f"{{{OFFICE}}}id"))
        headers["default"].addnext(etree.Element(q("headerReference"), {q("type"): "even", f"{{{OFFICE}}}id": key}))


def _odd_and_even(package: Package) -> str:
    """Tells odd and even pages apart in the settings, made when there are none; the part's name."""
    part = next((target for _, target in package.related(package.main, "settings")), "")
    if not part:
        folder = package.main.rpartition("/")[0]
        part = f"{folder}/settings.xml" if folder else "settings.xml"
        package.relate(package.main, "settings", "settings.xml")
        package.declare(part, _KIND.format("settings"))
        package.put(part, parse_part(f'<w:settings xmlns:w="{W}"/>'.encode(), part))
    root = package.tree(part)
    found = root.find(q("evenAndOddHeaders"))
    if found is not None:
        root.remove(found)
    root.insert(_place(root), etree.Element(q("evenAndOddHeaders")))
    return part


def _place(root: Element) -> int:
    """Where the schema wants it: after what may stand before it (ECMA-376 17.15.1)."""
    later = frozenset(_LATER_SETTINGS.split())
    names = [str(one.tag).rpartition("}")[2] for one in root]
    return next((place for place, name in enumerate(names) if name in later), len(names))
