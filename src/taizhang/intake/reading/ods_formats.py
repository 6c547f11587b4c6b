"""Styles of an OpenDocument workbook as the format codes of a spreadsheet (ODF 1.2 part 1, 16.27), read by one piece."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

_NUMBER = "{urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_COLOUR = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}color"
_KINDS = ("number", "percentage", "currency", "date", "time", "text")
_PARTS = {
    "text-content": "@",
    "year": "yyyy",
    "month": "m",
    "day": "d",
    "day-of-week": "aaaa",
    "hours": "h",
    "minutes": "mm",
    "seconds": "ss",
    "scientific-number": "General",
    "fraction": "General",
    "boolean": "General",
}
# The maps that stand for plain sections: positive;negative, then nought, then text. Others are conditions of their own.
_IN_ORDER = ((">=0",), (">0", "<0"), (">0", "<0", "=0"))
# Chosen: no office nests styles so deep.
_DEEPEST = 20


def codes_of(parts: Sequence[etree._Element]) -> dict[str, str]:
    """Cell style → format code. parts: styles.xml before content.xml, whose styles stand before those of the same name."""
    own: dict[str, tuple[str, str]] = {}
    data: dict[str, etree._Element] = {}
    for root in parts:
        data |= {name: one for one in _data_styles(root) if (name := one.get(f"{_STYLE}name"))}
        for style in root.iter(f"{_STYLE}style"):
            if style.get(f"{_STYLE}family") == "table-cell":
                given = data.get(style.get(f"{_STYLE}data-style-name") or "")
                code = "" if given is None else _code(given, data)
                own[style.get(f"{_STYLE}name") or ""] = (code, style.get(f"{_STYLE}parent-style-name") or "")
    return {name: _inherited(name, own) for name in own}


def column_styles(table: etree._Element, most: int) -> list[str]:
    """The style of each column's cells that name none of their own; no more than ``most``."""
    found: list[str] = []
    for column in table.iter(f"{_TABLE}table-column"):
        times = column.get(f"{_TABLE}number-columns-repeated") or "1"
        times = times if times.isdigit() and len(times) < 9 else "1"
        found += [column.get(f"{_TABLE}default-cell-style-name") or ""] * min(int(times), most - len(found))
    return found


def _data_styles(root: etree._Element) -> Iterator[etree._Element]:
    return root.iter(*(f"{_NUMBER}{kind}-style" for kind in _KINDS))


def _inherited(name: str, own: dict[str, tuple[str, str]]) -> str:
    for _ in range(_DEEPEST):
        code, name = own.get(name, ("", ""))
        if code or not name:
            return code
    return ""


def _code(style: etree._Element, data: dict[str, etree._Element]) -> str:
    """A data style with the sections its maps lead to."""
    maps = [
        ((one.get(f"{_STYLE}condition") or "").replace("value()", "").replace(" ", ""), data.get(target))
        for one in style.iterchildren(f"{_STYLE}map")
        if (target := one.get(f"{_STYLE}apply-style-name"))
    ]
    sections = [(when, _section(one)) for when, one in maps if one is not None]
    base = _section(style)
    if tuple(when for when, _ in sections) in _IN_ORDER:
        return ";".join((*(code for _, code in sections), base))
    return ";".join((*(f"[{when.replace('!=', '<>')}]{code}" for when, code in sections), base))


def _section(style: etree._Element) -> str:
    coloured = any(one.get(_COLOUR) for one in style.iterchildren(f"{_STYLE}text-properties"))
    share = style.tag == f"{_NUMBER}percentage-style"
    return ("[Red]" if coloured else "") + "".join(_piece(part, share) for part in style if isinstance(part.tag, str))


def _piece(part: etree._Element, share: bool) -> str:
    kind, text = part.tag.removeprefix(_NUMBER), (part.text or "").replace('"', "")
    if kind == "number":
        return _digits(part)
    if kind == "text" and share and "%" in text:
        before, _, after = text.partition("%")
        return _quoted(before) + "%" + _quoted(after)
    if kind in ("text", "currency-symbol"):
        return _quoted(text)
    return _PARTS.get(kind, "")


def _quoted(text: str) -> str:
    return f'"{text}"' if text else ""


def _digits(part: etree._Element) -> str:
    """The digits: those asked for, words among them, decimals, the power of a thousand they are divided by."""
    places = part.get(f"{_NUMBER}decimal-places")
    if places is None and len(part) == 0 and part.get(f"{_NUMBER}min-integer-digits", "1") == "1":
        return "General"
    words = {one.get(f"{_NUMBER}position"): _quoted(one.text or "") for one in part}
    whole = int(part.get(f"{_NUMBER}min-integer-digits") or 0)
    digits = "".join("0" + words.get(str(n), "") for n in range(whole - 1, -1, -1)) or "#"
    if part.get(f"{_NUMBER}grouping") == "true" and not words:
        digits = "#,##0" if whole else "#,###"
    decimals = int(places or 0)
    least = int(part.get(f"{_NUMBER}min-decimal-places") or decimals)
    fraction = "." + "0" * least + "#" * (decimals - least) if decimals else ""
    factor = (part.get(f"{_NUMBER}display-factor") or "1").partition(".")[0]
    return digits + fraction + "," * ((len(factor) - 1) // 3)
