"""``taizhang format`` from the command line."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from taizhang.__main__ import app
from tests.proof.layout.official import official

RUN = CliRunner()


def test_a_wrong_form_is_listed_mended_into_another_file_and_then_right(tmp_path: Path) -> None:
    source, fixed = tmp_path / "a.docx", tmp_path / "b.docx"
    source.write_bytes(official({"body font": "宋体", "title align": ""}))
    told = RUN.invoke(app, ["format", str(source), "--no-printed", "--json"])
    assert told.exit_code == 1
    assert [(one["rule"], one["place"]["paragraph"], one["level"]) for one in json.loads(told.stdout)["findings"]] == [
        ("L10", 1, "error"),
        ("L04", 3, "error"),
    ]
    before = source.read_bytes()
    mended = RUN.invoke(app, ["format", str(source), "-o", str(fixed)])
    assert mended.exit_code == 0
    assert "改了 2 处格式；文字一字未动" in mended.stdout
    assert source.read_bytes() == before
    assert RUN.invoke(app, ["format", str(fixed), "--no-printed"]).exit_code == 0


def test_what_cannot_be_read_or_would_be_lost_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "a.docx"
    source.write_bytes(official())
    assert "PRF-211" in RUN.invoke(app, ["format", str(source), "-o", str(source)]).stderr
    source.write_bytes(b"PK\x03\x04")
    refused = RUN.invoke(app, ["format", str(source)])
    assert (refused.exit_code, "PRF-104" in refused.stderr) == (1, True)
