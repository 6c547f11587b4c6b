"""The small query language: what a reader types → clauses that must all hold.

信访 积案            both words
"整改落实情况"        exactly these characters, of any length; “” 「」 work alike
信访 | 上访          either
-通报               not this
标题:督查 文号:〔2024〕15号 发文:信访局 单位:沅塘县 类型:通知 年:2022-2024 年:近3年 级别:公开 状态:现行
ysqgk              letters also find titles by the first letters of their sounds
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from taizhang.library.model import LEVELS, STATUSES
from taizhang.library.words import fine, is_han, runs
from taizhang.terms.document_numbers import number_key
from taizhang.terms.folding import fold, plain_letters
from taizhang.terms.problem import Place, Problem
from taizhang.terms.sentence import sentence

# Chosen: a sentence to be searched for, and more conditions than a person types.
LONGEST, MOST_CLAUSES = 500, 32
FIELDS = {
    "标题": "title",
    "文号": "number",
    "发文": "issuer",
    "发文机关": "issuer",
    "单位": "unit",
    "类型": "kind",
    "文种": "kind",
    "年": "year",
    "年份": "year",
    "级别": "level",
    "密级": "level",
    "状态": "status",
}
_JOINING = frozenset("的了和与及等在是对为之将把被")
_OPEN = {'"': '"', "“": "”", "「": "」", "『": "』"}
_TOKEN = re.compile(
    r"\s*(?:(?P<bar>[|｜])|(?P<no>[-－](?=\S))?(?:(?P<field>[\u4e00-\u9fff]{1,4})[:：](?=\S))?"
    r"(?P<value>\"[^\"]*\"|“[^”]*”|「[^」]*」|『[^』]*』|[^\s|｜]+))"
)


@dataclass(frozen=True, slots=True)
class Word:
    """Text that a document must hold; ``literal`` when it stood in quotation marks. ``text`` is folded."""

    text: str
    literal: bool = False

    @property
    def inexact(self) -> bool:
        """Whether pairs of characters alone cannot decide it, so that the text itself is read."""
        return self.literal and (runs(self.text) != [self.text] or (is_han(self.text) and len(self.text) > 2))


@dataclass(frozen=True, slots=True)
class FieldCondition:
    """A condition on what is known of a document; ``values`` are years, codes or folded text."""

    name: str
    values: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """Any of the items must hold, or none of them when ``negated``."""

    items: tuple[Word | FieldCondition, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """Clauses that must all hold, and what is wrong with the text they were read from."""

    clauses: tuple[Clause, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def words(self) -> tuple[Word, ...]:
        """The words that are asked for, in order: those to rank by and to mark."""
        return tuple(
            item for clause in self.clauses if not clause.negated for item in clause.items if isinstance(item, Word)
        )


def parse(text: str, today: date) -> Query:
    """The query as clauses; an empty text asks for everything. ``today`` gives 近3年 its meaning."""
    problem = _whole(text)
    if problem:
        return Query(problems=(problem,))
    clauses: list[Clause] = []
    problems: list[Problem] = []
    for group in _groups(text):
        found, wrong = _clauses(group, today)
        clauses += found
        problems += wrong
    return Query(tuple(clauses), tuple(problems))


def _whole(text: str) -> Problem | None:
    if len(text) > LONGEST:
        return Problem(
            "LIB-020",
            sentence("查询语句长{count}字，超过{longest}字。", count=len(text), longest=LONGEST),
            hint="查整段文字的来历，请用查重而不是查询。",
        )
    for opened, closed in _OPEN.items():
        if text.count(opened) % 2 if opened == closed else text.count(opened) != text.count(closed):
            return Problem(
                "LIB-021",
                sentence("查询语句里的引号“{opened}”没有成对。", opened=opened),
                Place(span=(0, len(text))),
                "补上另一半引号。",
            )
    if len(text.split()) > MOST_CLAUSES:
        return Problem(
            "LIB-022",
            sentence("查询语句的条件超过{most_clauses}个。", most_clauses=MOST_CLAUSES),
            hint="减少条件，或分几次查。",
        )
    return None


def _groups(text: str) -> list[list[re.Match[str]]]:
    """The pieces of the query, those joined by bars together."""
    groups: list[list[re.Match[str]]] = []
    joined = False
    for match in _TOKEN.finditer(text.strip()):
        if match["bar"]:
            joined = bool(groups)
        elif joined:
            groups[-1].append(match)
            joined = False
        else:
            groups.append([match])
    return groups


def _clauses(group: list[re.Match[str]], today: date) -> tuple[list[Clause], list[Problem]]:
    alone = len(group) == 1
    found: list[tuple[Word | FieldCondition, ...]] = []
    problems: list[Problem] = []
    for match in group:
        items, problem = _items(match, today, whole=not alone or bool(match["no"]))
        found.append(items)
        problems += [problem] if problem else []
    items = tuple(item for piece in found for item in piece)
    if alone:
        return [Clause((item,), bool(group[0]["no"])) for item in items], problems
    if any(match["no"] for match in group):
        problems.append(Problem("LIB-026", "“|”并列的几项里有一项带“-”。", hint="要排除的词单独写，不与“|”连用。"))
    if len({isinstance(item, Word) for item in items}) > 1:
        problems.append(
            Problem("LIB-025", "“|”并列的几项里既有文字又有字段。", hint="文字与文字、字段与字段才能用“|”并列。")
        )
    return [Clause(items)] if items else [], problems


def _items(
    match: re.Match[str], today: date, *, whole: bool
) -> tuple[tuple[Word | FieldCondition, ...], Problem | None]:
    """What one piece asks for; ``whole`` keeps unquoted text in one piece, as it must be beside a bar or a minus."""
    value, literal = match["value"], match["value"][0] in _OPEN
    value = value[1:-1] if literal else value
    name = FIELDS.get(match["field"] or "")
    if name:
        found, problem = _field(name, value, today)
        return ((found,) if found else ()), problem
    text = fold(f"{match['field']}:{value}" if match["field"] else value).strip()
    if not runs(text):
        return (), Problem(
            "LIB-027", sentence("“{value}”里没有可查的字。", value=value), hint="标点和符号不单独查，请写出旁边的字。"
        )
    if not literal and number_key(text):
        return (FieldCondition("cited", (number_key(text),)),), None
    return ((Word(text, True),) if literal or whole else _bare(text)), None


def _bare(text: str) -> tuple[Word, ...]:
    """The words of unquoted text, each a condition of its own, without the characters that only join words."""
    words = [word for run in runs(text) for word in (_pieces(run) if is_han(run) else [run])]
    telling = [word for word in words if word not in _JOINING]
    return tuple(map(Word, telling or words))


def _pieces(run: str) -> list[str]:
    """The shortest words of a run; characters that stand alone side by side are taken as one word: 包案, 领导."""
    pieces: list[str] = []
    alone = False
    for word in fine(run):
        single = len(word) == 1 and word not in _JOINING
        if single and alone:
            pieces[-1] += word
        else:
            pieces.append(word)
        alone = single
    return pieces


def _field(name: str, value: str, today: date) -> tuple[FieldCondition | None, Problem | None]:
    plain = plain_letters(value).strip()
    if name == "year":
        return _years(plain, today)
    if name in ("level", "status"):
        labels = {label: code for code, label in (LEVELS if name == "level" else STATUSES).items()}
        if plain not in labels:
            return None, Problem(
                "LIB-024",
                sentence("没有“{value}”这个值。", value=value),
                hint=sentence("可用的值：{labels}。", labels="、".join(labels)),
            )
        return FieldCondition(name, (labels[plain],)), None
    if name == "number":
        return FieldCondition(name, (number_key(plain) or fold(plain),)), None
    return FieldCondition(name, (fold(plain) if name == "title" else plain,)), None


def _years(value: str, today: date) -> tuple[FieldCondition | None, Problem | None]:
    plain = value.removesuffix("年")
    if match := re.fullmatch(r"近(\d{1,2})", plain):
        first, last = today.year - int(match[1]) + 1, today.year
    elif match := re.fullmatch(r"(\d{4})(?:年?[-—~至到](\d{4}))?", plain):
        first, last = int(match[1]), int(match[2] or match[1])
    else:
        first, last = 1, 0
    if first > last or last - first > 200:
        return None, Problem(
            "LIB-023", sentence("“{value}”不是年份。", value=value), hint="写成 年:2024、年:2022-2024 或 年:近3年。"
        )
    return FieldCondition("year", (first, last)), None
