"""The one table of all lists: filters, order, columns and page stand in the address, so it can be kept and sent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.http import QueryDict


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column: ``order`` is the name it sorts by, '' when it cannot."""

    key: str
    title: str
    order: str = ""


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell: text, an address it opens, why it is so (lamps); ``kind`` says how it looks."""

    text: str = ""
    href: str = ""
    why: str = ""
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row; ``key`` is what its tick box sends."""

    key: str
    cells: tuple[TableCell, ...]


@dataclass(frozen=True, slots=True)
class FilterChoice:
    """One value of a filter and how many matters it has, '' when not counted."""

    value: str
    label: str
    chosen: bool = False
    count: str = ""


@dataclass(frozen=True, slots=True)
class TableFilter:
    """A filter: a list of choices, or a field to type in when there are none; ``more``: shown when asked for."""

    name: str
    label: str
    choices: tuple[FilterChoice, ...] = ()
    value: str = ""
    kind: str = "select"
    more: bool = False

    @property
    def chosen(self) -> str:
        """What it is set to, in words; '' when it asks nothing."""
        return self.value or "、".join(one.label for one in self.choices if one.chosen and one.value)


@dataclass(frozen=True, slots=True)
class Table:
    """A page of rows with everything needed to ask for another.

    cut: not all matters were looked at, but so many. sizes: how many rows a page may have. excerpt: the first rows
    alone, whose page leads elsewhere to all of them.
    """

    address: QueryDict
    columns: Sequence[TableColumn]
    rows: Sequence[TableRow]
    total: int
    start: int
    size: int
    order: str = ""
    descending: bool = False
    filters: Sequence[TableFilter] = ()
    choosable: Sequence[TableColumn] = ()
    empty: str = ""
    tick: bool = False
    label: str = ""
    more: bool = False
    cut: int = 0
    sizes: Sequence[int] = ()
    excerpt: bool = False

    def heads(self) -> Iterator[tuple[TableColumn, str, str]]:
        """Each column with the address that sorts by it and how it is sorted now."""
        for column in self.columns:
            sorted_ = column.order and column.order == self.order
            way = ("descending" if self.descending else "ascending") if sorted_ else ""
            turned = f"-{column.order}" if way == "ascending" else column.order
            yield column, self.with_(order=turned, start="") if column.order else "", way

    def with_(self, **changed: str) -> str:
        """This address with some parts changed; '' takes a part out."""
        address = self.address.copy()
        for name, value in changed.items():
            if value:
                address[name] = value
            else:
                address.pop(name, None)
        return f"?{address.urlencode()}"

    def lengths(self) -> list[tuple[int, str]]:
        """Longer or shorter pages than this one, with their addresses; none when all rows stand here anyway."""
        some = [size for size in self.sizes if size != self.size and min(size, self.size) < self.total]
        return [(size, self.with_(size=str(size), start="")) for size in some]

    @property
    def first(self) -> int:
        """Number of the first row shown, from 1."""
        return self.start + 1

    @property
    def last(self) -> int:
        """Number of the last row shown."""
        return self.start + len(self.rows)

    @property
    def before(self) -> str:
        """The address of the page before, '' on the first."""
        return (
            self.with_(start=str(max(0, self.start - self.size)) if self.start > self.size else "")
            if self.start
            else ""
        )

    @property
    def after(self) -> str:
        """The address of the next page, '' on the last and where the rest stands elsewhere."""
        return self.with_(start=str(self.last)) if self.last < self.total and not self.excerpt else ""

    @property
    def narrowed(self) -> bool:
        """Whether any filter is set."""
        return any(one.chosen for one in self.filters)

    @property
    def few(self) -> list[TableFilter]:
        """The filters always shown."""
        return [one for one in self.filters if not one.more]

    @property
    def further(self) -> list[TableFilter]:
        """The filters shown when asked for."""
        return [one for one in self.filters if one.more]

    @property
    def sought(self) -> list[tuple[TableFilter, str]]:
        """Those of them that are set, each with the address without it."""
        return [(one, self.with_(**{one.name: "", "start": ""})) for one in self.further if one.chosen]

    @property
    def shown_keys(self) -> frozenset[str]:
        """Keys of the columns shown."""
        return frozenset(column.key for column in self.columns)
