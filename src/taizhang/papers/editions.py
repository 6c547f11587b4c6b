"""Frozen editions of a report: made only when nothing is wrong, sealed in the journal, held against later values."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from taizhang.catalogue.values import Stored
from taizhang.intake.changes import identity
from taizhang.matters.entry import RECORD, Head, Intention
from taizhang.papers.report import redraft, report
from taizhang.reports import verify_edition
from taizhang.reports.edition import Manifest, freeze, recheck, thaw
from taizhang.site.site import Site
from taizhang.terms.period import Period
from taizhang.terms.problem import Place, Problem, Refused, errors

LEDGER = "edition"
MANIFEST, TEXT = "manifest.json", "text.md"


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition as the journal knows it, and the folder that holds its manifest, text and documents."""

    report: str
    period: str
    version: int
    digest: str
    approver: str
    on: str
    folder: Path


def settle(site: Site, name: str, period: Period, approver: str, *, actor: str, on: date) -> Edition:
    """Freezes the report of a period as its next edition.

    Raises Refused with every fault when anything is wrong with it, breached identities included: a warning or
    a breach that somebody answers for does not stand in the way.
    """
    made = report(site, name, period)
    faults = errors(made.problems)
    if faults or not approver.strip():
        stated = f"有{len(faults)}处错误" if faults else "没有写批准人"
        hint = "请逐条改正；确有原因的恒等式用 taizhang waive 具名说明。" if faults else "请写 --approver。"
        raise Refused(*faults, Problem("RPT-051", f"《{made.paper.title}》{stated}，不能定稿。", hint=hint))
    version = 1 + max((one.version for one in editions(site, name, period)), default=0)
    folder = site.home / "editions" / f"{name}-{period.key}-v{version}"
    folder.mkdir(parents=True)
    outputs = {one.name: shutil.copyfile(one, folder / one.name) for one in (made.docx, made.html)}
    text = shutil.copyfile(made.draft, folder / TEXT)
    manifest = freeze(made.paper, _digest(text), {key: _digest(path) for key, path in outputs.items()})
    (folder / MANIFEST).write_text(manifest.canonical(), encoding="utf-8")
    _record(site, (name, period, version), manifest, (approver, actor), on)
    return next(one for one in editions(site, name, period) if one.version == version)


def _record(site: Site, which: tuple[str, Period, int], manifest: Manifest, people: tuple[str, str], on: date) -> None:
    name, period, version = which
    approver, actor = people
    number = f"{name}/{period.key}/v{version}"
    matter = identity(LEDGER, (number, manifest.digest))
    facts: dict[str, Stored] = {
        "no": number,
        "report": name,
        "period": period.key,
        "version": str(version),
        "digest": manifest.digest,
        "approver": approver,
        "opened": on.isoformat(),
    }
    site.journal.append((Intention(actor, f"settle:{matter}", LEDGER, RECORD, on, matter, number=number, facts=facts),))


def editions(site: Site, name: str = "", period: Period | None = None) -> tuple[Edition, ...]:
    """The editions recorded, the oldest first; of one report and period when asked for."""
    known = [_edition(site, head) for head in site.journal.heads(LEDGER)]
    fitting = (one for one in known if name in ("", one.report) and (period is None or period.key == one.period))
    return tuple(sorted(fitting, key=lambda one: (one.report, one.period, one.version)))


def _edition(site: Site, head: Head) -> Edition:
    facts = {key: str(value or "") for key, value in head.facts.items()}
    folder = site.home / "editions" / f"{facts['report']}-{facts['period']}-v{facts['version']}"
    version = int(facts["version"])
    return Edition(
        facts["report"], facts["period"], version, facts["digest"], facts["approver"], facts["opened"], folder
    )


def differences(site: Site, edition: Edition) -> Iterator[Problem]:
    """What the edition told and what its text would tell now by the definitions of then, number by number (RPT-052).

    Raises Refused (RPT-053) when the files are not those that were frozen.
    """
    manifest, text = _open(edition)
    then = site.catalogue_of(date.fromisoformat(edition.on), manifest.entries)
    paper = redraft(site, text, Period.parse(edition.period), TEXT, then)
    for one in recheck(manifest, paper.cells):
        yield Problem(
            "RPT-052",
            one.sentence,
            Place(file=str(edition.folder), key=one.told.id),
            "定稿不变；需要更正的，按程序另出一版。",
            "warning",
        )


def frozen(edition: Edition) -> Manifest:
    """What the edition froze. Raises Refused (RPT-053) when the files are not those that were frozen."""
    return _open(edition)[0]


def redefined_figures(site: Site, manifest: Manifest) -> frozenset[str]:
    """The declared figures of an edition whose definition is another one today."""
    known = site.catalogue.figures
    return frozenset(
        one.figure for one in manifest.cells if one.figure in known and known[one.figure].hash != one.definition
    )


def bundle(site: Site, edition: Edition) -> bytes:
    """A zip that can be verified with Python alone: the frozen files, the entry that recorded them, and its proof.

    Raises Refused (RPT-053) when the files are not those that were frozen.
    """
    manifest, _ = _open(edition)
    journal, made = site.journal, BytesIO()
    number = f"{edition.report}/{edition.period}/v{edition.version}"
    (head,) = journal.find(LEDGER, number)[:1]
    line, proof, point = journal.sealed(head.seq), journal.prove(head.seq), journal.checkpoint()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name in (MANIFEST, TEXT, *manifest.outputs):
            archive.write(edition.folder / name, name)
        archive.writestr("entry.txt", line)
        archive.writestr("proof.txt", "".join(f"{one.hex()}\n" for one in proof))
        archive.writestr("checkpoint.txt", str(point))
        archive.write(verify_edition.__file__, "verify_edition.py")
    return made.getvalue()


def _open(edition: Edition) -> tuple[Manifest, str]:
    """The manifest and the text, held against the journal's digest and the manifest's own."""
    place = Place(file=str(edition.folder))
    try:
        manifest = thaw((edition.folder / MANIFEST).read_text(encoding="utf-8"), str(edition.folder))
        digests = {name: _digest(edition.folder / name) for name in manifest.outputs}
        text, template = (edition.folder / TEXT).read_text(encoding="utf-8"), _digest(edition.folder / TEXT)
    except OSError as error:
        message = f"定稿{edition.report}/{edition.period}第{edition.version}版的文件不全：{error.strerror}。"
        raise Refused(Problem("RPT-053", message, place, "请从备份恢复。")) from error
    if manifest.digest != edition.digest or digests != manifest.outputs or template != manifest.template:
        message = f"定稿{edition.report}/{edition.period}第{edition.version}版的文件与定稿时不同。"
        raise Refused(Problem("RPT-053", message, place, "请从备份恢复；流水里的校验码以定稿时为准。"))
    return manifest, text


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
