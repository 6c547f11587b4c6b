"""Server time as entries keep it: never before the last entry, and how a journal goes on that a clock once ran ahead of.

A clock that stood a year ahead for one entry would keep the journal shut for a year. Two persons may then write down that the
clock is right now: entries go on at the time of the last one, in their order, until the clock has caught up (R53).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from taizhang.matters.entry import RECORD, Head, Intention
from taizhang.terms import clock
from taizhang.terms.problem import Problem, Refused
from taizhang.terms.sentence import sentence

# Chosen: what a clock that is set right by the network may jump; a wrong zone or year is more.
BACKWARDS = timedelta(minutes=5)
RECOVERY = "recovery"
"""The ledger of recoveries: no catalogue declares it, nobody counts it."""


def server_time() -> datetime:
    """The server's time in UTC."""
    return clock.current_time()


def entry_time(now: datetime, last: datetime | None, excused: Iterable[Head]) -> datetime:
    """The time of the next entry. Raises Refused (JRN-060) when the clock stands far behind the last one.

    excused: recoveries written down; looked at only when the clock does stand behind.
    """
    now = now.astimezone(UTC)
    if last is None or now >= last:
        return now
    if now < last - BACKWARDS and not any(last.isoformat() <= str(one.facts.get("until", "")) for one in excused):
        says = sentence(
            "服务器时钟（{now}）比最后一条流水（{last}）慢5分钟以上，不能写入。",
            now=f"{now:%Y-%m-%d %H:%M}",
            last=f"{last:%Y-%m-%d %H:%M}",
        )
        hint = (
            "请先校准服务器时间（两个时间均为世界时）；时钟没有错而流水走在前面的，由两人用 taizhang clock 恢复写入。"
        )
        raise Refused(Problem("JRN-060", says, hint=hint))
    return last


def recovery(asker: str, confirmer: str, reason: str, last: datetime, on: date) -> Intention:
    """What is written down when two persons say that the clock is right and the journal ran ahead of it."""
    facts = {
        "no": f"clock/{last.isoformat()}",
        "until": last.isoformat(),
        "asked_by": asker,
        "confirmed_by": confirmer,
        "reason": reason,
    }
    return Intention(confirmer, f"clock:{last.isoformat()}", RECOVERY, RECORD, on, number=facts["no"], facts=facts)
