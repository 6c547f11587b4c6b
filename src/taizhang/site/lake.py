"""A site's lake: exported from its replica, held against its journal, and counted over by a cluster."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from taizhang.figures.compute import Answers, compute
from taizhang.figures.value import Ask
from taizhang.site.site import Site
from taizhang.terms.problem import Place, Problem, Refused
from taizhang.terms.progress import Progress, quiet
from taizhang.terms.sentence import sentence
from taizhang.warehouse.lake import Exported, LakeManifest, export, faults, read_manifest, unlike
from taizhang.warehouse.projection import stamp_of
from taizhang.warehouse.spark import Spark, lacking, open_session

FOLDER = "lake"
"""Where a site keeps its own lake when no other place is named."""


def export_lake(site: Site, folder: Path, progress: Progress = quiet) -> Exported:
    """Brings the lake in a folder up to the journal's last entry. Raises Refused (LAK-001, LAK-002)."""
    if site.unseen:
        raise ValueError("a lake holds every matter")
    replica = site.refresh(progress)
    with replica.writing_to(folder):
        return export(site.catalogue, site.refresh(progress), folder, progress)


def lake_faults(site: Site, folder: Path) -> tuple[LakeManifest, tuple[Problem, ...]]:
    """The lake in a folder and everything wrong with it: files, the journal it is of, rows where it is up to date."""
    manifest = read_manifest(folder)
    found = [*faults(folder, manifest), *_foreign(site, folder, manifest)]
    replica = site.refresh()
    if not found and stamp_of(replica) == (manifest.layout, manifest.size, manifest.leaf):
        found = list(unlike(site.catalogue, replica, manifest))
    return manifest, tuple(found)


def _foreign(site: Site, folder: Path, manifest: LakeManifest) -> Iterator[Problem]:
    if not manifest.size or site.journal.leaf(manifest.size).hex() != manifest.leaf:
        says = sentence("“{folder}”里的数据湖不是由这个站点的流水导出的。", folder=folder)
        yield Problem("LAK-006", says, Place(file=str(folder)), "请核对文件夹；流水由备份恢复过的，重新导出。")


@contextmanager
def counting_on(
    site: Site, engine: str, lakes: Sequence[Path] = (), progress: Progress = quiet
) -> Iterator[tuple[Spark, dict[Path, LakeManifest]]]:
    """The engine over lakes as they stand, or over the site's own, brought up to the journal first.

    Raises Refused: what stands against the engine on this machine (LAK-005), a file that is not what was exported
    (LAK-003), a lake of other declarations than the site's (LAK-007).
    """
    if problem := lacking(engine):
        raise Refused(problem)
    if not lakes:
        export_lake(site, site.home / FOLDER, progress)
    read = {folder.resolve(): read_manifest(folder) for folder in lakes or (site.home / FOLDER,)}
    layout = stamp_of(site.refresh(progress))[0]
    if wrong := [*_unfit(read, layout)]:
        raise Refused(*wrong)
    spark = Spark(open_session(engine), site.catalogue, read, site.unseen)
    try:
        yield spark, read
    finally:
        spark.close()


def _unfit(lakes: dict[Path, LakeManifest], layout: str) -> Iterator[Problem]:
    for folder, manifest in lakes.items():
        yield from faults(folder, manifest)
        if manifest.layout != layout:
            says = sentence("“{folder}”里的数据湖按另一套声明导出，列不相同，不能一起计算。", folder=folder)
            yield Problem("LAK-007", says, Place(file=str(folder)), "请在各站点换上同样的声明，再各自重新导出。")


def compute_on(site: Site, engine: Spark, asks: Iterable[Ask], progress: Progress = quiet) -> Answers:
    """Values of all the asks, counted by the engine."""
    return compute(site.catalogue, engine, tuple(asks), site.organisation(), progress)
