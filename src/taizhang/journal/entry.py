"""What is asked of the journal, what it keeps, and where a matter stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from taizhang.catalogue.values import Stored

RECORD, CORRECT = "record", "correct"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact was read: the file's digest (SHA-256, hex) and name, the sheet, the row and the cell."""

    digest: str = ""
    file: str = ""
    sheet: str = ""
    row: int = 0
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Intention:
    """One act somebody wants done.

    actor: who; idem: the client's identifier of this intention, unique per actor: sent twice it happens once.
    matter: '' opens a new matter. expect: the matter's last mseq as the actor saw it, None when the act does
    not depend on it. on: the day the act took effect. facts: fields it sets; a fact set to None is cleared.
    state: only for acts that record what is already so (RECORD, CORRECT); every other act's state comes from
    the lifecycle table. evidence: digests of files kept in the blob store.
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
    source: Source = Source()


@dataclass(frozen=True, slots=True)
class Entry:
    """One appended event (流水): an intention with its place in the journal; never changed, never removed.

    seq: from 1 over the journal; mseq: from 1 within the matter; at: server time, UTC.
    """

    seq: int
    matter: str
    mseq: int
    at: datetime
    state: str
    round: int
    intention: Intention


@dataclass(frozen=True, slots=True)
class Head:
    """Where a matter stands after its last entry: the folded state and all facts.

    seq: of the last entry, the cursor projections follow. last: day of the last act that reported progress.
    returned, extended: how often. reporter, verifiers: who reported and verified in this round.
    """

    matter: str
    ledger: str
    number: str
    unit: str
    state: str
    round: int
    mseq: int
    seq: int
    facts: Mapping[str, Stored]
    source: Source = Source()
    returned: int = 0
    extended: int = 0
    reporter: str = ""
    verifiers: tuple[str, ...] = ()
