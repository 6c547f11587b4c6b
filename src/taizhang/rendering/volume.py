"""Several papers as one Word volume: a title page with contents, then each paper on a new page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from taizhang.rendering.elements import Element, make_run, name, val, w
from taizhang.rendering.layout import CHARACTER, CHARACTERS
from taizhang.rendering.pictures import Pictures
from taizhang.rendering.word import body_of, docx_of, title_of
from taizhang.reports.paper import Block, Cell, Claim, Number, Paper, Paragraph, Run
from taizhang.terms.durable import replace_file


def write_volume(title: str, papers: Sequence[Paper], path: Path) -> None:
    """Writes the volume to ``path``. Raises OSError when it cannot be written."""
    replace_file(path, volume_bytes(title, papers))


def volume_bytes(title: str, papers: Sequence[Paper]) -> bytes:
    """The whole .docx file; each number keeps its own cell, whichever paper it stands in."""
    apart = [prefix_cells(paper, number) for number, paper in enumerate(papers, 1)]
    cells: dict[str, Cell] = {}
    for paper in apart:
        cells |= paper.cells
    whole = replace(apart[0], name="volume", title=title, cells=cells, blocks=(), signature=(), addressee="")
    pictures = Pictures()
    return docx_of(whole, list(_body(title, apart, pictures)), pictures)


def prefix_cells(paper: Paper, number: int) -> Paper:
    """The paper with the ids of its cells told apart from those of the other papers."""

    def key(cell: str) -> str:
        return f"{number}/{cell}"

    def renamed(run_: Run) -> Run:
        return replace(run_, cell=key(run_.cell)) if isinstance(run_, Number | Claim) else run_

    def block(one: Block) -> Block:
        if isinstance(one, Paragraph):
            return replace(one, runs=tuple(renamed(part) for part in one.runs))
        rows = tuple(tuple(tuple(renamed(part) for part in cell) for cell in row) for row in one.rows)
        return replace(one, rows=rows)

    cells = {key(one): replace(cell, id=key(one)) for one, cell in paper.cells.items()}
    return replace(paper, blocks=tuple(block(one) for one in paper.blocks), cells=cells)


def _body(title: str, papers: Sequence[Paper], pictures: Pictures) -> Iterator[Element]:
    yield title_of(title)
    yield title_of("目　录")
    for number, paper in enumerate(papers, 1):
        yield _entry(number, paper.title.replace("\n", ""))
    start = 1
    for number, paper in enumerate(papers, 1):
        body = body_of(paper, pictures, start)
        start += sum(1 for element in body for _ in element.iter(name("sdt")))
        body[0][0].append(val("pageBreakBefore", 1))
        _mark_break(body[0], number)
        yield from body


def _mark(number: int) -> str:
    return f"_Report{number:02d}"


def _entry(number: int, title: str) -> Element:
    """A line of the contents: title, dots, and the page as a field that Word and WPS keep current."""
    made = w("p", None, w("pPr", None, val("pStyle", "BodyText"), _tab(), w("ind", {"firstLine": 0})))
    link = w("hyperlink", {"anchor": _mark(number)}, make_run(title))
    made.extend(
        [link, w("r", None, w("tab")), w("fldSimple", {"instr": f" PAGEREF {_mark(number)} \\h "}, make_run("—"))]
    )
    return made


def _tab() -> Element:
    width = round(CHARACTERS * CHARACTER)
    return w("tabs", None, w("tab", {"val": "right", "leader": "dot", "pos": width}))


def _mark_break(paragraph: Element, number: int) -> None:
    paragraph.insert(1, w("bookmarkStart", {"id": number, "name": _mark(number)}))
    paragraph.append(w("bookmarkEnd", {"id": number}))
