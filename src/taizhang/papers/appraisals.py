"""What the assessment group says of a report, recorded against the very document it read."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from taizhang.catalogue.values import Stored, to_stored
from taizhang.intake.identities import identity
from taizhang.matters.entry import RECORD, Entry, Intention
from taizhang.site.site import Site
from taizhang.terms.period import Period
from taizhang.terms.problem import Problem, Refused
from taizhang.terms.sentence import sentence

LEDGER = "appraisal"
# Full marks: the points of a report, not the whole of a share.
_FULL = Decimal(100)


@dataclass(frozen=True, slots=True)
class Appraisal:
    """A comment or a score of a group on a report; ``unit`` and ``due`` say who deals with a comment until when."""

    group: str
    comment: str = ""
    score: Decimal | None = None
    unit: str = ""
    due: date | None = None


def appraise(site: Site, report: str, period: Period, given: Appraisal, *, actor: str, on: date) -> Entry:
    """Records the appraisal with the digest of the document that was read.

    Raises Refused without such a document, without a group, without comment or score, or beyond full marks.
    """
    path = site.home / "out" / f"{report}-{period.key}.docx"
    faults = [*_faults(given)]
    if not path.is_file():
        message = sentence("没有{period}期间的“{report}”文稿，无从评议。", period=period.key, report=report)
        faults.append(Problem("CMD-034", message, hint="请先用 taizhang report 写出考核组所读的文稿。"))
    if faults:
        raise Refused(*faults)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    number = f"{report}/{period.key}/{sum(1 for _ in site.journal.heads(LEDGER)) + 1:03d}"
    matter = identity(LEDGER, (number, digest, given.group, given.comment, str(given.score)))
    intention = Intention(
        actor,
        f"appraise:{matter}",
        LEDGER,
        RECORD,
        on,
        matter,
        number=number,
        unit=given.unit,
        facts={"no": number, "report": report, "period": period.key, "document": digest} | _facts(site, given, on),
        state="in_progress" if given.score is None else "struck_off",
    )
    (entry,) = site.journal.append((intention,))
    return entry


def _facts(site: Site, given: Appraisal, on: date) -> dict[str, Stored]:
    """What the group said, and how far the journal went then."""
    scored = given.score is not None
    facts: dict[str, Stored] = {
        "entries": str(site.journal.size),
        "group": given.group,
        "kind": "评分" if scored else "意见",
        "score": to_stored(given.score),
        "comment": given.comment or None,
        "unit": given.unit or None,
        "opened": on.isoformat(),
        "due": to_stored(given.due),
        "closed": on.isoformat() if scored else None,
        "status": "已完成" if scored else "办理中",
    }
    return {name: value for name, value in facts.items() if value is not None}


def _faults(given: Appraisal) -> list[Problem]:
    faults = []
    if not given.group.strip():
        faults.append(Problem("CMD-035", "评议没有写考核组。", hint="请写 --group。"))
    if given.score is None and not given.comment.strip():
        faults.append(Problem("CMD-035", "评议既没有意见也没有得分。", hint="请写 --comment 或 --score。"))
    if given.score is not None and not 0 <= given.score <= _FULL:
        faults.append(
            Problem("CMD-035", sentence("得分{score}不在0到100之间。", score=given.score), hint="请改正 --score。")
        )
    return faults
