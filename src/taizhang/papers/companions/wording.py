"""Template text written by program: slots, quotations with their source, tables, front matter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

# Characters. Chosen: two lines of a report, or a cell that stays a cell.
LONGEST = 120
_NUMBER = re.compile("[0-9０-９零〇一二两三四五六七八九十百千万亿]")


def front(title: str) -> str:
    """The front matter of a companion: signed by the body, dated at the cut-off."""
    return f'+++\ntitle = "{title}"\nsignature = ["{{{{text:body.name}}}}"]\ndate = "as_of"\n+++\n'


def figure(name: str, *options: str) -> str:
    """A figure's slot."""
    return "{{" + "|".join([f"figure:{name}", *options]) + "}}"


def quote(words: object, source: str) -> str:
    """Words of a record; those that hold a number with the record they come from; — when there are none."""
    text = plain(words)
    if not _NUMBER.search(text):
        return text or "—"
    return "{{quote:" + text + "|" + plain(source) + "}}"


def plain(words: object) -> str:
    """The words on one line, without what a slot or a table would read as its own."""
    text = " ".join(str(words if words is not None else "").split())
    for sign, other in (("|", "｜"), ("{", "｛"), ("}", "｝"), ("\\", "＼"), ("*", "＊")):
        text = text.replace(sign, other)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def table(caption: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table with its caption; cells may hold slots."""
    lines = [f"| {' | '.join(columns)} |", f"|{'---|' * len(columns)}"]
    lines += [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in rows]
    return f"表：{caption}\n\n" + "\n".join(lines)


def join_blocks(*blocks: str) -> str:
    """Blocks of a text, those that are empty left out."""
    return "\n\n".join(block for block in blocks if block) + "\n"
