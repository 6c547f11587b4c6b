"""The Markdown of a template's body: headings, paragraphs, ordered lists, tables and slots; the rest is refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.tree import SyntaxTreeNode

from taizhang.reports.numbering import DEEPEST, Outline, is_run_in
from taizhang.reports.paper import Drawn
from taizhang.reports.passages import Gap, ParagraphSource, Part, TableSource, Words, words_of
from taizhang.reports.slots import read_slot
from taizhang.terms.problem import Place, Problem
from taizhang.terms.sentence import sentence

_BLOCK = ("paragraph", "heading", "list", "table", "blockquote", "fence", "hr", "html_block")
_INLINE = ("text", "newline", "escape", "backticks", "link", "image", "autolink", "html_inline", "entity")
_REFUSED = {
    "html_block": "HTML 代码",
    "html_inline": "HTML 代码",
    "link": "链接",
    "image": "图片",
    "code_inline": "代码",
    "fence": "代码块",
    "blockquote": "引用块",
    "hr": "分隔线",
    "bullet_list": "无序列表",
}
_CAPTION = re.compile(r"(?:表|图(?:（(柱|条|线)）)?)[：:]\s*(.+)")
_DRAWN: dict[str | None, Drawn] = {"柱": "columns", "条": "bars", "线": "lines", None: "columns"}
_SLOT = re.compile(r"\{\{[^{}\n]*\}\}")


def read_body(text: str, file: str, offset: int) -> tuple[list[ParagraphSource | TableSource], list[Problem]]:
    """The numbered blocks of a body that begins after ``offset`` lines, with every fault and its line.

    Headings # to #### become 一、（一）1.（1）; a bold lead sentence (``**…。**``) is a run-in heading one
    level below the heading above it. Numbers typed before headings are checked and replaced.
    """
    reader = _BlockReader(file, offset)
    blocks = list(reader.blocks(SyntaxTreeNode(_PARSER.parse(_guard(text)))))
    outline = Outline(file)
    numbered = [
        outline.number(block) if isinstance(block, ParagraphSource) else block for block in _take_captions(blocks)
    ]
    return numbered, sorted((*reader.problems, *outline.problems), key=lambda problem: problem.place.line)


def _guard(text: str) -> str:
    """The same lines with the bars inside slots escaped in table rows, where a bare bar would end the cell."""

    def escape(match: re.Match[str]) -> str:
        return re.sub(r"(?<!\\)\|", r"\\|", match[0])

    return "\n".join(
        _SLOT.sub(escape, line) if line.lstrip().startswith("|") else line.lstrip("\u3000") for line in text.split("\n")
    )


def _slot_rule(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("{{", state.pos):
        return False
    line_end = state.src.find("\n", state.pos)
    end = state.src.find("}}", state.pos + 2, line_end if line_end >= 0 else state.posMax)
    if not silent:
        token = state.push("slot" if end >= 0 else "slot_open", "", 0)
        token.content = state.src[state.pos + 2 : end] if end >= 0 else "{{"
        token.meta = {"line": state.src.count("\n", 0, state.pos)}
    state.pos = end + 2 if end >= 0 else state.pos + 2
    return True


def _bold_rule(state: StateInline, silent: bool) -> bool:
    # CommonMark does not close ** between 。 and a Chinese character, which is how every lead sentence ends.
    if not state.src.startswith("**", state.pos):
        return False
    if not silent:
        state.push("bold", "", 0)
    state.pos += 2
    return True


def _parser() -> MarkdownIt:
    parser = MarkdownIt("zero", {"html": True, "maxNesting": 20}).enable([*_BLOCK[1:], *_INLINE[1:]])
    parser.inline.ruler.before("newline", "slot", _slot_rule)
    parser.inline.ruler.before("newline", "bold", _bold_rule)
    return parser


_PARSER = _parser()


def _take_captions(blocks: list[ParagraphSource | TableSource]) -> Iterator[ParagraphSource | TableSource]:
    """The blocks, a paragraph 表：… or 图：… just before a table taken into it as its caption."""
    held: ParagraphSource | None = None
    for block in blocks:
        if held is not None:
            caption = _CAPTION.fullmatch(words_of(held.parts))
            if isinstance(block, TableSource) and caption and all(isinstance(part, Words) for part in held.parts):
                drawn = _DRAWN[caption[1]] if caption[0].startswith("图") else ""
                held, block = None, replace(block, caption=caption[2], drawn=drawn)
        if held is not None:
            yield held
        held = block if isinstance(block, ParagraphSource) else None
        if held is None:
            yield block
    if held is not None:
        yield held


class _BlockReader:
    """Walks the parsed tree; ``problems`` gathers what is refused."""

    def __init__(self, file: str, offset: int) -> None:
        self.file, self.offset = file, offset
        self.problems: list[Problem] = []
        self.handlers: dict[str, Callable[[SyntaxTreeNode], Iterator[ParagraphSource | TableSource]]] = {
            "heading": self.heading,
            "paragraph": self.paragraph,
            "ordered_list": self.items,
            "table": self.table,
        }

    def line(self, node: SyntaxTreeNode | None) -> int:
        """The 1-based line of the whole file, of the node or the nearest one around it."""
        while node is not None and not node.is_root:
            if node.map:
                return node.map[0] + 1 + self.offset
            node = node.parent
        return 0

    def refuse(self, kind: str, line: int) -> None:
        """Notes a construct that an official document does not have."""
        message = sentence("模板里不能用{refused}。", refused=_REFUSED.get(kind, kind))
        hint = "只可用标题、段落、加粗、有序列表、表格和 {{…}} 填充项。"
        self.problems.append(Problem("RPT-006", message, Place(file=self.file, line=line), hint))

    def blocks(self, node: SyntaxTreeNode) -> Iterator[ParagraphSource | TableSource]:
        """The blocks below a node."""
        for child in node.children:
            if child.type in self.handlers:
                yield from self.handlers[child.type](child)
            else:
                self.refuse(child.type, self.line(child))

    def heading(self, node: SyntaxTreeNode) -> Iterator[ParagraphSource]:
        """A heading of # to ####."""
        level, line = int(node.tag[1]), self.line(node)
        parts = self.parts(node)
        if level > DEEPEST:
            message = sentence("标题有{level}级，公文最多{deepest}级。", level=level, deepest=DEEPEST)
            self.problems.append(Problem("RPT-007", message, Place(file=self.file, line=line), "请减少 # 的个数。"))
        if not parts:
            message = "标题是空的。"
            self.problems.append(
                Problem("RPT-007", message, Place(file=self.file, line=line), "请写上标题或删去这一行。")
            )
            return
        yield ParagraphSource(parts, "heading", min(level, DEEPEST), len(parts), line)

    def paragraph(self, node: SyntaxTreeNode) -> Iterator[ParagraphSource]:
        """Body text, perhaps with a run-in heading."""
        parts = self.parts(node)
        lead = next((n for n, part in enumerate(parts) if not (isinstance(part, Words) and part.bold)), len(parts))
        yield ParagraphSource(parts, "body", 0, lead if is_run_in(words_of(parts[:lead])) else 0, self.line(node))

    def items(self, node: SyntaxTreeNode, depth: int = 0) -> Iterator[ParagraphSource]:
        """The items of an ordered list: 1. 2. 3., those of a list inside it （1）（2）."""
        start = int(node.attrs.get("start", 1))
        for number, item in enumerate(node.children, start):
            mark = f"{number}." if depth == 0 else f"（{number}）"
            for child in item.children:
                if child.type == "paragraph":
                    parts = (Words(mark, line=self.line(child)), *self.parts(child))
                    yield ParagraphSource(parts, "item", 0, 0, self.line(child))
                    mark = ""
                elif child.type == "ordered_list" and depth == 0:
                    yield from self.items(child, 1)
                else:
                    self.refuse("三层以上的列表" if child.type == "ordered_list" else child.type, self.line(child))

    def table(self, node: SyntaxTreeNode) -> Iterator[TableSource]:
        """A table; its heading cells are words only."""
        rows = [tuple(self.parts(cell) for cell in row.children) for part in node.children for row in part.children]
        for part in (part for cell in rows[0] for part in cell if not isinstance(part, Words)):
            message = "表头里不能用填充项。"
            self.problems.append(
                Problem("RPT-007", message, Place(file=self.file, line=part.line), "请把填充项写到表格里。")
            )
        heading = tuple(words_of(cell) for cell in rows[0])
        yield TableSource(heading, tuple(rows[1:]), "", self.line(node))

    def parts(self, node: SyntaxTreeNode) -> tuple[Part, ...]:
        """The words and slots of a block's text."""
        found: list[Part] = []
        bold, line = False, self.line(node)
        for child in (child for inline in node.children if inline.type == "inline" for child in inline.children):
            match child.type:
                case "text":
                    found.append(Words(child.content, bold, line))
                case "softbreak" | "hardbreak":
                    line += 1
                case "bold":
                    bold = not bold
                case "slot":
                    read = read_slot(child.content, Place(file=self.file, line=line))
                    if isinstance(read, Problem):
                        self.problems.append(read)
                        found.append(Gap(child.content, read.message, line))
                    else:
                        found.append(read)
                case "slot_open":
                    place = Place(file=self.file, line=line)
                    self.problems.append(Problem("RPT-003", "填充项有“{{”没有“}}”。", place, "请在同一行补上“}}”。"))
                case other:
                    self.refuse(other, line)
        if bold:
            place = Place(file=self.file, line=line)
            self.problems.append(Problem("RPT-003", "加粗有开头的“**”没有结尾的“**”。", place, "请补上“**”。"))
        return tuple(_join(found))


def _join(parts: list[Part]) -> Iterator[Part]:
    """The parts with neighbouring words of the same weight joined."""
    held: Words | None = None
    for part in parts:
        if held is not None and isinstance(part, Words) and part.bold == held.bold:
            held = replace(held, text=held.text + part.text)
            continue
        if held is not None:
            yield held
        held = part if isinstance(part, Words) else None
        if held is None:
            yield part
    if held is not None:
        yield held
