"""Properties in force: document defaults, styles and what they are based on, numbering, the paragraph's or run's own."""

from __future__ import annotations

from collections.abc import Mapping

from taizhang.proof.word.package import Element, Package, q

Props = Mapping[str, Mapping[str, str]]
_BY_ATTRIBUTE = frozenset({"ind", "spacing", "rFonts", "lang"})
_THEMED = {"ascii": "asciiTheme", "hAnsi": "hAnsiTheme", "eastAsia": "eastAsiaTheme", "cs": "cstheme"}
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
# Chosen: styles are based on one another a few deep; a circle of them ends here.
_DEEPEST = 20


def own(element: Element | None) -> dict[str, dict[str, str]]:
    """The properties written in a ``w:pPr`` or ``w:rPr``: local name → attributes by local name."""
    if element is None:
        return {}
    return {
        child.tag.rpartition("}")[2]: {str(key).rpartition("}")[2]: str(value) for key, value in child.attrib.items()}
        for child in element
        if isinstance(child.tag, str)
    }


def over(lower: Props, upper: Props) -> dict[str, Mapping[str, str]]:
    """The lower properties overridden by the upper; indents, spacing and fonts attribute by attribute."""
    merged = dict(lower)
    for tag, attributes in upper.items():
        if tag not in _BY_ATTRIBUTE or tag not in merged:
            merged[tag] = attributes
            continue
        kept = dict(merged[tag])
        for plain, themed in _THEMED.items():
            if plain in attributes or themed in attributes:
                kept.pop(plain, None)
                kept.pop(themed, None)
        for one, other in (("hanging", "firstLine"), ("firstLine", "hanging")):
            if one in attributes:
                kept.pop(other, None)
                kept.pop(f"{other}Chars", None)
        merged[tag] = {**kept, **attributes}
    return merged


def is_on(props: Props, tag: str) -> bool:
    """Whether a property that is on or off is on."""
    return tag in props and props[tag].get("val", "1") not in ("0", "false", "off", "none")


class Properties:
    """What is in force for the paragraphs and runs of one package."""

    def __init__(self, package: Package) -> None:
        self._styles: dict[str, Element] = {}
        self._default = ""
        self._known: dict[tuple[str, str], dict[str, Mapping[str, str]]] = {}
        self._paragraph_defaults: Props = {}
        self._run_defaults: Props = {}
        self._theme = _theme(package)
        for _, part in package.related(package.main, "styles"):
            self._read(package.tree(part))

    def _read(self, root: Element) -> None:
        self._run_defaults = own(root.find(f"{q('docDefaults')}/{q('rPrDefault')}/{q('rPr')}"))
        self._paragraph_defaults = own(root.find(f"{q('docDefaults')}/{q('pPrDefault')}/{q('pPr')}"))
        for style in root.iterfind(q("style")):
            key = str(style.get(q("styleId"), ""))
            self._styles[key] = style
            if style.get(q("type")) == "paragraph" and style.get(q("default")) in ("1", "true", "on"):
                self._default = key

    def style_of(self, paragraph: Element) -> str:
        """The id of the paragraph's style, the default one's when it names none."""
        named = paragraph.find(f"{q('pPr')}/{q('pStyle')}")
        key = "" if named is None else str(named.get(q("val"), ""))
        return key if key in self._styles else self._default

    def style_name(self, paragraph: Element) -> str:
        """The name of the paragraph's style in lower case: ``heading 1``, ``title``."""
        style = self._styles.get(self.style_of(paragraph))
        named = None if style is None else style.find(q("name"))
        return "" if named is None else str(named.get(q("val"), "")).lower()

    def style_element(self, key: str) -> Element:
        """The style as written; KeyError for an unknown one."""
        return self._styles[key]

    def lineage(self, key: str) -> tuple[str, ...]:
        """A style and those it is based on, nearest first."""
        line: list[str] = []
        while key in self._styles and key not in line:
            line.append(key)
            base = self._styles[key].find(q("basedOn"))
            key = "" if base is None else str(base.get(q("val"), ""))
        return tuple(line)

    def of_style(self, key: str, what: str, depth: int = 0) -> dict[str, Mapping[str, str]]:
        """The properties (``pPr`` or ``rPr``) of a style with those it is based on; {} for an unknown one."""
        if (key, what) not in self._known:
            style = self._styles.get(key)
            if style is None or depth > _DEEPEST:
                return {}
            base = style.find(q("basedOn"))
            lower = {} if base is None else self.of_style(str(base.get(q("val"), "")), what, depth + 1)
            self._known[key, what] = over(lower, own(style.find(q(what))))
        return self._known[key, what]

    def paragraph(self, paragraph: Element, numbering: Props | None = None) -> dict[str, Mapping[str, str]]:
        """Properties in force for a paragraph; ``numbering``: those of its list level."""
        direct = own(paragraph.find(q("pPr")))
        style = self.of_style(self.style_of(paragraph), "pPr")
        # The list gives way to the style that names it, and stands above the style when the paragraph names it.
        layers = (style, numbering or {}) if "numPr" in direct else (numbering or {}, style)
        merged = dict(self._paragraph_defaults)
        for layer in (*layers, direct):
            merged = over(merged, layer)
        return merged

    def run(self, run: Element | None, paragraph: Element) -> dict[str, Mapping[str, str]]:
        """Properties in force for a run of a paragraph; fonts by theme carry the theme's names."""
        merged = over(self._run_defaults, self.of_style(self.style_of(paragraph), "rPr"))
        direct = own(None if run is None else run.find(q("rPr")))
        named = direct.get("rStyle", {}).get("val", "")
        for layer in (self.of_style(named, "rPr") if named else {}, direct):
            merged = over(merged, layer)
        return {**merged, "rFonts": self._fonts(merged.get("rFonts", {}))}

    def _fonts(self, fonts: Mapping[str, str]) -> dict[str, str]:
        named = dict(fonts)
        for plain, themed in _THEMED.items():
            if themed in fonts:
                named[plain] = self._theme.get(fonts[themed], "")
        return named


def _theme(package: Package) -> dict[str, str]:
    """Font names by what a style calls them: ``minorEastAsia`` → 宋体."""
    names: dict[str, str] = {}
    for _, part in package.related(package.main, "theme"):
        root = package.tree(part)
        for place in ("major", "minor"):
            scheme = root.find(f".//{_DRAWING}{place}Font")
            if scheme is None:
                continue
            latin, east = scheme.find(f"{_DRAWING}latin"), scheme.find(f"{_DRAWING}ea")
            hans = next((one for one in scheme.iterfind(f"{_DRAWING}font") if one.get("script") == "Hans"), None)
            chosen = next(
                (str(one.get("typeface")) for one in (east, hans) if one is not None and one.get("typeface")), ""
            )
            names[f"{place}EastAsia"] = chosen
            if latin is not None:
                names[f"{place}Ascii"] = names[f"{place}HAnsi"] = str(latin.get("typeface", ""))
    return names
