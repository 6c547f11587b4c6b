"""What of a Word file its reader sees and nobody read: drawn figures, charts and embedded objects keep words of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from taizhang.proof.word.package import Element, Package, q
from taizhang.terms.sentence import chain, sentence

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}graphicData"
# The kinds of ECMA-376 part 1, 20.1.2.2.17, and of [MS-ODRAWXML] 2.24.3.
_DRAWN = {"diagram": "智能图形（SmartArt）", "chart": "图表", "chartex": "图表", "lockedCanvas": "画布"}
_OBJECT = "嵌入的对象"


def tell_unread(package: Package) -> str:
    """One sentence that names what was not read, '' when everything was."""
    parts = [package.main]
    for kind in ("header", "footer", "footnotes", "endnotes"):
        parts += [name for _, name in package.related(package.main, kind)]
    found = Counter(name for part in dict.fromkeys(parts) for name in _kinds(package.tree(part)))
    if not found:
        return ""
    named = chain([sentence("{what}{count}处", what=what, count=count) for what, count in found.items()], "、")
    return sentence("文中有{named}，里面的文字没有读到。", named=named)


def _kinds(root: Element) -> Iterator[str]:
    for drawn in root.iter(_DRAWING):
        kind = _DRAWN.get(str(drawn.get("uri", "")).rpartition("/")[2])
        if kind:
            yield kind
    yield from (_OBJECT for _ in root.iter(q("object")))
