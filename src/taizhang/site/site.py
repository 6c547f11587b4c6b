"""A site: the folder that holds everything of one body, and what can be done with it.

The command line, tests and later the web pages all come through here; each method is one call of the rooms.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from copy import copy
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from taizhang.catalogue.load import examine, load
from taizhang.catalogue.resolved import Catalogue
from taizhang.catalogue.versions import in_force
from taizhang.figures.compute import Answers, compute
from taizhang.figures.trace import trace
from taizhang.figures.value import Ask, Trace
from taizhang.intake.admit import intentions, obstacles
from taizhang.intake.changes import ChangeSet
from taizhang.intake.corrections import NONE_MADE, Corrections
from taizhang.intake.left_out import LEDGERS as LEFT_OUT
from taizhang.intake.looking import SheetChoices
from taizhang.intake.mending import mend
from taizhang.intake.reading.files import read_many
from taizhang.intake.sheets import Workbook
from taizhang.journal.blobs import Blobs
from taizhang.journal.clock import server_time
from taizhang.journal.fsck import Fsck
from taizhang.journal.journal import Journal
from taizhang.matters.acts import Particulars, perform
from taizhang.matters.entry import Entry, Head, Intention
from taizhang.matters.lamps import Lamps
from taizhang.policy.naming import NameBook
from taizhang.policy.posts import Actor, Post, appointment, at_the_machine, conflicts
from taizhang.policy.rights import INTAKE, tells_of_persons
from taizhang.policy.roll import Roll
from taizhang.shipped import CATALOGUE
from taizhang.site import declared as declaring
from taizhang.site.collector import pause_collector
from taizhang.site.erasure import honour
from taizhang.site.left_out import leaving_out
from taizhang.site.private import keep_private
from taizhang.site.reading_in import ImportDoor
from taizhang.terms.clock import CHINA_TIME
from taizhang.terms.problem import Place, Problem, Refused
from taizhang.terms.progress import Progress, quiet
from taizhang.terms.scope import Organisation
from taizhang.terms.sentence import sentence
from taizhang.terms.workdays import shipped_calendar
from taizhang.vault.vault import Vault, is_token
from taizhang.warehouse.duck import Warehouse, WithoutMatters, discard
from taizhang.warehouse.projection import Projection

THE_MACHINE = at_the_machine("服务器终端")
_NOTHING_GIVEN: Mapping[str, str] = MappingProxyType({})
_BODY = """# 本单位的声明。台账、指标、报告模板写在本文件夹，同名的替换随软件附带的；写法见使用指南。

[body]
name = "{name}"
{profile}"""


def print_progress(stage: str, done: int, total: int) -> None:
    """Says on standard error how far tables are that are made anew; never for a small journal."""
    print(f"{stage}：{done:,}/{total:,}", file=sys.stderr, flush=True)


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did or would do: the change set, what stood in its way, how many entries it wrote."""

    changes: ChangeSet
    obstacles: tuple[Problem, ...]
    entries: int = 0

    @property
    def applied(self) -> bool:
        """Whether the journal now holds what the files say."""
        return not self.obstacles


class Site:
    """One body's site in a folder: ``catalogue/`` its declarations, ``journal.sqlite``, ``blob/``, replicas."""

    def __init__(
        self,
        home: Path,
        database: str = "",
        clock: Callable[[], datetime] = server_time,
        replica: str = "replica.duckdb",
    ) -> None:
        """Opens an existing site. Raises Refused when the folder is none or its catalogue is wrong.

        database: of the journal, '' for a file in the folder. clock: stamps entries. replica: the file figures are computed
        in, one a process."""
        keep_private()
        if not (home / "catalogue").is_dir():
            message = sentence("“{home}”不是一个站点文件夹。", home=home)
            raise Refused(Problem("CMD-001", message, hint="请先执行 taizhang init，或用 --home 指明站点文件夹。"))
        self.home, self._database, self._clock, self._replica = home, database, clock, replica
        self.unseen: frozenset[str] = frozenset()
        self._definitions = in_force(home, self.day)
        self.catalogue: Catalogue = load(CATALOGUE, home / "catalogue", *self._definitions)

    @property
    def day(self) -> date:
        """The day it is, at +08:00."""
        return self._clock().astimezone(CHINA_TIME).date()

    def follow(self) -> None:
        """Takes over definitions that were approved, or came into force, since the catalogue was read.

        A file that cannot be read leaves the catalogue as it is; ``examine`` tells what is wrong.
        """
        found = in_force(self.home, self.day)
        if found == self._definitions:
            return
        before = self.catalogue.layout
        with suppress(Refused):
            self.catalogue = load(CATALOGUE, self.home / "catalogue", *found)
        self._definitions = found
        if "journal" in self.__dict__ and (declared := self.catalogue).layout != before:
            self.journal.adopt(declared.ledgers, declared.clocks, declared.layout, print_progress)

    def follow_declared(self) -> None:
        """Takes over what entries declare, writing the files of the site that are missing."""
        declaring.write_declared(self.home, self.journal)
        self.follow()

    def catalogue_of(self, day: date, entries: int) -> Catalogue:
        """The catalogue with the definitions in force on a day, of those approved by the first ``entries`` entries."""
        found = in_force(self.home, day, entries)
        return self.catalogue if found == self._definitions else load(CATALOGUE, self.home / "catalogue", *found)

    @staticmethod
    def create(home: Path, name: str, profile: str = "") -> Site:
        """Makes a new site for the body called ``name``; ``profile`` is what it switches on, '' for everything.

        Raises Refused when one is there already.
        """
        if (home / "catalogue").exists():
            message = sentence("“{home}”里已有站点，没有改动。", home=home)
            raise Refused(Problem("CMD-002", message, hint="请换一个文件夹，或直接使用这个站点。"))
        keep_private()
        (home / "catalogue" / "templates").mkdir(parents=True)
        safe = name.replace("\\", "").replace('"', "").replace("\n", "")
        kind = f'profile = "{profile}"\n' if profile else ""
        (home / "catalogue" / "body.toml").write_text(_BODY.format(name=safe, profile=kind), encoding="utf-8")
        return Site(home)

    @staticmethod
    def examine(home: Path) -> tuple[Problem, ...]:
        """Everything wrong with the declarations of a site."""
        return examine(CATALOGUE, home / "catalogue", *in_force(home, server_time().astimezone(CHINA_TIME).date()))[1]

    @cached_property
    def journal(self) -> Journal:
        """The journal, opened once."""
        declared = self.catalogue
        journal = Journal.open(
            self.home,
            declared.ledgers,
            clocks=declared.clocks,
            revision=declared.layout,
            database=self._database,
            clock=self._clock,
            told=print_progress,
        )
        journal.use(self.vault)
        journal.blobs = self.blobs
        honour(journal, self.vault)
        return journal

    @cached_property
    def vault(self) -> Vault:
        """The keys of guarded ledgers; what stands against their use is its ``problem``."""
        return Vault(self.home, self.catalogue.body.cipher)

    @cached_property
    def blobs(self) -> Blobs:
        """Files kept by digest."""
        return Blobs(self.home, self.vault)

    def keep_file(self, content: Path | bytes, ledgers: Iterable[str]) -> str:
        """Keeps a file for matters of these ledgers, encrypted when one of them is guarded; its digest."""
        declared = (self.catalogue.ledgers.get(name) for name in ledgers)
        return self.blobs.put(content, guarded=any(one.declared.guarded for one in declared if one))

    @cached_property
    def _warehouse(self) -> Warehouse:
        return Warehouse(self.home / self._replica)

    def close(self) -> None:
        """Lets go of the journal and the replica."""
        self.__dict__.pop("roll", None)
        for name in ("journal", "_warehouse", "vault"):
            if name in self.__dict__:
                self.__dict__.pop(name).close()

    def __enter__(self) -> Site:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def organisation(self) -> Organisation:
        """The units registered so far."""
        return self.roll.organisation()

    @cached_property
    def roll(self) -> Roll:
        """Units and posts, followed in the journal."""
        return Roll(self.journal)

    def name_book(self) -> NameBook:
        """Everybody who holds or held a post, and the units; whether somebody holds the post of matching names today."""
        posts = self.roll.posts()
        officer = any(post.role == INTAKE and post.held_on(self.day) for post in posts)
        return NameBook(frozenset(post.person for post in posts), self.organisation(), officer)

    def acting(self, name: str, day: date) -> Actor:
        """Who acts under a name at the server: a person of the roll with the posts of the day, else the machine itself."""
        known = any(post.person == name for post in self.roll.posts())
        return self.roll.actor(name, day) if known else at_the_machine(name)

    def appoint(self, post: Post, by: str, today: date) -> None:
        """Gives a person a post; Refused with everything that stands against it."""
        held = [one for one in self.roll.posts() if one.until is None or one.until >= today]
        if found := conflicts(post, held, self.organisation()):
            raise Refused(*found)
        self.journal.append([appointment(post, by, today)])

    def import_files(
        self,
        paths: Sequence[Path],
        *,
        today: date,
        actor: str,
        ledger: str = "",
        given: Mapping[str, str] = _NOTHING_GIVEN,
        dry_run: bool = False,
        accept_refused: bool = False,
        progress: Progress = quiet,
    ) -> Imported:
        """Reads workbooks, prepares the change set and, unless something stands in the way, admits all of it.

        actor: who imports, with the posts of ``today``; somebody who is not on the roll works at the machine itself.
        """
        by, asked = self.acting(actor, today), SheetChoices(ledger, given)
        found = self._change_set(paths, by, asked, (today, progress), accept_refused=accept_refused)
        if dry_run or found.obstacles:
            return found
        wanted = self.plan_intentions(found.changes, actor, today)
        return Imported(found.changes, (), self.admit(wanted, paths, progress))

    def change_set(
        self,
        paths: Sequence[Path],
        by: Actor = THE_MACHINE,
        *,
        ledger: str = "",
        given: Mapping[str, str] = _NOTHING_GIVEN,
        corrections: Corrections = NONE_MADE,
        among: tuple[str, ...] = (),
        accept_refused: bool = False,
        progress: Progress = quiet,
    ) -> Imported:
        """What an import of the workbooks by somebody would do and what stands in its way; nothing is written.

        ledger: take every sheet for this one. given: field → heading, or ``sheet!field`` → heading. corrections: what
        was decided about single sheets. among: the only ledgers considered.
        """
        asked = SheetChoices(ledger, given, corrections, among)
        return self._change_set(paths, by, asked, (self.day, progress), accept_refused=accept_refused)

    @pause_collector()
    def _change_set(
        self,
        paths: Sequence[Path],
        by: Actor,
        asked: SheetChoices,
        when: tuple[date, Progress],
        *,
        accept_refused: bool,
    ) -> Imported:
        today, progress = when
        open_to = tuple(name for name, one in self.catalogue.ledgers.items() if not one.declared.registration.house)
        if asked.ledger and asked.ledger not in open_to:
            message = sentence("没有名为“{ledger}”的台账。", ledger=asked.ledger)
            known = sentence("可用的有：{known}。", known="、".join(open_to))
            raise Refused(Problem("CMD-003", message, hint=known))
        read = read_many(paths, progress=lambda done, total: progress("读取文件", done, total))
        workbooks, mended = mend([one for one in read if isinstance(one, Workbook)], asked.corrections.cells)
        progress("识别表头", 0, 0)
        door = ImportDoor(self.journal, self.catalogue, self.name_book(), by)
        changes = replace(door.judge(workbooks, asked, today, progress), mended=mended)
        unread = (one for one in read if isinstance(one, Problem))
        return Imported(changes, (*unread, *obstacles(changes, accept_refused=accept_refused)))

    def plan_intentions(self, changes: ChangeSet, actor: str, today: date) -> tuple[Intention, ...]:
        """What admitting a change set asks of the journal: its rows, and then what it leaves out."""
        return (*intentions(self.catalogue, changes, actor, today), *leaving_out(self, changes, actor, today))

    @pause_collector()
    def admit(self, wanted: Sequence[Intention], paths: Sequence[Path], progress: Progress = quiet) -> int:
        """Appends all intentions of an import and keeps its workbooks, or nothing; how many entries that are."""
        ledgers = {str(one.facts.get("about") or "") if one.ledger in LEFT_OUT else one.ledger for one in wanted}

        def keep() -> None:
            for path in paths:
                self.keep_file(path, ledgers)

        with declaring.judging(self.journal, self.catalogue, wanted):
            entries = self.journal.append(wanted, progress, keep)
        if any(one.ledger == declaring.LEDGER for one in wanted):
            self.follow_declared()
        return len(entries)

    def foresee(self, wanted: Sequence[Intention]) -> tuple[Head, ...]:
        """Matters as the journal would keep them after all intentions that nothing stands against; nothing is kept."""
        with declaring.judging(self.journal, self.catalogue, wanted):
            return self.journal.foresee(wanted)

    def act(self, head: Head, what: str, actor: str, on: date, idem: str, given: Particulars) -> Entry:
        """Does one act on a matter as it was seen; Refused with every reason why not."""
        ledger = self.catalogue.ledgers[head.ledger]
        (entry,) = self.journal.append((perform(ledger, head, what, actor, on, idem=idem, given=given),))
        return entry

    def lamps(self) -> Lamps:
        """The lamps of this site's clocks and calendar."""
        return Lamps(self.catalogue.clocks, shipped_calendar())

    def verify(self) -> Fsck:
        """The journal's own check of everything it holds."""
        return self.journal.fsck(self.blobs)

    def altered(self) -> Iterator[Problem]:
        """What is in the replica that the journal does not say, table by table (FIG-050); nothing is changed."""
        place = Place(file=str(self.home / self._replica))
        for one in Projection(self.catalogue, self._warehouse).altered(self.journal.kept):
            title, more = self.catalogue.ledgers[one.ledger].title, one.more
            count = f"，{'多' if more > 0 else '少'}{abs(more)}行" if more else ""
            named = "、".join(matter if is_token(number) or not number else number for matter, number in one.matters)
            etc = "等" if one.wrong > len(one.matters) else ""
            says = sentence(
                "数据副本里“{title}”有{wrong}个事项与流水不符{count}：{named}{etc}。",
                title=title,
                wrong=one.wrong,
                count=count,
                named=named,
                etc=etc,
            )
            hint = "有人绕过程序改动过数据副本；流水没有受影响，副本可以由流水重建。"
            yield Problem("FIG-050", says, place, hint)

    def remake(self) -> None:
        """Throws the replica away; it is made anew from the journal."""
        if "_warehouse" in self.__dict__:
            self.__dict__.pop("_warehouse").close()
        discard(self.home / self._replica)
        self.refresh()

    def refresh(self, progress: Progress = quiet) -> Warehouse:
        """The replica, brought up to the journal's last entry; one whose tables do not add up is made anew."""
        Projection(self.catalogue, self._warehouse).run(self.journal.kept, progress)
        if self._warehouse.distrusted:
            self._warehouse.distrusted = False
            print("数据副本与它的校验值不符，已作废，由流水重建。", file=sys.stderr, flush=True)
        if not self.unseen:
            return self._warehouse
        tables = [name for name, ledger in self.catalogue.ledgers.items() if tells_of_persons(ledger)]
        return WithoutMatters(self._warehouse, tables, self.unseen)

    def without(self, matters: Collection[str]) -> Site:
        """The same open site, every figure counted as if the matters were not there."""
        if not matters:
            return self
        _ = self.journal, self.roll, self._warehouse, self.blobs  # shared, so opened before the copy is made
        other = copy(self)
        other.unseen = frozenset(matters)
        return other

    def hold(self) -> None:
        """Has the replica's tables added up once more before the next figure: before a report and a freeze."""
        self._warehouse.doubt()

    def compute(self, asks: Iterable[Ask], progress: Progress = quiet) -> Answers:
        """Values of all the asks, in one scan a ledger."""
        return compute(self.catalogue, self.refresh(progress), tuple(asks), self.organisation(), progress)

    def trace(self, ask: Ask) -> Trace:
        """The very rows behind one answer."""
        return trace(self.catalogue, self.refresh(), ask, self.organisation())
