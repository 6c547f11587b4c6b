"""The build of the charts: what is built follows what it is made from, and a failure harms nothing."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def assets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script on a project of its own."""
    spec = importlib.util.spec_from_file_location("assets", ROOT / "scripts" / "assets.py")
    assert spec
    assert spec.loader
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    for name, path in (("ROOT", tmp_path), ("FAILED", tmp_path / "build" / "failed"), ("STAMP", tmp_path / "stamp")):
        monkeypatch.setattr(script, name, path)
    (tmp_path / "package.json").write_text("{}", encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["assets.py", "--once"])
    return script


def broken(*_: object) -> None:
    """A registry that cannot be reached."""
    raise subprocess.CalledProcessError(1, ["npm"], stderr="npm error network")


def test_built_once_it_is_built_anew_only_when_something_changed(
    assets: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built = []
    monkeypatch.setattr(assets, "build", lambda *_: built.append(1))
    assert [assets.main(), assets.main(), len(built)] == [0, 0, 1]
    (tmp_path / "package.json").write_text('{"a": 1}', encoding="utf-8")
    assert [assets.main(), len(built)] == [0, 2]


def test_a_failure_says_what_is_missing_and_is_not_repeated_at_every_command(
    assets: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(assets, "build", broken)
    assert assets.main() == 1
    said = capsys.readouterr().err
    assert "图表组件没有构建" in said
    assert "npm error network" in said
    monkeypatch.setattr(assets, "build", lambda *_: pytest.fail("tried again"))
    assert assets.main() == 1
    monkeypatch.setattr(sys, "argv", ["assets.py"])
    monkeypatch.setattr(assets, "build", lambda *_: None)
    assert assets.main() == 0
    assert not assets.FAILED.exists()
