"""A table that is drawn: a picture with its words in Word, the drawing itself in the offline page; the table in both."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from io import BytesIO

import pytest
from docx import Document
from lxml import etree

from taizhang.charts import drawing, picture
from taizhang.rendering.page import page
from taizhang.rendering.volume import volume_bytes
from taizhang.rendering.word import docx_bytes
from taizhang.reports.paper import Number, Paper, PaperTable, Text
from tests.charts.machine import needs_charts, needs_font
from tests.rendering.county import report

_DESCR = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"


@pytest.fixture(scope="module")
def paper() -> Paper:
    """A paper with one number drawn in a table."""
    plain = report()
    cell = next(iter(plain.cells))
    table = PaperTable(("项", "数（处）"), (((Text("隐患"),), (Number("178", cell),)),), "隐患图", "columns")
    return replace(plain, blocks=(*plain.blocks, table))


def opened(content: bytes) -> dict[str, bytes]:
    """The parts of a .docx file."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@needs_charts
@needs_font
def test_word_shows_the_picture_with_its_words_above_the_table(paper: Paper) -> None:
    parts = opened(docx_bytes(paper))
    assert parts["word/media/image1.png"][:4] == b"\x89PNG"
    body = etree.fromstring(parts["word/document.xml"])
    (about,) = body.iter(_DESCR)
    assert about.get("descr") == "隐患图：隐患 178处"
    assert b'"media/image1.png"' in parts["word/_rels/document.xml.rels"]
    assert len(Document(BytesIO(docx_bytes(paper))).inline_shapes) == 1
    assert docx_bytes(paper) == docx_bytes(paper)


@needs_charts
@needs_font
def test_pictures_of_a_volume_are_numbered_through(paper: Paper) -> None:
    parts = opened(volume_bytes("汇编", [paper, paper]))
    assert {"word/media/image1.png", "word/media/image2.png"} <= set(parts)


@needs_charts
def test_the_offline_page_holds_the_drawing_under_its_policy(paper: Paper) -> None:
    told = page(paper)
    (found,) = re.findall(r'<figure role="img" aria-label="隐患图">(.*?)</figure>', told, re.DOTALL)
    assert "<text" in found
    assert " style=" not in found
    assert "<style" not in found
    assert "unsafe" not in told.split("</head>")[0]


def test_without_the_bundle_the_table_stands_alone(paper: Paper, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "is_built", lambda: False)
    drawing.draw_svg.cache_clear()
    parts = opened(docx_bytes(paper))
    assert not [name for name in parts if "media" in name]
    assert "<figure" not in page(paper)
    assert "隐患图" in page(paper)


def test_what_is_missing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture, "is_built", lambda: False)
    monkeypatch.setattr(picture, "chinese_font", lambda: None)
    assert [problem.code for problem in picture.lacking()] == ["DOC-041", "DOC-043"]
