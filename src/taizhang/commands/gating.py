"""``gates``: a document walked through basis, content and format to its approval."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Annotated, NamedTuple

import typer
from rich.markup import escape

from taizhang.commands.exits import PROBLEMS, USAGE
from taizhang.commands.terminal import (
    HERE,
    AsJson,
    Home,
    InTheNameOf,
    When,
    err,
    open_desk,
    open_paper_desk,
    open_site,
    out,
    period_of,
    print_json,
    say,
    stop,
)
from taizhang.papers.drafts import authors
from taizhang.papers.gates.deciding import approve as give
from taizhang.papers.gates.deciding import sign as sign_gate
from taizhang.papers.gates.deciding import waive as answer_for
from taizhang.papers.gates.subject import Subject, of_file, of_paper
from taizhang.papers.gates.walk import GateReview, Noted, own_profile, run_gates
from taizhang.papers.issue import APPROVERS, SIGNERS, WAIVERS
from taizhang.proof.basis.shelf import load_shelf
from taizhang.proof.model import GATE_NAMES, GATES
from taizhang.proof.telling import line, plain
from taizhang.terms.clock import current_day
from taizhang.terms.problem import Place, Problem, Refused
from taizhang.terms.sentence import sentence

_STANDINGS = {
    "blocked": "未过关",
    "ready": "已过三关，可以送批",
    "approved": "已批准",
    "changed": "批准后内容有改动，须重新过关并批准",
}
_MARKS = {True: "[red]✗[/red]", False: "[green]✓[/green]"}


def gates(
    subject: Annotated[
        str, typer.Argument(metavar="SUBJECT", help="文件（.docx .txt .md .html .pdf），或站点里的报告模板名。")
    ],
    home: Home = HERE,
    period: When = "",
    approve: Annotated[bool, typer.Option("--approve", help="批准：三关都过了才行，记下姓名和内容摘要。")] = False,
    waive: Annotated[
        list[str] | None, typer.Option("--waive", help="豁免这个编号的疑点，可写几次；须写 --by 和 --reason。")
    ] = None,
    sign: Annotated[str, typer.Option("--sign", help="签一关：basis、content、format；对外报送须三人各签。")] = "",
    by: Annotated[str, typer.Option("--by", help="批准人或豁免人的姓名。")] = "",
    actor: InTheNameOf = "",
    reason: Annotated[str, typer.Option(help="豁免的理由，例如“修辞，不是统计数”。")] = "",
    printed: Annotated[bool, typer.Option(help="用 LibreOffice 排出页面再量格式。")] = False,
    show_all: Annotated[bool, typer.Option("--all", help="提示和豁免过的也列出来。")] = False,
    as_json: AsJson = False,
) -> None:
    """签发前三关：依据、内容、格式，然后批准；批准后内容一改，须重新过关。未过关时退出码 1。"""
    asked = _Asked(subject, home, period, by or actor)
    if sum(map(bool, (approve, waive, sign))) > 1 or sign not in ("", *GATES):
        err.print("[red]豁免、签关和批准请分几次做；--sign 写 basis、content 或 format。[/red]")
        raise typer.Exit(USAGE)
    try:
        if decides := bool(waive or sign or approve):
            _require_post(asked, APPROVERS if approve else SIGNERS if sign else WAIVERS)
        walk = _walk(asked, printed)
        if waive:
            answer_for(walk, waive, by=by, reason=reason, on=current_day())
        for gate in (one for one in GATES if one == sign):
            sign_gate(walk, gate, by=by, on=current_day(), authors=_authors(asked))
        if approve:
            give(walk, by=by, on=current_day())
        walk = _walk(asked, printed) if decides else walk
    except Refused as refused:
        stop(refused.problems)
    print_json(_plain(walk)) if as_json else _show(walk, show_all)
    if walk.standing in ("blocked", "changed"):
        raise typer.Exit(PROBLEMS)


class _Asked(NamedTuple):
    """What is put through the gates, of which site and period, and in whose name."""

    subject: str
    home: Path
    period: str
    name: str

    @property
    def is_file(self) -> bool:
        """Whether it is a file, not a paper of the site."""
        return bool(Path(self.subject).suffix) or Path(self.subject).exists()


def _walk(asked: _Asked, printed: bool) -> GateReview:
    shelf = load_shelf(asked.home / "basis")
    return run_gates(_subject(asked), shelf, current_day(), own_profile(asked.home), printed=printed)


def _require_post(asked: _Asked, roles: Collection[str]) -> None:
    """Refused (RPT-058) where somebody on the roll decides on a paper of the site without a post for it."""
    if asked.is_file or not asked.name:
        return
    with open_desk(asked.home, asked.name) as desk:
        if not any(post.whole for post in desk.actor.posts) and desk.actor.roles.isdisjoint(roles):
            says = sentence("{by}现在的岗位不能豁免、签关或批准这份文稿。", by=asked.name)
            hint = "文稿由撰写人改动，审核人、分管领导、督查员签关，审核人批准；岗位由安全管理员授予。"
            raise Refused(Problem("RPT-058", says, Place(file=asked.subject), hint))


def _subject(asked: _Asked) -> Subject:
    if asked.is_file:
        return of_file(Path(asked.subject), asked.home)
    with open_paper_desk(asked.home, asked.name) as desk:
        return of_paper(desk.whole_site, asked.subject, period_of(asked.period))


def _authors(asked: _Asked) -> frozenset[str]:
    """Whoever saved the paper in the site; nobody is known for a file."""
    if asked.is_file:
        return frozenset()
    with open_site(asked.home) as site:
        return authors(site, asked.subject, period_of(asked.period))


def _show(walk: GateReview, show_all: bool) -> None:
    say(f"{walk.subject.name}：{_STANDINGS[walk.standing]}")
    for gate in GATES:
        noted = walk.at(gate)
        closed = sum(one.blocks for one in noted)
        warned = sum(not one.blocks and not one.waived and one.finding.level != "info" for one in noted)
        waived = sum(one.waived for one in noted)
        counts = f"须改 {closed} 处，提醒 {warned} 处" + (f"，已豁免 {waived} 处" if waived else "")
        out.print(f"{_MARKS[closed > 0]} {GATE_NAMES[gate]}关：{counts}")
        for one in noted:
            if show_all or (not one.waived and one.finding.level != "info"):
                _tell(one)
    for gate in GATES:
        if signature := walk.signature(gate):
            out.print(f"   {GATE_NAMES[gate]}关已签：{escape(signature.by)}，{signature.on}")
    given = walk.approval
    if given is None:
        out.print(f"{_MARKS[True]} 批准：还没有")
        return
    same = walk.standing == "approved"
    out.print(f"{_MARKS[not same]} 批准：{escape(given.by)}，{given.on}，内容摘要 {given.digest[:16]}…")
    if not same:
        listed = "、".join(f"第{number}段" for number in walk.changed[:20]) or "有段落被删去或移动"
        say(f"   与批准时不同：{listed}")


def _tell(one: Noted) -> None:
    colour = "red" if one.blocks else "yellow"
    decided = f"（{one.decided.by}：{one.decided.reason}）" if one.decided and one.waived else ""
    out.print(f"   [{colour}]{one.key}[/{colour}] {escape(line(one.finding))}{escape(decided)}")


def _plain(walk: GateReview) -> dict[str, object]:
    given = walk.approval
    return {
        "subject": walk.subject.name,
        "standing": walk.standing,
        "digest": walk.subject.digest,
        "blocked_at": walk.first_blocked or "",
        "approval": {"by": given.by, "on": given.on, "digest": given.digest} if given else None,
        "changed": list(walk.changed),
        "findings": [
            plain(one.finding, walk.subject.name) | {"id": one.key, "blocks": one.blocks, "waived": one.waived}
            for one in walk.noted
        ],
    }
