"""The named styles of a document, its fonts and settings: everything about how it looks, nothing of what it says."""

from __future__ import annotations

from taizhang.rendering.elements import Element, serialise, val, w
from taizhang.rendering.layout import (
    CHARACTER,
    CLOSER,
    FACES,
    FANGSONG,
    FOOTER_LINE,
    HEI,
    KAI,
    LATIN,
    LINE,
    SONG,
    XIAOBIAOSONG,
    Typeface,
)

# 7.3.3: two characters, in hundredths and in twips.
INDENT = {"firstLineChars": 200, "firstLine": 2 * CHARACTER}
# 7.3.3: 黑体, 楷体, 仿宋, 仿宋.
HEADING_FACES = {1: HEI, 2: KAI, 3: FANGSONG, 4: FANGSONG}


def face(east: Typeface, latin: Typeface = LATIN) -> Element:
    """The fonts of a run: Chinese, and Latin letters and digits."""
    return w(
        "rFonts",
        {"ascii": latin.name, "hAnsi": latin.name, "eastAsia": east.name, "cs": latin.name, "hint": "eastAsia"},
    )


def size_elements(halves: int) -> tuple[Element, Element]:
    """The size of a run in half points."""
    return val("sz", halves), val("szCs", halves)


def styles() -> bytes:
    """word/styles.xml."""
    language = w("lang", {"val": "en-US", "eastAsia": "zh-CN", "bidi": "ar-SA"})
    run = w("rPr", None, face(FANGSONG), *size_elements(32), language)
    paragraph = w(
        "pPr", None, val("overflowPunct", 0), w("spacing", {"before": 0, "after": 0, "line": 240, "lineRule": "auto"})
    )
    defaults = w("docDefaults", None, w("rPrDefault", None, run), w("pPrDefault", None, paragraph))
    return serialise(
        w("styles", None, defaults, *_paragraphs(), *_fittings(), *_headings(), *_characters(), *_tables())
    )


def _paragraphs() -> list[Element]:
    own_gaps = (
        val("kinsoku", 1),
        val("overflowPunct", 0),
        val("topLinePunct", 0),
        val("autoSpaceDE", 0),
        val("autoSpaceDN", 0),
    )
    normal = w("pPr", None, val("widowControl", 0), *own_gaps, val("jc", "both"), val("textAlignment", "baseline"))
    above = {"beforeLines": 100, "before": LINE}
    return [
        _style("Normal", "Normal", [normal, w("rPr", None, val("spacing", CLOSER))], based="", default=True),
        _style("BodyText", "Body Text", [w("pPr", None, w("ind", INDENT))]),
        _title(),
        _style("Salutation", "Salutation", [w("pPr", None, val("jc", "left"))]),
        _style(
            "Signature",
            "Signature",
            [w("pPr", None, val("keepNext", 1), w("ind", {"right": 2 * CHARACTER}), val("jc", "right"))],
        ),
        _style(
            "FirstSignature", "First Signature", [w("pPr", None, w("spacing", above))], based="Signature", custom=True
        ),
        _style("Date", "Date", [w("pPr", None, val("jc", "left"))]),
    ]


def _title() -> Element:
    gap: dict[str, str | int] = {
        "beforeLines": 0,
        "before": 0,
        "afterLines": 100,
        "after": LINE,
        "line": LINE,
        "lineRule": "exact",
    }
    paragraph = w(
        "pPr",
        None,
        val("keepNext", 1),
        val("snapToGrid", 0),
        w("spacing", gap),
        val("jc", "center"),
        val("outlineLvl", 9),
    )
    return _style(
        "Title", "Title", [paragraph, w("rPr", None, face(XIAOBIAOSONG), val("spacing", 0), *size_elements(44))]
    )


def _fittings() -> list[Element]:
    """Styles of what stands beside the text: footer, captions, pictures, tables."""
    narrow = w("pPr", None, val("snapToGrid", 0), val("jc", "center"))
    foot_line = w("spacing", {"line": FOOTER_LINE, "lineRule": "exact"})
    foot = w("pPr", None, val("snapToGrid", 0), foot_line, val("jc", "left"))
    above = w("spacing", {"beforeLines": 50, "before": LINE // 2})
    caption = w("pPr", None, val("keepNext", 1), above, val("jc", "center"))
    return [
        _style("Footer", "footer", [foot, w("rPr", None, face(SONG, SONG), val("spacing", 0), *size_elements(28))]),
        _style("Caption", "caption", [caption, w("rPr", None, face(HEI), val("spacing", 0), *size_elements(28))]),
        _style(
            "Picture",
            "Picture",
            [w("pPr", None, val("keepNext", 1), val("snapToGrid", 0), val("jc", "center"))],
            custom=True,
        ),
        _style("TableText", "Table Text", [narrow, w("rPr", None, val("spacing", 0), *size_elements(24))], custom=True),
        _style(
            "TableHead",
            "Table Head",
            [w("pPr", None, val("keepNext", 1)), w("rPr", None, face(HEI))],
            based="TableText",
            custom=True,
        ),
    ]


def _headings() -> list[Element]:
    made = []
    for level, font in HEADING_FACES.items():
        paragraph = w("pPr", None, val("keepNext", 1), w("ind", INDENT), val("outlineLvl", level - 1))
        made.append(_style(f"Heading{level}", f"heading {level}", [paragraph, w("rPr", None, face(font))]))
        made.append(
            _style(f"Lead{level}", f"Lead {level}", [w("rPr", None, face(font))], kind="character", custom=True)
        )
    return made


def _characters() -> list[Element]:
    quoted = w("rPr", None, w("u", {"val": "dotted", "color": "808080"}))
    gap = w(
        "rPr", None, val("b", 1), val("color", "C00000"), w("shd", {"val": "clear", "color": "auto", "fill": "FFF200"})
    )
    return [
        _style("Quoted", "Quoted Number", [quoted], kind="character", custom=True),
        _style("Unresolved", "Unresolved Number", [gap], kind="character", custom=True),
    ]


def _tables() -> list[Element]:
    edges = [
        w(side, {"val": "single", "sz": 4, "space": 0, "color": "auto"})
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    ]
    margins = [w(side, {"w": 57, "type": "dxa"}) for side in ("top", "left", "bottom", "right")]
    properties = w("tblPr", None, w("tblBorders", None, *edges), w("tblCellMar", None, *margins))
    return [_style("TableGrid", "Table Grid", [properties], kind="table", based="")]


def _style(
    key: str,
    title: str,
    properties: list[Element],
    *,
    based: str = "Normal",
    kind: str = "paragraph",
    default: bool = False,
    custom: bool = False,
) -> Element:
    attributes: dict[str, str | int] = {"type": kind, "styleId": key}
    if default:
        attributes["default"] = 1
    if custom:
        attributes["customStyle"] = 1
    parent = [val("basedOn", based)] if based and kind == "paragraph" else []
    return w("style", attributes, val("name", title), *parent, w("qFormat"), *properties)


def fonts() -> bytes:
    """word/fontTable.xml: each face with the names of those that stand in for it."""
    return serialise(
        w(
            "fonts",
            None,
            *(
                w(
                    "font",
                    {"name": one.name},
                    val("altName", ",".join(one.instead)),
                    val("charset", "00" if one is LATIN else "86"),
                    val("family", one.family),
                    val("pitch", one.pitch),
                )
                for one in FACES
            ),
        )
    )


def settings() -> bytes:
    """word/settings.xml: odd and even footers, punctuation pressed at line ends, Word 2013 layout."""
    uri = "http://schemas.microsoft.com/office/word"
    mode = w("compatSetting", {"name": "compatibilityMode", "uri": uri, "val": 15})
    return serialise(
        w(
            "settings",
            None,
            w("zoom", {"percent": 100}),
            val("bordersDoNotSurroundHeader", 1),
            val("bordersDoNotSurroundFooter", 1),
            val("defaultTabStop", 2 * CHARACTER),
            val("evenAndOddHeaders", 1),
            val("drawingGridVerticalSpacing", LINE),
            val("characterSpacingControl", "compressPunctuation"),
            w(
                "compat",
                None,
                val("spaceForUL", 1),
                val("balanceSingleByteDoubleByteWidth", 1),
                val("useFELayout", 1),
                mode,
            ),
            w("themeFontLang", {"val": "en-US", "eastAsia": "zh-CN"}),
            val("decimalSymbol", "."),
            val("listSeparator", ","),
        )
    )
