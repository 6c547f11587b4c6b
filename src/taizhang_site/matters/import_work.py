"""The two jobs of an import: what the files would change, told in plain values, and the writing of it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

import orjson

from taizhang.catalogue.extending import with_additions
from taizhang.catalogue.resolved import Catalogue
from taizhang.intake.admit import problem_of
from taizhang.intake.changes import ChangeSet
from taizhang.intake.door import KEPT_OUT
from taizhang.intake.left_out import LEDGERS as LEFT_OUT
from taizhang.intake.mending import place_of
from taizhang.intake.plan import read_plan, write_plan
from taizhang.intake.waiting import LEDGERS, WAITING
from taizhang.matters.entry import Intention
from taizhang.papers.filed import filed_by_intentions, tell, with_reason
from taizhang.site.site import Imported
from taizhang.terms.problem import Problem
from taizhang_site.jobs.kind import JobOrder, Kind
from taizhang_site.jobs.models import plain_problems
from taizhang_site.jobs.queue import Outcome
from taizhang_site.matters import change_rows, importing, mappings
from taizhang_site.uploads import files_of

# Chosen: what a page shows beside everything else; the workbook of refused rows has all.
MOST_SHOWN = 200


def preview(order: JobOrder) -> Outcome:
    """What the files would change."""
    found = _read_changes(order)
    if outcome := _refuse_at_door(found):
        return outcome
    change_rows.write(order.folder, _catalogue_of(order, found), found.changes)
    wanted = _plan_intentions(order, found.changes)
    return Outcome(_told(order, found, wanted), change_rows.FIRST)


def apply(order: JobOrder) -> Outcome:
    """Writes what was seen, all of it or nothing; begun again after a crash it asks the journal the very same."""
    plan, site = order.folder / "plan.jsonl", order.desk.site
    wanted = read_plan(plan)
    if wanted is None:
        found = _read_changes(order)
        wanted = _plan_intentions(order, found.changes)
        if outcome := _refuse_at_door(found):
            return outcome
        reason = str(order.args.get("reason", ""))
        wrong = () if found.obstacles else _find_stale(order, wanted) or _ask_reason(order, wanted, reason)
        if found.obstacles or wrong or not wanted:
            change_rows.write(order.folder, _catalogue_of(order, found), found.changes)
            return Outcome(_told(order, found, wanted, *wrong), change_rows.FIRST)
        mappings.keep(found.changes, order.desk)
        wanted = with_reason(wanted, reason)
        write_plan(plan, wanted)
    entries = site.admit(wanted, files_of(order.upload), order.progress)
    waiting = sum(one.ledger in LEDGERS and one.facts.get("outcome") == WAITING for one in wanted)
    ledger = next((one.ledger for one in wanted if one.ledger in order.desk.ledgers), "")
    return Outcome({"entries": entries, "ledger": ledger, "waiting": waiting}, consumed=True)


def _catalogue_of(order: JobOrder, found: Imported) -> Catalogue:
    """The catalogue with the fields that columns of the files make."""
    return with_additions(order.desk.site.catalogue, found.changes.additions)


def _find_stale(order: JobOrder, wanted: Sequence[Intention]) -> tuple[Problem, ...]:
    """What is wrong when something else would be written now than was seen, or nothing any more."""
    if fingerprint(_seen_before(order, wanted)) == order.args["seen"]:
        return ()
    says = "您看过之后台账有了改动，现在会写入的与您看到的不同；没有写入。"
    return (Problem("WEB-034", says, hint="请看过下面的再确认。"),)


def _ask_reason(order: JobOrder, wanted: Sequence[Intention], reason: str) -> tuple[Problem, ...]:
    """Numbers of filed documents are changed by nobody without a word why."""
    return () if reason else _filed(order, wanted)


def _filed(order: JobOrder, wanted: Sequence[Intention]) -> tuple[Problem, ...]:
    filed = tell(filed_by_intentions(order.desk.whole_site, wanted))
    hint = "请核对；确要导入的，在“原因”里写明为什么，再确认写入。"
    return (Problem("RPT-080", filed, hint=hint),) if filed else ()


def _told(order: JobOrder, found: Imported, wanted: Sequence[Intention], *more: Problem) -> dict[str, Any]:
    """The change set with what it would do to filed documents, unless something stands in its way already."""
    filed = () if found.obstacles else _filed(order, wanted)
    told = change_set_values(order, found, wanted, *(one for one in more if one not in filed))
    return {**told, "filed": plain_problems(filed), "reason": order.args.get("reason", "")}


def _refuse_at_door(found: Imported) -> Outcome | None:
    """Where a ledger kept something out at its door: that alone is told, and nothing of the files stays."""
    problems = [one for one in found.obstacles if one.code == KEPT_OUT]
    return Outcome({"kept_out": plain_problems(problems)}, consumed=True) if problems else None


def _read_changes(order: JobOrder) -> Imported:
    args = order.args
    return order.desk.site.change_set(
        files_of(order.upload),
        order.desk.actor,
        corrections=mappings.corrections(args.get("sheets", {}), args.get("mended", ())),
        accept_refused=args["accept"],
        progress=order.progress,
    )


def _plan_intentions(order: JobOrder, changes: ChangeSet) -> tuple[Intention, ...]:
    return order.desk.site.plan_intentions(changes, order.desk.actor.name, date.fromisoformat(order.args["on"]))


def _seen_before(order: JobOrder, wanted: Sequence[Intention]) -> list[Intention]:
    """What was seen of it: all but the rows put right with the very press that admits them."""
    rows = {
        (file, sheet, place[0] + 1)
        for file, sheet, cell in order.args.get("fresh", ())
        if (place := place_of(cell)) is not None
    }
    return [one for one in wanted if (one.source.file, one.source.sheet, one.source.row) not in rows]


def fingerprint(wanted: Sequence[Intention]) -> str:
    """The digest of what would be written, whoever writes it and on whatever day; what is left out follows from it."""
    digest = hashlib.sha256()
    for one in (one for one in wanted if one.ledger not in (*LEFT_OUT, *LEDGERS)):
        digest.update(orjson.dumps([one.matter, one.act, one.expect, one.facts], option=orjson.OPT_SORT_KEYS))
    return digest.hexdigest()


def change_set_values(order: JobOrder, found: Imported, wanted: Sequence[Intention], *more: Problem) -> dict[str, Any]:
    """The change set in plain values for its page: what would be written, what stands in the way, the mapping."""
    changes, catalogue = found.changes, order.desk.site.catalogue
    every = [problem_of(one) for one in changes.refused]
    standing = [one for one in found.obstacles if one not in every]
    refused = [one for one in changes.refused if not one.waits]
    return {
        "seen": fingerprint(wanted),
        "token": order.upload,
        "files": [path.name for path in files_of(order.upload)],
        "accept": order.args["accept"],
        "mended": [list(one) for one in order.args.get("mended", ())],
        "problems": plain_problems([*more, *standing]),
        "refused_count": len(refused),
        "refused_rows": len({(one.at.file, one.at.sheet, one.at.row) for one in refused}),
        "waiting": len(changes.waiting),
        "words": change_rows.waiting_words(with_additions(catalogue, changes.additions), changes),
        "own": [
            [catalogue.ledgers[one.ledger].title, "、".join(field.title for field in one.field.values())]
            for one in changes.additions
        ],
        "units": [unit.name for unit in changes.units],
        "warnings": plain_problems(changes.warnings[:MOST_SHOWN]),
        "new": len(changes.new),
        "corrected": len(changes.changed),
        "unchanged": changes.unchanged,
        "repeats": len(changes.repeats),
        "counts": _counts(catalogue, changes),
        "sheets": [
            mappings.sheet_values(one, {name for added in changes.additions for name in added.field})
            for one in changes.sheets
        ],
        "ready": not standing and (not refused or order.args["accept"]) and bool(wanted),
    }


def _counts(catalogue: Catalogue, changes: ChangeSet) -> list[list[object]]:
    new = Counter(change.draft.ledger for change in changes.new)
    changed = Counter(change.draft.ledger for change in changes.changed)
    return [[catalogue.ledgers[name].title, new[name], changed[name]] for name in sorted(new | changed)]


IMPORT_PREVIEW = Kind("导入预览", "import", preview, importing.changes)
IMPORT_APPLY = Kind("导入", "import", apply, importing.show_written)
