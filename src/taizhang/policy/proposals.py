"""Changes that need two persons: proposed by a security administrator, in force once a second person confirms.

They stand in the journal's ledger ``post_change`` and so can be neither removed nor changed unseen.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from taizhang.catalogue.values import Stored
from taizhang.matters.entry import CORRECT, RECORD, Head, Intention
from taizhang.policy.posts import Post, day_of

PROPOSALS = "post_change"
# Chosen: a week, so that somebody who is away for some days can still confirm.
PATIENCE = timedelta(days=7)
# Characters. Chosen: fewer than four give no reason.
SHORTEST_REASON = 4
GRANT, END, RESET = "grant", "end", "reset"
WAITING, CONFIRMED, DECLINED, WITHDRAWN, EXPIRED = "waiting", "confirmed", "declined", "withdrawn", "expired"
KINDS: Mapping[str, str] = MappingProxyType({GRANT: "授予岗位", END: "结束岗位", RESET: "重置第二因素"})
STATES: Mapping[str, str] = MappingProxyType(
    {WAITING: "待确认", CONFIRMED: "已生效", DECLINED: "未同意", WITHDRAWN: "已撤回", EXPIRED: "已过期"}
)


@dataclass(frozen=True, slots=True)
class PostProposal:
    """A change of somebody's post or second factor.

    post: the post to give or to end; of a second factor only the person counts. by, on: who proposed it when.
    decided: who confirmed, declined or withdrew it. alone: no second person could be asked. mseq: the last step seen.
    operator: who stood at the machine when it was proposed there, '' when somebody proposed it from his account.
    """

    matter: str
    kind: str
    post: Post
    by: str
    on: date
    state: str = WAITING
    decided: str = ""
    alone: bool = False
    note: str = ""
    mseq: int = 1
    operator: str = ""

    @property
    def proposer(self) -> str:
        """Who proposed it, as it is printed."""
        return f"{self.by}（{self.operator}）" if self.operator else self.by

    @property
    def concerned(self) -> frozenset[str]:
        """Who may not be the second person: whoever proposed it, from his account or at the machine, and whom it is about."""
        return frozenset((self.by, self.operator, self.post.person)) - {""}

    def state_on(self, day: date) -> str:
        """Its state; one nobody decided on within seven days has expired."""
        return EXPIRED if self.state == WAITING and day > self.on + PATIENCE else self.state


def proposal_of(head: Head) -> PostProposal:
    """The proposal a head of the ledger ``post_change`` tells of."""
    said = {name: str(value or "") for name, value in head.facts.items()}
    post = Post(
        said["person"],
        said.get("unit", ""),
        said.get("role", ""),
        day_of(head.facts, "since"),
        day_of(head.facts, "until"),
        said.get("post", ""),
    )
    return PostProposal(
        head.matter,
        said["kind"],
        post,
        said["by"],
        day_of(head.facts, "on") or date.min,
        said["stands"],
        said.get("decided", ""),
        said.get("alone") == "是",
        said.get("note", ""),
        head.mseq,
        said.get("operator", ""),
    )


def propose(one: PostProposal) -> Intention:
    """The entry that proposes it, or that tells of one in force at once because nobody else could be asked."""
    facts: dict[str, Stored] = {"kind": one.kind, "person": one.post.person, "by": one.by, "on": one.on.isoformat()}
    facts["stands"] = one.state
    more = {
        "unit": one.post.unit,
        "role": one.post.role,
        "post": one.post.matter,
        "decided": one.decided,
        "operator": one.operator,
    }
    facts |= {name: value for name, value in more.items() if value}
    facts |= {name: day.isoformat() for name, day in (("since", one.post.since), ("until", one.post.until)) if day}
    if one.alone:
        facts["alone"] = "是"
    return Intention(
        one.by,
        f"propose:{one.matter}",
        PROPOSALS,
        RECORD,
        one.on,
        one.matter,
        number=one.post.person,
        unit=one.post.unit,
        facts=facts,
    )


def decide(one: PostProposal, state: str, by: str, on: date, note: str) -> Intention:
    """The entry that decides it; refused when somebody decided since it was seen."""
    facts: dict[str, Stored] = {"decided": by, "stands": state}
    if note:
        facts["note"] = note
    return Intention(
        by,
        f"decide:{one.matter}:{state}",
        PROPOSALS,
        CORRECT,
        on,
        one.matter,
        expect=one.mseq,
        facts=facts,
    )


def deciders(posts: Iterable[Post], day: date, but: Collection[str], tops: Collection[str]) -> frozenset[str]:
    """Who can be the second person: other security administrators; where there are none, the leaders.

    but: whoever cannot be asked, the proposer and the person concerned. tops: the units whose leaders count, the
    body itself.
    """
    held = [post for post in posts if post.held_on(day) and post.person not in but]
    administrators = frozenset(post.person for post in held if post.role == "security_admin")
    return administrators or frozenset(post.person for post in held if post.role == "leader" and post.unit in tops)
