"""Word files written by hand, part by part, for tests."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_MORE = (
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ROOTS = {
    "styles": "styles",
    "numbering": "numbering",
    "footnotes": "footnotes",
    "header": "hdr",
    "footer": "ftr",
    "footer2": "ftr",
    "settings": "settings",
}


def t(text: str) -> str:
    """A run of text."""
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(*content: str, properties: str = "") -> str:
    """A paragraph; content that is no XML becomes a run."""
    inner = "".join(one if one.startswith("<") else t(one) for one in content)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inner}</w:p>"


def docx(body: str, **parts: str) -> bytes:
    """A .docx with this body and, by the names of ``_ROOTS``, the contents of other parts."""
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{name.rstrip("2")}" Target="{name}.xml"/>'
        for number, name in enumerate(parts, 1)
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _content_types(parts))
        archive.writestr(
            "_rels/.rels",
            _rels(f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'),
        )
        archive.writestr("word/_rels/document.xml.rels", _rels(relations))
        archive.writestr("word/document.xml", f"<w:document {_W} {_MORE}><w:body>{body}</w:body></w:document>")
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", f"<w:{_ROOTS[name]} {_W} {_MORE}>{content}</w:{_ROOTS[name]}>")
    return buffer.getvalue()


def saved(folder: Path, body: str, **parts: str) -> Path:
    """The .docx in a folder."""
    path = folder / "a.docx"
    path.write_bytes(docx(body, **parts))
    return path


def _rels(relations: str) -> str:
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations}</Relationships>'


def _content_types(parts: dict[str, str]) -> str:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    listed = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{kind}.{name.rstrip("2")}+xml"/>' for name in parts
    )
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{kind}.document.main+xml"/>{listed}</Types>'
    )
