"""Nothing in a site's folder is open to other users of the machine; what is, is named."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

from taizhang.__main__ import app
from taizhang.site.private import MOST_NAMED, exposed, make_private, open_paths
from taizhang.site.site import Site


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = tmp_path / "site"
    before = os.umask(0o022)
    try:
        with Site.create(home, "清源县水务局") as site:
            site.journal.checkpoint()
            site.refresh()
    finally:
        os.umask(before)
    return home


def test_a_new_site_is_its_owners_alone_whatever_the_machine_would_give_others(home: Path) -> None:
    make_private(home)  # the folder itself was made before the site said who may make files
    assert [*open_paths(home)] == []
    assert {path.stat().st_mode & 0o777 for path in home.rglob("*")} == {0o600, 0o700}
    assert exposed(home) == ()


@pytest.mark.parametrize("mode", [0o601, 0o604, 0o640, 0o666])
def test_one_bit_for_others_is_told_with_the_name_of_the_file(home: Path, mode: int) -> None:
    make_private(home)
    (home / "journal.sqlite").chmod(mode)
    (found,) = exposed(home)
    assert found.code == "CMD-044"
    assert str(found.message) == f"这台机器的其他用户也能读数据库“{home / 'journal.sqlite'}”。"
    assert make_private(home) == 1
    assert (home / "journal.sqlite").stat().st_mode & 0o777 == mode & 0o700


def test_fsck_names_the_databases_before_other_files(home: Path) -> None:
    make_private(home)
    for name in ("catalogue/body.toml", "replica.duckdb"):
        (home / name).chmod(0o644)
    done = CliRunner().invoke(app, ["fsck", "--home", str(home)], terminal_width=400, env={"COLUMNS": "400"})
    assert done.exit_code == 1
    assert done.output.index("也能读数据库") < done.output.index("也能打开")


def test_of_very_many_files_the_rest_is_counted(home: Path) -> None:
    make_private(home)
    for number in range(MOST_NAMED + 3):
        path = home / f"{number}.txt"
        path.write_text("")
        path.chmod(0o644)
    assert len(exposed(home)) == MOST_NAMED + 1
    assert "另有3个文件" in str(exposed(home)[-1].message)


def test_a_link_is_left_alone(home: Path, tmp_path: Path) -> None:
    make_private(home)
    outside = tmp_path / "outside"
    outside.write_text("")
    outside.chmod(0o644)
    (home / "link").symlink_to(outside)
    assert exposed(home) == ()
    assert outside.stat().st_mode & 0o777 == 0o644
