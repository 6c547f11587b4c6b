"""Admits intentions to the journal one by one within a transaction, and keeps every reason against them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from taizhang.journal import merkle
from taizhang.journal.blobs import Blobs
from taizhang.journal.body import Sealed, read_row, seal
from taizhang.journal.canonical import NotCanonical
from taizhang.journal.guard import Guard
from taizhang.journal.store import Store, Tree
from taizhang.lists.query import LAST_LETTER, ListRow
from taizhang.matters.entry import Entry, Head, Intention, Letter
from taizhang.matters.fold import fold
from taizhang.matters.transition import Governed, decide
from taizhang.matters.words import LEVELS, act_label
from taizhang.terms.clock import CHINA_TIME
from taizhang.terms.document_numbers import LARGEST_SERIAL, ordinal
from taizhang.terms.names import is_name
from taizhang.terms.problem import Place, Problem, Refused
from taizhang.terms.progress import Progress, Tally, quiet
from taizhang.terms.sentence import sentence

# Chosen: a page of every field a ledger may have; files are kept beside, by digest. What never changes must not grow.
LARGEST_ENTRY = 256 * 1024
# Characters. Chosen: ten pages of a report in one field.
LONGEST_TEXT = 20_000
# Characters. Chosen: far above the longest name of a body.
LONGEST_NAME = 200
# Chosen: a full folder of one matter, handed in at once.
MOST_PAPERS = 200
# Chosen: more than any act asks for.
MOST_ANSWERS = 20
_MATTER = re.compile(r"[a-z0-9-]{1,40}")
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(slots=True)
class Admission:
    """One transaction's work: what was known before it, what it adds, and what stands against it.

    heads: as they read; kept: as the store has them, changed: those of them it is to keep. now: server time in UTC, never before the last entry's. matter: gives the next new matter's identifier.
    """

    store: Store
    governed: Mapping[str, Governed]
    now: datetime
    matter: Iterator[str]
    salts: Iterator[bytes]
    tree: Tree
    blobs: Blobs | None = None
    guard: Guard = field(default_factory=Guard)
    heads: dict[str, Head] = field(default_factory=dict)
    seen: dict[tuple[str, str], Entry] = field(default_factory=dict)
    sealed: list[Sealed] = field(default_factory=list)
    kept: dict[str, Head] = field(default_factory=dict)
    changed: dict[str, Head] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    failed: set[str] = field(default_factory=set)
    numbers: set[tuple[str, str]] = field(default_factory=set)
    lettered: int = 0

    def admit(self, intentions: Sequence[Intention], progress: Progress = quiet) -> list[Entry]:
        """The entries in the order asked for; meaningless when there are problems."""
        named = {one.matter for one in intentions if one.matter}
        named.update(matter for one in intentions for matter in one.related)
        self.kept = self.store.known(named)
        self.heads = {name: self.guard.open_head(head, self._history) for name, head in self.kept.items()}
        found = self.store.seen({(one.actor, one.idem) for one in intentions})
        self.seen = {key: self.guard.open(read_row(sealed)) for key, sealed in found.items()}
        peaks, size, today = list(self.tree.peaks), self.tree.size, self.now.astimezone(CHINA_TIME).date()
        entries: list[Entry] = []
        tally = Tally(progress, "写入流水", len(intentions))
        for intention in intentions:
            tally.one()
            earlier = self.seen.get((intention.actor, intention.idem))
            if earlier is not None:
                entries += self._again(intention, earlier)
                continue
            entry = self._one(intention, size + 1, today)
            if entry is None:
                continue
            merkle.push(peaks, size, merkle.leaf(self.sealed[-1].header))
            size += 1
            entries.append(entry)
        self.tree = Tree(self.tree.origin, size, tuple(peaks))
        tally.end()
        return entries

    def _again(self, intention: Intention, earlier: Entry) -> list[Entry]:
        """The first answer to an intention sent before; the same identifier for another intention is refused."""
        matter = intention.matter or (earlier.matter if earlier.mseq == 1 else "")
        if replace(intention, matter=matter) == earlier.intention:
            return [earlier]
        says = sentence(
            "提交标识“{idem}”已用于另一次操作（第{seq}条流水，{act}）。",
            idem=intention.idem,
            seq=earlier.seq,
            act=act_label(earlier.intention.act),
        )
        self._against(intention, [Problem("JRN-003", says, hint="请重新打开页面后再提交。")])
        return []

    def _one(self, intention: Intention, seq: int, today: date) -> Entry | None:
        """The entry of one intention, sealed and folded; None when something stands against it."""
        if intention.matter in self.failed:
            return None
        head = self.heads.get(intention.matter) if intention.matter else None
        found = list(malformed(intention)) or self._stale(intention, head)
        if not found:
            decision = decide(
                self.governed.get(intention.ledger), head, intention, today, self._others(head, intention)
            )
            found = [
                *decision.problems,
                *self._relations(intention),
                *self._missing(intention),
                *self._number_letter(intention),
            ]
        if found:
            self._against(intention, found)
            return None
        given = intention if intention.matter else replace(intention, matter=next(self.matter))
        mseq = head.mseq + 1 if head else 1
        entry = Entry(seq, given.matter, mseq, self.now, decision.state, decision.round, given, decision.late)
        return entry if self._keep(entry, head, intention) else None

    def _others(self, head: Head | None, intention: Intention) -> Mapping[str, Head]:
        """The matters that stand for this one, read where its source is about to be answered."""
        if head is None or intention.act != "answer":
            return {}
        return {
            **self.store.known(head.relations.related),
            **{name: one for name, one in self.heads.items() if name in head.relations.related},
        }

    def _keep(self, entry: Entry, head: Head | None, intention: Intention) -> bool:
        try:
            closed = self.guard.close(entry)
            sealed = seal(closed, next(self.salts))
        except Refused as refused:
            self._against(intention, refused.problems)
            return False
        except NotCanonical as error:
            says = sentence("内容不能存入流水：{error}。", error=error)
            self._against(intention, [Problem("JRN-052", says, hint="请删去不可见的字符后重试。")])
            return False
        if len(sealed.body) > LARGEST_ENTRY:
            says = sentence(
                "一条流水的内容为{number}KiB，超过上限{number2}KiB。",
                number=len(sealed.body) // 1024,
                number2=LARGEST_ENTRY // 1024,
            )
            self._against(intention, [Problem("JRN-051", says, hint="长篇材料请作为佐证附件上传。")])
            return False
        after = fold(head, entry)
        self.sealed.append(sealed)
        self.heads[entry.matter] = after
        kept = (
            after
            if closed is entry and head is self.kept.get(entry.matter)
            else fold(self.kept.get(entry.matter), closed)
        )
        self.kept[entry.matter] = self.changed[entry.matter] = kept
        self.seen[entry.intention.actor, entry.intention.idem] = entry
        return True

    def _history(self, matter: str) -> list[Entry]:
        return [read_row(one) for one in self.store.history(matter)]

    def _stale(self, intention: Intention, head: Head | None) -> list[Problem]:
        """Somebody acted on the matter since the actor looked at it."""
        standing = head.mseq if head else 0
        if intention.expect is None or intention.expect == standing:
            return []
        last = self._last(intention.matter)
        says = sentence("您看到的是第{expect}步，事项现在第{standing}步。", expect=intention.expect, standing=standing)
        if last:
            at = last.at.astimezone(CHINA_TIME).strftime("%Y-%m-%d %H:%M")
            says = sentence(
                "您看到的是第{expect}步，事项现在第{standing}步：{actor}已于{at}作“{act}”。",
                expect=intention.expect,
                standing=standing,
                actor=last.intention.actor,
                at=at,
                act=act_label(last.intention.act),
            )
        return [Problem("JRN-002", says, hint="请刷新后查看最新情况，再决定是否办理。")]

    def _last(self, matter: str) -> Entry | None:
        if matter in self.changed:
            return next(read_row(one) for one in reversed(self.sealed) if one.matter == matter)
        history = self.store.history(matter)
        return read_row(history[-1]) if history else None

    def _relations(self, intention: Intention) -> Iterator[Problem]:
        """Matters pointed to exist and are others; a number is registered once in a ledger.

        In a ledger that hides matters from those they are about, the number of one that is hidden must not be told by
        this refusal: there the identity made of the number is what keeps a matter from being registered twice.
        """
        for matter in intention.related:
            if matter == intention.matter or matter not in self.heads:
                says = sentence("对应的事项“{matter}”不存在，或就是本事项。", matter=matter)
                yield Problem("JRN-014", says, hint="请检查事项标识。")
        key = (intention.ledger, intention.number)
        if (
            intention.act == "register"
            and intention.number
            and not (intention.matter and self._hides(intention.ledger))
        ):
            if key in self.numbers or any(self.store.find(key[0], one) for one in self.guard.numbers(*key)):
                says = sentence("编号“{intention}”在本台账已登记过。", intention=intention.number)
                yield Problem("JRN-009", says, hint="请核对是否重复登记，或改用新的编号。")
            self.numbers.add(key)

    def _hides(self, ledger: str) -> bool:
        governed = self.governed.get(ledger)
        return governed is not None and any(one.about for one in governed.ledger.declared.field.values())

    def _missing(self, intention: Intention) -> Iterator[Problem]:
        """Evidence is on disk before an entry names it."""
        for digest in intention.evidence if self.blobs else ():
            if self.blobs and not self.blobs.has(digest):
                says = sentence("佐证材料{digest}还没有上传。", digest=digest[:12])
                yield Problem("JRN-054", says, hint="请先上传材料，再提交。")

    def _number_letter(self, intention: Intention) -> Iterator[Problem]:
        """A letter's number comes after all others of its year, so that none is given twice."""
        if intention.letter is None:
            return
        mine = ordinal(intention.letter.number)
        if not self.lettered:
            last = self.store.page(LAST_LETTER).heads
            self.lettered = max((ordinal(head.pressing.letter) for head in last), default=0)
        if mine <= self.lettered:
            year, serial = divmod(self.lettered, LARGEST_SERIAL)
            says = sentence(
                "函号“{letter}”已经用过，或排在已用的第{serial}号之前。", letter=intention.letter.number, serial=serial
            )
            yield Problem("JRN-056", says, hint=sentence("请改用〔{year}〕{number}号。", year=year, number=serial + 1))
        self.lettered = max(mine, self.lettered)

    def _against(self, intention: Intention, found: Iterable[Problem]) -> None:
        source = intention.source
        head = self.heads.get(intention.matter)
        name = intention.number or (head.number if head else "") or intention.matter
        place = Place(file=source.file, sheet=source.sheet, cell=source.cell, matter=name)
        self.problems += [problem.at(place) for problem in found]
        if intention.matter:
            self.failed.add(intention.matter)


def malformed(intention: Intention) -> Iterator[Problem]:
    """What is wrong with an intention by itself: identifiers, lengths, digests."""
    if not (0 < len(intention.actor) <= LONGEST_NAME and 0 < len(intention.idem) <= LONGEST_NAME):
        says = sentence("操作人和提交标识不能为空，也不能超过{longest_name}个字符。", longest_name=LONGEST_NAME)
        yield Problem("JRN-053", says, hint="请重新登录后再提交。")
    if not is_name(intention.ledger):
        yield Problem(
            "JRN-053",
            sentence("台账名“{ledger}”不合规定。", ledger=intention.ledger[:40]),
            hint="请使用目录中声明的台账名。",
        )
    if intention.matter and not _MATTER.fullmatch(intention.matter):
        says = sentence("事项标识“{matter}”不合规定。", matter=intention.matter[:40])
        yield Problem("JRN-053", says, hint="只能用小写字母、数字和连字符，不超过40个字符。")
    if len(intention.number) > LONGEST_NAME or len(intention.unit) > LONGEST_NAME:
        yield Problem(
            "JRN-050",
            sentence("编号或单位名称超过{longest_name}个字符。", longest_name=LONGEST_NAME),
            hint="请缩短后重试。",
        )
    yield from _too_long("意见", intention.note)
    if len(intention.said) > MOST_ANSWERS:
        yield Problem(
            "JRN-050", sentence("一次最多写明{most_answers}项。", most_answers=MOST_ANSWERS), hint="请分次提交。"
        )
    for name, value in intention.facts.items():
        if type(value) is str and len(value) > LONGEST_TEXT:
            yield from _too_long(name, value)
    if intention.letter:
        yield from _letter(intention, intention.letter)
    if intention.evidence or intention.related:
        yield from _papers(intention.evidence, intention.related)


def _letter(intention: Intention, letter: Letter) -> Iterator[Problem]:
    if intention.act not in LEVELS or ordinal(letter.number) // LARGEST_SERIAL != intention.on.year:
        says = sentence(
            "函号“{letter}”不合规定，应如“督函〔{year}〕12号”，年份为发函的年份。",
            letter=letter.number[:40],
            year=intention.on.year,
        )
        yield Problem("JRN-055", says, hint="请改正函号。")
    if not (letter.title and letter.to and letter.sender) or letter.answer < intention.on:
        says = "函件没有写全标题、收函单位、发函单位，或答复期限早于发函日期。"
        yield Problem("JRN-055", says, hint="请补全后再发。")
    if max(map(len, (letter.title, letter.to, letter.sender))) > LONGEST_NAME:
        yield Problem(
            "JRN-050",
            sentence("函件的标题或单位名称超过{longest_name}个字符。", longest_name=LONGEST_NAME),
            hint="请缩短后重试。",
        )


def _too_long(name: str, text: str) -> Iterator[Problem]:
    if len(text) > LONGEST_TEXT:
        says = sentence(
            "“{name}”有{count}个字符，超过上限{longest_text}个。", name=name, count=len(text), longest_text=LONGEST_TEXT
        )
        yield Problem("JRN-050", says, hint="请精简，或作为佐证附件上传。")


def _papers(evidence: Collection[str], related: Collection[str]) -> Iterator[Problem]:
    if len(evidence) > MOST_PAPERS or len(related) > MOST_PAPERS:
        yield Problem(
            "JRN-050",
            sentence("一次最多附{most_papers}份材料、对应{most_papers}个事项。", most_papers=MOST_PAPERS),
            hint="请分次提交。",
        )
    wrong = [digest for digest in evidence if not _DIGEST.fullmatch(digest)]
    if wrong:
        says = sentence("佐证材料的摘要“{wrong}”不合规定，应为64位十六进制数。", wrong=wrong[0][:20])
        yield Problem("JRN-053", says, hint="请重新上传材料。")


@dataclass(frozen=True, slots=True)
class Judged:
    """Intentions admitted on top of ``base``: good for as long as the store's tree is still that one.

    Many are judged before the lock is taken, so that others need not wait meanwhile; should somebody have written
    in between, they are judged anew, and only when that goes on under the lock. rows: for lists, of all that changed.
    """

    base: Tree
    work: Admission
    entries: list[Entry]
    rows: list[ListRow]

    def keep(self, store: Store, ready: Callable[[], None]) -> tuple[Entry, ...]:
        """Writes all of it into the store, which stands at ``base`` and is locked; Refused with what stands against it."""
        work = self.work
        if work.problems:
            raise Refused(*work.problems)
        ready()
        work.guard.flush()
        if work.sealed:
            store.add(work.sealed, work.changed.values(), self.rows, work.tree)
        return tuple(self.entries)
