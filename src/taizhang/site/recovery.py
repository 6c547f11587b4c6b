"""The way back for a journal that ran ahead of the clock: asked for by one person, confirmed by another, written down."""

from __future__ import annotations

import json
from pathlib import Path

from taizhang.journal.clock import recovery
from taizhang.matters.entry import Entry
from taizhang.policy.proposals import SHORTEST_REASON
from taizhang.site.site import Site
from taizhang.terms.durable import replace_file
from taizhang.terms.problem import Problem, Refused
from taizhang.terms.sentence import sentence

FILE = "recovery.json"


def ask(site: Site, person: str, reason: str) -> None:
    """Keeps the first person's word beside the journal, which takes no entry yet.

    Raises Refused: CMD-045 when the journal takes entries as ever, CMD-046 without a name or a reason.
    """
    last = site.journal.ahead()
    if last is None:
        raise Refused(Problem("CMD-045", "流水没有走在时钟前面，不需要恢复。", hint="照常写入即可。"))
    if not person.strip() or len(reason.strip()) < SHORTEST_REASON:
        raise Refused(Problem("CMD-046", "恢复写入要写明由谁提出、为什么。", hint="请写 --by 和 --reason。"))
    said = {"by": person.strip(), "reason": reason.strip(), "last": last.isoformat(), "size": site.journal.size}
    replace_file(site.home / FILE, json.dumps(said, ensure_ascii=False).encode())


def confirm(site: Site, person: str) -> Entry:
    """Writes the recovery down in both names; the journal then goes on at the time of its last entry.

    Raises Refused: CMD-045 as ``ask``, CMD-047 when nobody asked, it was asked at another state of the journal, or by the same
    person.
    """
    last, path = site.journal.ahead(), site.home / FILE
    if last is None:
        raise Refused(Problem("CMD-045", "流水没有走在时钟前面，不需要恢复。", hint="照常写入即可。"))
    said = _asked(path)
    if said.get("last") != last.isoformat() or said.get("size") != site.journal.size:
        raise Refused(Problem("CMD-047", "没有人提出过恢复写入，或提出之后流水变了。", hint="请先由另一人提出。"))
    if person.strip() in ("", said["by"]):
        says = sentence("恢复写入须由“{asker}”以外的第二个人确认。", asker=said["by"])
        raise Refused(Problem("CMD-047", says, hint="请另一个人来确认。"))
    entry = site.journal.excuse(recovery(str(said["by"]), person.strip(), str(said["reason"]), last, site.day))
    path.unlink()
    return entry


def _asked(path: Path) -> dict[str, object]:
    """What the first person said; nothing when there is no such file, or it cannot be read."""
    try:
        said = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}
