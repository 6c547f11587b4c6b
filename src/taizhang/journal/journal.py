"""The journal: the only truth, one writer, append-only; reads heads and histories, and proves what it holds."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime
from operator import attrgetter
from os import urandom
from pathlib import Path
from types import MappingProxyType

from taizhang.catalogue.model import ClockDeclaration
from taizhang.catalogue.resolved import Ledger
from taizhang.journal import merkle
from taizhang.journal.admission import Admission, Judged
from taizhang.journal.blobs import Blobs
from taizhang.journal.body import SALT, Sealed, read_row
from taizhang.journal.checkpoint import Checkpoint
from taizhang.journal.clock import RECOVERY, entry_time, server_time
from taizhang.journal.export import export
from taizhang.journal.fsck import Fsck, fsck
from taizhang.journal.guard import Guard, KeptHeads
from taizhang.journal.identifiers import new_matter
from taizhang.journal.memory import MemoryStore
from taizhang.journal.open_store import open_store as opened_store
from taizhang.journal.opened_lists import OpenedLists
from taizhang.journal.past_store import PastLister, PastStore
from taizhang.journal.rebuild import Told, ignore_progress, report_progress
from taizhang.journal.store import Store
from taizhang.lists.query import By, Counts, HeadPage, HeadQuery, ListRow
from taizhang.lists.rows import LAYOUT, Lister
from taizhang.matters.entry import Entry, Head, Intention
from taizhang.matters.fold import fold_all
from taizhang.matters.past import PastDay
from taizhang.matters.transition import govern
from taizhang.terms.clock import CHINA_TIME
from taizhang.terms.problem import Problem, Refused
from taizhang.terms.progress import Progress, do_nothing, quiet
from taizhang.terms.sentence import sentence
from taizhang.terms.workdays import shipped_calendar
from taizhang.vault.vault import Vault

# Chosen: fewer are judged within the lock, which they hold for a moment only.
MANY = 500
# Chosen: whoever writes now and then is overtaken; where somebody writes all the time, the last go holds the lock.
TRIES = 3
_NONE: Mapping[str, Ledger] = MappingProxyType({})
_NO_CLOCKS: Mapping[str, ClockDeclaration] = MappingProxyType({})


class Journal:
    """Entries and heads over a store.

    ledgers: declared ledgers by name, which give each matter its lifecycle; matters of other ledgers can be
    recorded, corrected and read, not advanced by acts. clock: server time, aware. matter: identifiers for new
    matters. blobs: where evidence is kept; without it, evidence is taken on trust. lister: makes rows for lists.
    """

    def __init__(
        self,
        store: Store,
        ledgers: Mapping[str, Ledger] = _NONE,
        clock: Callable[[], datetime] = server_time,
        matter: Callable[[], str] = new_matter,
        blobs: Blobs | None = None,
        *,
        lister: Lister | None = None,
    ) -> None:
        self._store = store
        self.lister = lister or Lister(ledgers, _NO_CLOCKS, shipped_calendar())
        self._governed = govern(ledgers, self.lister.clocks)
        self.guard = Guard()
        self._counted: dict[tuple[int, HeadQuery, tuple[By, ...]], Counts] = {}
        self._opened_day = date.min
        self._clock = clock
        self._matter = matter
        self.blobs = blobs

    @classmethod
    def open(
        cls,
        home: Path,
        ledgers: Mapping[str, Ledger] = _NONE,
        *,
        origin: str = "",
        clocks: Mapping[str, ClockDeclaration] = _NO_CLOCKS,
        revision: str = "",
        database: str = "",
        clock: Callable[[], datetime] = server_time,
        told: Told = ignore_progress,
    ) -> Journal:
        """The journal kept in ``home``, made on first use; Refused when it cannot be kept there safely.

        origin: the journal's name in checkpoints, fixed when the file is made; random when ''. clocks: legal
        time limits by name. revision: of the declarations; rows for lists made under another are made anew.
        database: the address of the database that keeps the entries instead of a file in ``home``. told: hears
        how far derived tables are that have to be made anew.
        """
        home.mkdir(parents=True, exist_ok=True)
        store = opened_store(home, origin or f"taizhang/{new_matter()}", database)
        journal = cls(store, ledgers, clock, blobs=Blobs(home), lister=Lister(ledgers, clocks, shipped_calendar()))
        try:
            journal.relist(revision, told)
        except BaseException:
            store.close()
            raise
        return journal

    def use(self, vault: Vault) -> None:
        """Encrypts words of guarded ledgers with a vault's keys from now on, and reads what they encrypted."""
        self.guard = Guard.of(vault, self.lister.ledgers)

    @classmethod
    def in_memory(
        cls,
        ledgers: Mapping[str, Ledger] = _NONE,
        clock: Callable[[], datetime] = server_time,
        matter: Callable[[], str] = new_matter,
    ) -> Journal:
        """A journal that lives as long as the process."""
        return cls(MemoryStore(f"taizhang/{new_matter()}"), ledgers, clock, matter)

    def append(
        self, intentions: Sequence[Intention], progress: Progress = quiet, ready: Callable[[], None] = do_nothing
    ) -> tuple[Entry, ...]:
        """The entries of all intentions, appended in one transaction; the only writer.

        Raises Refused with every problem of every intention, and then nothing is kept. An intention sent
        before (same actor and idem) answers its first entry again. A machine's fault while committing is
        raised as it is: the outcome is unknown until the same intentions are sent again. ready: called when all
        are admitted and none is kept yet; what ``progress`` or ``ready`` raises leaves nothing.
        """
        intentions = tuple(intentions)
        if not intentions:
            return ()
        for _ in range(TRIES if len(intentions) >= MANY else 0):
            judged = self._judge(intentions, progress)
            with self._store.write():
                if judged.base == self._store.tree():
                    return judged.keep(self._store, ready)
        with self._store.write():
            return self._judge(intentions, progress).keep(self._store, ready)

    def _judge(self, intentions: Sequence[Intention], progress: Progress) -> Judged:
        """What the intentions come to on top of the store as it is, with the rows for lists."""
        base = self._store.tree()
        work = self._admission()
        entries = work.admit(intentions, progress)
        rows = [] if work.problems else [self.lister.of(head) for head in work.changed.values()]
        return Judged(base, work, entries, rows)

    def preview(self, intentions: Sequence[Intention]) -> tuple[tuple[Problem, ...], ...]:
        """What stands against each intention as things are now, () where nothing does, each judged as if the others were
        not asked for; nothing is kept."""
        return tuple(tuple(self._try((one,)).problems) for one in intentions)

    def foresee(self, intentions: Sequence[Intention]) -> tuple[Head, ...]:
        """Matters as the store would keep them after all intentions that nothing stands against; nothing is kept."""
        return tuple(self._try(intentions).changed.values())

    def _try(self, intentions: Sequence[Intention]) -> Admission:
        work = self._admission()
        work.admit(tuple(intentions))
        return work

    def _admission(self) -> Admission:
        salts, matters = iter(lambda: urandom(SALT), b""), iter(self._matter, "")
        return Admission(
            self._store, self._governed, self._now(), matters, salts, self._store.tree(), self.blobs, self.guard
        )

    def _now(self) -> datetime:
        return entry_time(self._clock(), self._last_at(), self._store.heads(RECOVERY, 0))

    def ahead(self) -> datetime | None:
        """The time of the last entry when the clock stands so far behind it that nothing is written; else None."""
        try:
            self._now()
        except Refused:
            return self._last_at()
        return None

    def excuse(self, recovery: Intention) -> Entry:
        """The entry of two persons' word that the clock is right; nothing else is written while the journal is ahead."""
        clock, last = self._clock, self._last_at()
        self._clock = lambda: last or clock()
        try:
            return self.append((recovery,))[0]
        finally:
            self._clock = clock

    def _last_at(self) -> datetime | None:
        return next((read_row(last).at for last in self._store.entries(max(self.size, 1))), None)

    @property
    def size(self) -> int:
        """How many entries there are; the seq of the last."""
        return self._store.tree().size

    @property
    def root(self) -> bytes:
        """The root of the Merkle tree over all headers, 32 bytes."""
        return merkle.root(self._store.tree().peaks)

    def leaf(self, seq: int) -> bytes:
        """The leaf of entry ``seq`` in the tree, 32 bytes; b'' when there is no such entry."""
        found = next(self._store.entries(seq), None) if seq > 0 else None
        return merkle.leaf(found.header) if found else b""

    def checkpoint(self) -> Checkpoint:
        """Origin, size and root now; ``str`` gives the C2SP text."""
        tree = self._store.tree()
        return Checkpoint(tree.origin, tree.size, merkle.root(tree.peaks))

    def heads(self, ledger: str | None = None, since: int = 0) -> Iterator[Head]:
        """Heads of matters changed after entry ``since``, by seq: a cursor is the last seq seen.

        All of one moment; without ``ledger`` the last one's seq is the size at that moment."""
        return map(self._open, self._store.heads(ledger, since))

    @property
    def kept(self) -> KeptHeads:
        """The heads as the store keeps them, for whatever counts."""
        return KeptHeads(self._store.heads, self.leaf, self._kept_history)

    def head(self, matter: str, mseq: int | None = None) -> Head | None:
        """Where a matter stands, or stood after its entry ``mseq``; None when there is no such matter."""
        return self.known((matter,)).get(matter) if mseq is None else fold_all(self.history(matter)[:mseq])

    def page(self, query: HeadQuery) -> HeadPage:
        """One page of the matters asked for, and how many there are in all."""
        return self._lists.page(query)

    def walk(self, query: HeadQuery) -> Iterator[Head]:
        """Every matter asked for, in order, however many; of one moment."""
        return self._lists.walk(query)

    @property
    def _lists(self) -> OpenedLists:
        return OpenedLists(self._store, self.guard, self.lister, self._open, self._counted)

    def counts(self, query: HeadQuery, *by: By) -> Counts:
        """How many of the matters asked for lie in each group; asked again before the next entry, remembered."""
        (found,) = self.tally([(query, by)])
        return found

    def tally(self, asked: Sequence[tuple[HeadQuery, tuple[By, ...]]]) -> tuple[Counts, ...]:
        """Several such counts, for which the store is asked but once whether entries were added since."""
        return self._lists.tally(self.size, asked)

    def on(
        self, asked: PastDay, ledgers: Mapping[str, Ledger], clocks: Mapping[str, ClockDeclaration] = _NO_CLOCKS
    ) -> Journal:
        """The journal as it stood at the end of a past day, under the declarations of then; it can only be read."""
        lister = PastLister(ledgers, clocks, self.lister.workdays, self._store)
        past = Journal(PastStore(self._store, asked, lister), ledgers, self._clock, blobs=self.blobs, lister=lister)
        past.guard = Guard.of(self.guard.vault, ledgers)
        return past

    def open_day(self) -> None:
        """Brings stored lamps and counts to today, once a day: whoever lets people in calls it.

        Without it lists are as right, and slower: a busy store does without until this is called again.
        """
        today = self._today()
        if today != self._opened_day:
            with suppress(Refused), self._store.write():
                self._store.roll(today.isoformat())
                self._opened_day = today

    def _today(self) -> date:
        return self._clock().astimezone(CHINA_TIME).date()

    def row(self, head: Head) -> ListRow:
        """The matter's row for lists."""
        return self.lister.of(head)

    def adopt(
        self,
        ledgers: Mapping[str, Ledger],
        clocks: Mapping[str, ClockDeclaration],
        revision: str,
        told: Told = ignore_progress,
    ) -> None:
        """Takes over ledgers and time limits declared since it was opened, and makes the rows for lists anew under them."""
        self._take_over(ledgers, clocks)
        self._counted.clear()
        self.relist(revision, told)

    @contextmanager
    def judging_by(self, ledgers: Mapping[str, Ledger], clocks: Mapping[str, ClockDeclaration]) -> Iterator[None]:
        """Judges and keeps what is asked within by ledgers as they will read once what is asked declares them."""
        before = (self.lister, self._governed, self.guard)
        self._take_over(ledgers, clocks)
        try:
            yield
        finally:
            self.lister, self._governed, self.guard = before

    def _take_over(self, ledgers: Mapping[str, Ledger], clocks: Mapping[str, ClockDeclaration]) -> None:
        self.lister = Lister(ledgers, clocks, shipped_calendar())
        self._governed, self.guard = govern(ledgers, clocks), Guard.of(self.guard.vault, ledgers)

    def relist(self, revision: str, told: Told = ignore_progress) -> None:
        """Makes the rows for lists anew when they were made under another revision of the declarations.

        Tables of an older version of the program are given their new shape first; entries are only read. ``told``
        hears how far it is. One transaction: what is broken off is begun again at the next opening.
        """
        revision = f"{LAYOUT}:{revision}"
        if self._store.listed_under() != revision:
            self._relist(revision, told)

    def rebuild(self, told: Told = ignore_progress) -> None:
        """Makes everything derived from the entries anew: heads, rows for lists, counts, lamps, search."""
        self._relist(self._store.listed_under(), told, anew=True)
        self._counted.clear()

    def _relist(self, revision: str, told: Told, *, anew: bool = False) -> None:
        with self._store.write():
            self._store.renew(told, anew=anew)
            heads = report_progress("重建列表", self._store.heads(None, 0), self.size, told)
            self._store.relist(revision, self._today().isoformat(), map(self.lister.of, heads))

    def known(self, matters: Collection[str]) -> Mapping[str, Head]:
        """The heads of those of the matters that exist, by identifier."""
        return {name: self._open(head) for name, head in self._store.known(matters).items()}

    def find(self, ledger: str, number: str) -> tuple[Head, ...]:
        """The matters of a ledger with that number, in the order last changed; taken-over ones may share one."""
        found = (head for one in self.guard.numbers(ledger, number) for head in self._store.find(ledger, one))
        return tuple(map(self._open, sorted(found, key=attrgetter("seq"))))

    def history(self, matter: str) -> tuple[Entry, ...]:
        """A matter's entries from its first; () when there is no such matter."""
        return tuple(map(self.guard.open, self._kept_history(matter)))

    def _open(self, head: Head) -> Head:
        return self.guard.open_head(head, self._kept_history)

    def _kept_history(self, matter: str) -> tuple[Entry, ...]:
        return tuple(map(read_row, self._store.history(matter)))

    def entries(self, first: int = 1) -> Iterator[Entry]:
        """All entries from seq ``first`` on."""
        return map(self.guard.open, map(read_row, self._store.entries(first)))

    def kept_entries(self) -> Iterator[Entry]:
        """All entries as they are kept: tokens where guarded ledgers have words, and nothing decrypted."""
        return map(read_row, self._store.entries(1))

    def export(self, path: Path) -> Checkpoint:
        """Writes the canonical export to ``path`` and gives its checkpoint; see ``verify_export``."""
        return export(self._store, path)

    def prove(self, seq: int) -> tuple[bytes, ...]:
        """The inclusion proof of entry ``seq`` in the tree of now; Refused when there is no such entry."""
        leaves = self._leaves()
        if not 0 < seq <= len(leaves):
            says, hint = sentence("没有第{seq}条流水。", seq=seq), sentence("现有流水{count}条。", count=len(leaves))
            raise Refused(Problem("JRN-092", says, hint=hint))
        return merkle.inclusion(leaves, seq - 1)

    def stored(self, first: int = 1) -> Iterator[Sealed]:
        """All entries from ``first`` on as they are stored."""
        return self._store.entries(first)

    def sealed(self, seq: int) -> bytes:
        """Entry ``seq`` as a line of the export: header, salt in hex and body; b'' when there is no such entry."""
        found = next(self._store.entries(seq), None) if seq > 0 else None
        return b"%s\t%s\t%s\n" % (found.header, found.salt.hex().encode(), found.body) if found else b""

    def extends(self, older: Checkpoint) -> tuple[bytes, ...]:
        """The proof that an older checkpoint is a prefix of the journal of now; Refused when it is not.

        An older journal of size nought is a prefix of every other and needs no proof.
        """
        leaves = self._leaves()
        same = older.origin == self._store.tree().origin and older.size <= len(leaves)
        if not same or merkle.root_of(leaves[: older.size]) != older.root:
            says = sentence("封存点（第{size}条为止）与现在的流水不符。", size=older.size)
            raise Refused(Problem("JRN-093", says, hint="流水可能被改写，或恢复自更早的备份；请停止写入并查明。"))
        return merkle.consistency(leaves, older.size) if older.size else ()

    def _leaves(self) -> list[bytes]:
        return [merkle.leaf(sealed.header) for sealed in self._store.entries()]

    def fsck(self, blobs: Blobs | None = None, *, evidence: bool = True) -> Fsck:
        """Everything recomputed from the stored bytes, and the evidence in ``blobs`` (the journal's own) read again.

        evidence: False leaves the files alone, which may be many.
        """
        return fsck(self._store, (blobs or self.blobs) if evidence else None, self.lister, self.guard)

    def close(self) -> None:
        """Lets go of the store's files."""
        self._store.close()
