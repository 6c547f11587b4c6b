"""Files read as text, one paragraph a line. Runs in a limited child process only."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from taizhang.proof.word.package import Package, UnreadablePackage
from taizhang.proof.word.unread import tell_unread as unread_in
from taizhang.proof.word.walk import PackageParagraphs, PlacedParagraph
from taizhang.terms.characters import tidy, whole_signs
from taizhang.terms.sentence import sentence

# Chosen: some thousand pages, and tables as long as somebody may still mean to be read as text.
LONGEST_TEXT, ROWS, COLUMNS = 5_000_000, 100_000, 200
TAB = "\t"
_PAGE_NUMBER = re.compile(r"[-—–\s]*\d{0,4}[-—–\s]*")
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
    """The file holds no text that can be read; the message and the hint are Chinese sentences."""

    def __init__(self, message: str, hint: str = "扫描件请先做文字识别；其他请核对原件。") -> None:
        super().__init__(message)
        self.hint = hint


def extract_text(path: Path, suffix: str) -> str:
    """The text of the file. Raises ``Unreadable``, or whatever a parser raises on a broken file."""
    text = tidy(_READERS[suffix](path)).strip()
    if not text:
        raise UnreadableText("文件里没有可读的文字。")
    if len(text) > LONGEST_TEXT:
        raise UnreadableText(sentence("文件的文字超过{longest_text}字。", longest_text=LONGEST_TEXT))
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


def tell_unread(path: Path, suffix: str) -> str:
    """A sentence that names what of a Word file, read already, was not read; '' for nothing and for other files."""
    return unread_in(Package(path.read_bytes())) if suffix == ".docx" else ""


def _word(path: Path) -> str:
    """What the proof-reader reads: the body with its boxes, then notes, headers and footers; a table row is a line."""
    try:
        read = PackageParagraphs(Package(path.read_bytes())).paragraphs
    except UnreadablePackage as fault:
        raise UnreadableText(str(fault), "请用办公软件打开后另存一遍。") from fault
    lines: list[str] = []
    before: PlacedParagraph | None = None
    for one in read:
        text = one.text.strip("\n")
        if one.kind in ("header", "footer") and _PAGE_NUMBER.fullmatch(text):
            continue
        if before and one.kind == before.kind == "table" and one.cell[0] == before.cell[0]:
            lines[-1] += f"{' ' if one.cell == before.cell else TAB}{text}"
        else:
            lines.append(text)
        before = one
    return "\n".join(lines)


def _pdf(path: Path) -> str:
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    lines: list[str] = []
    for page in document:
        lines += page.get_textpage().get_text_range().replace("\r", "").split("\n")
    paragraphs = rejoin_lines([whole_signs(line) for line in lines if not _PAGE_NUMBER.fullmatch(line)])
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
                raise UnreadableText(
                    sentence("工作表“{name}”超过{rows}行或{columns}列。", name=name, rows=ROWS, columns=COLUMNS)
                )
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
