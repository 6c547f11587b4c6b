"""Frozen editions of a report: made only when nothing is wrong, sealed in the journal, held against later values."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from importlib.metadata import version as version_of
from pathlib import Path

from taizhang.catalogue.values import Stored
from taizhang.intake.identities import identity
from taizhang.journal.clock import server_time
from taizhang.matters.entry import RECORD, Head, Intention
from taizhang.papers.contents import DEFINITIONS, ROWS, PaperContents, printed, row_faults
from taizhang.papers.gates.approvals import NAME as APPROVALS
from taizhang.papers.left_out import frozen_with
from taizhang.papers.receivers import INSIDE, MANIFEST, OUTSIDE, WholeEdition, form_for, shut_for, stored, with_notice
from taizhang.papers.report import Report, redraft, report
from taizhang.rendering.page import page
from taizhang.rendering.word import docx_bytes
from taizhang.reports.bundle import programs
from taizhang.reports.edition import Manifest, freeze, recheck, thaw
from taizhang.reports.paper_code import code_of
from taizhang.reports.suppression import suppress
from taizhang.sealing.seal import FOLDER as SEALS
from taizhang.sealing.seal import keep
from taizhang.site.site import Site
from taizhang.terms.durable import flush, replace_file
from taizhang.terms.period import Period
from taizhang.terms.problem import Place, Problem, Refused, errors
from taizhang.terms.sentence import sentence

Manifests = Mapping[str, Manifest]
LEDGER, FOLDER = "edition", "editions"
TEXT, ORPHANS = "text.md", "orphans"
_ORPHAN = "用 taizhang editions tidy 移到 editions/orphans；再次定稿会自动移开，不影响定稿。"


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition as the journal knows it, and the folder that holds its manifest, text and documents.

    outside: digests of its forms' manifests, by receiver; none for an edition frozen before there were any.
    """

    report: str
    period: str
    version: int
    digest: str
    approver: str
    on: str
    folder: Path
    outside: Mapping[str, str] = field(default_factory=dict)


def settle(site: Site, name: str, period: Period, approver: str, *, actor: str, on: date) -> Edition:
    """Freezes the report of a period as its next edition.

    Raises Refused with every fault when anything is wrong with it, breached identities included: a warning or
    a breach that somebody answers for does not stand in the way.
    """
    require_sound(site)
    made = report(site, name, period)
    require_settled(made, approver)
    return freeze_report(site, made, (name, period), (approver, actor), on)


def require_sound(site: Site) -> None:
    """Refused (RPT-071) while anything derived is not what the entries say."""
    if wrong := derived_faults(site):
        says = "流水或由它推算的数据核对不一致，没有定稿。"
        raise Refused(
            *wrong,
            Problem("RPT-071", says, hint="请先 taizhang fsck 查明原因；推算的数据可用 taizhang fsck --rebuild 重建。"),
        )


def require_settled(made: Report, approver: str) -> None:
    """Refused (RPT-051) with every error of a drafted report, or when nobody approves it."""
    faults = errors(made.problems)
    if faults or not approver.strip():
        stated = f"有{len(faults)}处错误" if faults else "没有写批准人"
        hint = "请逐条改正；确有原因的恒等式用 taizhang waive 具名说明。" if faults else "请写 --approver。"
        raise Refused(
            *faults,
            Problem(
                "RPT-051", sentence("《{paper}》{stated}，不能定稿。", paper=made.paper.title, stated=stated), hint=hint
            ),
        )


def freeze_report(site: Site, made: Report, which: tuple[str, Period], people: tuple[str, str], on: date) -> Edition:
    """Freezes a drafted report nothing stands against as its next edition. people: who approves, and who acts."""
    name, period = which
    approver, actor = people
    before = editions(site, name, period)
    version = 1 + max((one.version for one in before), default=0)
    manifests, files = _frozen(site, made, before[-1] if before else None, approver)
    keep_folder(site.home / FOLDER / f"{name}-{period.key}-v{version}", files)
    _record(site, (name, period, version), manifests, (approver, actor), on)
    keep(site.journal.checkpoint(), [site.home / SEALS])
    return next(one for one in editions(site, name, period) if one.version == version)


def _frozen(site: Site, made: Report, before: Edition | None, approver: str) -> tuple[Manifests, dict[str, bytes]]:
    """The manifests of a drafted report, by receiver, and every file of its edition."""
    paper, gathered = made.paper, PaperContents(site, made.paper)
    contents = gathered.without(shut_for(INSIDE, site.catalogue, paper))
    code = code_of(paper.name, paper.period.key, paper.entries, paper.root, paper.revision)
    printed_paper = replace(made.printed, code=code)
    outputs = {made.docx.name: docx_bytes(printed_paper), made.html.name: page(printed_paper, site.catalogue).encode()}
    files = {**outputs, TEXT: made.draft.read_bytes(), DEFINITIONS: contents.definitions, **programs()}
    digests = {key: digest_of(one) for key, one in files.items()}
    changed = list(differences(site, before)) if before else []
    manifest = freeze(made.paper, digests[TEXT], {key: digests[key] for key in outputs}).model_copy(
        update={
            "files": dict(sorted(digests.items())),
            "rows_root": contents.rows_root,
            "ledgers": list(contents.ledgers),
            "printed": printed(suppress(made.paper, site.catalogue).paper),
            "approver": approver.strip(),
            "approvals": _approvals(site.home),
            "made": server_time().strftime("%Y-%m-%dT%H:%M:%SZ"),
            "renderer": version_of("taizhang"),
            **frozen_with(site, made.paper),
            "corrects": [one.message for one in changed],
        }
    )
    manifest = with_notice(manifest)
    corrected = [(one.place.key, one.message) for one in changed]
    bare = page(replace(printed_paper, cells={}, sources={}, left_out={}), site.catalogue).encode()
    whole = WholeEdition(manifest, made.html.name, bare, programs(), corrected)
    forms = {receiver: form_for(receiver, whole, gathered) for receiver in OUTSIDE}
    cut = {stored(one, name): content for one, form in forms.items() for name, content in form.files.items()}
    manifests = {INSIDE: manifest, **{receiver: form.manifest for receiver, form in forms.items()}}
    return manifests, {**files, ROWS: contents.file, MANIFEST: manifest.canonical().encode(), **cut}


def _approvals(home: Path) -> str:
    """One digest over every file of approvals as it stands."""
    found = sorted(home.rglob(APPROVALS))
    return digest_of(b"".join(hashlib.sha256(one.read_bytes()).digest() for one in found)) if found else ""


def derived_faults(site: Site) -> tuple[Problem, ...]:
    """What the journal's entries do not say though heads, lists or the replica do; figures must not be told from them."""
    site.hold()
    return (*site.altered(), *site.journal.fsck(evidence=False).problems)


def keep_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Puts a folder of finished files in its place at once and for good, before any entry promises it.

    What stands there already no entry knows, or it would not be written again: a freeze was cut short. It is put aside.
    """
    incoming = folder.with_name(f".{folder.name}.incoming")
    shutil.rmtree(incoming, ignore_errors=True)
    incoming.mkdir(parents=True)
    for name, content in files.items():
        replace_file(incoming / name, content)
    if folder.exists():
        aside = folder.parent / ORPHANS
        aside.mkdir(exist_ok=True)
        folder.rename(aside / f"{folder.name}-{sum(1 for _ in aside.iterdir()) + 1}")
    incoming.rename(folder)
    flush(folder.parent)


def faults(site: Site) -> Iterator[Problem]:
    """What is wrong with the editions' folders: files that are not those frozen, folders that no entry knows."""
    known = editions(site)
    for edition in known:
        try:
            open_edition(edition)
        except Refused as refused:
            yield from refused.problems
    named = {one.folder for one in known} | {site.home / FOLDER / ORPHANS}
    for folder in sorted((site.home / FOLDER).glob("*")):
        if folder.is_dir() and folder not in named:
            says = sentence("定稿文件夹“{folder}”没有对应的流水：定稿中途停机，或有人放入。", folder=folder.name)
            yield Problem("RPT-070", says, Place(file=str(folder)), _ORPHAN, "warning")


def tidy(site: Site) -> tuple[Path, ...]:
    """Puts the folders that no entry knows aside; nothing is removed."""
    known, moved = {one.folder for one in editions(site)}, []
    aside = site.home / FOLDER / ORPHANS
    for folder in sorted((site.home / FOLDER).glob("*")):
        if folder.is_dir() and folder not in known and folder != aside:
            aside.mkdir(exist_ok=True)
            moved.append(folder.rename(aside / f"{folder.name.strip('.')}-{sum(1 for _ in aside.iterdir()) + 1}"))
    return tuple(moved)


def _record(
    site: Site, which: tuple[str, Period, int], manifests: Manifests, people: tuple[str, str], on: date
) -> None:
    name, period, version = which
    approver, actor = people
    number = f"{name}/{period.key}/v{version}"
    manifest = manifests[INSIDE]
    matter = identity(LEDGER, (number, manifest.digest))
    facts: dict[str, Stored] = {
        "no": number,
        "report": name,
        "period": period.key,
        "version": str(version),
        "digest": manifest.digest,
        **{receiver: manifests[receiver].digest for receiver in OUTSIDE},
        "approver": approver,
        "opened": on.isoformat(),
    }
    site.journal.append((Intention(actor, f"settle:{matter}", LEDGER, RECORD, on, matter, number=number, facts=facts),))


def printed_code(manifest: Manifest) -> str:
    """The code on the paper of an edition."""
    return code_of(manifest.name, manifest.period, manifest.entries, manifest.root, manifest.revision)


def editions(site: Site, name: str = "", period: Period | None = None) -> tuple[Edition, ...]:
    """The editions recorded, the oldest first; of one report and period when asked for."""
    known = [_edition(site, head) for head in site.journal.heads(LEDGER)]
    fitting = (one for one in known if name in ("", one.report) and (period is None or period.key == one.period))
    return tuple(sorted(fitting, key=lambda one: (one.report, one.period, one.version)))


def _edition(site: Site, head: Head) -> Edition:
    facts = {key: str(value or "") for key, value in head.facts.items()}
    folder = site.home / FOLDER / f"{facts['report']}-{facts['period']}-v{facts['version']}"
    version = int(facts["version"])
    outside = {receiver: facts[receiver] for receiver in OUTSIDE if facts.get(receiver)}
    told = (facts["digest"], facts["approver"], facts["opened"])
    return Edition(facts["report"], facts["period"], version, *told, folder, outside)


def differences(site: Site, edition: Edition) -> Iterator[Problem]:
    """What the edition told and what its text would tell now by the definitions of then, number by number (RPT-052).

    Raises Refused (RPT-053) when the files are not those that were frozen.
    """
    manifest, text = open_edition(edition)
    then = site.catalogue_of(date.fromisoformat(edition.on), manifest.entries)
    paper = redraft(site, text, manifest.counted, TEXT, then)
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
    return open_edition(edition)[0]


def redefined_figures(site: Site, manifest: Manifest) -> frozenset[str]:
    """The declared figures of an edition whose definition is another one today."""
    known = site.catalogue.figures
    return frozenset(
        one.figure for one in manifest.cells if one.figure in known and known[one.figure].hash != one.definition
    )


def open_edition(edition: Edition) -> tuple[Manifest, str]:
    """The manifest and the text, held against the journal's digest and the manifest's own."""
    place = Place(file=str(edition.folder))
    try:
        manifest = thaw((edition.folder / MANIFEST).read_text(encoding="utf-8"), str(edition.folder))
        digests = {name: digest_of((edition.folder / name).read_bytes()) for name in manifest.outputs}
        text, template = (
            (edition.folder / TEXT).read_text(encoding="utf-8"),
            digest_of((edition.folder / TEXT).read_bytes()),
        )
    except OSError as error:
        message = sentence(
            "定稿{report}/{period}第{version}版的文件不全：{strerror}。",
            report=edition.report,
            period=edition.period,
            version=edition.version,
            strerror=error.strerror,
        )
        raise Refused(Problem("RPT-053", message, place, "请从备份恢复。")) from error
    intact = not manifest.rows_root or (_intact(edition.folder, manifest) and _outside_intact(edition))
    if manifest.digest != edition.digest or digests != manifest.outputs or template != manifest.template or not intact:
        message = sentence(
            "定稿{report}/{period}第{version}版的文件与定稿时不同。",
            report=edition.report,
            period=edition.period,
            version=edition.version,
        )
        raise Refused(Problem("RPT-053", message, place, "请从备份恢复；流水里的校验码以定稿时为准。"))
    return manifest, text


def forms_of(edition: Edition) -> Manifests:
    """The manifests of all forms that were frozen, by receiver, verified once. Raises Refused (RPT-053) as ``open_edition``."""
    forms = {INSIDE: open_edition(edition)[0]}
    for receiver in edition.outside:
        path = path_in(edition.folder, receiver, MANIFEST)
        forms[receiver] = thaw(path.read_text("utf-8"), str(edition.folder))
    return forms


def form_of(edition: Edition, receiver: str) -> Manifest:
    """The manifest of the form a receiver is given. Raises Refused: RPT-053 as ``open_edition``, RPT-075 there is none."""
    forms = forms_of(edition)
    if receiver not in forms:
        says = "这一版定稿时还没有分别冻结给上级和向社会公开的内容，只能在本单位内核验。"
        raise Refused(Problem("RPT-075", says, Place(file=str(edition.folder)), "需要给外单位的，请另出一版定稿。"))
    return forms[receiver]


def path_in(folder: Path, receiver: str, name: str) -> Path:
    """Where a file of a receiver's form lies: his own, or else the whole edition's."""
    own = folder / stored(receiver, name)
    return own if own.is_file() else folder / name


def _outside_intact(edition: Edition) -> bool:
    """Whether the forms for others are those the journal registered."""
    for receiver, digest in edition.outside.items():
        try:
            content = (edition.folder / stored(receiver, MANIFEST)).read_bytes()
            whole = digest_of(content) == digest
            if not whole or not _intact(edition.folder, thaw(content.decode("utf-8")), receiver):
                return False
        except (OSError, ValueError, Refused):
            return False
    return True


def _intact(folder: Path, manifest: Manifest, receiver: str = INSIDE) -> bool:
    """Whether rows and definitions are those that were frozen."""
    try:
        lines = (folder / stored(receiver, ROWS)).read_text("utf-8").split("\n")[:-1]
        named = {path_in(folder, receiver, name): one for name, one in manifest.files.items()}
        same = all(digest_of(path.read_bytes()) == one for path, one in named.items())
        return same and not row_faults(lines, manifest.rows_root)
    except (OSError, ValueError):
        return False


def digest_of(content: bytes) -> str:
    """SHA-256, hex."""
    return hashlib.sha256(content).hexdigest()
