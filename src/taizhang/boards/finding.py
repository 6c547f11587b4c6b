"""Finds numbers by the words people have for them: figures with what they say now, and groups of ledgers with how many there are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from taizhang.boards.whole import ledgers_of, visible_figures
from taizhang.catalogue.model import Vocabulary
from taizhang.catalogue.resolved import Figure, Ledger
from taizhang.figures.value import Ask, Value
from taizhang.lists.field_filters import Sift
from taizhang.lists.query import Filter, Page
from taizhang.site.desk import Desk
from taizhang.terms.period import Period

# As many as are read at a glance; a question longer than that is a text, and is cut.
MOST_FIGURES, MOST_GROUPS, MOST_QUESTION = 12, 8, 60
# What an office says for one another of the same thing; the titles of the shipped figures use the first of each.
_SAME: tuple[tuple[str, ...], ...] = (
    ("未办结", "没有办结", "没办结", "没办完", "未完成", "未整改完", "未销号", "在办"),
    ("办结率", "完成率", "销号率", "整改率"),
    ("办结", "已办结", "办完", "已完成", "整改完成", "已销号", "销号"),
    ("逾期", "超期", "超时限", "过期"),
    ("按期", "按时", "及时", "期限内"),
    ("登记", "新增", "受理", "收到"),
    ("上年", "去年", "上一年"),
    ("同比", "比上年", "比去年"),
)
_IDLE = re.compile(r"有多少|多少|有几|几|数量|总数|个数|件数|的|了|吗|呢|^(?:请问|查|找)+|[\s?？,，。、：:“”\"']")
_YEAR = re.compile(r"((?:19|20)\d\d)年?")
_MONTH = re.compile(r"(?<!\d)(1[0-2]|[1-9])月份?")
_TAIL = re.compile(r"(?:排查整治|登记|办理)?(?:台账|登记簿|登记表|清单|名册|目录)$")


@dataclass(frozen=True, slots=True)
class FoundFigure:
    """A figure that fits the words, with its value of the period; ``scope`` is the unit it is told for, '' for the body."""

    value: Value
    scope: str

    @property
    def name(self) -> str:
        """The name it is asked by."""
        return self.value.figure.name

    @property
    def title(self) -> str:
        """How people call it."""
        return self.value.figure.title


@dataclass(frozen=True, slots=True)
class FoundGroup:
    """Matters of a ledger that the words pick: by which columns, and how many there are; ``more``: at least so many."""

    ledger: Ledger
    parts: tuple[tuple[str, str], ...]
    filter: Filter
    count: int
    more: bool


@dataclass(frozen=True, slots=True)
class Found:
    """What the words find, the likeliest first."""

    figures: tuple[FoundFigure, ...]
    groups: tuple[FoundGroup, ...]


def find(desk: Desk, question: str, period: Period) -> Found:
    """Figures and groups that fit what somebody asks, all in his sight. Whoever calls holds the lock of figures."""
    asked = question.strip()[:MOST_QUESTION]
    return Found(find_figures(desk, asked, period), find_groups(desk, asked)) if asked else Found((), ())


def find_figures(desk: Desk, question: str, period: Period, most: int = MOST_FIGURES) -> tuple[FoundFigure, ...]:
    """The figures in sight whose titles fit, with their values."""
    seen = visible_figures(desk)
    names = rank_figures(desk, {name: one for name, (one, _) in seen.items()}, question)[:most]
    asks = [Ask(name, period, scope=seen[name][1]) for name in names]
    answers = desk.site.compute(asks)
    return tuple(FoundFigure(answers.value(ask), ask.scope.unit) for ask in asks)


def rank_figures(desk: Desk, figures: Mapping[str, Figure], question: str) -> list[str]:
    """Names of the figures whose titles fit, the likeliest first; those of ledgers without a matter in sight come last."""
    kept = {ledger for (ledger,) in desk.counts(desk.query(), "ledger")}
    hidden = desk.ledgers.keys() - desk.in_use.keys()
    words = [_usual(word) for word in question.split()]
    ranked = sorted(
        (not ledgers_of(desk.site.catalogue, one) <= kept, rank, len(one.title), place, name)
        for place, (name, one) in enumerate(figures.items())
        if hidden.isdisjoint(ledgers_of(desk.site.catalogue, one))
        and (rank := _rank(words, _usual(one.title))) is not None
    )
    return [name for *_, name in ranked]


def _rank(words: Sequence[str], title: str) -> int | None:
    """How well a title fits, 0 the best: it holds every word; their characters in order; all of their pairs. None: not at all."""
    told = "".join(_IDLE.sub("", word) for word in words)
    if not told:
        return None
    if all(word in title for word in words) or told in title:
        return 0
    if len(told) < 2:
        return None
    rest = iter(title)
    if all(mark in rest for mark in told):
        return 1
    pairs = {told[n : n + 2] for n in range(len(told) - 1)}
    # Words in another order break one pair at each seam: 超期隐患 for 隐患超期数.
    return 2 if len(told) >= 4 and sum(pair in title for pair in pairs) >= len(pairs) - 1 else None


@lru_cache(maxsize=4096)
def _usual(text: str) -> str:
    """The text in the words the titles use."""
    for first, *others in _SAME:
        for other in others:
            if first not in other or first not in text:
                text = text.replace(other, first)
    return text.lower()


def find_groups(desk: Desk, question: str) -> tuple[FoundGroup, ...]:
    """The matters the words pick, ledger by ledger; those whose ledger is named come first, then those with most matters."""
    asked = _IDLE.sub("", question)
    read = [one for ledger in desk.in_use.values() if (one := _Reading(desk, ledger, asked).group())]
    found = []
    for named, parts, wanted, ledger in sorted(read, key=lambda one: (not one[0], -len(one[1])))[: MOST_GROUPS * 2]:
        page = desk.page(desk.query(wanted, page=Page(size=0)))
        if page.total or named:
            found.append((named, FoundGroup(ledger, parts, wanted, page.total, page.more)))
    found.sort(key=lambda one: (not one[0], -len(one[1].parts), -one[1].count))
    return tuple(group for _, group in found[:MOST_GROUPS])


class _Reading:
    """One reading of a question against one ledger: what is understood is taken out, and what is left must be the ledger's name."""

    def __init__(self, desk: Desk, ledger: Ledger, asked: str) -> None:
        self.desk, self.ledger, self.rest = desk, ledger, asked
        self.parts: list[tuple[str, str]] = []
        self.filter = Filter(ledgers=(ledger.name,))
        self.titled: list[str] = []

    def group(self) -> tuple[bool, tuple[tuple[str, str], ...], Filter, Ledger] | None:
        """Whether the ledger is named, the columns, the filter; None when the words do not fit."""
        if any(self.rest and self.rest in name for name in self._names()):
            return True, (), self.filter, self.ledger
        for take in (self._days, self._unit, self._choices, self._live):
            take()
        for title in self.titled:
            self.rest = self.rest.replace(title, "").replace(title[-2:], "")
        named = bool(self.rest) and any(self.rest in name for name in self._names())
        if self.rest and not named:
            return None
        if not named and not self.filter.fields:
            return None
        return named, tuple(self.parts), self.filter, self.ledger

    def _names(self) -> Iterator[str]:
        declared = self.ledger.declared
        yield from (_IDLE.sub("", one) for one in (declared.title, declared.noun, _TAIL.sub("", declared.title)))

    def _take(self, word: str) -> None:
        self.rest = self.rest.replace(word, "", 1)

    def _days(self) -> None:
        today, opened = self.desk.today, "opened" in self.ledger.columns
        said = next((word for word in ("今年", "本年", "去年", "上年") if word in self.rest), "")
        year = _YEAR.search(self.rest)
        if not opened or not (said or year):
            return
        number = int(year[1]) if year else today.year - (said in ("去年", "上年"))
        self._take(year[0] if year else said)
        period = Period.year(number)
        if month := _MONTH.search(self.rest):
            self._take(month[0])
            period = Period.month(number, int(month[1]))
        self.filter = replace(self.filter, opened_from=period.start, opened_to=period.last)
        self.parts.append((self.ledger.columns["opened"].title, period.key))

    def _unit(self) -> None:
        units = self.desk.units.units
        found = max((name for name in units if name in self.rest), key=len, default="")
        if found and self.ledger.declared.unit:
            self._take(found)
            self.filter = replace(self.filter, units=(found,))
            self.parts.append((self.ledger.columns[self.ledger.declared.unit].title, found))

    def _live(self) -> None:
        usual = _usual(self.rest)
        if not {"opened", "closed"} <= self.ledger.columns.keys():
            return
        for word, live, label in (("未办结", True, "在办"), ("办结", False, "已了结")):
            if word in usual:
                self.rest = usual.replace(word, "", 1)
                self.filter = replace(self.filter, live=live)
                self.parts.append(("办理", label))
                return

    def _choices(self) -> None:
        words = sorted(_words_of(self.ledger, self.desk.site.catalogue.vocabularies), key=lambda one: -len(one[0]))
        used: set[str] = set()
        for word, name, value in words:
            if word in self.rest and name not in used:
                used.add(name)
                self._take(word)
                self.filter = replace(self.filter, fields=(*self.filter.fields, Sift(name, values=(value,))))
                self.parts.append((self.ledger.columns[name].title, value))
                self.titled.append(self.ledger.columns[name].title)


def _words_of(ledger: Ledger, vocabularies: Mapping[str, Vocabulary]) -> Iterator[tuple[str, str, str]]:
    """What people write for the values of a ledger's choices: the word, the field, the value; marks and single signs left out."""
    for name, one in ledger.declared.field.items():
        if one.type != "choice" or one.choices not in vocabularies or name == ledger.declared.status:
            continue
        for value, others in vocabularies[one.choices].values.items():
            yield from ((word, name, value) for word in (value, *others) if len(word) > 1)
