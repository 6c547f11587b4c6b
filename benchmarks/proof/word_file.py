"""A Word file of a hundred pages through the document side of the gates, beside python-docx reading its text.

python -m benchmarks.proof.word_file
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import docx as python_docx

from benchmarks.measure import Measured, measure, show
from taizhang.confine import office
from taizhang.proof.content.engine import proofread
from taizhang.proof.files.word import read_word
from taizhang.proof.files.word_marking import mark_word
from taizhang.proof.layout.format_gate import examine_form
from taizhang.proof.layout.format_repair import repair_form
from taizhang.proof.model import Finding, Spot
from taizhang.rendering.word import docx_bytes
from taizhang.reports.paper import Paper, Paragraph, Quoted, Text
from taizhang.terms.period import Period

PAGES, LINES, CHARACTERS = 100, 22, 28
_SENTENCE = "各单位要对照年初任务清单逐项梳理进展，明确责任单位和完成时限，按月报送办理情况。"
_NUMERALS = "一二三四五六七八九"


def paper() -> Paper:
    """A hundred full pages: headings, run-in headings, body text with quoted numbers in content controls."""
    blocks: list[Paragraph] = []
    while sum(len(block.text) for block in blocks) < PAGES * LINES * CHARACTERS * 0.93:
        at = len(blocks)
        blocks.append(Paragraph((Text(f"{_NUMERALS[at // 9 % 9]}、统筹推进第{at}项重点工作"),), level=1, heading=1))
        for number in _NUMERALS[:8]:
            runs = (
                Text(f"（{number}）抓好落实。"),
                Text(_SENTENCE * 3 + "全年办结"),
                Quoted(f"{at}", "统计月报第3页"),
                Text(f"件。{_SENTENCE}"),
            )
            blocks.append(Paragraph(runs, level=2, heading=1))
    return Paper("long", "沄翀县人民政府办公室工作情况报告", Period.year(2026), tuple(blocks), "县委考核组")


def main() -> None:
    """Prints what each piece of work takes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "long.docx"
        path.write_bytes(docx_bytes(paper()))
        document = read_word(path)
        characters = sum(len(one.text) for one in document.paragraphs)
        marks = [
            Finding(
                "X01",
                "content",
                "warn",
                Spot(one.number, 0, min(6, len(one.text))),
                one.text[:6],
                "试。",
                replacement="改",
            )
            for one in document.paragraphs
            if one.zone == "body"
        ]
        results: list[Measured] = [
            measure(
                "python-docx: paragraph.text", lambda: [one.text for one in python_docx.Document(str(path)).paragraphs]
            ),
            measure("read_word (in a limited child)", lambda: read_word(path)),
            measure("read_word and all rules of the text", lambda: proofread(read_word(path))),
            measure("examine_form, from the file", lambda: examine_form(path)),
            measure("repair_form", lambda: repair_form(path)),
            measure(f"mark_word, {len(marks)} comments and changes", lambda: mark_word(path, marks)),
        ]
        if office.program():
            results.append(
                measure("examine_form, pages printed by LibreOffice", lambda: examine_form(path, printed=True))
            )
    show(
        f"a Word file of {PAGES} pages, {characters:,} characters, {len(document.paragraphs)} paragraphs",
        results,
        characters,
        "characters",
    )


if __name__ == "__main__":
    main()
