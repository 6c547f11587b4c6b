"""A file of any kind the gates read, as a document."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from taizhang.proof.files.pdf import read_pdf
from taizhang.proof.files.plaintext import read_html, read_markdown, read_text
from taizhang.proof.files.word import read_word
from taizhang.proof.model import Document
from taizhang.terms.problem import Place, Problem, Refused
from taizhang.terms.sentence import sentence

READERS: dict[str, Callable[[Path], Document]] = {
    ".txt": read_text,
    ".text": read_text,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".html": read_html,
    ".htm": read_html,
    ".docx": read_word,
    ".pdf": read_pdf,
}
_SAVE = "请用WPS或Word打开，另存为“Word文档（.docx）”再送审。"
_OLD = {".doc": _SAVE, ".wps": _SAVE, ".wpt": _SAVE, ".dot": _SAVE, ".rtf": _SAVE, ".odt": _SAVE}


def read_document(path: Path) -> Document:
    """The document in a file, by its suffix. Raises ``Refused`` with what is wrong with the file (PRF-001 to PRF-003)."""
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        known = "、".join(READERS)
        if path.suffix.lower() in _OLD:
            raise Refused(
                Problem(
                    "PRF-003",
                    sentence("“{suffix}”是旧格式，读不了。", suffix=path.suffix),
                    Place(file=str(path)),
                    _OLD[path.suffix.lower()],
                )
            )
        message = sentence("不认识“{value}”这种文件。", value=path.suffix or path.name)
        raise Refused(Problem("PRF-003", message, Place(file=str(path)), sentence("能读的有：{known}。", known=known)))
    return reader(path)
