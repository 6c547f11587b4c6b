"""Papers as one person works on them: the text with its history, what it gives, last year's beside it, copies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from taizhang.casework.attestations import Attestation, attest
from taizhang.catalogue.fronts import front_of
from taizhang.figures.dictionary import ledgers_of as figure_ledgers
from taizhang.figures.value import Trace
from taizhang.library.compare import AlignedRow, compare
from taizhang.papers import drafts as savings
from taizhang.papers.companions.texts import COMPANIONS, text_of
from taizhang.papers.drafts import PaperDraft
from taizhang.papers.editions import Edition, editions
from taizhang.papers.in_sight import as_read, newly_asked, problems_in_sight, without_unseen
from taizhang.papers.report import ReleaseCopy, copies, draft_text, hiding, release_copy, report
from taizhang.policy.rights import LEADER, SUPERVISOR
from taizhang.proof.files.read import read_document as read_words
from taizhang.reports.dated import Spelling
from taizhang.reports.merging import Merged, merge
from taizhang.reports.paper import Paper, Paragraph
from taizhang.reports.suppression import ledgers_of, suppress
from taizhang.reports.template import read_template as read_template
from taizhang.site.desk import Desk
from taizhang.terms.period import Period
from taizhang.terms.problem import Place, Problem, Refused
from taizhang.terms.progress import Progress, quiet

ATTESTERS = frozenset({"drafter", "approver", LEADER, SUPERVISOR})


@dataclass(frozen=True, slots=True)
class Beside:
    """Last year's paragraphs and this year's with the rows that pair them; source: where last year's come from."""

    source: str
    old: tuple[str, ...]
    new: tuple[str, ...]
    rows: tuple[AlignedRow, ...]


class Papers:
    """The papers of the desk's site, as the person at the desk may read and edit them."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.site = desk.site

    @property
    def open(self) -> bool:
        """Whether the person may read papers: they tell of the whole body, so sight of some units is not enough."""
        return any(one.units is None for one in self.desk.sight.grants)

    @property
    def names(self) -> tuple[str, ...]:
        """The templates there are, those of the body's own profile first."""
        profile = self.site.catalogue.body.profile
        fronts = {name: front_of(text) for name, text in self.site.catalogue.templates.items()}
        return tuple(sorted(fronts, key=lambda name: (profile not in fronts[name].profiles, name)))

    @property
    def companions(self) -> Mapping[str, str]:
        """The papers a program writes anew every time, by name with their titles: bulletins, lists, tables."""
        return {name: title for name, title in COMPANIONS.items() if name not in self.site.catalogue.templates}

    def title(self, name: str, period: Period) -> str:
        """A template's title as it reads for a period."""
        template, _ = read_template(self.site.catalogue.templates[name], name)
        return Spelling(self.site.catalogue, period, name)(template.title)

    def periods(self, name: str) -> tuple[Period, ...]:
        """The periods for which a draft was started, the latest first."""
        return savings.periods(self.site, name)

    def draft(self, name: str, period: Period) -> PaperDraft:
        """The draft as it stands, or the text of a companion. Raises Refused when it cannot be read or made."""
        if name in self.companions:
            return PaperDraft(name, period, text_of(self.site, name, period), True, ())
        return savings.draft(self.site, name, period)

    def start(self, name: str, period: Period) -> PaperDraft:
        """The draft, made from the template when there is none yet."""
        self._require_allowed("drafter", name)
        return savings.start(self.site, name, period, self.desk.actor.name)

    def save(self, name: str, period: Period, text: str, seen: str) -> PaperDraft:
        """Saves the text if the draft is still as it was seen; every earlier text is kept.

        Raises Refused: RPT-055 somebody saved meanwhile, and the text is put aside; RPT-058 the person is no drafter;
        RPT-064 it asks anew for numbers of ledgers out of sight.
        """
        self._require_allowed("drafter", name)
        if unseen := self.guarded:
            known = "\n".join((self.site.catalogue.templates.get(name, ""), self.draft(name, period).text))
            if problems := newly_asked(self.site.catalogue, text, known, unseen, f"{name}-{period.key}.md"):
                raise Refused(*problems)
        return savings.save(self.site, name, period, text, seen=seen, by=self.desk.actor.name)

    def restore(self, name: str, period: Period, number: int, seen: str) -> PaperDraft:
        """Makes an earlier text the draft again. Raises Refused as ``save`` does, and RPT-060 the text is not there."""
        self._require_allowed("drafter", name)
        text = self.saving_text(name, period, number)
        return savings.save(self.site, name, period, text, seen=seen, by=self.desk.actor.name, how=savings.RESTORED)

    def saving_text(self, name: str, period: Period, number: int) -> str:
        """The text of one saving. Raises Refused (RPT-060) when there is none or it was altered."""
        digest = next((one.digest for one in savings.history(self.site, name, period) if one.number == number), "")
        return savings.text_of(self.site, name, period, digest)

    def merge(self, name: str, period: Period, seen: str, mine: str) -> Merged:
        """What was typed over an older text, set beside what others saved since. Raises Refused (RPT-060)."""
        now = self.draft(name, period).text
        base = savings.text_of(self.site, name, period, seen)
        return merge(base, now, mine.replace("\r\n", "\n"))

    def draw(
        self, name: str, period: Period, text: str, progress: Progress = quiet
    ) -> tuple[Paper, tuple[Problem, ...]]:
        """The paper a text gives now and all that is wrong with it, as the person may read both."""
        file, catalogue = f"{name}-{period.key}.md", self.site.catalogue
        declared = text if name in self.companions else catalogue.templates.get(name, "")
        text, kept_back = without_unseen(catalogue, text, declared, self.guarded, file)
        paper, problems = draft_text(self.site, text, period, file, progress)
        told = problems_in_sight(catalogue, problems, self.guarded)
        return as_read(catalogue, paper, self.guarded), (*kept_back, *told)

    def attest(self, words: str, period: Period, note: str) -> None:
        """Answers by name for a sentence of the year's papers. Raises Refused: RPT-058 no such post, CMD-061."""
        if self.desk.actor.roles.isdisjoint(ATTESTERS):
            hint = "撰写人、审核人、分管领导和督查员可以具名说明；岗位由安全管理员授予。"
            raise Refused(Problem("RPT-058", "您现在的岗位不能对文稿里的话作说明。", hint=hint))
        person = self.desk.actor.name
        attest(self.site, Attestation(words, period.end.year, person, note), actor=person, on=self.desk.today)

    def traceable(self, trace: Trace) -> bool:
        """Whether the person sees every matter of the ledgers a number was counted from."""
        return all(self.desk.whole(ledger) for ledger in ledgers_of(trace))

    def reads(self, rows: Iterable[str]) -> bool:
        """Whether the person sees every matter of the ledgers of rows frozen as ``ledger:matter``, and each of the rows."""
        rows = frozenset(rows)
        if any(key.partition(":")[2] in self.site.unseen for key in rows):
            return False
        return all(map(self.desk.whole, {key.partition(":")[0] for key in rows} & set(self.site.catalogue.ledgers)))

    def beside(self, name: str, period: Period, paper: Paper) -> Beside:
        """Last year's paper of the same name, as it was told when there is an edition, else as its text gives it."""
        before = period.last_year()
        found = editions(self.site, name, before)
        new = _words(paper)
        old, source = _frozen(found[-1]) if found else (None, "")
        if old is None:
            draft = self.draft(name, before)
            old = _words(self.draw(name, before, draft.text)[0])
            source = f"{before.key}文稿" if draft.started else f"{before.key}（模板）"
        return Beside(source, old, new, compare(old, new))

    def tells_now(self, figure: str) -> bool:
        """Whether the person may be told what a number of a paper is on another day: it counts no guarded ledger out of
        his sight, and none that holds a matter about himself. What was filed is on paper; what came since is not.
        """
        counted = {*figure_ledgers(self.site.catalogue, figure)} if figure in self.site.catalogue.figures else set()
        about = (
            {head.ledger for head in self.site.journal.known(self.site.unseen).values()} if self.site.unseen else set()
        )
        return not counted & {*self.guarded, *about}

    def seen(self, matters: Iterable[str]) -> frozenset[str]:
        """Those of the matters that are in the person's sight."""
        return frozenset(self.desk.among(tuple(matters)))

    @property
    def hidden(self) -> list[str]:
        """The ledgers of which some matter is out of the person's sight."""
        return [name for name in self.site.catalogue.ledgers if not self.desk.whole(name)]

    @property
    def guarded(self) -> tuple[str, ...]:
        """Those of them that are confidential or sensitive."""
        ledgers = self.site.catalogue.ledgers
        return tuple(name for name in self.hidden if ledgers[name].declared.guarded)

    def export(self, paper: Paper, folder: Path) -> tuple[Path, Path]:
        """Word and offline page as they may leave: small confidential counts and rows out of sight kept back."""
        return copies(self.site, paper, folder, self.hidden)

    def release(self, name: str, period: Period, words: Iterable[str]) -> ReleaseCopy:
        """A masked copy: by the body's own rules, and the words given hidden too. Raises Refused."""
        self._require_allowed("drafter", name)
        return release_copy(self.site, report(self.site, name, period), hiding(self.site, words))

    def withheld(self, paper: Paper) -> int:
        """At how many places of the text an export keeps a number back."""
        return paper.sourced - suppress(paper, self.site.catalogue).paper.sourced

    def editions(self, name: str, period: Period | None = None) -> tuple[Edition, ...]:
        """The editions frozen so far, the oldest first."""
        return editions(self.site, name, period)

    def _require_allowed(self, role: str, name: str) -> None:
        if role not in self.desk.actor.roles:
            hint = "文稿由撰写人改动、审核人批准；岗位由安全管理员授予。"
            raise Refused(Problem("RPT-058", "您现在的岗位不能改动文稿。", Place(file=name), hint))


def _words(paper: Paper) -> tuple[str, ...]:
    to = (f"{paper.addressee.rstrip('：:')}：",) if paper.addressee else ()
    return (paper.title, *to, *(block.text for block in paper.blocks if isinstance(block, Paragraph)), *paper.signature)


def _frozen(edition: Edition) -> tuple[tuple[str, ...] | None, str]:
    """The paragraphs of an edition's Word file; None when it has none to read."""
    docx = next(edition.folder.glob("*.docx"), None)
    if docx is None:
        return None, ""
    texts = tuple(one.text for one in read_words(docx).paragraphs if one.zone not in ("footer", "table"))
    return texts, f"{edition.period}定稿第{edition.version}版"
