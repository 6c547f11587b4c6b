"""The assessment cycle as papers: weekly bulletin, monthly summary, half-year review, each from the events anew."""

from __future__ import annotations

from datetime import date

from taizhang.catalogue.expand import full_name
from taizhang.catalogue.resolved import Ledger
from taizhang.catalogue.values import row_of
from taizhang.figures.identities import unkept
from taizhang.matters.words import FINISHED
from taizhang.papers.companions.wording import figure, front, join_blocks, quote, table
from taizhang.papers.scores import RankedScore, rank
from taizhang.site.site import Site
from taizhang.terms.period import Period
from taizhang.terms.problem import Refused

NAMES = {"bulletin": "工作周通报", "summary": "工作月小结", "review": "半年工作评议"}
COUNTS = ("open_start", "opened", "closed_flow", "open_end", "overdue_end")
# Chosen: one page of a bulletin.
MOST_LATE = 20


def cycle(site: Site, name: str, period: Period) -> str:
    """The text of one paper of the cycle: what came and went, who stands where, what is late."""
    return join_blocks(
        front(f"{{{{text:body.name}}}}{NAMES[name]}（{{{{text:period}}}}）"),
        "# 台账进展",
        _flows(site, period),
        "# 单位名次",
        *_ranking(site, period),
        "# 逾期事项",
        _late(site, period.last),
    )


def _flows(site: Site, period: Period) -> str:
    """One row a ledger that keeps matters open and closed; ledgers without any row are left out."""
    bare = unkept(site.catalogue, site.refresh())
    rows = []
    for ledger in site.catalogue.ledgers.values():
        names = _loop(ledger)
        if names and ledger.name not in bare:
            known = [names[short] if names[short] in site.catalogue.figures else "" for short in COUNTS]
            rows.append((ledger.declared.noun, *(figure(one) if one else "—" for one in known)))
    if not rows:
        return "本期没有闭环台账的记录。"
    return table("闭环台账进展", ("台账", "期初", "新增", "办结", "期末", "逾期"), rows)


def _loop(ledger: Ledger) -> dict[str, str]:
    """The figures of a ledger's first use of the families, by their short names."""
    uses = [use for use in ledger.declared.family if not use.prefix]
    if not any(use.family == "loop" for use in uses):
        return {}
    return {short: full_name(ledger.name, uses[0], short) for short in COUNTS}


def _ranking(site: Site, period: Period) -> list[str]:
    """A table a declared score, with place and movement; why there is none where a rule may not be used."""
    blocks = []
    for name, score in site.catalogue.figures.items():
        if score.kind != "score":
            continue
        try:
            standings = rank(site, name, period)
        except Refused as refused:
            blocks.append(f"“{score.title}”本期不排名：{refused.problems[0].message}")
            continue
        rows = [_place(name, one, f"按{score.title}排序") for one in standings]
        blocks.append(table(score.title, ("名次", "单位", "得分", "升降"), rows) if rows else "本期没有可排名的单位。")
    return blocks or ["没有声明考核得分。"]


def _place(name: str, one: RankedScore, source: str) -> tuple[str, ...]:
    return (
        quote(one.place, source),
        quote(one.unit, "单位名录"),
        figure(name, f"scope:{one.unit}"),
        quote(one.movement, source),
    )


def _late(site: Site, day: date) -> str:
    """The matters that were overdue that day, the latest first."""
    lamps, found = site.lamps(), []
    for ledger in site.catalogue.ledgers.values():
        if ledger.declared.lifecycle != "closed_loop" or ledger.declared.guarded:
            continue
        for head in site.journal.heads(ledger.name):
            lamp = lamps.of(head, row_of(ledger, head.facts), ledger, day) if head.state not in FINISHED else None
            if lamp and lamp.overdue and lamp.due:
                found.append(((day - lamp.due.day).days, ledger, head))
    found.sort(key=lambda one: (-one[0], one[1].name, one[2].number))
    if not found:
        return "截至期末没有逾期事项。"
    rows = [
        (
            quote(head.number, ledger.title),
            ledger.declared.noun,
            quote(head.unit, head.number),
            quote(days, f"{head.number}的期限"),
        )
        for days, ledger, head in found[:MOST_LATE]
    ]
    more = f"（共{quote(len(found), '亮灯核对')}件，列出逾期最久的）" if len(found) > MOST_LATE else ""
    return join_blocks(table("逾期事项", ("编号", "台账", "单位", "逾期天数"), rows), more).rstrip("\n")
