"""Year-end companions: the problem list, and targets that answer last year's plan and become next year's."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from taizhang.catalogue.values import Stored
from taizhang.figures.identities import unkept
from taizhang.figures.value import Ask
from taizhang.matters.entry import Head
from taizhang.papers.companions.cycle import COUNTS
from taizhang.papers.companions.wording import figure, front, join_blocks, quote, table
from taizhang.site.site import Site
from taizhang.terms.period import Period
from taizhang.terms.quantity import format_plain, percent

GAPS, TARGETS = "gap", "target"


def problems(site: Site, period: Period) -> str:
    """The problem list of the year: what was found wanting, what is open or late, and last year's list answered."""
    year = period.end.year
    return join_blocks(
        front("{{text:body.name}}{{text:year}}年度问题清单"),
        "# 查找的问题",
        _gaps(site, year),
        "# 台账反映的问题",
        _open(site),
        "# 对上年问题清单的回应",
        _answers(site, year - 1),
    )


def targets(site: Site, period: Period) -> str:
    """Targets of the year answered one by one, and next year's plan, which becomes next year's denominators."""
    year = period.end.year
    return join_blocks(
        front("{{text:body.name}}{{text:year}}年度目标完成情况和{{text:next_year}}年度目标"),
        "# 今年目标完成情况",
        _describe_met(site, period),
        "# 下年目标",
        _next(site, year + 1),
    )


def _heads(site: Site, ledger: str, year: int) -> list[Head]:
    """The matters of a year, in the order of their numbers."""
    if ledger not in site.catalogue.ledgers:
        return []
    found = [head for head in site.journal.heads(ledger) if str(head.facts.get("year") or "")[:4] == str(year)]
    return sorted(found, key=lambda head: head.number)


def _gaps(site: Site, year: int) -> str:
    rows = [
        (
            _describe(head, "gap"),
            _describe(head, "evidence"),
            _describe(head, "cause"),
            _describe(head, "measure"),
            _describe(head, "unit"),
        )
        for head in _heads(site, GAPS, year)
    ]
    if not rows:
        return "今年还没有登记问题与差距。"
    return table("问题与差距", ("问题", "数据", "原因", "措施", "单位"), rows)


def _open(site: Site) -> str:
    """Ledgers in which something is left open or is late, told by their figures."""
    bare = unkept(site.catalogue, site.refresh())
    rows = []
    for ledger in site.catalogue.ledgers.values():
        names = [f"{ledger.name}_{short}" for short in COUNTS[3:]]
        if ledger.name not in bare and all(name in site.catalogue.figures for name in names):
            rows.append((ledger.declared.noun, *(figure(name) for name in names)))
    return table("未办结和逾期", ("台账", "期末未办结", "其中逾期"), rows) if rows else "没有闭环台账的记录。"


def _answers(site: Site, year: int) -> str:
    heads = _heads(site, GAPS, year)
    rows = [
        (_describe(head, "gap"), _describe(head, "measure"), _describe(head, "status"), _describe(head, "closed"))
        for head in heads
    ]
    if not rows:
        return "上年没有登记问题清单。"
    return table("上年问题整改情况", ("问题", "措施", "整改情况", "完成日期"), rows)


def _describe_met(site: Site, period: Period) -> str:
    heads = [head for head in _heads(site, TARGETS, period.end.year) if head.facts.get("tier") == "总目标"]
    if not heads:
        return "今年没有登记年度目标。"
    columns = ("目标", "要求", "目标值", "完成值", "完成率")
    return table("年度目标完成情况", columns, (_answer_target(site, head, period) for head in heads))


def _answer_target(site: Site, head: Head, period: Period) -> tuple[str, ...]:
    """A target with what was done: the declared figure it names, else the amount recorded with it."""
    name, unit = str(head.facts.get("figure") or ""), str(head.facts.get("measure_unit") or "")
    if name in site.catalogue.figures:
        done = figure(name, "unit")
        value = site.compute([Ask(name, period)]).value(Ask(name, period))
        actual = None if value.amount is None else value.amount / value.figure.scale
    else:
        actual = _number(head.facts.get("actual"))
        done = quote(f"{format_plain(actual)}{unit}", f"目标{head.number}登记的完成值") if actual is not None else "—"
    goal = _number(head.facts.get("amount"))
    rate = percent(actual, goal) if actual is not None and goal else None
    share = "—" if rate is None else quote(f"{rate}%", f"目标{head.number}：完成值÷目标值")
    aim = quote(f"{format_plain(goal)}{unit}", f"目标{head.number}") if goal is not None else "—"
    return _describe(head, "indicator"), _describe(head, "word"), aim, done, share


def _next(site: Site, year: int) -> str:
    heads = [head for head in _heads(site, TARGETS, year) if head.facts.get("tier") == "总目标"]
    rows = [tuple(_plan(head)) for head in heads]
    if not rows:
        return "还没有登记下年目标。"
    return table("下年目标", ("目标", "要求", "目标值", "责任单位", "期限"), rows)


def _plan(head: Head) -> Iterator[str]:
    goal, unit = _number(head.facts.get("amount")), str(head.facts.get("measure_unit") or "")
    yield from (_describe(head, "indicator"), _describe(head, "word"))
    yield quote(f"{format_plain(goal)}{unit}", f"目标{head.number}") if goal is not None else "—"
    yield from (_describe(head, "unit"), _describe(head, "due"))


def _describe(head: Head, name: str) -> str:
    return quote(head.facts.get(name), head.number)


def _number(value: Stored) -> Decimal | None:
    try:
        return Decimal(str(value)) if value not in (None, "") else None
    except InvalidOperation:
        return None
