"""Decisions on a walk: findings waived by name and reason, and the approval itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from taizhang.gates.approvals import Approval, record
from taizhang.gates.walk import Walk
from taizhang.proof.dispositions import Disposition, decide, remember
from taizhang.proof.model import GATE_NAMES
from taizhang.terms.problem import Place, Problem, Refused


def waive(walk: Walk, keys: Sequence[str], *, by: str, reason: str, on: date) -> tuple[Disposition, ...]:
    """Records that a person answers for findings. Raises Refused: PRF-022 to PRF-024, PRF-401 it may not be waived."""
    findings = {one.key: one.finding for one in walk.noted}
    place = Place(file=walk.subject.name)
    barred = [
        Problem("PRF-401", f"“{findings[key].message}”这类疑点不能豁免。", place, "请按疑点的建议处理文稿。")
        for key in keys
        if key in findings and findings[key].level == "block"
    ]
    if barred:
        raise Refused(*barred)
    decided = decide(findings, keys, walk.subject.name, decision="waived", by=by, reason=reason, on=on)
    remember(walk.subject.folder, decided)
    return decided


def approve(walk: Walk, *, by: str, on: date) -> Approval:
    """Records the approval of these very words. Raises Refused with every reason why not.

    PRF-023 no name, PRF-402 something blocks, PRF-403 the approver waived an error.
    """
    place = Place(file=walk.subject.name)
    problems = []
    if not by.strip():
        problems.append(Problem("PRF-023", "没有写批准人。", place, "请用 --by 写明姓名。"))
    if walk.blocking:
        gates = "、".join(dict.fromkeys(f"{GATE_NAMES[one.finding.gate]}关" for one in walk.blocking))
        message = f"{gates}还有{len(walk.blocking)}处没有解决，不能批准。"
        problems.append(Problem("PRF-402", message, place, "请改正，或逐处豁免并写明姓名和理由。"))
    waived = [one for one in walk.noted if one.waived and one.finding.level == "error"]
    if any(one.decided and one.decided.by == by.strip() for one in waived):
        message = f"{by.strip()}豁免过这份文稿的错误，不能再由同一人批准。"
        problems.append(Problem("PRF-403", message, place, "请由另一人批准。"))
    if problems:
        raise Refused(*problems)
    subject = walk.subject
    keys = tuple(one.key for one in waived)
    return record(subject.folder, subject.name, subject.digest, subject.paragraphs, by=by.strip(), on=on, waived=keys)
