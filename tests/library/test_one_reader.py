"""The library reads a Word file as the proof-reader does: what one does not show the other does not quote."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from taizhang.library.child import answer
from taizhang.library.library import Library
from taizhang.papers.gates.subject import of_file
from taizhang.papers.gates.walk import every_gate
from taizhang.proof.basis.shelf import load_shelf
from taizhang.proof.files.child import answer as proof_answer
from taizhang.terms.characters import whole_signs
from taizhang.terms.sentence import from_plain
from tests.proof.word.build import docx, p, t

NOW = datetime(2026, 11, 30, tzinfo=UTC)
CELL = "<w:tc>{}</w:tc>"
HIDDEN = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>内部备注勿外传</w:t></w:r>"
NESTED = f"<w:tbl><w:tr>{CELL.format(p('内甲'))}{CELL.format(p('内乙'))}</w:tr></w:tbl>"
DELETED = "<w:trPr><w:del w:id='1' w:author='甲'/></w:trPr>"
RUBY = f"<w:r><w:ruby><w:rt>{t('lù')}</w:rt><w:rubyBase>{t('潞')}</w:rubyBase></w:ruby></w:r>"


def read(path: Path) -> tuple[Any, Any]:
    """What the library and the proof-reader read, or why they do not."""
    mine = answer(path, path.name)
    theirs = proof_answer({"do": "word", "path": str(path), "suffix": ".docx", "name": path.name})
    return mine.get("body", mine.get("problem")), theirs.get("problem") or [one["text"] for one in theirs["paragraphs"]]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (p("全年35处", HIDDEN, "。"), "全年35处。"),
        (p(RUBY, "城区"), "潞城区"),
        (
            f"<w:tbl><w:tr>{DELETED}{CELL.format(p('删去的行30'))}</w:tr><w:tr>{CELL.format(p('留下的行35'))}</w:tr></w:tbl>",
            "留下的行35",
        ),
        (
            f"<w:tbl><w:tr>{CELL.format(p('外一') + NESTED + p('外一尾'))}{CELL.format(p('外二'))}</w:tr></w:tbl>{p('完')}",
            "外一 内甲 内乙 外一尾 外二\n完",
        ),
        (p("前", "<w:del w:id='1' w:author='甲'><w:r><w:delText>删</w:delText></w:r></w:del>", "后"), "前后"),
    ],
)
def test_both_read_the_same(body: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / "通知.docx"
    path.write_bytes(docx(body))
    mine, theirs = read(path)
    assert mine == text
    assert "".join(theirs) == "".join(text.split())


def test_notes_are_read_and_page_numbers_are_not(tmp_path: Path) -> None:
    path = tmp_path / "通知.docx"
    note = f"<w:footnote w:id='2'>{p('脚注里的话')}</w:footnote>"
    path.write_bytes(docx(p("正文"), footnotes=note, footer=p("— 1 —")))
    assert read(path)[0] == "正文\n脚注里的话"


def changed(content: bytes, *pairs: tuple[bytes, bytes]) -> bytes:
    """The package with these bytes of its parts replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            for before, after in pairs:
                part = part.replace(before, after)
            new.writestr(name, part)
    return out.getvalue()


def test_strict_open_xml_is_read(tmp_path: Path) -> None:
    path = tmp_path / "通知.docx"
    strict = b"http://purl.oclc.org/ooxml/"
    path.write_bytes(
        changed(
            docx(p("全年排查隐患35处。")),
            (b"http://schemas.openxmlformats.org/wordprocessingml/2006/main", strict + b"wordprocessingml/main"),
            (
                b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                strict + b"officeDocument/relationships",
            ),
        )
    )
    assert read(path) == ("全年排查隐患35处。", ["全年排查隐患35处。"])


def test_an_embedded_piece_is_said_not_to_be_read(tmp_path: Path) -> None:
    path = tmp_path / "通知.docx"
    path.write_bytes(docx(p("标题") + '<w:altChunk r:id="rId9"/>'))
    mine, theirs = read(path)
    assert mine[0] == "LIB-012"
    assert theirs[0] == "PRF-110"
    assert "嵌入的文档片段" in mine[1]
    assert mine[1] == theirs[1]


def test_objects_and_parts_nobody_opens_keep_no_document_out_and_macros_do(tmp_path: Path) -> None:
    path = tmp_path / "通知.docx"
    for name, content, kept in (
        ("word/embeddings/oleObject1.bin", b"x", False),
        ("customXml/item1.xml", "<a>甲</a>".encode("utf-16"), False),
        ("word/vbaProject.bin", b"x", True),
    ):
        out = io.BytesIO(docx(p("正文")))
        with zipfile.ZipFile(out, "a") as archive:
            archive.writestr(name, content)
        path.write_bytes(out.getvalue())
        assert (answer(path, path.name).get("problem") is not None) == kept, name


def test_halves_of_signs_are_joined_or_shown_as_a_box() -> None:
    assert whole_signs("甲\ud83d乙") == "甲□乙"
    assert whole_signs("\ud83d\ude00") == "😀"
    assert whole_signs("甲\ufffd") == "甲\ufffd"


def drawn(kind: str) -> str:
    """A paragraph with a drawing of the kind."""
    main = "http://schemas.openxmlformats.org/drawingml/2006"
    graphic = f"<a:graphic xmlns:a='{main}/main'><a:graphicData uri='{main}/{kind}'/></a:graphic>"
    inline = f"<wp:inline xmlns:wp='{main}/wordprocessingDrawing'>{graphic}</wp:inline>"
    return f"<w:p><w:r><w:drawing>{inline}</w:drawing></w:r></w:p>"


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("", ""),
        (drawn("picture"), ""),
        (drawn("diagram"), "文中有智能图形（SmartArt）1处，里面的文字没有读到。"),
        (drawn("chart") + drawn("chart"), "文中有图表2处，里面的文字没有读到。"),
        (
            p("<w:r><w:object/></w:r>") + drawn("diagram"),
            "文中有智能图形（SmartArt）1处、嵌入的对象1处，里面的文字没有读到。",
        ),
    ],
)
def test_what_was_not_read_is_said_by_both(body: str, told: str, tmp_path: Path) -> None:
    path = tmp_path / "通知.docx"
    path.write_bytes(docx(p("正文一句。") + body))
    assert from_plain(answer(path, path.name)["unread"]) == told
    subject = of_file(path, tmp_path)
    assert subject.document.unread == told
    found = [
        one.message for one in every_gate(subject, load_shelf(tmp_path), date(2026, 11, 30)) if one.rule == "PRF-114"
    ]
    assert found == ([told] if told else [])


def test_the_library_says_so_when_it_takes_the_file(tmp_path: Path) -> None:
    path = tmp_path / "通知.docx"
    path.write_bytes(docx(p("关于开展检查的通知") + drawn("chart")))
    with Library(tmp_path / "library") as library:
        report = library.admit([path], at=NOW, level="public")
    assert [(one.code, one.level) for one in report.problems] == [("LIB-028", "warning")]
    assert len(report.admitted) == 1
