"""The chain of the trail: every row carries a digest over itself and the row before, anchored daily in the journal.

Whoever changes, removes or inserts a row breaks every seal after it; whoever computes all seals anew, or cuts the
end off, no longer agrees with what the journal, which is a tree of digests of its own, said of the trail.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import IntegrityError, transaction

from taizhang.matters.entry import RECORD, Intention
from taizhang.site.site import Site
from taizhang.terms.problem import Problem
from taizhang.terms.sentence import sentence

if TYPE_CHECKING:
    from taizhang_site.accounts.models import Access

ANCHORS = "access"
# Chosen: more processes than serve a site, each of which loses at most once to every other.
_TRIES = 20


@dataclass(frozen=True, slots=True)
class ChainCheck:
    """What was checked: rows, anchors, the last seal, and what is wrong."""

    rows: int
    anchors: int
    seal: str
    problems: tuple[Problem, ...]


def compute_seal(before: str, number: int, row: Access) -> str:
    """The seal of a row that follows the seal ``before``."""
    at = row.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")
    parts = (before, str(number), at, row.who, row.what, row.place, row.address)
    return sha256("\x1f".join(part.replace("\x1f", " ") for part in parts).encode()).hexdigest()


def append_row(at: datetime, who: str, what: str, place: str, address: str) -> datetime | None:
    """Adds a row behind the last one and tells when that was; of two processes that add at once, one looks again."""
    table = apps.get_model("accounts", "Access")
    for attempt in range(_TRIES):
        try:
            with transaction.atomic():
                last = table.objects.order_by("-number").only("number", "seal", "at").first()
                row = table(at=at, who=who, what=what, place=place, address=address)
                row.number = last.number + 1 if last else 1
                row.seal = compute_seal(last.seal if last else "", row.number, row)
                row.save(force_insert=True)
                return last.at if last else None
        except IntegrityError:
            if attempt == _TRIES - 1:
                raise
    raise AssertionError


def anchor(site: Site, today: date) -> None:
    """Writes into the journal how many rows there are and the last one's seal, unless it says so already."""
    last = apps.get_model("accounts", "Access").objects.order_by("-number").first()
    if last is None:
        return
    name = f"access-{last.number}"
    if site.journal.head(name) is None:
        facts = {"rows": last.number, "seal": last.seal}
        site.journal.append([Intention("系统", name, ANCHORS, RECORD, today, name, facts=facts)])


def verify_chain(site: Site) -> ChainCheck:
    """Recomputes every seal and holds the rows against the anchors in the journal; names at most the first break."""
    told = {int(str(head.facts["rows"])): str(head.facts["seal"]) for head in site.journal.heads(ANCHORS)}
    seal, number, problems = "", 0, []
    for row in apps.get_model("accounts", "Access").objects.order_by("number").iterator(2000):
        if row.number != number + 1 or compute_seal(seal, row.number, row) != row.seal:
            says = sentence("访问留痕第{number}条起对不上：有记录被改动、删除或插入。", number=number + 1)
            problems.append(Problem("ACC-020", says, hint="请保护现场，报告保密和网信部门，用备份核对。"))
            break
        seal, number = row.seal, row.number
        if number in told and told[number] != seal:
            says = sentence("访问留痕第{number}条与流水里的锚不一致：此前的留痕被整体改写过。", number=number)
            problems.append(Problem("ACC-021", says, hint="请保护现场，报告保密和网信部门，用备份核对。"))
            break
    if not problems and told and max(told) > number:
        says = sentence("流水里记着访问留痕有{told}条，现在只有{number}条：末尾被删去。", told=max(told), number=number)
        problems.append(Problem("ACC-022", says, hint="请保护现场，报告保密和网信部门，用备份核对。"))
    return ChainCheck(number, len(told), seal, tuple(problems))
