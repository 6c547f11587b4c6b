"""A small catalogue with a figure of every kind, and random heads for it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from hypothesis import strategies as st

from taizhang.catalogue.load import load
from taizhang.catalogue.resolved import Catalogue
from taizhang.catalogue.values import Stored
from taizhang.matters.entry import Course, Head, Source
from taizhang.terms.period import Period
from taizhang.terms.scope import Organisation, Unit
from taizhang.warehouse.duck import Warehouse
from taizhang.warehouse.projection import Projection

TOML = """
[vocabulary.grade]
title = "级别"
[vocabulary.grade.values]
"一般" = []
"重大" = []
[ledger.visit]
title = "走访台账"
noun = "走访"
counter = "次"
lifecycle = "closed_loop"
key = ["no"]
unit = "unit"
[ledger.visit.field]
no = { title = "编号" }
unit = { title = "单位", type = "unit", group = true }
grade = { title = "级别", type = "choice", choices = "grade", group = true }
opened = { title = "登记日期", type = "date" }
first_due = { title = "期限", type = "date" }
extended = { title = "延期至", type = "date" }
done = { title = "办结日期", type = "date" }
struck = { title = "是否销号", type = "flag", choices = "yes" }
persons = { title = "人数", type = "integer", unit = "人" }
money = { title = "金额", type = "decimal", unit = "万元", decimals = 2 }
year = { title = "年度", type = "year" }
[ledger.visit.derive.due]
title = "期限（延期后）"
first = ["extended", "first_due"]
[ledger.visit.derive.closed]
title = "办结日期（已销号）"
first = ["done"]
when = "struck"
[vocabulary.yes]
title = "是否"
[vocabulary.yes.values]
"是" = []
"否" = []
[figure]
flow = { title = "登记", ledger = "visit", kind = "flow", date = "opened", unit = "次" }
flow_big = { title = "重大", ledger = "visit", kind = "flow", date = "opened", where = "grade = '重大' or persons >= 5" }
by_year = { title = "年度件数", ledger = "visit", kind = "flow", date = "year" }
closed = { title = "办结", ledger = "visit", kind = "flow", date = "closed" }
cohort = { title = "同批办结", ledger = "visit", kind = "cohort", date = "opened", met = "closed <= end" }
discontinued = { title = "终止", ledger = "visit", kind = "flow", date = "discontinued", where = "closed is null or closed > discontinued" }
stock = { title = "期末", ledger = "visit", kind = "stock" }
stock_start = { title = "期初", ledger = "visit", kind = "stock", at = "start" }
overdue = { title = "逾期", ledger = "visit", kind = "stock", where = "due < end and (done is null or done > end) and (completed is null or completed > end)" }
units = { title = "单位数", ledger = "visit", kind = "distinct", date = "opened", measure = "unit" }
people = { title = "人数", ledger = "visit", kind = "sum", date = "opened", measure = "persons" }
people_open = { title = "期末人数", ledger = "visit", kind = "sum", basis = "stock", measure = "persons" }
money = { title = "金额", ledger = "visit", kind = "sum", date = "opened", measure = "money" }
money_year = { title = "年金额", ledger = "visit", kind = "sum", date = "opened", measure = "money", grain = "year" }
mean = { title = "平均金额", ledger = "visit", kind = "average", date = "opened", measure = "money" }
latest = { title = "最近金额", ledger = "visit", kind = "latest", date = "opened", measure = "money" }
latest_no = { title = "最近编号", ledger = "visit", kind = "latest", basis = "stock", measure = "no" }
most = { title = "最多人数", ledger = "visit", kind = "maximum", date = "opened", measure = "persons" }
batch = { title = "批次", ledger = "visit", kind = "ordinal", date = "opened", measure = "persons" }
names = { title = "单位名单", ledger = "visit", kind = "list", date = "opened", measure = "unit" }
met_people = { title = "同批人数", ledger = "visit", kind = "sum", basis = "cohort", date = "opened", met = "closed <= end", measure = "persons" }
rate = { title = "办结率", kind = "ratio", of = ["cohort"], over = ["flow"] }
clear = { title = "清结率", kind = "ratio", of = ["closed"], over = ["stock_start", "flow"] }
share = { title = "占比", kind = "share", of = ["people"], over = ["money"] }
more = { title = "增减", kind = "year_on_year", of = ["flow"], change = "difference" }
growth = { title = "增幅", kind = "year_on_year", of = ["money"], change = "rate" }
total = { title = "合计", kind = "total", of = ["people", "people_open"], over = ["flow"] }
each = { title = "户均", kind = "quotient", of = ["money"], over = ["flow"], factor = 1000, decimals = 3 }
best = { title = "三年最高", kind = "highest", of = ["rate"], years = 3 }
when = { title = "预计月份", kind = "forecast", of = ["people"], over = ["people_plan"] }
people_plan = { title = "计划人数", ledger = "visit", kind = "sum", date = "year", measure = "persons" }
least = { title = "门槛", kind = "parameter", value = [{ since = 2025-01-01, until = 2026-03-31, amount = 2.5 }, { since = 2026-02-01, amount = 3 }] }
ever = { title = "累计", ledger = "visit", kind = "cumulative", date = "opened" }
before = { title = "以前", ledger = "visit", kind = "cumulative", date = "opened", at = "start", where = "persons > 2" }
ever_people = { title = "累计人数", ledger = "visit", kind = "sum", basis = "cumulative", date = "opened", measure = "persons" }
progress = { title = "形象进度", ledger = "visit", kind = "weighted", date = "opened", measure = "persons", weight = "money", decimals = 2, unit = "%" }
run = { title = "连续届数", ledger = "visit", kind = "streak", basis = "cumulative", date = "opened", measure = "persons" }
run_years = { title = "连续年数", ledger = "visit", kind = "streak", basis = "cumulative", date = "opened", measure = "year" }
first_three = { title = "最大三件", ledger = "visit", kind = "list", date = "opened", measure = "no", order = "money", top = 3 }
next_people = { title = "下年人数", ledger = "visit", kind = "sum", date = "opened", measure = "persons", shift = 1 }
last_day = { title = "最近办结", ledger = "visit", kind = "latest", date = "opened", measure = "done" }
last_year = { title = "最近年度", ledger = "visit", kind = "maximum", date = "opened", measure = "year" }
marks = { title = "得分", kind = "score", score = { fixed = 2025-10-01, bonus_cap = 3, penalty_cap = 5, item = [
  { title = "办结", figure = "rate", weight = 40, how = "rate" }, { title = "人数", figure = "people", weight = 30, against = "people_plan", most = 1.2 },
  { title = "均额", figure = "mean", weight = 20, how = "reverse", target = 100 }, { title = "件数", figure = "flow", weight = 10, how = "met", target = 3 },
  { title = "重大", figure = "flow_big", role = "bonus", weight = 0.7, how = "each", most = 2.5 }, { title = "逾期", figure = "overdue", role = "penalty", weight = 0.3, how = "each" } ] } }
points = { title = "百分点", kind = "year_on_year", of = ["rate"], change = "points" }
"""
TREE = Organisation([Unit("某县"), Unit("东乡", "某县"), Unit("西镇", "某县"), Unit("东村", "东乡")])
PERIODS = (
    Period.year(2026),
    Period.year(2026, date(2026, 6, 30)),
    Period.month(2026, 3),
    Period.quarter(2025, 4),
    Period.year(2026).as_of(date(2026, 6, 30)),
    Period.month(2026, 3).as_of(date(2026, 3, 1)),
    Period.year(2027).as_of(date(2026, 11, 30)),
)


@cache
def catalogue() -> Catalogue:
    """The catalogue, read once."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "yard.toml").write_text(TOML, encoding="utf-8")
        return load(Path(folder))


@dataclass
class Ledgers:
    """Heads as a journal would give them."""

    kept: list[Head]
    name: str = "yard"

    def leaf(self, seq: int) -> bytes:
        """What no other journal has at that place."""
        return f"{self.name}/{seq}".encode()

    def heads(self, ledger: str | None = None, since: int = 0) -> Iterator[Head]:
        """Heads changed since."""
        yield from sorted((h for h in self.kept if h.seq > since and ledger in (None, h.ledger)), key=lambda h: h.seq)


def head(seq: int, facts: dict[str, Stored], matter: str = "") -> Head:
    """A head with these facts; days that no field says are given among them: discontinued, completed."""
    ended, told = facts.get("discontinued"), facts.get("completed")
    facts = {name: value for name, value in facts.items() if name not in ("discontinued", "completed")}
    source = Source("ab" * 32, "台账.xlsx", "2026年", seq, f"B{seq}")
    course = Course(discontinued=_day(ended), completed=_day(told))
    state, number = "cancelled" if ended else "recorded", str(facts.get("no") or "")
    return Head(matter or f"m{seq:04d}", "visit", number, "", state, 1, seq, facts, source, course=course)


def _day(said: Stored) -> date | None:
    return date.fromisoformat(str(said)) if said else None


def days() -> st.SearchStrategy[str | None]:
    """A day of two years, or none."""
    day = st.integers(0, 900).map(lambda n: (date(2024, 10, 1) + timedelta(days=n)).isoformat())
    return st.one_of(st.none(), day)


def facts() -> st.SearchStrategy[dict[str, Stored]]:
    """Facts of one matter, with gaps."""
    return st.fixed_dictionaries(
        {
            "no": st.integers(1, 30).map(lambda n: f"Z{n:03d}"),
            "unit": st.sampled_from([None, "东乡", "西镇", "东村", "别处"]),
            "grade": st.sampled_from([None, "一般", "重大"]),
            "opened": days(),
            "first_due": days(),
            "extended": days(),
            "done": days(),
            "discontinued": days(),
            "completed": days(),
            "struck": st.sampled_from([None, True, False]),
            "persons": st.one_of(st.none(), st.integers(0, 9).map(str)),
            "money": st.one_of(
                st.none(), st.integers(-500, 99999).map(lambda n: f"{n // 100}.{n % 100:02d}" if n >= 0 else f"-{-n}")
            ),
            "year": st.sampled_from([None, "2025", "2026"]),
        }
    )


def heads() -> st.SearchStrategy[list[Head]]:
    """Up to twenty-five matters."""
    return st.lists(facts(), max_size=25).map(lambda many: [head(n + 1, one) for n, one in enumerate(many)])


def warehouse_of(kept: Iterable[Head]) -> Warehouse:
    """The heads in a warehouse."""
    warehouse = Warehouse()
    Projection(catalogue(), warehouse).run(Ledgers(list(kept)))
    return warehouse
