"""One library of the invented county, shared by the tests that only read it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from taizhang.library.library import Library
from tests.library.shelf_texts import PAPERS
from tests.library.times import NOW


@pytest.fixture(scope="session")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The forty papers of Tianbei, public."""
    folder: Path = tmp_path_factory.mktemp("county")
    (folder / "papers").mkdir()
    for name, text in PAPERS:
        (folder / "papers" / name).write_text(text, "utf-8")
    with Library(folder / "library") as library:
        admission = library.admit([folder / "papers"], at=NOW, level="public")
        assert len(admission.admitted) == len(PAPERS)
        yield library
