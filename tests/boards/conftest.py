"""One office for all tests that only read it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from taizhang.site.site import Site
from tests.boards.office import founded


@pytest.fixture(scope="package")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The office."""
    with founded(tmp_path_factory.mktemp("office") / "site") as site:
        yield site
