"""Files read as text, one paragraph a line. Runs in a limited child process only."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from taizhang.terms.characters import tidy

LONGEST_TEXT, ROWS, COLUMNS = 5_000_000, 100_000, 200
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MARKUP = re.compile(
    r"^(?:#{1,6}\s+|>\s?|[-*+]\s+|\d{1,3}[.)]\s+)+|[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}|^[|:\- ]+$", re.MULTILINE
)
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_PRINTED_SPACE = re.compile(
    r"(?<=[\u3400-\u9fff，。、；：）》〕]) +(?=[0-9A-Za-z])|(?<=[0-9A-Za-z%.]) +(?=[\u3400-\u9fff])"
)
_STOPS = tuple("。！？；：.!?;:")
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "tr",
        "br",
        "table",
        "section",
        "article",
        "header",
        "footer",
        "blockquote",
        "pre",
        "dt",
        "dd",
        "title",
    ]
)


class UnreadableText(Exception):
    """The file holds no text that can be read; the message is a Chinese sentence."""


def extract_text(path: Path, suffix: str) -> str:
    """The text of the file. Raises ``Unreadable``, or whatever a parser raises on a broken file."""
    text = tidy(_READERS[suffix](path)).strip()
    if not text:
        raise UnreadableText("文件里没有可读的文字。")
    if len(text) > LONGEST_TEXT:
        raise UnreadableText(f"文件的文字超过{LONGEST_TEXT}字。")
    return text


def decode(content: bytes) -> str:
    """Bytes as text: a byte order mark decides, else UTF-8, else GB 18030."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return content.decode(encoding)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        try:
            return content.decode("gb18030")
        except UnicodeDecodeError as fault:
            raise UnreadableText("文字编码既不是UTF-8也不是GB 18030。") from fault


def rejoin_lines(lines: list[str]) -> list[str]:
    """Printed lines as paragraphs: a full line that does not end a sentence goes on in the next one.

    The spaces that word processors print between Chinese and Western characters are taken out again.
    """
    lines = [_PRINTED_SPACE.sub("", line.strip()) for line in lines]
    full = max(map(_width, lines), default=0) * 0.9
    paragraphs: list[str] = []
    open_end = False
    for line in lines:
        if not line:
            open_end = False
            continue
        if open_end:
            paragraphs[-1] += line
        else:
            paragraphs.append(line)
        open_end = _width(line) >= full and not line.endswith(_STOPS)
    return paragraphs


def _width(line: str) -> int:
    """How wide a line is printed, in halves of a Chinese character."""
    return sum(2 if sign > "\u2e80" else 1 for sign in line)


def _plain(path: Path) -> str:
    return decode(path.read_bytes())


def _markdown(path: Path) -> str:
    return _MARKUP.sub("", _LINK.sub(r"\1", decode(path.read_bytes()))).replace("|", "\t")


def _word(path: Path) -> str:
    """Paragraphs of the body with content controls and insertions, without deletions; a table row is a line."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    with zipfile.ZipFile(path) as archive:
        root = etree.fromstring(archive.read("word/document.xml"), parser)
    # The other half of a drawing for old programs, and where a moved passage stood before, would tell it twice.
    for twice in list(root.iter(_FALLBACK, f"{_W}moveFrom")):
        twice.getparent().remove(twice)
    return "\n".join(_word_lines(root))


def _word_lines(node: object) -> Iterator[str]:
    for child in node:  # type: ignore[attr-defined]  # lxml elements iterate over their children
        if child.tag == f"{_W}p":
            for box in list(child.iter(f"{_W}txbxContent")):
                box.getparent().remove(box)
                yield from _word_lines(box)
            yield _word_text(child)
        elif child.tag == f"{_W}tr":
            yield "\t".join(" ".join(_word_lines(cell)) for cell in child.iter(f"{_W}tc"))
        elif child.tag != f"{_W}del":
            yield from _word_lines(child)


def _word_text(paragraph: object) -> str:
    parts: list[str] = []
    for node in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}cr"):  # type: ignore[attr-defined]  # lxml
        if node.tag == f"{_W}t":
            parts.append(node.text or "")
        else:
            parts.append(" " if node.tag == f"{_W}tab" else "\n")
    return "".join(parts)


def _pdf(path: Path) -> str:
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    lines: list[str] = []
    for page in document:
        lines += page.get_textpage().get_text_range().replace("\r", "").split("\n")
    numbers = re.compile(r"[-—–\s]*\d{1,4}[-—–\s]*")
    paragraphs = rejoin_lines([line for line in lines if not numbers.fullmatch(line)])
    if sum(map(len, paragraphs)) < 2 * len(document):
        raise UnreadableText("文件像是扫描件，没有文字层。")
    return "\n".join(paragraphs)


def _html(path: Path) -> str:
    from lxml import html

    root = html.document_fromstring(
        decode(path.read_bytes()).encode(), parser=html.HTMLParser(encoding="utf-8", no_network=True)
    )
    parts: list[str] = []
    for event, node in _walk(root):
        if event == "text":
            parts.append(" ".join(node.split()) if node.strip() else "")
        elif node in _BLOCKS:
            parts.append("\n")
        elif node in ("td", "th"):
            parts.append("\t")
    return "".join(parts)


def _walk(node: object) -> Iterator[tuple[str, str]]:
    """Texts and the edges of elements, in reading order, without scripts and styles."""
    tag = node.tag if isinstance(node.tag, str) else ""  # type: ignore[attr-defined]  # lxml; comments have no name
    if tag and tag not in ("script", "style", "head", "noscript", "template"):
        yield "edge", tag
        yield "text", node.text or ""  # type: ignore[attr-defined]  # lxml
        for child in node:  # type: ignore[attr-defined]  # lxml
            yield from _walk(child)
            yield "text", child.tail or ""
        yield "edge", tag
    elif tag == "head":
        for child in node:  # type: ignore[attr-defined]  # lxml
            if child.tag == "title":
                yield from _walk(child)


def _workbook(path: Path) -> str:
    from python_calamine import CalamineWorkbook

    lines: list[str] = []
    with CalamineWorkbook.from_path(str(path)) as book:
        for name in book.sheet_names:
            rows = book.get_sheet_by_name(name).to_python()
            if len(rows) > ROWS or (rows and len(rows[0]) > COLUMNS):
                raise UnreadableText(f"工作表“{name}”超过{ROWS}行或{COLUMNS}列。")
            lines.append(name)
            lines += ["\t".join(filled) for row in rows if (filled := [_cell(value) for value in row if value != ""])]
    return "\n".join(lines)


def _cell(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


_READERS: dict[str, Callable[[Path], str]] = {
    ".txt": _plain,
    ".md": _markdown,
    ".docx": _word,
    ".pdf": _pdf,
    ".html": _html,
    ".htm": _html,
    ".xlsx": _workbook,
}
