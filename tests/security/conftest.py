"""The county of the attacks, made once a run and copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from taizhang.site.site import Site
from tests.security.invented import made


@pytest.fixture(scope="session")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The county's folder."""
    home = tmp_path_factory.mktemp("county") / "site"
    made(home).close()
    return home


@pytest.fixture
def home(county: Path, tmp_path: Path) -> Path:
    """A copy of the county's folder."""
    return Path(shutil.copytree(county, tmp_path / "site"))


@pytest.fixture
def site(home: Path) -> Iterator[Site]:
    """The county."""
    with Site(home) as one:
        yield one
