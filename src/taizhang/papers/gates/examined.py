"""A paper examined at its gates once for everyone who looks, while nothing that it depends on has changed.

Drafting a paper counts every figure of it and writes its documents; a page of the gates, each waiver and each signature
ask for the same. What is decided on findings is read anew each time: it is no part of the examination.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Lock

from taizhang.papers.gates.subject import Subject, of_report, setting_of
from taizhang.papers.gates.walk import OWN_PROFILE, every_gate, own_profile
from taizhang.papers.report import Report, report
from taizhang.proof.basis.shelf import load_shelf
from taizhang.proof.model import Finding
from taizhang.proof.slips.learning import LEARNED
from taizhang.site.site import Site
from taizhang.terms.period import Period

# Chosen: the papers that are worked on at once; each holds all its rows in memory.
KEPT = 4
_examined: OrderedDict[tuple[str, ...], Examined] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Examined:
    """A drafted report, the document that goes through the gates, and what every gate finds.

    written: digest of its Word file, which a later drafting may have replaced.
    """

    report: Report
    subject: Subject
    found: tuple[Finding, ...]
    written: str


def examine(site: Site, name: str, period: Period, today: date) -> Examined:
    """The examination of a paper as journal, catalogue, draft and basis stand. Raises Refused as ``report`` does.

    The replica is held against what its tables must add up to before anything is counted: one that was altered never
    stands behind a signature.
    """
    with _lock:
        known = _examined.get(_depends(site, name, period, today))
        if known is None or known.written != _digest(known.report.docx):
            known = _examine(site, name, period, today)
        key = _depends(site, name, period, today)  # the drafter's file may only now have been made
        _examined[key] = known
        _examined.move_to_end(key)
        while len(_examined) > KEPT:
            _examined.popitem(last=False)
        return known


def _examine(site: Site, name: str, period: Period, today: date) -> Examined:
    site.hold()
    made = report(site, name, period)
    subject = of_report(made, f"{name}-{period.key}", site.home / "proof", setting_of(site, period))
    found = every_gate(subject, load_shelf(site.home / "basis"), today, own_profile(site.home))
    return Examined(made, subject, tuple(found), _digest(made.docx))


def _depends(site: Site, name: str, period: Period, today: date) -> tuple[str, ...]:
    """Everything the examination of a paper depends on."""
    journal, home = site.journal, site.home
    stand = (str(home), name, period.stored, today.isoformat(), str(journal.size), journal.root.hex())
    files = (home / "drafts" / f"{name}-{period.key}.md", home / OWN_PROFILE, home / "proof" / LEARNED)
    return (*stand, site.catalogue.revision, *sorted(site.unseen), *map(_digest, (*files, *_basis(home))))


def _basis(home: Path) -> Iterator[Path]:
    return iter(sorted((home / "basis").glob("*.json")))


def _digest(path: Path) -> str:
    return f"{path}:{hashlib.sha256(path.read_bytes()).hexdigest()}" if path.is_file() else ""
