"""What a list was narrowed by, as conditions of a figure; what a filter says and no definition can is told, never dropped."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from taizhang.catalogue.model import Vocabulary
from taizhang.catalogue.predicate import parse
from taizhang.catalogue.resolved import Catalogue, ColumnType, Ledger
from taizhang.figures.words import describe_condition
from taizhang.lists.field_filters import BLANK, Sift
from taizhang.lists.query import Filter
from taizhang.terms.problem import Place, Problem
from taizhang.terms.scope import Organisation
from taizhang.terms.sentence import sentence

STOCK = "stock"
"""Counted on the last day of the period, not on a day of its own: what is still open then."""
_YES = "是"


@dataclass(frozen=True, slots=True)
class NarrowedFilter:
    """What one filter asks: ``text`` as the catalogue writes it, ``words`` as people read it; or why it cannot be asked."""

    key: str
    text: str = ""
    words: str = ""
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The conditions of a narrowed list. first, last: the days it bounds the counted date by, ISO, '' where it does not."""

    conditions: tuple[NarrowedFilter, ...]
    first: str = ""
    last: str = ""

    @property
    def where(self) -> str:
        """All of the conditions as one."""
        texts = [one.text for one in self.conditions if one.text]
        return texts[0] if len(texts) == 1 else " AND ".join(f"({one})" for one in texts)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What cannot be asked."""
        return tuple(one.problem for one in self.conditions if one.problem)


class Narrowing:
    """Reads filters of lists of one ledger."""

    def __init__(self, catalogue: Catalogue, ledger: Ledger, units: Organisation) -> None:
        self._words: Mapping[str, Vocabulary] = catalogue.vocabularies
        self.ledger, self.columns, self._units = ledger, ledger.columns, units

    def dates(self) -> tuple[ColumnType, ...]:
        """The columns a figure can count by, the day of registration first."""
        return tuple(sorted(self.ledger.dates, key=lambda one: one.name != "opened"))

    def has_stock(self) -> bool:
        """Whether it is known when a matter began and ended, so that what is open on a day can be counted."""
        return all(name in self.columns and self.columns[name].type == "date" for name in ("opened", "closed"))

    def usual_date(self, asked: Filter) -> str:
        """By which day a list so narrowed is counted unless somebody says otherwise: '' when the ledger has no date."""
        if self.has_stock() and asked.live is not None:
            return STOCK if asked.live else "closed"
        return next((one.name for one in self.dates()), "")

    def read(self, asked: Filter, date: str) -> Narrowed:
        """The filters as conditions of a figure that counts by ``date``: a column, or STOCK."""
        bounds = self._bounds(asked, date)
        found = [
            *self._personal(asked),
            *self._text(asked),
            *self._live(asked, date),
            *self._listed("unit", self.ledger.declared.unit, asked.units),
            *self._listed("state", "state", asked.states),
            *self._days("due", "due", *_iso(asked.due_from, asked.due_to)),
            *(() if bounds else self._days("opened", "opened", *_iso(asked.opened_from, asked.opened_to))),
        ]
        for one in asked.fields:
            if one.name != date or one.values:
                found += self._field(one)
        first, last = bounds or next(((one.first, one.last) for one in asked.fields if one.name == date), ("", ""))
        return Narrowed(tuple(found), first, last)

    def _bounds(self, asked: Filter, date: str) -> tuple[str, str] | None:
        first, last = _iso(asked.opened_from, asked.opened_to)
        return (first, last) if date == "opened" and (first or last) else None

    def _personal(self, asked: Filter) -> Iterator[NarrowedFilter]:
        if asked.turns is not None or asked.elsewhere or asked.person or asked.bound:
            says = "这是各人自己的清单，每个人看到的不一样，不能作为全单位的口径。"
            yield self._refuse("set", says, "请从“台账”打开这类台账，再按栏筛选。")
        if asked.lamps:
            says = "灯色随查看的日子变，以前各期的数无从计算。"
            yield self._refuse("lamp", says, "请改按期限、办理情况筛选，或用这类台账已有的超期指标。")

    def _text(self, asked: Filter) -> Iterator[NarrowedFilter]:
        if asked.text:
            says = sentence("按文字查找“{text}”不能写进口径：措辞一变数就变。", text=asked.text)
            yield self._refuse("q", says, "请去掉这个条件，改按选项、单位、日期或数筛选。")

    def _live(self, asked: Filter, date: str) -> Iterator[NarrowedFilter]:
        if asked.live is None or (asked.live and date == STOCK):
            return
        if not self.has_stock():
            says = "这类台账没有登记日期和办结日期，不能按在办、已了结计数。"
            yield self._refuse("live", says, "请改按状态或某一栏筛选。")
        elif asked.live:
            yield self._take("live", f"({_not_yet('closed')}) AND ({_not_yet('discontinued')})")
        elif date != "closed":
            yield self._take("live", "closed <= end OR discontinued <= end")

    def _listed(self, key: str, column: str, values: Collection[str]) -> Iterator[NarrowedFilter]:
        if not values:
            return
        if column not in self.columns:
            says = "这类台账没有责任单位一栏，不能按单位计数。"
            yield self._refuse(key, says, "请去掉这个条件。")
            return
        yield self._one_of(key, column, tuple(values))

    def _one_of(self, key: str, column: str, values: tuple[str, ...]) -> NarrowedFilter:
        if column in self.ledger.declared.encrypted and any(values):
            return self._refuse(key, *self._kept_secret(column))
        told = [quote(one) for one in values if one != BLANK]
        parts = [f"{column} IN ({', '.join(told)})" if len(told) > 1 else f"{column} = {told[0]}"] if told else []
        parts += [f"{column} IS NULL"] if BLANK in values else []
        return self._take(key, " OR ".join(parts))

    def _days(self, key: str, column: str, first: str, last: str) -> Iterator[NarrowedFilter]:
        if not first and not last:
            return
        if column not in self.columns:
            yield self._refuse(key, "这类台账没有这一栏日期，不能按它计数。", "请去掉这个条件。")
            return
        yield self._take(key, between(column, first and quote(first), last and quote(last)))

    def _field(self, one: Sift) -> Iterator[NarrowedFilter]:
        key, column = f"f-{one.name}", self.columns[one.name]
        if one.first or one.last:
            first, last = (
                bound if one.kind == "number" else bound and quote(_day(bound)) for bound in (one.first, one.last)
            )
            yield self._take(key, between(one.name, first, last))
        elif one.kind == "flag" and one.values:
            told = [one.name + (" = true" if said == _YES else " = false") for said in one.values if said != BLANK]
            told += [f"{one.name} IS NULL"] if BLANK in one.values else []
            yield self._take(key, " OR ".join(told))
        elif one.text and column.type == "unit" and one.text in self._units.units:
            yield self._one_of(key, one.name, (one.text,))
        elif one.text:
            says = sentence(
                "“{title}”里找“{text}”是按文字查找，不能写进口径：措辞一变数就变。", title=column.title, text=one.text
            )
            yield self._refuse(key, says, "请去掉这个条件，改按选项、单位、日期或数筛选。")
        elif column.choices in self._words and self._words[column.choices].many and any(one.values):
            says = sentence("“{title}”一格可以有几个值，不能按其中一个计数。", title=column.title)
            yield self._refuse(key, says, "请去掉这个条件，改按只有一个值的栏筛选。")
        else:
            yield self._one_of(key, one.name, one.values)

    def _take(self, key: str, text: str) -> NarrowedFilter:
        return NarrowedFilter(key, text, describe_condition(parse(text), self.columns))

    def _kept_secret(self, column: str) -> tuple[str, str]:
        says = sentence("“{title}”的内容加密保存，不能拿来计数。", title=self.columns[column].title)
        return says, "请去掉这个条件，改按不涉及个人的栏筛选。"

    @staticmethod
    def _refuse(key: str, says: str, hint: str) -> NarrowedFilter:
        return NarrowedFilter(key, problem=Problem("FIG-062", says, Place(key=f"where.{key}"), hint))


def _not_yet(column: str) -> str:
    return f"{column} IS NULL OR {column} > end"


def between(column: str, first: str, last: str) -> str:
    """That a column lies between two bounds, both included; an empty one is none."""
    parts = [f"{column} >= {first}"] if first else []
    return " AND ".join([*parts, f"{column} <= {last}"] if last else parts)


def quote(text: str) -> str:
    """A text as a condition writes it."""
    return "'" + text.replace("'", "''") + "'"


def _day(bound: str) -> str:
    """A bound of a date as a day: a year stands for its first day, as rows keep it."""
    return f"{bound}-01-01" if len(bound) == 4 else bound


def _iso(*days: object) -> tuple[str, ...]:
    return tuple("" if day is None else str(day) for day in days)
