"""A template as written by a drafter: front matter, then Markdown with slots, read into passages and tables."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date

from taizhang.catalogue.fronts import find_fences
from taizhang.catalogue.lines import line_of, lines_of
from taizhang.reports.markdown import read_body
from taizhang.reports.passages import Gap, ParagraphSource, TableSource, Words
from taizhang.reports.slots import Slot, TextSlot, read_slot
from taizhang.terms.period import Period
from taizhang.terms.problem import Place, Problem
from taizhang.terms.sentence import sentence

KEYS = ("name", "title", "addressee", "signature", "period", "date", "profiles", "serves")
LISTS = ("signature", "profiles", "serves")
_SLOT = re.compile(r"\{\{([^{}\n]*)\}\}")
Written = tuple[str | TextSlot, ...]


@dataclass(frozen=True, slots=True)
class Template:
    """A template ready to be filled.

    title, addressee, signature: words with text slots only. period: the default one, None when not given.
    date: '' none, 'as_of' the cut-off, or an ISO day. blocks: in order, numbered.
    """

    name: str
    title: Written
    addressee: Written
    signature: tuple[Written, ...]
    period: Period | None
    date: str
    blocks: tuple[ParagraphSource | TableSource, ...]

    def slots(self) -> tuple[Slot, ...]:
        """Every slot in reading order: title, addressee, body, signature."""
        found: list[Slot] = [
            part
            for part in (*self.title, *self.addressee, *(one for line in self.signature for one in line))
            if isinstance(part, TextSlot)
        ]
        for block in self.blocks:
            rows = ((block.parts,),) if isinstance(block, ParagraphSource) else block.rows
            found += [part for row in rows for cell in row for part in cell if not isinstance(part, Words | Gap)]
        return tuple(found)


def read_template(text: str, name: str) -> tuple[Template, tuple[Problem, ...]]:
    """The template and everything wrong with it; ``name`` is the file's name for places.

    What cannot be read is left out of the template and told in the problems (RPT-001 to RPT-009).
    """
    front, body, offset, problems = _part(text.replace("\r\n", "\n").removeprefix("\ufeff"), name)
    blocks, wrong = read_body(body, name, offset)
    problems += wrong
    if not blocks:
        problems.append(Problem("RPT-009", "正文是空的。", Place(file=name, line=offset + 1), "请写上正文。"))
    signature = front.values.get("signature", [])
    template = Template(
        name=front.words("name") or name,
        title=front.text_of("title"),
        addressee=front.text_of("addressee"),
        signature=tuple(
            front.spell(str(line), "signature") for line in (signature if isinstance(signature, list) else [signature])
        ),
        period=front.period(),
        date=front.day_of(),
        blocks=tuple(blocks),
    )
    if offset and not front.problems and not template.title:
        front.wrong("title", "文件头没有写标题。", '请在文件头写 title = "…"。')
    return template, tuple((*front.problems, *problems))


def _part(text: str, file: str) -> tuple[_FrontReader, str, int, list[Problem]]:
    """The front matter, the body, how many lines stand before the body, and what is wrong with the parting."""
    lines, fences = text.split("\n"), find_fences(text)
    if fences is None:
        hint = "请在开头写两行 +++，中间写 title、addressee、signature、period。"
        problem = Problem("RPT-001", "文件开头没有用 +++ 围起来的文件头。", Place(file=file, line=1), hint)
        return _FrontReader("", file, 0), text, 0, [problem]
    start, end = fences
    return _FrontReader("\n".join(lines[start + 1 : end]), file, start + 1), "\n".join(lines[end + 1 :]), end + 1, []


class _FrontReader:
    """Reads the keys of a front matter; ``problems`` gathers what is wrong with them (RPT-002)."""

    def __init__(self, text: str, file: str, above: int) -> None:
        self.file, self.above = file, above
        self.problems: list[Problem] = []
        self.values: dict[str, object] = {}
        self.lines = lines_of(text)
        try:
            self.values = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            found = re.search(r"at line (\d+)", str(error))
            line = above + (int(found[1]) if found else text.count("\n") + 1)
            self.problems.append(
                Problem(
                    "RPT-002", "文件头写法不合 TOML 规则。", Place(file=file, line=line), "请检查这一行的引号和等号。"
                )
            )
        for key, value in self.values.items():
            lines = value if isinstance(value, list) and key in LISTS else [value]
            if key not in KEYS:
                self.wrong(
                    key,
                    sentence("文件头有不认识的项目“{key}”。", key=key),
                    sentence("可用的有：{known}。", known="、".join(KEYS)),
                )
            elif not all(isinstance(line, str) for line in lines):
                self.wrong(key, sentence("文件头的“{key}”应写成带引号的文字。", key=key), "请给值加上英文双引号。")

    def place(self, key: str) -> Place:
        """Where the key stands."""
        return Place(file=self.file, line=self.above + max(1, line_of(self.lines, (key,))), key=key)

    def wrong(self, key: str, message: str, hint: str) -> None:
        """Notes a fault of one key."""
        self.problems.append(Problem("RPT-002", message, self.place(key), hint))

    def words(self, key: str) -> str:
        """The text of a key, '' when it is missing or not a text."""
        value = self.values.get(key, "")
        return value.strip() if isinstance(value, str) else ""

    def text_of(self, key: str) -> Written:
        """The text of a key with its text slots."""
        return self.spell(self.words(key), key)

    def spell(self, text: str, key: str) -> Written:
        """Words and text slots in their order; any other slot is refused, numbers belong in the body."""
        parts: list[str | TextSlot] = []
        at = 0
        for match in _SLOT.finditer(text):
            slot = read_slot(match[1], self.place(key))
            if isinstance(slot, Problem):
                self.problems.append(slot)
            elif not isinstance(slot, TextSlot):
                self.wrong(key, sentence("文件头的“{key}”里只能用 text: 填充项。", key=key), "请把数字写到正文里。")
            else:
                parts += [text[at : match.start()], slot]
                at = match.end()
        return tuple(part for part in (*parts, text[at:]) if part)

    def period(self) -> Period | None:
        """The default period, None when not given or not readable."""
        text = self.words("period")
        try:
            return Period.parse(text) if text else None
        except ValueError as error:
            self.wrong("period", str(error), "请改写文件头的 period。")
            return None

    def day_of(self) -> str:
        """'' or as_of or an ISO day."""
        text = self.words("date")
        try:
            return text if text in ("", "as_of") else date.fromisoformat(text).isoformat()
        except ValueError:
            self.wrong(
                "date",
                sentence("成文日期“{text}”写法不对。", text=text),
                "请写 as_of（截止日）或 2026-12-31 这样的日期。",
            )
            return ""
