"""The drafter's own copy of a template: made once, never overwritten, compared when the template changes.

``<folder>/<template>-<period>.md`` is the drafter's to edit. Its front matter begins with a comment that
names the template's digest; the template as it was then is kept under ``<folder>/templates/<digest>.md``.
"""

from __future__ import annotations

import difflib
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from taizhang.catalogue.fronts import FENCE
from taizhang.terms.names import FIGURE, is_name
from taizhang.terms.period import Period
from taizhang.terms.problem import Place, Problem, Refused
from taizhang.terms.sentence import sentence

_MARK = "# 由模板 {name} 生成，模板摘要 {digest}（这一行请勿改动）"
_MARKED = re.compile(r"^# 由模板 (\S+) 生成，模板摘要 ([0-9a-f]{64})", re.MULTILINE)
# Chosen: changes that one message tells; the page compares both texts.
_SHOWN = 8


@dataclass(frozen=True, slots=True)
class DrafterFile:
    """A drafter's file: its text as it is now, whether it was just made, and what to tell about it."""

    path: Path
    text: str
    created: bool
    problems: tuple[Problem, ...] = ()


def keep(folder: Path, name: str, template: str, period: Period) -> DrafterFile:
    """The drafter's file for a template and a period, made from the template when there is none yet.

    RPT-040 (warning) tells what has changed in the template since the file was made; RPT-041 (warning) that
    this cannot be told any more. Raises Refused: RPT-042 the name is no template name, RPT-043 the file is
    not readable as UTF-8.
    """
    if not is_name(name, FIGURE):
        raise Refused(
            Problem(
                "RPT-042",
                sentence("模板名“{name}”不能用。", name=name),
                hint="只能是小写字母、数字和下划线，字母开头。",
            )
        )
    path = folder / f"{name}-{period.key}.md"
    if _create(path, _mark(name, template)):
        _create(folder / "templates" / f"{digest(template)}.md", template)
        return DrafterFile(path, path.read_text(encoding="utf-8"), created=True)
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        hint = "请用 UTF-8 编码另存这个文件。"
        raise Refused(Problem("RPT-043", "文稿文件不是 UTF-8 编码，未能读入。", Place(file=str(path)), hint)) from None
    return DrafterFile(path, text, created=False, problems=_since(folder, path, text, template))


def digest(template: str) -> str:
    """SHA-256, hex, of a template's text."""
    return hashlib.sha256(template.encode("utf-8")).hexdigest()


def _create(path: Path, text: str) -> bool:
    """Writes a file that does not exist yet; False when it exists, whoever made it first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        return False
    return True


def _mark(name: str, template: str) -> str:
    """The template with the mark as the first line of its front matter."""
    mark = _MARK.format(name=name, digest=digest(template))
    head, fence, rest = template.partition(FENCE)
    return f"{head}{fence}\n{mark}{rest}" if fence and not head.strip() else template


def _since(folder: Path, path: Path, text: str, template: str) -> tuple[Problem, ...]:
    """What changed in the template since the file was made from it."""
    marked = _MARKED.search(text)
    if marked and marked[2] == digest(template):
        return ()
    base = folder / "templates" / f"{marked[2]}.md" if marked else None
    if base is None or not base.is_file():
        message = "看不出这份文稿由哪一版模板生成，模板若有改动无法比较。"
        hint = "请自行对照现行模板；如需重新生成，请先把这个文件改名。"
        return (Problem("RPT-041", message, Place(file=str(path), line=2), hint, "warning"),)
    changed = _diff(base.read_text(encoding="utf-8"), template)
    message = sentence(
        "模板在这份文稿生成之后有改动，共{count}行：{names}。", count=len(changed), names="；".join(changed[:_SHOWN])
    )
    hint = "文稿没有变；需要的改动请自己写进文稿。"
    return (Problem("RPT-040", message, Place(file=str(path), line=2), hint, "warning"),)


def _diff(before: str, after: str) -> list[str]:
    """Lines taken out and put in, each with its sign and its line number."""
    lines = []
    old, new = before.splitlines(), after.splitlines()
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            lines += [f"原第{n}行删去“{line[:60]}”" for n, line in enumerate(old[a:b], a + 1)]
            lines += [f"现第{n}行写“{line[:60]}”" for n, line in enumerate(new[c:d], c + 1)]
    return lines
