"""What a document cites: 《title》, its version, number, article and paragraph, and the words quoted from it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from taizhang.proof.basis.authority import NUMERAL, article_key, plain_title
from taizhang.proof.model import Document, DocumentParagraph
from taizhang.terms.numerals import number_of

_CITED = re.compile(
    r"《(?P<title>(?:[^《》\n]|《[^《》\n]*》){2,90})》"
    r"(?P<version>[（(](?P<year>\d{4})年?(?:修订|修正|版|修改)?[）)])?"
    r"(?P<number>[（(](?P<own>[^（）()]{0,16}[〔\[【(（]\d{4}[〕\]】)）]\s*第?\d{1,5}\s*号)[）)])?"
)
_ALIAS = re.compile(r"[（(](?:以下|下)(?:简称|称)[：:]?《([^《》]+)》[）)]")
_ARTICLE = re.compile(
    rf"^[^《》。；“”\n]{{0,8}}?第(?P<article>{NUMERAL})条(?:之(?P<branch>[一二三四五六七八九十]))?(?:第(?P<clause>{NUMERAL})款)?"
)
_MORE = re.compile(
    rf"^(?:、|和|及|以及|或者?|，)第(?P<article>{NUMERAL})条(?:之(?P<branch>[一二三四五六七八九十]))?(?:第(?P<clause>{NUMERAL})款)?"
)
_QUOTE = re.compile(
    r"^[^《》“”。；\n]{0,20}?(?:规定|明确|指出|要求|提出|强调|载明|：|:)[^《》“”。；\n]{0,6}“(?P<words>[^“”\n]{6,400})”"
)


@dataclass(frozen=True, slots=True)
class CitedArticle:
    """An article cited, and of it a 款 (0: none named), with the span of the words that name it."""

    key: str
    clause: int
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Citation:
    """One citation. title: as compared. year: of the version named, 0 for none. number: of the document, '' for none."""

    paragraph: DocumentParagraph
    title: str
    span: tuple[int, int]
    year: int
    number: str
    points: tuple[CitedArticle, ...]
    quoted: str
    quoted_span: tuple[int, int]


def citations(document: Document) -> Iterator[Citation]:
    """Every citation in reading order; a short name the document gives a title stands for it from then on."""
    short: dict[str, str] = {}
    for paragraph in document.paragraphs:
        if paragraph.zone in ("title", "footer", "attachment", "letterhead"):
            continue
        for match in _CITED.finditer(paragraph.text):
            named = plain_title(match["title"])
            title = short.get(named, named)
            end = match.end()
            if alias := _ALIAS.match(paragraph.text, end):
                short[plain_title(alias[1])] = title
                end = alias.end()
            yield _citation(paragraph, match, title, end)


def _citation(paragraph: DocumentParagraph, match: re.Match[str], title: str, end: int) -> Citation:
    points, after = _points(paragraph.text, end)
    quote = _QUOTE.match(paragraph.text[after:])
    at = quote.span("words") if quote else (0, 0)
    return Citation(
        paragraph=paragraph,
        title=title,
        span=match.span(),
        year=int(match["year"] or 0),
        number=match["own"] or "",
        points=points,
        quoted=quote["words"] if quote else "",
        quoted_span=(at[0] + after, at[1] + after) if quote else (0, 0),
    )


def _points(text: str, start: int) -> tuple[tuple[CitedArticle, ...], int]:
    """The articles named after a title, and where their naming ends."""
    points, at, pattern = [], start, _ARTICLE
    while match := pattern.match(text[at:]):
        clause = match["clause"] or ""
        number = int(clause) if clause.isdecimal() else int(number_of(clause) or 0)
        begins = at + match.start("article") - 1
        points.append(
            CitedArticle(article_key(match["article"], match["branch"] or ""), number, (begins, at + match.end()))
        )
        at, pattern = at + match.end(), _MORE
    return tuple(points), at
