"""Two counties imported from nothing: every figure and every refusal is right."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from taizhang.shipped import COUNTY
from tests.acceptance.samples import run

SHARED = Path(os.environ.get("TAIZHANG_SHARED", Path(__file__).resolve().parents[3] / "shared")) / "samples"


def test_the_shipped_county_is_all_right(tmp_path: Path) -> None:
    right, total, refused, of_refused = run(COUNTY, tmp_path / "site")
    assert (right, refused) == (total, of_refused)
    assert total > 4000
    assert of_refused > 100


@pytest.mark.skipif(not (SHARED / "answers.json").exists(), reason="the other county's workbooks are not here")
def test_another_county_is_all_right(tmp_path: Path) -> None:
    right, total, refused, of_refused = run(SHARED, tmp_path / "site")
    assert (right, refused) == (total, of_refused)
    assert total > 4000
