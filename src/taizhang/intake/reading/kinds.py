"""What a file really is, told by its content and never by its name."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Literal

from taizhang.intake.reading.limits import SAVE_AS, UnreadableWorkbook
from taizhang.terms.sentence import sentence

# What a compound file begins with ([MS-CFB] 2.2).
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
Kind = Literal["xlsx", "xls", "ods", "csv", "html"]
_OTHERS = (
    (b"\x89PNG", "PNG 图片"),
    (b"\xff\xd8\xff", "JPEG 图片"),
    (b"GIF8", "GIF 图片"),
    (b"BM", "位图图片"),
    (b"%PDF", "PDF 文件"),
    (b"MZ", "可执行程序"),
    (b"\x7fELF", "可执行程序"),
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xbc\xaf", "7z 压缩包"),
    (b"\x1f\x8b", "gzip 压缩包"),
    (b"{\\rtf", "RTF 文档"),
    (b"II*\x00", "TIFF 图片"),
    (b"SQLite format 3", "数据库文件"),
)


def kind_of(data: bytes) -> Kind:
    """xlsx, xls, csv or html. Raises UnreadableWorkbook for everything else, saying what it is."""
    if not data.strip():
        raise UnreadableWorkbook("INT-002", "文件是空的。", "请确认选对了文件。")
    for magic, name in _OTHERS:
        if data.startswith(magic):
            raise UnreadableWorkbook(
                "INT-003", sentence("这不是工作簿，而是{name}。", name=name), "请选择 .xlsx、.xls、.ods 或 .csv 文件。"
            )
    if data.startswith(b"PK"):
        return _kind_of_package(data)
    if data.startswith(COMPOUND):
        return "xls"
    head = _head(data)
    if re.search(r"<\s*(?:html|table|!doctype html|body|meta)", head, re.IGNORECASE):
        return "html"
    if "urn:schemas-microsoft-com:office:spreadsheet" in head:
        raise UnreadableWorkbook("INT-003", "这是“XML 电子表格 2003”格式。", SAVE_AS)
    if head.startswith("<?xml"):
        raise UnreadableWorkbook("INT-003", "这不是工作簿，而是 XML 文件。", SAVE_AS)
    if b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")) and not _wide(data[:4096]):
        raise UnreadableWorkbook("INT-003", "这不是工作簿，也不是文本文件。", "请选择 .xlsx、.xls、.ods 或 .csv 文件。")
    return "csv"


def _wide(head: bytes) -> bool:
    """Whether it looks like UTF-16 without its mark: line ends or commas of two bytes, on even places."""
    return any(head.find(sign) % 2 == 0 for sign in (b",\x00", b"\n\x00", b"\t\x00", b"\x00,", b"\x00\n", b"\x00\t"))


def _head(data: bytes) -> str:
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "gb18030"
    return data[:4096].decode(encoding, errors="ignore").lstrip("\ufeff \t\r\n")


def _kind_of_package(data: bytes) -> Kind:
    """A zip container: a workbook, or what else it is."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            kind = archive.read("mimetype")[:100] if "mimetype" in names else b""
            spreadsheet = kind.startswith(b"application/vnd.oasis.opendocument.spreadsheet")
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise UnreadableWorkbook("INT-004", "文件不完整或已损坏，打不开。", "请重新拷贝或重新导出这个文件。") from error
    if any(name.lower().startswith("xl/") for name in names):
        return "xlsx"
    if spreadsheet:
        return "ods"
    if any(name.startswith("word/") for name in names):
        raise UnreadableWorkbook("INT-003", "这不是工作簿，而是 Word 文档。", "请选择 .xlsx、.xls、.ods 或 .csv 文件。")
    what = (
        "OFD 版式文件"
        if "OFD.xml" in names
        else "演示文稿"
        if any(n.startswith("ppt/") for n in names)
        else "OpenDocument 文字或演示文稿"
        if kind.startswith(b"application/vnd.oasis")
        else "压缩包"
    )
    raise UnreadableWorkbook(
        "INT-003",
        sentence("这不是工作簿，而是{what}。", what=what),
        "请选择 .xlsx、.xls、.ods 或 .csv 文件；压缩包请先解压。",
    )
