"""Definitions changed in the open: proposed with the effect shown, decided by somebody else, in force from a day.

Every step is an entry of the journal; an approved definition is also a file of the site, so that the catalogue is
read as ever and can be written again from the journal when the file is lost.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from taizhang.catalogue.load import examine, examine_tables
from taizhang.catalogue.resolved import Catalogue
from taizhang.catalogue.values import Stored
from taizhang.catalogue.versions import FOLDER, declared_values, file_of, in_force, toml_of, toml_of_tables
from taizhang.figures.amending import PartChange, amend, differences
from taizhang.figures.effect import Effect, Shift, effect
from taizhang.figures.identities import describe_identity
from taizhang.figures.introducing import Introduced, introduction
from taizhang.figures.words import define
from taizhang.matters.entry import CORRECT, RECORD, Head, Intention
from taizhang.policy.proposals import SHORTEST_REASON
from taizhang.shipped import CATALOGUE
from taizhang.site.site import Site
from taizhang.terms.durable import replace_file
from taizhang.terms.period import Period
from taizhang.terms.problem import Place, Problem, Refused, errors
from taizhang.terms.sentence import sentence

LEDGER = "redefinition"
OUTCOMES: Mapping[str, str] = {"proposed": "待审定", "approved": "已批准", "rejected": "未批准", "withdrawn": "已撤回"}
CHANGE, FIGURE, AGREEMENT = "", "new", "agree"
"""What a proposal is: a figure changed, a figure set up, two figures declared to agree; written before the name it is kept under."""
Tables = Mapping[str, Mapping[str, Mapping[str, object]]]


@dataclass(frozen=True, slots=True)
class DefinitionProposal:
    """A change somebody proposed, and what became of it.

    before, after: the whole declaration in plain values; of what is new ``after`` holds declarations by kind and name,
    and ``before`` is empty. effect: what was shown when it was proposed. since: the day it was to be in force from;
    force: the day it is, '' unless approved. step: what a decision names as seen.
    """

    matter: str
    number: str
    figure: str
    title: str
    before: Mapping[str, object]
    after: Mapping[str, object]
    effect: str
    reason: str
    since: str
    proposer: str
    opened: str
    outcome: str
    decider: str = ""
    decided: str = ""
    remark: str = ""
    force: str = ""
    step: int = 0
    entry: int = 0
    kind: str = CHANGE

    @property
    def open(self) -> bool:
        """Whether it waits to be decided."""
        return self.outcome == "proposed"

    @property
    def tables(self) -> Tables:
        """The declarations of what is new, by kind and name; {} of a change."""
        return self.after if self.kind else {}  # type: ignore[return-value]

    @property
    def toml(self) -> str:
        """What is kept when it is approved."""
        return toml_of_tables(self.tables) if self.kind else toml_of(self.figure, self.after)


@dataclass(frozen=True, slots=True)
class Weighed:
    """A change looked at and not yet proposed: the declaration, the difference in words, the effect.

    words: of what is new, each figure's definition and each identity as a sentence.
    """

    declared: Mapping[str, object]
    changes: tuple[PartChange, ...]
    effect: Effect
    words: tuple[str, ...] = ()


def weigh(site: Site, name: str, given: Mapping[str, str], period: Period) -> Weighed:
    """What a change of a figure would do; nothing is written. Raises Refused with every fault, FIG-031 when there is none."""
    return _weigh(site, name, amend(site.catalogue, name, given), period)


def reconsider(site: Site, proposal: DefinitionProposal, period: Period) -> Weighed:
    """The effect of a proposal on the numbers of now. Raises Refused: FIG-036 the definition is another one by now."""
    if proposal.kind:
        return introduce(site, proposal.figure, proposal.tables, period)
    if proposal.figure not in site.catalogue.figures:
        says = sentence("现行目录里已没有指标“{proposal}”。", proposal=proposal.title)
        raise Refused(Problem("FIG-036", says, hint="请驳回或撤回这项变更。"))
    if declared_values(site.catalogue, proposal.figure) != proposal.before:
        says = sentence("“{proposal}”的口径在提出之后有了新版本，这项变更不能再按原样审定。", proposal=proposal.title)
        raise Refused(Problem("FIG-036", says, Place(key=proposal.figure), "请撤回，对照新版本重新提出。"))
    return _weigh(site, proposal.figure, proposal.after, period)


def _weigh(site: Site, name: str, declared: Mapping[str, object], period: Period) -> Weighed:
    changes = differences(site.catalogue, name, declared_values(site.catalogue, name), declared)
    if not changes:
        raise Refused(Problem("FIG-031", "没有改动任何一项。", Place(key=f"figure.{name}"), "请先改口径，再看影响。"))
    changed = change_catalogue(site, name, declared)
    found = effect(site.catalogue, changed, site.refresh(), site.organisation(), (name, period))
    return Weighed(declared, changes, found)


def change_catalogue(site: Site, name: str, declared: Mapping[str, object]) -> Catalogue:
    """The site's catalogue with one figure declared otherwise. Raises Refused with every fault the checks find."""
    layers = (CATALOGUE, site.home / "catalogue", *in_force(site.home, site.day))
    changed, problems = examine(*layers, changed={name: declared})
    if changed is None or errors(problems):
        raise Refused(*errors(problems))
    return changed


def introduce(site: Site, main: str, tables: Tables, period: Period) -> Weighed:
    """What new figures and identities would say; nothing is written. Raises Refused with every fault the checks find."""
    layers = (CATALOGUE, site.home / "catalogue", *in_force(site.home, site.day))
    then, problems = examine_tables(tables, *layers)
    if then is None or errors(problems):
        raise Refused(*errors(problems))
    what = Introduced(main, tuple(tables.get("figure", ())), tuple(tables.get("identity", ())))
    found = introduction(then, site.refresh(), site.organisation(), what, period)
    words = [define(then, then.figures[name]) for name in reversed(what.figures)]
    words += [describe_identity(then, then.identities[key]) for key in what.identities]
    return Weighed(tables, (), found, tuple(words))


def propose(
    site: Site, name: str, weighed: Weighed, *, reason: str, since: date | None, actor: str, idem: str
) -> DefinitionProposal:
    """Puts a change before those who decide. Raises Refused: FIG-032 no reason, FIG-033 no day, FIG-040 one waits already."""
    before, title = declared_values(site.catalogue, name), site.catalogue.figures[name].title
    return _put(site, (CHANGE, name, title), before, weighed, reason=reason, since=since, actor=actor, idem=idem)


def propose_new(
    site: Site, what: tuple[str, str, str], weighed: Weighed, *, reason: str, since: date | None, actor: str, idem: str
) -> DefinitionProposal:
    """Puts something new before those who decide: (FIGURE or AGREEMENT, name, title). Raises Refused as ``propose`` does."""
    return _put(site, what, {}, weighed, reason=reason, since=since, actor=actor, idem=idem)


def _put(
    site: Site,
    what: tuple[str, str, str],
    before: Mapping[str, object],
    weighed: Weighed,
    *,
    reason: str,
    since: date | None,
    actor: str,
    idem: str,
) -> DefinitionProposal:
    kind, name, title = what
    problems = list(_why_not(site, name, reason, since, idem))
    if problems or since is None:
        raise Refused(*problems)
    facts: dict[str, Stored] = {
        "no": f"{name}/{idem}",
        "figure": f"{kind}.{name}" if kind else name,
        "title": title,
        "before": _text(before),
        "after": _text(weighed.declared),
        "effect": summary(weighed.effect),
        "reason": reason.strip(),
        "since": since.isoformat(),
        "proposer": actor,
        "opened": site.day.isoformat(),
        "outcome": "proposed",
    }
    asked = Intention(
        actor, f"propose:{idem}", LEDGER, RECORD, site.day, number=f"{name}/{idem}", facts=facts, note=reason.strip()
    )
    (entry,) = site.journal.append((asked,))
    return _find(site, entry.matter)


def _why_not(site: Site, name: str, reason: str, since: date | None, idem: str) -> Iterator[Problem]:
    """What stands against proposing a change."""
    if len(reason.strip()) < SHORTEST_REASON:
        yield Problem("FIG-032", "没有写明为什么要改。", Place(key="reason"), "请写明依据，不少于四个字。")
    if since is None or since < site.day:
        yield Problem(
            "FIG-033",
            "没有写明自哪天起执行，或这一天已经过去。",
            Place(key="since"),
            "请写今天或以后的一天；以前的数以定稿为准。",
        )
    waiting = [one for one in proposals(site, name) if one.open and one.number != f"{name}/{idem}"]
    if waiting:
        says = sentence(
            "{proposer}在{opened}提出的变更还没有审定。", proposer=waiting[0].proposer, opened=waiting[0].opened
        )
        yield Problem("FIG-040", says, Place(key=f"figure.{name}"), "请等它审定，或由提出人撤回后再提。")


def decide(
    site: Site, proposal: DefinitionProposal, outcome: str, *, actor: str, remark: str = "", step: int
) -> DefinitionProposal:
    """Approves, rejects or withdraws a proposal as it was seen; approved, it is in force from its day or today.

    Raises Refused: FIG-034 one's own proposal, or somebody else's to withdraw; FIG-035 decided already; FIG-038 rejected
    without a reason; JRN-002 somebody decided meanwhile.
    """
    if problems := list(_why_undecided(proposal, outcome, actor, remark)):
        raise Refused(*problems)
    facts: dict[str, Stored] = {
        "outcome": outcome,
        "decider": actor,
        "decided": site.day.isoformat(),
        "remark": remark.strip(),
    }
    if outcome == "approved":
        facts["force"] = max(proposal.since, site.day.isoformat())
    note = remark.strip() or OUTCOMES[outcome]
    asked = Intention(
        actor,
        f"{outcome}:{proposal.matter}",
        LEDGER,
        CORRECT,
        site.day,
        proposal.matter,
        expect=step,
        facts=facts,
        note=note,
    )
    site.journal.append((asked,))
    write_approved(site)
    return _find(site, proposal.matter)


def _why_undecided(proposal: DefinitionProposal, outcome: str, actor: str, remark: str) -> Iterator[Problem]:
    """What stands against deciding a proposal so."""
    own = actor == proposal.proposer
    if own != (outcome == "withdrawn"):
        says = (
            "自己提出的变更不能由本人审定。"
            if own
            else sentence("只有提出人{proposer}可以撤回。", proposer=proposal.proposer)
        )
        yield Problem("FIG-034", says, hint="请由另一位审核人或分管领导审定。")
    if not proposal.open:
        says = sentence(
            "这项变更{outcomes}（{decider}，{decided}）。",
            outcomes=OUTCOMES[proposal.outcome],
            decider=proposal.decider,
            decided=proposal.decided,
        )
        yield Problem("FIG-035", says, hint="需要再改的，请另行提出。")
    if outcome == "rejected" and len(remark.strip()) < SHORTEST_REASON:
        yield Problem("FIG-038", "没有写明为什么不批准。", Place(key="remark"), "请写明理由，不少于四个字。")


def write_approved(site: Site) -> tuple[Problem, ...]:
    """Writes the files of approved definitions that are missing; FIG-041 names those that are not as approved."""
    wrong = []
    missing = False
    for one in proposals(site):
        if one.outcome != "approved":
            continue
        path, text = file_of(site.home, date.fromisoformat(one.force), one.entry), one.toml
        if not path.is_file():
            (site.home / FOLDER).mkdir(exist_ok=True)
            replace_file(path, text.encode())
            missing = True
        elif path.read_text("utf-8") != text:
            says = sentence("“{title}”的口径文件与批准的不同。", title=one.title)
            wrong.append(Problem("FIG-041", says, Place(file=str(path)), "请删去这个文件，系统会按流水重新写出。"))
    if missing:
        site.follow()
    return tuple(wrong)


def proposals(site: Site, name: str = "") -> tuple[DefinitionProposal, ...]:
    """The changes proposed so far, the latest first; of one figure when it is named."""
    if LEDGER not in site.catalogue.ledgers:
        return ()
    found = [_proposal(head) for head in site.journal.heads(LEDGER) if head.facts.get("outcome") in OUTCOMES]
    return tuple(one for one in reversed(found) if name in ("", one.figure))


def proposal(site: Site, matter: str) -> DefinitionProposal | None:
    """One change; None when there is none of that identifier."""
    head = site.journal.head(matter)
    return _proposal(head) if head and head.ledger == LEDGER and head.facts.get("outcome") in OUTCOMES else None


def _find(site: Site, matter: str) -> DefinitionProposal:
    head = site.journal.head(matter)
    assert head is not None
    return _proposal(head)


def _proposal(head: Head) -> DefinitionProposal:
    said = {key: str(value or "") for key, value in head.facts.items()}
    kind, _, name = said["figure"].rpartition(".")
    texts = (
        "title",
        "effect",
        "reason",
        "since",
        "proposer",
        "opened",
        "outcome",
        "decider",
        "decided",
        "remark",
        "force",
    )
    before, after = json.loads(said["before"]), json.loads(said["after"])
    return DefinitionProposal(
        matter=head.matter,
        number=head.number,
        figure=name,
        kind=kind,
        before=before,
        after=after,
        step=head.mseq,
        entry=head.seq,
        **{key: said.get(key, "") for key in texts},
    )


def summary(found: Effect) -> str:
    """The effect in a few lines, kept with the proposal."""
    lines = [_line(one) for one in found.moving[:20]]
    lines += [f"{one.period.key}新计入{one.coming}条，不再计入{one.going}条" for one in found.moved]
    return "；".join(lines or ["现有各数不变"]) + f"。校验码{found.digest[:12]}"


def _line(one: Shift) -> str:
    before, after = one.before.text or "—", one.after.text or "—"
    return f"{one.after.figure.title}（{one.after.ask.period.key}）{before}→{after}{one.after.figure.unit}"


def _text(declared: Mapping[str, object]) -> str:
    return json.dumps(declared, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
