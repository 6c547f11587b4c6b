"""The sample years of the three bodies: the same each time, and read back without a row lost or wrongly refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from shutil import copy

import pytest

from taizhang.site import Imported, Site
from taizhang.terms.problem import errors
from taizhang_samples.bodies.generate import generate
from taizhang_samples.bodies.spec import BODIES


def imported(folder: Path, home: Path) -> Imported:
    """What a new site makes of the workbooks in a folder."""
    Site.create(home, "某某").close()
    copy(folder / "body.toml", home / "catalogue" / "body.toml")
    with Site(home) as site:
        files = sorted(path for path in folder.iterdir() if path.suffix in (".xlsx", ".csv"))
        return site.import_files(files, today=date(2026, 12, 31), actor="演示", accept_refused=True)


@pytest.mark.nightly
@pytest.mark.parametrize("body", BODIES)
def test_every_record_is_read_and_only_planted_faults_are_refused(body: str, tmp_path: Path) -> None:
    books = generate(tmp_path / "books", body)
    got = imported(tmp_path / "books", tmp_path / "site")
    planted = {(book.file, entry["sheet"], entry["cell"]) for book in books for entry in book.rejected}
    refused = {(one.at.file, one.at.sheet or None, one.at.cell) for one in got.changes.refused}
    assert refused == planted
    assert not errors(got.obstacles)
    assert len({draft.matter for draft in got.changes.new}) >= sum(len(book.records) for book in books)


def test_the_same_seed_draws_the_same_workbooks(tmp_path: Path) -> None:
    one, other = (generate(tmp_path / name, "office", seed=3) for name in ("one", "other"))
    assert [book.records for book in one] == [book.records for book in other]
    assert [grid.rows for book in one for grid in book.grids] == [grid.rows for book in other for grid in book.grids]
