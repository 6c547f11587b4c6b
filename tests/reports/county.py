"""A catalogue of a few figures and a counting of given amounts, for the tests of this room."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from decimal import Decimal

from taizhang.catalogue.model import Declarations
from taizhang.catalogue.resolve import resolve
from taizhang.catalogue.resolved import Catalogue
from taizhang.figures.value import Ask, Trace, TracedRow, Value
from taizhang.reports.numbers import Numbers
from taizhang.terms.period import Period
from taizhang.terms.quantity import percent

YEAR = Period.year(2026)
DECLARED = """
[body]
name = "青岚县人民政府办公室"
short = "县政府办公室"

[vocabulary.level]
title = "级别"
[vocabulary.level.values]
"一般" = []
"重大" = []

[ledger.hazard]
title = "隐患台账"
noun = "安全隐患"
counter = "处"
lifecycle = "closed_loop"
key = ["no"]
[ledger.hazard.field]
no = { title = "编号" }
level = { title = "级别", type = "choice", choices = "level", group = true }
opened = { title = "发现日期", type = "date" }
closed = { title = "销号日期", type = "date" }
km = { title = "里程", type = "decimal", unit = "公里", decimals = 3 }

[text.motto]
title = "办公室精神"
[[text.motto.value]]
since = 2026-03-01
text = "快、准、细、实"

[figure.opened]
title = "排查隐患"
kind = "flow"
ledger = "hazard"
date = "opened"
unit = "处"

[figure.closed]
title = "同批办结隐患"
kind = "cohort"
ledger = "hazard"
date = "opened"
met = "closed <= end"
unit = "处"

[figure.open_end]
title = "未销号隐患"
kind = "stock"
ledger = "hazard"
unit = "处"

[figure.close_rate]
title = "办结率"
kind = "ratio"
of = ["closed"]
over = ["opened"]

[figure.accepted_wan]
title = "受理审批件"
kind = "sum"
ledger = "hazard"
date = "opened"
measure = "km"
unit = "万件"
scale = 10000
decimals = 1

[figure.built]
title = "完成里程"
kind = "sum"
ledger = "hazard"
date = "opened"
measure = "km"

[figure.invest_wan]
title = "完成投资"
kind = "sum"
ledger = "hazard"
date = "opened"
measure = "km"
unit = "万元"
scale = 10000
decimals = 1

[figure.refund_yuan]
title = "清退款项"
kind = "sum"
ledger = "hazard"
date = "opened"
measure = "km"
unit = "元"
decimals = 0

[figure.opened_change]
title = "隐患同比"
kind = "year_on_year"
of = ["opened"]
"""

Amounts = Mapping[tuple[str, ...], int | str]


def catalogue() -> Catalogue:
    """The catalogue of DECLARED."""
    return resolve(Declarations.model_validate(tomllib.loads(DECLARED)), {})


class Fake:
    """Counts given amounts: (figure, period key) or (figure, period key, member) → number; notes its batches.

    kept: how many rows every ledger has of whatever a zero is told of.
    """

    def __init__(self, amounts: Amounts, kept: int = 1) -> None:
        self.amounts, self.kept = amounts, kept
        self.batches: list[tuple[Ask, ...]] = []

    def __call__(self, catalogue: Catalogue, asks: tuple[Ask, ...]) -> Numbers:
        """The numbers of one batch."""
        self.batches.append(asks)

        def value(ask: Ask) -> Value:
            assert ask in asks
            return self.value(catalogue, ask)

        def trace(ask: Ask) -> Trace:
            found = value(ask)
            return Trace(found, tuple(TracedRow(f"m{n}", f"{n}", (("no", f"{n}"),), Decimal(1)) for n in range(2)))

        return Numbers(value, trace, lambda name: f"{catalogue.figures[name].title}的口径", lambda name: f"-- {name}")

    def value(self, catalogue: Catalogue, ask: Ask) -> Value:
        """A given amount, or one composed of given amounts."""
        figure = catalogue.figures[ask.figure]
        if "__live" in ask.figure or "__kind" in ask.figure:
            return Value(figure, ask, Decimal(self.kept))
        if figure.kind == "year_on_year":
            return self._change(catalogue, ask)
        if figure.composed:
            top, base = (self._sum(names, ask) for names in (figure.declared.of, figure.declared.over))
            rate = percent(top, base) if top is not None and base is not None else None
            return Value(figure, ask, rate, top, base, reason="" if rate is not None else "分母为零")
        amount = self._amount(ask)
        return Value(figure, ask, amount, reason="" if amount is not None else "期间内没有登记")

    def _change(self, catalogue: Catalogue, ask: Ask) -> Value:
        figure = catalogue.figures[ask.figure]
        base = figure.declared.of[0]
        this, last = (
            self.value(catalogue, Ask(base, window, ask.by, ask.member)).amount
            for window in (ask.period, ask.period.last_year())
        )
        if this is None or last is None:
            return Value(figure, ask, None, this, last, reason="缺上年数")
        amount = percent(this - last, last) if figure.change == "rate" else this - last
        return Value(figure, ask, amount, this, last, reason="" if amount is not None else "上年为零")

    def _amount(self, ask: Ask) -> Decimal | None:
        key = (ask.figure, ask.period.key, ask.member) if ask.member else (ask.figure, ask.period.key)
        return Decimal(self.amounts[key]) if key in self.amounts else None

    def _sum(self, names: tuple[str, ...], ask: Ask) -> Decimal | None:
        found = [self._amount(Ask(name, ask.period, ask.by, ask.member)) for name in names]
        return None if None in found else sum((one for one in found if one is not None), Decimal(0))


def page(body: str, front: str = "") -> str:
    """A template with a title and the given body."""
    return f'+++\ntitle = "{{{{text:year}}}}年报告"\n{front}+++\n\n{body}\n'
