"""Ledgers a body declares for itself from a workbook of its own: an entry of the journal, a file of the site, in force at once."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from taizhang.catalogue.load import examine_tables
from taizhang.catalogue.versions import in_force
from taizhang.intake.corrections import Correction, Corrections
from taizhang.intake.proposing import LedgerDecision, LedgerProposal, propose
from taizhang.intake.proposing.declare import Declared, declarations, name_for
from taizhang.intake.proposing.propose import NOTHING_DECIDED
from taizhang.intake.reading.files import read_many
from taizhang.intake.recognise import Recogniser
from taizhang.intake.sheets import Workbook
from taizhang.matters.entry import RECORD, Intention
from taizhang.shipped import CATALOGUE
from taizhang.site.site import Imported, Site
from taizhang.terms.problem import Place, Problem, Refused, errors
from taizhang.terms.progress import Progress, quiet

LEDGER, PREFIX = "redefinition", "ledger."


@dataclass(frozen=True, slots=True)
class WorkbookProposals:
    """What the workbooks would make: a ledger each, and the files that could not be read."""

    proposals: tuple[LedgerProposal, ...]
    problems: tuple[Problem, ...]


def propose_ledgers(
    site: Site, paths: Sequence[Path], decided: Mapping[int, LedgerDecision] = NOTHING_DECIDED
) -> WorkbookProposals:
    """The ledgers workbooks would make; nothing is written. decided: what a person put right, by place. INT-070 names a file without any table."""
    read = read_many(paths)
    books = [one for one in read if isinstance(one, Workbook)]
    problems = [one for one in read if isinstance(one, Problem)]
    found = propose(Recogniser(site.catalogue), books, site.day, decided)
    if books and not found:
        says = "文件里没有找到表格：没有一行像表头，或表头下面没有记录。"
        places = (Place(file=one.name) for one in books)
        problems += [Problem("INT-070", says, place, "请确认表头写在记录上方，每栏一个名称。") for place in places]
    return WorkbookProposals(found, tuple(problems))


def declare_ledger(site: Site, made: LedgerProposal, actor: str, idem: str) -> str:
    """Declares a proposed ledger as a version of the site's definitions and takes it over; its name.

    Raises Refused with every fault the checks find. The same ``idem`` declares it once.
    """
    known = {one["number"]: one["name"] for one in declared_ledgers(site)}
    number = f"{PREFIX}{idem}"
    if number in known:
        return known[number]
    name = name_for(made, site.catalogue.ledgers.keys())
    tables = declarations(made, name, site.day)
    require_sound(site, tables)
    facts = {
        "no": number,
        "figure": f"{PREFIX}{name}",
        "title": made.title,
        "before": "{}",
        "after": json.dumps(tables, ensure_ascii=False, separators=(",", ":")),
        "effect": "新设台账，现有各数不变",
        "reason": "由本单位的工作簿设立",
        "since": site.day.isoformat(),
        "proposer": actor,
        "opened": site.day.isoformat(),
        "outcome": "declared",
        "force": site.day.isoformat(),
    }
    asked = Intention(actor, f"declare:{idem}", LEDGER, RECORD, site.day, number=number, facts=facts)
    site.journal.append((asked,))
    site.follow_declared()
    return name


def require_sound(site: Site, tables: Declared) -> None:
    """Raises Refused with every fault the catalogue's checks find in the site's catalogue with these declarations."""
    layers = (CATALOGUE, site.home / "catalogue", *in_force(site.home, site.day))
    _, problems = examine_tables(tables, *layers)
    if errors(problems):
        raise Refused(*errors(problems))


def declared_ledgers(site: Site) -> tuple[Mapping[str, str], ...]:
    """The ledgers the body declared for itself: number, name, title, who and when, the first first."""
    if LEDGER not in site.catalogue.ledgers:
        return ()
    heads = (one for one in site.journal.heads(LEDGER) if str(one.facts.get("figure")).startswith(PREFIX))
    return tuple(
        {
            "number": head.number,
            "name": str(head.facts["figure"]).removeprefix(PREFIX),
            "title": str(head.facts["title"]),
            "by": str(head.facts["proposer"]),
            "on": str(head.facts["opened"]),
        }
        for head in heads
    )


def import_declared(
    site: Site,
    paths: Sequence[Path],
    made: Sequence[tuple[str, LedgerProposal]],
    actor: str,
    *,
    accept_refused: bool = False,
    progress: Progress = quiet,
) -> Imported:
    """Imports the workbooks the ledgers were proposed from: their sheets alone, and each only as one of these ledgers."""
    aside = {sheet for _, one in made for sheet in one.aside}
    skipped = Corrections(sheets={("", sheet): Correction(skip=True) for sheet in aside})
    names = tuple(name for name, _ in made)
    by = site.acting(actor, site.day)
    found = site.change_set(
        paths, by, among=names, corrections=skipped, accept_refused=accept_refused, progress=progress
    )
    if found.obstacles:
        return found
    return Imported(
        found.changes, (), site.admit(site.plan_intentions(found.changes, actor, site.day), paths, progress)
    )
