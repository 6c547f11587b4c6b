"""A statute or document kept as a basis: title, issuer, number, the day it is in force, and its articles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import dropwhile, takewhile

from taizhang.proof.model import Document
from taizhang.terms.numerals import number_of, ordinal
from taizhang.terms.sentence import sentence

NUMERAL = r"[一二三四五六七八九十百千零〇○两\d]{1,8}"
_ARTICLE = re.compile(rf"^\s*第({NUMERAL})条(?:之([一二三四五六七八九十]))?(?=[\s\u3000]|[^款项之])")
_CHAPTER = re.compile(rf"^\s*(?:第{NUMERAL}[编章节][\s\u3000]|附\s*则|附\s*件)")
_ITEM = re.compile(rf"^\s*[（(]{NUMERAL}[）)]")
_DAY = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_NAMED_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})")
_IN_FORCE = re.compile(
    r"自\s*(\d{4}年\d{1,2}月\d{1,2}日)\s*起\s*(?:施行|实施|执行)|(\d{4}年\d{1,2}月\d{1,2}日)\s*(?:起?施行|起?实施)"
)
_REPEALED = re.compile(r"((?:《[^《》]+》[^《》。；]{0,12})+)(?:同时|即行|予以)?废止")
_TITLE = re.compile(r"《([^《》]+)》")
_ISSUER = re.compile(
    r"日\s*((?:第[^ ，。]{1,12}届)?[\u4e00-\u9fff、（）]{2,40}?)(?:第.{1,8}次会议)?\s*(?:审议批准|通过|公布|发布|修订|印发|令)"
)
_NUMBER = re.compile(
    r"[\u4e00-\u9fff]{1,12}[〔\[（(](?:19|20)\d{2}[〕\]）)]\s*\d{1,5}\s*号|[\u4e00-\u9fff]{2,12}令\s*第?\s*\d+\s*号"
)
# Chosen: the day in force stands in the last articles (附则), the issuer above the first one, within its note.
_LAST, _HEAD = 3, 20


@dataclass(frozen=True, slots=True)
class Authority:
    """One version of a statute or document.

    day: of this version. since: the first day it is in force. articles: number (``23``, ``23之1``) → its
    paragraphs. text: all of it, for what has no articles. replaces: titles it ends. file: where it came from.
    """

    title: str
    day: date
    since: date
    file: str
    issuer: str = ""
    number: str = ""
    articles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    text: str = ""
    replaces: tuple[str, ...] = ()

    @property
    def version(self) -> str:
        """The version in words: 2023年9月1日版."""
        return sentence("{year}年{month}月{day}日版", year=self.day.year, month=self.day.month, day=self.day.day)


def authority(document: Document, replaces: Sequence[str] = ()) -> Authority | None:
    """The authority a file holds, None when it tells no title or no day. ``replaces``: titles its keeper says it ends."""
    lines = [one.text.strip() for one in document.paragraphs if one.zone != "footer" and one.text.strip()]
    articles = _articles(lines)
    first = next((at for at, line in enumerate(lines) if _ARTICLE.match(line)), min(len(lines), _HEAD))
    head = lines[:first]
    title = _title(document, lines)
    day = _day_in_name(document.file) or max((found for line in head for found in days(line)), default=document.dated)
    if not title or day is None:
        return None
    closing = " ".join("".join(paragraphs) for paragraphs in list(articles.values())[-_LAST:])
    begins = [found for match in _IN_FORCE.finditer(" ".join((*head, closing))) for found in days(match[1] or match[2])]
    ended = tuple(
        dict.fromkeys(plain_title(name) for match in _REPEALED.finditer(closing) for name in _TITLE.findall(match[1]))
    )
    return Authority(
        title=title,
        day=day,
        since=max([day, *begins]),
        file=document.file,
        issuer=_issuer(document, head, bool(articles)),
        number=_number(head, bool(articles)),
        articles=articles,
        text="\n".join(lines),
        replaces=(*ended, *(plain_title(one) for one in replaces)),
    )


def plain_title(title: str) -> str:
    """A title as it is compared: without spaces, 中华人民共和国, and a version in brackets at its end."""
    bare = "".join(title.split()).strip("《》").removeprefix("中华人民共和国")
    return re.sub(
        r"[（(](?:\d{4}年?(?:修订|修正|版|修改)?|试行|修订|修正)[）)]$", "", bare.replace("<", "〈").replace(">", "〉")
    )


def article_key(number: str, branch: str = "") -> str:
    """The key of an article: 二十三 → 23, with 之一 → 23之1; '' when it is no number."""
    value = int(number) if number.isdecimal() else number_of(number)
    if value is None:
        return ""
    return f"{value}之{number_of(branch)}" if branch else f"{value}"


def article_name(key: str) -> str:
    """The article in words: 23之1 → 第二十三条之一."""
    number, _, branch = key.partition("之")
    return f"第{ordinal(int(number))}条" + (f"之{ordinal(int(branch))}" if branch else "")


def clauses(paragraphs: Sequence[str]) -> int:
    """How many 款 an article has: paragraphs that are no items of a list."""
    return sum(not _ITEM.match(one) for one in paragraphs)


def days(text: str) -> Iterator[date]:
    """The days a text names."""
    for match in _DAY.finditer(text):
        try:
            yield date(*(int(part) for part in match.groups()))
        except ValueError:
            continue


def body_name(name: str) -> str:
    """A public body's name as it is compared: without the session, the state, and long forms."""
    bare = re.sub(r"^第.{1,8}届|^中华人民共和国", "", "".join(name.split()))
    return (
        bare.replace("全国人大常委会", "全国人民代表大会常务委员会")
        .replace("全国人大", "全国人民代表大会")
        .replace("党中央", "中共中央")
    )


def _issuer(document: Document, head: Sequence[str], statute: bool) -> str:
    """Who issued it: by the line under a statute's title that says so last, by a paper's signature."""
    if statute:
        named = _ISSUER.findall(" ".join(head))
        return body_name(named[-1]) if named else ""
    signed = [one.text.strip() for one in document.paragraphs if one.zone == "signature" and not _DAY.search(one.text)]
    return body_name(signed[0]) if signed else ""


def _number(head: Sequence[str], statute: bool) -> str:
    """Its own number: a line of nothing else, or the last order named under a statute's title; never one it cites."""
    alone = next((line for line in head if _NUMBER.fullmatch(line)), "")
    named = _NUMBER.findall(" ".join(head)) if statute else []
    return alone or (named[-1] if named else "")


def _articles(lines: Sequence[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    current: list[str] | None = None
    for line in lines:
        match = _ARTICLE.match(line)
        if match and (key := article_key(match[1], match[2] or "")) and key not in found:
            current = found[key] = [line[match.end() :].strip()]
        elif _CHAPTER.match(line):
            current = None
        elif current is not None:
            current.append(line)
    return {key: tuple(paragraphs) for key, paragraphs in found.items()}


def _title(document: Document, lines: Sequence[str]) -> str:
    below = dropwhile(lambda one: one.zone != "title", document.paragraphs)
    titles = (one.text for one in takewhile(lambda one: one.zone == "title", below) if not _NUMBER.search(one.text))
    named = "".join(takewhile(lambda text: not _DAY.search(text) and not text.strip().startswith(("（", "(")), titles))
    return plain_title(named.replace("\n", "") if 2 <= len(named) <= 80 else (lines[0] if lines else ""))


def _day_in_name(file: str) -> date | None:
    match = _NAMED_DAY.search(file)
    try:
        return date(*(int(part) for part in match.groups())) if match else None
    except ValueError:
        return None
