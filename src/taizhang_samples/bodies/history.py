"""The same years as acts: every matter of a closed loop registered, handled, verified and struck off by its people.

What is no closed loop is recorded; wide tables come as the workbooks they are. Figures equal those of the clean records.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from pathlib import Path
from random import Random

from taizhang.catalogue.resolved import Ledger
from taizhang.catalogue.values import Stored, row_of, state_of
from taizhang.intake.identities import matter_identity
from taizhang.matters.entry import RECORD, Intention
from taizhang.matters.transition import due_fields
from taizhang.site.site import Site
from taizhang_samples.bodies.contradict import Facts
from taizhang_samples.bodies.course import CHAIN
from taizhang_samples.bodies.draw import kept
from taizhang_samples.bodies.generate import Wanted, clean, declared, drawers
from taizhang_samples.bodies.spec import spec_of
from taizhang_samples.bodies.wide import wide_workbook
from taizhang_samples.county.record import HANDED_IN
from taizhang_samples.county.write import write_book

# Invented shares of matters: returned once, reopened once, reminded of.
RETURNED, REOPENED, REMINDED = 0.06, 0.02, 0.05
SURNAMES = "汤田范方石姚谭廖邹熊金陆"
REGISTRARS, APPROVERS, REVIEWERS, CLOSERS, STRIKERS = (
    tuple(f"{SURNAMES[place + 2 * turn]}某{mark}" for turn in range(2)) for place, mark in enumerate("甲乙丙丁戊")
)


@dataclass(slots=True)
class Story:
    """The acts on one matter, in order; ``facts`` is what stands after them."""

    ledger: Ledger
    number: str
    unit: str
    matter: str
    papers: tuple[str, ...]
    facts: dict[str, Stored] = field(default_factory=dict)
    acts: list[Intention] = field(default_factory=list)

    def do(self, act: str, actor: str, on: date, facts: Mapping[str, Stored], *, note: str = "") -> None:
        """Add an act, with the facts that are not yet so."""
        new = {name: value for name, value in facts.items() if self.facts.get(name) != value}
        self.facts |= new
        first = act in ("register", "assign")
        self.acts.append(
            Intention(
                actor,
                f"{self.matter}/{len(self.acts)}",
                self.ledger.name,
                act,
                on,
                self.matter,
                number=self.number,
                unit=self.unit if first else "",
                facts=new,
                note=note or "按职责办理",
                evidence=self.papers if act in ("report", "strike_off", "reopen") else (),
            )
        )


@dataclass(slots=True)
class Days:
    """A clock that shows noon of the last day acted on; a site that is acted out reads its time here."""

    now: datetime = datetime(2024, 1, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Give the time."""
        return self.now

    def reach(self, on: date) -> None:
        """Move on to a day; never back."""
        self.now = max(self.now, datetime(on.year, on.month, on.day, 12, tzinfo=UTC))


def write_history(home: Path, folder: Path, wanted: Wanted) -> int:
    """Act the body's years out in its new site; give the number of entries. folder: where wide tables are written."""
    folder.mkdir(parents=True, exist_ok=True)
    days, spec = Days(), spec_of(wanted.body)
    (home / "catalogue" / "body.toml").write_text(declared(spec), encoding="utf-8", newline="\n")
    with Site(home, clock=days) as site:
        paper = folder / "办理材料.txt"
        paper.write_text("办理情况说明（样例）\n", encoding="utf-8", newline="\n")
        papers, acts, wide = (site.blobs.put(paper),), [], []
        for place, (ledger, drawer) in enumerate(drawers(site.catalogue, spec, wanted)):
            records, rng = clean(ledger, drawer, wanted), Random(f"{ledger.name}/{wanted.seed}")
            if ledger.declared.pivot:
                wide.append(wide_workbook(site.catalogue, ledger, records, place, drawer))
            else:
                acts += [one for record in records for one in acts_of(ledger, record, rng, papers)]
        acts.sort(key=lambda one: (one.ledger != "unit", one.on))
        _append(site, acts, days)
        for book in wide:
            write_book(book, folder)
        site.import_files([folder / book.file for book in wide], today=HANDED_IN, actor=REGISTRARS[0])
        return site.journal.size


def _append(site: Site, acts: list[Intention], days: Days) -> None:
    """Month by month, each stamped with a time when all of it has been done."""
    for ours, month in groupby(acts, key=lambda one: (one.ledger == "unit", one.on.year, one.on.month)):
        batch = tuple(month)
        days.reach(date(2024, 1, 2) if ours[0] else max(one.on for one in batch))
        site.journal.append(batch)


def acts_of(ledger: Ledger, record: Facts, rng: Random, papers: tuple[str, ...]) -> Iterator[Intention]:
    """The acts that lead to the record as it stands at the end."""
    facts = kept(ledger, record)
    key = tuple(str(facts.get(name)) for name in ledger.declared.key)
    number, matter = "/".join(key), matter_identity(ledger.name, key)
    unit = str(facts.get(ledger.declared.unit) or "") if ledger.declared.unit else ""
    opened = record.get("opened")
    on = opened if isinstance(opened, date) and opened <= HANDED_IN else HANDED_IN
    if ledger.declared.lifecycle != "closed_loop":
        state = state_of(ledger, row_of(ledger, facts))
        told = {name: value for name, value in facts.items() if value is not None}
        yield Intention(
            rng.choice(REGISTRARS),
            f"{matter}/0",
            ledger.name,
            RECORD,
            on,
            matter,
            number=number,
            unit=unit,
            facts=told,
            state=state,
        )
        return
    story = Story(ledger, number, unit or "承办单位", matter, papers)
    _tell(story, record, facts, on, rng)
    yield from story.acts


def _tell(story: Story, record: Facts, facts: Mapping[str, Stored], opened: date, rng: Random) -> None:
    """The whole course of a matter of a closed loop, as far as it has come."""
    declared = story.ledger.declared
    steps = [name for name in CHAIN if isinstance(record.get(name), date)]
    later = {*CHAIN, "extended_to", "struck", declared.status}
    story.do("register", rng.choice(REGISTRARS), opened, _without(facts, later), note="据来文登记")
    end = max((day for name in steps if isinstance(day := record[name], date)), default=HANDED_IN)
    state = state_of(story.ledger, row_of(story.ledger, dict(facts)))
    finished = state == "struck_off"
    clock = _Clock(opened, end)
    story.do(
        "approve",
        rng.choice(APPROVERS),
        clock.next(),
        {declared.status: facts.get(declared.status)} if not finished else {},
    )
    story.do("assign", rng.choice(APPROVERS), clock.next(), {})
    handler = f"{rng.choice(SURNAMES)}某（{story.unit[:6]}）"
    story.do("accept", handler, clock.next(), {})
    if facts.get("extended_to") is not None and "extended_to" in due_fields(story.ledger):
        story.do(
            "extend", rng.choice(APPROVERS), clock.now, {"extended_to": facts["extended_to"]}, note="情况复杂，准予延期"
        )
    if rng.random() < REMINDED:
        story.do("remind", rng.choice(APPROVERS), clock.now, {}, note="提醒按期办结")
    story.do("report_progress", handler, clock.next(), {}, note="正在办理")
    if not finished:
        story.do("report_progress", handler, clock.now, facts, note="继续办理")
        return
    if rng.random() < RETURNED:
        _report(story, handler, clock.now, rng)
        story.do("return_work", REVIEWERS[0], clock.now, {}, note="材料不全，退回补充")
    if rng.random() < REOPENED:
        _close(story, handler, clock.now, facts, rng)
        story.do("reopen", APPROVERS[0], clock.now, {}, note="回头看不合格，恢复办理")
    _close(story, handler, end, facts, rng)


def _report(story: Story, handler: str, on: date, rng: Random) -> None:
    story.do("report", handler, on, {}, note="办理完毕，报请核验")
    story.do("start_review", rng.choice(REVIEWERS), on, {})


def _close(story: Story, handler: str, on: date, facts: Mapping[str, Stored], rng: Random) -> None:
    """Reported, verified three times by three people, closed and struck off by two others."""
    _report(story, handler, on, rng)
    first, second = rng.sample(REVIEWERS, 2)
    for person in (first, second, APPROVERS[1]):
        story.do("verify", person, on, {}, note="核验属实")
    story.do("close", rng.choice(CLOSERS), on, {})
    story.do("strike_off", rng.choice(STRIKERS), on, facts, note="准予销号")


def _without(facts: Mapping[str, Stored], names: set[str]) -> dict[str, Stored]:
    return {name: value for name, value in facts.items() if name not in names and value is not None}


@dataclass(slots=True)
class _Clock:
    """The days on which the first steps are taken: one after the other, never after the end."""

    now: date
    end: date

    def next(self) -> date:
        """The following day, or the last one."""
        self.now = min(self.now + timedelta(days=1), max(self.end, self.now))
        return self.now
