"""Decisions on a walk: findings waived by name and reason, and the approval itself."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from taizhang.papers.gates.approvals import Approval, record
from taizhang.papers.gates.walk import GateReview, Noted
from taizhang.proof.dispositions import Disposition, decide, remember
from taizhang.proof.model import GATE_NAMES, Gate
from taizhang.terms.problem import Place, Problem, Refused
from taizhang.terms.sentence import sentence


def waive(walk: GateReview, keys: Sequence[str], *, by: str, reason: str, on: date) -> tuple[Disposition, ...]:
    """Records that a person answers for findings. Raises Refused: PRF-022 to PRF-024, PRF-401 it may not be waived."""
    findings = {one.key: one.finding for one in walk.noted}
    place = Place(file=walk.subject.name)
    barred = [
        Problem(
            "PRF-401",
            sentence("“{message}”这类疑点不能豁免。", message=findings[key].message),
            place,
            "请按疑点的建议处理文稿。",
        )
        for key in keys
        if key in findings and findings[key].level == "block"
    ]
    if barred:
        raise Refused(*barred)
    decided = decide(findings, keys, walk.subject.name, decision="waived", by=by, reason=reason, on=on)
    remember(walk.subject.folder, decided)
    return decided


def sign(walk: GateReview, gate: Gate, *, by: str, on: date, authors: Collection[str] = ()) -> Approval:
    """Records that a person answers for one gate of these very words. Raises Refused with every reason why not.

    PRF-023 no name, PRF-402 something blocks at the gate, PRF-403 the person waived an error there, PRF-405 the
    person drafted it, PRF-406 it leaves the body and the person signed another of its gates.
    """
    by, place = by.strip(), Place(file=walk.subject.name)
    problems = [
        *_require_named(by, place),
        *_require_unblocked(walk.blocking, gate, place),
        *_require_waived(walk, by, place, gate),
    ]
    if by in authors:
        says = sentence("{by}撰写过这份文稿，不能签自己文稿的{gate_names}关。", by=by, gate_names=GATE_NAMES[gate])
        problems.append(Problem("PRF-405", says, place, "请由没有参与撰写的人签。"))
    others = [one for one in walk.signed if one.by == by and one.gate != gate]
    if others and walk.subject.external:
        says = sentence("{by}已签过这份文稿的另一关；对外报送的文稿，三关由三个人分别签。", by=by)
        problems.append(Problem("PRF-406", says, place, "请由另一人签这一关。"))
    if problems:
        raise Refused(*problems)
    return _record_approval(walk, by, on, gate)


def approve(walk: GateReview, *, by: str, on: date) -> Approval:
    """Records the approval of these very words. Raises Refused with every reason why not.

    PRF-023 no name, PRF-402 something blocks, PRF-403 the approver waived an error, PRF-407 a gate is not signed.
    """
    by, place = by.strip(), Place(file=walk.subject.name)
    problems = [
        *_require_named(by, place),
        *_require_unblocked(walk.blocking, None, place),
        *_require_waived(walk, by, place, None),
    ]
    if walk.unsigned:
        gates = "、".join(f"{GATE_NAMES[one]}关" for one in walk.unsigned)
        says = sentence("对外报送的文稿须由三个人分别签过三关，还没有签的有：{gates}。", gates=gates)
        problems.append(Problem("PRF-407", says, place, "请由没有参与撰写的人各签一关，再批准。"))
    if problems:
        raise Refused(*problems)
    return _record_approval(walk, by, on, "")


def _require_named(by: str, place: Place) -> Iterator[Problem]:
    if not by:
        yield Problem("PRF-023", "没有写批准人。", place, "请用 --by 写明姓名。")


def _require_unblocked(blocking: Sequence[Noted], gate: Gate | None, place: Place) -> Iterator[Problem]:
    held = [one for one in blocking if gate in (None, one.finding.gate)]
    if held:
        gates = "、".join(dict.fromkeys(f"{GATE_NAMES[one.finding.gate]}关" for one in held))
        message = sentence("{gates}还有{count}处没有解决，不能批准。", gates=gates, count=len(held))
        yield Problem("PRF-402", message, place, "请改正，或逐处豁免并写明姓名和理由。")


def _require_waived(walk: GateReview, by: str, place: Place, gate: Gate | None) -> Iterator[Problem]:
    own = [one for one in _answered_errors(walk) if one.decided and one.decided.by == by]
    if any(gate in (None, one.finding.gate) for one in own):
        message = sentence("{by}豁免过这份文稿的错误，不能再由同一人批准。", by=by)
        yield Problem("PRF-403", message, place, "请由另一人批准。")


def _answered_errors(walk: GateReview) -> list[Noted]:
    """Errors somebody answers for."""
    return [one for one in walk.noted if one.waived and one.finding.level == "error"]


def _record_approval(walk: GateReview, by: str, on: date, gate: str) -> Approval:
    subject = walk.subject
    keys = tuple(one.key for one in _answered_errors(walk))
    return record(
        subject.folder, subject.name, subject.digest, subject.paragraphs, by=by, on=on, waived=keys, gate=gate
    )
