"""Commands are tried without a site of somebody else's: none named by the environment, none in the present folder."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def no_site_about(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty folder to work in; the tests of the pages name their site in the environment of the whole process."""
    folder = tmp_path_factory.mktemp("cwd")
    monkeypatch.delenv("TAIZHANG_HOME", raising=False)
    monkeypatch.chdir(folder)
    return folder
