"""What is asked of the journal, what it keeps, and where a matter stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from taizhang.catalogue.values import Stored
from taizhang.vault.vault import NO_BOX, Box

RECORD, CORRECT = "record", "correct"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact was read: the file's digest (SHA-256, hex) and name, the sheet, the row and the cell."""

    digest: str = ""
    file: str = ""
    sheet: str = ""
    row: int = 0
    cell: str = ""


NO_SOURCE = Source()


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter that presses a matter; the act tells its level, the note is its text, ``on`` its date.

    number: as printed, 督函〔2026〕12号. to: the unit it goes to. sender: who signs. answer: the last day to answer.
    """

    number: str
    title: str
    to: str
    sender: str
    answer: date


@dataclass(frozen=True, slots=True)
class Intention:
    """One act somebody wants done.

    actor: who; idem: the client's identifier of this intention, unique per actor: sent twice it happens once.
    matter: '' opens a new matter. expect: the matter's last mseq as the actor saw it, None when the act does
    not depend on it. on: the day the act took effect. facts: fields it sets; a fact set to None is cleared.
    state: only for acts that record what is already so (RECORD, CORRECT); every other act's state comes from
    the lifecycle table. evidence: digests of files kept in the blob store. related: matters the act points to:
    the survivor of a merger, the parts of a split, the whole a part came from, what it is linked with. review:
    next review day of a standing obligation. letter: what goes out with an act that presses the matter; without one
    it was said by word of mouth. said: the answers its row of the lifecycle asks for, by name.
    """

    actor: str
    idem: str
    ledger: str
    act: str
    on: date
    matter: str = ""
    expect: int | None = None
    number: str = ""
    unit: str = ""
    facts: Mapping[str, Stored] = field(default_factory=dict)
    state: str = ""
    note: str = ""
    evidence: tuple[str, ...] = ()
    source: Source = NO_SOURCE
    related: tuple[str, ...] = ()
    review: date | None = None
    letter: Letter | None = None
    said: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """One appended event (流水): an intention with its place in the journal; never changed, never removed.

    seq: from 1 over the journal; mseq: from 1 within the matter; at: server time, UTC. state, round: where the
    matter stands after it. late: whether the matter was past its due date when the act took effect. box: of an entry as
    it is kept of a guarded ledger, its words, encrypted; the intention then has tokens in their place.
    """

    seq: int
    matter: str
    mseq: int
    at: datetime
    state: str
    round: int
    intention: Intention
    late: bool = False
    box: Box = NO_BOX

    @property
    def boxed(self) -> bool:
        """Whether its words are kept encrypted."""
        return bool(self.box.data)


@dataclass(frozen=True, slots=True)
class Round:
    """The work since a matter was opened or reopened last: who did what, and with what.

    number: from 1. handler: who accepted it. reporter, verifiers, closer: who reported, verified and closed.
    returner: who returned the work last. checker: who is to re-check it. evidence: files given. pauses: first and
    last day of past suspensions. review: next review day of a standing obligation.
    """

    number: int = 1
    handler: str = ""
    reporter: str = ""
    verifiers: tuple[str, ...] = ()
    closer: str = ""
    returner: str = ""
    checker: str = ""
    evidence: int = 0
    pauses: tuple[tuple[date, date], ...] = ()
    review: date | None = None


@dataclass(frozen=True, slots=True)
class Pressing:
    """The letters that press a matter.

    slips: reminders, chasing letters and warnings sent in this round. level, on: the highest level of letter since
    the work last began anew, and the day of the last one. answer_by: until when it is to be answered, None once it
    is. letter: number of the last one ever.
    """

    slips: int = 0
    level: int = 0
    on: date | None = None
    answer_by: date | None = None
    letter: str = ""


@dataclass(frozen=True, slots=True)
class Application:
    """What waits for somebody's decision.

    act, by, on: an act applied for and not yet decided on, by whom, when. objector, objected: who objects since when,
    until it is settled. designated: whether the unit was settled after an application to hand the matter back.
    """

    act: str = ""
    by: str = ""
    on: date | None = None
    objector: str = ""
    objected: date | None = None
    designated: bool = False


@dataclass(frozen=True, slots=True)
class Relations:
    """What other matters this one has to do with.

    related: the survivor of a merger or the parts of a split. links: those it is linked with. origin: the one it was
    split from. answered: when its source was answered after a merger or a split.
    """

    related: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    origin: str = ""
    answered: date | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """What the acts on a matter left behind, over all its rounds.

    on: day of the last act, recordings aside. last: day of the last act that reported progress. assigned: day it was
    last assigned. concluded: day of the last conclusion that may be objected to. discontinued: since when it is in a state
    that ended it without its being done, None while it is in none. completed: day of
    the report of completion that stands, None once it was returned or the matter reopened. reopened: day it was
    reopened last. rechecked: day of the last re-check
    after closing. suspended: since when the clock stands still. returned, extended: how often. late: whether it was
    ever acted on past its due date (曾逾期). recorded: whether its state was taken over, not reached by acts.
    """

    on: date | None = None
    last: date | None = None
    assigned: date | None = None
    concluded: date | None = None
    discontinued: date | None = None
    completed: date | None = None
    reopened: date | None = None
    rechecked: date | None = None
    suspended: date | None = None
    returned: int = 0
    extended: int = 0
    late: bool = False
    recorded: bool = False


NOT_PRESSED, NOTHING_ASKED, UNRELATED = Pressing(), Application(), Relations()


@dataclass(frozen=True, slots=True)
class Head:
    """Where a matter stands after its last entry: the folded state and all facts.

    seq: of the last entry, the cursor projections follow. source: of the last recording that named one. registrar:
    who registered it. recused: who takes no part in it. boxed: some entry keeps its words encrypted.
    """

    matter: str
    ledger: str
    number: str
    unit: str
    state: str
    mseq: int
    seq: int
    facts: Mapping[str, Stored]
    source: Source = NO_SOURCE
    registrar: str = ""
    recused: tuple[str, ...] = ()
    round: Round = Round()
    course: Course = Course()
    pressing: Pressing = NOT_PRESSED
    application: Application = NOTHING_ASKED
    relations: Relations = UNRELATED
    boxed: bool = False
