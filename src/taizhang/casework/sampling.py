"""Sampling re-checks (抽查): which closed matters are looked at again, drawn so that anybody can draw them again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from math import ceil

from taizhang.catalogue.values import row_of
from taizhang.lists.query import DEEPEST, LARGEST_PAGE, Filter, Order, Page
from taizhang.matters.acts import Particulars
from taizhang.matters.entry import Entry, Head
from taizhang.policy.posts import Actor, actor_of
from taizhang.policy.rights import roles_for
from taizhang.site.desk import Desk
from taizhang.terms.problem import Place, Problem, Refused
from taizhang.terms.sentence import sentence

CLOSED = ("closed", "struck_off")
CHECKERS_FOR = ("supervisor", "leader")
# Chosen: one in ten (per cent), and no more than a person re-checks in a quarter; a rule may ask for another share.
SHARE, MOST_DRAWN = 10, 200
_MASSES = ("群众", "信访", "来信", "来访", "热线", "12345")
RED, MASSES, CHANCE = "曾亮红灯", "群众反映", "随机抽取"


@dataclass(frozen=True, slots=True)
class SamplingRule:
    """How a sample is drawn: from matters of a ledger closed in these days, so many in a hundred, under this seed."""

    ledger: str
    since: date
    until: date
    share: int
    seed: str

    def describe(self) -> str:
        """The rule in one line, as each drawn matter keeps it."""
        days = f"{self.since.isoformat()}至{self.until.isoformat()}办结"
        return f"{days}的，随机{self.share}%加曾亮红灯的、群众反映的全部；随机种子{self.seed}"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A matter of the sample, why it is in it, and who may check it."""

    head: Head
    why: str
    checkers: tuple[str, ...]
    checker: str


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample and how many matters it was drawn from; cut: whether more were closed than are looked at."""

    rule: SamplingRule
    population: int
    drawn: tuple[Drawn, ...]
    cut: bool = False


def draw(desk: Desk, rule: SamplingRule) -> Sample:
    """The sample of the rule: the same whenever it is drawn again from the same matters."""
    closed = [head for head in _population(desk, rule) if _closed_in(desk, head, rule)]
    reasons = {head.matter: why for head in closed if (why := _reason(desk, head))}
    rest = [head for head in closed if head.matter not in reasons]
    chance = sorted(rest, key=lambda head: sha256(f"{rule.seed}\x1f{head.matter}".encode()).digest())
    for head in chance[: ceil(len(closed) * rule.share / 100)]:
        reasons[head.matter] = CHANCE
    chosen = sorted((head for head in closed if head.matter in reasons), key=lambda head: (head.number, head.matter))
    drawn = _with_checkers(desk, chosen[:MOST_DRAWN], reasons)
    return Sample(rule, len(closed), tuple(drawn), len(chosen) > MOST_DRAWN)


def _population(desk: Desk, rule: SamplingRule) -> Iterator[Head]:
    """Closed matters of the ledger within the person's sight, those touched last first, at most DEEPEST."""
    query = desk.query(
        Filter(ledgers=(rule.ledger,), states=CLOSED),
        page=Page(size=LARGEST_PAGE),
        order=Order("seq", descending=True),
    )
    for start in range(0, DEEPEST, LARGEST_PAGE):
        heads = desk.page(replace(query, page=Page(start=start))).heads
        yield from heads
        if len(heads) < LARGEST_PAGE:
            return


def _closed_in(desk: Desk, head: Head, rule: SamplingRule) -> bool:
    row = row_of(desk.site.catalogue.ledgers[head.ledger], head.facts)
    day = head.course.concluded or next(
        (row[name] for name in ("closed", "done") if isinstance(row.get(name), date)), None
    )
    return isinstance(day, date) and rule.since <= day <= rule.until


def _reason(desk: Desk, head: Head) -> str:
    """Why a matter is in every sample: its lamp was red once, or the masses reported it."""
    if head.course.late or desk.lamp(head).ever or head.course.returned >= 2:
        return RED
    fields = desk.site.catalogue.ledgers[head.ledger].declared.field
    told = (str(head.facts.get(name) or "") for name, one in fields.items() if one.type == "choice" or name == "source")
    return MASSES if any(word in text for text in told for word in _MASSES) else ""


def _with_checkers(desk: Desk, heads: Sequence[Head], reasons: Mapping[str, str]) -> list[Drawn]:
    """Each matter with those who had no part in it, the one with the fewest so far first."""
    people = _people(desk)
    load: Counter[str] = Counter()
    drawn = []
    for head in heads:
        free = sorted(
            (name for name in people if name not in people_involved(head)), key=lambda name: (load[name], name)
        )
        chosen = head.round.checker if head.round.checker in free else free[0] if free else ""
        load[chosen] += 1
        drawn.append(Drawn(head, reasons[head.matter], tuple(sorted(free)), chosen))
    return drawn


def _people(desk: Desk) -> tuple[str, ...]:
    """Everybody of the body who may re-check today."""
    posts = desk.site.roll.posts()
    actors: dict[str, Actor] = {name: actor_of(name, posts, desk.today) for name in {post.person for post in posts}}
    return tuple(sorted(name for name, actor in actors.items() if actor.roles & frozenset(CHECKERS_FOR)))


def people_involved(head: Head) -> frozenset[str]:
    """Who had a part in the matter's round or keeps out of it, so does not check it."""
    acted = (
        head.registrar,
        head.round.handler,
        head.round.reporter,
        *head.round.verifiers,
        head.round.closer,
        head.round.returner,
        *head.recused,
    )
    return frozenset(acted) - {""}


def assign(desk: Desk, sample: Sample, checkers: Mapping[str, str], idem: str) -> tuple[Entry, ...]:
    """Puts the sample to the checkers, all of it or none; Refused when one of them had a part in his matter.

    checkers: the person chosen for each matter, the proposed one where none is.
    """
    problems, asked = [], []
    ledger = desk.site.catalogue.ledgers[sample.rule.ledger]
    if not roles_for(ledger, "sample"):
        problems.append(
            Problem(
                "POL-008",
                sentence("“{ledger}”没有办结后的回头看，不能抽查。", ledger=ledger.title),
                hint="请另选台账。",
            )
        )
    for one in sample.drawn:
        checker = checkers.get(one.head.matter) or one.checker
        if checker not in one.checkers:
            says = sentence(
                "“{value}”不能抽查这一件：没有督查员或分管领导岗位，或经手过本事项。", value=checker or "（空）"
            )
            problems.append(Problem("POL-008", says, Place(matter=one.head.number), "请另指定未参与办理的人。"))
            continue
        said = {"checker": checker, "draw": sample.rule.describe(), "part": one.why}
        asked.append((desk.opened(one.head), "sample", Particulars(said=said)))
    if problems:
        raise Refused(*problems)
    return desk.act_each(asked, desk.today, idem)
