"""What the text itself says of a document, after GB/T 9704: number, title, issuer, addressee, date and relations.

Only the places where the standard puts them are read; what is not found stays '' or None for a person to fill in.
"""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

from taizhang.library.model import Level, Metadata, Relation, Status, Verb
from taizhang.terms.document_numbers import DOCUMENT_NUMBER
from taizhang.terms.folding import fold
from taizhang.terms.numerals import number_of

KINDS = (
    "述职述廉报告",
    "述职报告",
    "工作报告",
    "会议纪要",
    "实施方案",
    "工作方案",
    "应急预案",
    "工作要点",
    "工作总结",
    "实施意见",
    "管理办法",
    "决议",
    "决定",
    "命令",
    "公报",
    "公告",
    "通告",
    "意见",
    "通知",
    "通报",
    "报告",
    "请示",
    "批复",
    "议案",
    "函",
    "纪要",
    "答复",
    "方案",
    "预案",
    "总结",
    "计划",
    "规划",
    "要点",
    "办法",
    "细则",
    "规定",
    "讲话",
    "简报",
    "打算",
    "台账",
    "清单",
    "汇报",
)
# Lines. Chosen: letterhead, number and title stand within the first, signature, day and imprint within the last.
_HEAD, _TAIL = 15, 12
_SECRET = re.compile(r"(?:绝密|机密|秘密)(?:[★☆].{0,12})?")
_WORK_SECRET = re.compile(r"(?:工作秘密|保密件)(?:[★☆].{0,12})?")
_BODY = re.compile(
    r".*(?:政府|办公室|办公厅|委员会|局|厅|部|委|院|办|中心|党组|党委|支部|大队|支队|公司|镇|乡|街道|小组)$"
)
_DATE = re.compile(
    r"([12]\d{3}|[一二][〇零○一二三四五六七八九]{3})年([0-9]{1,2}|[一二三四五六七八九十]{1,3})月([0-9]{1,2}|[一二三四五六七八九十]{1,3})日"
)
_ABOUT = re.compile(r"(.{2,30}?)(?:领导班子)?(?:关于|(?:19|20)\d{2}年|述职|督查通报)")
_TOGETHER = re.compile(r"(?:及|和|暨|、)(?=[^及和暨、]*$)")
_OPENING = re.compile(_DATE.pattern + r"(?=[，,上下]|$)")
_QUOTED = r"《([^《》]{2,80})》"
_RELATIONS: tuple[tuple[Verb, re.Pattern[str]], ...] = (
    ("forwards", re.compile(rf"(?:转发|印转|批转)[^。《]{{0,40}}{_QUOTED}")),
    ("supersedes", re.compile(rf"{_QUOTED}[^。《》]{{0,40}}(?:同时废止|予以废止|即行废止|不再执行)")),
    ("implements", re.compile(rf"(?:贯彻落实|贯彻执行|落实|根据|依据|按照)[^。《，]{{0,30}}{_QUOTED}")),
    ("adopts", re.compile(rf"采纳[^。《]{{0,30}}{_QUOTED}")),
)


def read_metadata(text: str, stem: str) -> Metadata:
    """What can be read from the text; the name of the file stands in when no title is found."""
    lines = text.split("\n")
    head = [_tight(line) for line in lines[:_HEAD]]
    at, title = _title(head)
    tail = [_tight(line) for line in lines[-_TAIL:]]
    issuer = _issuer(head, title, tail)
    level: Level = "confidential" if any(_WORK_SECRET.fullmatch(line) for line in head) else "internal"
    status: Status = "repealed" if any("已废止" in line or "已失效" in line for line in head[:3]) else "in_force"
    return Metadata(
        title or stem,
        issuer,
        _number(head),
        _day(tail) or _day(head) or _opening_day(head),
        _kind_of(title or stem),
        _addressee(head[at:]),
        level,
        status,
        issuer,
        _relations(text),
    )


def is_state_secret(text: str) -> bool:
    """Whether a head line is a mark of state secrecy, as GB/T 9704 puts it at the top left of the first page."""
    return any(_SECRET.fullmatch(_tight(line)) for line in text.split("\n")[:_HEAD])


def _tight(line: str) -> str:
    return "".join(line.split())


def _number(head: list[str]) -> str:
    for line in head:
        match = DOCUMENT_NUMBER.search(fold(line))
        if match and match[1] and len(line) <= 60 and "《" not in line and not line.endswith("。"):
            return f"{match[1]}〔{match[2]}〕{int(match[3])}号"
        if match and match[0] == fold(line):
            return f"〔{match[2]}〕{int(match[3])}号"
    return ""


def _title(head: list[str]) -> tuple[int, str]:
    """The line after the title, and the title: lines joined when it is broken over several."""
    for at, line in enumerate(head):
        if line.startswith("关于") or ("关于" in line and _BODY.match(line.partition("关于")[0])):
            title, end = line, at + 1
            while not _kind(title) and end < min(at + 4, len(head)) and len(head[end]) <= 30 and _is_open(head[end]):
                title, end = title + head[end], end + 1
            if line.startswith("关于") and at and _BODY.match(head[at - 1]) and len(head[at - 1]) <= 30:
                title = head[at - 1] + title
            return end, title
    for at, line in enumerate(head):
        bare = line in KINDS and any(_kind(each) and len(each) > len(line) for each in head[at + 1 : at + 4])
        if 4 <= len(line) <= 60 and _kind(line) and _is_open(line) and not line.endswith("文件") and not bare:
            return at + 1, line
    for at, line in enumerate(head[:3]):
        if 4 <= len(line) <= 40 and _is_open(line) and not DOCUMENT_NUMBER.search(fold(line)):
            return at + 1, line
    return 0, ""


def _is_open(line: str) -> bool:
    return not line.endswith(("。", "：", ":", "；", "，", "、"))


def _kind(title: str) -> str:
    plain = re.sub(r"[（(][^（）()]*[）)]$", "", title)
    return next((kind for kind in KINDS if plain.endswith(kind)), "")


def _kind_of(title: str) -> str:
    """The kind a title ends with; of 工作总结及工作打算 the first."""
    first = _TOGETHER.search(title)
    return (first and _kind(title[: first.start()])) or _kind(title)


def _issuer(head: list[str], title: str, tail: list[str]) -> str:
    before = _ABOUT.match(title)
    if before and _BODY.match(before[1]):
        return before[1]
    for line in head[:5]:
        if line.endswith("文件") and _BODY.match(line.removesuffix("文件")):
            return line.removesuffix("文件")
    for line, following in pairwise(tail):
        if _DATE.fullmatch(following) and 3 <= len(line) <= 30 and _BODY.match(line):
            return line
    return ""


def _addressee(lines: list[str]) -> str:
    for line in lines[:4]:
        if line.endswith(("：", ":")) and 2 <= len(line) <= 160:
            return line[:-1]
    return ""


def _day(lines: list[str]) -> date | None:
    """The date of the last line that is nothing but a date."""
    for line in reversed(lines):
        match = _DATE.fullmatch(line.strip("（）()"))
        if match:
            year, month, day = (_whole(part) for part in match.groups())
            try:
                return date(year, month, day)
            except ValueError:
                continue
    return None


def _opening_day(lines: list[str]) -> date | None:
    """The date with which a line of the head begins, as minutes of a meeting do."""
    for line in lines:
        match = _OPENING.match(line)
        if match:
            return _day([match[0]])
    return None


def _whole(text: str) -> int:
    return int(text) if text.isdigit() else int(number_of(text.replace("○", "〇")) or 0)


def _relations(text: str) -> tuple[Relation, ...]:
    found: dict[Relation, None] = {}
    for verb, pattern in _RELATIONS:
        for match in pattern.finditer(text[:20_000]):
            found[Relation(verb, f"《{match[1]}》")] = None
    return tuple(found)[:20]
