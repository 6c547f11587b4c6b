"""The job of an export: a whole list as a workbook, given out only while all of it may still be seen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import TextIO

from django.http import QueryDict

from taizhang.intake.workbook import write_text, write_workbook
from taizhang.lists.query import FIRST_PAGE, Filter, Page
from taizhang.matters.entry import Head
from taizhang.site.desk import Desk
from taizhang.terms.characters import squeeze
from taizhang.terms.problem import Problem, Refused
from taizhang.terms.progress import Tally
from taizhang.terms.sentence import sentence
from taizhang_site.jobs.files import at_hand
from taizhang_site.jobs.kind import JobOrder, Kind
from taizhang_site.jobs.models import Job
from taizhang_site.jobs.queue import Outcome
from taizhang_site.matters.asked import ledger_of, parse_query

# Below the 1,048,576 rows of an Excel sheet.
MOST_ROWS = 1_000_000
# Chosen: half of the 999 values that an older SQLite binds in one statement.
CHUNK = 500
LISTED = "matters.txt"


def export(order: JobOrder) -> Outcome:
    """Writes the list as its asker sees it now."""
    desk, address = order.desk, QueryDict(order.args["address"])
    ledger = ledger_of(desk, address)
    if ledger is None:
        raise Refused(Problem("WEB-035", "这本台账现在看不到了。", hint="请从台账页重新选择。"))
    query = replace(parse_query(desk, address), page=FIRST_PAGE)
    number = sum(desk.counts(query, "ledger").values())
    if number > MOST_ROWS:
        says = sentence("这张表有{number}件，超过一张工作表能放的{most_rows}行。", number=number, most_rows=MOST_ROWS)
        raise Refused(Problem("WEB-036", says, hint="请按年份或单位缩小范围，分几次导出。"))
    told = {"entries": desk.site.journal.size, "sight": _sight(desk)}
    text = order.args.get("what") == "csv"
    name = squeeze(f"{ledger.title}.{'csv' if text else 'xlsx'}")
    columns = [one.removeprefix("f-") for one in address.getlist("column") if one.startswith("f-")]
    fields = columns or [*ledger.declared.key] if order.args.get("what") == "shown" else ()
    tally = Tally(order.progress, "写入各行", number)
    with (order.folder / LISTED).open("w", encoding="ascii") as listed:
        heads = _record_exported(desk.walk(query), listed, tally)
        if text:
            write_text(order.folder / name, ledger, heads)
        else:
            write_workbook(order.folder / name, ledger, desk.site.catalogue, heads, fields)
    tally.end()
    return Outcome(told, name)


def _record_exported(heads: Iterator[Head], listed: TextIO, tally: Tally) -> Iterator[Head]:
    """The heads, each written down as one that the export holds."""
    for head in heads:
        listed.write(head.matter + "\n")
        tally.one()
        yield head


def may_have_file(desk: Desk, job: Job) -> bool:
    """Whether the person sees as far as then, and still every exported matter that changed since."""
    if job.told["sight"] != _sight(desk):
        return False
    with at_hand(job.folder, LISTED) as listed:
        if listed is None:
            return False
        exported = set(listed.read_text("ascii").split())
    changed = (head.matter for head in desk.site.journal.heads(since=job.told["entries"]))
    again = [matter for matter in changed if matter in exported]
    return all(
        desk.page(desk.query(Filter(matters=chunk), page=Page(size=0))).total == len(chunk)
        for chunk in (tuple(again[at : at + CHUNK]) for at in range(0, len(again), CHUNK))
    )


def _sight(desk: Desk) -> str:
    """The digest of what the person may see."""
    sight = desk.sight
    grants = [[_names(one.ledgers), _names(one.units)] for one in sight.grants]
    told = json.dumps(
        [sorted(grants, key=json.dumps), sorted(sight.hides), sight.own if sight.unclear else ""], ensure_ascii=False
    )
    return hashlib.sha256(told.encode()).hexdigest()


def _names(names: frozenset[str] | None) -> list[str] | None:
    return None if names is None else sorted(names)


EXPORT = Kind("导出 Excel", "export", export, given=may_have_file, back="ledgers")
