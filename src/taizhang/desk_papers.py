"""Papers as one person works on them: the text with its history, what it gives, last year's beside it, approval."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock

from taizhang.catalogue.fronts import front_of
from taizhang.desk import Desk
from taizhang.documents.saving import replace_file
from taizhang.editions import Edition, editions, settle
from taizhang.figures.value import Trace
from taizhang.gates.deciding import approve
from taizhang.gates.subject import of_paper
from taizhang.gates.walk import Walk, own_profile, walked
from taizhang.library.compare import Row, compare
from taizhang.proof.basis.shelf import load_shelf
from taizhang.proof.files import read as read_words
from taizhang.proof.records import append
from taizhang.reporting import copies, told
from taizhang.reports.dated import Spelling
from taizhang.reports.drafts import digest, keep
from taizhang.reports.paper import Paper, Paragraph
from taizhang.reports.suppression import ledgers_of, suppress
from taizhang.reports.template import read as read_template
from taizhang.terms.period import Period
from taizhang.terms.problem import Place, Problem, Refused

_SAVING = Lock()


@dataclass(frozen=True, slots=True)
class Saved:
    """One saving of a draft: by whom, when (server time), and the digest of the text."""

    by: str
    at: str
    digest: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as it stands; not started: the template's text, of which nobody has a copy yet."""

    name: str
    period: Period
    text: str
    started: bool
    history: tuple[Saved, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def seen(self) -> str:
        """What a saving names to prove that it starts from this very text."""
        return digest(self.text)


@dataclass(frozen=True, slots=True)
class Beside:
    """Last year's paragraphs and this year's with the rows that pair them; source: where last year's come from."""

    source: str
    old: tuple[str, ...]
    new: tuple[str, ...]
    rows: tuple[Row, ...]


class Papers:
    """The papers of the desk's site, as the person at the desk may read, edit and approve them."""

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

    def title(self, name: str, period: Period) -> str:
        """A template's title as it reads for a period."""
        template, _ = read_template(self.site.catalogue.templates[name], name)
        return Spelling(self.site.catalogue, period, name)(template.title)

    def periods(self, name: str) -> tuple[Period, ...]:
        """The periods for which a draft was started, the latest first."""
        found = []
        for path in (self.site.home / "drafts").glob(f"{name}-*.md"):
            try:
                found.append(Period.parse(path.stem.removeprefix(f"{name}-")))
            except ValueError:
                continue
        return tuple(sorted(found, key=lambda one: one.end, reverse=True))

    def draft(self, name: str, period: Period) -> Draft:
        """The draft as it stands; nothing is written. Raises Refused when its file cannot be read."""
        history = self._history(name, period)
        if not self._path(name, period).is_file():
            return Draft(name, period, self.site.catalogue.templates[name], False, history)
        kept = keep(self.site.home / "drafts", name, self.site.catalogue.templates[name], period)
        return Draft(name, period, kept.text, True, history, kept.problems)

    def start(self, name: str, period: Period, at: datetime) -> Draft:
        """The draft, made from the template when there is none yet."""
        self._allowed("drafter", name)
        kept = keep(self.site.home / "drafts", name, self.site.catalogue.templates[name], period)
        if kept.created:
            self._note(name, period, kept.text, at)
        return self.draft(name, period)

    def save(self, name: str, period: Period, text: str, seen: str, at: datetime) -> Draft:
        """Saves the text if the draft is still as it was seen; every earlier text is kept.

        Raises Refused: RPT-055 somebody saved meanwhile, RPT-058 the person is no drafter.
        """
        self._allowed("drafter", name)
        text = text.replace("\r\n", "\n")
        with _SAVING:
            now = self.start(name, period, at)
            if now.seen != seen:
                last = f"{now.history[-1].by}在{now.history[-1].at[:16].replace('T', ' ')}" if now.history else "别人"
                says = f"您打开之后，{last}保存过这份文稿；您的改动没有保存。"
                raise Refused(Problem("RPT-055", says, Place(file=self._path(name, period).name),
                                      "您写的还在下面；请对照现在的文稿合并后再保存。"))  # fmt: skip
            if text != now.text:
                replace_file(self._path(name, period), text.encode())
                self._note(name, period, text, at)
        return self.draft(name, period)

    def drawn(self, name: str, period: Period, text: str) -> tuple[Paper, tuple[Problem, ...]]:
        """The paper a text gives now and all that is wrong with it."""
        return told(self.site, text, period, f"{name}-{period.key}.md")

    def traceable(self, trace: Trace) -> bool:
        """Whether the person sees every matter of the ledgers a number was counted from."""
        return all(self.desk.whole(ledger) for ledger in ledgers_of(trace))

    def beside(self, name: str, period: Period, paper: Paper) -> Beside:
        """Last year's paper of the same name, as it was told when there is an edition, else as its text gives it."""
        before = period.last_year()
        found = editions(self.site, name, before)
        new = _words(paper)
        old, source = _frozen(found[-1]) if found else (None, "")
        if old is None:
            draft = self.draft(name, before)
            old = _words(self.drawn(name, before, draft.text)[0])
            source = f"{before.key}文稿" if draft.started else f"{before.key}（模板）"
        return Beside(source, old, new, compare(old, new))

    def export(self, paper: Paper, folder: Path) -> tuple[Path, Path]:
        """Word and offline page as they may leave: small confidential counts and rows out of sight kept back."""
        hidden = [name for name in self.site.catalogue.ledgers if not self.desk.whole(name)]
        return copies(self.site, paper, folder, hidden)

    def withheld(self, paper: Paper) -> int:
        """How many numbers an export keeps back."""
        return len(suppress(paper, self.site.catalogue).withheld)

    def walk(self, name: str, period: Period) -> Walk:
        """The paper's walk through the gates as it stands."""
        home = self.site.home
        return walked(of_paper(self.site, name, period), load_shelf(home / "basis"), self.desk.today, own_profile(home))

    def approve(self, name: str, period: Period, seen: str) -> Edition:
        """Approves the very words that were seen and freezes them as the next edition.

        Raises Refused with every reason why not: RPT-056 the person drafted it, RPT-057 other words since,
        RPT-058 no approver, RPT-059 approved already, and all that the gates hold against it.
        """
        by, on = self.desk.actor.name, self.desk.today
        walk = self.walk(name, period)
        place = Place(file=walk.subject.name)
        problems = [*self._barred("approver", name)]
        if any(one.by == by for one in self._history(name, period)):
            says = f"{by}撰写过这份文稿，不能由本人批准。"
            problems.append(Problem("RPT-056", says, place, "请由另一位审核人批准。"))
        if walk.subject.digest != seen:
            says = "您看过之后文稿或其中的数有改动，没有批准。"
            problems.append(Problem("RPT-057", says, place, "请把现在的文稿看过再批准。"))
        if walk.standing == "approved":
            says = "这份文稿已经批准，此后没有改动。"
            problems.append(Problem("RPT-059", says, place, "不必再批；已有的定稿见文稿页。"))
        problems += [
            Problem(one.finding.rule, one.finding.message, place, one.finding.suggestion) for one in walk.blocking
        ]
        if problems:
            raise Refused(*problems)
        approve(walk, by=by, on=on)
        return settle(self.site, name, period, by, actor=by, on=on)

    def editions(self, name: str, period: Period | None = None) -> tuple[Edition, ...]:
        """The editions frozen so far, the oldest first."""
        return editions(self.site, name, period)

    def _allowed(self, role: str, name: str) -> None:
        if barred := tuple(self._barred(role, name)):
            raise Refused(*barred)

    def _barred(self, role: str, name: str) -> Iterable[Problem]:
        if role not in self.desk.actor.roles:
            what = "批准" if role == "approver" else "改动"
            hint = "文稿由撰写人改动、审核人批准；岗位由安全管理员授予。"
            yield Problem("RPT-058", f"您现在的岗位不能{what}文稿。", Place(file=name), hint)

    def _path(self, name: str, period: Period) -> Path:
        return self.site.home / "drafts" / f"{name}-{period.key}.md"

    def _history(self, name: str, period: Period) -> tuple[Saved, ...]:
        path = self._path(name, period).with_suffix(".history.jsonl")
        if not path.is_file():
            return ()
        return tuple(Saved(**json.loads(line)) for line in path.read_text("utf-8").splitlines())

    def _note(self, name: str, period: Period, text: str, at: datetime) -> None:
        versions = self.site.home / "drafts" / "versions"
        versions.mkdir(exist_ok=True)
        replace_file(versions / f"{digest(text)}.md", text.encode())
        saved = {"by": self.desk.actor.name, "at": at.isoformat(timespec="seconds"), "digest": digest(text)}
        append(self._path(name, period).with_suffix(".history.jsonl"), [saved])


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
