"""The rules of basis: every citation held against the shelf as it stood on the document's own day."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from taizhang.proof.basis.authority import Authority, article_name, body_name, clauses
from taizhang.proof.basis.citations import Citation, CitedArticle, citations
from taizhang.proof.basis.shelf import Shelf
from taizhang.proof.model import Document, Finding, Level, Spot
from taizhang.terms.sentence import chain, sentence

_KINDS = re.compile(
    r"(?:法|法典|条例|规定|办法|细则|准则|规则|规程|章程|决定|意见|通知|方案|规范|制度|标准)(?:（试行）)?$"
)
_PAPERS = re.compile(r"(?:通知|意见|方案|批复|函|决定)$")
_BY_IT = re.compile(r"(?:根据|按照|依据|依照|落实|贯彻|遵照|执行)[^，。；《》]{0,12}$")
_ISSUED = re.compile(
    r"(?:落实|贯彻|按照|根据|依据|依照|遵照|执行|学习|传达)?(?P<who>(?:国务院|全国人大|全国人民代表大会|中共中央|党中央|[\u4e00-\u9fff]{1,8}(?:省|市|州|县|区|镇|乡))[\u4e00-\u9fff]{0,14}?)"
    r"(?:印发|发布|公布|颁布|制定|出台)的?$"
)
_SIGNS = re.compile(r"[\s\u3000，。、；：？！,.;:?!“”‘’\"'（）()《》〈〉<>〔〕\[\]—…·-]")
_SOURCE = "依据关：所引依据应当存在、有效，条款、文字与原文一致"
TITLES = {
    "B01": "按其办理的文件有名无号",
    "B10": "依据库里没有所引的法规制度",
    "B11": "所引的条、款不存在",
    "B12": "引号里的话与原文不符，或在别的条",
    "B13": "所引的已被替代、废止，或引的是旧版文字",
    "B14": "成文时尚未施行",
    "B15": "文号与所引文件不符",
    "B16": "制发机关与所引文件不符",
}
"""Code → what a rule looks at, for the office."""


@dataclass(frozen=True, slots=True)
class _CitedAuthority:
    """A citation with what the shelf holds for it on the day."""

    citation: Citation
    shelf: Shelf
    day: date
    versions: tuple[Authority, ...]
    current: Authority | None


def examine_citations(document: Document, shelf: Shelf, today: date) -> tuple[Finding, ...]:
    """What is wrong with a document's citations. The day they are held against is the document's own, else ``today``."""
    day = document.dated or today
    found: list[Finding] = []
    seen: set[tuple[str, str]] = set()
    for citation in citations(document):
        case = _CitedAuthority(
            citation, shelf, day, shelf.versions(citation.title), shelf.in_force(citation.title, day)
        )
        for rule in RULES:
            for finding in rule(case):
                # That a document is missing, or has no number, is told once.
                once = (finding.rule, citation.title)
                if finding.rule in ("B01", "B10") and once in seen:
                    continue
                seen.add(once)
                found.append(finding)
    return tuple(found)


def numberless(case: _CitedAuthority) -> Iterator[Finding]:
    """B01: a document acted upon is cited with its number."""
    cited = case.citation
    before = cited.paragraph.text[: cited.span[0]]
    if _PAPERS.search(cited.title) and not cited.number and _BY_IT.search(before):
        number = case.current.number if case.current else ""
        advice = sentence("补上“（{number}）”。", number=number) if number else "在书名号后补上发文字号。"
        yield _finding(
            "B01", "warn", cited, cited.span, sentence("引用《{title}》有名无号。", title=cited.title), advice
        )


def missing(case: _CitedAuthority) -> Iterator[Finding]:
    """B10: what is cited is on the shelf. An empty shelf says nothing; of a paper the number is asked for first."""
    cited = case.citation
    if _PAPERS.search(cited.title) and not cited.number:
        return
    if len(case.shelf) and not case.versions and _KINDS.search(cited.title) and not _find_ending(case):
        advice = "核对名称；确有其文的，用 taizhang basis add 收入依据库。"
        yield _finding(
            "B10", "warn", cited, cited.span, sentence("依据库里没有《{title}》。", title=cited.title), advice
        )


def article(case: _CitedAuthority) -> Iterator[Finding]:
    """B11: the article and the 款 cited exist in the version in force."""
    if case.current is None or not case.current.articles:
        return
    for point in case.citation.points:
        yield from _point(case, case.current, point)


def _point(case: _CitedAuthority, current: Authority, point: CitedArticle) -> Iterator[Finding]:
    cited, paragraphs = case.citation, current.articles.get(point.key)
    if paragraphs is None:
        others = [one.version for one in case.versions if one is not current and point.key in one.articles]
        hint = (
            sentence("{others}才有这一条，请核对所引版本。", others=chain(others, "、")) if others else "请核对条号。"
        )
        said = sentence(
            "《{title}》（{version}）共{articles}条，没有{article}。",
            title=current.title,
            version=current.version,
            articles=len(current.articles),
            article=_name(point.key),
        )
        yield _finding("B11", "error", cited, point.span, said, hint)
    elif point.clause > clauses(paragraphs):
        said = sentence(
            "《{title}》{article}只有{clauses}款，没有第{clause}款。",
            title=current.title,
            article=_name(point.key),
            clauses=clauses(paragraphs),
            clause=point.clause,
        )
        yield _finding("B11", "error", cited, point.span, said, "请核对款号。")


def quotation(case: _CitedAuthority) -> Iterator[Finding]:
    """B12, B13: words in quotation marks stand in what is cited, in the version in force."""
    cited, current = case.citation, case.current
    if current is None or not cited.quoted:
        return
    keys = [point.key for point in cited.points if point.key in current.articles]
    if _stands(cited.quoted, current, keys):
        return
    where = next((key for key in current.articles if _stands(cited.quoted, current, [key])), "")
    older = next(
        (one for one in reversed(case.versions) if one is not current and _stands(cited.quoted, one, [])), None
    )
    named, span = chain(map(_name, keys), "、"), cited.quoted_span
    if where and keys:
        article = _name(where)
        said = sentence("引文在《{title}》{article}，不在{cited}。", title=current.title, article=article, cited=named)
        yield _finding("B12", "error", cited, span, said, sentence("条号改为{article}。", article=article))
    elif older:
        said = _outdated(older, current, case.day)
        advice = sentence("按{version}改写引文。", version=current.version)
        yield _finding("B13", "error", cited, span, said, advice)
    else:
        said = sentence(
            "引文与《{title}》（{version}）{place}的文字不符。",
            title=current.title,
            version=current.version,
            place=named or "全文",
        )
        yield _finding("B12", "error", cited, span, said, "照录原文，或去掉引号。")


def _outdated(older: Authority, current: Authority, day: date) -> str:
    return sentence(
        "引文是《{title}》{older}的文字，{day}有效的是{version}。",
        title=older.title,
        older=older.version,
        day=_day(day),
        version=current.version,
    )


def superseded(case: _CitedAuthority) -> Iterator[Finding]:
    """B13: what is cited has not been ended or replaced by the document's day."""
    cited, ender = case.citation, _find_ending(case)
    if ender and case.current is None:
        said = sentence(
            "《{title}》已被《{successor}》替代（{since}起）。",
            title=cited.title,
            successor=ender.title,
            since=_day(ender.since),
        )
        yield _finding(
            "B13", "error", cited, cited.span, said, sentence("改引《{successor}》。", successor=ender.title)
        )
    elif cited.year and case.current and cited.year != case.current.day.year:
        said = sentence(
            "所引《{title}》{year}年版已不是有效版本，有效的是{version}。",
            title=cited.title,
            year=cited.year,
            version=case.current.version,
        )
        yield _finding(
            "B13", "error", cited, cited.span, said, sentence("改引{version}。", version=case.current.version)
        )


def premature(case: _CitedAuthority) -> Iterator[Finding]:
    """B14: what is cited was in force on the document's day."""
    if case.versions and case.current is None and not _find_ending(case):
        first = case.versions[0]
        said = sentence(
            "《{title}》（{version}）{since}起施行，本文成文时（{day}）尚未施行。",
            title=first.title,
            version=first.version,
            since=_day(first.since),
            day=_day(case.day),
        )
        advice = "核对成文日期；当时有效的是更早的版本的，把它收入依据库。"
        yield _finding("B14", "warn", case.citation, case.citation.span, said, advice)


def number(case: _CitedAuthority) -> Iterator[Finding]:
    """B15: the number cited is the document's own."""
    cited, current = case.citation, case.current
    if cited.number and current and current.number and _bare(cited.number) != _bare(current.number):
        said = sentence(
            "《{title}》的文号是{number}，不是{cited}。", title=cited.title, number=current.number, cited=cited.number
        )
        yield _finding("B15", "error", cited, cited.span, said, sentence("改为{number}。", number=current.number))


def issuer(case: _CitedAuthority) -> Iterator[Finding]:
    """B16: who is said to have issued it did."""
    cited, current = case.citation, case.current
    match = _ISSUED.search(cited.paragraph.text[: cited.span[0]])
    if match is None or current is None or not current.issuer:
        return
    said_by, own = body_name(match["who"]), current.issuer
    if said_by not in own and own not in said_by:
        said = sentence("《{title}》由{own}制发，不是{who}。", title=cited.title, own=own, who=match["who"])
        yield _finding(
            "B16", "warn", cited, (match.start("who"), cited.span[1]), said, sentence("改为{own}。", own=own)
        )


RULES: tuple[Callable[[_CitedAuthority], Iterator[Finding]], ...] = (
    numberless,
    missing,
    superseded,
    premature,
    number,
    issuer,
    article,
    quotation,
)


def _find_ending(case: _CitedAuthority) -> Authority | None:
    return case.shelf.ended_by(case.citation.title, case.day)


def _stands(words: str, one: Authority, keys: list[str]) -> bool:
    """Whether the words, cut at ellipses, stand in that order in the articles (none named: anywhere)."""
    text = _bare("".join("".join(one.articles[key]) for key in keys) if keys else one.text)
    at = 0
    for part in words.split("……"):
        at = text.find(_bare(part), at)
        if at < 0:
            return False
        at += len(_bare(part))
    return True


def _bare(text: str) -> str:
    """The words without any sign: punctuation differs between prints of one statute."""
    return _SIGNS.sub("", text)


def _name(key: str) -> str:
    return article_name(key) if key else "这一条"


def _day(day: date) -> str:
    return sentence("{year}年{month}月{day}日", year=day.year, month=day.month, day=day.day)


def _finding(rule: str, level: Level, cited: Citation, span: tuple[int, int], said: str, advice: str) -> Finding:
    paragraph = cited.paragraph
    return Finding(
        rule=rule,
        gate="basis",
        level=level,
        spot=Spot(paragraph.number, span[0], span[1], paragraph.page),
        text=paragraph.text[slice(*span)],
        message=said,
        source=_SOURCE,
        suggestion=advice,
    )
