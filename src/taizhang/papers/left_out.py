"""What imports left out of the ledgers a paper draws on: told row by row, and accepted by name before it is frozen."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from taizhang.catalogue.values import Stored
from taizhang.intake.identities import identity
from taizhang.matters.entry import RECORD, Entry, Intention
from taizhang.policy.proposals import SHORTEST_REASON
from taizhang.reports.paper import Paper
from taizhang.reports.suppression import ledgers_of
from taizhang.site.left_out import RowLeftOut, rows_left_out
from taizhang.site.site import Site
from taizhang.terms.problem import Place, Problem, Refused
from taizhang.terms.sentence import chain, sentence

ACCEPTED = "left_out_accepted"
LEFT_OUT = "RPT-034"
"""What is told of a paper whose ledgers lost rows."""


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Who answers on which day (ISO) that a paper goes out without these rows, and why."""

    person: str
    on: str
    reason: str


def missing_from(site: Site, paper: Paper) -> tuple[RowLeftOut, ...]:
    """The rows left out of the ledgers that a number of the paper draws on."""
    return rows_left_out(site, {name for cell in paper.cells.values() for name in ledgers_of(cell.trace)})


def digest_of_rows(rows: Sequence[RowLeftOut]) -> str:
    """SHA-256, hex, over which rows they are and where they stand: another row wants another acceptance."""
    told = sorted(f"{one.known}\t{one.source.digest}\t{one.source.row}" for one in rows)
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def acceptance(site: Site, paper: Paper, rows: Sequence[RowLeftOut]) -> Acceptance | None:
    """Who accepted that the paper goes without exactly these rows; None when nobody did."""
    digest = digest_of_rows(rows)
    for head in site.journal.heads(ACCEPTED) if ACCEPTED in site.catalogue.ledgers else ():
        facts = {key: str(value or "") for key, value in head.facts.items()}
        if (facts["report"], facts["period"], facts["digest"]) == (paper.name, paper.period.key, digest):
            return Acceptance(facts["person"], facts["opened"], facts["note"])
    return None


def accept(site: Site, paper: Paper, rows: Sequence[RowLeftOut], given: Acceptance, *, actor: str) -> Entry:
    """Records that somebody answers for a paper without these rows. Refused (CMD-062) without a name or a reason."""
    name, period, found = paper.name, paper.period, list[Problem]()
    if not rows:
        found.append(Problem("CMD-062", "这份文稿用到的台账没有未计入的行，不需要接受。", Place(file=name)))
    if not given.person.strip():
        found.append(Problem("CMD-062", "没有写明由谁接受。", Place(file=name), "请写明姓名或岗位。"))
    if len(given.reason.strip()) < SHORTEST_REASON:
        hint = "请写明这些行不计入为什么不影响报告，不少于四个字。"
        found.append(Problem("CMD-062", "没有写明接受的理由。", Place(file=name), hint))
    if found:
        raise Refused(*found)
    digest = digest_of_rows(rows)
    number = f"{name}/{period.key}/{digest[:16]}"
    facts: dict[str, Stored] = {
        "no": number,
        "report": name,
        "period": period.key,
        "rows": str(len(rows)),
        "digest": digest,
        "person": given.person.strip(),
        "opened": given.on,
        "note": given.reason.strip(),
    }
    matter = identity(ACCEPTED, (number,))
    (entry,) = site.journal.append(
        (
            Intention(
                actor,
                f"accept:{matter}",
                ACCEPTED,
                RECORD,
                date.fromisoformat(given.on),
                matter,
                number=number,
                facts=facts,
            ),
        )
    )
    return entry


def frozen_with(site: Site, paper: Paper) -> dict[str, object]:
    """What an edition keeps of the rows it goes without, and of who accepted that; a guarded ledger's files stay unnamed."""
    rows, ledgers = missing_from(site, paper), site.catalogue.ledgers
    given = acceptance(site, paper, rows) if rows else None

    def told(one: RowLeftOut) -> tuple[str, str, str, int, str]:
        found, at = ledgers[one.ledger], one.source
        file, sheet = ("", "") if found.declared.guarded else (at.file, at.sheet)
        return found.title, file, sheet, at.row, one.because

    return {
        "left_out": [told(one) for one in rows],
        "accepted": (given.person, given.on, given.reason) if given else None,
    }


def left_out_problems(site: Site, paper: Paper, rows: Sequence[RowLeftOut]) -> Iterator[Problem]:
    """RPT-034 for the paper, an error until somebody accepts it, and RPT-035 for the rows, one a file, sheet and reason."""
    if not rows:
        return
    ledgers = site.catalogue.ledgers
    counts = Counter(one.ledger for one in rows)
    told = "、".join(f"{ledgers[name].title}{count}行" for name, count in counts.items())
    given = acceptance(site, paper, rows)
    if given is None:
        message = sentence("文稿用到的台账有{count}行没有计入：{told}。", count=len(rows), told=told)
        hint = "请改正后补导这些行；确实不应计入的，由一人写明理由具名接受，再定稿。"
        yield Problem(LEFT_OUT, message, Place(key="left_out"), hint)
    else:
        says = "文稿用到的台账有{count}行没有计入：{told}；{person}于{on}接受：{reason}。"
        values = {"person": given.person, "on": given.on, "reason": given.reason.rstrip("。")}
        yield Problem(
            LEFT_OUT, sentence(says, count=len(rows), told=told, **values), Place(key="left_out"), "", "warning"
        )
    sheets: dict[tuple[str, str, str], dict[str, list[int]]] = {}
    for one in rows:
        reasons = sheets.setdefault((one.ledger, one.source.file, one.source.sheet), {})
        reasons.setdefault(one.because.rstrip("。"), []).append(one.source.row)
    for (name, file, sheet), reasons in sheets.items():
        first = min(map(min, reasons.values()))
        yield _of_sheet(site, name, Place(file=file, sheet=sheet, line=first, key=f"left_out.{name}"), reasons)


def _of_sheet(site: Site, ledger: str, place: Place, reasons: Mapping[str, Sequence[int]]) -> Problem:
    """One problem naming every row a sheet lost, by reason; a guarded ledger's file is named by place alone."""
    found = site.catalogue.ledgers[ledger]
    sheet = f"“{place.sheet}”" if place.sheet else ""
    where = "" if found.declared.guarded else sentence("{file}{sheet}：", file=place.file, sheet=sheet)
    told = chain(
        [
            sentence("第{rows}行{because}", rows="、".join(map(str, sorted(rows))), because=because)
            for because, rows in sorted(reasons.items(), key=lambda one: min(one[1]))
        ],
        "；",
    )
    message = sentence("{where}没有计入{title}的有：{told}。", where=where, title=found.title, told=told)
    return Problem("RPT-035", message, place, "请改正后重新导入；补进来的行不再列在这里。", "warning")
