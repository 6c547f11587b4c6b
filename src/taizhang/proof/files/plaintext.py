"""Text, Markdown and HTML files as documents."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree, html
from markdown_it import MarkdownIt

from taizhang.proof.files.zones import TextLine, document
from taizhang.proof.model import Document
from taizhang.terms.problem import Place, Problem, Refused
from taizhang.terms.sentence import sentence

# Bytes. Chosen: some twenty million characters, the largest that is still read within a child's time.
LARGEST = 64_000_000
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_BLOCKS = frozenset(
    ("p", "div", "li", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "title", "section", "tr")
)
_SILENT = frozenset(("script", "style", "noscript", "template", "head"))


def read_text(path: Path) -> Document:
    """A text file: each line that is not blank is a paragraph."""
    lines = decode(path).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return document(str(path), [TextLine(text, number) for number, text in enumerate(lines, 1)])


def read_markdown(path: Path) -> Document:
    """A Markdown file: its blocks without their marks; comments are left out."""
    return document(str(path), list(_markdown(decode(path))))


def read_html(path: Path) -> Document:
    """An HTML file: the text of its blocks, scripts and styles left out."""
    try:
        root = html.document_fromstring(decode(path) or "<p></p>")
    except (etree.LxmlError, ValueError) as fault:
        raise Refused(
            Problem(
                "PRF-002",
                sentence("读不出网页里的文字：{fault}。", fault=fault),
                Place(file=str(path)),
                "请另存为文本再试。",
            )
        ) from None
    return document(str(path), [TextLine(text, level=level) for level, text in _html(root) if text.strip()])


def decode(path: Path) -> str:
    """The text of a file in UTF-8, UTF-16 with its mark, or GB 18030. Raises ``Refused`` (PRF-001, PRF-002)."""
    place = Place(file=str(path))
    try:
        if path.stat().st_size > LARGEST:
            message = sentence("文件超过{number}MB，不读。", number=LARGEST // 1000000)
            raise Refused(Problem("PRF-002", message, place, "请拆成几个文件。"))
        raw = path.read_bytes()
    except (OSError, ValueError) as fault:
        reason = getattr(fault, "strerror", None) or str(fault)
        raise Refused(
            Problem("PRF-001", sentence("打不开文件：{reason}。", reason=reason), place, "请核对文件名和权限。")
        ) from None
    encoding = next((name for mark, name in _MARKS if raw.startswith(mark)), "")
    for name in (encoding,) if encoding else ("utf-8", "gb18030"):
        try:
            return raw.decode(name)
        except UnicodeDecodeError:
            continue
    raise Refused(Problem("PRF-002", "不是文本文件，或编码不是UTF-8、UTF-16、GB18030。", place, "请另存为UTF-8文本。"))


def _markdown(text: str) -> Iterator[TextLine]:
    level, cell = 0, False
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        if token.type == "heading_open":
            level = int(token.tag[1])
        elif token.type in ("td_open", "th_open"):
            cell = True
        elif token.type == "inline":
            first = (token.map or [0])[0] + 1
            content = "".join(
                "\n" if child.type in ("softbreak", "hardbreak") else child.content for child in token.children or []
            )
            for offset, line in enumerate(content.split("\n")):
                yield TextLine(line, first + offset, level, cell)
            level, cell = 0, False
        elif token.type in ("fence", "code_block"):
            first = (token.map or [0])[0] + 1
            yield from (TextLine(line, first + offset) for offset, line in enumerate(token.content.split("\n")))


def _html(root: html.HtmlElement) -> Iterator[tuple[int, str]]:
    """Heading level and text of each block, in order."""
    buffer: list[str] = []
    level = 0
    for event, element in etree.iterwalk(root, events=("start", "end", "comment")):
        if event == "comment":
            buffer.append(element.tail or "")
            continue
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in _BLOCKS or tag == "br":
            if event == "start" or tag != "br":
                yield level, _squeeze(buffer)
                buffer = []
            level = int(tag[1]) if event == "start" and re.fullmatch(r"h[1-6]", tag) else 0
        buffer.append((element.text if event == "start" and not _inside_silent(element) else None) or "")
        if event == "end":
            buffer.append((element.tail if not _inside_silent(element.getparent()) else None) or "")
    yield level, _squeeze(buffer)


def _inside_silent(element: html.HtmlElement | None) -> bool:
    while element is not None:
        if element.tag in _SILENT:
            return True
        element = element.getparent()
    return False


def _squeeze(buffer: list[str]) -> str:
    return " ".join("".join(buffer).split())
