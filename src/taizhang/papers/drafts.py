"""Every saving of a draft: an entry of the journal that names the text by digest, so that none is lost or altered.

The file under ``drafts/`` is the working copy that programs and people read; a change made to it outside the site is
found at the next saving and recorded as such.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from taizhang.catalogue.values import Stored
from taizhang.intake.identities import identity
from taizhang.matters.entry import CORRECT, RECORD, Entry, Intention
from taizhang.reports.drafts import digest, keep
from taizhang.site.site import Site
from taizhang.terms.clock import CHINA_TIME
from taizhang.terms.durable import replace_file
from taizhang.terms.period import Period
from taizhang.terms.problem import Place, Problem, Refused
from taizhang.terms.sentence import sentence

LEDGER = "draft"
OUTSIDE = "网站之外"
SAVED, RESTORED, ELSEWHERE, ASIDE = "saved", "restored", "outside", "aside"


@dataclass(frozen=True, slots=True)
class Saved:
    """One saving: its number from 1, by whom, when (at +08:00), the digest of the text, how, and its journal entry.

    how: ``saved``, ``restored`` from an earlier one, made ``outside`` the site, or put ``aside`` because somebody
    else had saved meanwhile; what is put aside is kept and is not the draft.
    """

    number: int
    by: str
    at: str
    digest: str
    how: str
    entry: int


@dataclass(frozen=True, slots=True)
class PaperDraft:
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


def draft(site: Site, name: str, period: Period) -> PaperDraft:
    """The draft as it stands; nothing is written. Raises Refused when its file cannot be read."""
    template, known = site.catalogue.templates[name], history(site, name, period)
    if not _path(site, name, period).is_file():
        return PaperDraft(name, period, template, False, known)
    kept = keep(site.home / "drafts", name, template, period)
    return PaperDraft(name, period, kept.text, True, known, kept.problems)


def start(site: Site, name: str, period: Period, by: str) -> PaperDraft:
    """The draft, made from the template when there is none yet."""
    with _lock(site, name, period):
        return _start(site, name, period, by)


def save(site: Site, name: str, period: Period, text: str, *, seen: str, by: str, how: str = SAVED) -> PaperDraft:
    """Saves the text if the draft is still as it was seen; otherwise the text is put aside and RPT-055 raised."""
    text = text.replace("\r\n", "\n")
    with _lock(site, name, period):
        now = _start(site, name, period, by)
        if now.seen != seen:
            _note(site, name, period, text, by, ASIDE)
            raise Refused(_overtaken(now, _path(site, name, period)))
        if text != now.text:
            _note(site, name, period, text, by, how)
            replace_file(_path(site, name, period), text.encode())
    return draft(site, name, period)


def history(site: Site, name: str, period: Period) -> tuple[Saved, ...]:
    """Every saving, the oldest first."""
    entries = site.journal.history(_matter(name, period)) if LEDGER in site.catalogue.ledgers else ()
    return tuple(map(_read_saving, entries))


def authors(site: Site, name: str, period: Period) -> frozenset[str]:
    """Everybody who saved the draft."""
    return frozenset(one.by for one in history(site, name, period)) - {OUTSIDE}


def text_of(site: Site, name: str, period: Period, saved: str) -> str:
    """The text a saving kept, held against its digest. Raises Refused (RPT-060) when there is none or it was altered."""
    known = any(one.digest == saved for one in history(site, name, period))
    wrong = site.blobs.wrong(saved) if known else None
    if not known or wrong:
        says = sentence("这一次保存的文字{part}。", part="已损坏或被改动" if wrong else "没有找到")
        raise Refused(Problem("RPT-060", says, Place(file=name), "请从备份恢复材料库；流水里的摘要以保存时为准。"))
    return site.blobs.path(saved).read_text("utf-8")


def periods(site: Site, name: str) -> tuple[Period, ...]:
    """The periods for which a draft was started, the latest first."""
    found = []
    for path in (site.home / "drafts").glob(f"{name}-*.md"):
        try:
            found.append(Period.parse(path.stem.removeprefix(f"{name}-")))
        except ValueError:
            continue
    return tuple(sorted(found, key=lambda one: one.end, reverse=True))


def _start(site: Site, name: str, period: Period, by: str) -> PaperDraft:
    """The draft with everything that happened to its file recorded."""
    kept = keep(site.home / "drafts", name, site.catalogue.templates[name], period)
    known = [one for one in history(site, name, period) if one.how != ASIDE]
    text = kept.text
    if kept.created:
        _note(site, name, period, text, by, SAVED)
    elif not known or digest(text) != known[-1].digest:
        if any(one.digest == digest(text) for one in known):
            # A saving was recorded and the machine stopped before the file was replaced.
            text = text_of(site, name, period, known[-1].digest)
            replace_file(_path(site, name, period), text.encode())
        else:
            _note(site, name, period, text, OUTSIDE, ELSEWHERE)
    return PaperDraft(name, period, text, True, history(site, name, period), kept.problems)


def _note(site: Site, name: str, period: Period, text: str, by: str, how: str) -> None:
    """One more entry; the text is on disk before it is named."""
    matter, kept = _matter(name, period), site.blobs.put(text.encode())
    head = site.journal.head(matter)
    number = f"{name}/{period.key}"
    facts: dict[str, Stored] = {"no": number, "report": name, "period": period.key, "digest": kept, "how": how}
    facts["opened"] = str(head.facts["opened"]) if head else site.day.isoformat()
    step = head.mseq if head else 0
    site.journal.append(
        (
            Intention(
                by,
                f"draft:{matter}:{step + 1}",
                LEDGER,
                CORRECT if head else RECORD,
                site.day,
                matter,
                expect=step,
                number=number,
                facts=facts,
                evidence=(kept,),
            ),
        )
    )


def _overtaken(now: PaperDraft, path: Path) -> Problem:
    others = [one for one in now.history if one.how != ASIDE]
    says = "您打开之后，别人保存过这份文稿；您的改动没有并入。"
    if others:
        at = others[-1].at[:16].replace("T", " ")
        says = sentence("您打开之后，{by}在{at}保存过这份文稿；您的改动没有并入。", by=others[-1].by, at=at)
    return Problem("RPT-055", says, Place(file=path.name), "两份都已留存；请在下面合并后再保存。")


def _read_saving(entry: Entry) -> Saved:
    facts, at = entry.intention.facts, entry.at.astimezone(CHINA_TIME).isoformat(timespec="seconds")
    return Saved(entry.mseq, entry.intention.actor, at, str(facts["digest"]), str(facts["how"]), entry.seq)


def _matter(name: str, period: Period) -> str:
    return identity(LEDGER, (name, period.key))


def _path(site: Site, name: str, period: Period) -> Path:
    return site.home / "drafts" / f"{name}-{period.key}.md"


@contextmanager
def _lock(site: Site, name: str, period: Period) -> Iterator[None]:
    """One saving of a draft at a time, whichever process it comes from."""
    folder = site.home / "drafts"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f".{name}-{period.key}.lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
