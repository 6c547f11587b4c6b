"""Papers before they are issued, as one person acts on them: the walk, waivers, signatures, approval, editions."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from taizhang.papers.drafts import authors
from taizhang.papers.editions import Edition, freeze_report, require_settled, require_sound
from taizhang.papers.gates.approvals import Approval
from taizhang.papers.gates.deciding import approve, sign, waive
from taizhang.papers.gates.examined import Examined, examine
from taizhang.papers.gates.walk import GateReview, review
from taizhang.papers.left_out import LEFT_OUT, Acceptance, accept, missing_from
from taizhang.policy.rights import LEADER, SUPERVISOR
from taizhang.proof.dispositions import Disposition
from taizhang.proof.model import Gate
from taizhang.site.desk import Desk
from taizhang.site.site import Site
from taizhang.terms.period import Period
from taizhang.terms.problem import Place, Problem, Refused
from taizhang.terms.sentence import sentence

SIGNERS = frozenset({"approver", LEADER, SUPERVISOR})
WAIVERS = SIGNERS | {"drafter"}
APPROVERS = frozenset({"approver"})
_HINT = "文稿由撰写人改动，审核人、分管领导、督查员签关，审核人批准；岗位由安全管理员授予。"


class Issue:
    """One paper of the desk's site on its way out, as the person at the desk may act on it.

    A paper at its gates is the body's: it counts every matter, whoever signs it. Were it counted in the sight of the
    one who approves, an edition would be one short of each matter about him.
    """

    def __init__(self, desk: Desk, name: str, period: Period) -> None:
        self.desk = desk
        self.site: Site = desk.whole_site
        self.name, self.period = name, period

    def may(self, roles: Collection[str]) -> bool:
        """Whether the person holds one of the posts."""
        return not self.desk.actor.roles.isdisjoint(roles)

    @property
    def drafted(self) -> bool:
        """Whether the person wrote any of it."""
        return self.desk.actor.name in authors(self.site, self.name, self.period)

    def walk(self) -> GateReview:
        """The paper's walk through the gates as it stands."""
        examined = self._examine()
        return review(examined.subject, examined.found)

    def _examine(self) -> Examined:
        return examine(self.site, self.name, self.period, self.desk.today)

    def waive(self, keys: Sequence[str], reason: str) -> tuple[Disposition, ...]:
        """Answers by name for findings; for rows left out, in the journal, so that the edition can say so.

        Raises Refused: RPT-058 no such post, PRF-022 to PRF-024, PRF-401, CMD-062 rows left out without a reason.
        """
        self._require_allowed(WAIVERS, "豁免")
        by, examined, rest = self.desk.actor.name, self._examine(), list(keys)
        walk = review(examined.subject, examined.found)
        lost = [one.key for one in walk.blocking if one.finding.rule == LEFT_OUT and one.key in keys]
        if lost:
            paper = examined.report.paper
            given = Acceptance(by, self.desk.today.isoformat(), reason)
            accept(self.site, paper, missing_from(self.site, paper), given, actor=by)
            rest = [one for one in keys if one not in lost]
        return waive(walk, rest, by=by, reason=reason, on=self.desk.today) if rest else ()

    def sign(self, gate: Gate, seen: str) -> Approval:
        """Signs one gate of the very words that were seen. Raises Refused with every reason why not."""
        self._require_allowed(SIGNERS, "签")
        walk = self.walk()
        if changed := tuple(_problems_of_change(walk, seen)):
            raise Refused(*changed)
        known = authors(self.site, self.name, self.period)
        return sign(walk, gate, by=self.desk.actor.name, on=self.desk.today, authors=known)

    def approve(self, seen: str) -> Edition:
        """Approves the very words that were seen and freezes them as the next edition.

        Raises Refused with every reason why not: RPT-056 the person drafted it, RPT-057 other words since,
        RPT-058 no approver, RPT-059 approved already, PRF-407 not signed, and all that the gates hold against it.
        """
        by, on = self.desk.actor.name, self.desk.today
        walk = self.walk()
        place = Place(file=walk.subject.name)
        problems = [*self._barriers(APPROVERS, "批准"), *_problems_of_change(walk, seen)]
        if self.drafted:
            says = sentence("{by}撰写过这份文稿，不能由本人批准。", by=by)
            problems.append(Problem("RPT-056", says, place, "请由另一位审核人批准。"))
        if walk.standing == "approved":
            says = "这份文稿已经批准，此后没有改动。"
            problems.append(Problem("RPT-059", says, place, "不必再批；已有的定稿见文稿页。"))
        problems += walk.problems
        if problems:
            raise Refused(*problems)
        require_sound(self.site)  # before the approval is written down: what is refused leaves nothing behind
        made = self._examine().report
        require_settled(made, by)
        approve(walk, by=by, on=on)
        return freeze_report(self.site, made, (self.name, self.period), (by, by), on)

    def _require_allowed(self, roles: Collection[str], what: str) -> None:
        if barred := tuple(self._barriers(roles, what)):
            raise Refused(*barred)

    def _barriers(self, roles: Collection[str], what: str) -> Iterator[Problem]:
        if not self.may(roles):
            yield Problem(
                "RPT-058", sentence("您现在的岗位不能{what}这份文稿。", what=what), Place(file=self.name), _HINT
            )


def _problems_of_change(walk: GateReview, seen: str) -> Iterator[Problem]:
    if walk.subject.digest != seen:
        says = "您看过之后文稿或其中的数有改动，没有批准。"
        yield Problem("RPT-057", says, Place(file=walk.subject.name), "请把现在的文稿看过再批准。")
